"""The tracker: a store of one person's season, read and changed one transaction at a time."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, count
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine, Row, Table, case, func, select

from optimizer.clock import today
from optimizer.directory.importing.grid import clean_cell
from optimizer.errors import BadInput, Fault
from optimizer.nearest import nearest
from optimizer.season.tracker.journal import Journal, changed_since
from optimizer.season.tracker.opening import back_up, opened, reading, store_path, understood, writing
from optimizer.season.tracker.story import SeasonDays, story_faults
from optimizer.season.tracker.tables import (
    ChangedRow,
    ChangeRow,
    ContactRow,
    EventRow,
    ImpressionRow,
    NoteRow,
    PlanRow,
    ProgramRow,
    TieRow,
)
from optimizer.season.tracker.values import (
    EVENT_KINDS,
    HIGHEST_SCORE,
    LOWEST_SCORE,
    Change,
    Contact,
    EventKind,
    KeptPlan,
    KeptTie,
    Note,
    Tracked,
)
from optimizer.vocabulary import MODES

_NO_DAYS = SeasonDays(None, None)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened, to be recorded.

    Attributes
    ----------
    program : str
        Id of a program that the store follows.
    kind : str
        One of `EVENT_KINDS`.
    on : datetime.date
    slots : tuple of datetime.date
        Interview dates that the program offers; with an invitation.
    dollars : float or None
        What going there costs; with an invitation.
    """

    program: str
    kind: EventKind
    on: date
    slots: tuple[date, ...] = ()
    dollars: float | None = None


@dataclass(frozen=True, slots=True)
class Tracker:
    """A store that is open.

    Attributes
    ----------
    engine : sqlalchemy.Engine
    days : SeasonDays
        In which things can happen; open on both sides where no plan is kept.
    today : callable
        Gives today's date.
    seen : int or None
        The last change that the writer has seen: what somebody else changed after it isn't overwritten. None trusts
        that nobody looks at the store for long before writing, as on the command line.
    """

    engine: Engine = field(repr=False)
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
        return cls(opened(store_path(path)), today=today)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.engine.dispose()

    def within(self, days: SeasonDays) -> Self:
        """The same store, refusing what lies outside a season."""
        return replace(self, days=days)

    def as_seen(self, change: int) -> Self:
        """The same store, refusing to write where somebody else changed something after a change."""
        return replace(self, seen=change)

    # ---- plans -----------------------------------------------------------------------------------------------

    def keep_plan(self, title: str, season: int, content: str) -> Path | None:
        """Keep a plan's text; the last one kept is the plan of the season.

        Where it is of another season than the one kept before, that one's applications with all that came of them stay
        in a copy of the store, and the season begins without any; ties, contacts and notes on no program stay.

        Returns
        -------
        Path or None
            The copy, where one was made.
        """
        copy = None
        with self._writing(f"kept the plan {title!r}") as journal:
            before, followed = self._plan(journal.connection), self._tracked(None, journal.connection)
            if before is not None and before.season != season and followed:
                copy = self._set_aside(before.season)
                self._remove_programs(journal)
            journal.add(PlanRow, {"title": title, "season": season, "content": content})
        return copy

    def _set_aside(self, season: int) -> Path:
        """Copy the store beside itself under the name of a season."""
        store = Path(str(self.engine.url.database))
        ends = chain([""], (f"-{number}" for number in count(2)))
        places = (store.with_name(f"{store.stem}-{season}{end}{store.suffix}") for end in ends)
        copy = next(place for place in places if not place.exists())
        self.back_up(copy)
        return copy

    def _remove_programs(self, journal: Journal) -> None:
        """Remove all programs and what hangs on them."""
        for row in (EventRow, ImpressionRow, NoteRow, ProgramRow):
            table = _table(row)
            wanted = select(table.c.id)
            if row is NoteRow:
                wanted = wanted.where(table.c.program.is_not(None))
            for (key,) in journal.connection.execute(wanted).all():
                journal.remove(row, key)

    def plan(self) -> KeptPlan | None:
        """The plan of the season; None where none was kept."""
        return self._plan()

    def _plan(self, within: Connection | None = None) -> KeptPlan | None:
        table = _table(PlanRow)
        with self._reading(within) as connection:
            row = connection.execute(select(table).order_by(table.c.id.desc()).limit(1)).mappings().first()
            return None if row is None else KeptPlan.model_validate(dict(row))

    # ---- programs --------------------------------------------------------------------------------------------

    def programs(self) -> tuple[Tracked, ...]:
        """All programs that are followed, in the order of their ids."""
        return self._tracked(None)

    def program(self, program: str) -> Tracked:
        """One program.

        Raises
        ------
        BadInput
            The store doesn't follow it.
        """
        found = self._tracked(program)
        if not found:
            raise BadInput(self._unknown(program))
        return found[0]

    def meant(self, text: str) -> str:
        """The id of the one program that a text names: its id, or a part of its id, name or institution.

        Raises
        ------
        BadInput
            The store follows no such program, or several.
        """
        if text in self._known([text]):
            return text
        part = text.casefold()
        found = [one for one in self.programs() if part in f"{one.id}\n{one.name}\n{one.institution}".casefold()]
        if len(found) > 1:
            allowed = "; ".join(f"{one.id} ({one.name})" for one in found[:8])
            raise BadInput(Fault("several programs may be meant", "program", text, allowed, "Name one of them"))
        if not found:
            raise BadInput(self._unknown(text))
        return found[0].id

    def follow(self, programs: Sequence[Tracked], applied: date | None = None) -> None:
        """Take programs into the store, all of them as sent on a day where one is given.

        Programs that the store follows already keep what it knows of them, but for the signal of an application.
        """
        words = f"applied to {_few(programs)}" if applied else f"followed {_few(programs)}"
        with self._writing(words) as journal:
            known = self._known([program.id for program in programs], journal.connection)
            journal.add_all(ProgramRow, [_program_values(one) for one in programs if one.id not in known])
            if applied is not None:
                journal.alter_all(ProgramRow, {one.id: {"signal": one.signal} for one in programs if one.id in known})
                journal.add_all(EventRow, [_event(Entry(one.id, "applied", applied)) for one in programs])

    def record(self, entries: Sequence[Entry]) -> None:
        """Record what happened, all of it or nothing.

        Raises
        ------
        BadInput
            An unknown program, or something that can't have happened so; all faults at once.
        """
        words = "; ".join(f"{entry.program}: {entry.kind} {entry.on.isoformat()}" for entry in entries[:3])
        more = f"; {len(entries) - 3} more" if len(entries) > 3 else ""
        with self._writing(words + more) as journal:
            self._check_known((entry.program for entry in entries), journal.connection)
            journal.add_all(EventRow, [_event(entry) for entry in entries])

    def impress(self, program: str, score: float | None, words: str = "") -> None:
        """Keep an impression of a program; the last one holds."""
        if score is not None and not LOWEST_SCORE <= score <= HIGHEST_SCORE:
            allowed = f"a number from {LOWEST_SCORE} to {HIGHEST_SCORE}"
            raise BadInput(Fault("is no score", program, score, allowed, f"Give {allowed}"))
        with self._writing(f"{program}: impression") as journal:
            self._check_known([program], journal.connection)
            journal.add(ImpressionRow, self._thought(program, score, words))

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
        if signal is not None and signal not in MODES:
            allowed = ", ".join(MODES)
            raise BadInput(Fault("no such signal", f"{program}: signal", signal, allowed, "Choose one of them"))
        texts = {name: clean_cell(text) for name, text in (("tie", tie), ("region", region)) if text is not None}
        values: dict[str, str | bool] = {**texts}
        if signal is not None:
            values["signal"] = signal
        if acceptable is not None:
            values["acceptable"] = acceptable
        with self._writing(f"{program}: {', '.join(f'{key} {value}' for key, value in values.items())}") as journal:
            self._check_known([program], journal.connection)
            journal.alter(ProgramRow, program, values)

    def rank(self, order: Sequence[str]) -> None:
        """Put programs in the applicant's own order, best first; all others lose their rank.

        Raises
        ------
        BadInput
            An unknown program, or one that stands twice.
        """
        twice = sorted({program for program in order if order.count(program) > 1})
        if twice:
            raise BadInput(Fault("stands twice", "rank", name, "each program once", "Remove one") for name in twice)
        place = {program: number for number, program in enumerate(order, start=1)}
        with self._writing(f"ranked {len(order)} programs") as journal:
            self._check_known(order, journal.connection)
            moved = [one.id for one in self._tracked(None, journal.connection) if one.rank != place.get(one.id)]
            journal.alter_all(ProgramRow, {program: {"rank": place.get(program)} for program in moved})

    def take(self, programs: Sequence[Tracked], words: str) -> int:
        """Bring the store to what some programs say, in one change; what they don't say stays as it is.

        Parameters
        ----------
        programs : sequence of Tracked
            Each as it is to be; an event, an impression or a rank that is None says nothing.
        words : str
            What the change is called.

        Returns
        -------
        int
            How many programs were new or altered.
        """
        with self._writing(words) as journal:
            before = {program.id: program for program in self._tracked(None, journal.connection)}
            altered = [program for program in programs if before.get(program.id) != program]
            numbers = self._event_numbers(journal.connection)
            journal.add_all(ProgramRow, [_program_values(one) for one in altered if one.id not in before])
            journal.alter_all(ProgramRow, {one.id: _program_values(one) for one in altered if one.id in before})
            entries = [(entry, numbers.get((entry.program, entry.kind))) for one in altered for entry in _entries(one)]
            journal.alter_all(EventRow, {number: _event(entry) for entry, number in entries if number is not None})
            journal.add_all(EventRow, [_event(entry) for entry, number in entries if number is None])
            thought = [one for one in altered if _thinks_anew(one, before)]
            journal.add_all(ImpressionRow, [self._thought(one.id, one.score, one.impression) for one in thought])
        return len(altered)

    # ---- notes, ties, contacts -------------------------------------------------------------------------------

    def note(self, words: str, program: str | None = None) -> None:
        """Keep a note, on a program or on nothing in particular."""
        with self._writing(f"{program or 'season'}: note") as journal:
            self._check_known([] if program is None else [program], journal.connection)
            journal.add(NoteRow, {"program": program, "written_on": _iso(self.today()), "words": clean_cell(words)})

    def notes(self, program: str | None = None) -> tuple[Note, ...]:
        """Notes on a program, or all of them; the oldest first."""
        table = _table(NoteRow)
        wanted = select(table).order_by(table.c.id)
        with reading(self.engine) as connection:
            rows = connection.execute(wanted if program is None else wanted.where(table.c.program == program)).all()
            return tuple(Note(id=row.id, program=row.program, on=row.written_on, words=row.words) for row in rows)

    def keep_tie(self, tie: KeptTie) -> None:
        """Keep a tie that came about after the plan was made."""
        with self._writing(f"tie: {tie.kind} ({tie.place})") as journal:
            journal.add(TieRow, tie.model_dump(exclude={"id"}))

    def drop_tie(self, number: int) -> None:
        """Remove a tie."""
        with self._writing(f"tie {number} removed") as journal:
            journal.remove(TieRow, number)

    def ties(self) -> tuple[KeptTie, ...]:
        """Ties that came about after the plan was made."""
        table = _table(TieRow)
        with reading(self.engine) as connection:
            rows = connection.execute(select(table).order_by(table.c.id)).all()
            return tuple(KeptTie.model_validate(dict(row._mapping)) for row in rows)  # noqa: SLF001 - SQLAlchemy's way

    def keep_contact(self, contact: Contact) -> None:
        """Keep a contact: a new one, or the one with its number in place of what is kept.

        Raises
        ------
        BadInput
            It bears on a program that the store doesn't follow, or the number is unknown.
        """
        values = contact.model_dump(mode="json", exclude={"id", "where"})
        values |= {"place": contact.where, "programs": json.dumps(contact.programs)}
        with self._writing(f"contact: {contact.name}") as journal:
            self._check_known(contact.programs, journal.connection)
            if contact.id is None:
                journal.add(ContactRow, values)
            else:
                journal.alter(ContactRow, contact.id, values)

    def drop_contact(self, number: int) -> None:
        """Remove a contact."""
        with self._writing(f"contact {number} removed") as journal:
            journal.remove(ContactRow, number)

    def contacts(self, program: str | None = None) -> tuple[Contact, ...]:
        """Contacts that bear on a program, or all of them."""
        table = _table(ContactRow)
        with reading(self.engine) as connection:
            found = [_contact(row) for row in connection.execute(select(table).order_by(table.c.id))]
        return tuple(contact for contact in found if program is None or program in contact.programs)

    def reminders(self, until: date) -> tuple[Contact, ...]:
        """Contacts whose reminder is due by a day, the earliest first."""
        due = [contact for contact in self.contacts() if contact.remind_on is not None and contact.remind_on <= until]
        return tuple(sorted(due, key=lambda contact: (contact.remind_on or until, contact.id or 0)))

    # ---- the journal -----------------------------------------------------------------------------------------

    def history(self, count: int | None = None, program: str | None = None) -> tuple[Change, ...]:
        """Changes, the last one first, of a program or of the whole store."""
        return self._history(count, program)

    def _history(
        self, count: int | None = None, program: str | None = None, within: Connection | None = None
    ) -> tuple[Change, ...]:
        made, later, rows = _table(ChangeRow), _table(ChangeRow).alias("later"), _table(ChangedRow)
        wanted = (
            select(made.c.id, made.c.made_at, made.c.words, made.c.undoes, later.c.id.label("undone_by"))
            .outerjoin(later, later.c.undoes == made.c.id)
            .order_by(made.c.id.desc())
        )
        if program is not None:
            wanted = wanted.where(made.c.id.in_(select(rows.c.change).where(rows.c.program == program)))
        with self._reading(within) as connection:
            return tuple(
                Change(id=row.id, at=row.made_at, words=row.words, undoes=row.undoes, undone_by=row.undone_by)
                for row in connection.execute(wanted.limit(count))
            )

    def last_change(self) -> int:
        """Number of the last change; 0 where there was none."""
        return max((change.id for change in self.history(1)), default=0)

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
        with writing(self.engine) as connection:
            taken = self._to_undo(change, connection)
            words = f"undid change {taken.id} ({taken.words})"
            with self._changing(connection, words, undoes=taken.id) as journal:
                journal.take_back(taken.id)
        return taken

    def _to_undo(self, change: int | None, connection: Connection) -> Change:
        history = self._history(within=connection)
        standing = [one for one in history if one.undone_by is None and one.undoes is None]
        chosen = [one for one in history if one.id == change] if change is not None else standing[:1]
        if not chosen:
            what = "there is nothing to undo" if change is None else "there is no such change"
            raise BadInput(Fault(what, "undo", change, "a number that matchlist track history shows", "Look it up"))
        (taken,) = chosen
        if taken.undone_by is not None:
            what, remedy = (
                f"was undone already, by change {taken.undone_by}",
                f"Undo change {taken.undone_by} to have it back",
            )
            raise BadInput(Fault(what, f"change {taken.id}", None, "a change that stands", remedy))
        return taken

    def back_up(self, target: Path) -> None:
        """Copy the store to a file that doesn't exist yet."""
        back_up(self.engine, target)

    # ---- within ----------------------------------------------------------------------------------------------

    @contextmanager
    def _reading(self, within: Connection | None) -> Iterator[Connection]:
        """A connection to read with: that of a transaction under way, or one of its own."""
        if within is None:
            with reading(self.engine) as connection:
                yield connection
        else:
            with understood():
                yield within

    @contextmanager
    def _writing(self, words: str) -> Iterator[Journal]:
        """One change in a transaction of its own: what it rests on is read within it, so nobody can come between."""
        with writing(self.engine) as connection, self._changing(connection, words) as journal:
            yield journal

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
        table = _table(EventRow)
        wanted = select(table.c.program, table.c.kind, table.c.happened_on)
        few = sorted(journal.programs)
        if len(few) <= _MANY:
            wanted = wanted.where(table.c.program.in_(few))
        stories: dict[str, list[tuple[str, date]]] = {program: [] for program in few}
        for program, kind, on in connection.execute(wanted).all():
            if program in stories:
                stories[program].append((kind, date.fromisoformat(on)))
        today = self.today()
        faults = [fault for one, story in stories.items() for fault in story_faults(one, story, today, self.days)]
        if faults:
            raise BadInput(faults)

    def _tracked(self, program: str | None, within: Connection | None = None) -> tuple[Tracked, ...]:
        programs, events, impressions = _table(ProgramRow), _table(EventRow), _table(ImpressionRow)
        when = [func.max(case((events.c.kind == kind, events.c.happened_on))).label(kind) for kind in EVENT_KINDS]
        slots, dollars = func.max(events.c.slots).label("slots"), func.max(events.c.dollars).label("dollars")
        happened = select(events.c.program, *when, slots, dollars).group_by(events.c.program)
        latest = select(func.max(impressions.c.id)).group_by(impressions.c.program)
        thought = select(impressions).where(impressions.c.id.in_(latest))
        followed = select(programs).order_by(programs.c.id)
        if program is not None:
            happened = happened.where(events.c.program == program)
            thought = thought.where(impressions.c.program == program)
            followed = followed.where(programs.c.id == program)
        with self._reading(within) as connection:
            dates: dict[str, Any] = {row[0]: row[1:] for row in connection.execute(happened)}
            scores = {row.program: (row.score, row.words) for row in connection.execute(thought)}
            rows = connection.execute(followed).all()
            return tuple(
                _tracked_of(row, dates.get(row.id, _NOTHING_YET), scores.get(row.id, (None, ""))) for row in rows
            )

    def _thought(self, program: str, score: float | None, words: str) -> dict[str, Any]:
        return {"program": program, "given_on": _iso(self.today()), "score": score, "words": clean_cell(words)}

    def _event_numbers(self, within: Connection) -> dict[tuple[str, str], int]:
        table = _table(EventRow)
        with self._reading(within) as connection:
            rows = connection.execute(select(table.c.program, table.c.kind, table.c.id)).all()
        return {(program, kind): number for program, kind, number in rows}

    def _check_known(self, programs: Iterable[str], within: Connection) -> None:
        wanted = list(dict.fromkeys(programs))
        known = self._known(wanted, within)
        faults = [self._unknown(program, within) for program in wanted if program not in known]
        if faults:
            raise BadInput(faults)

    def _known(self, programs: Sequence[str], within: Connection | None = None) -> set[str]:
        """Ids that the store follows, those asked for among them."""
        table = _table(ProgramRow)
        chosen = select(table.c.id)
        if len(programs) <= _MANY:
            chosen = chosen.where(table.c.id.in_(programs))
        with self._reading(within) as connection:
            return set(connection.execute(chosen).scalars())

    def _unknown(self, program: str, within: Connection | None = None) -> Fault:
        names = {one.id: f"{one.id} ({one.name})" for one in self._tracked(None, within)}
        near = [names[found] for found in nearest(program, names, 3)]
        allowed = "; ".join(near) or "a program that you applied to, by its id"
        what = "the store doesn't follow this program: it was never applied to"
        return Fault(what, "program", program, allowed, "Correct the id, or enter the application first")


_NOTHING_YET = (*(None for _ in EVENT_KINDS), "", None)
_MANY = 500
"""Above so many ids it is quicker to read a whole table than to look each one up."""


def _table(row: type[Any]) -> Table:
    table: Table = row.__table__
    return table


def _iso(day: date) -> str:
    return day.isoformat()


def _few(programs: Sequence[Tracked]) -> str:
    names = ", ".join(program.id for program in programs[:3])
    return names + (f" and {len(programs) - 3} more" if len(programs) > 3 else "")


def _event(entry: Entry) -> dict[str, Any]:
    return {
        "program": entry.program,
        "kind": entry.kind,
        "happened_on": _iso(entry.on),
        "slots": " ".join(_iso(slot) for slot in sorted(entry.slots)),
        "dollars": entry.dollars,
    }


def _entries(program: Tracked) -> list[Entry]:
    """What happened at a program, as entries."""
    found = []
    for kind in EVENT_KINDS:
        on: date | None = getattr(program, kind)
        if on is not None:
            invited = kind == "invited"
            slots, dollars = (program.slots, program.dollars) if invited else ((), None)
            found.append(Entry(program.id, kind, on, slots, dollars))
    return found


def _thinks_anew(program: Tracked, before: Mapping[str, Tracked]) -> bool:
    known = before.get(program.id)
    earlier = (None, "") if known is None else (known.score, known.impression)
    return (program.score, program.impression) != earlier


def _program_values(program: Tracked) -> dict[str, Any]:
    fields = (
        "id",
        "name",
        "institution",
        "specialty",
        "city",
        "state",
        "setting",
        "region",
        "signal",
        "tie",
        "rank",
    )
    values = {name: getattr(program, name) for name in fields}
    return values | {"tie": clean_cell(program.tie), "acceptable": program.acceptable}


def _tracked_of(row: Row[Any], happened: tuple[Any, ...], thought: tuple[float | None, str]) -> Tracked:
    *days, offered, dollars = happened
    score, words = thought
    texts = (row.id, row.name, row.institution, row.specialty, row.city, row.state, row.tie, words, offered)
    if row.signal not in MODES or not all(isinstance(text, str) for text in texts):
        raise ValueError(f"no program has such values: {row.id!r}")
    return Tracked(
        id=row.id,
        name=row.name,
        institution=row.institution,
        specialty=row.specialty,
        city=row.city,
        state=row.state,
        setting=row.setting,
        region=row.region,
        signal=row.signal,
        tie=row.tie,
        **{kind: _day(on) for kind, on in zip(EVENT_KINDS, days, strict=True)},
        slots=tuple(map(date.fromisoformat, offered.split())),
        dollars=dollars,
        score=score,
        impression=words,
        rank=row.rank,
        acceptable=row.acceptable,
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _contact(row: Row[Any]) -> Contact:
    return Contact(
        id=row.id,
        name=row.name,
        where=row.place,
        kind=row.kind,
        last_contact=_day(row.last_contact),
        next_step=row.next_step,
        remind_on=_day(row.remind_on),
        programs=tuple(json.loads(row.programs)),
        note=row.note,
    )
