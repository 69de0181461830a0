"""Every test begins as a new visitor, on a computer where no season is kept."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner

from optimizer.season.tracker import STORE_VARIABLE


@pytest.fixture(autouse=True, scope="session")
def installed_components() -> Iterator[None]:
    """Look once for components among all that is installed, as a server does; `AppTest` would for each of its pages."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
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


@pytest.fixture(autouse=True)
def store(tmp_path: Path) -> Iterator[Path]:
    """Where a season would be kept."""
    path = tmp_path / "mine" / "season.sqlite"
    # A patch of its own: a test that asks for none keeps what is remembered.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(STORE_VARIABLE, str(path))
        yield path
