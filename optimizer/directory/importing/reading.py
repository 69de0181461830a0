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
from optimizer.directory.importing.grid import (
    LIMITS,
    SPLIT_IT,
    Given,
    Grid,
    Limits,
    Row,
    clean_cell,
    grid_of,
    header_key,
    too_large,
)
from optimizer.directory.importing.headers import field_of_words
from optimizer.directory.importing.layouts import load_layouts
from optimizer.directory.importing.mapping import known_headers
from optimizer.directory.importing.stacked import put_back
from optimizer.directory.importing.workbook import COMPOUND_MARK, ZIP_MARK, refuse_compound, workbook_grids
from optimizer.errors import BadInput, Fault

SEPARATORS = (",", "\t", "|", ";")
_ROWS_LOOKED_AT = 40
_FEWEST_LINES = 9
_NOT_CLOSED = "has a quotation mark that isn't closed: close it, or double those inside a cell"
_KEYS_NAMED = 5
_KEY_PARTS = ("name", "city", "state")
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
        grids = _text_grids(given, is_known, limits)
    if not any(grid.rows for grid in grids):
        raise BadInput(Fault("the file is empty", given.name, None, ALLOWED, "Check that it is the right file"))
    return grids


def _text_grids(given: Given, is_known: IsKnown, limits: Limits) -> tuple[Grid, ...]:
    text, notices = decoded(given.content, given.name)
    if _JSON_START.match(text):
        return tuple(replace(grid, notices=notices) for grid in _json_grids(text, given.name, limits))
    candidates = [separator for separator in SEPARATORS if separator in text] or [","]
    chosen = candidates[0] if len(candidates) == 1 else _separator(text, given.name, candidates, is_known, limits)
    grid = _separated(text, given.name, chosen, limits)
    grid = _without_fences(grid) if chosen == "|" else grid
    if rows := _one_cell_a_line(text, grid):
        notice = f"it was copied one cell a line, and put back into {len(rows) - 1} rows by the states in it"
        put = grid_of(given.name, None, rows, counted="line", limits=limits)
        return (replace(put, notices=(*notices, notice), separator="\t"),)
    return (replace(grid, notices=(*notices, *grid.notices), separator=chosen),)


def _one_cell_a_line(text: str, grid: Grid) -> list[tuple[int, list[str]]] | None:
    """The rows of a table that was copied one cell a line; None for other text."""
    single = sum(len(row.cells) == 1 for row in grid.rows)
    if "\t" in text or len(grid.rows) < _FEWEST_LINES or 2 * single < len(grid.rows):
        return None
    known = known_headers(load_layouts())
    return put_back(
        text.splitlines(),
        lambda cells: sum(header_key(cell) in known or field_of_words(cell) is not None for cell in cells if cell),
    )


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
    """The text taken apart, or its first rows; line by line where its quotation marks are no quotes."""
    try:
        return _quoted(text, file, separator, limits, first)
    except _NotQuoted:
        return _by_lines(text, file, separator, limits, first)


class _NotQuoted(Exception):
    """Quotation marks stand where cells are not quoted."""


def _by_lines(text: str, file: str, separator: str, limits: Limits, first: int | None) -> Grid:
    """A text whose quotation marks are letters where they don't enclose a whole cell, as sheets and pages copy them.

    A line in which a quoted cell isn't closed is a row that is refused; the others are read.
    """
    rows: list[tuple[int, list[str]]] = []
    doubtful: list[Row] = []
    for number, line in enumerate(_bounded(io.StringIO(text), file, limits), start=1):
        if first is not None and len(rows) >= first:
            break
        cells = _cells_of_line(line.rstrip("\r\n"), separator)
        if cells is None:
            doubtful.append(Row(number, (clean_cell(line)[: limits.cell_characters],), _NOT_CLOSED))
            continue
        rows.append((number, cells))
        if len(rows) > limits.rows:
            raise too_large(file, "the table has too many rows", f"{limits.rows:,} rows or fewer")
    grid = grid_of(file, None, rows, counted="line", limits=limits)
    return replace(grid, rows=tuple(sorted((*grid.rows, *doubtful), key=lambda row: row.number)))


def _cells_of_line(line: str, separator: str) -> list[str] | None:
    """The cells of one line; None where a quotation mark before a separator isn't closed."""
    cells: list[str] = []
    left = line
    while True:
        quoted = re.match(r'\s*"((?:[^"]|"")*)"\s*(?=$|' + re.escape(separator) + ")", left)
        if quoted is not None:
            cells.append(quoted[1].replace('""', '"'))
            left = left[quoted.end() :]
        else:
            cell, _, _ = left.partition(separator)
            # Where tabs part the cells a quotation mark is a letter; commas may stand within what it opens.
            if separator != "\t" and cell.count('"') % 2 and cell.lstrip().startswith('"'):
                return None
            cells.append(cell)
            left = left[len(cell) :]
        if not left:
            return cells
        left = left[len(separator) :]


def _quoted(text: str, file: str, separator: str, limits: Limits, first: int | None = None) -> Grid:
    """The text taken apart with its cells quoted as CSV has them, or its first rows."""
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
    except csv.Error:
        raise _NotQuoted from None
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


def _json_grids(text: str, file: str, limits: Limits) -> Iterator[Grid]:
    """Every list of objects in a JSON file, and every object of objects, as a table whose columns are their keys."""
    if len(text) > limits.json_bytes:
        raise too_large(file, "the JSON file is too large", f"{limits.json_bytes:,} characters or fewer")
    try:
        found = json.loads(text)
        tables = list(_tables(found, ""))
    except (ValueError, RecursionError) as error:
        what = f"begins as JSON and isn't ({str(error)[:80]})"
        raise BadInput(Fault(what, file, None, ALLOWED, "Save it again, or as CSV")) from None
    if not tables:
        allowed = "a list of objects, or an object of objects, with a key for each fact"
        raise BadInput(
            Fault("the JSON holds no table", file, _json_kind(found), allowed, "Check that it is the right file")
        )
    if len(tables) > limits.sheets:
        raise too_large(file, "the JSON file has too many tables", f"{limits.sheets} or fewer", len(tables))
    for path, records in tables:
        yield _table_of(records, file, path if len(tables) > 1 else "", limits)


def _table_of(records: Sequence[dict[str, object]], file: str, path: str, limits: Limits) -> Grid:
    if len(records) > limits.rows:
        raise too_large(file, "the table has too many rows", f"{limits.rows:,} rows or fewer", len(records))
    columns = list(dict.fromkeys(key for record in records for key in record))
    if len(columns) * len(records) > limits.cells:
        raise too_large(file, "the table has too many cells", f"{limits.cells:,} or fewer", len(columns) * len(records))
    rows = [(k, [_json_text(record.get(key)) for key in columns]) for k, record in enumerate(records, start=1)]
    return grid_of(file, path or None, [(0, columns), *rows], counted="record", limits=limits)


def _tables(found: object, path: str) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """Yield the tables in a value, each with the keys that lead to it."""
    if isinstance(found, list):
        records = [entry for entry in found if isinstance(entry, dict)]
        if records:
            yield path, records
    elif isinstance(found, dict) and found:
        inner = list(found.values())
        if len(inner) > 1 and all(isinstance(value, dict) for value in inner) and not _holds_tables(inner):
            yield path, [_keyed(key, value) for key, value in found.items()]
            return
        for key, value in found.items():
            yield from _tables(value, f"{path}.{key}" if path else str(key))


def _holds_tables(values: Sequence[object]) -> bool:
    """Whether some values are objects that hold lists of objects, and so are no records themselves."""
    return any(
        isinstance(inner, list) and any(isinstance(one, dict) and len(one) > 1 for one in inner)
        for value in values
        if isinstance(value, dict)
        for inner in value.values()
    )


def _keyed(key: str, value: dict[str, object]) -> dict[str, object]:
    """A record under a key that names it: "Mercy Hospital", or "Mercy Hospital|Fresno" with its place."""
    parts = [part.strip() for part in key.split("|")]
    names = (
        _KEY_PARTS[: len(parts)] if 1 < len(parts) <= len(_KEY_PARTS) else ("name" if "name" not in value else "key",)
    )
    told: dict[str, object] = dict(zip(names, parts if len(names) > 1 else [key], strict=True))
    return {**told, **value}


def _json_kind(found: object) -> str:
    """What a JSON file holds, in words."""
    if isinstance(found, dict):
        return (
            f"an object with {len(found)} keys: {', '.join(list(found)[:_KEYS_NAMED])}" if found else "an empty object"
        )
    return f"a list of {len(found)}" if isinstance(found, list) else "a single value"


def _json_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return json.dumps(value) if isinstance(value, list | dict) else str(value)
