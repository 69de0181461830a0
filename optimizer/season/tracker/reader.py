"""The reader: what the store holds as of one moment, that of the connection it reads with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, case, func, select

from optimizer.errors import BadInput, Fault
from optimizer.nearest import nearest
from optimizer.season.tracker.opening import understood
from optimizer.season.tracker.rows import NOTHING_YET, contact_of_row, tracked_of_row
from optimizer.season.tracker.tables import (
    MANY,
    ChangedRow,
    ChangeRow,
    ContactRow,
    EventRow,
    ImpressionRow,
    NoteRow,
    PlanRow,
    ProgramRow,
    TieRow,
    table_of,
)
from optimizer.season.tracker.values import EVENT_KINDS, Change, Contact, KeptPlan, KeptTie, Note, Tracked

Stories = dict[str, list[tuple[str, date]]]
"""What happened at each program, in any order."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the store within one transaction: one that only looks, or that of a change under way.

    Attributes
    ----------
    connection : sqlalchemy.Connection
    """

    connection: Connection

    @understood()
    def plan(self) -> KeptPlan | None:
        """The plan of the season; None where none was kept."""
        table = table_of(PlanRow)
        row = self.connection.execute(select(table).order_by(table.c.id.desc()).limit(1)).mappings().first()
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
        if text in self.known([text]):
            return text
        part = text.casefold()
        found = [one for one in self.programs() if part in f"{one.id}\n{one.name}\n{one.institution}".casefold()]
        if len(found) > 1:
            allowed = "; ".join(f"{one.id} ({one.name})" for one in found[:8])
            raise BadInput(Fault("several programs may be meant", "program", text, allowed, "Name one of them"))
        if not found:
            raise BadInput(self._unknown(text))
        return found[0].id

    @understood()
    def known(self, programs: Sequence[str]) -> set[str]:
        """Ids that the store follows, those asked for among them."""
        table = table_of(ProgramRow)
        chosen = select(table.c.id)
        if len(programs) <= MANY:
            chosen = chosen.where(table.c.id.in_(programs))
        return set(self.connection.execute(chosen).scalars())

    def check_known(self, programs: Iterable[str]) -> None:
        """Refuse programs that the store doesn't follow, all of them at once."""
        wanted = list(dict.fromkeys(programs))
        known = self.known(wanted)
        faults = [self._unknown(program) for program in wanted if program not in known]
        if faults:
            raise BadInput(faults)

    @understood()
    def event_numbers(self) -> dict[tuple[str, str], int]:
        """The row of each thing that happened, by program and kind."""
        table = table_of(EventRow)
        rows = self.connection.execute(select(table.c.program, table.c.kind, table.c.id)).all()
        return {(program, kind): number for program, kind, number in rows}

    @understood()
    def stories(self, programs: Iterable[str]) -> Stories:
        """What happened at some programs; nothing stands there too."""
        table, few = table_of(EventRow), sorted(programs)
        wanted = select(table.c.program, table.c.kind, table.c.happened_on)
        if len(few) <= MANY:
            wanted = wanted.where(table.c.program.in_(few))
        found: Stories = {program: [] for program in few}
        for program, kind, on in self.connection.execute(wanted).all():
            if program in found:
                found[program].append((kind, date.fromisoformat(on)))
        return found

    @understood()
    def _tracked(self, program: str | None) -> tuple[Tracked, ...]:
        programs, events, impressions = table_of(ProgramRow), table_of(EventRow), table_of(ImpressionRow)
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
        dates: dict[str, Any] = {row[0]: row[1:] for row in self.connection.execute(happened)}
        scores = {row.program: (row.score, row.words) for row in self.connection.execute(thought)}
        rows = self.connection.execute(followed).all()
        return tuple(
            tracked_of_row(row, dates.get(row.id, NOTHING_YET), scores.get(row.id, (None, ""))) for row in rows
        )

    def _unknown(self, program: str) -> Fault:
        names = {one.id: f"{one.id} ({one.name})" for one in self.programs()}
        near = [names[found] for found in nearest(program, names, 3)]
        allowed = "; ".join(near) or "a program that you applied to, by its id"
        what = "the store doesn't follow this program: it was never applied to"
        return Fault(what, "program", program, allowed, "Correct the id, or enter the application first")

    # ---- notes, ties, contacts -------------------------------------------------------------------------------

    @understood()
    def notes(self, program: str | None = None) -> tuple[Note, ...]:
        """Notes on a program, or all of them; the oldest first."""
        table = table_of(NoteRow)
        wanted = select(table).order_by(table.c.id)
        rows = self.connection.execute(wanted if program is None else wanted.where(table.c.program == program)).all()
        return tuple(Note(id=row.id, program=row.program, on=row.written_on, words=row.words) for row in rows)

    @understood()
    def ties(self) -> tuple[KeptTie, ...]:
        """Ties that came about after the plan was made."""
        table = table_of(TieRow)
        rows = self.connection.execute(select(table).order_by(table.c.id)).mappings()
        return tuple(KeptTie.model_validate(dict(row)) for row in rows)

    @understood()
    def contacts(self, program: str | None = None) -> tuple[Contact, ...]:
        """Contacts that bear on a program, or all of them."""
        table = table_of(ContactRow)
        found = [contact_of_row(row) for row in self.connection.execute(select(table).order_by(table.c.id))]
        return tuple(contact for contact in found if program is None or program in contact.programs)

    # ---- the journal -----------------------------------------------------------------------------------------

    @understood()
    def history(self, count: int | None = None, program: str | None = None) -> tuple[Change, ...]:
        """Changes, the last one first, of a program or of the whole store."""
        made, later, rows = table_of(ChangeRow), table_of(ChangeRow).alias("later"), table_of(ChangedRow)
        wanted = (
            select(made.c.id, made.c.made_at, made.c.words, made.c.undoes, later.c.id.label("undone_by"))
            .outerjoin(later, later.c.undoes == made.c.id)
            .order_by(made.c.id.desc())
        )
        if program is not None:
            wanted = wanted.where(made.c.id.in_(select(rows.c.change).where(rows.c.program == program)))
        return tuple(
            Change(id=row.id, at=row.made_at, words=row.words, undoes=row.undoes, undone_by=row.undone_by)
            for row in self.connection.execute(wanted.limit(count))
        )

    def last_change(self) -> int:
        """Number of the last change; 0 where there was none."""
        return max((change.id for change in self.history(1)), default=0)

    def to_undo(self, change: int | None) -> Change:
        """The change that is to be taken back; None means the last one that stands.

        Raises
        ------
        BadInput
            There is none, or it was undone already.
        """
        history = self.history()
        left = [one for one in history if one.undone_by is None and one.undoes is None]
        chosen = [one for one in history if one.id == change] if change is not None else left[:1]
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
