"""Every test begins as a new visitor, on a computer where no season is kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from optimizer.season.tracker import STORE_VARIABLE


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    st.cache_data.clear()
    yield
    st.cache_data.clear()


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a season would be kept."""
    path = tmp_path / "mine" / "season.sqlite"
    monkeypatch.setenv(STORE_VARIABLE, str(path))
    return path
