"""Which pages there are, and what all of them have in common."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from optimizer.dashboard.anew import draw_when_connected_again
from optimizer.dashboard.asking import drawing
from optimizer.dashboard.cohort import cohort_page, note_the_page_is_open
from optimizer.dashboard.couple_page import couple_page
from optimizer.dashboard.data_page import data_page
from optimizer.dashboard.draft import present, take_in_kept
from optimizer.dashboard.keeping import asking_the_browser, browser_has_answered
from optimizer.dashboard.kept_plans import show_troubles, show_whether_kept
from optimizer.dashboard.leading_on import note_pages
from optimizer.dashboard.list_page import list_page
from optimizer.dashboard.login import offer_logout, why_no_class
from optimizer.dashboard.own_programs import take_in_kept_programs
from optimizer.dashboard.panel import quick_controls, show_panel
from optimizer.dashboard.plan_files import file_faults, offer_files
from optimizer.dashboard.priorities_page import priorities_page
from optimizer.dashboard.profile_page import profile_page
from optimizer.dashboard.season import season_page
from optimizer.dashboard.showing import show_style
from optimizer.dashboard.signals_page import signals_page
from optimizer.dashboard.telling import show_faults
from optimizer.dashboard.tradeoffs_page import tradeoffs_page

if TYPE_CHECKING:
    from streamlit.navigation.page import Page

FAVICON = str(Path(__file__).with_name("favicon.svg"))
"""A file of our own: Streamlit would fetch an icon that it is given by name from the network."""


def pages() -> "Sequence[Page]":
    """The dashboard's pages in order of the menu, the first one being what a visitor sees."""
    made = [
        st.Page(_framed(list_page), title="List", url_path="list", default=True),
        st.Page(_framed(profile_page), title="Profile", url_path="profile"),
        st.Page(_framed(priorities_page), title="Priorities", url_path="priorities"),
        st.Page(_framed(tradeoffs_page), title="Trade-offs", url_path="trade-offs"),
        st.Page(_framed(signals_page), title="Signals", url_path="signals"),
        st.Page(_framed(season_page), title="Season", url_path="season"),
        st.Page(_framed(couple_page), title="Couple", url_path="couple"),
        st.Page(
            _framed(cohort_page),
            title="Cohort",
            url_path="cohort",
            visibility="hidden" if why_no_class() else "visible",
        ),
        st.Page(_framed(data_page), title="Data and method", url_path="data"),
    ]
    note_pages({page.title: page for page in made})
    return made


def _framed(draw: Callable[[], None]) -> Callable[[], None]:
    """A page with the panel beside it."""

    def page() -> None:
        with drawing(draw.__name__):
            note_the_page_is_open(may_hold_a_class=draw is cohort_page)
            show_style()
            with asking_the_browser():
                _draw_with_panel(draw)
            draw_when_connected_again()

    return page


def _draw_with_panel(draw: Callable[[], None]) -> None:
    if browser_has_answered():
        take_in_kept()
        take_in_kept_programs()
    with st.sidebar:
        show_panel()
        if draw is list_page and not present().step and not present().to_ask:
            quick_controls(present().plan)
        offer_files(present())
        offer_logout()
    if faults := file_faults():
        show_faults("Your plan file can't be used yet, so nothing below comes from it.", faults)
    with st.container(key="saved-beside-a-closed-panel"):
        show_whether_kept(present())
    show_troubles()
    if draw is cohort_page and (refused := why_no_class()):
        st.title("Cohort", anchor=False)
        st.info(refused, icon=":material/lock:")
    else:
        draw()
