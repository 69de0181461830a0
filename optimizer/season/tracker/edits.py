"""What can be changed in the store: one frozen value a kind of edit, with the words that the journal keeps of it.

An edit checks what it rests on by reading within the transaction in which it writes, so nobody can come between.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, TypeVar

from sqlalchemy import select

from optimizer.directory.importing import clean_cell
from optimizer.errors import BadInput, Fault
from optimizer.season.tracker.journal import Journal
from optimizer.season.tracker.reader import Reader
from optimizer.season.tracker.rows import contact_values, entries_of, event_values, impression_values, program_values
from optimizer.season.tracker.tables import (
    ContactRow,
    EventRow,
    ImpressionRow,
    NoteRow,
    PlanRow,
    ProgramRow,
    TieRow,
    table_of,
)
from optimizer.season.tracker.values import HIGHEST_SCORE, LOWEST_SCORE, Contact, Entry, KeptTie, Tracked
from optimizer.vocabulary import MODES

Given_co = TypeVar("Given_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Writing:
    """A transaction under way, as an edit uses it.

    Attributes
    ----------
    journal : Journal
        Writes rows.
    read : Reader
        Reads within the same transaction.
    today : datetime.date
    set_aside : callable
        Keeps a copy of the store, as it was before, under the name of a season; gives where, in words.
    """

    journal: Journal
    read: Reader
    today: date
    set_aside: Callable[[int], str]


class Edit(Protocol[Given_co]):
    """One change that somebody wants."""

    @property
    def words(self) -> str:
        """What is being done, as the journal keeps it."""
        ...

    def make(self, within: Writing) -> Given_co:
        """Write it; all of it or, where a `BadInput` is raised, nothing."""
        ...


@dataclass(frozen=True, slots=True)
class KeepPlan:
    """Keep a plan's text; gives where a copy of the store with a season before is, or None."""

    title: str
    season: int
    content: str

    @property
    def words(self) -> str:
        """As `Edit.words`."""
        return f"kept the plan {self.title!r}"

    def make(self, within: Writing) -> str | None:
        """As `Edit.make`."""
        copy, before = None, within.read.plan()
        if before is not None and before.season != self.season and within.read.programs():
            copy = within.set_aside(before.season)
            _remove_programs(within.journal)
        within.journal.add(PlanRow, {"title": self.title, "season": self.season, "content": self.content})
        return copy


@dataclass(frozen=True, slots=True)
class Follow:
    """Take programs into the store, all of them as sent on a day where one is given."""

    programs: Sequence[Tracked]
    applied: date | None = None

    @property
    def words(self) -> str:
        """As `Edit.words`."""
        names = ", ".join(program.id for program in self.programs[:3])
        more = f" and {len(self.programs) - 3} more" if len(self.programs) > 3 else ""
        return f"{'applied to' if self.applied else 'followed'} {names}{more}"

    def make(self, within: Writing) -> None:
        """As `Edit.make`; programs that are there keep what is known of them, but for an application's signal."""
        journal, known = within.journal, within.read.known([program.id for program in self.programs])
        journal.add_all(ProgramRow, [program_values(one) for one in self.programs if one.id not in known])
        if self.applied is not None:
            journal.alter_all(ProgramRow, {one.id: {"signal": one.signal} for one in self.programs if one.id in known})
            sent = [event_values(Entry(one.id, "applied", self.applied)) for one in self.programs]
            journal.add_all(EventRow, sent)


@dataclass(frozen=True, slots=True)
class Record:
    """Record what happened."""

    entries: Sequence[Entry]

    @property
    def words(self) -> str:
        """As `Edit.words`."""
        few = "; ".join(f"{entry.program}: {entry.kind} {entry.on.isoformat()}" for entry in self.entries[:3])
        return few + (f"; {len(self.entries) - 3} more" if len(self.entries) > 3 else "")

    def make(self, within: Writing) -> None:
        """As `Edit.make`."""
        within.read.check_known(entry.program for entry in self.entries)
        within.journal.add_all(EventRow, [event_values(entry) for entry in self.entries])


@dataclass(frozen=True, slots=True)
class Impress:
    """Keep an impression of a program; the last one holds."""

    program: str
    score: float | None
    impression: str = ""

    @property
    def words(self) -> str:
        """As `Edit.words`."""
        return f"{self.program}: impression"

    def make(self, within: Writing) -> None:
        """As `Edit.make`."""
        if self.score is not None and not LOWEST_SCORE <= self.score <= HIGHEST_SCORE:
            allowed = f"a number from {LOWEST_SCORE} to {HIGHEST_SCORE}"
            raise BadInput(Fault("is no score", self.program, self.score, allowed, f"Give {allowed}"))
        within.read.check_known([self.program])
        values = impression_values(self.program, self.score, self.impression, within.today)
        within.journal.add(ImpressionRow, values)


@dataclass(frozen=True, slots=True)
class Describe:
    """Change what the applicant says of a program; None leaves a thing as it is."""

    program: str
    tie: str | None = None
    region: str | None = None
    signal: str | None = None
    acceptable: bool | None = None

    @property
    def words(self) -> str:
        """As `Edit.words`."""
        return f"{self.program}: {', '.join(f'{name} {value}' for name, value in self._values.items())}"

    @property
    def _values(self) -> dict[str, str | bool]:
        texts = {"tie": self.tie, "region": self.region}
        cleaned = {name: clean_cell(text) for name, text in texts.items() if text is not None}
        chosen = {"signal": self.signal, "acceptable": self.acceptable}
        return cleaned | {name: value for name, value in chosen.items() if value is not None}

    def make(self, within: Writing) -> None:
        """As `Edit.make`."""
        if self.signal is not None and self.signal not in MODES:
            where, allowed = f"{self.program}: signal", ", ".join(MODES)
            raise BadInput(Fault("no such signal", where, self.signal, allowed, "Choose one of them"))
        within.read.check_known([self.program])
        within.journal.alter(ProgramRow, self.program, self._values)


@dataclass(frozen=True, slots=True)
class Rank:
    """Put programs in the applicant's own order, best first; all others lose their rank."""

    order: Sequence[str]

    @property
    def words(self) -> str:
        """As `Edit.words`."""
        return f"ranked {len(self.order)} programs"

    def make(self, within: Writing) -> None:
        """As `Edit.make`."""
        twice = sorted({program for program in self.order if self.order.count(program) > 1})
        if twice:
            raise BadInput(Fault("stands twice", "rank", name, "each program once", "Remove one") for name in twice)
        within.read.check_known(self.order)
        place = {program: number for number, program in enumerate(self.order, start=1)}
        moved = [one.id for one in within.read.programs() if one.rank != place.get(one.id)]
        within.journal.alter_all(ProgramRow, {program: {"rank": place.get(program)} for program in moved})


@dataclass(frozen=True, slots=True)
class Take:
    """Bring the store to what some programs say, called as `words` has it; gives how many were new or altered.

    An event, an impression or a rank that is None says nothing, and stays as it is. Notes, by program, are written
    beside.
    """

    programs: Sequence[Tracked]
    words: str
    notes: Mapping[str, str] = field(default_factory=dict)

    def make(self, within: Writing) -> int:
        """As `Edit.make`."""
        journal, before = within.journal, {program.id: program for program in within.read.programs()}
        altered = [program for program in self.programs if before.get(program.id) != program]
        numbers = within.read.event_numbers()
        journal.add_all(ProgramRow, [program_values(one) for one in altered if one.id not in before])
        journal.alter_all(ProgramRow, {one.id: program_values(one) for one in altered if one.id in before})
        entries = [(entry, numbers.get((entry.program, entry.kind))) for one in altered for entry in entries_of(one)]
        journal.alter_all(EventRow, {number: event_values(entry) for entry, number in entries if number is not None})
        journal.add_all(EventRow, [event_values(entry) for entry, number in entries if number is None])
        thought = [one for one in altered if _thinks_anew(one, before)]
        impressions = [impression_values(one.id, one.score, one.impression, within.today) for one in thought]
        journal.add_all(ImpressionRow, impressions)
        for program, note in self.notes.items():
            WriteNote(note, program).make(within)
        return len(altered)


@dataclass(frozen=True, slots=True)
class WriteNote:
    """Keep a note, on a program or on nothing in particular."""

    note: str
    program: str | None = None

    @property
    def words(self) -> str:
        """As `Edit.words`."""
        return f"{self.program or 'season'}: note"

    def make(self, within: Writing) -> None:
        """As `Edit.make`."""
        within.read.check_known([] if self.program is None else [self.program])
        day, words = within.today.isoformat(), clean_cell(self.note)
        within.journal.add(NoteRow, {"program": self.program, "written_on": day, "words": words})


@dataclass(frozen=True, slots=True)
class KeepTie:
    """Keep a tie that came about after the plan was made."""

    tie: KeptTie

    @property
    def words(self) -> str:
        """As `Edit.words`."""
        return f"tie: {self.tie.kind} ({self.tie.place})"

    def make(self, within: Writing) -> None:
        """As `Edit.make`."""
        within.journal.add(TieRow, self.tie.model_dump(exclude={"id"}))


@dataclass(frozen=True, slots=True)
class DropTie:
    """Remove a tie."""

    number: int

    @property
    def words(self) -> str:
        """As `Edit.words`."""
        return f"tie {self.number} removed"

    def make(self, within: Writing) -> None:
        """As `Edit.make`."""
        within.journal.remove(TieRow, self.number)


@dataclass(frozen=True, slots=True)
class KeepContact:
    """Keep a contact: a new one, or the one with its number in place of what is kept."""

    contact: Contact

    @property
    def words(self) -> str:
        """As `Edit.words`."""
        return f"contact: {self.contact.name}"

    def make(self, within: Writing) -> None:
        """As `Edit.make`."""
        within.read.check_known(self.contact.programs)
        if self.contact.id is None:
            within.journal.add(ContactRow, contact_values(self.contact))
        else:
            within.journal.alter(ContactRow, self.contact.id, contact_values(self.contact))


@dataclass(frozen=True, slots=True)
class DropContact:
    """Remove a contact."""

    number: int

    @property
    def words(self) -> str:
        """As `Edit.words`."""
        return f"contact {self.number} removed"

    def make(self, within: Writing) -> None:
        """As `Edit.make`."""
        within.journal.remove(ContactRow, self.number)


def _remove_programs(journal: Journal) -> None:
    """Remove all programs and what hangs on them."""
    for row in (EventRow, ImpressionRow, NoteRow, ProgramRow):
        table = table_of(row)
        wanted = select(table.c.id)
        if row is NoteRow:
            wanted = wanted.where(table.c.program.is_not(None))
        for (key,) in journal.connection.execute(wanted).all():
            journal.remove(row, key)


def _thinks_anew(program: Tracked, before: Mapping[str, Tracked]) -> bool:
    known = before.get(program.id)
    earlier = (None, "") if known is None else (known.score, known.impression)
    return (program.score, program.impression) != earlier
