"""The list as files, each made only when its button is clicked."""

from collections.abc import Callable

import streamlit as st

from optimizer.export import list_csv
from optimizer.plan import Plan, ProgramList


def offer_downloads(plan: Plan, found: ProgramList) -> None:
    """Draw a button for each kind of file."""
    with st.container(horizontal=True, key="downloads"):
        _button("Download as CSV", lambda: list_csv(found), f"matchlist-{plan.season}.csv", "text/csv")


def _button(label: str, made: Callable[[], bytes], name: str, mime: str) -> None:
    st.download_button(label, made, file_name=name, mime=mime, on_click="ignore", icon=":material/download:")
