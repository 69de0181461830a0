"""The user's decisions on ambiguous rows, read from a report whose last column they filled in."""

from collections.abc import Mapping

from optimizer.directory.importing.grid import LIMITS, Given, Limits, header_key
from optimizer.directory.importing.reading import read_grids
from optimizer.errors import BadInput, Fault

_KEY = ("file", "sheet", "line")
_DECISION = "decision"


def read_decisions(given: Given, limits: Limits = LIMITS) -> Mapping[tuple[str, str, str], str]:
    """Decisions by file, sheet and line: the id of a program, or "new".

    Parameters
    ----------
    given : Given
        A report as `report_rows` makes it, with some cells of its column `decision` filled in.

    Raises
    ------
    BadInput
        It can't be read or has not these columns.
    """
    grid = read_grids(given, lambda grid: _DECISION in _keys(grid.rows[0].cells) if grid.rows else False, limits)[0]
    keys = _keys(grid.rows[0].cells)
    missing = [name for name in (*_KEY, _DECISION) if name not in keys]
    if missing:
        what, remedy = "is no report of an import", "Give the file that --report wrote, with its last column filled in"
        raise BadInput(Fault(what, grid.where, None, ", ".join((*_KEY, _DECISION)), remedy))
    columns = [keys.index(name) for name in (*_KEY, _DECISION)]
    rows = ([row.cells[k] if k < len(row.cells) else "" for k in columns] for row in grid.rows[1:])
    return {(file, sheet, line): decision for file, sheet, line, decision in rows if decision}


def _keys(cells: tuple[str, ...]) -> list[str]:
    return [header_key(cell) for cell in cells]
