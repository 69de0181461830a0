"""Opening the store: found, made, checked, backed up and brought to the present form; never overwritten.

A store is one SQLite file. Writes go through a write-ahead log that is on the disk before a change counts as made
(``synchronous = FULL``), one transaction a change: whoever pulls the plug loses at most the change under way.
"""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from platformdirs import user_data_path
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from optimizer.clock import now
from optimizer.errors import BadInput, Fault, words_of_driver
from optimizer.migrating import bring_to_present_form, known_forms

STORE_VARIABLE = "MATCHLIST_TRACKER"
"""Environment variable with the path of the store."""
APPLICATION_ID = 0x6D6C7374
"""What SQLite's header says a file is: "mlst"."""
MIGRATIONS = Path(__file__).resolve().parent / "migrations"
BUSY_SECONDS = 5.0

READING = "reading"
"""What a connection is given that only looks."""

_SIGNS_OF_DAMAGE = ("no such table", "no such column", "decode to UTF-8", "malformed")
"""What SQLite says of a store whose bytes were changed, though it calls it a mistake of whoever asks."""


def store_path(given: Path | None = None) -> Path:
    """Where the store is: as given, else as `STORE_VARIABLE` says, else in the user's data folder."""
    if given is not None:
        return given.expanduser()
    named = os.environ.get(STORE_VARIABLE)
    return Path(named).expanduser() if named else user_data_path("matchlist", appauthor=False) / "season.sqlite"


def opened(path: Path, *, further_steps: Sequence[Path] = ()) -> Engine:
    """The store at a path, made where there is none, checked, and brought to the present form after a backup.

    Parameters
    ----------
    path : pathlib.Path
    further_steps : sequence of pathlib.Path
        Folders with migrations beyond the shipped ones.

    Raises
    ------
    BadInput
        The file is damaged, is no store, is of a newer matchlist, or can't be read or written. It is left as it is.
    """
    with _told(path):
        if not path.exists():
            _make(path, further_steps)
        known = known_forms(steps_with(further_steps))
        try:
            with closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as store:
                version = _checked_version(store, path, known)
        except sqlite3.OperationalError as error:
            # SQLite writes beside a store even to read it, which a disk that is full or can't be written refuses.
            engine = None if _is_busy(str(error)) else _readable(path, known)
            if engine is None:
                raise
            return engine
        if version != known[-1]:
            _back_up(path, version)
            _migrate(path, further_steps)
        return _engine(path)


@contextmanager
def understood() -> Iterator[None]:
    """Call the store damaged where what is read makes no sense: matchlist wrote it, something else changed it."""
    try:
        yield
    except BadInput:
        raise
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise sqlite3.DatabaseError(f"what stands in it can't be understood: {type(error).__name__}") from error


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees the store as of one moment and doesn't keep others from writing."""
    with _told(_path_of(engine)), engine.connect().execution_options(**{READING: True}) as connection, understood():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that is on the disk whole when this ends, or not at all."""
    with _told(_path_of(engine)), engine.begin() as connection:
        yield connection


def back_up(engine: Engine, target: Path) -> None:
    """Copy the store, as of one moment, to a file that doesn't exist yet.

    Raises
    ------
    BadInput
        The file exists, or can't be written.
    """
    must_be_new(target)
    with _told(target), engine.connect() as connection, closing(sqlite3.connect(target)) as copy:
        store = connection.connection.driver_connection
        if store is not None:
            store.backup(copy)


def must_be_new(target: Path) -> None:
    """Refuse to write over a file."""
    if target.exists():
        raise BadInput(Fault("the file exists already", str(target), None, "a new file", "Choose another name"))


def _path_of(engine: Engine) -> Path:
    return Path(str(engine.url.database))


def _readable(path: Path, known: Sequence[str]) -> Engine | None:
    """The store opened for reading alone, where it can't be written; None where it can't be read either.

    Nobody can be writing to it then, so it is read as it lies there; but not if a write-ahead log lies beside it with
    changes that would be missed.
    """
    log = path.with_name(f"{path.name}-wal")
    as_it_lies = () if log.exists() and log.stat().st_size else ("&immutable=1",)
    for further in ("", *as_it_lies):
        address = f"{path.absolute().as_uri()}?mode=ro{further}"
        try:
            with closing(sqlite3.connect(address, uri=True)) as store:
                version = _checked_version(store, path, known)
        except sqlite3.OperationalError:
            continue
        if version != known[-1]:
            return None
        url = URL.create("sqlite", database=str(path))
        engine = create_engine(url, creator=partial(sqlite3.connect, address, uri=True))
        prepared(engine, ("query_only = ON",))
        return engine
    return None


def _engine(path: Path, *, journal: str = "WAL") -> Engine:
    url = URL.create("sqlite", database=str(path))
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    prepared(engine, (f"journal_mode = {journal}", "synchronous = FULL", "foreign_keys = ON"))
    return engine


def prepared(engine: Engine, pragmas: Sequence[str]) -> None:
    """Have every connection begin with some settings, and transactions where they are asked for."""

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own
        # Python's driver would begin transactions when it sees fit; here they begin below.
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A writer takes its place at once: two that read first would both find the other in the way.
        reads = connection.get_execution_options().get(READING, False)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _make(path: Path, further_steps: Sequence[Path]) -> None:
    """Make a store beside its place and put it there whole, unless somebody else did meanwhile."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    beside.unlink(missing_ok=True)
    try:
        _migrate(beside, further_steps)
        with closing(sqlite3.connect(beside)) as made:
            made.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def _checked_version(store: sqlite3.Connection, path: Path, known: Sequence[str]) -> str:
    """The version of a store whose form is whole, and that this matchlist knows."""
    version = version_of(store, str(path))
    if version not in known:
        raise BadInput(
            Fault(
                "the store was written by a newer matchlist",
                str(path),
                version,
                f"a store of version {known[-1]} or older",
                "Install the newest matchlist; the store is left as it is",
            )
        )
    return version


def version_of(store: sqlite3.Connection, where: str) -> str:
    """The version of a store whose form is whole.

    Raises
    ------
    BadInput
        It is no store.
    sqlite3.DatabaseError
        It is damaged.
    """
    (application,) = store.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID:
        raise BadInput(
            Fault("is no store of matchlist", where, None, "a file that matchlist track made", "Choose another")
        )
    (found,) = store.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise sqlite3.DatabaseError(found)
    row = store.execute("SELECT version_num FROM alembic_version").fetchone()
    if row is None or not isinstance(row[0], str) or not row[0].isdecimal():
        raise sqlite3.DatabaseError("its version can't be read")
    version: str = row[0]
    return version


def _migrate(path: Path, further_steps: Sequence[Path]) -> None:
    engine = _engine(path, journal="DELETE")
    try:
        with engine.begin() as connection:
            bring_to_present_form(connection, MIGRATIONS, steps_with(further_steps))
    finally:
        engine.dispose()


def steps_with(further: Sequence[Path]) -> tuple[Path, ...]:
    """Folders of all migrations."""
    return MIGRATIONS / "versions", *further


def _back_up(path: Path, version: str) -> None:
    _copied(path, path.with_name(name_of_version(path.name, version)))


def name_of_version(store: str, version: str) -> str:
    """A name for a copy of a store as it was in an earlier version."""
    file, stamp = Path(store), now().strftime("%Y%m%dT%H%M%S%f")
    return f"{file.stem}.version-{version}.{stamp}{file.suffix}"


def _copied(path: Path, target: Path) -> None:
    with closing(sqlite3.connect(path)) as store, closing(sqlite3.connect(target)) as copy:
        store.backup(copy)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say in words what SQLite and the system say in theirs."""
    try:
        yield
    except (sqlite3.DatabaseError, DatabaseError, OSError) as error:
        raise BadInput(_fault(path, error)) from None
    except UnicodeDecodeError:
        # SQLite quotes the store in what it says, whose bytes then need not be text any more.
        raise BadInput(_fault(path, sqlite3.DatabaseError("it holds bytes that are no text"))) from None


def _is_busy(words: str) -> bool:
    return "locked" in words or "busy" in words


def clash_of(where: str, error: Exception) -> Fault | None:
    """Say that a thing was written twice, where that is what is wrong."""
    words = words_of_driver(error)
    if not isinstance(error, sqlite3.IntegrityError | IntegrityError) or "UNIQUE" not in words:
        return None
    what = "another window has written the same just now"
    return Fault(what, where, None, "each thing once", "Look at the season again, then decide")


def _fault(path: Path, error: Exception) -> Fault:
    words = words_of_driver(error)
    if isinstance(error, OSError):
        what = f"the store can't be used ({error.strerror or words})"
        return Fault(what, str(path), None, "a file in a folder where you may write", "Choose another place")
    if _is_busy(words):
        what = f"another program has been writing to the store for {BUSY_SECONDS:.0f} seconds"
        return Fault(what, str(path), None, "one writer at a time", "Close the other one, or try again")
    if clash := clash_of(str(path), error):
        return clash
    damaged = any(sign in words for sign in _SIGNS_OF_DAMAGE)
    if isinstance(error, sqlite3.OperationalError | OperationalError) and not damaged:
        what = f"the store can't be used ({words})"
        return Fault(
            what,
            str(path),
            None,
            "a file that you may write, on a disk with room",
            "Make room, or choose another place",
        )
    backups = sorted(path.parent.glob(f"{path.stem}.version-*{path.suffix}"))
    remedy = "It is left as it is: move it away, and "
    remedy += (
        f"put the backup {backups[-1]} in its place" if backups else "start a new one or import your tracking sheet"
    )
    return Fault(f"the store is damaged ({words})", str(path), None, "an undamaged SQLite file", remedy)
