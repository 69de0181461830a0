"""Tables in no known layout: what their columns may hold, and what the user says that they hold."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from rapidfuzz import fuzz, process

from optimizer.directory.geography import state_named
from optimizer.directory.importing.grid import Grid, Row, header_key
from optimizer.directory.importing.layouts import (
    FIELDS,
    HEADER_WITHIN,
    OWN_TABLE,
    Layouts,
    Recognised,
    split_at,
)
from optimizer.directory.importing.values import NotUsable, read_cell
from optimizer.errors import BadInput, Fault

_MORE_NAMES: Mapping[str, tuple[str, ...]] = {
    "name": ("program", "hospital", "residency", "residency program", "program title", "site"),
    "institution": ("sponsor", "university", "health system", "affiliation"),
    "city": ("town", "location city"),
    "state": ("st", "province", "location state"),
    "city_state": ("location", "city state", "place"),
    "specialty": ("field", "discipline", "speciality"),
    "code": ("code", "program number", "eras code", "program id"),
    "acgme_id": ("acgme", "acgme code", "acgme number", "acgme id"),
    "nrmp_code": ("nrmp", "nrmp id", "nrmp number", "nrmp program code"),
    "sponsors_j1": ("j1", "sponsors j1", "j1 sponsored", "j1 visa"),
    "sponsors_h1b": ("h1b", "h1", "sponsors h1b", "h1b sponsored", "h1b visa"),
    "visas": ("visa", "visas", "visa type", "visa sponsorship", "visa policy", "visas sponsored"),
    "setting": ("type", "program type", "hospital type", "setting"),
    "img_share": ("img %", "% img", "img percent", "percent img", "imgs"),
    "step2_minimum": ("step 2 minimum", "min step 2", "step 2 cutoff", "minimum step 2 ck", "step 2 ck cutoff"),
    "years_since_graduation_maximum": (
        "max years since graduation",
        "yog cutoff",
        "years since graduation",
        "yog limit",
    ),
    "failed_attempts_maximum": ("max attempts", "attempts allowed", "failed attempts accepted", "attempt limit"),
    "us_clinical_months_minimum": ("usce months", "us clinical experience", "usce required", "min usce months"),
    "first_year_positions": ("positions", "spots", "seats", "quota", "class size", "pgy1 positions"),
    "interview_rate_non_us_img": ("non-us img interview rate", "non us img rate", "fmg interview rate"),
    "interview_rate_us_img": ("us img interview rate", "us img rate"),
    "interview_rate_us_md": ("md interview rate", "us md interview rate", "us md"),
    "interview_rate_us_do": ("do interview rate", "us do interview rate", "us do"),
    "interview_rate_all": ("interview rate", "invite rate", "% interviewed"),
}
"""Headers that occur in sheets of people's own, beside those of the known layouts."""

UNKNOWN_LAYOUT = "the columns are of no known layout"
_CONTENT = ("acgme_id", "nrmp_code", "city_state", "specialty")
_ALIKE = 88.0
_ROWS_LOOKED_AT = 200
_ROWS_SHOWN = 5


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
    """

    where: str
    columns: tuple[str, ...]
    fields: Mapping[str, str]
    first_rows: tuple[tuple[str, ...], ...] = ()


def proposed_mapping(grid: Grid, layouts: Layouts) -> Proposal:
    """Propose what the columns of a table hold, by their headers and by their content.

    Headers that a known layout has count first, then such as are spelled like one (88 of 100 or more alike), then
    content: ids, states, specialties, places. Each field is proposed once.

    Parameters
    ----------
    grid : Grid
        With at least one row.
    layouts : Layouts
    """
    header, rows = _likely_header(grid)
    fields: dict[str, str] = {}
    known = _known_headers(layouts)
    keys = {cell: header_key(cell) for cell in header.cells if header_key(cell)}
    for cell, key in keys.items():
        if key in known and known[key] not in fields.values():
            fields[cell] = known[key]
    for cell, key in keys.items():
        alike = process.extractOne(key, known.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE) if len(key) > 3 else None
        if cell not in fields and alike is not None and known[alike[0]] not in fields.values():
            fields[cell] = known[alike[0]]
    for column, cell in enumerate(header.cells):
        field = None if cell in fields or cell not in keys else _by_content(rows, column, layouts)
        if field is not None and field not in fields.values():
            fields[cell] = field
    return Proposal(
        where=grid.place(header.number),
        columns=header.cells,
        fields={cell: fields[cell] for cell in header.cells if cell in fields},
        first_rows=tuple(row.cells for row in rows[:_ROWS_SHOWN]),
    )


def _likely_header(grid: Grid) -> tuple[Row, Sequence[Row]]:
    """The row within the first ten with most different texts that are no numbers, the first of such."""
    first = grid.rows[:HEADER_WITHIN]
    words = [len({cell for cell in row.cells if re.search("[^\\W\\d]", cell)}) for row in first]
    index = words.index(max(words))
    return first[index], grid.rows[index + 1 : index + 1 + _ROWS_LOOKED_AT]


def _known_headers(layouts: Layouts) -> dict[str, str]:
    named = [
        (header, field)
        for layout in layouts.layout
        for field, reading in layout.fields.items()
        for header in reading.first
        if "{" not in header
    ]
    known = {header_key(header): field for header, field in reversed(named)}
    own = {header_key(field): field for field in FIELDS}
    return known | {header_key(name): field for field, names in _MORE_NAMES.items() for name in names} | own


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
            near = get_close_matches(field, FIELDS, n=1)
            remedy = f"Did you mean {near[0]!r}?" if near else "Choose one of the fields"
            faults.append(Fault("no such field", "--map", field, allowed, remedy))
        elif field in mapping.values() or column in mapping:
            faults.append(Fault("stands twice", "--map", option, "each column and each field once", "Remove one"))
        else:
            mapping[column] = field
    if faults:
        raise BadInput(faults)
    return mapping


def mapped_table(grid: Grid, mapping: Mapping[str, str]) -> Recognised | None:
    """The table whose header, within the first ten rows, has all columns that the user named; None without one."""
    wanted = {header_key(column) for column in mapping}
    for index, row in enumerate(grid.rows[:HEADER_WITHIN]):
        if wanted and wanted <= {header_key(cell) for cell in row.cells}:
            return split_at(grid, index, OWN_TABLE)
    return None


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
