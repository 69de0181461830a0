"""A table of text as a file has it, each row with the line it stands on, and the limits that every file is held to."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from optimizer.directory.catalog import unguarded
from optimizer.errors import BadInput, Fault
from optimizer.given_files import read_given


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be, so that importing takes bounded time and memory.

    Parameters
    ----------
    file_bytes : int
        Of the file itself.
    unpacked_bytes : int
        Of all that is read of a workbook or a ZIP, unpacked.
    json_bytes : int
        Of a JSON file: its values take many times the room of their text.
    rows, columns, cells : int
        Of one table, blank rows included. A workbook's sheet counts as large as its farthest cell.
    cell_characters, line_characters : int
        Of one cell, and of one line of a text file.
    characters : int
        Of all cells of a workbook together: a text that is kept once may stand in every cell.
    sheets : int
        Of one workbook.
    """

    file_bytes: int = 50_000_000
    unpacked_bytes: int = 100_000_000
    json_bytes: int = 10_000_000
    rows: int = 100_000
    columns: int = 500
    cells: int = 2_000_000
    cell_characters: int = 10_000
    line_characters: int = 1_000_000
    characters: int = 50_000_000
    sheets: int = 100


LIMITS = Limits()

SPLIT_IT = "Split the file, or remove what is no program"


@dataclass(frozen=True, slots=True)
class Given:
    """A file, or pasted text, as the user gave it.

    Parameters
    ----------
    name : str
        As messages and sources call it.
    content : bytes
    date : str
        "2026-11-22", "2026" or so: of when its facts are; empty where unknown.
    specialty : str
        Slug of what all its programs are of, where that is known beside the file.
    """

    name: str
    content: bytes
    date: str = ""
    specialty: str = ""


def given_file(path: Path, limits: Limits = LIMITS) -> Given:
    """Read a file whose date is that of its last change.

    Raises
    ------
    BadInput
        It can't be read or is larger than the limit.
    """
    content = read_given(path, "a table", limits.file_bytes)
    try:
        changed = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC).date().isoformat()
    except (OSError, OverflowError, ValueError):
        changed = ""
    return Given(path.name, content, changed)


def too_large(where: str, what: str, allowed: str, value: object = None) -> BadInput:
    """The refusal of something beyond a limit."""
    return BadInput(Fault(what, where, value, allowed, SPLIT_IT))


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the file, from 1, its cleaned cells, and why it can't be taken apart, if it can't."""

    number: int
    cells: tuple[str, ...]
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """One table of a file, before anything in it is understood.

    Parameters
    ----------
    file : str
    sheet : str or None
        Of a workbook.
    rows : tuple of Row
        Those that hold anything.
    counted : {"line", "row", "column", "record"}
        What the numbers of the rows count.
    notices : tuple of str
        What had to be decided to read it.
    separator : str
        What parts the cells of a text; a comma where it is no text.
    """

    file: str
    sheet: str | None
    rows: tuple[Row, ...]
    counted: Literal["line", "row", "column", "record"] = "row"
    notices: tuple[str, ...] = ()
    separator: str = ","

    @property
    def where(self) -> str:
        """File, and sheet if there is one."""
        return self.file if self.sheet is None else f"{self.file}, sheet {self.sheet!r}"

    def place(self, number: int) -> str:
        """File, sheet and line, for a message."""
        return f"{self.where} {self.line(number)}"

    def line(self, number: int) -> str:
        """Say a row's number in words: line 12, row 12, or column L of a sheet that lies on its side."""
        return f"{self.counted} {column_letters(number) if self.counted == 'column' else number}"


def column_letters(number: int) -> str:
    """A column's letters as a spreadsheet shows them: 1 is A, 27 is AA."""
    letters = ""
    while number > 0:
        number, last = divmod(number - 1, 26)
        letters = chr(ord("A") + last) + letters
    return letters


def grid_of(
    file: str,
    sheet: str | None,
    rows: Sequence[tuple[int, Sequence[str]]],
    *,
    counted: Literal["line", "row", "column", "record"],
    limits: Limits = LIMITS,
) -> Grid:
    """The grid of some numbered rows, cleaned and within the limits.

    Raises
    ------
    BadInput
        A cell is too long, or a row too wide.
    """
    empty = Grid(file, sheet, (), counted)
    kept = []
    cleaning = _Cleaning()
    for number, cells in rows:
        cleaned = tuple(map(cleaning.of, cells))
        width = next((k for k in range(len(cleaned), 0, -1) if cleaned[k - 1]), 0)
        if not width:
            continue
        cleaned = cleaned[:width]
        if width > limits.columns:
            allowed = f"{limits.columns} columns or fewer"
            raise too_large(empty.place(number), "has too many columns", allowed, width)
        if max(map(len, cleaned)) > limits.cell_characters:
            what = "a cell is too long (is a quotation mark left open?)"
            raise too_large(empty.place(number), what, f"{limits.cell_characters:,} characters or fewer in a cell")
        kept.append(Row(number, cleaned))
    return replace(empty, rows=tuple(kept))


_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


_LONG = 200


class _Cleaning:
    """Cells cleaned; a long text that stands in many of them is cleaned and kept once."""

    def __init__(self) -> None:
        self._long: dict[str, str] = {}

    def of(self, text: str) -> str:
        if len(text) < _LONG:
            return clean_cell(text)
        found = self._long.get(text)
        if found is None:
            found = self._long[text] = clean_cell(text)
        return found


def clean_cell(text: str) -> str:
    """Text without what nobody sees: invisible characters, blanks at its ends, doubled blanks, line breaks.

    An apostrophe in front of what would be a formula goes as well: exports put it there.
    """
    # Most cells have nothing of that, and there may be millions.
    if not text.isprintable():
        text = _CONTROL.sub(" ", _LONE_SURROGATE.sub("\ufffd", _INVISIBLE.sub("", text)))
    return unguarded(" ".join(text.split()))


def header_key(text: str) -> str:
    """What two spellings of a header have in common: letters and digits in lower case."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return "".join(filter(str.isalnum, text.casefold()))


def transposed(grid: Grid) -> Grid:
    """The grid with columns for rows, for a sheet that lies on its side."""
    width = max((len(row.cells) for row in grid.rows), default=0)
    columns = [
        Row(number + 1, tuple(row.cells[number] if number < len(row.cells) else "" for row in grid.rows))
        for number in range(width)
    ]
    return replace(grid, rows=tuple(row for row in columns if any(row.cells)), counted="column")
