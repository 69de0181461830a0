"""What the many spellings of a place's name have in common."""

import re
import unicodedata
from collections.abc import Sequence

from optimizer.directory.geography import state_named

_SPELLED_OUT = {
    "st": "saint",
    "ste": "sainte",
    "ft": "fort",
    "mt": "mount",
    "twp": "township",
    "afb": "airforcebase",
    "n": "north",
    "s": "south",
    "e": "east",
    "w": "west",
}
_ABBREVIATION = re.compile(r"\b(?:st|ste|ft|mt|twp|afb)\b|^[nsew](?=[. ])", re.MULTILINE)
_ACCENT = re.compile("[\u0300-\u036f]+")
_DROPPED = " -.',/()’ʻ‘`"  # noqa: RUF001 (typographic apostrophes and the Hawaiian okina occur in names)


def place_keys(names: Sequence[str]) -> list[str]:
    """Reduce names to what two spellings of the same place have in common.

    Case, accents, spaces, hyphens, dots and apostrophes don't count, and St., Ft., Mt., Twp. and a leading
    N., S., E. or W. are spelled out: "St. Louis", "Saint Louis" and "ST LOUIS" all give "saintlouis".

    Parameters
    ----------
    names : sequence of str
        Names without line breaks.

    Returns
    -------
    list of str
        One key a name, in the same order.
    """
    if not names:
        return []
    # One pass over all names joined is several times faster than a pass for each of 24,000.
    text = "\n".join(names).lower()
    if not text.isascii():
        text = _ACCENT.sub("", unicodedata.normalize("NFKD", text))
    text = _ABBREVIATION.sub(lambda found: _SPELLED_OUT[found.group()], text)
    for character in _DROPPED:
        text = text.replace(character, "")
    return text.split("\n")


def place_key(name: str) -> str:
    """Key of one name, see `place_keys`."""
    return place_keys((" ".join(name.split()),))[0]


def city_and_state(text: str) -> tuple[str, str | None]:
    """Split "Los Angeles, CA" or "Los Angeles California" into city and state code; None without a state."""
    city, comma, rest = text.rpartition(",")
    if comma:
        state = state_named(rest)
        return (city, state.code) if state is not None else (text, None)
    words = text.split()
    for count in (1, 2, 3):
        state = state_named(" ".join(words[-count:])) if len(words) > count else None
        if state is not None:
            return " ".join(words[:-count]), state.code
    return text, None
