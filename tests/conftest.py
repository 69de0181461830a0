"""The day on which the tests take place: nothing in them may depend on this computer's."""

import gc
import getpass
import os
import tempfile
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
import typer.main
import typer.testing
from hypothesis import settings

from optimizer.clock import DAY_VARIABLE
from optimizer.directory.kept import FACTS_VARIABLE
from optimizer.plan.kept import desk_database
from optimizer.prebuilt import FOLDER_VARIABLE as PREBUILT_VARIABLE
from tests.postgres import Postgres, postgres
from tests.season.seasons import TODAY

_SECONDS_FOR_A_BUSY_MACHINE = 60.0

# What `make test` draws: the examples of the profile `ci`, a quarter as many. `make check` draws all.
settings.register_profile("brisk", settings.get_profile("ci"), max_examples=25)


def pytest_configure(config: pytest.Config) -> None:
    """Set the day, before any test is read, for the tests and for every process that they start."""
    # Facts that whoever runs the tests keeps count in none of them.
    wanted = {
        DAY_VARIABLE: TODAY.isoformat(),
        FACTS_VARIABLE: str(Path(__file__).parent / "no-facts-are-kept"),
        PREBUILT_VARIABLE: str(Path(tempfile.gettempdir()) / f"matchlist-tests-{getpass.getuser()}"),
    }
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)

    def restore() -> None:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value

    config.add_cleanup(restore)


def pytest_collectstart() -> None:
    """Look for no garbage meanwhile: of what is read to collect the tests nothing becomes any."""
    gc.disable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Have each process begin with its share of the tests in a browser: one after the other they'd take longest."""
    processes: int = getattr(config, "workerinput", {}).get("workercount", 1)
    in_browser = [item for item in items if item.get_closest_marker("browser")]
    others = [item for item in items if not item.get_closest_marker("browser")]
    shares = zip(_parts(in_browser, processes), _parts(others, processes), strict=True)
    items[:] = [item for share in shares for part in share for item in part]


def _parts(items: list[pytest.Item], count: int) -> list[list[pytest.Item]]:
    ends = [len(items) * part // count for part in range(count + 1)]
    return [items[begin:end] for begin, end in pairwise(ends)]


def pytest_collection_finish() -> None:
    """Spare the garbage collection thousands of tests that stay until the end, and looks for garbage all the time."""
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True, scope="session")
def commands_made_once() -> Iterator[None]:
    """Make the commands once for each command line, as a process does; typer's runner would at each call."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typer.testing, "_get_command", cache(typer.main.get_command))
        yield


@pytest.fixture(scope="session")
def database_server() -> Iterator[Postgres]:
    """A PostgreSQL server of the tests' own, where PostgreSQL is installed."""
    with postgres() as server, pytest.MonkeyPatch.context() as patch:
        # A machine with much else to do is no database that is away.
        patch.setattr(desk_database, "_SECONDS_TO_ANSWER", _SECONDS_FOR_A_BUSY_MACHINE)
        yield server
