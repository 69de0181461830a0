"""The shelf: files of somebody who logs in to a hosted copy and has no folder there, in its database.

A file is changed in one transaction, for which everybody else who would change that person's waits; so what is read in
it is what is written over.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from optimizer.clock import now
from optimizer.errors import BadInput, Fault
from optimizer.plan.kept.desk import DeskPlace
from optimizer.plan.kept.desk_tables import FILES

MOST_BYTES = 64_000_000
"""Files of one person: a long season takes 1.5 MB, and is taken into memory whole by whoever looks at it."""


@dataclass(frozen=True, slots=True)
class ShelfTransaction:
    """One person's files while nobody else can change them; kept whole when the transaction ends, or not at all.

    Attributes
    ----------
    connection : sqlalchemy.Connection
    owner : str
    """

    connection: Connection
    owner: str

    def names(self) -> tuple[str, ...]:
        """Names of the files, in order."""
        mine = select(FILES.c.name).where(FILES.c.owner == self.owner)
        return tuple(sorted(self.connection.execute(mine).scalars()))

    def file(self, name: str) -> bytes | None:
        """The content of a file; None where there is none."""
        content = self.connection.execute(select(FILES.c.content).where(self._is(name))).scalar()
        return None if content is None else bytes(content)

    def written_at(self, name: str) -> str:
        """The moment at which a file was written last; empty where there is none."""
        return str(self.connection.execute(select(FILES.c.written_at).where(self._is(name))).scalar() or "")

    def put(self, name: str, content: bytes) -> None:
        """Put a file there, in the place of one that is there by this name.

        Raises
        ------
        BadInput
            All files of this person together would be larger than `MOST_BYTES`.
        """
        others = select(func.sum(func.length(FILES.c.content))).where(FILES.c.owner == self.owner, FILES.c.name != name)
        if (self.connection.execute(others).scalar() or 0) + len(content) > MOST_BYTES:
            what, remedy = "has no room for more", "Save a copy of your season, and go on with it on your own computer"
            allowed = f"{MOST_BYTES / 1e6:.0f} MB, with seasons before this one and programs of your own"
            raise BadInput(Fault(what, "your account", None, allowed, remedy))
        values = {"content": content, "written_at": now().isoformat()}
        if not self.connection.execute(update(FILES).where(self._is(name)).values(values)).rowcount:
            self.connection.execute(insert(FILES).values(owner=self.owner, name=name, **values))

    def take_down(self, name: str) -> None:
        """Forget a file."""
        self.connection.execute(delete(FILES).where(self._is(name)))

    def _is(self, name: str) -> ColumnElement[bool]:
        return (FILES.c.owner == self.owner) & (FILES.c.name == name)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The files of one person. Everything it does raises BadInput where its place can't be used.

    Parameters
    ----------
    place : DeskPlace
        A database.
    owner : str
        Tells people apart who share the place.
    """

    place: DeskPlace
    owner: str

    @contextmanager
    def changing(self) -> Iterator[ShelfTransaction]:
        """A transaction; one at a time for each owner."""
        with self.place.writing(self.owner) as store:
            yield ShelfTransaction(store, self.owner)

    def names(self) -> tuple[str, ...]:
        """Names of the files, in order."""
        with self.place.reading() as store:
            return () if store is None else ShelfTransaction(store, self.owner).names()

    def file(self, name: str) -> bytes | None:
        """The content of a file; None where there is none."""
        with self.place.reading() as store:
            return None if store is None else ShelfTransaction(store, self.owner).file(name)

    def written_at(self, name: str) -> str:
        """The moment of a file's last writing, which tells one from another; empty where there is no file."""
        with self.place.reading() as store:
            return "" if store is None else ShelfTransaction(store, self.owner).written_at(name)
