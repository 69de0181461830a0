"""XLSX and XLSM workbooks: sheets of text, read from an archive that was measured before it was unpacked."""

import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from optimizer.directory.importing.decoding import ALLOWED
from optimizer.directory.importing.grid import LIMITS, Grid, Limits, grid_of, too_large
from optimizer.errors import BadInput, Fault

ZIP_MARK = b"PK\x03\x04"
COMPOUND_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NEEDED = re.compile(
    r"(?:\[Content_Types\]\.xml|_rels/\.rels|xl/(?:workbook|styles|sharedStrings)\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/worksheets/[^/]+\.xml)",
    re.IGNORECASE,
)
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_ROW = re.compile(rb"<(?:\w+:)?row\b")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,4})?([0-9]{1,9})["']""")
_CHUNK = 1 << 20
_SAVE_AGAIN = "Open it in a spreadsheet, save it again as XLSX or CSV, and import that"

Value = int | float | str | bool | time | date | datetime | timedelta


def workbook_grids(content: bytes, file: str, limits: Limits = LIMITS) -> tuple[Grid, ...]:
    """Every sheet of a workbook.

    Macros are not even unpacked. A formula counts as the value that the spreadsheet saved with it.

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
    sheets = _sheets(_measured(content, file, limits), file)
    if len(sheets) > limits.sheets:
        raise too_large(file, "the workbook has too many sheets", f"{limits.sheets} sheets or fewer", len(sheets))
    return tuple(
        grid_of(
            file,
            name,
            [(number, [_text(value) for value in values]) for number, values in enumerate(rows, start=1)],
            counted="row",
            limits=limits,
        )
        for name, rows in sheets
    )


def refuse_compound(content: bytes, file: str) -> BadInput:
    """Say what a file in Microsoft's older container is: an encrypted workbook, or one of before 2007."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        remedy = "Open it with its password and save it without one"
        return BadInput(Fault("the workbook is encrypted", file, None, "a workbook without a password", remedy))
    remedy = "Open it in a spreadsheet and save it as XLSX or CSV"
    return BadInput(Fault("the file is of an Office version before 2007", file, None, ALLOWED, remedy))


def _measured(content: bytes, file: str, limits: Limits) -> bytes:
    """The archive's parts that hold cells, packed anew after each was counted while being unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [part for part in archive.infolist() if _NEEDED.fullmatch(part.filename)]
            _check_kind(archive, parts, file)
            declared = sum(part.file_size for part in parts)
            if declared > limits.unpacked_bytes:
                allowed = f"{limits.unpacked_bytes:,} bytes or fewer unpacked"
                raise too_large(file, "the workbook is too large once unpacked", allowed, f"{declared:,} bytes")
            return _packed([(part.filename, _unpacked(archive, part, file, limits)) for part in parts])
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError) as error:
        what = f"the workbook is damaged or cut short ({str(error)[:80]})"
        raise BadInput(Fault(what, file, None, "a whole XLSX file", "Copy or download it again")) from None


def _check_kind(archive: zipfile.ZipFile, parts: Sequence[zipfile.ZipInfo], file: str) -> None:
    if any(part.flag_bits & 1 for part in parts):
        remedy = "Open it with its password and save it without one"
        raise BadInput(Fault("the workbook is encrypted", file, None, "a workbook without a password", remedy))
    names = {part.filename.casefold() for part in archive.infolist()}
    if len({part.filename.casefold() for part in parts}) < len(parts):
        raise BadInput(Fault("the workbook holds a part twice", file, None, "a whole XLSX file", _SAVE_AGAIN))
    if "xl/workbook.xml" not in names:
        what = "the file is an archive, but no XLSX workbook"
        if "mimetype" in names:
            what = "the file is an OpenDocument file"
        elif "xl/workbook.bin" in names:
            what = "the file is a binary workbook (XLSB)"
        raise BadInput(Fault(what, file, None, ALLOWED, "Open it and save the table as XLSX or CSV"))


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, file: str, limits: Limits) -> bytes:
    """A part's bytes, no more than it declares; its checksum tells whether it declared the truth."""
    read: list[bytes] = []
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            read.append(chunk)
    content = b"".join(read)
    if _SHEET.fullmatch(part.filename):
        _check_extent(content, f"{file}, {part.filename}", limits)
    return content


def _check_extent(xml: bytes, where: str, limits: Limits) -> None:
    """Refuse a sheet whose farthest cells span more than the limits: its table would be filled with blanks up to them.

    References tell where cells lie; cells without one follow each other, so their counts are added.
    """
    rows = columns = 0
    for letters, digits in _REFERENCE.findall(xml):
        rows = max(rows, int(digits))
        columns = max(columns, _column_number(letters)) if letters else columns
    if len(_CELL.findall(xml)) > sum(1 for letters, _ in _REFERENCE.findall(xml) if letters):
        pieces = _ROW.split(xml)
        rows += len(pieces) - 1
        columns += max(len(_CELL.findall(piece)) for piece in pieces)
    for what, count, most in (("rows", rows, limits.rows), ("columns", columns, limits.columns)):
        if count > most:
            raise too_large(where, f"the sheet has too many {what}", f"{most:,} {what} or fewer", count)
    if rows * columns > limits.cells:
        raise too_large(where, "the sheet has too many cells", f"{limits.cells:,} cells or fewer", rows * columns)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _packed(parts: Sequence[tuple[str, bytes]]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return packed.getvalue()


def _sheets(content: bytes, file: str) -> list[tuple[str, list[list[Value]]]]:
    unreadable = Fault("the workbook can't be read", file, None, "an XLSX file as a spreadsheet saves it", _SAVE_AGAIN)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [
            (sheet.name, workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False))
            for sheet in workbook.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet
        ]
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise BadInput(unreadable) from error
    except BaseException as error:
        # The reader is compiled, and where it fails an assertion of its own raises what is no Exception.
        if type(error).__name__ == "PanicException":
            raise BadInput(unreadable) from None
        raise


def _text(value: Value) -> str:
    """A cell as one would type it: whole numbers without a point, dates as 2026-11-22."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value)
