"""Which pages there are."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from optimizer.dashboard.list_page import list_page

if TYPE_CHECKING:
    from streamlit.navigation.page import Page

FAVICON = str(Path(__file__).with_name("favicon.svg"))
"""A file of our own: Streamlit would fetch an icon that it is given by name from the network."""


def pages() -> "Sequence[Page]":
    """The dashboard's pages in order of the menu, the first one being what a visitor sees."""
    return [st.Page(list_page, title="List", default=True)]
