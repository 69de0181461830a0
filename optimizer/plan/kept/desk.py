"""The desk: plans that are being edited, kept after every change, each under a key.

A change is kept whole before it counts as kept, so that whoever pulls the plug loses nothing that was said to be kept.
A sheet is written only over the revision that its writer has seen: two windows can't silently overwrite each other.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from optimizer.plan.kept.desk_tables import MARKS, SHEETS


@dataclass(frozen=True, slots=True)
class Sheet:
    """One plan on the desk.

    Parameters
    ----------
    key : str
    content : str
        What its writer keeps of it.
    revision : int
        How often it was written; 0 where it never was.
    written_at : str
        The moment of its last writing, as its writer said it.
    """

    key: str
    content: str
    revision: int = 0
    written_at: str = ""


class WrittenMeanwhile(Exception):
    """Somebody else has written the sheet since it was read.

    Attributes
    ----------
    sheet : Sheet or None
        As it stands now; None where it was taken off the desk.
    """

    def __init__(self, sheet: Sheet | None) -> None:
        super().__init__("written meanwhile")
        self.sheet = sheet


class DeskPlace(Protocol):
    """Where desks are: a file on this computer, or a database for many."""

    def reading(self) -> AbstractContextManager[Connection | None]:
        """The place as of one moment; None where there is none yet. Raises BadInput where it can't be read."""
        ...

    def writing(self, owner: str) -> AbstractContextManager[Connection]:
        """A transaction that is kept whole when this ends, or not at all; one at a time for each owner.

        Raises BadInput where nothing can be written there.
        """
        ...


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk of one person. Everything it does raises BadInput where its place can't be used.

    Parameters
    ----------
    place : DeskPlace
    owner : str
        Tells people apart who share the place; empty where it is one person's.
    """

    place: DeskPlace
    owner: str = ""

    def sheets(self) -> tuple[Sheet, ...]:
        """All sheets, by the moment when they were first kept."""
        with self.place.reading() as store:
            if store is None:
                return ()
            mine = select(*_OF_A_SHEET).where(SHEETS.c.owner == self.owner).order_by(SHEETS.c.id)
            return tuple(Sheet(*row) for row in store.execute(mine))

    def sheet(self, key: str) -> Sheet | None:
        """One sheet as it stands; None where there is none."""
        with self.place.reading() as store:
            return None if store is None else self._there(store, key)

    def revision(self, key: str) -> int:
        """How often a sheet was written; 0 where there is none."""
        with self.place.reading() as store:
            if store is None:
                return 0
            return int(store.execute(select(SHEETS.c.revision).where(self._is(key))).scalar() or 0)

    def write(self, sheet: Sheet, notes: Mapping[str, str] | None = None) -> Sheet:
        """Keep a sheet in place of the revision that it names, and with it some notes.

        Returns
        -------
        Sheet
            With its new revision.

        Raises
        ------
        WrittenMeanwhile
            Another revision is there; nothing was written.
        """
        written = Sheet(sheet.key, sheet.content, sheet.revision + 1, sheet.written_at)
        with self.place.writing(self.owner) as store:
            present = self._there(store, sheet.key)
            if (present.revision if present else 0) != sheet.revision:
                raise WrittenMeanwhile(present)
            values = {"content": written.content, "revision": written.revision, "written_at": written.written_at}
            if present:
                store.execute(update(SHEETS).where(self._is(sheet.key)).values(values))
            else:
                store.execute(insert(SHEETS).values(owner=self.owner, key=sheet.key, **values))
            for name, content in (notes or {}).items():
                self._note(store, name, content)
        return written

    def rename(self, key: str, other: str) -> None:
        """Put a sheet under another key, in the place of one that is there."""
        with self.place.writing(self.owner) as store:
            if key != other and self._there(store, key):
                store.execute(delete(SHEETS).where(self._is(other)))
                store.execute(update(SHEETS).where(self._is(key)).values(key=other))

    def take_off(self, key: str) -> None:
        """Forget a sheet."""
        with self.place.writing(self.owner) as store:
            store.execute(delete(SHEETS).where(self._is(key)))

    def mark(self, name: str) -> str:
        """What was noted under a name; empty where nothing was."""
        with self.place.reading() as store:
            if store is None:
                return ""
            noted = select(MARKS.c.content).where(MARKS.c.owner == self.owner, MARKS.c.name == name)
            return str(store.execute(noted).scalar() or "")

    def note(self, name: str, content: str) -> None:
        """Note something under a name."""
        with self.place.writing(self.owner) as store:
            self._note(store, name, content)

    def _note(self, store: Connection, name: str, content: str) -> None:
        store.execute(delete(MARKS).where(MARKS.c.owner == self.owner, MARKS.c.name == name))
        store.execute(insert(MARKS).values(owner=self.owner, name=name, content=content))

    def _is(self, key: str) -> ColumnElement[bool]:
        return (SHEETS.c.owner == self.owner) & (SHEETS.c.key == key)

    def _there(self, store: Connection, key: str) -> Sheet | None:
        row = store.execute(select(*_OF_A_SHEET).where(self._is(key))).first()
        return None if row is None else Sheet(*row)


_OF_A_SHEET = (SHEETS.c.key, SHEETS.c.content, SHEETS.c.revision, SHEETS.c.written_at)
