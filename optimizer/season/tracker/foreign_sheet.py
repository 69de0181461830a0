"""Lists of what was sent that matchlist didn't write: MyERAS's own list, and trackers as applicants keep them.

Their rows are joined to programs by the same rules as `matchlist import`, and written as the tracking sheet that
`read_sheet` reads.
"""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from optimizer.directory import Directory
from optimizer.directory.importing import Given, NeedsMapping, Wishes, bring_in, header_key, read_grids
from optimizer.errors import BadInput, Fault
from optimizer.vocabulary import STRONGEST_FIRST

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "applied": ("applieddates", "applieddate", "dateapplied", "appliedon", "applied", "datesent", "sent"),
    "signal": ("signaled", "signalled", "signal", "signaltype", "signals"),
    "status": ("status", "applicationstatus", "appstatus", "outcome"),
    "invited": ("interviewoffer", "offerdate", "invitedate", "invited", "invitation", "interviewinvite", "iidate"),
    "held": ("interviewdate", "dateofinterview", "interviewedon"),
    "rank": ("rank", "ranknumber", "rol", "ranklist"),
    "impression": ("notes", "note", "comments", "comment", "impression"),
}
_YES, _NO = (
    frozenset({"yes", "y", "true", "x", "1", "signaled", "signalled"}),
    frozenset({"no", "n", "false", "0", "none"}),
)
_REJECTED = ("reject", "declined by program", "denied", "turned down")
_WAITLISTED = ("waitlist", "wait list")
_INVITED = ("interview", "invite", "offer", "scheduled")
_ENDINGS: tuple[tuple[tuple[str, ...], str], ...] = (
    (_REJECTED, "rejected"),
    (("cancel",), "cancelled"),
    (("withdr",), "withdrawn"),
    (("gave back", "given back", "returned", "declined"), "declined"),
    (("closed", "merged", "not participating"), "closed"),
    (_WAITLISTED, "waitlisted"),
    (("interviewed", "interview complete", "interview done", "interview held", "attended", "completed"), "held"),
    (("on hold", "hold"), "on hold"),
    (("accepted", "scheduled", "confirmed"), "accepted"),
)
"""Words of a status, and what they say; the first that fits."""

SignalKinds = Callable[[str], Sequence[str]]
"""The kinds of signals that a program's specialty has, by the program's id."""


def own_sheet(
    given: Given, programs: Directory, specialties: Sequence[str], kinds: SignalKinds
) -> tuple[Given, tuple[str, ...]] | None:
    """The tracking sheet that says the same as a list of another form; None for what is a tracking sheet already.

    Parameters
    ----------
    given : Given
    programs : Directory
        Those that may be meant: of the plan's list, and of its second one for the first year.
    specialties : sequence of str
        Of the plan: what a list that doesn't say its specialty is about, where it is one.
    kinds : callable

    Returns
    -------
    Given and tuple of str, or None
        The sheet, and what had to be decided.

    Raises
    ------
    BadInput
        No column names the programs, or rows mean no program, or several; all at once.
    """
    grid = next((grid for grid in read_grids(given) if grid.rows), None)
    if grid is None or "id" in {header_key(cell) for cell in grid.rows[0].cells}:
        return None
    header = next((row for row in grid.rows[:10] if _column(row.cells, "applied") is not None), None)
    header = header or next((row for row in grid.rows[:10] if _column(row.cells, "status") is not None), None)
    if header is None:
        return None
    meant = _programs(given, programs, specialties)
    at = {name: _column(header.cells, name) for name in _COLUMNS}
    notices: list[str] = []
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(("id", "applied", "interview", "impression", "rank"))
    for row in grid.rows:
        program = meant.get(row.number)
        if row.number <= header.number or program is None:
            continue
        cells = {
            name: row.cells[column] if column is not None and column < len(row.cells) else ""
            for name, column in at.items()
        }
        signal = _signal(cells["signal"], kinds(program), program, notices)
        applied = f"{cells['applied'].split(',')[0].split(';')[0].strip()} {signal}".strip() if cells["applied"] else ""
        writer.writerow((program, applied, _story(cells), cells["impression"], _rank(cells["rank"])))
    return replace(given, content=text.getvalue().encode()), tuple(dict.fromkeys(notices))


def _column(cells: Sequence[str], name: str) -> int | None:
    keys = [header_key(cell) for cell in cells]
    return next((keys.index(key) for key in _COLUMNS[name] if key in keys), None)


def _programs(given: Given, part: Directory, specialties: Sequence[str]) -> dict[int, str]:
    """Which program each row means, by the row's number."""
    # Rows that say another specialty, such as that of a first year, keep theirs.
    given = replace(given, specialty=specialties[0]) if len(specialties) == 1 else given
    wishes = Wishes()
    found = bring_in(part, [given], wishes)
    if isinstance(found, NeedsMapping):
        fields = {column: field for proposal in found.proposals for column, field in proposal.fields.items()}
        found = bring_in(part, [given], replace(wishes, mapping={c: f for c, f in fields.items() if f in _NAMING}))
    if isinstance(found, NeedsMapping):
        raise BadInput(found.faults)
    known = part.index_by_id
    faults: list[Fault] = []
    programs: dict[int, str] = {}
    for row in found.report.rows:
        if row.outcome == "joined" and row.program in known:
            programs[int(row.line.split()[-1])] = row.program
        elif row.how != "repeats the header":
            allowed = ", ".join(row.candidates) or "a program of the plan's specialties, or a first year that is known"
            remedy = "Write it as the directory does, or add a column id with the program's id"
            faults.append(
                Fault(f"the row means no one program: {row.how}", f"{row.file} {row.line}", row.name, allowed, remedy)
            )
    if faults:
        raise BadInput(faults)
    return programs


_NAMING = frozenset(
    {"name", "institution", "city", "state", "city_state", "name_state", "specialty", "acgme_id", "nrmp_code"}
)


def _signal(cell: str, kinds: Sequence[str], program: str, notices: list[str]) -> str:
    """The signal that a cell tells; a bare yes means the one kind that the specialty has."""
    words = cell.casefold().strip()
    named = next((kind for kind in STRONGEST_FIRST if kind in words), None)
    if named is not None:
        return named
    if words in _YES:
        if len(kinds) == 1:
            return kinds[0]
        notices.append(f"A signal is told without its kind, and isn't taken: {program}.")
    elif words and words not in _NO:
        notices.append(f"A signal can't be read, and isn't taken: {program} ({cell}).")
    return ""


def _story(cells: Mapping[str, Any]) -> str:
    """What happened, in the words of the tracking sheet."""
    status, invited, held = cells["status"].casefold(), cells["invited"].strip(), cells["held"].strip()
    story = []
    if invited or held or (any(word in status for word in _INVITED) and not any(word in status for word in _REJECTED)):
        day = invited if any(map(str.isdigit, invited)) else ""
        words = f"invited {day}".strip()
        story.append(f"{words} for {held}" if held and day else words)
    ending = next((said for words, said in _ENDINGS if any(word in status for word in words)), None)
    if ending is not None:
        story.append(f"{ending} {held}".strip() if ending == "held" else ending)
    return "; ".join(story)


def _rank(cell: str) -> str:
    return cell if cell.isdecimal() and cell != "0" else ""
