"""Where there is no list: faults, clashes and time that ran out, in words and with one-click remedies."""

from collections.abc import Sequence

import streamlit as st

from optimizer.dashboard import words
from optimizer.dashboard.answers import PATIENT_SECONDS, USUAL_SECONDS, answer
from optimizer.dashboard.asking import drop_refusals, refusals, take_back
from optimizer.dashboard.draft import go_to_step, present, take_up
from optimizer.dashboard.edits import mended, without_what_is_gone
from optimizer.dashboard.first_answers import ASKED_FIRST
from optimizer.dashboard.leading_on import lead_on
from optimizer.dashboard.literal import literal
from optimizer.dashboard.own_programs import directory_in_use, own_programs
from optimizer.dashboard.plain import plain_faults, sentences
from optimizer.errors import BadInput
from optimizer.plan import NoList, NotDecided, Plan, ProgramList, Suggestion, changed_plan

MOST_FAULTS_SHOWN = 12
_PATIENT = "patient"
_BUDGET = "budget.dollars"


def show_faults(heading: str, faults: Sequence[str]) -> None:
    """Say what is wrong: the first dozen faults, and how many more."""
    shown = "\n".join(f"- {literal(fault)}" for fault in faults[:MOST_FAULTS_SHOWN])
    more = f"\n- and {len(faults) - MOST_FAULTS_SHOWN} more" if len(faults) > MOST_FAULTS_SHOWN else ""
    st.error(f"**{heading}**\n\n{shown}{more}", icon=":material/error:")


def solved() -> ProgramList | None:
    """The list of the draft, or None after saying why there is none and what would mend it."""
    if refused := plain_faults(fault for refusal in refusals().values() for fault in refusal.faults):
        show_faults("These entries can't hold, so there is no list yet.", refused)
        st.button("Drop these entries", icon=":material/undo:", on_click=drop_refusals)
        return None
    if missing := present().to_ask:
        said = ", ".join(ASKED_FIRST[field] for field in missing)
        st.info(
            f"**Your list is a few answers away.** Still to say: {said}. Nothing is estimated before.",
            icon=":material/edit_note:",
        )
        if present().step == 0:
            st.button("Answer them", type="primary", on_click=go_to_step, args=(1,), key="answer-first")
        return None
    plan = present().plan
    try:
        found = answer(plan, PATIENT_SECONDS if st.session_state.get(_PATIENT) == plan else USUAL_SECONDS)
    except BadInput as error:
        _show_unusable(plan, error)
        return None
    if isinstance(found, NoList):
        _show_conflict(plan, found)
    elif isinstance(found, NotDecided):
        _show_undecided(plan, found)
    return found if isinstance(found, ProgramList) else None


def _show_unusable(plan: Plan, error: BadInput) -> None:
    show_faults("This plan can't be used yet.", sentences(error))
    if set(plan.applicant.specialties) - set(_known_specialties(plan)):
        lead_on("Bring in a file of its programs", "Data and method")
    with st.container(horizontal=True):
        st.button("Undo the last change", icon=":material/undo:", on_click=take_back, disabled=not present().past)
        if plan.programs and own_programs() is None:
            shipped = changed_plan(plan, {"programs": ()})
            st.button("Use the shipped programs", on_click=take_up, args=(shipped,))
        if any(fault.where == _BUDGET for fault in error.faults):
            free = changed_plan(plan, {_BUDGET: None})
            st.button("Go on without a budget", icon=":material/build:", on_click=take_up, args=(free,))
        mended_plan = _without_what_is_gone(plan)
        if mended_plan != plan:
            st.button(
                "Go on without what isn't known any more",
                icon=":material/build:",
                on_click=take_up,
                args=(mended_plan,),
                help="Ties to an institution without a program in your specialty become ties to its city; ties to, and "
                "decisions about, programs that aren't there go. Undo brings all of it back.",
            )


def _known_specialties(plan: Plan) -> tuple[str, ...]:
    """Specialties that the directory in use has programs of; all of the plan's where that can't be read."""
    try:
        return directory_in_use(plan).specialties
    except BadInput:
        return plan.applicant.specialties


def _without_what_is_gone(plan: Plan) -> Plan:
    try:
        return without_what_is_gone(plan, directory_in_use(plan))
    except BadInput:
        return plan


def _show_conflict(plan: Plan, found: NoList) -> None:
    st.title("No list is possible", anchor=False)
    st.error(f"**Your limits clash.** {literal(found.words)}", icon=":material/error:")
    if not found.remedies:
        st.write("No single change mends this: loosen two or more of these limits.")
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
                args=(remedy,),
            )


def take_remedy(remedy: Suggestion) -> None:
    """Callback of a remedy's button."""
    plan = mended(present().plan, remedy)
    if plan is not None:
        take_up(plan)


def _show_undecided(plan: Plan, found: NotDecided) -> None:
    st.warning(f"**Not decided in time.** {literal(words.undecided(found))}", icon=":material/hourglass:")
    st.button(f"Allow {PATIENT_SECONDS:.0f} seconds", on_click=lambda: st.session_state.update({_PATIENT: plan}))
