"""Headers of two rows, as pages draw them: groups above ("Interviewed, by signal"), columns below ("Gold", "None")."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from optimizer.directory.importing.grid import Grid, Row
from optimizer.directory.importing.headers import says_rate, says_score, says_share
from optimizer.directory.importing.layouts import HEADER_WITHIN
from optimizer.directory.importing.values import number_of


def one_header(grid: Grid) -> Grid:
    """The grid with a header of two rows made one: "Interviewed, by signal: Gold".

    Only a group that says what the figures below it are, such as interviews or scores, is joined to its columns; above
    others, and where nothing is below a group, each cell stays as it is. A grid with one row of headers stays the same.
    """
    for index, (above, below) in enumerate(pairwise(grid.rows[:HEADER_WITHIN])):
        groups = _groups(above.cells, below.cells)
        if groups is not None and _are_headers(grid.rows[index + 2 :], groups, below.cells):
            joined = Row(below.number, tuple(map(_joined, groups, _filled(below.cells, len(groups)))))
            return replace(grid, rows=(*grid.rows[:index], joined, *grid.rows[index + 2 :]))
    return grid


def _groups(above: Sequence[str], below: Sequence[str]) -> tuple[str, ...] | None:
    """The group over each column; None where the upper row holds no groups."""
    width = max(len(above), len(below))
    upper, lower = _filled(above, width), _filled(below, width)
    if not upper or any(number_of(cell) for cell in (*above, *below)):
        return None
    found: list[str] = []
    for cell, under in zip(upper, lower, strict=True):
        found.append(cell or (found[-1] if found and under else ""))
    telling = {group for group in found if _says_what(group)}
    wide = any(found.count(group) > 1 for group in telling)
    # A title over the whole table stands alone, at its left.
    return tuple(found) if wide and not (found[0] in telling and len(set(found)) == 1) else None


def _are_headers(rows: Sequence[Row], groups: Sequence[str], below: Sequence[str]) -> bool:
    """Whether rows below hold figures under a telling group, and the lower row names nearly all columns."""
    columns = [k for k, group in enumerate(groups) if _says_what(group)]
    named = all(k < len(below) and below[k] for k in columns)
    return named and any(k < len(row.cells) and number_of(row.cells[k]) for row in rows for k in columns)


def _says_what(group: str) -> bool:
    return bool(group) and (says_rate(group) or says_score(group) or says_share(group))


def _joined(group: str, column: str) -> str:
    if not column:
        return group
    return f"{group}: {column}" if _says_what(group) else column


def _filled(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return (*cells, *("" for _ in range(width - len(cells))))
