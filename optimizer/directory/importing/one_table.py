"""The one table of a file that is about one thing: its header, its rows, and all that isn't read said."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from optimizer.directory.importing.grid import Given, Grid, Row
from optimizer.directory.importing.numbers import NumberStyle
from optimizer.directory.importing.reading import read_grids
from optimizer.errors import Fault


@dataclass(frozen=True, slots=True)
class OneTable:
    """A table of a file.

    Parameters
    ----------
    grid : Grid
    header : Row
    rows : tuple of Row
        Those below the header.
    notices : tuple of str
        What had to be decided to read it, and what wasn't read: other sheets, a header that stands again.
    """

    grid: Grid
    header: Row
    rows: tuple[Row, ...]
    notices: tuple[str, ...]

    def style(self, columns: Iterable[int]) -> NumberStyle:
        """How the numbers in some columns are written."""
        at = tuple(columns)
        cells = (row.cells[k] for row in self.rows for k in at if k < len(row.cells))
        return NumberStyle.of(cells, self.grid.separator)

    def surplus(self, row: Row) -> Fault | None:
        """The fault of a row that is longer than the header: a comma too many moves every value into another column."""
        beyond = [cell for cell in row.cells[len(self.header.cells) :] if cell]
        if not beyond:
            return None
        remedy = "Put values that hold a comma into quotes"
        where = self.grid.place(row.number)
        return Fault("the row has more cells than columns", where, beyond[0], "one cell a column", remedy)


def one_table(given: Given, is_header: Callable[[Sequence[str]], bool]) -> OneTable | None:
    """The first table of a file that has a header; None where none has one.

    Parameters
    ----------
    given : Given
    is_header : callable
        Whether the cells of a row are those of a header.

    Raises
    ------
    BadInput
        The file is no table, can't be read, or is beyond a limit.
    """
    known = read_grids(given, lambda grid: bool(grid.rows) and is_header(grid.rows[0].cells))
    grids = [grid for grid in known if grid.rows]
    for grid in grids:
        header = next((row for row in grid.rows if is_header(row.cells)), None)
        if header is None:
            continue
        below = [row for row in grid.rows if row.number > header.number and any(row.cells)]
        key = [cell.casefold() for cell in header.cells]
        again = [row for row in below if [cell.casefold() for cell in row.cells] == key]
        rows = tuple(row for row in below if row not in again)
        notices = list(grid.notices)
        notices += [f"{grid.place(row.number)} repeats the header and was left out." for row in again]
        notices += [
            f"{other.where} was not read: the table is in {grid.where}." for other in grids if other is not grid
        ]
        return OneTable(grid, header, rows, tuple(notices))
    return None
