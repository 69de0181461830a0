"""The tracking sheet: a row for each application, with columns to fill in during the season."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.export.files.spreadsheet import csv_bytes
from optimizer.export.files.workbook import Column, Sheet, workbook_bytes
from optimizer.vocabulary import NO_SIGNAL

if TYPE_CHECKING:
    from optimizer.plan import ProgramList

TRACKING_COLUMNS = ("id", "program", "region", "type", "tie", "applied", "interview", "impression", "rank", "signal")
"""Columns of the tracking sheet, as the season's commands read it; from `applied` on they are the applicant's."""
TRACKING_ENDINGS = (".csv", ".xlsx")
_INTERVIEW = (
    "invited Oct 5 for Nov 3; accepted Oct 6; held Nov 3. Also declined, rejected, waitlisted, on hold, cancelled, "
    "withdrawn or closed, with the date."
)
_SHEET_COLUMNS = {
    "program": Column("Program", width=56),
    "region": Column("Region", width=22),
    "type": Column("Type", width=21),
    "tie": Column("Tie", width=24),
    "signal": Column("Signal", width=9, hint="As the list has it: change it where you sent another one."),
    # Text, as a spreadsheet would turn dates into numbers.
    "applied": Column("Applied", width=16, hint="The day it was sent, such as Sep 24; yes will do."),
    "interview": Column("Interview", width=44, hint=_INTERVIEW),
    "impression": Column("Impression", width=24, hint="0 to 10, and words after a colon: 8: kind residents."),
    "rank": Column("Rank", width=8, hint="1 is your first choice; no where you would rather not match."),
    "id": Column("ID", width=40, hint="Leave this as it is: by it matchlist knows the program."),
}
"""The id stands last here, past what is printed: nobody reads it, and the sheet is read back by it."""


def tracking_csv(program_list: "ProgramList") -> bytes:
    """The tracking sheet as CSV, as `csv_bytes` says; `id` is the program's, by which the sheet is read back."""
    return csv_bytes(TRACKING_COLUMNS, _rows(program_list))


def tracking_xlsx(program_list: "ProgramList") -> bytes:
    """The tracking sheet as a workbook of one sheet, which says in its cells how to fill them in."""
    place = [TRACKING_COLUMNS.index(name) for name in _SHEET_COLUMNS]
    rows = tuple(tuple(row[k] for k in place) for row in _rows(program_list))
    columns = tuple(_SHEET_COLUMNS.values())
    sheet = Sheet("Tracking", columns, rows, frozen_columns=1, printed_columns=len(columns) - 1)
    return workbook_bytes(f"{program_list.title}: tracking", [sheet])


def tracking_bytes(program_list: "ProgramList", ending: str) -> bytes:
    """The tracking sheet in the format of one of the `TRACKING_ENDINGS`."""
    return tracking_xlsx(program_list) if ending == ".xlsx" else tracking_csv(program_list)


def _rows(program_list: "ProgramList") -> Iterator[tuple[str, ...]]:
    for program in program_list.applications:
        known = (
            program.id,
            f"{program.name} ({program.city}, {program.state})",
            program.region,
            program.setting or "",
            "; ".join(tie.label for tie in program.ties),
        )
        signal = "" if program.signal == NO_SIGNAL else program.signal
        yield (*known, *("",) * (len(TRACKING_COLUMNS) - len(known) - 1), signal)
