"""The applicant's ties: found by name, added with two clicks, changed and removed in place."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from optimizer.applicant import Tie
from optimizer.dashboard.anew import draw_anew
from optimizer.dashboard.asking import asked
from optimizer.dashboard.asking_places import ask_place, choose_place
from optimizer.dashboard.draft import present, take_up
from optimizer.dashboard.finding import SCOPE_WORDS, PlaceChoice
from optimizer.dashboard.literal import literal
from optimizer.dashboard.own_programs import directory_in_use
from optimizer.errors import BadInput
from optimizer.plan import Plan, changed_plan
from optimizer.vocabulary import TIE_KINDS, tie_name

_SOUGHT, _FOUND, _KIND, _NOTE, _ADDED = "tie/sought", "tie/found", "tie/kind", "tie/note", "tie/added"


def show_ties(plan: Plan) -> None:
    """Draw the ties and, below them, the way to add one."""
    for number, tie in enumerate(plan.applicant.ties):
        _show_tie(plan, number, tie)
    _show_finder(plan)


def _show_tie(plan: Plan, number: int, tie: Tie) -> None:
    place = _place_words(plan, tie)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=f"tie-{number}"):
        st.selectbox(
            f"Tie to {literal(place)}",
            TIE_KINDS,
            format_func=tie_name,
            **asked(f"tie/{number}/kind", tie.kind, partial(_write_one, number, "kind")),
        )
        st.text_input(
            "Note, for my own eyes", **asked(f"tie/{number}/note", tie.note, partial(_write_one, number, "note"))
        )
        st.button(
            "Remove",
            key=f"tie/{number}/remove",
            icon=":material/close:",
            type="tertiary",
            help=f"Remove the tie to {literal(place)}",
            on_click=_remove,
            args=(number,),
        )


def _place_words(plan: Plan, tie: Tie) -> str:
    """The place of a tie as people call it; a program by its name."""
    if tie.scope == "program":
        try:
            program = directory_in_use(plan).with_id(tie.place)
        except BadInput:
            return "a program of your files"
        return "a program that isn't known any more" if program is None else program.name
    return f"{tie.place} ({SCOPE_WORDS[tie.scope]})"


def _write_one(number: int, field: str, plan: Plan, value: str) -> Plan:
    ties = list(plan.applicant.ties)
    ties[number] = ties[number].model_copy(update={field: value})
    return _with_ties(plan, ties)


def _remove(number: int) -> None:
    plan = present().plan
    take_up(_with_ties(plan, [tie for position, tie in enumerate(plan.applicant.ties) if position != number]))


def _with_ties(plan: Plan, ties: Sequence[Tie]) -> Plan:
    return changed_plan(plan, {"applicant.ties": tuple(tie.model_dump() for tie in ties)})


@st.fragment
def _show_finder(plan: Plan) -> None:
    if st.session_state.pop(_ADDED, False):
        # The tie stands above this part of the page: the whole of it has to be drawn.
        draw_anew()
    with st.container(border=True, key="tie-finder"):
        found = ask_place(
            TIE_KINDS,
            plan,
            partial(directory_in_use, plan),
            said="I have a tie of this kind",
            where="to a place, an institution or a program",
            key="tie",
        )
        if found:
            place, note = st.columns([2, 1])
            choose_place(place, found, key="tie")
            note.text_input("Note, for my own eyes", key=_NOTE)
            st.button("Add this tie", icon=":material/add:", on_click=_add, key="tie/add")


def _add() -> None:
    choice: PlaceChoice = st.session_state[_FOUND]
    tie = Tie.model_validate(
        {"kind": st.session_state[_KIND], choice.scope: choice.value, "note": st.session_state[_NOTE]}
    )
    plan = present().plan
    if tie not in plan.applicant.ties:
        take_up(_with_ties(plan, (*plan.applicant.ties, tie)))
    st.session_state[_SOUGHT] = ""
    st.session_state[_ADDED] = True
