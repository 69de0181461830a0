"""Desks in a database: PostgreSQL, for people who log in to a hosted copy, with the tables of the file on one's own.

They lie in a schema of their own, so that the database may hold other things too. Whoever opens it first makes them or
brings them to the present form, in one transaction that others wait for. What is kept is read and written in
transactions of a few milliseconds; while the database doesn't answer, it is asked every few seconds and no more, so
that no page waits for it again and again.
"""

import ssl
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import URL, Connection, Engine, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from optimizer.errors import BadInput, Fault, validation_faults
from optimizer.hosting import told
from optimizer.migrating import bring_to_present_form, known_forms

WHERE = "the database of kept plans"
SCHEMA = "matchlist"
MIGRATIONS = Path(__file__).resolve().parent / "migrations"
SECONDS_BETWEEN_TRIES = 5.0
_SECONDS_TO_ANSWER = 5.0
_ONE_AT_A_TIME = 0x6D6C6472
"""What those who bring the tables to the present form agree to wait for."""
_DRIVER = "pg8000"
_LOCAL = ("localhost", "127.0.0.1", "::1")
_VERSION = text("SELECT version_num FROM alembic_version")
_AWAY = "it doesn't answer"
_PROBLEMS = (
    ("28", "it doesn't let this copy in"),
    ("3D", "there is none by that name"),
    ("53100", "it has no room left"),
    ("53", "it has too much to do"),
    ("57014", "it takes too long to answer"),
    ("55P03", "it takes too long to answer"),
    ("57P", _AWAY),
    ("08", _AWAY),
    ("25006", "it can be read only, at the moment"),
    ("42501", "it doesn't let this copy write"),
    ("22", "it can't hold a character of what was entered"),
)
"""What is wrong, by how PostgreSQL's code of an error begins."""
_NO_TABLES = "42P01"
_UNREACHABLE = ("28", "3D", "53300", "57P", "08")
"""Errors with which nothing can be asked of the database at all."""


class DatabaseSettings(BaseModel):
    """Where a hosted copy keeps plans of people who log in.

    Parameters
    ----------
    address : str
        ``postgresql://user@host/name``, or ``postgresql://user@/name?host=/var/run/postgresql`` for a socket.
    certificate_authority : str
        A file with the certificate of who vouches for the database's; empty: those that the system trusts. A database
        on another machine is spoken to over TLS only, and has to be who it says.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    address: str = Field(description="an address such as postgresql://matchlist@/matchlist?host=/var/run/postgresql")
    certificate_authority: str = Field(default="", description="the path of a file with a certificate")


def database_of(given: Mapping[str, object]) -> "DeskDatabase":
    """The database as a host has written it down.

    Raises
    ------
    BadInput
        Something in the section can't be used. No fault repeats what stands there: it may hold a password.
    """
    try:
        settings = DatabaseSettings.model_validate(given)
    except ValidationError as error:
        faults = validation_faults(error, DatabaseSettings, "database")
        raise BadInput(Fault(one.what, one.where, None, one.allowed, one.remedy) for one in faults) from None
    return DeskDatabase(settings)


class DeskDatabase:
    """A database as the place of many people's desks; one in a process, for all its threads.

    Parameters
    ----------
    settings : DatabaseSettings
    further_steps : sequence of pathlib.Path
        Folders with migrations beyond the shipped ones.

    Raises
    ------
    BadInput
        The address is none of PostgreSQL's, the certificate's file can't be read, or the driver isn't installed.
    """

    def __init__(self, settings: DatabaseSettings, *, further_steps: Sequence[Path] = ()) -> None:
        self._engine = _engine(settings)
        self._folders = (MIGRATIONS / "versions", *further_steps)
        self._known = known_forms(self._folders)
        self._ready, self._opening = False, Lock()
        self._away_until, self._away = 0.0, ""

    def close(self) -> None:
        """Let its connections go."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """As `optimizer.plan.kept.desk.DeskPlace.reading`."""
        with self._transaction() as store:
            yield store

    @contextmanager
    def writing(self, owner: str) -> Iterator[Connection]:
        """As `optimizer.plan.kept.desk.DeskPlace.writing`."""
        with self._transaction() as store:
            # Whoever works for the same person waits; others don't.
            store.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:owner, 0))"), {"owner": owner})
            yield store

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with self._told():
            self._open()
            with self._engine.begin() as store:
                # A newer matchlist may have changed the tables while this one is running.
                self._check(str(store.execute(_VERSION).scalar()))
                yield store

    def _open(self) -> None:
        """Make the tables, or bring them to the present form, the first time."""
        with self._opening:
            if time.monotonic() < self._away_until:
                raise _refused(self._away)
            if self._ready:
                return
            with self._engine.begin() as store:
                store.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _ONE_AT_A_TIME})
                version = _version(store)
                self._check(version)
                if version != self._known[-1]:
                    if not version:
                        store.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
                    bring_to_present_form(store, MIGRATIONS, self._folders)
            self._ready = True

    def _check(self, version: str) -> None:
        if version and version not in self._known:
            what = f"it is of a newer matchlist (form {version}; this one knows up to {self._known[-1]})"
            raise _refused(what, "Whoever hosts this copy has to install the newest matchlist")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say in words what keeps the database from being read or written."""
        try:
            yield
        except (SQLAlchemyError, OSError) as error:
            code = _code(error)
            what = next((words for begin, words in _PROBLEMS if code and code.startswith(begin)), "")
            what = what or (f"it refuses what it is asked (its code: {code})" if code else _unheard(error))
            self._ready = self._ready and code != _NO_TABLES
            if not code or code.startswith(_UNREACHABLE):
                self._away, self._away_until = what, time.monotonic() + SECONDS_BETWEEN_TRIES
            told("plans can't be kept", database=what)
            _let_go(error)
            raise _refused(what) from None


def _let_go(error: BaseException) -> None:
    """Free what the driver held as it failed: its socket else stays open until Python looks for circles."""
    met: BaseException | None = error
    while met is not None:
        traceback.clear_frames(met.__traceback__)
        met = met.__cause__ or met.__context__


def _engine(settings: DatabaseSettings) -> Engine:
    if find_spec(_DRIVER) is None:
        raise BadInput(
            Fault("its driver isn't installed", "database", None, "", "Install matchlist with its extra “database”")
        )
    try:
        url = make_url(settings.address)
    except (ArgumentError, ValueError):
        url = None
    # The address isn't repeated: it may hold a password.
    if url is None or url.drivername not in {"postgresql", "postgres"} or not url.username or not url.database:
        allowed = DatabaseSettings.model_fields["address"].description or ""
        raise BadInput(
            Fault("is no address of a PostgreSQL database", "database: address", None, allowed, "Correct it")
        )
    host = str(url.query.get("host") or url.host or "localhost")
    port = url.port or 5432
    asked: dict[str, object] = {
        "timeout": _SECONDS_TO_ANSWER,
        "application_name": "matchlist",
        "startup_params": {
            "search_path": SCHEMA,
            "statement_timeout": f"{_SECONDS_TO_ANSWER:.0f}s",
            "lock_timeout": f"{_SECONDS_TO_ANSWER:.0f}s",
        },
    }
    if host.startswith("/"):
        asked["unix_sock"] = f"{host}/.s.PGSQL.{port}"
    elif host not in _LOCAL:
        asked["ssl_context"] = _trusted(settings.certificate_authority)
    plain = URL.create(f"postgresql+{_DRIVER}", url.username, url.password, host, port, url.database)
    return create_engine(
        plain.set(host=None, port=None) if host.startswith("/") else plain,
        connect_args=asked,
        pool_pre_ping=True,
        pool_timeout=_SECONDS_TO_ANSWER,
        hide_parameters=True,
    )


def _trusted(certificate_authority: str) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=certificate_authority or None)
    except OSError as error:
        what = f"can't be read ({error.strerror or error})"
        where, allowed = "database: certificate_authority", "a file with a certificate, as PEM"
        raise BadInput(Fault(what, where, certificate_authority, allowed, "Correct it")) from None


def _version(store: Connection) -> str:
    """The form of the tables; empty where there are none yet."""
    if store.execute(text("SELECT to_regclass(:name)"), {"name": f"{SCHEMA}.alembic_version"}).scalar() is None:
        return ""
    return str(store.execute(_VERSION).scalar() or "")


def _unheard(error: Exception) -> str:
    """Say what is wrong where the database has said nothing."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate can't be trusted ({error.verify_message})"
    return _AWAY


def _code(error: Exception) -> str:
    """PostgreSQL's code of an error; empty where the database has said nothing."""
    found: BaseException | None = getattr(error, "orig", None)
    while found is not None:
        if found.args and isinstance(found.args[0], dict):
            return str(found.args[0].get("C", ""))
        # The driver may fail at closing a connection that the database has closed with a word.
        found = found.__context__
    return ""


def _refused(what: str, remedy: str = "Try again in a while; if it stays so, tell whoever hosts this copy") -> BadInput:
    return BadInput(Fault(what, WHERE, None, "", remedy))
