"""XLSX and XLSM workbooks: sheets of text, read piece by piece from an archive that was measured before.

Written on the standard library's XML parser. Compiled readers fill a table up to the farthest cell that a file names,
and a damaged reference ends the whole process where there is no memory for that (docs/decisions/0006-importing.md).
"""

import functools
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from xml.etree import ElementTree as ET

from optimizer.directory.importing.decoding import ALLOWED
from optimizer.directory.importing.grid import LIMITS, Grid, Limits, grid_of, too_large
from optimizer.errors import BadInput, Fault

ZIP_MARK = b"PK\x03\x04"
COMPOUND_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOK, _STRINGS = "xl/workbook.xml", "xl/sharedStrings.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_SAVE_AGAIN = "Open it in a spreadsheet, save it again as XLSX or CSV, and import that"
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    KeyError,
    ValueError,
    OverflowError,
    ET.ParseError,
)
"""What a damaged archive, or damaged XML in it, makes the standard library raise."""


def workbook_grids(content: bytes, file: str, limits: Limits = LIMITS) -> tuple[Grid, ...]:
    """Every sheet of a workbook.

    Macros are not even unpacked. A formula counts as the value that the spreadsheet saved with it; a date is the number
    that spreadsheets keep for it.

    Parameters
    ----------
    content : bytes
        Of the file.
    file : str
        Its name in messages.
    limits : Limits

    Raises
    ------
    BadInput
        It is encrypted, truncated, no workbook, or larger than the limits.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_kind(archive, file)
            sheets = _sheets(archive)
            if len(sheets) > limits.sheets:
                allowed = f"{limits.sheets} sheets or fewer"
                raise too_large(file, "the workbook has too many sheets", allowed, len(sheets))
            _check_size(archive, [*sheets.values(), _STRINGS], file, limits)
            strings = _shared_strings(archive, file, limits)
            return tuple(
                _grid(archive, file, name, part, strings=strings, limits=limits) for name, part in sheets.items()
            )
    except _BROKEN as error:
        what = f"the workbook is damaged or cut short ({str(error)[:80]})"
        raise BadInput(Fault(what, file, None, "an XLSX file as a spreadsheet saves it", _SAVE_AGAIN)) from None


def refuse_compound(content: bytes, file: str) -> BadInput:
    """Say what a file in Microsoft's older container is: an encrypted workbook, or one of before 2007."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return _encrypted(file)
    remedy = "Open it in a spreadsheet and save it as XLSX or CSV"
    return BadInput(Fault("the file is of an Office version before 2007", file, None, ALLOWED, remedy))


def _encrypted(file: str) -> BadInput:
    remedy = "Open it with its password and save it without one"
    return BadInput(Fault("the workbook is encrypted", file, None, "a workbook without a password", remedy))


def _check_kind(archive: zipfile.ZipFile, file: str) -> None:
    if any(part.flag_bits & 1 for part in archive.infolist()):
        raise _encrypted(file)
    names = set(archive.namelist())
    if _WORKBOOK not in names:
        what = "the file is an archive, but no XLSX workbook"
        if "mimetype" in names:
            what = "the file is an OpenDocument file"
        elif "xl/workbook.bin" in names:
            what = "the file is a binary workbook (XLSB)"
        raise BadInput(Fault(what, file, None, ALLOWED, "Open it and save the table as XLSX or CSV"))


def _check_size(archive: zipfile.ZipFile, parts: Sequence[str], file: str, limits: Limits) -> None:
    """Refuse what declares too much. What declares too little fails its checksum when it is read so far."""
    declared = sum(archive.getinfo(part).file_size for part in set(parts) & set(archive.namelist()))
    if declared > limits.unpacked_bytes:
        allowed = f"{limits.unpacked_bytes:,} bytes or fewer unpacked"
        raise too_large(file, "the workbook is too large once unpacked", allowed, f"{declared:,} bytes")


_SMALL_PART = 5_000_000
"""Bytes of the parts that list the sheets; real ones have some thousand."""
_MOST_HELD = 50_000
"""Elements of one row or text, with those around it; the widest row that is allowed has some thousand."""


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Parts of the sheets by their names, in the workbook's order; charts and dialogues left out."""
    if any(archive.getinfo(part).file_size > _SMALL_PART for part in (_WORKBOOK, _RELATIONS)):
        raise ValueError("its list of sheets is too long")
    targets: dict[str, str] = {}
    for relation in _elements(archive, _RELATIONS, "Relationship"):
        if relation.get("Type", "").endswith("/worksheet"):
            target = relation.get("Target", "")
            # A path from the top, or from the folder of the workbook.
            targets[relation.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    sheets = {}
    for sheet in _elements(archive, _WORKBOOK, "sheet"):
        identity = next((value for key, value in sheet.items() if _local(key) == "id"), "")
        if identity in targets:
            sheets[sheet.get("name", "")] = targets[identity]
    return sheets


def _elements(archive: zipfile.ZipFile, part: str, name: str) -> Iterator[ET.Element]:
    """Each element of a name in a part, whole, for as long as it is looked at."""
    with archive.open(part) as stream:
        start = stream.read(1000)
    # Only a document type can define what expands, and only UTF-16 could hide it.
    if b"<!DOCTYPE" in start or b"\x00" in start:
        raise ValueError(f"{part} is not plain XML")
    with archive.open(part) as stream:
        yield from _wanted(ET.iterparse(stream, ("start", "end")), part, name)  # noqa: S314 - nothing in it expands


def _wanted(events: Iterator[tuple[str, ET.Element]], part: str, name: str) -> Iterator[ET.Element]:
    """Elements of a name as they end. Each is dropped from the tree then, as is everything outside of them."""
    around: list[ET.Element] = []
    depth = held = 0
    for event, element in events:
        if event == "start":
            held += 1
            if held > _MOST_HELD:
                raise ValueError(f"{part} holds more in one place than any spreadsheet writes")
            if depth or _local(element.tag) == name:
                depth += 1
            else:
                around.append(element)
            continue
        if depth:
            depth -= 1
            if depth:
                continue
            yield element
        else:
            around.pop()
        held = len(around)
        if around:
            around[-1].clear()


@functools.lru_cache(maxsize=64)
def _local(tag: str) -> str:
    """A name without its namespace; a sheet has thousands of elements and a handful of names."""
    return tag.rpartition("}")[2]


def _shared_strings(archive: zipfile.ZipFile, file: str, limits: Limits) -> list[str]:
    if _STRINGS not in archive.namelist():
        return []
    strings = [_plain_text(item) for item in islice(_elements(archive, _STRINGS, "si"), limits.cells + 1)]
    if len(strings) > limits.cells:
        raise too_large(file, "the workbook has too many texts", f"{limits.cells:,} texts or fewer")
    return strings


def _plain_text(element: ET.Element) -> str:
    """The text of an element, its parts in other type included, but not how to pronounce it."""
    return "".join(
        _plain_text(child) if _local(child.tag) != "t" else child.text or ""
        for child in element
        if _local(child.tag) != "rPh"
    )


def _grid(archive: zipfile.ZipFile, file: str, name: str, part: str, *, strings: Sequence[str], limits: Limits) -> Grid:
    where = f"{file}, sheet {name!r}"
    rows: list[tuple[int, list[str]]] = []
    number = cells = 0
    for row in _elements(archive, part, "row"):
        number = int(row.get("r", number + 1))
        if not 0 < number <= limits.rows:
            raise too_large(where, "the sheet has too many rows", f"{limits.rows:,} rows or fewer", number)
        values = _row(row, strings, where, limits)
        cells += len(values)
        if cells > limits.cells:
            raise too_large(where, "the sheet has too many cells", f"{limits.cells:,} cells or fewer")
        rows.append((number, values))
    return grid_of(file, name, rows, counted="row", limits=limits)


def _row(row: ET.Element, strings: Sequence[str], where: str, limits: Limits) -> list[str]:
    """Cells of a row up to the last that is there; one that doesn't say where it is follows the one before."""
    values: list[str] = []
    for cell in row:
        if _local(cell.tag) != "c":
            continue
        column = _column(cell.get("r"), len(values))
        if column >= limits.columns:
            allowed = f"{limits.columns} columns or fewer"
            raise too_large(where, "the sheet has too many columns", allowed, column + 1)
        values += [""] * (column + 1 - len(values))
        values[column] = _text(cell, strings)
    return values


def _column(reference: str | None, following: int) -> int:
    """Position of a cell in its row, from 0."""
    if reference is None:
        return following
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise ValueError(f"no such cell: {reference[:20]}")
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _text(cell: ET.Element, strings: Sequence[str]) -> str:
    """A cell as one would type it: whole numbers without a point, yes and no."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _plain_text(cell)
    value = next((child.text or "" for child in cell if _local(child.tag) == "v"), "")
    if kind == "n":
        return _number(value)
    if kind == "s" and value:
        position = int(value)
        if not 0 <= position < len(strings):
            raise ValueError(f"no such text: {position}")
        return strings[position]
    if kind == "b":
        return _ANSWERS.get(value, value)
    return value


_ANSWERS: Mapping[str, str] = {"1": "yes", "0": "no"}


def _number(text: str) -> str:
    try:
        value = float(text)
    except ValueError:
        return text
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
