"""Every test begins as a new visitor."""

from collections.abc import Iterator

import pytest
import streamlit as st


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    st.cache_data.clear()
    yield
    st.cache_data.clear()
