"""The desk: plans that are being edited, kept on this computer after every change, each under a key.

One SQLite file. A change is on the disk whole before it counts as kept (write-ahead log, ``synchronous = FULL``), so
that whoever pulls the plug loses nothing that was said to be kept. A sheet is written only over the revision that its
writer has seen: two windows can't silently overwrite each other.
"""

import atexit
import os
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from optimizer.errors import BadInput, Fault

FORM = 1
"""The form of the file that this version of matchlist writes."""
_APPLICATION_ID = 0x6D6C6472
"""What SQLite's header says a file is: "mldr"."""
_BUSY_SECONDS = 5.0
_TABLES = """
CREATE TABLE IF NOT EXISTS sheet (
  key TEXT PRIMARY KEY, content TEXT NOT NULL, revision INTEGER NOT NULL, written_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS mark (name TEXT PRIMARY KEY, content TEXT NOT NULL);
"""


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


class Desk:
    """The desk in a file, which is made by the first thing that is kept.

    Parameters
    ----------
    path : pathlib.Path
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def sheets(self) -> tuple[Sheet, ...]:
        """All sheets, by the moment when they were first kept. Raises BadInput where the file can't be read."""
        with self._reading() as store:
            rows = () if store is None else store.execute("SELECT * FROM sheet ORDER BY rowid").fetchall()
        return tuple(Sheet(*row) for row in rows)

    def sheet(self, key: str) -> Sheet | None:
        """One sheet as it stands; None where there is none. Raises BadInput where the file can't be read."""
        with self._reading() as store:
            return None if store is None else _sheet(store, key)

    def revision(self, key: str) -> int:
        """How often a sheet was written; 0 where there is none. Raises BadInput where the file can't be read."""
        with self._reading() as store:
            row = (
                None if store is None else store.execute("SELECT revision FROM sheet WHERE key = ?", (key,)).fetchone()
            )
        return 0 if row is None else int(row[0])

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
        BadInput
            The file can't be read or written.
        """
        written = Sheet(sheet.key, sheet.content, sheet.revision + 1, sheet.written_at)
        with self._writing() as store:
            present = _sheet(store, sheet.key)
            if (present.revision if present else 0) != sheet.revision:
                raise WrittenMeanwhile(present)
            values = (written.key, written.content, written.revision, written.written_at)
            store.execute(
                "INSERT INTO sheet VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET content = excluded.content, "
                "revision = excluded.revision, written_at = excluded.written_at",
                values,
            )
            store.executemany("INSERT OR REPLACE INTO mark VALUES (?, ?)", (notes or {}).items())
        return written

    def rename(self, key: str, other: str) -> None:
        """Put a sheet under another key. Raises BadInput where the file can't be read or written."""
        with self._writing() as store:
            store.execute("UPDATE OR REPLACE sheet SET key = ? WHERE key = ?", (other, key))

    def take_off(self, key: str) -> None:
        """Forget a sheet. Raises BadInput where the file can't be read or written."""
        with self._writing() as store:
            store.execute("DELETE FROM sheet WHERE key = ?", (key,))

    def mark(self, name: str) -> str:
        """What was noted under a name; empty where nothing was. Raises BadInput where the file can't be read."""
        with self._reading() as store:
            row = (
                None if store is None else store.execute("SELECT content FROM mark WHERE name = ?", (name,)).fetchone()
            )
        return "" if row is None else str(row[0])

    def note(self, name: str, content: str) -> None:
        """Note something under a name. Raises BadInput where the file can't be read or written."""
        with self._writing() as store:
            store.execute("INSERT OR REPLACE INTO mark VALUES (?, ?)", (name, content))

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection | None]:
        """The file as of one moment; None where there is none."""
        if not self.path.exists():
            yield None
            return
        with self._transaction("BEGIN") as store:
            yield store

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that is on the disk whole when this ends, or not at all; makes the file."""
        with self._told():
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.path.touch(mode=0o600, exist_ok=True)
        with self._transaction("BEGIN IMMEDIATE") as store:
            yield store

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        with self._told(), closing(sqlite3.connect(self.path, timeout=_BUSY_SECONDS, isolation_level=None)) as store:
            self._prepare(store)
            store.execute(begin)
            try:
                yield store
            except BaseException:
                store.execute("ROLLBACK")
                raise
            store.execute("COMMIT")
            _hold_open(self.path)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say in words what keeps the file from being read or written."""
        try:
            yield
        except sqlite3.OperationalError as error:
            raise self._refused(f"plans can't be kept here ({error})", "a folder that you may write") from None
        except sqlite3.DatabaseError as error:
            raise self._refused(f"the file of kept plans is damaged ({error})", "as matchlist wrote it") from None
        except OSError as error:
            what = f"plans can't be kept here ({error.strerror})"
            raise self._refused(what, "a folder that you may write, on a disk with room") from None

    def _prepare(self, store: sqlite3.Connection) -> None:
        store.execute("PRAGMA synchronous = FULL")
        form = store.execute("PRAGMA user_version").fetchone()[0]
        if form == FORM:
            return
        tables = store.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if form > FORM:
            raise self._refused("the file of kept plans is of a newer matchlist", "one of this version or earlier")
        if tables:
            raise self._refused("this file is none that matchlist keeps plans in", "a file that matchlist made")
        store.execute("PRAGMA journal_mode = WAL")
        store.executescript(
            f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {FORM}; "
            f"PRAGMA application_id = {_APPLICATION_ID}; COMMIT;"
        )

    def _refused(self, what: str, allowed: str) -> BadInput:
        remedy = "It is left as it is. Save your plan as a file, then mend it or put it elsewhere"
        return BadInput(Fault(what, str(self.path), None, allowed, remedy))


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
    # What was to be kept is kept by now; whatever goes wrong here is told by whoever uses the file next.
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
# A connection must not be carried into a copy of this process.
os.register_at_fork(before=_let_go)


def _sheet(store: sqlite3.Connection, key: str) -> Sheet | None:
    row = store.execute("SELECT * FROM sheet WHERE key = ?", (key,)).fetchone()
    return None if row is None else Sheet(*row)
