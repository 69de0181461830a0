"""What an import did: every row accounted for, every cell that couldn't be used, every disagreement."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from optimizer.directory.catalog import Directory
from optimizer.directory.importing.ledger import Disagreement
from optimizer.directory.importing.provenance import known_facts
from optimizer.directory.program import FACTS
from optimizer.errors import Fault

OUTCOMES = ("joined", "new", "ambiguous", "refused")
Outcome = Literal["joined", "new", "ambiguous", "refused"]


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What became of one row.

    Parameters
    ----------
    file : str
    sheet : str or None
    line : str
        "line 12", "row 12", "column L" or "record 12".
    name : str
        What the row calls the program; empty where it calls it nothing.
    outcome : {"joined", "new", "ambiguous", "refused"}
    program : str
        Id in the directory, where joined or new.
    how : str
        By what it was joined, or why it wasn't.
    candidates : tuple of str
        Ids of the programs that an ambiguous row may mean.
    kept_apart : bool
        Whether a new program was made of it that gives one year and no training in its specialty.
    """

    file: str
    sheet: str | None
    line: str
    name: str
    outcome: Outcome
    program: str = ""
    how: str = ""
    candidates: tuple[str, ...] = ()
    kept_apart: bool = False


@dataclass(frozen=True, slots=True)
class TableReport:
    """One table of a file.

    Parameters
    ----------
    file : str
    sheet : str or None
    layout : str
        Slug; empty where the table isn't used.
    title : str
        What such a file is called, or why it isn't used.
    rows : int
        Below the header, blank ones not counted; all that hold anything where the table isn't used.
    unused : tuple of str
        Headers of columns that aren't used.
    notices : tuple of str
    """

    file: str
    sheet: str | None
    layout: str
    title: str
    rows: int
    unused: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Everything that an import did.

    Parameters
    ----------
    tables : tuple of TableReport
    rows : tuple of RowOutcome
        Every row of every table that is used.
    faults : tuple of Fault
        Cells that couldn't be used; the rest of their rows was.
    disagreements : tuple of Disagreement
    programs_before, programs_after : int
        In the directory.
    known_before, known_after : mapping of str to int
        For each fact the number of programs of which it is known.
    """

    tables: tuple[TableReport, ...]
    rows: tuple[RowOutcome, ...]
    faults: tuple[Fault, ...]
    disagreements: tuple[Disagreement, ...]
    programs_before: int
    programs_after: int
    known_before: Mapping[str, int]
    known_after: Mapping[str, int]

    def counts(self, file: str | None = None, sheet: str | None = None) -> dict[str, int]:
        """Rows by outcome, of one table or of all."""
        kept: Counter[str] = Counter(
            row.outcome for row in self.rows if file is None or (row.file, row.sheet) == (file, sheet)
        )
        return {outcome: kept[outcome] for outcome in OUTCOMES}

    @property
    def learned(self) -> tuple[str, ...]:
        """Facts that are now known of more programs than before."""
        return tuple(fact for fact in FACTS if self.known_after[fact] > self.known_before[fact])


def completeness(directory: Directory) -> dict[str, int]:
    """For each fact the number of programs of which it is known."""
    known = Counter(fact for program in directory.programs for fact in known_facts(program))
    return {fact: known[fact] for fact in FACTS}


REPORT_COLUMNS = (
    "what",
    "file",
    "sheet",
    "line",
    "name",
    "program",
    "field",
    "value",
    "source",
    "other_value",
    "other_source",
    "explanation",
    "candidates",
    "decision",
)


def report_rows(report: ImportReport) -> list[tuple[str, ...]]:
    """The report as rows of `REPORT_COLUMNS`: what is to decide first, then what was refused, then the rest.

    `decision` is for the user to fill in: the id of a program, or "new". `read_decisions` reads it back.
    """
    order = {outcome: rank for rank, outcome in enumerate(("ambiguous", "refused", "new", "joined"))}
    rows = [_of_row(row) for row in sorted(report.rows, key=lambda row: order[row.outcome])]
    cells = [
        _cells(what="cell refused", value=str(fault.value), explanation=_sentence(fault)) for fault in report.faults
    ]
    disagreements = [_of_disagreement(found) for found in report.disagreements]
    tables = [
        _cells(
            what="table" if table.layout else "table not used",
            file=table.file,
            sheet=table.sheet or "",
            explanation="; ".join([table.title, f"{table.rows} rows", *_unused(table.unused), *table.notices]),
        )
        for table in report.tables
    ]
    decided = [row for row in rows if row[0] in {"ambiguous", "refused"}]
    return [*decided, *cells, *disagreements, *rows[len(decided) :], *tables]


def _unused(headers: Sequence[str]) -> list[str]:
    return [f"columns not used: {', '.join(headers)}"] if headers else []


def _sentence(fault: Fault) -> str:
    return f"{fault.where}: {fault.what}; allowed: {fault.allowed}"


def _of_row(row: RowOutcome) -> tuple[str, ...]:
    return _cells(
        what=row.outcome,
        file=row.file,
        sheet=row.sheet or "",
        line=row.line,
        name=row.name,
        program=row.program,
        explanation=row.how,
        candidates=" ".join(row.candidates),
    )


def _of_disagreement(found: Disagreement) -> tuple[str, ...]:
    return _cells(
        what="disagreement",
        program=found.program,
        field=found.field,
        value=str(found.kept),
        source=str(found.kept_source),
        other_value=str(found.other),
        other_source=str(found.other_source),
        explanation="value counts, other_value does not",
    )


def _cells(**known: str) -> tuple[str, ...]:
    return tuple(known.get(column, "") for column in REPORT_COLUMNS)
