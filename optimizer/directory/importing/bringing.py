"""Files into a directory: read, recognised, joined, with a report of every row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from optimizer.directory.catalog import Directory
from optimizer.directory.importing.grid import LIMITS, Given, Limits
from optimizer.directory.importing.grouping import Group, grouped, is_preliminary, starts_otherwise
from optimizer.directory.importing.joining import Match
from optimizer.directory.importing.layouts import OWN_FIELDS, Layouts, load_layouts
from optimizer.directory.importing.ledger import Ledger, ledger_of
from optimizer.directory.importing.mapping import Proposal, unknown_layout
from optimizer.directory.importing.plausible import implausible
from optimizer.directory.importing.provenance import SHIPPED, Origin, parse_sources
from optimizer.directory.importing.report import ImportReport, RowOutcome, TableReport, completeness
from optimizer.directory.importing.rows import RowFacts
from optimizer.directory.importing.understanding import UsedTable, missing_columns, understood
from optimizer.directory.importing.values import NUMERIC_RATES, TRACKS, Value
from optimizer.directory.importing.wishes import NEW, Wishes
from optimizer.directory.program import FACTS
from optimizer.errors import BadInput, Fault
from optimizer.vocabulary import load_vocabulary, specialty_name

_NEEDED = ("name", "city", "state", "specialty")
_FAULTS_QUOTED = 5
_DECIDED = "as you decided"
NO_SPECIALTY = "its specialty is neither in the file nor in its name (--specialty says it)"
_KEPT_APART = "only preliminary positions are known"


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
class NeedsMapping:
    """Nothing was imported, because files hold tables of no known layout: the user has to say what the columns hold.

    Parameters
    ----------
    proposals : tuple of Proposal
        One per such table. Its `fields`, as they are or corrected, are the `mapping` of the next `Wishes`.
    others : tuple of Fault
        What else stands in these files and can't be used.
    """

    proposals: tuple[Proposal, ...]
    others: tuple[Fault, ...] = ()

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The same in words."""
        return (*(unknown_layout(proposal) for proposal in self.proposals), *self.others)


def bring_in(
    directory: Directory,
    given: Sequence[Given],
    wishes: Wishes | None = None,
    *,
    otherwise: Origin = SHIPPED,
    limits: Limits = LIMITS,
) -> Imported | NeedsMapping:
    """Join files into a directory, in their order, or propose what their columns hold where no layout is known.

    A pure function of the bytes that it is given: no file is read or written, nothing is asked.

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

    Returns
    -------
    Imported or NeedsMapping

    Raises
    ------
    BadInput
        A file can't be read, is beyond a limit, or has no table of programs; no file has a column that the wishes name;
        or no row of any file can be used. All faults of all files at once.
    """
    wishes = wishes or Wishes()
    layouts = load_layouts()
    read = [understood(file, wishes, layouts, limits) for file in given]
    missing = missing_columns(wishes, read)
    if missing or any(file.faults and not file.proposals for file in read):
        raise BadInput((*(fault for file in read for fault in file.hindrances), *missing))
    proposals = tuple(proposal for file in read for proposal in file.proposals)
    if proposals:
        return NeedsMapping(proposals, tuple(fault for file in read for fault in file.faults))
    tables = [table for file in read for table in file.tables]
    reports = [report for file in read for report in file.reports]
    ledger = ledger_of(directory, layouts, otherwise)
    rows = [row for table in tables for row in _join(table, ledger, wishes)]
    reports = _looked_at(reports, tables, wishes, ledger.layouts)
    faults = tuple(fault for table in tables for row in table.facts.rows for fault in row.faults)
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
    _refuse_if_useless(report)
    return Imported(joined, report)


def import_programs(
    directory: Directory,
    given: Sequence[Given],
    wishes: Wishes | None = None,
    *,
    otherwise: Origin = SHIPPED,
    limits: Limits = LIMITS,
) -> Imported:
    """As `bring_in`, for a caller that can't ask.

    Raises
    ------
    BadInput
        As there, and where a file's columns are of no known layout.
    """
    found = bring_in(directory, given, wishes, otherwise=otherwise, limits=limits)
    if isinstance(found, NeedsMapping):
        raise BadInput(found.faults)
    return found


def origin_of_file(path: Path) -> Origin:
    """The origin of facts of a directory in matchlist's own form, where it doesn't say it: the file itself."""
    changed = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC).date().isoformat()
    return Origin("matchlist", path.name, changed)


def _join(table: UsedTable, ledger: Ledger, wishes: Wishes) -> list[RowOutcome]:
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
    matches = [_kept_apart(group, match) for group, match in zip(groups, matches, strict=True)]
    matches = _with_new(groups, matches, usable, ledger)
    for group, match in zip(groups, matches, strict=True):
        for position in group.rows:
            outcomes[position] = _outcome(table, usable[position], match)
        if match.program:
            _learn(ledger, match.program, [usable[position] for position in group.rows], table.source)
    return [outcomes[position] for position in range(len(table.facts.rows))]


def _looked_at(
    reports: Sequence[TableReport], tables: Sequence[UsedTable], wishes: Wishes, layouts: Layouts
) -> list[TableReport]:
    """The reports of tables, with what is to be looked at in their rows."""
    notices: dict[tuple[str, str | None], tuple[str, ...]] = {}
    for table in tables:
        completed = [_completed(row, table, wishes, layouts)[0].facts for row in table.facts.rows]
        notices[table.facts.grid.file, table.facts.grid.sheet] = tuple(implausible(completed, wishes.usual))
    return [
        replace(report, notices=(*report.notices, *notices.get((report.file, report.sheet), ()))) for report in reports
    ]


def _completed(row: RowFacts, table: UsedTable, wishes: Wishes, layouts: Layouts) -> tuple[RowFacts, str]:
    """A row with its specialty, and why it is refused, if it is."""
    if row.left_out:
        return row, row.left_out
    if not row.facts.keys() & {"id", "name", "institution", "acgme_id", "nrmp_code"}:
        return row, "names no program"
    row = _with_name(row, layouts)
    specialty, why = _specialty(row, table, layouts)
    if not why and load_vocabulary().is_whole_name(str(row.facts.get("name", ""))):
        why = "its name is that of a specialty: say which column names the program"
    if not why and wishes.specialty and specialty != wishes.specialty:
        why = f"is of {specialty_name(specialty)}, not of {specialty_name(wishes.specialty)}"
    facts: dict[str, Value] = {**row.facts, "specialty": specialty}
    facts.setdefault("name", facts.get("institution", ""))
    return replace(row, facts={name: value for name, value in facts.items() if value != ""}), why


def _with_name(row: RowFacts, layouts: Layouts) -> RowFacts:
    """A row named after its institution where its name is but a specialty, as some lists have it."""
    name, institution = str(row.facts.get("name", "")), str(row.facts.get("institution", ""))
    if not institution or not load_vocabulary().is_whole_name(name) or layouts.specialty(institution) is not None:
        return row
    told = {"specialty": layouts.specialty(name) or ""} if "specialty" not in row.facts else {}
    return replace(row, facts={**row.facts, **told, "name": institution})


def _specialty(row: RowFacts, table: UsedTable, layouts: Layouts) -> tuple[str, str]:
    """A row's specialty by its cell, its id, or the file; and why it has none, if it has none."""
    code = str(row.facts.get("acgme_id", ""))[:3] or str(row.facts.get("nrmp_code", ""))[4:7]
    by_id = layouts.specialty_by_code.get(code, "")
    told = str(row.facts.get("specialty", ""))
    if told and by_id and told != by_id:
        return "", f"says {specialty_name(told)}, but its id is one of {specialty_name(by_id)}"
    if not told and code and not by_id:
        return "", f"its id is of no residency specialty that matchlist knows ({code})"
    if not told and row.not_understood.get("specialty") and not by_id:
        return "", f"its specialty {row.not_understood['specialty']!r} is none that matchlist knows"
    within = load_vocabulary().specialty_within(str(row.facts.get("name", "")))
    specialty = told or by_id or table.specialty or within or ""
    return specialty, "" if specialty else NO_SPECIALTY


def _decided(
    table: UsedTable, rows: Mapping[int, RowFacts], groups: Sequence[Group], ledger: Ledger, wishes: Wishes
) -> list[Match]:
    """What each group is: what the user decided, else what the directory says."""
    matches = ledger.match([group.identity for group in groups])
    grid = table.facts.grid
    for number, group in enumerate(groups):
        keys = [(grid.file, grid.sheet or "", rows[position].line) for position in group.rows]
        wish = next((wishes.decisions[key] for key in keys if key in wishes.decisions), None)
        if wish is None and wishes.named and not matches[number].plain:
            wish = _named(group, wishes, ledger)
        if wish == NEW:
            # What was decided once is in the directory when the same decisions are given again.
            matches[number] = matches[number] if matches[number].plain else Match("new", how=_DECIDED)
        elif wish in ledger.entries:
            matches[number] = Match("joined", wish, _DECIDED)
        elif wish is not None:
            matches[number] = Match("refused", how=f"the decision names no program of the directory: {wish}")
        elif group.contradiction and matches[number].kind in {"joined", "new"}:
            how = f"several rows of this name and place differ in {group.contradiction}, and no id tells them apart"
            candidates = (matches[number].program,) if matches[number].program else ()
            matches[number] = Match("ambiguous", how=how, candidates=candidates)
    return matches


def _named(group: Group, wishes: Wishes, ledger: Ledger) -> str | None:
    """What was decided on rows that say so, where nothing tells plainly what they mean."""
    one = group.identity
    wish = wishes.named.get((one.specialty, one.name, one.city, one.state))
    return NEW if wish is not None and wish not in ledger.entries else wish


def _with_new(
    groups: Sequence[Group], matches: Sequence[Match], rows: dict[int, RowFacts], ledger: Ledger
) -> list[Match]:
    """Matches in which each new program that has name and place has an id, and the others are refused."""
    merged = [_merged([rows[position] for position in group.rows]) for group in groups]
    lacking = [[name for name in _NEEDED if name not in facts] for facts in merged]
    added = [k for k, match in enumerate(matches) if match.kind == "new" and not lacking[k]]
    for k in added:
        # Nothing else is known of who runs it.
        merged[k].setdefault("institution", merged[k]["name"])
        if groups[k].identity.first_year_only:
            merged[k]["name"] = _one_year_name(str(merged[k]["name"]))
    ids = dict(zip(added, ledger.add_new([merged[k] for k in added]), strict=True))
    for k in added:
        first = groups[k].rows[0]
        named = {field: merged[k][field] for field in ("name", "institution")}
        rows[first] = replace(rows[first], facts={**rows[first].facts, **named})
    return [
        replace(match, program=ids[k])
        if k in ids
        else _lacking(match, lacking[k], [rows[position] for position in groups[k].rows])
        if match.kind == "new"
        else match
        for k, match in enumerate(matches)
    ]


def _kept_apart(group: Group, match: Match) -> Match:
    """What is known of one-year positions only is no residency in the specialty: it serves as a first year alone."""
    if not group.identity.first_year_only or match.kind != "new" or match.how == _DECIDED:
        return match
    specialty = specialty_name(group.identity.specialty)
    how = f"{_KEPT_APART}, which give one year and no training in {specialty}: kept apart, for a first year alone"
    return replace(match, how=how)


def _one_year_name(name: str) -> str:
    """A program's name by which it is told from a residency."""
    return f"{load_vocabulary().tracks_at_end(name)[0]} (Preliminary)"


def _lacking(match: Match, lacking: Sequence[str], rows: Sequence[RowFacts]) -> Match:
    """What lacks its place only may still be a program of the directory under another name: for the user to say."""
    how = f"is not in the directory, and lacks {', '.join(lacking)}"
    unreadable = {name for row in rows for name in row.not_understood}
    if set(lacking) <= {"city", "state"} - unreadable and match.how != _DECIDED:
        return Match("ambiguous", how=f"{how}: name the program, or add what is lacking", note=match.note)
    return Match("refused", how=how, note=match.note)


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
            if name in (*OWN_FIELDS, TRACKS):
                continue
            if name in NUMERIC_RATES and is_preliminary(row):
                # How many are interviewed for one year says nothing of how many are for the residency.
                continue
            if name == "first_year_positions" and starts_otherwise(row):
                # They are no positions of the specialty, or none that begin in the first year.
                continue
            if name == "nrmp_code" and name in said:
                said[name] = f"{said[name]} {value}"
            elif name in FACTS and said.get(name, value) != value:
                ledger.disagree(program, name, (said[name], origins[name]), (value, dated))
            said.setdefault(name, value)
            origins.setdefault(name, told.get(name, dated))
    ledger.add_facts(program, said, origins)


def _outcome(table: UsedTable, row: RowFacts, match: Match) -> RowOutcome:
    grid = table.facts.grid
    notes = [match.note] if match.note else []
    if match.kind == "joined" and is_preliminary(row) and NUMERIC_RATES & set(row.facts):
        notes.append("of one-year positions, so that its rates are left out")
    how = "; ".join((match.how, *notes))
    kept_apart = match.kind == "new" and match.how.startswith(_KEPT_APART)
    return RowOutcome(
        grid.file, grid.sheet, row.line, row.name, match.kind, match.program, how, match.candidates, kept_apart
    )


class NothingUsable(BadInput):
    """No row of any file can be used; what became of each is in `report`."""

    def __init__(self, faults: Sequence[Fault], report: ImportReport) -> None:
        super().__init__(faults)
        self.report = report


def _refuse_if_useless(report: ImportReport) -> None:
    rows, faults = report.rows, report.faults
    if any(row.outcome != "refused" for row in rows):
        return
    if not rows:
        raise BadInput(Fault("no file has a row below its header", "import", None, "one row a program", "Add rows"))
    allowed, remedy = "a program with name, city, state and specialty", "Correct the row"
    refused = [
        Fault(f"the row can't be used: {row.how}", _place(row), row.name or None, allowed, remedy) for row in rows
    ]
    raise NothingUsable([*refused[:_FAULTS_QUOTED], *faults[:_FAULTS_QUOTED]], report)


def _place(row: RowOutcome) -> str:
    return f"{row.file} {row.line}" if row.sheet is None else f"{row.file}, sheet {row.sheet!r} {row.line}"
