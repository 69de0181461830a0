"""Programs as CSV that matchlist reads again, and the sheet to fill in by hand."""

from collections.abc import Iterable, Sequence

from optimizer.directory import Program
from optimizer.export.files.spreadsheet import Cell, csv_bytes
from optimizer.export.text import TEMPLATE_COLUMNS


def programs_csv(programs: Iterable[Program], columns: Sequence[str] = tuple(Program.model_fields)) -> bytes:
    """Programs as CSV, one a row; what is unknown is an empty cell.

    Parameters
    ----------
    programs : iterable of Program
    columns : sequence of str
        Fields of `Program`, in the order wanted.

    Returns
    -------
    bytes
        As `csv_bytes` says. `optimizer.directory.load_directory` reads it back: yes and no as such, shares from 0 to 1.
    """
    return csv_bytes(columns, ([_cell(getattr(program, name)) for name in columns] for program in programs))


def template_csv(programs: Iterable[Program]) -> bytes:
    """The sheet to fill in by hand: what is known of the programs, and an empty cell for everything else."""
    return programs_csv(programs, TEMPLATE_COLUMNS)


def _cell(fact: str | bool | float | None) -> Cell:
    if fact is None:
        return ""
    if isinstance(fact, bool):
        return "yes" if fact else "no"
    return fact
