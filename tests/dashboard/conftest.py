"""Every test begins as a new visitor, on a computer where no season is kept."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import wait
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import local_script_runner

from optimizer.dashboard import work
from optimizer.season.tracker import STORE_VARIABLE
from tests.dashboard.driving import PATIENCE_S


@pytest.fixture(autouse=True, scope="session")
def installed_components() -> Iterator[None]:
    """Look once for components among all that is installed, as a server does; `AppTest` would for each of its pages."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(autouse=True, scope="session")
def page_waited_for() -> Iterator[None]:
    """Sleep until a page is drawn; `AppTest` would look a thousand times a second, and hold up the drawing by it."""
    look = local_script_runner.require_widgets_deltas

    def sleep(runner: local_script_runner.LocalScriptRunner, timeout: float = 3) -> None:
        if runner._script_thread is not None:
            runner._script_thread.join(timeout)
        look(runner, timeout)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_script_runner, "require_widgets_deltas", sleep)
        yield


@pytest.fixture(autouse=True)
def nothing_remembered(request: pytest.FixtureRequest) -> Iterator[None]:
    """Forget what was worked out wherever a test puts something else in the place of what works it out.

    Elsewhere what one visitor asked for is remembered for the next, as it is in use: the same question has the same
    answer, and finding it again for each test would take longer than all else.
    """
    if "monkeypatch" not in request.fixturenames:
        yield
        return
    st.cache_data.clear()
    yield
    st.cache_data.clear()


class _Begun:
    """Work beside a page, begun once for whatever it answers."""

    def __init__(self) -> None:
        self._begin = work._begun
        self._jobs: dict[str, work._Job] = {}

    def __call__(self, key: str, do: Callable[[], Any]) -> work._Job:
        """The job that answers this question for this page."""
        job = self._jobs.get(key)
        if job is None or job.unwanted.is_set() or (job.future.done() and job.future.exception()):
            job = self._begin(key, do)
        self._jobs[key] = work._jobs()[key] = job
        return job

    def stop(self) -> None:
        """End what nobody waits for any more."""
        for job in self._jobs.values():
            job.stop()


def _await_others() -> None:
    last = time.monotonic() + PATIENCE_S
    while work._UNDER_WAY and time.monotonic() < last:
        wait(tuple(work._UNDER_WAY), PATIENCE_S)


@pytest.fixture(autouse=True, scope="session")
def work_of_all() -> _Begun:
    """What the tests have had worked out beside their pages."""
    return _Begun()


@pytest.fixture(autouse=True)
def work_begun_once(request: pytest.FixtureRequest, work_of_all: _Begun) -> Iterator[None]:
    """Remember what is worked out beside a page as answers are: many tests open a page to look at something else on it.

    A test that puts something else in the place of what works it out has its own work, which ends with it, and nothing
    else goes on meanwhile.
    """
    own = _Begun() if "monkeypatch" in request.fixturenames else None
    if own is not None:
        _await_others()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(work, "_begun", own or work_of_all)
        yield
    if own is not None:
        own.stop()


@pytest.fixture(autouse=True)
def store(tmp_path: Path) -> Iterator[Path]:
    """Where a season would be kept."""
    path = tmp_path / "mine" / "season.sqlite"
    # A patch of its own: a test that asks for none keeps what is remembered.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(STORE_VARIABLE, str(path))
        yield path
