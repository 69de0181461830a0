"""The List page: one list of programs, what it is worth, and what holds it back."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from optimizer.dashboard import words
from optimizer.dashboard.building import PATIENT_SECONDS, USUAL_SECONDS, answer
from optimizer.dashboard.charts import where_chart, where_sentence, where_table
from optimizer.dashboard.controls import (
    ask_wishes,
    choose_plan,
    offer_plan_files,
    plan_file_faults,
    plan_in_hand,
    take_remedy,
    take_up,
)
from optimizer.dashboard.literal import literal
from optimizer.dashboard.opening import OpenPlan
from optimizer.dashboard.tables import limit_table, one_program, program_columns, program_table
from optimizer.dashboard.wishes import mended, plan_with
from optimizer.errors import BadInput
from optimizer.export import list_csv
from optimizer.plan import NoList, NotDecided, Plan, ProgramList

_MOST_FAULTS_SHOWN = 12
_PANEL_STYLE = Path(__file__).with_name("panel.css")


def list_page() -> None:
    """Draw the page."""
    with st.sidebar:
        opened = choose_plan()
        try:
            plan = plan_with(plan_in_hand(opened), ask_wishes(opened))
        except BadInput as error:
            contradictions, plan = _sentences(error), plan_in_hand(opened)
        else:
            contradictions = ()
            take_up(opened, plan)
        offer_plan_files(opened, plan)
    st.html(_PANEL_STYLE)
    _show_plan(opened, plan)
    if contradictions:
        _show_faults("These numbers contradict each other, so there is no list yet.", contradictions)
    else:
        _show_answer(opened, plan)


def _sentences(error: BadInput) -> tuple[str, ...]:
    return tuple(str(fault) for fault in error.faults)


def _show_plan(opened: OpenPlan, plan: Plan) -> None:
    if faults := plan_file_faults():
        _show_faults("Your plan file can't be used yet, so nothing below comes from it.", faults)
    if opened.is_example:
        st.info(
            f"**An example, not you.** A made-up person ({literal(words.applicant_words(plan.applicant))}), "
            "real programs. Change anything in the panel and watch the list, or open your own plan file there.",
            icon=":material/info:",
        )
    else:
        st.caption(literal(f"{plan.title}: {words.applicant_words(plan.applicant)}"))


def _show_faults(heading: str, faults: Sequence[str]) -> None:
    shown = "\n".join(f"- {literal(fault)}" for fault in faults[:_MOST_FAULTS_SHOWN])
    more = f"\n- and {len(faults) - _MOST_FAULTS_SHOWN} more" if len(faults) > _MOST_FAULTS_SHOWN else ""
    st.error(f"**{heading}**\n\n{shown}{more}", icon=":material/error:")


def _show_answer(opened: OpenPlan, plan: Plan) -> None:
    patient = f"{opened.key}/patient"
    try:
        found = answer(plan, PATIENT_SECONDS if st.session_state.get(patient) == plan else USUAL_SECONDS)
    except BadInput as error:
        _show_faults("This plan can't be used yet.", _sentences(error))
        return
    match found:
        case ProgramList():
            _show_list(opened, plan, found)
        case NoList():
            _show_conflict(opened, plan, found)
        case NotDecided():
            st.warning(f"**Not decided in time.** {literal(words.undecided(found))}", icon=":material/hourglass:")
            st.button(f"Allow {PATIENT_SECONDS:.0f} seconds", on_click=lambda: st.session_state.update({patient: plan}))


def _show_conflict(opened: OpenPlan, plan: Plan, found: NoList) -> None:
    st.title("No list is possible", anchor=False)
    st.error(f"**Your limits clash.** {literal(found.words)}", icon=":material/error:")
    if not found.remedies:
        st.write("No single change mends this: loosen two or more of these limits in the panel.")
        return
    st.write("Any one of these changes makes a list possible:")
    for position, remedy in enumerate(found.remedies):
        if mended(plan, remedy) is None:
            st.text(remedy.words)
        else:
            st.button(
                literal(remedy.words),
                key=f"remedy-{position}",
                icon=":material/build:",
                on_click=take_remedy,
                args=(opened, remedy),
            )


def _show_list(opened: OpenPlan, plan: Plan, found: ProgramList) -> None:
    st.title(words.headline(found), anchor=False)
    meaning = f"{words.meaning(found, is_example=opened.is_example)} {words.blind_spots()}"
    st.markdown(f"**Estimated chance to match.** {literal(meaning)}")
    _show_figures(plan, found)
    st.markdown(literal(words.proof(found, plan.flexibility)))
    _show_programs(found)
    where, limits = st.columns([2, 3], gap="large")
    with where:
        _show_where(found)
    with limits:
        st.subheader("Your limits", anchor=False)
        st.markdown(literal(words.reached_limits(found)))
        st.table(limit_table(found).map(literal), hide_index=True, border="horizontal")
    st.subheader("Good to know", anchor=False)
    st.markdown("\n".join(f"- {literal(notice)}" for notice in found.notices))


def _show_figures(plan: Plan, found: ProgramList) -> None:
    low, high = found.expected_interviews_range
    proven, within = words.proof_in_short(found)
    figures = (
        ("Applications", str(len(found.programs)), words.signals_used(found.programs)),
        ("Interviews to expect", f"{found.expected_interviews:.1f}", f"range {low:.1f} to {high:.1f}"),
        ("Application fees", words.dollars(found.spend), words.spend_of_budget(plan)),
        ("Best list possible?", proven, within),
    )
    with st.container(horizontal=True):
        for label, value, beside in figures:
            st.metric(label, literal(value), literal(beside), delta_color="off", delta_arrow="off", border=True)


def _show_programs(found: ProgramList) -> None:
    heading, download = st.columns([3, 1], vertical_alignment="bottom")
    heading.subheader(f"The {len(found.programs)} programs", anchor=False)
    download.download_button(
        "Download as CSV",
        list_csv(found),
        file_name=f"matchlist-{found.season}.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        width="stretch",
    )
    st.dataframe(
        program_table(found),
        hide_index=True,
        column_config=program_columns(),
        height=430,
        key="programs",
        alt=f"Table of the {len(found.programs)} programs with their chances and reasons",
    )
    if found.programs:
        _show_one_program(found)


@st.fragment
def _show_one_program(found: ProgramList) -> None:
    by_id = {program.id: program for program in found.programs}
    chosen = st.selectbox(
        "Why is a program on the list?",
        list(by_id),
        index=None,
        format_func=lambda key: one_program(by_id[key]) if key in by_id else key,
        placeholder="Choose a program to read its reasons",
    )
    if chosen is not None:
        with st.container(gap="xsmall"):
            for reason in by_id[chosen].reasons:
                st.text(f"\N{BULLET} {reason}")


def _show_where(found: ProgramList) -> None:
    st.subheader("Where they are", anchor=False)
    st.markdown(literal(where_sentence(found)))
    if found.programs:
        st.altair_chart(where_chart(found), alt=where_sentence(found))
        with st.expander("The same as a table"):
            st.table(where_table(found).map(lambda cell: literal(str(cell))), hide_index=True, border="horizontal")
