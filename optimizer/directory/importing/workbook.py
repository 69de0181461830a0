"""XLSX and XLSM workbooks: sheets of text, read piece by piece, with everything counted that takes room or time.

Written on the standard library's XML parser. Why no library that reads workbooks is used, with figures:
docs/decisions/0006-importing.md.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from optimizer.directory.importing.archive import BROKEN, Archive
from optimizer.directory.importing.decoding import ALLOWED
from optimizer.directory.importing.grid import LIMITS, Grid, Limits, grid_of, too_large
from optimizer.directory.importing.part_xml import Elements, Reader, read_part
from optimizer.errors import BadInput, Fault

ZIP_MARK = b"PK\x03\x04"
COMPOUND_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOK, _STRINGS, _STYLES = "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_SAVE_AGAIN = "Open it in a spreadsheet, save it again as XLSX or CSV, and import that"
_ELEMENTS_OF_A_CELL = 4
"""At most, in what spreadsheets write: the cell, its text, a part of it in other type, a formula."""
_SMALL_PART = 5_000_000
"""Bytes of the parts that list the sheets; real ones have some thousand."""
_MOST_HELD = 50_000
"""Elements of one row or text; the widest row that is allowed has some thousand."""


def workbook_grids(content: bytes, file: str, limits: Limits = LIMITS) -> tuple[Grid, ...]:
    """Every sheet of a workbook.

    Macros are not even unpacked. A formula counts as the value that the spreadsheet saved with it; a number in a
    date's format as a date, such as 2025-10-05.

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
        return _Workbook(Archive(content, file, limits), file, limits).grids()
    except BROKEN as error:
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


def _check_kind(archive: Archive, file: str) -> None:
    if archive.encrypted:
        raise _encrypted(file)
    names = set(archive.names)
    if _WORKBOOK not in names:
        what = "the file is an archive, but no XLSX workbook"
        if "mimetype" in names:
            what = "the file is an OpenDocument file"
        elif "xl/workbook.bin" in names:
            what = "the file is a binary workbook (XLSB)"
        raise BadInput(Fault(what, file, None, ALLOWED, "Open it and save the table as XLSX or CSV"))


class _Workbook:
    """A workbook while it is read: what its parts may still take is counted over all of them."""

    def __init__(self, archive: Archive, file: str, limits: Limits) -> None:
        self._archive, self._file, self._limits = archive, file, limits
        self._elements = Elements(_ELEMENTS_OF_A_CELL * limits.cells + _MOST_HELD * 2)

    def grids(self) -> tuple[Grid, ...]:
        archive, file, limits = self._archive, self._file, self._limits
        _check_kind(archive, file)
        listed = self._sheets()
        if len(listed.targets) > limits.sheets:
            allowed = f"{limits.sheets} sheets or fewer"
            raise too_large(file, "the workbook has too many sheets", allowed, len(listed.targets))
        what = "the workbook is too large once unpacked"
        archive.check_declared([*listed.targets.values(), _STRINGS, _STYLES], what)
        styles = _Styles()
        strings = _Strings(file, limits)
        for part, reader in ((_STYLES, styles), (_STRINGS, strings)):
            if part in archive.names:
                self._read(part, reader)
        room = _Room(limits)
        return tuple(
            self._grid(name, part, _Sheet(f"{file}, sheet {name!r}", part, strings.found, styles.dates(listed), room))
            for name, part in listed.targets.items()
        )

    def _sheets(self) -> "_Listed":
        """Parts of the sheets by their names, in the workbook's order; charts and dialogues left out."""
        parts = _Relations()
        self._read(_RELATIONS, parts, _SMALL_PART)
        listed = _Listed(parts.targets)
        self._read(_WORKBOOK, listed, _SMALL_PART)
        return listed

    def _read(self, part: str, reader: Reader, most: int | None = None) -> None:
        for _ in read_part(self._steps(part, most), part, reader, self._elements):
            pass

    def _steps(self, part: str, most: int | None = None) -> Iterator[bytes]:
        taken = 0
        for step in self._archive.steps(part):
            taken += len(step)
            if most is not None and taken > most:
                raise ValueError("its list of sheets is too long")
            yield step

    def _grid(self, name: str, part: str, sheet: "_Sheet") -> Grid:
        for _ in read_part(self._steps(part), part, sheet, self._elements):
            pass
        return grid_of(self._file, name, sheet.rows, counted="row", limits=self._limits)


class _Relations:
    """Where the sheets lie, by the ids of the workbook's relations."""

    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            target = attributes.get("Target", "")
            # A path from the top, or from the folder of the workbook.
            self.targets[attributes.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")

    def end(self, name: str) -> None:
        del name

    def text(self, text: str) -> None:
        del text


class _Listed:
    """The sheets by name, and from which day the workbook counts."""

    def __init__(self, parts: Mapping[str, str]) -> None:
        self._parts = parts
        self.targets: dict[str, str] = {}
        self.from_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            identity = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            if identity in self._parts:
                self.targets[attributes.get("name", "")] = self._parts[identity]
        elif name == "workbookPr":
            self.from_1904 = attributes.get("date1904", "0") in ("1", "true")

    def end(self, name: str) -> None:
        del name

    def text(self, text: str) -> None:
        del text


# ---- dates: a number in a format that shows a day

_BUILT_IN_DATES = frozenset({14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)})
_NOT_SHOWN = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\_*].')
_FIRST_DAY, _FIRST_DAY_1904 = date(1899, 12, 30), date(1904, 1, 1)
_FIRST_SURE, _LAST = 61, 2_958_465
"""Days between which counts are sure: spreadsheets have a 29th of February 1900; and the end of the year 9999."""


class _Styles:
    """Which of the workbook's cell formats show a day."""

    def __init__(self) -> None:
        self._own: dict[str, bool] = {}
        self._formats: list[str] = []
        self._inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "cellXfs":
            self._inside = True
        elif name == "numFmt":
            shown = _NOT_SHOWN.sub("", attributes.get("formatCode", "")[:1000]).casefold()
            self._own[attributes.get("numFmtId", "")] = "d" in shown or "y" in shown
        elif name == "xf" and self._inside:
            self._formats.append(attributes.get("numFmtId", ""))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._inside = False

    def text(self, text: str) -> None:
        del text

    def dates(self, listed: _Listed) -> Mapping[str, date]:
        """The first day of the count, by the numbers of the formats that show a day."""
        first = _FIRST_DAY_1904 if listed.from_1904 else _FIRST_DAY
        return {
            str(number): first
            for number, form in enumerate(self._formats)
            if self._own.get(form, form.isdecimal() and len(form) < 4 and int(form) in _BUILT_IN_DATES)
        }


def _day(text: str, first: date) -> str | None:
    """A count of days as a date, its time of day after it; None where it is no such count."""
    try:
        count = float(text)
    except ValueError:
        return None
    if not _FIRST_SURE <= count <= _LAST - (first - _FIRST_DAY).days:
        return None
    whole, minutes = divmod(round(count * 24 * 60), 24 * 60)
    day = (first + timedelta(days=whole)).isoformat()
    return f"{day} {minutes // 60:02}:{minutes % 60:02}" if minutes else day


# ---- text


class _Room:
    """How many cells and characters the sheets of a workbook have, together."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._cells, self._characters = limits.cells, limits.characters

    def take_cells(self, count: int, where: str) -> None:
        self._cells -= count
        if self._cells < 0:
            raise too_large(where, "the sheet has too many cells", f"{self.limits.cells:,} cells or fewer")

    def take_characters(self, count: int, where: str) -> None:
        self._characters -= count
        if self._characters < 0:
            allowed = f"{self.limits.characters:,} characters or fewer in all cells together"
            raise too_large(where, "the workbook holds too much text", allowed)


class _Text:
    """Text of one cell, put together from its pieces."""

    def __init__(self, most: int, where: str) -> None:
        self._pieces: list[str] = []
        self._left, self._most, self._where = most, most, where

    def add(self, piece: str) -> None:
        self._left -= len(piece)
        if self._left < 0:
            raise too_large(self._where, "a cell is too long", f"{self._most:,} characters or fewer in a cell")
        self._pieces.append(piece)

    def taken(self) -> str:
        """The text so far, and nothing left of it."""
        text = "".join(self._pieces)
        self._pieces.clear()
        self._left = self._most
        return text


class _Strings:
    """The texts that cells refer to, without how to pronounce them."""

    def __init__(self, file: str, limits: Limits) -> None:
        self.found: list[str] = []
        self._file, self._limits = file, limits
        self._text = _Text(limits.cell_characters, f"{file}, shared text")
        self._room = _Room(limits)
        self._inside = False
        self._spoken = self._held = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        del attributes
        self._held += 1
        if self._held > _MOST_HELD:
            raise ValueError(f"{_STRINGS} holds more in one place than any spreadsheet writes")
        if name == "t":
            self._inside = not self._spoken
        elif name == "rPh":
            self._spoken += 1

    def text(self, text: str) -> None:
        if self._inside:
            self._text.add(text)

    def end(self, name: str) -> None:
        if name == "t":
            self._inside = False
        elif name == "rPh":
            self._spoken -= 1
        elif name == "si":
            self._held = 0
            if len(self.found) >= self._limits.cells:
                allowed = f"{self._limits.cells:,} texts or fewer"
                raise too_large(self._file, "the workbook has too many texts", allowed)
            text = self._text.taken()
            self._room.take_characters(len(text), self._file)
            self.found.append(text)


class _Sheet:
    """Rows of a sheet, each up to the last cell that is there."""

    def __init__(self, where: str, part: str, strings: Sequence[str], dates: Mapping[str, date], room: _Room) -> None:
        self.rows: list[tuple[int, list[str]]] = []
        self._where, self._part, self._strings, self._dates, self._room = where, part, strings, dates, room
        self._text = _Text(room.limits.cell_characters, where)
        self._number = self._held = self._spoken = 0
        self._row: list[str] | None = None
        self._cell: dict[str, str] | None = None
        self._collecting = self._whole = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._row is None:
            if name == "row":
                self._begin_row(attributes)
            return
        self._held += 1
        if self._held > _MOST_HELD:
            raise ValueError(f"{self._part} holds more in one place than any spreadsheet writes")
        if name == "c":
            self._cell = attributes
        elif self._cell is not None and name in ("v", "t"):
            self._collecting = not self._spoken and (name == "t") == (self._cell.get("t") == "inlineStr")
        elif name == "rPh":
            self._spoken += 1

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._number = int(attributes.get("r", self._number + 1))
        most = self._room.limits.rows
        if not 0 < self._number <= most:
            raise too_large(self._where, "the sheet has too many rows", f"{most:,} rows or fewer", self._number)
        self._row, self._held = [], 0

    def text(self, text: str) -> None:
        if self._collecting:
            self._text.add(text)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._collecting = False
        elif name == "rPh":
            self._spoken = max(self._spoken - 1, 0)
        elif name == "c" and self._cell is not None and self._row is not None:
            self._end_cell(self._row, self._cell)
            self._cell = None
        elif name == "row" and self._row is not None:
            self.rows.append((self._number, self._row))
            self._row = None

    def _end_cell(self, row: list[str], cell: dict[str, str]) -> None:
        """Put a cell into its place; one that doesn't say where it is follows the one before."""
        column = _column(cell.get("r"), len(row))
        limits = self._room.limits
        if column >= limits.columns:
            allowed = f"{limits.columns} columns or fewer"
            raise too_large(self._where, "the sheet has too many columns", allowed, column + 1)
        added = max(column + 1 - len(row), 0)
        self._room.take_cells(added or 1, self._where)
        row += [""] * added
        text = self._shown(cell, self._text.taken())
        # Cells that refer to one text would each get a copy of it when they are cleaned.
        self._room.take_characters(len(text), self._where)
        row[column] = text

    def _shown(self, cell: dict[str, str], value: str) -> str:
        """A cell as one would type it: whole numbers without a point, yes and no."""
        kind = cell.get("t", "n")
        if kind == "n":
            first = self._dates.get(cell.get("s", ""))
            return (None if first is None else _day(value, first)) or _number(value)
        if kind == "s" and value:
            position = int(value)
            if not 0 <= position < len(self._strings):
                raise ValueError(f"no such text: {position}")
            return self._strings[position]
        if kind == "b":
            return _ANSWERS.get(value, value)
        return value


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


_ANSWERS: Mapping[str, str] = {"1": "yes", "0": "no"}
_LIKE_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")


def _number(text: str) -> str:
    try:
        value = float(text)
    except ValueError:
        return text
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    shown = repr(value)
    # A number has no way of being written: with a fourth decimal nobody takes its point for one between thousands.
    return f"{shown}0" if _LIKE_THOUSANDS.fullmatch(shown) else shown
