"""What an import did: text for a terminal, one JSON object, and a sheet in which ambiguous rows are decided."""

import json
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from optimizer.directory import TOLD
from optimizer.directory.importing import (
    FIELD_WORDS,
    FIELDS,
    OUTCOMES,
    REPORT_COLUMNS,
    Disagreement,
    ImportReport,
    NeedsMapping,
    Proposal,
    RowOutcome,
    TableReport,
    report_rows,
)
from optimizer.errors import Fault
from optimizer.export.files.spreadsheet import csv_bytes
from optimizer.export.text import bullet, heading, plain_table

_MOST_SHOWN = 5
_CELLS_SHOWN = 40


def import_csv(report: ImportReport) -> bytes:
    """Every row, refused cell and disagreement as CSV, as `csv_bytes` says; the last column is for decisions."""
    return csv_bytes(REPORT_COLUMNS, report_rows(report))


def import_json(report: ImportReport, out: str) -> str:
    """What an import did as one JSON object; `out` is the file that was written."""
    answer = {
        "status": "imported",
        "out": out,
        "programs_before": report.programs_before,
        "programs_after": report.programs_after,
        "counts": report.counts(),
        "tables": [asdict(table) | {"counts": report.counts(table.file, table.sheet)} for table in report.tables],
        "rows": [asdict(row) for row in report.rows],
        "refused_cells": [asdict(fault) for fault in report.faults],
        "disagreements": [asdict(found) for found in report.disagreements],
        "known": {
            fact: {"before": report.known_before[fact], "after": known} for fact, known in report.known_after.items()
        },
    }
    return json.dumps(answer, ensure_ascii=False, allow_nan=False, indent=2)


def import_text(report: ImportReport) -> RenderableType:
    """What an import did, shortened: the first few of each kind of row that needs a look."""
    total = len(report.rows)
    programs = f"The directory has {report.programs_after:,} programs, {report.programs_before:,} before."
    return Group(
        Text(f"{_count(total, 'row')}: {_outcomes(report.counts())}.", style="bold"),
        Text(programs),
        *(line for table in report.tables for line in _table(table, report)),
        *_learned(report),
        *_rows("To decide", [row for row in report.rows if row.outcome == "ambiguous"]),
        *_how_to_decide(report),
        *_rows("Kept apart as first years", [row for row in report.rows if row.kept_apart]),
        *_rows("Refused", [row for row in report.rows if row.outcome == "refused"]),
        *_cells(report.faults),
        *_disagreements(report.disagreements),
    )


def mapping_json(found: NeedsMapping) -> str:
    """The columns of tables in no known layout, and what they seem to hold, as one JSON object."""
    answer = {
        "status": "needs-mapping",
        "fields": FIELDS,
        "tables": [asdict(proposal) for proposal in found.proposals],
        "faults": [asdict(fault) for fault in found.others],
    }
    return json.dumps(answer, ensure_ascii=False, allow_nan=False, indent=2)


def mapping_text(found: NeedsMapping) -> RenderableType:
    """The columns of tables in no known layout, what they seem to hold, and the options to add if that is right."""
    proposed = {header: field for proposal in found.proposals for header, field in proposal.fields.items()}
    options = " ".join(_map_option(header, field) for header, field in proposed.items())
    again = "If this is what the columns hold, import again with" if proposed else "Import again with"
    example = '--map "COLUMN=FIELD", once for each column that holds something'
    return Group(
        Text("Nothing was imported: say what the columns hold.", style="bold"),
        *(line for proposal in found.proposals for line in _proposal(proposal)),
        Text(f"\n{again}"),
        # One line, however long: a break within an option could not be copied.
        Text(options or example, no_wrap=True, overflow="ignore"),
        heading("The fields that there are; a column that isn't named is left out"),
        _fields(),
        *(bullet(str(fault)) for fault in found.others),
    )


def _fields() -> Table:
    """Every field as one types it, and what it is."""
    table = Table.grid(padding=(0, 2, 0, 0))
    for field, words in FIELD_WORDS.items():
        table.add_row(Text(field), Text(words))
    return table


def _proposal(proposal: Proposal) -> Iterator[RenderableType]:
    yield heading(f"{proposal.where}: the columns are of no known layout")
    table = plain_table("column", "holds such as", "seems to be")
    for position, header in enumerate(proposal.columns):
        cells = dict.fromkeys(row[position] for row in proposal.first_rows if position < len(row) and row[position])
        field = proposal.fields.get(header)
        table.add_row(
            Text(header or f"(number {position + 1})"),
            Text(" | ".join(cells)[:_CELLS_SHOWN]),
            Text(FIELD_WORDS[field] if field else "-"),
        )
    yield table
    yield from (bullet(f"Take a look: {note}.") for note in proposal.notes)


def _map_option(header: str, field: str) -> str:
    """The option as one types it; quotes of a kind that every shell has, where the header allows them."""
    option = f"{header}={field}"
    return f"--map {shlex.quote(option)}" if set(option) & set('"$`\\!') else f'--map "{option}"'


def _count(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number:,} {noun}s"


def _outcomes(counts: dict[str, int]) -> str:
    return ", ".join(f"{counts[outcome]:,} {outcome}" for outcome in OUTCOMES)


def _table(table: TableReport, report: ImportReport) -> Iterator[RenderableType]:
    yield heading(table.file if table.sheet is None else f"{table.file}, sheet {table.sheet}")
    if not table.layout:
        yield bullet(f"Not used ({_count(table.rows, 'row')}): {table.title}.")
        return
    yield bullet(f"Recognised as {table.title}.")
    yield bullet(f"{_count(table.rows, 'row')}: {_outcomes(report.counts(table.file, table.sheet))}.")
    if table.unused:
        yield bullet(f"Columns not used: {', '.join(table.unused)}.")
    yield from (bullet(f"Take a look: {notice}.") for notice in table.notices)


def _learned(report: ImportReport) -> Iterator[RenderableType]:
    if report.learned:
        yield heading("Now known of more programs")
    for fact in report.learned:
        yield bullet(f"{TOLD[fact].heading}: {report.known_before[fact]:,} before, {report.known_after[fact]:,} now")


def _rows(title: str, rows: Sequence[RowOutcome]) -> Iterator[RenderableType]:
    if rows:
        yield heading(f"{title}: {_count(len(rows), 'row')}")
    for row in rows[:_MOST_SHOWN]:
        meant = f": {', '.join(row.candidates)}" if row.candidates else ""
        yield bullet(f"{row.file} {row.line}, {row.name or 'no name'}: {row.how}{meant}")
    yield from _more(len(rows))


def _how_to_decide(report: ImportReport) -> Iterator[RenderableType]:
    if report.counts()["ambiguous"]:
        yield Text(
            "Until you decide, these rows are left out. Write --report REPORT.csv, fill in its last column with the "
            'id of the program that a row means or with "new", and import the same files again with '
            "--decisions REPORT.csv, --into the directory that was written now."
        )


def _cells(faults: Sequence[Fault]) -> Iterator[RenderableType]:
    if faults:
        yield heading(f"Cells that can't be used: {len(faults):,}")
    yield from (bullet(str(fault)) for fault in faults[:_MOST_SHOWN])
    yield from _more(len(faults))


def _disagreements(found: Sequence[Disagreement]) -> Iterator[RenderableType]:
    if found:
        yield heading(f"Sources that disagree: {len(found):,}")
    for one in found[:_MOST_SHOWN]:
        yield bullet(
            f"{one.program}, {FIELD_WORDS[one.field]}: {one.kept} ({one.kept_source}) counts, "
            f"not {one.other} ({one.other_source})"
        )
    yield from _more(len(found))


def _more(count: int) -> Iterator[RenderableType]:
    if count > _MOST_SHOWN:
        yield bullet(f"and {count - _MOST_SHOWN:,} more; --report FILE.csv lists all")
