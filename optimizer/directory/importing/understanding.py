"""Files to tables of programs: recognised, named by hand, or proposed to the user."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from optimizer.directory.importing.grid import LIMITS, Given, Grid, Limits, header_key
from optimizer.directory.importing.layouts import HEADER_WITHIN, Layouts, Recognised, load_layouts, recognise
from optimizer.directory.importing.mapping import (
    UNKNOWN_LAYOUT,
    Proposal,
    headless,
    list_of_ids,
    mapped_table,
    proposed_mapping,
    unknown_layout,
)
from optimizer.directory.importing.provenance import Origin
from optimizer.directory.importing.reading import read_grids
from optimizer.directory.importing.report import TableReport
from optimizer.directory.importing.rows import TableFacts, specialty_above, table_facts
from optimizer.directory.importing.two_headers import one_header
from optimizer.directory.importing.values import year_of
from optimizer.directory.importing.wishes import Wishes
from optimizer.errors import BadInput, Fault


@dataclass(frozen=True, slots=True)
class UsedTable:
    """A table that is used, with what holds for all its rows."""

    facts: TableFacts
    specialty: str | None
    source: Origin


@dataclass(frozen=True, slots=True)
class UnderstoodFile:
    """What a file holds: tables that are used, what there is to say of each table, and why none is used, if so.

    Parameters
    ----------
    tables : tuple of UsedTable
    reports : tuple of TableReport
    headers : frozenset of str
        What may be one of its headers, as `header_key`; none where it can't be read.
    proposals : tuple of Proposal
        Of its tables in no known layout, where no table is used.
    faults : tuple of Fault
        What else hinders, where no table is used.
    """

    tables: tuple[UsedTable, ...] = ()
    reports: tuple[TableReport, ...] = ()
    headers: frozenset[str] = frozenset()
    proposals: tuple[Proposal, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def hindrances(self) -> tuple[Fault, ...]:
        """Everything that keeps it from being used."""
        return (*(unknown_layout(proposal) for proposal in self.proposals), *self.faults)


def understood(file: Given, wishes: Wishes, layouts: Layouts, limits: Limits) -> UnderstoodFile:
    """Read one file; what is wrong with it is in what comes back."""
    try:
        read = read_grids(file, lambda grid: _found(one_header(grid), wishes, layouts) is not None, limits)
        grids = tuple(map(one_header, read))
        found = _tables_of(file, grids, wishes, layouts)
    except BadInput as error:
        return UnderstoodFile(faults=error.faults)
    headers = {header_key(cell) for grid in grids for row in grid.rows[:HEADER_WITHIN] for cell in row.cells}
    # The headers of a table that lies on its side stand in its first columns.
    headers |= {
        header_key(cell)
        for grid in grids
        for row in grid.rows[HEADER_WITHIN : limits.columns]
        for cell in row.cells[:HEADER_WITHIN]
    }
    headers |= {header_key(cell) for grid in grids if (made := headless(grid, layouts)) for cell in made.cells}
    return replace(found, headers=frozenset(headers))


def missing_columns(wishes: Wishes, read: Sequence[UnderstoodFile]) -> tuple[Fault, ...]:
    """Columns that the user names and no file has; none where files can't be read, which may have them."""
    headers = {key for file in read for key in file.headers}
    if not all(file.headers for file in read):
        return ()
    return tuple(
        Fault("no file has this column", "--map", column, "a header of a table", "Correct it")
        for column in wishes.mapping
        if header_key(column) not in headers
    )


def read_tables(given: Given, limits: Limits = LIMITS) -> tuple[Grid, ...]:
    """The tables of one file, not yet understood; raises as `import_programs` does for a file that can't be read."""
    layouts = load_layouts()
    return read_grids(given, lambda grid: recognise(grid, layouts) is not None, limits)


def _found(grid: Grid, wishes: Wishes, layouts: Layouts) -> Recognised | None:
    found = recognise(grid, layouts)
    by_hand = mapped_table(grid, wishes.mapping, layouts) or (list_of_ids(grid, layouts) if found is None else None)
    # A known layout stays what it is when single columns of it are named by hand.
    return by_hand if found is None or (by_hand is not None and found.layout.refuse) else found


def _tables_of(file: Given, grids: Sequence[Grid], wishes: Wishes, layouts: Layouts) -> UnderstoodFile:
    """The tables of a file; faults and proposals only where none can be used.

    Raises
    ------
    BadInput
        A table that is understood can't be used.
    """
    tables: list[UsedTable] = []
    reports: list[TableReport] = []
    faults: list[Fault] = []
    proposals: list[Proposal] = []
    for grid in grids:
        if not grid.rows:
            continue
        found = _found(grid, wishes, layouts)
        if found is not None and not found.layout.refuse:
            facts = table_facts(found, layouts, wishes.mapping)
            specialty = wishes.specialty or file.specialty or _specialty_of(found, file.name, layouts)
            tables.append(UsedTable(facts, specialty, _source(found, file)))
            reports.append(_table_report(facts))
            continue
        if found is None:
            stem = file.name.rpartition("/")[2]
            specialty = wishes.specialty or layouts.specialty_in(grid.sheet or "") or layouts.specialty_in(stem)
            proposals.append(proposed_mapping(grid, layouts, specialty, wishes.usual))
        else:
            faults.append(_refused(found))
        why = UNKNOWN_LAYOUT if found is None else faults[-1].what
        reports.append(TableReport(grid.file, grid.sheet, "", why, len(grid.rows)))
    if tables:
        return UnderstoodFile(tuple(tables), tuple(reports))
    return UnderstoodFile((), tuple(reports), proposals=tuple(proposals), faults=tuple(faults))


def _refused(found: Recognised) -> Fault:
    what = f"these are {found.layout.title}, not programs: {found.layout.refuse}"
    where = found.grid.place(found.header.number)
    return Fault(what, where, None, "one row a program", "Bring in a table of programs, or name its columns with --map")


def _specialty_of(found: Recognised, file: str, layouts: Layouts) -> str | None:
    stem = file.rpartition("/")[2]
    return specialty_above(found, layouts) or layouts.specialty_in(found.grid.sheet or "") or layouts.specialty_in(stem)


def _source(found: Recognised, file: Given) -> Origin:
    return Origin(found.layout.slug, file.name, year_of(file.name) or file.date)


def _table_report(facts: TableFacts) -> TableReport:
    grid, layout = facts.grid, facts.layout
    return TableReport(grid.file, grid.sheet, layout.slug, layout.title, len(facts.rows), facts.unused, facts.notices)
