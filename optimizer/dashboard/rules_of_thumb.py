"""Published rules of thumb: what they say and where from, what a list in their shape would cost, and taking one up."""

from functools import partial

import streamlit as st

from optimizer.dashboard.advice import say_no_answer, show_worked_out
from optimizer.dashboard.draft import present, take_up
from optimizer.dashboard.literal import literal
from optimizer.dashboard.own_programs import directory_in_use
from optimizer.dashboard.plain import sentences
from optimizer.dashboard.showing import show_lines
from optimizer.dashboard.telling import show_faults
from optimizer.dashboard.words import headline
from optimizer.directory import Directory
from optimizer.errors import BadInput
from optimizer.plan import Plan, PlanOutcome, ProgramList, all_presets, changed_plan, preset_price, with_preset

_TOLD, _FAULTS, _PRICED = "preset/told", "preset/faults", "preset/priced"


def show_presets(plan: Plan) -> None:
    """Ask for a rule of thumb, say what it is and costs, and take it up on a click."""
    st.caption(
        "Rules of thumb of published guides, not measurements: each fills in numbers that your plan leaves open. The "
        "price says what they cost against the list that matchlist would build without them."
    )
    known = {each.slug: each for each in all_presets()}
    slug = st.selectbox("Rule of thumb", list(known), format_func=lambda name: known[name].title, key="preset/chosen")
    chosen = known[slug]
    st.markdown(literal(chosen.summary))
    show_lines(
        (
            f"For: {chosen.suits}",
            f"Published: {chosen.rule.published}",
            f"From: {chosen.rule.source} (grade {chosen.rule.grade})",
            *((f"matchlist's reading: {chosen.rule.reading}",) if chosen.rule.reading else ()),
        )
    )
    with st.container(horizontal=True):
        st.button("Use this shape", type="primary", icon=":material/rule:", on_click=_use, args=(slug,))
        st.button("What would it cost?", icon=":material/sell:", on_click=_ask_price, args=(slug,))
        if plan.preset is not None:
            st.button("Take the present rule away", on_click=_take_away)
    if faults := st.session_state.pop(_FAULTS, ()):
        show_faults("This rule doesn't fit your plan.", faults)
    show_lines(st.session_state.pop(_TOLD, ()))
    if st.session_state.get(_PRICED) == slug:
        show_worked_out("Building the list in this shape", plan, partial(_priced, slug=slug), _show_price, slug)


def _use(slug: str) -> None:
    """Callback: write the rule's numbers into the draft."""
    plan = present().plan
    try:
        shaped, notices = with_preset(plan, slug, directory_in_use(plan))
    except BadInput as error:
        st.session_state[_FAULTS] = sentences(error)
    else:
        st.session_state[_TOLD] = ("Its numbers are in your plan now.", *notices)
        take_up(shaped)


def _take_away() -> None:
    take_up(changed_plan(present().plan, {"preset": None}))


def _ask_price(slug: str) -> None:
    st.session_state[_PRICED] = slug


def _priced(plan: Plan, *, slug: str, directory: Directory, time_limit_s: float) -> PlanOutcome:
    return preset_price(plan, slug, directory, time_limit_s=time_limit_s)


def _show_price(found: PlanOutcome) -> None:
    if not isinstance(found, ProgramList):
        say_no_answer(found)
        return
    st.markdown(f"In this shape: **{literal(headline(found))}**.")
    if found.preset is not None:
        st.markdown(literal(found.preset.words))
        show_lines(found.preset.adjustments)
