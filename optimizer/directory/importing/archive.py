"""ZIP archives of unknown origin: members stored or deflated, inflated in small steps, all that comes out counted.

Nothing rests on the sizes that an archive declares. Other ways to compress (bzip2, LZMA) can't be inflated in steps
with the standard library: one step may take gigabytes.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence

from optimizer.directory.importing.grid import LIMITS, Limits, too_large

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    KeyError,
    ValueError,
    OverflowError,
)
"""What a damaged archive makes the standard library, or this module, raise."""

_ENTRY_MARK = b"PK\x01\x02"
_MOST_MEMBERS = 20_000
_STEP = 65_536
_WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Archive:
    """A ZIP archive that gives no more than a number of bytes, whatever it declares.

    Parameters
    ----------
    content : bytes
    file : str
        Its name in messages.
    limits : Limits
        Of which `unpacked_bytes` bounds everything that is read from it, together.

    Raises
    ------
    BadInput
        It has too many members.
    zipfile.BadZipFile
        Or another of `BROKEN`: it is damaged.
    """

    def __init__(self, content: bytes, file: str, limits: Limits = LIMITS) -> None:
        # The list of members is read as a whole, each with some hundred bytes.
        members = content.count(_ENTRY_MARK)
        if members > _MOST_MEMBERS:
            raise too_large(file, "the archive has too many files", f"{_MOST_MEMBERS:,} files or fewer", members)
        self._zip = zipfile.ZipFile(io.BytesIO(content))
        self._file, self._most, self._left = file, limits.unpacked_bytes, limits.unpacked_bytes
        self.names: tuple[str, ...] = tuple(info.filename for info in self._zip.infolist() if not info.is_dir())
        self.encrypted = any(info.flag_bits & 1 for info in self._zip.infolist())

    def check_declared(self, names: Sequence[str], what: str) -> None:
        """Refuse what says itself that it is too large, before anything is unpacked; `what` is the fault in words."""
        declared = sum(self._zip.getinfo(name).file_size for name in set(names) & set(self.names))
        if declared > self._most:
            raise too_large(self._file, what, self._allowed, f"{declared:,} bytes")

    def steps(self, name: str) -> Iterator[bytes]:
        """A member, piece by piece.

        Raises
        ------
        BadInput
            More came out of the archive than the limit.
        zipfile.BadZipFile
            Or another of `BROKEN`: it is damaged, or packed in another way.
        """
        info = self._zip.getinfo(name)
        if info.compress_type not in _WAYS:
            raise NotImplementedError(f"{name[:80]} is packed in a way that no spreadsheet uses")
        with self._zip.open(info) as stream:
            while step := stream.read(_STEP):
                self._left -= len(step)
                if self._left < 0:
                    raise too_large(self._file, "the file is too large once unpacked", self._allowed)
                yield step

    def read(self, name: str) -> bytes:
        """A member as a whole; raises as `steps`."""
        return b"".join(self.steps(name))

    @property
    def _allowed(self) -> str:
        return f"{self._most:,} bytes or fewer unpacked"
