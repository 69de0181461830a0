"""The desk in a file: one SQLite file, which is made by the first thing that is kept.

A change is on the disk whole before it counts as kept (write-ahead log, ``synchronous = FULL``).
"""

import atexit
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateTable

from optimizer.errors import BadInput, Fault, words_of_driver
from optimizer.plan.kept.desk_tables import MARKS, SHEETS

FORM = 2
"""The form of the file that this version of matchlist writes."""
_APPLICATION_ID = 0x6D6C6472
"""What SQLite's header says a file is: "mldr"."""
_BUSY_SECONDS = 5.0
_WRITES = "writes"
_TABLES = tuple(str(CreateTable(table).compile(dialect=sqlite.dialect())) for table in (MARKS, SHEETS))
_FROM_FORM_1 = (
    "ALTER TABLE sheet RENAME TO sheet_1",
    "ALTER TABLE mark RENAME TO mark_1",
    *_TABLES,
    """INSERT INTO sheet (id, owner, key, content, revision, written_at)
    SELECT rowid, '', key, content, revision, written_at FROM sheet_1""",
    "INSERT INTO mark (owner, name, content) SELECT '', name, content FROM mark_1",
    "DROP TABLE sheet_1",
    "DROP TABLE mark_1",
)


@dataclass(frozen=True, slots=True)
class DeskFile:
    """A file as the place of one person's desk.

    Parameters
    ----------
    path : pathlib.Path
    """

    path: Path

    @contextmanager
    def reading(self) -> Iterator[Connection | None]:
        """As `optimizer.plan.kept.desk.DeskPlace.reading`."""
        if not self.path.exists():
            yield None
            return
        with self._told(), _engine(self.path).begin() as store:
            yield store

    @contextmanager
    def writing(self, owner: str) -> Iterator[Connection]:  # noqa: ARG002 - there is one, and one writer at a time
        """As `optimizer.plan.kept.desk.DeskPlace.writing`; makes the file."""
        with self._told():
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.path.touch(mode=0o600, exist_ok=True)
            with _engine(self.path).connect().execution_options(**{_WRITES: True}) as store:
                _hold_open(self.path)
                with store.begin():
                    yield store

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say in words what keeps the file from being read or written."""
        try:
            yield
        except (OperationalError, sqlite3.OperationalError) as error:
            raise _refused(
                self.path, f"plans can't be kept here ({words_of_driver(error)})", "a folder that you may write"
            ) from None
        except (DatabaseError, sqlite3.DatabaseError) as error:
            what = f"the file of kept plans is damaged ({words_of_driver(error)})"
            raise _refused(self.path, what, "as matchlist wrote it") from None
        except OSError as error:
            what = f"plans can't be kept here ({error.strerror})"
            raise _refused(self.path, what, "a folder that you may write, on a disk with room") from None


@lru_cache(maxsize=8)
def _engine(path: Path) -> Engine:
    """Opens the file anew for every transaction: between two, somebody may have put another in its place."""
    engine = create_engine("sqlite://", creator=lambda: _opened(path), poolclass=NullPool, hide_parameters=True)

    @event.listens_for(engine, "begin")
    def _begin(store: Connection) -> None:
        # A writer takes its place at once: two that read first would both find the other in the way.
        writes = store.get_execution_options().get(_WRITES, False)
        store.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _opened(path: Path) -> sqlite3.Connection:
    """A connection to the file, which has the present form."""
    store = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        store.execute("PRAGMA synchronous = FULL")
        if _form(store) != FORM:
            _bring_to_form(store, path)
    except BaseException:
        store.close()
        raise
    return store


def _form(store: sqlite3.Connection) -> int:
    return int(store.execute("PRAGMA user_version").fetchone()[0])


def _bring_to_form(store: sqlite3.Connection, path: Path) -> None:
    """Make the tables, or bring those of an earlier version to the present form, whole or not at all."""
    form = _form(store)
    if form > FORM:
        raise _refused(path, "the file of kept plans is of a newer matchlist", "one of this version or earlier")
    if not form and store.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise _refused(path, "this file is none that matchlist keeps plans in", "a file that matchlist made")
    store.execute("PRAGMA journal_mode = WAL")
    store.execute("BEGIN IMMEDIATE")
    try:
        # Another window may have done it while this one waited.
        form = _form(store)
        for step in {0: _TABLES, 1: _FROM_FORM_1}.get(form, ()):
            store.execute(step)
        store.execute(f"PRAGMA user_version = {FORM}")
        store.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
    except BaseException:
        store.execute("ROLLBACK")
        raise
    store.execute("COMMIT")


@dataclass(frozen=True, slots=True)
class _Held:
    """A connection that nobody uses, and the file that it is to."""

    store: sqlite3.Connection
    file: tuple[int, int]


_HELD: dict[Path, _Held] = {}
"""Whoever closes a file last carries its log over into it, which takes several times as long as to keep a plan in the
log: as long as one connection stays open, nobody is the last."""
_MOST_HELD = 4
_HOLDING = threading.Lock()


def _hold_open(path: Path) -> None:
    # Nothing depends on it; whatever goes wrong here is told by whoever uses the file next.
    with suppress(OSError, sqlite3.Error), _HOLDING:
        on = path.stat()
        file = on.st_dev, on.st_ino
        held = _HELD.pop(path, None)
        if held is not None and held.file != file:
            # The file was taken away, and another one is in its place.
            held.store.close()
            held = None
        if held is None:
            store = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
            store.execute("SELECT count(*) FROM sheet").fetchone()
            held = _Held(store, file)
        _HELD[path] = held
        while len(_HELD) > _MOST_HELD:
            _HELD.pop(next(iter(_HELD))).store.close()


def _let_go() -> None:
    """Close what is held open, so that what was kept is one file again."""
    with _HOLDING:
        while _HELD:
            _HELD.popitem()[1].store.close()


atexit.register(_let_go)
# A connection must not be carried into a copy of this process; Windows makes none.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_let_go)


def _refused(path: Path, what: str, allowed: str) -> BadInput:
    remedy = "It is left as it is. Save your plan as a file, then mend it or put it elsewhere"
    return BadInput(Fault(what, str(path), None, allowed, remedy))
