"""The published figures behind the estimate, with range, grade and source, and the user's own in their place."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from optimizer.dashboard.draft import present, take_up
from optimizer.dashboard.literal import literal
from optimizer.dashboard.plain import plain_faults
from optimizer.dashboard.showing import table_height
from optimizer.errors import BadInput, Fault
from optimizer.evidence import Evidence, EvidenceRow, figure_name, figure_whose, load_evidence, of_words, unit_name
from optimizer.plan import Plan, changed_plan

_FAULTS, _MINE, _EVERYBODY = "evidence/faults", "My figure", "all"


@st.cache_resource(show_spinner=False)
def _evidence() -> Evidence:
    return load_evidence()


def show_evidence(plan: Plan) -> None:
    """Draw the table; a number in its last column takes the published one's place in this plan."""
    finding, mine = st.columns([3, 2], vertical_alignment="bottom")
    text = finding.text_input("Find a figure", placeholder="signal, tie, interview rate ...", key="evidence/text")
    only = mine.toggle("Only what concerns me", value=True, key="evidence/only")
    rows = [row for row in _evidence().rows if _fits(row, plan if only else None, text)]
    if not rows:
        st.write("No figure is called so.")
        return
    labels = [row.label for row in rows]
    table = pd.DataFrame(
        [_cells(row, plan.evidence.get(row.label)) for row in rows], index=pd.Index(labels, name="label")
    )
    key = f"evidence/{hashlib.sha256(repr((labels, plan.evidence)).encode()).hexdigest()[:16]}"
    number = st.column_config.NumberColumn
    st.data_editor(
        table,
        hide_index=True,
        disabled=[name for name in table.columns if name != _MINE],
        column_config={
            _MINE: number(width=100, help="Type a number to use it in place of the published one; empty it to go back"),
            "low": number(width=70, format="%.3g"),
            "central": number(width=70, format="%.3g"),
            "high": number(width=70, format="%.3g"),
            "Grade": st.column_config.TextColumn(
                width=55, help="A read in the primary source, B derived or second hand, C assumed"
            ),
            "Unit": st.column_config.TextColumn(width=150),
            "Source": st.column_config.TextColumn(width=260),
            "Address": st.column_config.LinkColumn(width=120, display_text="open"),
        },
        height=table_height(len(table), 520),
        placeholder="",
        key=key,
        on_change=_take,
        args=(key, tuple(labels)),
        alt=f"Table of {len(table)} figures with ranges and sources",
    )
    for fault in st.session_state.pop(_FAULTS, ()):
        st.error(literal(fault))
    own = len(plan.evidence)
    st.caption(
        f"{len(rows)} figures; {own or 'none'} of them your own. "
        "Grade A: read in the primary source; B: derived or second hand; C: assumed."
    )


def _fits(row: EvidenceRow, plan: Plan | None, text: str) -> bool:
    if not all(
        word in f"{figure_name(row.name)} {row.label} {row.source} {row.note}".casefold()
        for word in text.casefold().split()
    ):
        return False
    if plan is None:
        return True
    applicant = plan.applicant
    return row.specialty in (None, *applicant.specialties) and row.applicant_type in (None, applicant.type)


def _cells(row: EvidenceRow, own: object) -> dict[str, object]:
    return {
        "Figure": figure_name(row.name),
        "For": figure_whose(row) or _EVERYBODY,
        "low": row.low,
        "central": row.central,
        "high": row.high,
        _MINE: own if isinstance(own, float | int) else own[1] if isinstance(own, tuple) else None,
        "Unit": unit_name(row.unit),
        "Grade": row.grade,
        "Of": of_words(row).removeprefix("of ") or "assumed",
        "Source": row.source,
        "Address": row.address or None,
        "Note": row.note,
    }


def _take(key: str, labels: tuple[str, ...]) -> None:
    """Callback of the table: a number is the user's own figure, an empty cell the published one again."""
    edited: Mapping[int, Mapping[str, Any]] = st.session_state[key]["edited_rows"]
    figures: dict[str, object] = dict(present().plan.evidence)
    for position, cells in edited.items():
        if cells.get(_MINE) is None:
            figures.pop(labels[position], None)
        else:
            figures[labels[position]] = float(cells[_MINE])
    try:
        _evidence().override(figures)  # type: ignore[arg-type]
        plan = changed_plan(present().plan, {"evidence": figures})
    except BadInput as error:
        st.session_state[_FAULTS] = plain_faults(map(_in_words, error.faults))
    else:
        take_up(plan)


def _in_words(fault: Fault) -> Fault:
    """A fault of a figure, which is named as the table names it."""
    label = fault.where.rpartition(" ")[2]
    called = next(
        (
            f"{figure_name(row.name)}, {figure_whose(row) or _EVERYBODY}"
            for row in _evidence().rows
            if row.label == label
        ),
        None,
    )
    return fault if called is None else replace(fault, where=called)
