"""Tables in no known layout: what their columns may hold, and what the user says that they hold."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from optimizer.directory.geography import state_named
from optimizer.directory.importing.grid import Grid, Row, header_key
from optimizer.directory.importing.headers import GROUPS, field_of_words, group_of, place_of, says_rate, says_share
from optimizer.directory.importing.layouts import (
    FIELDS,
    HEADER_WITHIN,
    OWN_TABLE,
    Layouts,
    Recognised,
    split_at,
)
from optimizer.directory.importing.plausible import Usual, far_above
from optimizer.directory.importing.values import NUMERIC_RATES, NotUsable, number_of, read_cell
from optimizer.directory.name_parts import name_parts
from optimizer.directory.places import load_gazetteer
from optimizer.directory.program import TOLD
from optimizer.errors import BadInput, Fault
from optimizer.nearest import nearest
from optimizer.vocabulary import load_vocabulary

_MORE_NAMES: Mapping[str, tuple[str, ...]] = {
    "name": ("program", "hospital", "residency", "residency program", "program title", "site"),
    "institution": ("sponsor", "university", "health system", "affiliation"),
    "city": ("town", "location city"),
    "state": ("st", "province", "location state"),
    "city_state": ("location", "city state", "place"),
    "specialty": ("field", "discipline", "speciality"),
    "code": ("code", "program number", "eras code", "program id"),
    "visas": ("visa", "visas", "visa type", "visa sponsorship", "visa policy", "visas sponsored"),
    **{field: fact.headers for field, fact in TOLD.items()},
}
"""Headers that occur in sheets of people's own, beside those of the known layouts."""

UNKNOWN_LAYOUT = "the columns are of no known layout"
_MOST, _HALF = 0.8, 0.5
"""Of a column's cells, so many have to be of the kind that its field is of."""
_HIGHEST_USUAL = 0.25
"""No specialty's programs interview so many of the international graduates who apply, on average."""
_WHOLE = (0.9, 1.02)
"""What the shares of all groups add up to, a group that is left out allowed for."""
_NAME_STATE = re.compile(r"[-,(]\s*[A-Z]{2}\)?$")
_READ = ("state", "specialty", "setting", "acgme_id", "nrmp_code", "code", "city_state", "first_year_positions")
_IN_NAMES = frozenset(
    {
        "hospital",
        "university",
        "medical",
        "center",
        "clinic",
        "health",
        "healthcare",
        "college",
        "school",
        "institute",
        "foundation",
        "consortium",
        "hospitals",
        "kaiser",
        "memorial",
        "saint",
        "mercy",
        "methodist",
        "mayo",
        "children",
    }
)
_CONTENT = ("acgme_id", "nrmp_code", "city_state", "specialty")
_ALIKE = 0.88
_SHORTEST_SPELLED = 3
_LIST_OF_IDS = "accreditation-ids"
_ROWS_LOOKED_AT = 200
_ROWS_SHOWN = 5
RATES_OF_INTERVIEWS = NUMERIC_RATES - {"img_share"}
_BY_SIGNAL = frozenset(f"interview_rate_{kind}" for kind in ("gold", "silver", "single", "no_signal"))
NO_HEADER = -1
"""The number of a header that no row of the file is."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a table of no known layout seems to hold.

    Parameters
    ----------
    where : str
        File, sheet and line of what seems to be its header.
    columns : tuple of str
        Its headers.
    fields : mapping of str to str
        Fields by header, only of columns that seem to hold one; for a person to check.
    first_rows : tuple of tuple of str
        The first few rows below the header, to recognise the columns by.
    notes : tuple of str
        Why a column that may look like one of rates isn't proposed as such.
    """

    where: str
    columns: tuple[str, ...]
    fields: Mapping[str, str]
    first_rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()


def proposed_mapping(
    grid: Grid, layouts: Layouts, specialty: str | None = None, usual: Usual | None = None
) -> Proposal:
    """Propose what the columns of a table hold, by their headers and by their content.

    Headers that a known layout has count first, then the words of a header, then such as are spelled like a known one
    (88 of 100 or more alike), then content: ids, states, specialties, places, names. Each field is proposed once, and
    none whose column holds something else: words are no rate, a specialty is no name, and what a group makes up of the
    residents, or whether it is accepted, is no rate of interviews.

    Parameters
    ----------
    grid : Grid
        With at least one row.
    layouts : Layouts
    specialty : str, optional
        Of all rows.
    usual : mapping, optional
        Interview rates that are usual in it.
    """
    header, rows = _likely_header(grid, layouts)
    columns = _Columns(header, rows, layouts, lambda field, rates: far_above(field, specialty, rates, usual or {}))
    columns.propose_by_headers()
    columns.propose_beside_signals()
    columns.propose_by_cells()
    return Proposal(
        where=f"{grid.where}, which has no row of headers" if header.number == NO_HEADER else grid.place(header.number),
        columns=header.cells,
        fields={cell: columns.fields[cell] for cell in header.cells if cell in columns.fields},
        first_rows=tuple(row.cells for row in rows[:_ROWS_SHOWN]),
        notes=tuple(dict.fromkeys(columns.notes)),
    )


class _Columns:
    """The columns of a table while it is found out what they hold."""

    def __init__(
        self, header: Row, rows: Sequence[Row], layouts: Layouts, far: Callable[[str, Sequence[float]], str]
    ) -> None:
        self._header, self._rows, self._layouts, self._far = header, rows, layouts, far
        self._cells = {
            cell: [row.cells[k] for row in rows if k < len(row.cells) and not layouts.is_unknown(row.cells[k])]
            for k, cell in enumerate(header.cells)
            if header_key(cell)
        }
        self._shares = _shares(self._cells)
        self.fields: dict[str, str] = {}
        self.notes = [
            f"column {cell!r} may be a share of the residents, or a yes and no: it isn't taken for a rate of interviews"
            for cell in self._cells
            if cell in self._shares
        ]

    def propose_by_headers(self) -> None:
        """By the words of headers, by those that known layouts have, and by such as are spelled almost so."""
        known = known_headers(self._layouts)
        for cell in self._cells:
            self._propose(cell, field_of_words(cell))
        for cell in self._cells:
            # Without a word of interviews "US MD" or "In state" may be who the residents are; of international
            # graduates the numbers tell it.
            bare = not says_rate(cell) and (place_of(cell) or group_of(cell) in {"us_md", "us_do"})
            self._propose(cell, None if bare or says_share(cell) else known.get(header_key(cell)))
        for cell in self._cells:
            key = header_key(cell)
            if len(key) > _SHORTEST_SPELLED and not (group_of(cell) or place_of(cell) or says_rate(cell)):
                self._propose(cell, next((known[name] for name in nearest(key, known, alike=_ALIKE)), None))

    def propose_beside_signals(self) -> None:
        """Groups and places beside rates by signal: a table of those is one of interviews, though it doesn't say so."""
        if not _BY_SIGNAL & set(self.fields.values()):
            return
        for cell in self._cells:
            group = group_of(cell)
            self._propose(cell, place_of(cell) if group is None else GROUPS.get(group))

    def propose_by_cells(self) -> None:
        """By what stands in the columns that are left."""
        for column, cell in enumerate(self._header.cells):
            if cell in self.fields or cell not in self._cells:
                continue
            field = _by_content(self._rows, column, self._layouts)
            if field is None and "city" not in self.fields.values() and _are_cities(self._rows, column):
                field = "city"
            if field is not None and field not in self.fields.values():
                self.fields[cell] = field
        if not {"name", "name_state"} & set(self.fields.values()):
            _propose_a_name(self.fields, self._cells)

    def _propose(self, cell: str, field: str | None) -> None:
        if field not in FIELDS or cell in self.fields or (field in RATES_OF_INTERVIEWS and cell in self._shares):
            return
        meant = _by_its_cells(field, self._cells[cell], self._layouts)
        far = self._far(meant, _rates(self._cells[cell])) if meant in NUMERIC_RATES else ""
        if far:
            self.notes.append(f"column {cell!r} isn't proposed: {far}")
        elif meant is not None and meant not in self.fields.values():
            self.fields[cell] = meant


def _rates(cells: Sequence[str]) -> list[float]:
    """Numbers of a column as shares."""
    numbers = [number for text in cells if (number := number_of(text))]
    percent = any(sign or value > 1 for value, sign in numbers)
    return [float(value) / (100 if percent else 1) for value, _ in numbers]


def _by_its_cells(field: str, cells: Sequence[str], layouts: Layouts) -> str | None:
    """The field that a column's cells are of, where its header names one; None where they are of another kind."""
    if not cells:
        return field
    if field in NUMERIC_RATES:
        return field if _are_rates(cells) else None
    if field in {"name", "name_state", "institution"}:
        return _kind_of_name(field, cells)
    if field in _READ and _share_of(cells, lambda cell: _reads(layouts, field, cell)) < _HALF:
        return None
    return field


def _are_rates(cells: Sequence[str]) -> bool:
    """Whether a column holds numbers, and more than a yes and no."""
    numbers = [found for cell in cells if (found := number_of(cell))]
    bare = [value for value, sign in numbers if not sign]
    flags = len(bare) > 1 and len(bare) == len(numbers) and set(bare) <= {0, 1} and 1 in bare
    return len(numbers) >= _MOST * len(cells) and not flags


def _kind_of_name(field: str, cells: Sequence[str]) -> str | None:
    """Whether a column of names holds specialties, names that end in a state, or no names at all."""
    if _share_of(cells, load_vocabulary().is_whole_name) >= _MOST:
        return "specialty"
    if _share_of(cells, lambda cell: number_of(cell) is not None) >= _MOST:
        return None
    ends_in_state = _share_of(cells, lambda cell: _NAME_STATE.search(cell) is not None) >= _MOST
    return "name_state" if field != "institution" and ends_in_state else field


def _reads(layouts: Layouts, field: str, cell: str) -> bool:
    try:
        read_cell(layouts, field, cell)
    except NotUsable:
        return False
    return True


def _share_of(cells: Sequence[str], fits: Callable[[str], bool]) -> float:
    return sum(map(fits, cells)) / len(cells) if cells else 0.0


def _shares(cells_of: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Headers of groups whose columns look like shares of a whole, or like a yes and no, and don't say otherwise.

    Programs interview a few in a hundred of the international graduates who apply; where such columns stand for half
    of everybody, or those of all groups add up to everybody in each row, they tell who the residents are.
    """
    groups = {cell: group for cell in cells_of if (group := group_of(cell)) is not None and not says_rate(cell)}
    found = {cell for cell in groups if says_share(cell)}
    means: dict[str, float] = {}
    for cell in groups:
        values = _rates(cells_of[cell])
        means[cell] = sum(values) / len(values) if values else 0.0
    if any(means[cell] > _HIGHEST_USUAL for cell, group in groups.items() if "img" in group):
        found |= {cell for cell, group in groups.items() if "img" in group}
    if len(groups) > 1 and _WHOLE[0] <= sum(means.values()) <= _WHOLE[1]:
        found |= set(groups)
    return frozenset(found)


def _propose_a_name(fields: dict[str, str], cells_of: Mapping[str, Sequence[str]]) -> None:
    """Propose the column whose cells have the most of what programs are called, whatever its header says."""
    likely = {
        cell: _share_of(cells, lambda text: bool(frozenset(name_parts(text)) & _IN_NAMES))
        for cell, cells in cells_of.items()
        if cells and fields.get(cell) in {None, "institution"} and _share_of(cells, _is_words) >= _MOST
    }
    best = max(likely, key=lambda cell: likely[cell], default=None)
    if best is not None and likely[best] >= _HALF:
        fields[best] = _kind_of_name("name", cells_of[best]) or "name"


def _is_words(text: str) -> bool:
    return number_of(text) is None and re.search(r"[^\W\d]{3}", text) is not None


def _likely_header(grid: Grid, layouts: Layouts) -> tuple[Row, Sequence[Row]]:
    """The row within the first ten with most different texts that are no numbers; a made one where there is none."""
    made = headless(grid, layouts)
    if made is not None:
        return made, grid.rows[:_ROWS_LOOKED_AT]
    first = grid.rows[:HEADER_WITHIN]
    words = [len({cell for cell in row.cells if re.search("[^\\W\\d]", cell)}) for row in first]
    index = words.index(max(words))
    return first[index], grid.rows[index + 1 : index + 1 + _ROWS_LOOKED_AT]


def headless(grid: Grid, layouts: Layouts) -> Row | None:
    """A row of made headers ("Column 1") for a table whose first row is one of its programs; None where it is not."""
    if not grid.rows or grid.counted == "record":
        return None
    known = known_headers(layouts)
    width = max(len(row.cells) for row in grid.rows[:_ROWS_LOOKED_AT])
    if any(header_key(cell) in known for row in grid.rows[:HEADER_WITHIN] for cell in row.cells if cell):
        return None
    first = grid.rows[0]
    if any(field_of_words(cell) is not None for cell in first.cells if not any(map(str.isdigit, cell))):
        return None
    looks = 0
    for column, cell in enumerate(first.cells):
        others = [
            row.cells[column] for row in grid.rows[1:_ROWS_LOOKED_AT] if column < len(row.cells) and row.cells[column]
        ]
        looks += _is_such(cell, others, layouts)
    return Row(NO_HEADER, tuple(f"Column {k + 1}" for k in range(width))) if looks else None


def _is_such(cell: str, others: Sequence[str], layouts: Layouts) -> bool:
    """Whether a cell is a fact as those below it are: a state, an id, a specialty, a place, the name of a program."""
    if not others:
        return False
    if (number := number_of(cell)) and (number[1] or "." in cell) and all(number_of(other) for other in others):
        return True
    if state_named(cell) is not None and all(state_named(other) is not None for other in others):
        return True
    for field in ("acgme_id", "nrmp_code", "city_state", "specialty"):
        if _reads(layouts, field, cell) and all(_reads(layouts, field, other) for other in others):
            return True
    words = frozenset(name_parts(cell))
    named = bool(words & {"hospital", "medical", "university"}) and "program" in cell.casefold()
    return len(words) > 1 and named


def known_headers(layouts: Layouts) -> dict[str, str]:
    """Fields by the keys of headers that known layouts have, or that people use."""
    named = [
        (header, field)
        for layout in layouts.layout
        for field, reading in layout.fields.items()
        for header in reading.first
        if "{" not in header
    ]
    known = {header_key(header): field for header, field in reversed(named) if field in FIELDS}
    own = {header_key(field): field for field in FIELDS}
    return known | {header_key(name): field for field, names in _MORE_NAMES.items() for name in names} | own


def _are_cities(rows: Sequence[Row], column: int) -> bool:
    """Whether nearly all cells are cities of the state that another cell of their row names."""
    states = [next((s.code for cell in row.cells if (s := state_named(cell)) is not None), None) for row in rows]
    pairs = [
        (row.cells[column], state)
        for row, state in zip(rows, states, strict=True)
        if state and column < len(row.cells) and row.cells[column] and state_named(row.cells[column]) is None
    ]
    found = [pair for pair in pairs if load_gazetteer().find(*pair) is not None]
    return bool(pairs) and len(found) >= _MOST * len(pairs)


def _by_content(rows: Sequence[Row], column: int, layouts: Layouts) -> str | None:
    cells = [row.cells[column] for row in rows if column < len(row.cells) and not layouts.is_unknown(row.cells[column])]
    if not cells:
        return None
    if all(state_named(cell) is not None for cell in cells):
        return "state"
    for field in _CONTENT:
        try:
            for cell in cells:
                read_cell(layouts, field, cell)
        except NotUsable:
            continue
        return field
    return None


def parse_mapping(options: Sequence[str]) -> dict[str, str]:
    """Fields by header of options such as ``Hospital=name``.

    Raises
    ------
    BadInput
        An option is of another form, names no field, or a column or field stands twice; all at once.
    """
    mapping: dict[str, str] = {}
    faults = []
    for option in options:
        column, equals, field = (part.strip() for part in option.rpartition("="))
        allowed = ", ".join(FIELDS)
        if not equals or not header_key(column):
            faults.append(Fault("is not of the form Column=field", "--map", option, allowed, "Correct it"))
        elif field not in FIELDS:
            near = nearest(field, FIELDS)
            remedy = f"Did you mean {near[0]!r}?" if near else "Choose one of the fields"
            faults.append(Fault("no such field", "--map", field, allowed, remedy))
        elif field in mapping.values() or column in mapping:
            faults.append(Fault("stands twice", "--map", option, "each column and each field once", "Remove one"))
        else:
            mapping[column] = field
    if faults:
        raise BadInput(faults)
    return mapping


def mapped_table(grid: Grid, mapping: Mapping[str, str], layouts: Layouts) -> Recognised | None:
    """The table whose header, within the first ten rows, has all columns that the user named; None without one.

    A table without a header has the columns "Column 1" and so on.
    """
    wanted = {header_key(column) for column in mapping}
    made = headless(grid, layouts) if wanted else None
    if made is not None and wanted <= {header_key(cell) for cell in made.cells}:
        return Recognised(OWN_TABLE, grid, made, grid.rows, ())
    if made is not None and wanted <= {header_key(cell) for cell in grid.rows[0].cells}:
        # The columns are named by their first cells, which are a program's all the same.
        return Recognised(OWN_TABLE, grid, grid.rows[0], grid.rows, ())
    for index, row in enumerate(grid.rows[:HEADER_WITHIN]):
        if wanted and wanted <= {header_key(cell) for cell in row.cells}:
            return split_at(grid, index, OWN_TABLE)
    return None


def list_of_ids(grid: Grid, layouts: Layouts) -> Recognised | None:
    """A table of nothing but ACGME ids, one a row and without a header; None for any other."""
    layout = next((one for one in layouts.layout if one.slug == _LIST_OF_IDS), None)
    if layout is None or not grid.rows or grid.counted == "record":
        return None
    if not all(len(row.cells) == 1 and _reads(layouts, "acgme_id", row.cells[0]) for row in grid.rows):
        return None
    return Recognised(layout, grid, Row(NO_HEADER, layout.fields["acgme_id"].first[:1]), grid.rows, ())


def unknown_layout(proposal: Proposal) -> Fault:
    """Say that a table is of no known layout, which columns it has, and what to write if the proposal is right."""
    options = " ".join(f'--map "{column}={field}"' for column, field in proposal.fields.items())
    remedy = (
        f"If this is what the columns hold, add {options}" if options else "Name its columns with --map Column=field"
    )
    return Fault(
        UNKNOWN_LAYOUT,
        proposal.where,
        ", ".join(proposal.columns),
        f"a known layout, or --map Column=field with the fields {', '.join(FIELDS)}",
        remedy,
    )
