"""Leading on from one page to the next thing to do."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from streamlit.navigation.page import Page

_PAGES = "pages"


def note_pages(pages: Mapping[str, "Page"]) -> None:
    """Remember the pages by their titles, for this draw."""
    st.session_state[_PAGES] = dict(pages)


def lead_on(said: str, to: str) -> None:
    """Draw the way to another page.

    Parameters
    ----------
    said : str
        What is to be done there.
    to : str
        Its title.
    """
    st.page_link(st.session_state[_PAGES][to], label=said, icon=":material/arrow_forward:")
