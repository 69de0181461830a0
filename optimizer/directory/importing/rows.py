"""A recognised table to the facts of each row, with every cell that can't be used."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as of_field

from optimizer.directory.importing.grid import Grid, Row, header_key
from optimizer.directory.importing.layouts import FIELD_WORDS, Layout, Layouts, Reading, Recognised, header_pattern
from optimizer.directory.importing.values import (
    NUMERIC_RATES,
    TRACKS,
    NotUsable,
    Scale,
    Value,
    fault_of,
    number_of,
    rate,
    read_cell,
    scales,
    year_of,
)
from optimizer.directory.program import known_acgme_id
from optimizer.errors import BadInput, Fault
from optimizer.vocabulary import load_vocabulary

NAMING = frozenset({"id", "name", "name_state", "institution", "acgme_id", "nrmp_code", "code"})
"""Fields of which a table needs one, to know which programs it is about."""
_CHECKED = frozenset({"state", "specialty", "acgme_id", "nrmp_code", *NUMERIC_RATES})
"""Fields whose cells can't be anything else, so that a row that has one stands in its columns."""


@dataclass(frozen=True, slots=True)
class RowFacts:
    """What one row says.

    Parameters
    ----------
    line : str
        "line 12", "row 12" or "column L" of its table.
    facts : mapping of str to value
        Known fields of `Program`, without id.
    years : mapping of str to str
        Years of single facts, where the file tells them.
    faults : tuple of Fault
        Cells that can't be used.
    left_out : str
        Why the row is no program; empty where it is one.
    not_understood : mapping of str to str
        Cells that can't be used, by the field that they are of.
    """

    line: str
    facts: Mapping[str, Value]
    years: Mapping[str, str]
    faults: tuple[Fault, ...] = ()
    left_out: str = ""
    not_understood: Mapping[str, str] = of_field(default_factory=dict)

    @property
    def name(self) -> str:
        """Name, else an id, else nothing."""
        facts = self.facts
        return str(
            facts.get("name") or facts.get("institution") or facts.get("acgme_id") or facts.get("nrmp_code") or ""
        )


@dataclass(frozen=True, slots=True)
class TableFacts:
    """All rows of one table.

    Parameters
    ----------
    layout : Layout
    grid : Grid
    rows : tuple of RowFacts
    unused : tuple of str
        Headers of columns that hold no fact of a program, or none that matchlist uses.
    notices : tuple of str
        What was decided about whole columns.
    """

    layout: Layout
    grid: Grid
    rows: tuple[RowFacts, ...]
    unused: tuple[str, ...]
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Source:
    """A field and the columns that it is read from; the scale where the layout says it of their bare numbers."""

    field: str
    how: str
    columns: tuple[int, ...]
    year: str = ""
    scale: Scale | None = None


@dataclass(frozen=True, slots=True)
class _Table:
    found: Recognised
    layouts: Layouts
    sources: tuple[_Source, ...]
    scale: Mapping[int, Scale]
    read: tuple[dict[tuple[str, ...], dict[str, Value] | NotUsable], ...]

    def header(self, column: int) -> str:
        cells = self.found.header.cells
        return cells[column] if column < len(cells) and cells[column] else f"number {column + 1}"

    def told(self, row: Row) -> Iterator[tuple[_Source, dict[str, Value] | NotUsable]]:
        """What a row's cells of each source tell; the same cells are read once."""
        for source, read in zip(self.sources, self.read, strict=True):
            texts = tuple([_cell(row, column) for column in source.columns])
            found = read.get(texts)
            if found is None:
                found = read[texts] = _told(self, source, texts)
            yield source, found


def table_facts(found: Recognised, layouts: Layouts, mapped: Mapping[str, str] | None = None) -> TableFacts:
    """Read all rows below a header.

    Parameters
    ----------
    found : Recognised
    layouts : Layouts
    mapped : mapping of str to str, optional
        Fields by the headers of columns, in place of what the layout says of either.

    Raises
    ------
    BadInput
        A column that is needed stands twice and differs, or no column names the programs.
    """
    sources = _sources(found, dict(mapped or {}))
    if not NAMING & {source.field for source in sources}:
        where = found.grid.place(found.header.number)
        naming = ", ".join(words for field, words in FIELD_WORDS.items() if field in NAMING)
        what, allowed = "no column names the programs", f"a column that holds one of: {naming}"
        raise BadInput(Fault(what, where, ", ".join(found.header.cells), allowed, "Name it with --map Column=field"))
    _check_doubles(found, sources)
    scale, notices = _scales(found, sources, layouts)
    table = _Table(found, layouts, sources, scale, tuple({} for _ in sources))
    keys = tuple(header_key(cell) for cell in found.header.cells)
    rows = tuple(_row_facts(table, row, keys) for row in found.rows)
    used = {column for source in sources for column in source.columns}
    unused = tuple(cell for column, cell in enumerate(found.header.cells) if cell and column not in used)
    return TableFacts(found.layout, found.grid, rows, unused, (*found.grid.notices, *notices))


def _sources(found: Recognised, mapped: dict[str, str]) -> tuple[_Source, ...]:
    keys = [header_key(cell) for cell in found.header.cells]
    layout = found.layout
    by_key = {header_key(header): field for header, field in mapped.items()}
    by_hand = [_Source(field, "first", (keys.index(key),)) for key, field in by_key.items() if key in keys]
    taken = {column for source in by_hand for column in source.columns}
    taken_fields = {source.field for source in by_hand}
    sources = list(by_hand)
    for field, position in layout.at.items():
        if field not in taken_fields and position - 1 not in taken:
            sources.append(_Source(field, "first", (position - 1,)))
    for field, reading in layout.fields.items():
        source = None if field in taken_fields else _source(field, reading, keys)
        if source is not None and not set(source.columns) & taken:
            sources.append(replace(source, scale=layout.scale_of(field)))
    if not {"acgme_id", "code"} & {source.field for source in sources}:
        sources += _unnamed_ids(found, keys, {column for source in sources for column in source.columns})
    return tuple(sources)


def _source(field: str, reading: Reading, keys: Sequence[str]) -> _Source | None:
    for header in reading.first:
        pattern = header_pattern(header)
        matches = [(match, column) for column, key in enumerate(keys) if (match := pattern.fullmatch(key))]
        if matches and pattern.groups:
            match, column = max(matches, key=lambda found: found[0][1])
            return _Source(field, "first", (column,), match[1])
        if matches:
            return _Source(field, "first", (matches[0][1],))
    for how, headers in (("sum", reading.sum), ("ratio", reading.ratio or ())):
        wanted = [header_key(header) for header in headers]
        if wanted and all(key in keys for key in wanted):
            return _Source(field, how, tuple(keys.index(key) for key in wanted))
    return None


def _unnamed_ids(found: Recognised, keys: Sequence[str], used: set[int]) -> Iterator[_Source]:
    """A column that the layout doesn't know, in which every cell is an ACGME id of a specialty: the one sure key."""
    codes = load_vocabulary().by_code
    for column in range(max((len(row.cells) for row in found.rows), default=0)):
        cells = [row.cells[column] for row in found.rows if column < len(row.cells) and row.cells[column]]
        unnamed = column >= len(keys) or not keys[column]
        if column in used or not cells or not all(_is_id(cell) for cell in cells):
            continue
        if unnamed or all(known_acgme_id(cell)[:3] in codes for cell in cells):
            yield _Source("acgme_id", "first", (column,))
            return


def _is_id(text: str) -> bool:
    try:
        known_acgme_id(text)
    except ValueError:
        return False
    return True


def _check_doubles(found: Recognised, sources: Sequence[_Source]) -> None:
    """Refuse a column that is used, stands twice, and doesn't say the same both times."""
    keys = [header_key(cell) for cell in found.header.cells]
    faults = []
    for column in sorted({column for source in sources for column in source.columns if column < len(keys)}):
        others = [other for other, key in enumerate(keys) if key and key == keys[column] and other != column]
        if any(_cell(row, column) != _cell(row, other) for other in others for row in found.rows):
            where = found.grid.place(found.header.number)
            what, remedy = "a column stands twice and the two differ", "Rename or remove one of them"
            faults.append(Fault(what, where, found.header.cells[column], "each column once", remedy))
    if faults:
        raise BadInput(faults)


def _cell(row: Row, column: int) -> str:
    return row.cells[column] if column < len(row.cells) else ""


def _scales(
    found: Recognised, sources: Sequence[_Source], layouts: Layouts
) -> tuple[dict[int, Scale], tuple[str, ...]]:
    rates = [source for source in sources if source.field in NUMERIC_RATES and source.how != "ratio"]
    header = found.header.cells
    names = {
        column: header[column] if column < len(header) and header[column] else f"number {column + 1}"
        for source in rates
        for column in source.columns
    }
    columns = {
        name: [cell for row in found.rows if not layouts.is_unknown(cell := _cell(row, column))]
        for column, name in names.items()
    }
    fixed = {names[column]: scale for source in rates if (scale := source.scale) for column in source.columns}
    chosen, notices = scales(columns, fixed)
    return {column: chosen[name] for column, name in names.items()}, notices


def _row_facts(table: _Table, row: Row, keys: tuple[str, ...]) -> RowFacts:
    grid = table.found.grid
    line = grid.line(row.number)
    why = row.doubt or _repeats(table.found.header, row, keys)
    if why:
        return RowFacts(line, {}, {}, left_out=why)
    beyond = len(row.cells) - max(len(keys), *(column + 1 for source in table.sources for column in source.columns))
    facts: dict[str, Value] = dict(table.found.layout.constant)
    years: dict[str, str] = {}
    faults: list[Fault] = []
    not_understood: dict[str, str] = {}
    row_year = ""
    for source, told in table.told(row):
        if isinstance(told, NotUsable):
            named = " and ".join(table.header(column) for column in source.columns)
            texts = " and ".join(_cell(row, column) for column in source.columns)
            faults.append(fault_of(told, grid.place(row.number), named, texts))
            not_understood[source.field] = texts
        elif source.field == "year":
            row_year = str(told.get("year", ""))
        elif source.field in {"name", "name_state", "city_state"}:
            # What stands in a column of its own counts more than what is part of another.
            facts = {**told, **facts}
        elif told:
            tracks = [str(each[TRACKS]) for each in (facts, told) if TRACKS in each]
            facts.update(told | ({TRACKS: " ".join(tracks)} if tracks else {}))
            years.update(dict.fromkeys(told, source.year) if source.year else {})
    if beyond > 0 and not (_CHECKED & set(facts) and not faults):
        # A comma too many moves every value into another column; a note beside the table moves none.
        why = f"has more cells ({len(row.cells)}) than the header ({len(keys)})"
        return RowFacts(line, {}, {}, left_out=why)
    if row_year:
        years = {**dict.fromkeys(facts, row_year), **years}
    return RowFacts(line, facts, years, tuple(faults), _left_out(table, row), not_understood)


def _repeats(header: Row, row: Row, keys: tuple[str, ...]) -> str:
    same = row is not header and header_key(row.cells[0]) == keys[0]
    return "repeats the header" if same and tuple(header_key(cell) for cell in row.cells) == keys else ""


def _told(table: _Table, source: _Source, texts: Sequence[str]) -> dict[str, Value] | NotUsable:
    """What the cells of a source tell: nothing where one of them isn't known."""
    if not all(text and not table.layouts.is_unknown(text) for text in texts):
        return {}
    try:
        if source.field == "year":
            return {"year": year_of(texts[0])}
        if source.how == "ratio":
            return {source.field: _ratio(texts)}
        if source.field in NUMERIC_RATES:
            scale = [table.scale[column] for column in source.columns]
            return {source.field: _sum([rate(text, one) for text, one in zip(texts, scale, strict=True)])}
        return read_cell(table.layouts, source.field, texts[0])
    except NotUsable as error:
        return error


def _ratio(texts: Sequence[str]) -> float:
    part, whole = (number_of(text.replace(",", "")) for text in texts)
    if part is None or whole is None or whole[0] <= 0 or not 0 <= part[0] <= whole[0]:
        raise NotUsable("are no part and whole", "two counts, the first no larger than the second")
    return float(part[0] / whole[0])


def _sum(shares: Sequence[float]) -> float:
    # Percentages rounded to whole numbers may add up to 101.
    if sum(shares) > 1.0 + 0.005 * len(shares):
        raise NotUsable("add up to more than everybody", "shares that add up to 1, or percentages to 100")
    return min(round(sum(shares), 12), 1.0)


def _left_out(table: _Table, row: Row) -> str:
    for rule in table.found.layout.leave_out:
        keys = [header_key(cell) for cell in table.found.header.cells]
        key = header_key(rule.header)
        if key in keys and _cell(row, keys.index(key)).casefold() in rule.words:
            return rule.why
    return ""


_TITLE_SPECIALTY = re.compile(r":\s*([^:]+)$")


def specialty_above(found: Recognised, layouts: Layouts) -> str | None:
    """The specialty that a title above the table, or the corner of one that lies on its side, names after a colon."""
    cells = [cell for row in (*found.above, found.header) for cell in row.cells]
    for cell in cells:
        title = _TITLE_SPECIALTY.search(cell)
        if title and (slug := layouts.specialty(title[1])) is not None:
            return slug
    return None
