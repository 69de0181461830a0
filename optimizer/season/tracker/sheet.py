"""The tracking sheet: the columns that applicants keep, out of the store and back into it.

The columns are those of the sheet that a list is exported to. ``interview`` tells the whole story of a program::

    invited Oct 5 for Nov 3 or Nov 5, $250; held Nov 3; rejected Dec 1

Days may be written as people and spreadsheets do; matchlist itself writes them with their year, as ISO has it.
Answers without days are read too: then the day of reading is the day by which it was known.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from optimizer.directory.importing import Given, NoNumber, NumberStyle, OneTable, one_table
from optimizer.errors import BadInput, Fault
from optimizer.season.tracker.days import DAY, days_in, days_look, order_of_days
from optimizer.season.tracker.story import SeasonDays
from optimizer.season.tracker.values import EVENT_KINDS, HIGHEST_SCORE, LOWEST_SCORE, Tracked, event_kind
from optimizer.vocabulary import NO_SIGNAL, SIGNAL_KINDS
from optimizer.wording import shown

SHEET_COLUMNS = ("id", "program", "region", "type", "tie", "applied", "interview", "impression", "rank", "signal")
NOT_ACCEPTABLE = "no"
"""What stands in ``rank`` for a program that the applicant would rather not match at."""

_FORMULA_STARTS = ("=", "+", "-", "@")
_YES, _NO = frozenset({"yes", "y", "x", "sent", "applied", "true"}), frozenset({"", "no", "n", "-", NO_SIGNAL})
_SILENCE = frozenset({"", "no response", "none", "silence", "waiting"})
_KIND = (
    r"invited|accepted|held|declined|given back|gave back|rejected|wait-?\s?listed|waitlist|on[ -]hold|paused|"
    r"cancell?ed(?: by the program)?|withdrawn|withdrew|closed(?: or merged)?|merged|interviewed|scheduled"
)
_DAY = f"(?:{DAY})"
_APPLIED = re.compile(rf"({_DAY})(?:[ T]00:00:00)?(?:\s+({'|'.join(SIGNAL_KINDS)}))?", re.IGNORECASE)
_AMOUNT = r"[0-9](?:[0-9.,' ]*[0-9])?"
_EVENT = re.compile(
    rf"({_KIND})(?:\s+(?:on\s+)?({_DAY}))?"
    rf"(?:\s+for\s+({_DAY}(?:\s+or\s+{_DAY})*))?(?:,?\s*(\${_AMOUNT}))?",
    re.IGNORECASE,
)
_SCORED = re.compile(r"([0-9]+(?:[.,][0-9]+)?)?\s*:\s*(.*)", re.DOTALL)
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_DOLLARS = re.compile(rf"\${_AMOUNT}")
_LINE, _LINES_NAMED = re.compile(r"(?P<file>.*) line (?P<line>\d+)(?P<column>: .*)?", re.DOTALL), 5
_WORDS: Mapping[str, str] = MappingProxyType({"region": "region", "type": "setting", "tie": "tie"})
"""Columns of plain words, and what the store calls them."""
_TELLING: Mapping[str, str] = MappingProxyType({"paused": "on hold"})
"""Kinds that the sheet writes in other words."""
_ANY_DAY = SeasonDays(None, None)


@dataclass(frozen=True, slots=True)
class SheetRead:
    """A sheet as it was read.

    Attributes
    ----------
    programs : tuple of Tracked
        What each row says of its program, over what is known of it.
    notices : tuple of str
        What had to be decided, or wasn't read.
    """

    programs: tuple[Tracked, ...]
    notices: tuple[str, ...] = ()


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
        cells = map(shown, _cells(program))
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell for cell in cells])
    return text.getvalue().encode("utf-8-sig")


def _cells(program: Tracked) -> tuple[str, ...]:
    applied = "" if program.applied is None else program.applied.isoformat()
    if applied and program.signal != NO_SIGNAL:
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
        "" if program.signal == NO_SIGNAL else program.signal,
    )


def _told(program: Tracked) -> Iterator[str]:
    for kind in EVENT_KINDS[1:]:
        on: date | None = getattr(program, kind)
        if on is not None:
            words = f"{_TELLING.get(kind, kind)} {on.isoformat()}"
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
    given: Given,
    known: Mapping[str, Tracked],
    unknown: Callable[[str, str], Fault],
    today: date,
    days: SeasonDays = _ANY_DAY,
) -> SheetRead:
    """Read a tracking sheet.

    Parameters
    ----------
    given : Given
        CSV, XLSX, or what else `optimizer.directory.importing.read_grids` reads.
    known : mapping of str to Tracked
        Programs by id, as the store has them or as the directory knows them.
    unknown : callable
        Makes the fault of an id, and where it stands, that is not among them.
    today : datetime.date
        The day of answers without one.
    days : SeasonDays
        Tells the year of days that are written without it.

    Returns
    -------
    SheetRead
        What a cell says replaces what is known; a blank cell says nothing.

    Raises
    ------
    BadInput
        With all faults of the sheet.
    """
    table = one_table(given, lambda cells: "id" in map(_column, cells))
    if table is None:
        allowed = ", ".join(SHEET_COLUMNS)
        raise BadInput(
            Fault("the column 'id' is missing", f"{given.name} line 1", None, allowed, "Add the programs' ids")
        )
    header = [_column(cell) for cell in table.header.cells]
    faults = list(_header_faults(header, f"{given.name} line {table.header.number}"))
    if faults:
        raise BadInput(faults)
    programs: list[Tracked] = []
    first_of: dict[str, str] = {}
    reader = _Reader(today, days, faults, [], _style(table), order_of_days(_texts(table, header)))
    for row in table.rows:
        cells = dict(zip(header, row.cells, strict=False))
        where, program = f"{given.name} line {row.number}", cells.get("id", "")
        surplus = table.surplus(row)
        if surplus is not None:
            faults.append(surplus)
        elif program in first_of:
            what = f"the program stands already at {first_of[program]}"
            faults.append(Fault(what, where, program, "each once", "Remove one"))
        elif program not in known:
            faults.append(unknown(program, where))
        else:
            programs.append(reader.row(where, known[program], cells))
        first_of.setdefault(program, where)
    if faults:
        raise BadInput(_told_together(faults))
    return SheetRead(tuple(programs), (*table.notices, *_unread(header), *reader.notices()))


def _told_together(faults: Iterable[Fault]) -> Iterator[Fault]:
    """The same fault of many rows as one, with the lines that have it."""
    alike: dict[tuple[object, ...], list[Fault]] = {}
    for fault in faults:
        place = _LINE.fullmatch(fault.where)
        where = (fault.where,) if place is None else (place["file"], place["column"])
        alike.setdefault((*where, fault.what, repr(fault.value), fault.allowed, fault.remedy), []).append(fault)
    for first, *others in alike.values():
        place = _LINE.fullmatch(first.where)
        if not others or place is None:
            yield first
            continue
        lines = [found["line"] for one in (first, *others) if (found := _LINE.fullmatch(one.where))]
        more = f" and {len(lines) - _LINES_NAMED} more" if len(lines) > _LINES_NAMED else ""
        yield replace(
            first, where=f"{place['file']} lines {', '.join(lines[:_LINES_NAMED])}{more}{place['column'] or ''}"
        )


def _column(cell: str) -> str:
    return cell.strip().casefold()


def _style(table: OneTable) -> NumberStyle:
    """How the sheet's amounts and scores are written."""
    cells = [cell for row in table.rows for cell in row.cells]
    amounts = [found for cell in cells for found in _DOLLARS.findall(cell)]
    scores = [cell.partition(":")[0].strip() for cell in cells if _NUMBER.fullmatch(cell) or _SCORED.fullmatch(cell)]
    return NumberStyle.of((*amounts, *scores), table.grid.separator)


def _texts(table: OneTable, header: Sequence[str]) -> Iterator[str]:
    """Cells that hold days."""
    for row in table.rows:
        yield from (cell for column, cell in zip(header, row.cells, strict=False) if column in ("applied", "interview"))


def _header_faults(header: Sequence[str], where: str) -> Iterator[Fault]:
    for position, column in enumerate(header):
        if column and column in header[:position]:
            yield Fault("a column stands twice", where, column, "each column once", "Remove one")


def _unread(header: Sequence[str]) -> Iterator[str]:
    others = [column for column in header if column and column not in SHEET_COLUMNS]
    if others:
        yield f"Columns that weren't read: {', '.join(others)}."


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads rows; what is wrong goes into the faults, what had to be decided into the lists after them."""

    today: date
    days: SeasonDays
    faults: list[Fault]
    undated: list[str]
    style: NumberStyle
    day_first: bool | None

    def notices(self) -> Iterator[str]:
        """What had to be decided, in words."""
        if self.undated:
            day = self.today.isoformat()
            named = ", ".join(dict.fromkeys(self.undated))
            yield f"Answers without a day count as known on {day}: {named}. Give the days to correct that."

    def row(self, where: str, program: Tracked, cells: Mapping[str, str]) -> Tracked:
        """What one row says of a program."""
        said: dict[str, Any] = {name: cells[column] for column, name in _WORDS.items() if cells.get(column)}
        said |= self._applied(where, program, cells.get("applied", ""), cells.get("signal", ""))
        for part in cells.get("interview", "").split(";"):
            said |= self._event(where, program, said, part.strip())
        said |= self._impression(where, cells.get("impression", "")) | self._rank(where, cells.get("rank", ""))
        # Most rows of most sheets say what is known already.
        same = all(getattr(program, name) == value for name, value in said.items())
        return program if same else replace(program, **said)

    def _applied(self, where: str, program: Tracked, cell: str, signal: str) -> dict[str, Any]:
        """The day and the signal of an application; a signal of a program that wasn't applied to is a plan, no fact."""
        if cell.casefold() in _NO:
            return {}
        if cell.casefold() in _YES:
            if program.applied is None:
                self.undated.append(program.id)
            said: dict[str, Any] = {"applied": program.applied or self.today}
        else:
            found = _APPLIED.fullmatch(cell)
            if found is None:
                self._wrong(where, "applied", cell, f"{days_look(self.today)}, or yes, and the signal after it")
                return {}
            said = {"applied": self._day(where, "applied", found[1])}
            signal = found[2] or signal
        if signal.casefold() in SIGNAL_KINDS:
            return said | {"signal": signal.casefold()}
        if signal.casefold() not in _NO:
            self._wrong(where, "signal", signal, f"{', '.join(SIGNAL_KINDS)}, or nothing")
        return said

    def _event(self, where: str, program: Tracked, before: Mapping[str, Any], part: str) -> dict[str, Any]:
        if part.casefold() in _SILENCE:
            return {}
        found = _EVENT.fullmatch(part)
        if found is None:
            known = ", ".join(_TELLING.get(kind, kind) for kind in EVENT_KINDS[1:])
            allowed = f"{known}, and the date, such as invited {self.today.isoformat()}"
            self._wrong(where, "interview", part, allowed)
            return {}
        kind = event_kind(found[1])
        if found[2] is None:
            return self._undated(program, before, kind)
        said: dict[str, Any] = {kind: self._day(where, "interview", found[2])}
        if found[3]:
            slots = [self._day(where, "interview", day) for day in re.split(r"\s+or\s+", found[3])]
            said["slots"] = tuple(sorted(slot for slot in slots if slot is not None))
        return said if found[4] is None else said | {"dollars": self._number(where, "interview", found[4])}

    def _undated(self, program: Tracked, before: Mapping[str, Any], kind: str) -> dict[str, Any]:
        """An answer without its day: known by today, or earlier as the store has it; what it rests on comes with it."""
        needed = ["invited", kind] if kind in ("accepted", "held", "declined", "cancelled") else [kind]
        missing = [one for one in needed if before.get(one) is None and getattr(program, one) is None]
        if missing:
            self.undated.append(program.id)
        return dict.fromkeys(missing, self.today)

    def _impression(self, where: str, cell: str) -> dict[str, Any]:
        if not cell:
            return {}
        scored = _SCORED.fullmatch(cell)
        number = cell if _NUMBER.fullmatch(cell) else scored[1] if scored else None
        words = "" if _NUMBER.fullmatch(cell) else scored[2] if scored else cell
        score = None if number is None else self._number(where, "impression", number)
        if score is not None and not LOWEST_SCORE <= score <= HIGHEST_SCORE:
            self._wrong(where, "impression", cell, f"{LOWEST_SCORE} to {HIGHEST_SCORE}, then a colon and words")
        return {"score": score, "impression": words}

    def _rank(self, where: str, cell: str) -> dict[str, Any]:
        if not cell:
            return {}
        if cell.casefold() == NOT_ACCEPTABLE:
            return {"rank": None, "acceptable": False}
        if not cell.isdecimal() or int(cell) < 1:
            allowed = f"a whole number from 1, or {NOT_ACCEPTABLE!r} where you would rather not match"
            self._wrong(where, "rank", cell, allowed)
            return {}
        return {"rank": int(cell), "acceptable": True}

    def _number(self, where: str, column: str, text: str) -> float | None:
        try:
            return float(self.style.number(text))
        except NoNumber as error:
            self.faults.append(Fault(str(error), f"{where}: {column}", text, error.allowed, "Correct it"))
            return None

    def _day(self, where: str, column: str, text: str) -> date | None:
        found = _dates_of(text, self.days, self.today, self.day_first)
        if not found:
            self._wrong(where, column, text, days_look(self.today))
        elif len(found) > 1:
            what = f"may be {' or '.join(day.isoformat() for day in found)}"
            allowed = f"a day that can be read in one way, such as {found[0].isoformat()}"
            self.faults.append(Fault(what, f"{where}: {column}", text, allowed, "Correct it"))
        return found[0] if found else None

    def _wrong(self, where: str, column: str, cell: str, allowed: str) -> None:
        self.faults.append(Fault("can't be read", f"{where}: {column}", cell, allowed, "Correct it"))


@cache
def _dates_of(text: str, days: SeasonDays, today: date, day_first: bool | None) -> tuple[date, ...]:
    """The days that a cell may mean. A spreadsheet turns the ISO form into the American one, or another country's."""
    return days_in(text, days, today, day_first)
