"""The tracker: a store of one person's season that is open, looked at and changed one transaction at a time."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Self, TypeVar

from sqlalchemy import Connection

from optimizer.clock import today
from optimizer.errors import BadInput
from optimizer.season.tracker.edits import (
    Describe,
    DropContact,
    DropTie,
    Edit,
    Follow,
    Impress,
    KeepContact,
    KeepPlan,
    KeepTie,
    Rank,
    Record,
    Take,
    WriteNote,
    Writing,
)
from optimizer.season.tracker.journal import Journal, changed_since
from optimizer.season.tracker.opening import opened, store_path
from optimizer.season.tracker.reader import Reader
from optimizer.season.tracker.stores import FileStore, Store
from optimizer.season.tracker.story import SeasonDays, story_faults
from optimizer.season.tracker.values import Change, Contact, Entry, KeptPlan, KeptTie, Note, Tracked

_NO_DAYS = SeasonDays(None, None)
Given = TypeVar("Given")


@dataclass(frozen=True, slots=True)
class Tracker:
    """A store that is open.

    Attributes
    ----------
    store : Store
    days : SeasonDays
        In which things can happen; open on both sides where no plan is kept.
    today : callable
        Gives today's date.
    seen : int or None
        The last change that the writer has seen: what somebody else changed after it isn't overwritten. None trusts
        that nobody looks at the store for long before writing, as on the command line.
    """

    store: Store = field(repr=False)
    days: SeasonDays = _NO_DAYS
    today: Callable[[], date] = today
    seen: int | None = None

    @classmethod
    def at(cls, path: Path | None = None, *, today: Callable[[], date] = today) -> Self:
        """Open the store at a path, or where the environment or the user's data folder has it; make it if need be.

        Raises
        ------
        BadInput
            As `optimizer.season.tracker.opening.opened`.
        """
        return cls(FileStore(opened(store_path(path))), today=today)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.store.close()

    def within(self, days: SeasonDays) -> Self:
        """The same store, refusing what lies outside a season."""
        return replace(self, days=days)

    def as_seen(self, change: int) -> Self:
        """The same store, refusing to write where somebody else changed something after a change."""
        return replace(self, seen=change)

    def back_up(self, target: Path) -> None:
        """Copy the store to a file that doesn't exist yet."""
        self.store.back_up(target)

    # ---- looking: each by itself, or several as of one moment ------------------------------------------------

    @contextmanager
    def looking(self) -> Iterator[Reader]:
        """The store as of one moment, whatever others write meanwhile."""
        with self.store.reading() as connection:
            yield Reader(connection)

    def plan(self) -> KeptPlan | None:
        """As `Reader.plan`."""
        with self.looking() as store:
            return store.plan()

    def programs(self) -> tuple[Tracked, ...]:
        """As `Reader.programs`."""
        with self.looking() as store:
            return store.programs()

    def program(self, program: str) -> Tracked:
        """As `Reader.program`."""
        with self.looking() as store:
            return store.program(program)

    def meant(self, text: str) -> str:
        """As `Reader.meant`."""
        with self.looking() as store:
            return store.meant(text)

    def notes(self, program: str | None = None) -> tuple[Note, ...]:
        """As `Reader.notes`."""
        with self.looking() as store:
            return store.notes(program)

    def ties(self) -> tuple[KeptTie, ...]:
        """As `Reader.ties`."""
        with self.looking() as store:
            return store.ties()

    def contacts(self, program: str | None = None) -> tuple[Contact, ...]:
        """As `Reader.contacts`."""
        with self.looking() as store:
            return store.contacts(program)

    def reminders(self, until: date) -> tuple[Contact, ...]:
        """Contacts whose reminder is due by a day, the earliest first."""
        due = [contact for contact in self.contacts() if contact.remind_on is not None and contact.remind_on <= until]
        return tuple(sorted(due, key=lambda contact: (contact.remind_on or until, contact.id or 0)))

    def history(self, count: int | None = None, program: str | None = None) -> tuple[Change, ...]:
        """As `Reader.history`."""
        with self.looking() as store:
            return store.history(count, program)

    def last_change(self) -> int:
        """As `Reader.last_change`."""
        with self.looking() as store:
            return store.last_change()

    # ---- changing: each edit in a transaction of its own -----------------------------------------------------

    def make(self, edit: Edit[Given]) -> Given:
        """Make an edit, whole or not at all.

        Raises
        ------
        BadInput
            What it rests on isn't there, somebody else changed it since it was seen, or the story of a program
            breaks; all faults at once.
        """
        with self.store.writing() as underway, self._changing(underway.connection, edit.words) as journal:
            return edit.make(Writing(journal, Reader(underway.connection), self.today(), underway.set_aside))

    def keep_plan(self, title: str, season: int, content: str) -> str | None:
        """Keep a plan's text; the last one kept is the plan of the season.

        Where it is of another season than the one kept before, that one's applications with all that came of them stay
        in a copy of the store, and the season begins without any; ties, contacts and notes on no program stay.

        Returns
        -------
        str or None
            Where the copy is, in words, where one was made.
        """
        return self.make(KeepPlan(title, season, content))

    def follow(self, programs: Sequence[Tracked], applied: date | None = None) -> None:
        """Take programs into the store, all of them as sent on a day where one is given.

        Programs that the store follows already keep what it knows of them, but for the signal of an application.
        """
        self.make(Follow(programs, applied))

    def record(self, entries: Sequence[Entry]) -> None:
        """Record what happened, all of it or nothing.

        Raises
        ------
        BadInput
            An unknown program, or something that can't have happened so; all faults at once.
        """
        self.make(Record(entries))

    def impress(self, program: str, score: float | None, words: str = "") -> None:
        """Keep an impression of a program; the last one holds."""
        self.make(Impress(program, score, words))

    def describe(
        self,
        program: str,
        *,
        tie: str | None = None,
        region: str | None = None,
        signal: str | None = None,
        acceptable: bool | None = None,
    ) -> None:
        """Change what the applicant says of a program; None leaves a thing as it is.

        Raises
        ------
        BadInput
            The store doesn't follow the program, or there is no such signal.
        """
        self.make(Describe(program, tie, region, signal, acceptable))

    def rank(self, order: Sequence[str]) -> None:
        """Put programs in the applicant's own order, best first; all others lose their rank.

        Raises
        ------
        BadInput
            An unknown program, or one that stands twice.
        """
        self.make(Rank(order))

    def take(self, programs: Sequence[Tracked], words: str, notes: Mapping[str, str] | None = None) -> int:
        """Bring the store to what some programs say, in one change; what they don't say stays as it is.

        Parameters
        ----------
        programs : sequence of Tracked
            Each as it is to be; an event, an impression or a rank that is None says nothing.
        words : str
            What the change is called.
        notes : mapping, optional
            Notes to be kept in the same change, by program.

        Returns
        -------
        int
            How many programs were new or altered.
        """
        return self.make(Take(programs, words, notes or {}))

    def note(self, words: str, program: str | None = None) -> None:
        """Keep a note, on a program or on nothing in particular."""
        self.make(WriteNote(words, program))

    def keep_tie(self, tie: KeptTie) -> None:
        """Keep a tie that came about after the plan was made."""
        self.make(KeepTie(tie))

    def drop_tie(self, number: int) -> None:
        """Remove a tie."""
        self.make(DropTie(number))

    def keep_contact(self, contact: Contact) -> None:
        """Keep a contact: a new one, or the one with its number in place of what is kept.

        Raises
        ------
        BadInput
            It bears on a program that the store doesn't follow, or the number is unknown.
        """
        self.make(KeepContact(contact))

    def drop_contact(self, number: int) -> None:
        """Remove a contact."""
        self.make(DropContact(number))

    def undo(self, change: int | None = None) -> Change:
        """Take a change back, as a change of its own; None takes the last one that stands.

        Returns
        -------
        Change
            The one that was taken back.

        Raises
        ------
        BadInput
            There is nothing to undo, it was undone already, what it did was altered since, or what would be left
            can't have happened.
        """
        with self.store.writing() as underway:
            connection = underway.connection
            taken = Reader(connection).to_undo(change)
            words = f"undid change {taken.id} ({taken.words})"
            with self._changing(connection, words, undoes=taken.id) as journal:
                journal.take_back(taken.id)
        return taken

    @contextmanager
    def _changing(self, connection: Connection, words: str, undoes: int | None = None) -> Iterator[Journal]:
        """One change: journalled, and refused whole where the story of a program breaks."""
        journal = Journal(connection, words, undoes)
        yield journal
        if self.seen is not None:
            # The change under way is later than any that the writer has seen.
            fault = changed_since(connection, journal, self.seen)
            if fault is not None:
                raise BadInput(fault)
        stories, today = Reader(connection).stories(journal.programs), self.today()
        faults = [fault for one, story in stories.items() for fault in story_faults(one, story, today, self.days)]
        if faults:
            raise BadInput(faults)
