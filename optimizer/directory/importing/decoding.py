"""Bytes to text: which encoding a file has, and what it is when it is no text at all."""

import codecs
from collections.abc import Sequence

from optimizer.errors import BadInput, Fault

ALLOWED = "a table as CSV, TSV, pipe- or semicolon-separated text, XLSX or JSON"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAVE_AS_CSV = "Open it in a spreadsheet and save it as CSV (UTF-8) or XLSX"
_KINDS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "the file is a PDF", "Copy its table into a spreadsheet and save that as CSV or XLSX"),
    (b"{\\rtf", "the file is a text document (RTF)", "Copy its table into a spreadsheet and save that as CSV or XLSX"),
    (b"\x89PNG", "the file is a picture", "Type its table into a spreadsheet"),
    (b"\xff\xd8\xff", "the file is a picture", "Type its table into a spreadsheet"),
    (b"GIF8", "the file is a picture", "Type its table into a spreadsheet"),
    (b"\x1f\x8b", "the file is compressed", "Unpack it first"),
    (b"7z\xbc\xaf", "the file is compressed", "Unpack it first"),
    (b"Rar!", "the file is compressed", "Unpack it first"),
    (b"BZh", "the file is compressed", "Unpack it first"),
    (b"\xfd7zXZ", "the file is compressed", "Unpack it first"),
    (b"PAR1", "the file is Parquet", "Save it as CSV"),
    (b"SQLite format 3", "the file is a database", "Export its table as CSV"),
)
_MOST_LINES_NAMED = 5


def decoded(content: bytes, file: str) -> tuple[str, tuple[str, ...]]:
    """Text of a file, and what had to be decided to read it.

    A byte order mark decides. Without one, text with a zero in every other byte is UTF-16; what is valid UTF-8 is
    UTF-8; what isn't is Windows-1252, line by line where other lines are UTF-8.

    Raises
    ------
    BadInput
        The file is no text, or of no known encoding.
    """
    for mark, what, remedy in _KINDS:
        if content.startswith(mark):
            raise BadInput(Fault(what, file, None, ALLOWED, remedy))
    text, notices = _decoded(content, file)
    if _looks_like_a_web_page(text):
        remedy = "Copy the table from the page, and paste it or save it in a spreadsheet"
        raise BadInput(Fault("the file is a web page", file, None, ALLOWED, remedy))
    if "\x00" in text or _is_mostly_control(text):
        raise BadInput(Fault("the file is neither text nor a workbook", file, None, ALLOWED, _SAVE_AS_CSV))
    return text, notices


def _decoded(content: bytes, file: str) -> tuple[str, tuple[str, ...]]:
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), None) or _without_a_mark(content)
    if encoding is not None:
        try:
            return content.decode(encoding).removeprefix("\ufeff"), ()
        except UnicodeDecodeError:
            if encoding != "utf-8":
                what = f"the file says that it is {encoding.upper()} and isn't"
                raise BadInput(Fault(what, file, None, ALLOWED, _SAVE_AS_CSV)) from None
    return _windows_line_by_line(content.removeprefix(codecs.BOM_UTF8), file)


def _without_a_mark(content: bytes) -> str | None:
    """UTF-16 by its zero bytes, or UTF-8; None where neither fits."""
    start = content[:2000]
    half = len(start) // 2
    if half and start[1::2].count(0) > 0.4 * half and not start[::2].count(0):
        return "utf-16-le"
    if half and start[::2].count(0) > 0.4 * half and not start[1::2].count(0):
        return "utf-16-be"
    return "utf-8"


def _windows_line_by_line(content: bytes, file: str) -> tuple[str, tuple[str, ...]]:
    lines, otherwise, utf8_seen = [], [], False
    for number, line in enumerate(content.split(b"\n"), start=1):
        try:
            lines.append(line.decode("utf-8"))
            utf8_seen = utf8_seen or not line.isascii()
        except UnicodeDecodeError:
            otherwise.append(number)
            lines.append(_windows(line, f"{file} line {number}"))
    if not utf8_seen:
        return "\n".join(lines), ("read as Windows-1252, because it is not UTF-8",)
    return "\n".join(lines), (f"mixes encodings: {_lines(otherwise)} read as Windows-1252, the rest as UTF-8",)


def _windows(line: bytes, where: str) -> str:
    try:
        return line.decode("cp1252")
    except UnicodeDecodeError as error:
        found = f"byte {line[error.start]:#04x}"
        raise BadInput(Fault("is neither UTF-8 nor Windows-1252 text", where, found, ALLOWED, _SAVE_AS_CSV)) from None


def _lines(numbers: Sequence[int]) -> str:
    named = ", ".join(str(number) for number in numbers[:_MOST_LINES_NAMED])
    more = len(numbers) - _MOST_LINES_NAMED
    return f"line {named}" if len(numbers) == 1 else f"lines {named}" + (f" and {more} more" if more > 0 else "")


def _looks_like_a_web_page(text: str) -> bool:
    start = text[:1000].lstrip().casefold()
    return start.startswith(("<!doctype", "<html", "<?xml", "<table"))


def _is_mostly_control(text: str) -> bool:
    start = text[:5000]
    control = sum(character < " " and character not in "\t\r\n\x0b\x0c" for character in start)
    return control > 0.05 * len(start)
