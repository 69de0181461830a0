"""The tracking sheet: a row for each application, with columns to fill in during the season."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.export.spreadsheet import csv_bytes
from optimizer.export.workbook import Column, Sheet, workbook_bytes

if TYPE_CHECKING:
    from optimizer.plan import ProgramList

TRACKING_COLUMNS = (
    "id",
    "program",
    "specialty",
    "city",
    "state",
    "region",
    "type",
    "tie",
    "tier",
    "signal",
    "applied",
    "interview",
    "impression",
    "rank",
    "notes",
)
"""Columns of the tracking sheet; from `applied` on they are the applicant's to fill in."""
TRACKING_ENDINGS = (".csv", ".xlsx")
INTERVIEW_ANSWERS = ("invited", "held", "declined", "waitlisted", "rejected", "no response")
IMPRESSIONS = ("1", "2", "3", "4", "5")
_SHEET_COLUMNS = {
    "program": Column("Program", width=44),
    "specialty": Column("Specialty", width=18),
    "city": Column("City", width=16),
    "state": Column("State", width=7),
    "region": Column("Region", width=20),
    "type": Column("Type", width=20),
    "tie": Column("Tie", width=22),
    "tier": Column("Tier", width=10),
    "signal": Column("Signal", width=8),
    "applied": Column("Applied", "date", 12, hint="The day you applied, such as 2025-09-24."),
    "interview": Column("Interview", width=13, choices=INTERVIEW_ANSWERS, hint="What became of it."),
    "impression": Column("Impression", "count", 12, choices=IMPRESSIONS, hint="1 is poor, 5 is where you want to be."),
    "rank": Column("Rank", "count", 8, hint="Your own order: 1 is your first choice."),
    "notes": Column("Notes", "wrapped", 40),
    "id": Column("ID", width=40, hint="Leave this as it is: by it matchlist knows the program."),
}
"""The id stands last here, past what is printed: nobody reads it, and the sheet is read back by it."""


def tracking_csv(program_list: "ProgramList") -> bytes:
    """The tracking sheet as CSV, as `csv_bytes` says; `id` is the program's, by which the sheet is read back."""
    return csv_bytes(TRACKING_COLUMNS, _rows(program_list))


def tracking_xlsx(program_list: "ProgramList") -> bytes:
    """The tracking sheet as a workbook of one sheet, which offers the usual answers in its cells."""
    place = [TRACKING_COLUMNS.index(name) for name in _SHEET_COLUMNS]
    rows = tuple(tuple(row[k] for k in place) for row in _rows(program_list))
    columns = tuple(_SHEET_COLUMNS.values())
    sheet = Sheet("Tracking", columns, rows, frozen_columns=1, printed_columns=len(columns) - 1)
    return workbook_bytes(f"{program_list.title}: tracking", [sheet])


def tracking_bytes(program_list: "ProgramList", ending: str) -> bytes:
    """The tracking sheet in the format of one of the `TRACKING_ENDINGS`."""
    return tracking_xlsx(program_list) if ending == ".xlsx" else tracking_csv(program_list)


def _rows(program_list: "ProgramList") -> Iterator[tuple[str, ...]]:
    for program in program_list.programs:
        known = (
            program.id,
            program.name,
            program.specialty,
            program.city,
            program.state,
            program.region,
            program.setting or "",
            "; ".join(program.ties),
            program.tier,
            "" if program.signal == "none" else program.signal,
        )
        yield known + ("",) * (len(TRACKING_COLUMNS) - len(known))
