"""A list of one's own in three short steps: who I am, where I want to live, money and numbers."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from optimizer.dashboard.asking import asked_together
from optimizer.dashboard.draft import go_to_step
from optimizer.dashboard.edited import Draft
from optimizer.dashboard.edits import span_of, with_quota
from optimizer.dashboard.first_answers import TYPE, ask_home, ask_score, ask_specialties, ask_type, ask_visa
from optimizer.dashboard.first_year import ask_reserve, may_need_first_year
from optimizer.dashboard.in_sight import lead_to
from optimizer.dashboard.own_regions import offer_region
from optimizer.dashboard.panel import ask_budget, ask_flexibility, ask_priorities
from optimizer.dashboard.strip import show_strip
from optimizer.dashboard.usual_number import is_free, usual_number
from optimizer.evidence import load_evidence
from optimizer.plan import APPLICATIONS, Plan
from optimizer.plan.questions import usual_applications
from optimizer.vocabulary import INTERNATIONAL_TYPES
from optimizer.wording import within_sentence

_STEPS = ("Who you are", "Where you want to live", "Money and numbers")
_LAST = len(_STEPS)


def show_step(draft: Draft) -> None:
    """Draw the step that is being asked, with what the answers so far make of the list."""
    step = min(draft.step, _LAST)
    lead_to("[data-testid=stMain] h1", words=_STEPS[step - 1], with_keyboard=True)
    st.title(_STEPS[step - 1], anchor=False)
    st.progress(step / _LAST, text=f"Step {step} of {_LAST}. Everything can be changed later, and any step skipped.")
    with st.container(border=True, key="first-step"):
        (_ask_who, _ask_where, _ask_how_many)[step - 1](draft)
    with st.container(horizontal=True):
        if step > 1:
            st.button(
                "Back", icon=":material/arrow_back:", on_click=go_to_step, args=(step - 1,), key=f"step/{step}/back"
            )
        last = step == _LAST
        st.button(
            "Show my list" if last else f"Next: {within_sentence(_STEPS[step])}",
            type="primary",
            # Its own for each step: a second press, meant for this step, is none for the next.
            key=f"step/{step}/next",
            on_click=go_to_step,
            args=(0 if last else step + 1,),
        )
        if not last:
            st.button("Skip to the list", type="tertiary", on_click=go_to_step, args=(0,), key=f"step/{step}/skip")
    show_strip(draft)


def _ask_who(draft: Draft) -> None:
    plan = draft.plan
    ask_type(draft)
    ask_specialties(draft)
    left, right = st.columns(2, gap="large")
    with left:
        ask_score(draft)
    with right:
        ask_home(plan)
        if plan.applicant.type in INTERNATIONAL_TYPES and TYPE not in draft.to_ask:
            ask_visa(plan)


def _ask_where(draft: Draft) -> None:
    offer_region()
    st.caption("How much I want to live there: 0 = none there, 10 = most of all")
    ask_priorities(draft.plan)
    ask_flexibility(draft.plan)


def _ask_how_many(draft: Draft) -> None:
    plan = draft.plan
    ask_budget(plan)
    widgets = asked_together("first/most", {"": span_of(plan.quotas.applications)[1]}, _write_most)
    st.number_input("Applications at most", min_value=0, value=None, step=1, placeholder="no bound", **widgets[""])
    if may_need_first_year(plan) and not draft.to_ask:
        ask_reserve(plan)
        st.caption(
            "Some positions in your specialty begin in the second year: a first year (transitional or preliminary) has "
            f"to be found as well. {round(usual_applications(load_evidence()).central)} applications to first years "
            "are usual."
        )
    # Where nothing bounds the list, it is said beside what that makes of it.
    if (usual := usual_number(draft)) and not is_free(plan):
        st.caption(
            f"Applicants of your kind usually send about {usual} in your specialty. A list needn't use all of it."
        )


def _write_most(plan: Plan, given: Mapping[str, Any]) -> Plan:
    return with_quota(plan, APPLICATIONS, (plan.quotas.applications.minimum, given[""]))
