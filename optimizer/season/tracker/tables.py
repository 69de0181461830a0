"""The store's tables. What happened is a row; every change of a row is a row of the journal."""

from sqlalchemy import CheckConstraint, Float, ForeignKey, MetaData, Table, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from optimizer.season.tracker.values import EVENT_KINDS


class Record(DeclarativeBase):
    """A row of the store. Names of constraints follow one rule, so that migrations can name them too."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class PlanRow(Record):
    """A plan as it was kept; the one with the highest number holds."""

    __tablename__ = "plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    season: Mapped[int]
    content: Mapped[str] = mapped_column(Text)


class ProgramRow(Record):
    """A program that is followed: facts as they were known, and the applicant's own words and order."""

    __tablename__ = "program"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    institution: Mapped[str] = mapped_column(Text)
    specialty: Mapped[str] = mapped_column(Text)
    city: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    setting: Mapped[str | None] = mapped_column(Text)
    region: Mapped[str | None] = mapped_column(Text)
    signal: Mapped[str] = mapped_column(Text)
    tie: Mapped[str] = mapped_column(Text)
    rank: Mapped[int | None]
    acceptable: Mapped[bool]

    __table_args__ = (CheckConstraint("rank >= 1", name="rank_from_one"),)


class EventRow(Record):
    """Something that happened at a program; dates as ISO text, of which the order is that of time."""

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(primary_key=True)
    program: Mapped[str] = mapped_column(ForeignKey("program.id"), index=True)
    kind: Mapped[str] = mapped_column(Text)
    on: Mapped[str] = mapped_column("happened_on", Text)
    slots: Mapped[str] = mapped_column(Text)
    dollars: Mapped[float | None] = mapped_column(Float)

    __table_args__ = (CheckConstraint(f"kind IN ({', '.join(map(repr, EVENT_KINDS))})", name="known_kind"),)


class ImpressionRow(Record):
    """What the applicant thought of a program; the one with the highest number holds."""

    __tablename__ = "impression"

    id: Mapped[int] = mapped_column(primary_key=True)
    program: Mapped[str] = mapped_column(ForeignKey("program.id"), index=True)
    on: Mapped[str] = mapped_column("given_on", Text)
    score: Mapped[float | None] = mapped_column(Float)
    words: Mapped[str] = mapped_column(Text)


class NoteRow(Record):
    """A note on a program, or on none."""

    __tablename__ = "note"

    id: Mapped[int] = mapped_column(primary_key=True)
    program: Mapped[str | None] = mapped_column(ForeignKey("program.id"), index=True)
    on: Mapped[str] = mapped_column("written_on", Text)
    words: Mapped[str] = mapped_column(Text)


class TieRow(Record):
    """A tie that came about after the plan was made."""

    __tablename__ = "tie"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    scope: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)


class ContactRow(Record):
    """A person or an office; the ids of programs as a JSON list."""

    __tablename__ = "contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    where: Mapped[str] = mapped_column("place", Text)
    kind: Mapped[str] = mapped_column(Text)
    last_contact: Mapped[str | None] = mapped_column(Text)
    next_step: Mapped[str] = mapped_column(Text)
    remind_on: Mapped[str | None] = mapped_column(Text)
    programs: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)


class ChangeRow(Record):
    """One change: what somebody did, in words. Triggers refuse to alter or remove a row."""

    __tablename__ = "change"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str] = mapped_column("made_at", Text)
    words: Mapped[str] = mapped_column(Text)
    undoes: Mapped[int | None] = mapped_column(ForeignKey("change.id"), unique=True)


class ChangedRow(Record):
    """What a change did to one row, and the program it bears on; content as JSON, null where there was none."""

    __tablename__ = "changed_row"

    id: Mapped[int] = mapped_column(primary_key=True)
    change: Mapped[int] = mapped_column(ForeignKey("change.id"), index=True)
    table: Mapped[str] = mapped_column("table_name", Text)
    key: Mapped[str] = mapped_column("row_key", Text)
    program: Mapped[str | None] = mapped_column(Text, index=True)
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)


MANY = 500
"""Above so many rows it is quicker to read a whole table than to look each one up."""
TRACKED_TABLES = (PlanRow, ProgramRow, EventRow, ImpressionRow, NoteRow, TieRow, ContactRow)
"""Tables whose every change is in the journal."""


def table_of(row: type[Record]) -> Table:
    """The table of a kind of row."""
    return Record.metadata.tables[row.__tablename__]
