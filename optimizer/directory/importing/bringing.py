"""Files into a directory: read, recognised, joined, with a report of every row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from optimizer.directory.catalog import Directory
from optimizer.directory.importing.grid import LIMITS, Given, Grid, Limits, header_key
from optimizer.directory.importing.grouping import Group, grouped
from optimizer.directory.importing.joining import Match
from optimizer.directory.importing.layouts import OWN_FIELDS, Layouts, Recognised, load_layouts, recognise
from optimizer.directory.importing.ledger import Ledger, ledger_of
from optimizer.directory.importing.mapping import OWN_TABLE, mapped_table, proposed_mapping, unknown_layout
from optimizer.directory.importing.provenance import SHIPPED, Origin, parse_sources
from optimizer.directory.importing.reading import read_grids
from optimizer.directory.importing.report import ImportReport, RowOutcome, TableReport, completeness
from optimizer.directory.importing.rows import RowFacts, TableFacts, specialty_above, table_facts
from optimizer.directory.importing.values import Value, year_of
from optimizer.directory.program import FACTS
from optimizer.errors import BadInput, Fault

NEW = "new"
"""The decision that an ambiguous row is a program of its own."""

_NEEDED = ("name", "city", "state", "specialty")
_FAULTS_QUOTED = 5


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user says about the files.

    Parameters
    ----------
    specialty : str or None
        Slug, for files that don't say it. Rows of another specialty are refused.
    mapping : mapping of str to str
        Fields by header, as `parse_mapping` gives them.
    decisions : mapping of (file, sheet, line) to str
        The id of a program or `NEW`, as `read_decisions` gives them.
    """

    specialty: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    decisions: Mapping[tuple[str, str, str], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Imported:
    """A directory with what files brought to it.

    Parameters
    ----------
    directory : Directory
        Programs that were there before come first, in their order and with their ids.
    report : ImportReport
    """

    directory: Directory
    report: ImportReport


@dataclass(frozen=True, slots=True)
class _Table:
    """A table that is used, with what holds for all its rows."""

    facts: TableFacts
    specialty: str | None
    source: Origin


def import_programs(
    directory: Directory,
    given: Sequence[Given],
    wishes: Wishes | None = None,
    *,
    otherwise: Origin = SHIPPED,
    limits: Limits = LIMITS,
) -> Imported:
    """Join files into a directory, in their order.

    Parameters
    ----------
    directory : Directory
        Stays as it is.
    given : sequence of Given
        Files, or pasted text.
    wishes : Wishes, optional
    otherwise : Origin
        Source of what the directory says without a source.
    limits : Limits

    Raises
    ------
    BadInput
        A file can't be read, is beyond a limit, or has no table of programs; or no row of any file can be used.
        All faults of all files at once.
    """
    wishes = wishes or Wishes()
    layouts = load_layouts()
    tables, reports = _read_all(given, wishes, layouts, limits)
    ledger = ledger_of(directory, layouts, otherwise)
    rows = [row for table in tables for row in _join(table, ledger, wishes)]
    faults = tuple(fault for table in tables for row in table.facts.rows for fault in row.faults)
    _refuse_if_useless(rows, faults)
    joined = ledger.directory()
    report = ImportReport(
        tables=tuple(reports),
        rows=tuple(rows),
        faults=faults,
        disagreements=tuple(dict.fromkeys(ledger.disagreements)),
        programs_before=len(directory.programs),
        programs_after=len(joined.programs),
        known_before=completeness(directory),
        known_after=completeness(joined),
    )
    return Imported(joined, report)


def origin_of_file(path: Path) -> Origin:
    """The origin of facts of a directory in matchlist's own form, where it doesn't say it: the file itself."""
    changed = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC).date().isoformat()
    return Origin("matchlist", path.name, changed)


def read_tables(given: Given, limits: Limits = LIMITS) -> tuple[Grid, ...]:
    """The tables of one file, not yet understood; raises as `import_programs` does for a file that can't be read."""
    layouts = load_layouts()
    return read_grids(given, lambda grid: recognise(grid, layouts) is not None, limits)


def _read_all(
    given: Sequence[Given], wishes: Wishes, layouts: Layouts, limits: Limits
) -> tuple[list[_Table], list[TableReport]]:
    tables: list[_Table] = []
    reports: list[TableReport] = []
    faults: list[Fault] = []
    headers: set[str] = set()
    for file in given:
        try:
            grids = read_grids(file, lambda grid: _understood(grid, wishes, layouts) is not None, limits)
            headers |= {header_key(cell) for grid in grids for row in grid.rows[:10] for cell in row.cells}
            used, told = _tables_of(file, grids, wishes, layouts)
        except BadInput as error:
            faults += error.faults
            continue
        tables += used
        reports += told
    missing = [column for column in wishes.mapping if header_key(column) not in headers]
    if not faults:
        faults = [
            Fault("no file has this column", "--map", column, "a header of a table", "Correct it") for column in missing
        ]
    if faults:
        raise BadInput(faults)
    return tables, reports


def _understood(grid: Grid, wishes: Wishes, layouts: Layouts) -> Recognised | None:
    found = recognise(grid, layouts)
    by_hand = mapped_table(grid, wishes.mapping)
    # A known layout stays what it is when single columns of it are named by hand.
    return by_hand if found is None or (by_hand is not None and found.layout.refuse) else found


def _tables_of(
    file: Given, grids: Sequence[Grid], wishes: Wishes, layouts: Layouts
) -> tuple[list[_Table], list[TableReport]]:
    """The tables of a file that are used, and what there is to say of each table.

    Raises
    ------
    BadInput
        None can be used.
    """
    tables: list[_Table] = []
    reports: list[TableReport] = []
    faults: list[Fault] = []
    for grid in grids:
        if not grid.rows:
            continue
        found = _understood(grid, wishes, layouts)
        if found is None or found.layout.refuse:
            fault = _refused(found) if found else unknown_layout(proposed_mapping(grid, layouts))
            faults.append(fault)
            reports.append(TableReport(grid.file, grid.sheet, "", fault.what, len(grid.rows)))
            continue
        facts = table_facts(found, layouts, wishes.mapping)
        specialty = wishes.specialty or _specialty_of(found, file.name, layouts)
        tables.append(_Table(facts, specialty, _source(found, file)))
        reports.append(_table_report(facts))
    if not tables:
        raise BadInput(faults)
    return tables, reports


def _refused(found: Recognised) -> Fault:
    what = f"these are {found.layout.title}, not programs: {found.layout.refuse}"
    where = found.grid.place(found.header.number)
    return Fault(what, where, None, "one row a program", "Bring in a table of programs, or name its columns with --map")


def _specialty_of(found: Recognised, file: str, layouts: Layouts) -> str | None:
    stem = file.rpartition("/")[2]
    return specialty_above(found, layouts) or layouts.specialty_in(found.grid.sheet or "") or layouts.specialty_in(stem)


def _source(found: Recognised, file: Given) -> Origin:
    slug = found.layout.slug if found.layout is not OWN_TABLE else OWN_TABLE.slug
    return Origin(slug, file.name, year_of(file.name) or file.date)


def _table_report(facts: TableFacts) -> TableReport:
    grid, layout = facts.grid, facts.layout
    return TableReport(grid.file, grid.sheet, layout.slug, layout.title, len(facts.rows), facts.unused, facts.notices)


def _join(table: _Table, ledger: Ledger, wishes: Wishes) -> list[RowOutcome]:
    """Join one table into the ledger; what became of each of its rows, in order."""
    outcomes: dict[int, RowOutcome] = {}
    usable: dict[int, RowFacts] = {}
    for position, row in enumerate(table.facts.rows):
        completed, why = _completed(row, table, wishes, ledger.layouts)
        if why:
            outcomes[position] = _outcome(table, row, Match("refused", how=why))
        else:
            usable[position] = completed
    groups = grouped(usable)
    matches = _decided(table, usable, groups, ledger, wishes)
    matches = _with_new(groups, matches, usable, ledger)
    for group, match in zip(groups, matches, strict=True):
        for position in group.rows:
            outcomes[position] = _outcome(table, usable[position], match)
        if match.program:
            _learn(ledger, match.program, [usable[position] for position in group.rows], table.source)
    return [outcomes[position] for position in range(len(table.facts.rows))]


def _completed(row: RowFacts, table: _Table, wishes: Wishes, layouts: Layouts) -> tuple[RowFacts, str]:
    """A row with its specialty, and why it is refused, if it is."""
    if row.left_out:
        return row, row.left_out
    if not row.facts.keys() & {"id", "name", "institution", "acgme_id", "nrmp_code"}:
        return row, "names no program"
    specialty, why = _specialty(row, table, layouts)
    if not why and wishes.specialty and specialty != wishes.specialty:
        why = f"is of {specialty}, not of {wishes.specialty}"
    facts: dict[str, Value] = {**row.facts, "specialty": specialty}
    facts.setdefault("name", facts.get("institution", ""))
    return replace(row, facts={name: value for name, value in facts.items() if value != ""}), why


def _specialty(row: RowFacts, table: _Table, layouts: Layouts) -> tuple[str, str]:
    """A row's specialty by its cell, its id, or the file; and why it has none, if it has none."""
    code = str(row.facts.get("acgme_id", ""))[:3] or str(row.facts.get("nrmp_code", ""))[4:7]
    by_id = layouts.specialty_by_code.get(code, "")
    told = str(row.facts.get("specialty", ""))
    if told and by_id and told != by_id:
        return "", f"says {told}, but its id is one of {by_id}"
    if not told and code and not by_id:
        return "", f"its id is of no residency specialty that matchlist knows ({code})"
    specialty = told or by_id or table.specialty or ""
    return specialty, "" if specialty else "its specialty is neither in the file nor in its name (--specialty says it)"


def _decided(
    table: _Table, rows: Mapping[int, RowFacts], groups: Sequence[Group], ledger: Ledger, wishes: Wishes
) -> list[Match]:
    """What each group is: what the user decided, else what the directory says."""
    matches = ledger.match([group.identity for group in groups])
    grid = table.facts.grid
    for number, group in enumerate(groups):
        keys = [(grid.file, grid.sheet or "", rows[position].line) for position in group.rows]
        wish = next((wishes.decisions[key] for key in keys if key in wishes.decisions), None)
        if wish == NEW:
            matches[number] = Match("new", how="as you decided")
        elif wish in ledger.entries:
            matches[number] = Match("joined", wish, "as you decided")
        elif wish is not None:
            matches[number] = Match("refused", how=f"the decision names no program of the directory: {wish}")
        elif group.contradiction and matches[number].kind in {"joined", "new"}:
            how = f"several rows of this name and place differ in {group.contradiction}, and no id tells them apart"
            candidates = (matches[number].program,) if matches[number].program else ()
            matches[number] = Match("ambiguous", how=how, candidates=candidates)
    return matches


def _with_new(
    groups: Sequence[Group], matches: Sequence[Match], rows: dict[int, RowFacts], ledger: Ledger
) -> list[Match]:
    """Matches in which each new program that has name and place has an id, and the others are refused."""
    merged = [_merged([rows[position] for position in group.rows]) for group in groups]
    lacking = [[name for name in _NEEDED if name not in facts] for facts in merged]
    added = [k for k, match in enumerate(matches) if match.kind == "new" and not lacking[k]]
    ids = dict(zip(added, ledger.add_new([merged[k] for k in added]), strict=True))
    for k in added:
        # Nothing else is known of who runs it.
        first = groups[k].rows[0]
        facts = {"institution": merged[k]["name"], **rows[first].facts}
        rows[first] = replace(rows[first], facts=facts)
    return [
        replace(match, program=ids[k])
        if k in ids
        else Match("refused", how=f"is not in the directory, and lacks {', '.join(lacking[k])}")
        if match.kind == "new"
        else match
        for k, match in enumerate(matches)
    ]


def _merged(rows: Sequence[RowFacts]) -> dict[str, Value]:
    merged: dict[str, Value] = {}
    for row in rows:
        for name, value in row.facts.items():
            merged.setdefault(name, value)
    return merged


def _learn(ledger: Ledger, program: str, rows: Sequence[RowFacts], origin: Origin) -> None:
    """Add what the rows of one program say; where they differ, the first, which stands for the program, counts."""
    said: dict[str, Value] = {}
    origins: dict[str, Origin] = {}
    for row in rows:
        told = parse_sources(str(row.facts.get("sources", "")))
        for name, value in row.facts.items():
            dated = replace(origin, date=row.years[name]) if row.years.get(name) else origin
            if name in OWN_FIELDS:
                continue
            if name == "nrmp_code" and name in said:
                said[name] = f"{said[name]} {value}"
            elif name in FACTS and said.get(name, value) != value:
                ledger.disagree(program, name, (said[name], origins[name]), (value, dated))
            said.setdefault(name, value)
            origins.setdefault(name, told.get(name, dated))
    ledger.add_facts(program, said, origins)


def _outcome(table: _Table, row: RowFacts, match: Match) -> RowOutcome:
    grid = table.facts.grid
    return RowOutcome(grid.file, grid.sheet, row.line, row.name, match.kind, match.program, match.how, match.candidates)


def _refuse_if_useless(rows: Sequence[RowOutcome], faults: Sequence[Fault]) -> None:
    if any(row.outcome != "refused" for row in rows):
        return
    if not rows:
        raise BadInput(Fault("no file has a row below its header", "import", None, "one row a program", "Add rows"))
    allowed, remedy = "a program with name, city, state and specialty", "Correct the row"
    refused = [
        Fault(f"the row can't be used: {row.how}", _place(row), row.name or None, allowed, remedy) for row in rows
    ]
    raise BadInput([*refused[:_FAULTS_QUOTED], *faults[:_FAULTS_QUOTED]])


def _place(row: RowOutcome) -> str:
    return f"{row.file} {row.line}" if row.sheet is None else f"{row.file}, sheet {row.sheet!r} {row.line}"
