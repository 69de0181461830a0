"""A PostgreSQL server of the tests' own, where PostgreSQL is installed: in a folder for a while, without a port."""

import getpass
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import pytest

_DEBIANS = Path("/usr/lib/postgresql")
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Postgres:
    """A server that has been started.

    Parameters
    ----------
    folder : pathlib.Path
        Where its data and its socket lie.
    """

    folder: Path

    def address(self, database: str) -> str:
        """What a host writes down."""
        return f"postgresql://owner@/{database}?host={self.folder}"

    def new_database(self) -> str:
        """The name of a database without anything in it."""
        name = f"test{next(_numbers)}"
        # Nobody can be connected to this template; the usual one may be looked through by the server just then.
        self.run("createdb", "--template=template0", name)
        return name

    def psql(self, database: str, statements: str) -> str:
        """What a database says to some statements."""
        return self.run("psql", "-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", statements)

    def run(self, program: str, *arguments: str) -> str:
        """Run one of its own programs as the owner of all that is in it."""
        return _run(program, "-h", str(self.folder), "-U", "owner", *arguments)

    def start(self) -> None:
        """Start it again."""
        settings = f"-k {self.folder} -c listen_addresses='' -c fsync=off"
        log = str(self.folder / "log")
        _run("pg_ctl", "-D", str(self.folder / "data"), "-o", settings, "-l", log, "-w", "start")

    def stop(self) -> None:
        """Stop it, whoever is connected."""
        _run("pg_ctl", "-D", str(self.folder / "data"), "-m", "fast", "-w", "stop")


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A server, or the word that there is none."""
    if find_spec("pg8000") is None:
        pytest.skip("what speaks with PostgreSQL is not installed: the extra “database”")
    if os.name != "posix" or _program("initdb") is None:
        pytest.skip("PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    account = _account()
    if account:
        shutil.chown(folder, account, account)
    server = Postgres(folder)
    try:
        _run("initdb", "-D", str(folder / "data"), "-A", "trust", "-U", "owner", "-E", "UTF8", "--no-locale", "-N")
        server.start()
        yield server
        if (folder / "data" / "postmaster.pid").exists():
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(program: str, *arguments: str) -> str:
    account = _account()
    command = [str(_program(program)), *arguments]
    done = subprocess.run(
        command,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        user=account,
        group=account,
        extra_groups=[] if account else None,
        cwd="/",
    )
    assert done.returncode == 0, done.stdout
    return done.stdout.strip()


@cache
def _program(name: str) -> Path | None:
    """One of PostgreSQL's programs; Debian puts those of a server where a shell doesn't look."""
    found = shutil.which(name)
    newest = sorted(_DEBIANS.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    return Path(found) if found else (newest[-1] if newest else None)


def _account() -> str | None:
    """Whose the server has to be: PostgreSQL refuses to run as root."""
    return "postgres" if getpass.getuser() == "root" else None
