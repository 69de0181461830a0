"""Asking for a place, an institution or a program by name, and what one does there."""

from collections.abc import Callable, Sequence

import streamlit as st

from optimizer.dashboard.finding import PlaceChoice, places_meant
from optimizer.directory import Directory
from optimizer.errors import BadInput
from optimizer.plan import Plan
from optimizer.vocabulary import tie_name


def ask_place(
    kinds: Sequence[str], plan: Plan, directory: Callable[[], Directory], *, said: str, where: str, key: str
) -> tuple[PlaceChoice, ...]:
    """Ask for the kind of tie or action and the place, in a row; what the typed words may mean.

    Parameters
    ----------
    kinds : sequence of str
        Slugs to choose from.
    plan : Plan
        Whose programs can be named: those of its specialties.
    directory : function
        All programs that are known; none where it raises `BadInput`.
    said, where : str
        Labels of the two fields.
    key : str
        The fields keep their values under ``key/kind`` and ``key/sought``.
    """
    kind, sought = st.columns([1, 2])
    kind.selectbox(said, kinds, format_func=tie_name, key=f"{key}/kind")
    text = sought.text_input(where, placeholder="Type a name, then Enter", key=f"{key}/sought")
    try:
        everything = directory()
        found = places_meant(text, everything.of_specialties(plan.applicant.specialties), everything)
    except BadInput:
        found = ()
    if text and not found:
        st.caption("Nothing is called so. A city may need its state: Portland, OR.")
    return found


def choose_place(column: "st.delta_generator.DeltaGenerator", found: Sequence[PlaceChoice], *, key: str) -> None:
    """Ask which of several is meant; the choice is kept under ``key/found``."""
    column.selectbox("Which one?", found, format_func=lambda choice: choice.words, key=f"{key}/found")
