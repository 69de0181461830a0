"""A table copied from a page one cell a line: put back into rows by what repeats."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from optimizer.directory.geography import state_named
from optimizer.directory.place_names import city_and_state

_FEWEST_COLUMNS, _MOST_COLUMNS = 3, 60
_FEWEST_HEADERS = 2
_LONGEST_PLACE = 40
_MOST_ABOVE = 30
"""Lines above the header at most: a title, how many rows there are, buttons."""


def put_back(
    lines: Sequence[str], header_likeness: Callable[[Sequence[str]], int]
) -> list[tuple[int, list[str]]] | None:
    """The rows of a table of which every line is one cell, each with the number of its first line; None for other text.

    Where states, or cities with their states, stand at equal distances, that distance is the number of columns. Blank
    lines are empty cells, or nothing: whichever makes the distances equal.

    Parameters
    ----------
    lines : sequence of str
    header_likeness : callable
        How many of some cells are headers that are known.
    """
    numbered = list(enumerate((line.strip() for line in lines), start=1))
    for cells in (numbered, [(number, text) for number, text in numbered if text]):
        found = _rows(cells, header_likeness)
        if found is not None:
            return found
    return None


def _rows(
    cells: Sequence[tuple[int, str]], header_likeness: Callable[[Sequence[str]], int]
) -> list[tuple[int, list[str]]] | None:
    marks = [k for k, (_, text) in enumerate(cells) if _is_state(text)]
    for width in _widths(marks):
        # The column in which every row has its state.
        first = next(mark for mark in marks if mark + width in marks)
        last = first
        while last + width in marks:
            last += width
        starts = range(max(0, first - 2 * width + 1), min(first - width, _MOST_ABOVE) + 1)
        likeness = {start: header_likeness([text for _, text in cells[start : start + width]]) for start in starts}
        best = max(likeness, key=lambda start: (likeness[start], -start), default=None)
        if best is None or likeness[best] < _FEWEST_HEADERS:
            continue
        end = last - (last - best) % width + width
        return [
            (cells[k][0], [text for _, text in cells[k : min(k + width, end)]])
            for k in range(best, min(end, len(cells)), width)
        ]
    return None


def _widths(marks: Sequence[int]) -> list[int]:
    """Distances between states that occur, the commonest first."""
    apart = [other - one for one, other in pairwise(marks)]
    allowed = {width for width in apart if _FEWEST_COLUMNS <= width <= _MOST_COLUMNS}
    return sorted(allowed, key=lambda width: (-apart.count(width), width))


def _is_state(text: str) -> bool:
    if not text or len(text) > _LONGEST_PLACE:
        return False
    if state_named(text) is not None:
        return True
    return "," in text and city_and_state(text)[1] is not None
