"""A season in somebody's account on a hosted copy: the file that it is on one's own computer, whole in its database.

Whoever looks takes the file into memory. Whoever changes something takes it there in a transaction of the database for
which everybody else who would change that person's waits, and puts it back before the transaction ends: what was
confirmed is in the database, and two windows can't overwrite each other.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import StaticPool

from optimizer.errors import BadInput, Fault, words_of_driver
from optimizer.migrating import bring_to_present_form, known_forms
from optimizer.season.tracker.opening import (
    APPLICATION_ID,
    MIGRATIONS,
    READING,
    clash_of,
    must_be_new,
    name_of_version,
    prepared,
    steps_with,
    understood,
    version_of,
)
from optimizer.season.tracker.stores import Underway, names_for

if TYPE_CHECKING:
    from optimizer.plan import Shelf

WHERE = "the season in your account"
_STORE = "season.sqlite"
_MISSING = Fault("there is none", WHERE, None, "a season that was started", "Start one")


@dataclass(frozen=True, slots=True)
class AccountStore:
    """The store of somebody who has logged in.

    Attributes
    ----------
    shelf : Shelf
        All files of that person: the store, copies of it, and programs that its plan names.
    may_begin : bool
        Whether the first change makes the store where there is none yet.
    further_steps : sequence of pathlib.Path
        Folders with migrations beyond the shipped ones.
    """

    shelf: "Shelf"
    may_begin: bool = False
    further_steps: Sequence[Path] = ()

    def written_at(self) -> str:
        """The moment of its last change, which tells one from another; empty where no season was started."""
        return self.shelf.written_at(_STORE)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """As `optimizer.season.tracker.stores.Store.reading`."""
        content = self.content()
        with (
            _told(),
            _in_memory(content) as (_, engine),
            engine.connect().execution_options(**{READING: True}) as connection,
            understood(),
        ):
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Underway]:
        """As `optimizer.season.tracker.stores.Store.writing`; brings a store of an earlier form to the present one."""
        with self.shelf.changing() as files:
            before = files.file(_STORE)
            if before is None and not self.may_begin:
                raise BadInput(_MISSING)
            seasons: list[int] = []

            def set_aside(season: int) -> str:
                seasons.append(season)
                return "your account"

            with _told(), _in_memory(before) as (store, engine):
                earlier, present = None if before is None else self._version(store), self._known[-1]
                if earlier != present:
                    self._bring_to_form(store, engine)
                with engine.begin() as connection:
                    yield Underway(connection, set_aside)
                after = store.serialize()
            if before is not None:
                taken = files.names()
                for season in seasons:
                    files.put(next(name for name in names_for(_STORE, season) if name not in taken), before)
                if earlier is not None and earlier != present:
                    files.put(name_of_version(_STORE, earlier), before)
            files.put(_STORE, after)

    def content(self) -> bytes:
        """The store as one SQLite file of the present form, which `matchlist track` reads too."""
        content = self.copy(_STORE)
        with _told(), _in_memory(content) as (store, _):
            is_of_present_form = self._version(store) == self._known[-1]
        if is_of_present_form:
            return content
        with self.writing():
            pass
        return self.content()

    def copies(self) -> tuple[str, ...]:
        """Names of the copies with earlier seasons."""
        file = Path(_STORE)
        return tuple(name for name in self.shelf.names() if fnmatchcase(name, f"{file.stem}-*{file.suffix}"))

    def copy(self, name: str) -> bytes:
        """One of the copies, or the store itself, as it lies there."""
        content = self.shelf.file(name)
        if content is None:
            raise BadInput(_MISSING)
        return content

    def back_up(self, target: Path) -> None:
        """As `optimizer.season.tracker.stores.Store.back_up`."""
        must_be_new(target)
        target.write_bytes(self.content())

    def remove(self) -> None:
        """Forget the season, with all copies of it and all that lies beside it."""
        with self.shelf.changing() as files:
            for name in files.names():
                files.take_down(name)

    def close(self) -> None:
        """As `optimizer.season.tracker.stores.Store.close`: nothing of it is held."""

    @property
    def _known(self) -> list[str]:
        return known_forms(steps_with(self.further_steps))

    def _version(self, store: sqlite3.Connection) -> str:
        version = version_of(store, WHERE)
        if version not in self._known:
            what = f"it was written by a newer matchlist (form {version}; this one knows up to {self._known[-1]})"
            remedy = "It is left as it is: whoever hosts this copy has to install the newest matchlist"
            raise BadInput(Fault(what, WHERE, None, "", remedy))
        return version

    def _bring_to_form(self, store: sqlite3.Connection, engine: Engine) -> None:
        with engine.begin() as connection:
            bring_to_present_form(connection, MIGRATIONS, steps_with(self.further_steps))
        store.execute(f"PRAGMA application_id = {APPLICATION_ID}")


@contextmanager
def _in_memory(content: bytes | None) -> Iterator[tuple[sqlite3.Connection, Engine]]:
    """A store's content as a database in memory; None is an empty one."""
    with closing(sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)) as store:
        if content is not None:
            store.deserialize(content)
        engine = create_engine("sqlite://", creator=lambda: store, poolclass=StaticPool)
        prepared(engine, ("foreign_keys = ON",))
        try:
            yield store, engine
        finally:
            engine.dispose()


@contextmanager
def _told() -> Iterator[None]:
    """Say in words what SQLite says in its own."""
    try:
        yield
    except (sqlite3.DatabaseError, DatabaseError) as error:
        if clash := clash_of(WHERE, error):
            raise BadInput(clash) from None
        raise _damaged(words_of_driver(error)) from None
    except UnicodeDecodeError:
        # SQLite quotes the store in what it says, whose bytes then need not be text any more.
        raise _damaged("it holds bytes that are no text") from None


def _damaged(words: str) -> BadInput:
    remedy = "It is left as it is. Tell whoever hosts this copy: a backup of the database has it as it was"
    return BadInput(Fault(f"it is damaged ({words})", WHERE, None, "as matchlist wrote it", remedy))
