"""The Cohort page: a whole class brought in, checked, built beside the page, and what came out of it."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from optimizer.cohort import Built, Refused, key_csv
from optimizer.dashboard.anew import draw_anew
from optimizer.dashboard.cohort.asking import ask_class
from optimizer.dashboard.cohort.building import LISTS, begin_lists
from optimizer.dashboard.cohort.in_hand import (
    ClassInHand,
    class_in_hand,
    made_of,
    put_class_away,
    work_under_way,
)
from optimizer.dashboard.cohort.progress import show_progress
from optimizer.dashboard.cohort.results import show_results
from optimizer.dashboard.literal import literal
from optimizer.dashboard.own_programs import directory_key
from optimizer.dashboard.plain import sentences
from optimizer.dashboard.showing import show_lines, show_table
from optimizer.dashboard.telling import show_faults
from optimizer.errors import BadInput


def cohort_page() -> None:
    """Draw the page."""
    st.title("Cohort", anchor=False)
    held = class_in_hand()
    if held is None:
        ask_class()
        return
    _introduce(held)
    built = _built(held)
    if built is not None:
        show_results(held, built)


def _introduce(held: ClassInHand) -> None:
    said, away = st.columns([4, 1], vertical_alignment="center")
    what = "An example class: made-up students, real programs." if held.is_example else literal(held.files)
    number, refused = held.number, len(held.found.refused)
    good = number - refused
    told = (
        f"{what} {number} students: {good} can be built, {refused} can't." if refused else f"{what} {number} students."
    )
    said.markdown(told)
    away.button("Another class", icon=":material/close:", on_click=put_class_away, width="stretch")
    if held.found.notices:
        show_lines(held.found.notices)
    if held.key:
        st.download_button(
            "Key of the codes",
            lambda: key_csv(held.key),
            file_name="key-of-codes.csv",
            mime="text/csv",
            on_click="ignore",
            icon=":material/key:",
            help="Whom each code means. The only file of this page with names in it: keep it safe.",
        )
    if held.found.refused:
        _show_refused(held.found.refused)


def _show_refused(refused: Sequence[Refused]) -> None:
    rows = [(one.code, str(fault)) for one in refused for fault in one.faults]
    with st.expander(f"What has to be mended for {len(refused)} of them: {len(rows)} faults", expanded=len(rows) <= 20):
        show_table(pd.DataFrame(rows, columns=["Student", "What is wrong, and how to mend it"]))
        st.caption("Mend the file and bring it in again. The others' lists don't wait for it.")


def _built(held: ClassInHand) -> tuple[Built, ...] | None:
    """What was built; None while there is nothing, after saying how to begin or how far it is."""
    if held.programs != directory_key():
        st.warning("The programs in use have changed since this class was checked: bring it in again.")
    if LISTS in made_of():
        kept: tuple[Built, ...] = made_of()[LISTS]
        return kept
    run = work_under_way(LISTS)
    if run is None:
        _offer_to_build(held, "Build all lists")
        return None
    if run.running:
        show_progress(LISTS, run, held)
        return None
    try:
        made_of()[LISTS] = run.made
    except BadInput as error:
        if run.stopped:
            st.caption(f"Stopped after {len(run.told)} of {held.number} students. What is built is kept.")
        else:
            show_faults("The lists couldn't be finished.", sentences(error))
        _offer_to_build(held, "Go on")
        return tuple(run.told) or None
    made: tuple[Built, ...] = made_of()[LISTS]
    return made


def _offer_to_build(held: ClassInHand, words: str) -> None:
    if not held.found.students:
        return
    if st.button(words, type="primary", icon=":material/play_arrow:", key="class/build"):
        try:
            begin_lists(held)
        except BadInput as error:
            show_faults("The lists can't be built now.", sentences(error))
            return
        draw_anew()
