"""The applicant's ties: found by name, added with two clicks, edited in one table."""

import hashlib
from collections.abc import Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from optimizer.applicant import Tie
from optimizer.dashboard.asking_places import ask_place, choose_place
from optimizer.dashboard.draft import present, take_up
from optimizer.dashboard.finding import SCOPE_WORDS, PlaceChoice
from optimizer.dashboard.own_programs import directory_in_use
from optimizer.plan import Plan, changed_plan
from optimizer.vocabulary import TIE_KINDS, tie_name

_SOUGHT, _FOUND, _KIND, _NOTE = "tie/sought", "tie/found", "tie/kind", "tie/note"
KIND_WORDS = {kind: tie_name(kind) for kind in TIE_KINDS}
_KIND_OF = {words: kind for kind, words in KIND_WORDS.items()}


def show_ties(plan: Plan) -> None:
    """Draw the table and, below it, the way to add a tie."""
    if plan.applicant.ties:
        _show_table(plan.applicant.ties)
    _show_finder(plan)


def _show_table(ties: Sequence[Tie]) -> None:
    table = pd.DataFrame(
        {
            "Tie": [KIND_WORDS[tie.kind] for tie in ties],
            "Place": [tie.place for tie in ties],
            "Kind of place": [SCOPE_WORDS[tie.scope] for tie in ties],
            "Note, for my own eyes": [tie.note for tie in ties],
        }
    )
    key = f"ties/{hashlib.sha256(repr(ties).encode()).hexdigest()[:16]}"
    st.data_editor(
        table,
        hide_index=True,
        num_rows="delete",
        disabled=["Place", "Kind of place"],
        column_config={"Tie": st.column_config.SelectboxColumn(options=list(_KIND_OF), required=True)},
        key=key,
        on_change=_take_edits,
        args=(key,),
        alt=f"Table of {len(ties)} ties",
    )


def _take_edits(key: str) -> None:
    """Callback of the table: rows come by position in the ties as they are."""
    edits: Any = st.session_state[key]
    ties = list(present().plan.applicant.ties)
    for position, cells in edits["edited_rows"].items():
        changes = {}
        if "Tie" in cells:
            changes["kind"] = _KIND_OF[cells["Tie"]]
        if "Note, for my own eyes" in cells:
            changes["note"] = cells["Note, for my own eyes"] or ""
        ties[position] = ties[position].model_copy(update=changes)
    _write([tie for position, tie in enumerate(ties) if position not in edits["deleted_rows"]])


def _write(ties: Sequence[Tie]) -> None:
    take_up(changed_plan(present().plan, {"applicant.ties": tuple(tie.model_dump() for tie in ties)}))


@st.fragment
def _show_finder(plan: Plan) -> None:
    with st.container(border=True, key="tie-finder"):
        found = ask_place(
            TIE_KINDS,
            partial(directory_in_use, plan),
            said="I have a tie of this kind",
            where="to a place, an institution or a program",
            key="tie",
        )
        if found:
            place, note = st.columns([2, 1])
            choose_place(place, found, key="tie")
            note.text_input("Note, for my own eyes", key=_NOTE)
            if st.button("Add this tie", icon=":material/add:", on_click=_add, key="tie/add"):
                st.rerun()


def _add() -> None:
    choice: PlaceChoice = st.session_state[_FOUND]
    tie = Tie.model_validate(
        {"kind": st.session_state[_KIND], choice.scope: choice.value, "note": st.session_state[_NOTE]}
    )
    ties = present().plan.applicant.ties
    if tie not in ties:
        _write((*ties, tie))
    st.session_state[_SOUGHT] = ""
