"""The tracking sheet: the columns that applicants keep, out of the store and back into it.

The columns and what stands in them are fixed here. ``interview`` tells the whole story of a program::

    invited 2025-10-05 for 2025-11-03 or 2025-11-05, $250; held 2025-11-03; rejected 2025-12-01
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from optimizer.directory.importing import Given, Grid, read_grids
from optimizer.errors import BadInput, Fault
from optimizer.season.tracker.values import EVENT_KINDS, Tracked

SHEET_COLUMNS = ("id", "program", "region", "type", "tie", "applied", "interview", "impression", "rank")
NOT_ACCEPTABLE = "no"
"""What stands in ``rank`` for a program that the applicant would rather not match at."""

_FORMULA_STARTS = ("=", "+", "-", "@")
_SIGNALS = ("single", "silver", "gold")
_SILENCE = frozenset({"", "no response", "none", "silence", "waiting"})
_ISO = r"\d{4}-\d{1,2}-\d{1,2}"
_DAY = rf"(?:{_ISO}|\d{{1,2}}/\d{{1,2}}/\d{{4}})"
_APPLIED = re.compile(rf"({_DAY})(?:[ T]00:00:00)?(?:\s+({'|'.join(_SIGNALS)}))?", re.IGNORECASE)
_EVENT = re.compile(
    rf"(invited|held|declined|rejected)\s+(?:on\s+)?({_DAY})"
    rf"(?:\s+for\s+({_DAY}(?:\s+or\s+{_DAY})*))?(?:,?\s*\$(\d+(?:\.\d+)?))?",
    re.IGNORECASE,
)
_SCORED = re.compile(r"(\d+(?:\.\d+)?)?\s*:\s*(.*)", re.DOTALL)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_WORDS: Mapping[str, str] = MappingProxyType({"region": "region", "type": "setting", "tie": "tie"})
"""Columns of plain words, and what the store calls them."""
_HOW_DATES_LOOK = "a date such as 2025-10-05 or 10/5/2025"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a sheet as it was read.

    Attributes
    ----------
    where : str
        File and line.
    program : Tracked
        What the row says of the program, over what is known of it.
    """

    where: str
    program: Tracked


def sheet_csv(programs: Iterable[Tracked]) -> bytes:
    """The tracking sheet of some programs.

    Returns
    -------
    bytes
        CSV in UTF-8 with a byte order mark; text that a spreadsheet would run has an apostrophe in front, which
        reading takes away again.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(SHEET_COLUMNS)
    for program in programs:
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell for cell in _cells(program)])
    return text.getvalue().encode("utf-8-sig")


def _cells(program: Tracked) -> tuple[str, ...]:
    applied = "" if program.applied is None else program.applied.isoformat()
    if applied and program.signal != "none":
        applied += f" {program.signal}"
    rank = "" if program.rank is None else str(program.rank)
    return (
        program.id,
        program.name,
        program.region or "",
        program.setting or "",
        program.tie,
        applied,
        "; ".join(_told(program)),
        _impression_cell(program),
        rank if program.acceptable else NOT_ACCEPTABLE,
    )


def _told(program: Tracked) -> Iterator[str]:
    for kind in EVENT_KINDS[1:]:
        on: date | None = getattr(program, kind)
        if on is not None:
            words = f"{kind} {on.isoformat()}"
            if kind == "invited" and program.slots:
                words += " for " + " or ".join(slot.isoformat() for slot in program.slots)
            if kind == "invited" and program.dollars is not None:
                words += f", ${program.dollars:f}".rstrip("0").rstrip(".")
            yield words


def _impression_cell(program: Tracked) -> str:
    score = "" if program.score is None else f"{program.score:f}".rstrip("0").rstrip(".")
    if not program.impression:
        return score
    # Words that look like a score and words are told apart by the colon in front.
    if score or _SCORED.fullmatch(program.impression) or _NUMBER.fullmatch(program.impression):
        return f"{score}: {program.impression}"
    return program.impression


def read_sheet(
    given: Given, known: Mapping[str, Tracked], unknown: Callable[[str, str], Fault]
) -> tuple[SheetRow, ...]:
    """Read a tracking sheet.

    Parameters
    ----------
    given : Given
        CSV, or what else `optimizer.directory.importing.read_grids` reads.
    known : mapping of str to Tracked
        Programs by id, as the store has them or as the directory knows them.
    unknown : callable
        Makes the fault of an id, and where it stands, that is not among them.

    Returns
    -------
    tuple of SheetRow
        What a cell says replaces what is known; a blank cell says nothing.

    Raises
    ------
    BadInput
        With all faults of the sheet.
    """
    grid = read_grids(given, _is_sheet)[0]
    header = [cell.strip().casefold() for cell in grid.rows[0].cells]
    faults = list(_header_faults(header, given.name))
    if faults:
        raise BadInput(faults)
    rows: list[SheetRow] = []
    first_of: dict[str, str] = {}
    for row in grid.rows[1:]:
        cells = dict(zip(header, row.cells, strict=False))
        if not any(cells.values()):
            continue
        where = f"{given.name} line {row.number}"
        program = cells.get("id", "")
        if program in first_of:
            faults.append(
                Fault(f"the program stands already at {first_of[program]}", where, program, "each once", "Remove one")
            )
        elif program not in known:
            faults.append(unknown(program, where))
        else:
            read = _Reader(where, faults).row(known[program], cells)
            rows.append(SheetRow(where, read))
        first_of.setdefault(program, where)
    if faults:
        raise BadInput(faults)
    return tuple(rows)


def _is_sheet(grid: Grid) -> bool:
    return bool(grid.rows) and {"id", "applied"} <= {cell.strip().casefold() for cell in grid.rows[0].cells}


def _header_faults(header: Sequence[str], file: str) -> Iterator[Fault]:
    allowed = ", ".join(SHEET_COLUMNS)
    if "id" not in header:
        yield Fault("the column 'id' is missing", f"{file} line 1", None, allowed, "Add the programs' ids")
    for position, column in enumerate(header):
        if column and column not in SHEET_COLUMNS:
            yield Fault("no such column", f"{file} line 1", column, allowed, "Rename or remove it")
        elif column and column in header[:position]:
            yield Fault("a column stands twice", f"{file} line 1", column, "each column once", "Remove one")


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the cells of one row; what is wrong goes into the faults."""

    where: str
    faults: list[Fault]

    def row(self, program: Tracked, cells: Mapping[str, str]) -> Tracked:
        said: dict[str, Any] = {name: cells[column] for column, name in _WORDS.items() if cells.get(column)}
        said |= self._applied(cells.get("applied", ""))
        for part in cells.get("interview", "").split(";"):
            said |= self._event(part.strip())
        said |= self._impression(cells.get("impression", "")) | self._rank(cells.get("rank", ""))
        # Most rows of most sheets say what is known already.
        same = all(getattr(program, name) == value for name, value in said.items())
        return program if same else replace(program, **said)

    def _applied(self, cell: str) -> dict[str, Any]:
        if not cell or cell.casefold() == "no":
            return {}
        found = _APPLIED.fullmatch(cell)
        if found is None:
            self._wrong("applied", cell, f"{_HOW_DATES_LOOK}, and the signal after it")
            return {}
        return {"applied": self._day("applied", found[1]), "signal": (found[2] or "none").casefold()}

    def _event(self, part: str) -> dict[str, Any]:
        if part.casefold() in _SILENCE:
            return {}
        found = _EVENT.fullmatch(part)
        if found is None:
            allowed = "invited, held, declined or rejected, and the date, such as invited 2025-10-05"
            self._wrong("interview", part, allowed)
            return {}
        said: dict[str, Any] = {found[1].casefold(): self._day("interview", found[2])}
        if found[3]:
            slots = [self._day("interview", day) for day in re.split(r"\s+or\s+", found[3])]
            said["slots"] = tuple(sorted(slot for slot in slots if slot is not None))
        return said if found[4] is None else said | {"dollars": float(found[4])}

    def _impression(self, cell: str) -> dict[str, Any]:
        if not cell:
            return {}
        scored = _SCORED.fullmatch(cell)
        number = cell if _NUMBER.fullmatch(cell) else scored[1] if scored else None
        words = "" if _NUMBER.fullmatch(cell) else scored[2] if scored else cell
        score = None if number is None else float(number)
        if score is not None and score > 10:
            self._wrong("impression", cell, "a number from 0 to 10, then a colon and words")
        return {"score": score, "impression": words}

    def _rank(self, cell: str) -> dict[str, Any]:
        if not cell:
            return {}
        if cell.casefold() == NOT_ACCEPTABLE:
            return {"rank": None, "acceptable": False}
        if not cell.isdecimal() or int(cell) < 1:
            self._wrong("rank", cell, f"a whole number from 1, or {NOT_ACCEPTABLE!r} where you would rather not match")
            return {}
        return {"rank": int(cell), "acceptable": True}

    def _day(self, column: str, text: str) -> date | None:
        """A day as people write it; a spreadsheet turns the ISO form into that of the United States."""
        try:
            if "-" in text:
                year, month, day = map(int, text.split("-"))
            else:
                month, day, year = map(int, text.split("/"))
            return date(year, month, day)
        except ValueError:
            self._wrong(column, text, _HOW_DATES_LOOK)
            return None

    def _wrong(self, column: str, cell: str, allowed: str) -> None:
        self.faults.append(Fault("can't be read", f"{self.where}: {column}", cell, allowed, "Correct it"))
