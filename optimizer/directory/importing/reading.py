"""Files to grids: what a file is gets decided by its content, not by its name."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice

from optimizer.directory.importing.decoding import ALLOWED, decoded
from optimizer.directory.importing.grid import LIMITS, SPLIT_IT, Given, Grid, Limits, Row, grid_of, too_large
from optimizer.directory.importing.workbook import COMPOUND_MARK, ZIP_MARK, refuse_compound, workbook_grids
from optimizer.errors import BadInput, Fault

SEPARATORS = (",", "\t", "|", ";")
_ROWS_LOOKED_AT = 40
_JSON_START = re.compile(r"""\s*(?:\{|\[\s*[\[{"])""")

IsKnown = Callable[[Grid], bool]
"""Whether a grid has the header of a known layout."""


def read_grids(given: Given, is_known: IsKnown = lambda _: False, limits: Limits = LIMITS) -> tuple[Grid, ...]:
    """Every table in a file: one in a text, one a sheet in a workbook.

    Parameters
    ----------
    given : Given
    is_known : callable
        Tells which separator is right where a text can be taken apart in several ways.
    limits : Limits

    Raises
    ------
    BadInput
        The file is no table, can't be read, or is beyond a limit.
    """
    content = given.content
    if len(content) > limits.file_bytes:
        raise too_large(given.name, "the file is too large", f"{limits.file_bytes:,} bytes or fewer")
    if content.startswith(ZIP_MARK):
        grids = workbook_grids(content, given.name, limits)
    elif content.startswith(COMPOUND_MARK):
        raise refuse_compound(content, given.name)
    else:
        grids = (_text_grid(given, is_known, limits),)
    if not any(grid.rows for grid in grids):
        raise BadInput(Fault("the file is empty", given.name, None, ALLOWED, "Check that it is the right file"))
    return grids


def _text_grid(given: Given, is_known: IsKnown, limits: Limits) -> Grid:
    text, notices = decoded(given.content, given.name)
    if _JSON_START.match(text):
        return replace(_json_grid(text, given.name, limits), notices=notices)
    candidates = [separator for separator in SEPARATORS if separator in text] or [","]
    chosen = candidates[0] if len(candidates) == 1 else _separator(text, given.name, candidates, is_known, limits)
    grid = _separated(text, given.name, chosen, limits)
    return replace(_without_fences(grid) if chosen == "|" else grid, notices=notices)


def _separator(text: str, file: str, candidates: Sequence[str], is_known: IsKnown, limits: Limits) -> str:
    """The separator under which the text is of a known layout, else the one that most rows agree on."""
    parsed: dict[str, Grid] = {}
    for separator in candidates:
        with suppress(BadInput):
            grid = _separated(text, file, separator, limits, _ROWS_LOOKED_AT)
            parsed[separator] = _without_fences(grid) if separator == "|" else grid
            if is_known(parsed[separator]):
                return separator
    return max(parsed, key=lambda separator: _agreement(parsed[separator]), default=candidates[0])


def _agreement(grid: Grid) -> tuple[float, int]:
    widths = Counter(len(row.cells) for row in grid.rows if len(row.cells) > 1)
    if not widths:
        return 0.0, 0
    width, count = widths.most_common(1)[0]
    return round(count / len(grid.rows), 1), width


def _separated(text: str, file: str, separator: str, limits: Limits, first: int | None = None) -> Grid:
    """The text taken apart, or its first rows."""
    lines = _bounded(io.StringIO(text, newline=""), file, limits)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    rows: list[tuple[int, list[str]]] = []
    cells_read, line = 0, 1
    try:
        for cells in islice(reader, first):
            rows.append((line, cells))
            cells_read += len(cells)
            line = reader.line_num + 1
            if len(rows) > limits.rows:
                raise too_large(file, "the table has too many rows", f"{limits.rows:,} rows or fewer")
            if cells_read > limits.cells:
                raise too_large(f"{file} line {line}", "the table has too many cells", f"{limits.cells:,} or fewer")
    except csv.Error as error:
        what = f"can't be taken apart ({error})"
        remedy = "Close the quotation mark, or double those inside a cell"
        raise BadInput(Fault(what, f"{file} line {line}", None, "quoted cells as CSV has them", remedy)) from None
    return grid_of(file, None, rows, counted="line", limits=limits)


def _bounded(lines: io.StringIO, file: str, limits: Limits) -> Iterator[str]:
    """Lines, none so long that taking it apart would take the memory."""
    for number, line in enumerate(iter(lambda: lines.readline(limits.line_characters + 1), ""), start=1):
        if len(line) > limits.line_characters:
            allowed = f"{limits.line_characters:,} characters or fewer in a line"
            raise BadInput(Fault("the line is too long", f"{file} line {number}", None, allowed, SPLIT_IT))
        yield line


def _without_fences(grid: Grid) -> Grid:
    """A table whose rows begin and end with a bar, and its rule of dashes, as plain text shows tables."""
    if not all(row.cells[0] == "" for row in grid.rows):
        return grid
    rows = (Row(row.number, row.cells[1:]) for row in grid.rows)
    return replace(grid, rows=tuple(row for row in rows if not all(set(cell) <= set("-: ") for cell in row.cells)))


def _json_grid(text: str, file: str, limits: Limits) -> Grid:
    """The longest list of objects in a JSON file, as a table whose columns are their keys."""
    if len(text) > limits.json_bytes:
        raise too_large(file, "the JSON file is too large", f"{limits.json_bytes:,} characters or fewer")
    try:
        records = _records(json.loads(text))
    except (ValueError, RecursionError) as error:
        what = f"begins as JSON and isn't ({str(error)[:80]})"
        raise BadInput(Fault(what, file, None, ALLOWED, "Save it again, or as CSV")) from None
    if len(records) > limits.rows:
        raise too_large(file, "the table has too many rows", f"{limits.rows:,} rows or fewer", len(records))
    columns = list(dict.fromkeys(key for record in records for key in record))
    if len(columns) * len(records) > limits.cells:
        raise too_large(file, "the table has too many cells", f"{limits.cells:,} or fewer", len(columns) * len(records))
    rows = [(k, [_json_text(record.get(key)) for key in columns]) for k, record in enumerate(records, start=1)]
    return grid_of(file, None, [(0, columns), *rows], counted="record", limits=limits)


def _records(found: object) -> list[dict[str, object]]:
    if isinstance(found, list):
        return [entry for entry in found if isinstance(entry, dict)]
    if isinstance(found, dict):
        return max((_records(value) for value in found.values() if isinstance(value, list | dict)), key=len, default=[])
    return []


def _json_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return json.dumps(value) if isinstance(value, list | dict) else str(value)
