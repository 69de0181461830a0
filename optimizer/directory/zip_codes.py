"""ZIP codes of the United States offline: where each lies, read only when one is asked for."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from optimizer.errors import BadInput, Fault

COLUMNS = ("zip_code", "state", "latitude", "longitude")
_ZIP_CODE = re.compile(r"(\d{5})(?:-\d{4})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class ZipPlace:
    """The middle of a ZIP code.

    Parameters
    ----------
    zip_code : str
        Five digits, zeros in front included.
    state : str
        Two-letter postal code.
    latitude, longitude : float
        Degrees north and east, to a thousandth (360 feet).
    """

    zip_code: str
    state: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, eq=False)
class ZipCodes:
    """All ZIP codes of the 50 states, the District of Columbia and Puerto Rico.

    Parameters
    ----------
    text : str
        The file as it is: finding one line in it takes less than making 41,000 values of it.
    """

    text: str = field(repr=False)

    def find(self, text: str) -> ZipPlace | None:
        """Find a ZIP code, with or without its four-digit extension.

        Returns
        -------
        ZipPlace or None
            None when there is none: of a post of the armed forces abroad (APO, FPO), of a territory other than
            Puerto Rico, or not of five digits. A lost zero in front is not put back.
        """
        digits = _ZIP_CODE.fullmatch(text.strip())
        start = self.text.find(f"\n{digits[1]},") if digits else -1
        if start < 0:
            return None
        zip_code, state, latitude, longitude = self.text[start + 1 :].split("\n", 1)[0].split(",")
        return ZipPlace(zip_code, state, float(latitude), float(longitude))


def read_zip_codes(path: Path) -> ZipCodes:
    """Read a file with the columns zip_code, state, latitude and longitude.

    Raises
    ------
    BadInput
        When the file can't be read or its columns are others.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _unusable(path, f"can't be read: {error}", None) from error
    header = text.partition("\n")[0]
    if header != ",".join(COLUMNS):
        raise _unusable(path, "has other columns than it should", header)
    return ZipCodes(text)


def _unusable(path: Path, why: str, value: str | None) -> BadInput:
    remedy = "Install matchlist again, or restore the file that came with it."
    return BadInput(
        Fault(f"this file of ZIP codes {why}", str(path), value, f"a header of {','.join(COLUMNS)}", remedy)
    )
