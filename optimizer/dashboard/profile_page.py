"""The Profile page: who applies, with what is still missing and what that costs in certainty."""

from typing import Any

import streamlit as st

from optimizer.applicant import MOST_PREFERRED_DIVISIONS
from optimizer.dashboard.asking import asked, asked_together
from optimizer.dashboard.completeness import show_completeness
from optimizer.dashboard.draft import present
from optimizer.dashboard.edited import Draft
from optimizer.dashboard.edits import set_to
from optimizer.dashboard.first_answers import NOT_SAID, ask_home, ask_score, ask_specialties, ask_type, ask_visa
from optimizer.dashboard.strip import show_strip
from optimizer.dashboard.ties_table import show_ties
from optimizer.directory import DIVISIONS
from optimizer.errors import BadInput, Fault
from optimizer.plan import Plan, changed_plan
from optimizer.vocabulary import (
    CITIZENSHIP_NAMES,
    CITIZENSHIPS,
    INTERNATIONAL_TYPES,
    visas_meant,
)


def profile_page() -> None:
    """Draw the page."""
    draft = present()
    st.title("Profile", anchor=False)
    if draft.is_example:
        st.caption(
            "These are the answers of a made-up person. Change one, and the plan is yours and no example any more."
        )
    found = show_strip(draft)
    plan = draft.plan
    _ask_who(draft)
    _ask_record(draft)
    _ask_places(plan)
    st.subheader("Ties", anchor=False)
    st.caption("What binds you to a place or a program: family, a rotation, a letter. Programs ask why you would come.")
    show_ties(plan)
    if found is not None:
        show_completeness(plan, found)


def _ask_who(draft: Draft) -> None:
    st.text_input("Name of this plan", **asked("title", draft.plan.title, set_to("title")))
    ask_type(draft)
    ask_specialties(draft)


def _number(label: str, field: str, plan: Plan, **more: Any) -> None:  # noqa: ANN401 - passed on to Streamlit
    st.number_input(
        label,
        value=None,
        placeholder=NOT_SAID,
        **more,
        **asked(f"applicant/{field}", getattr(plan.applicant, field), set_to(f"applicant.{field}")),
    )


def _yes_or_no(label: str, field: str, plan: Plan) -> None:
    """A question that may stay open."""
    words = {None: NOT_SAID, True: "yes", False: "no"}
    st.selectbox(
        label,
        list(words),
        placeholder=NOT_SAID,
        format_func=words.__getitem__,
        **asked(f"applicant/{field}", getattr(plan.applicant, field), set_to(f"applicant.{field}")),
    )


def _ask_record(draft: Draft) -> None:
    plan = draft.plan
    left, right = st.columns(2, gap="large")
    with left:
        ask_score(draft)
        _number(
            "Failed attempts at USMLE or COMLEX, all steps", "failed_attempts", plan, min_value=0, max_value=20, step=1
        )
    with right:
        _number("Year of graduation, past or expected", "graduation_year", plan, min_value=1950, max_value=2100, step=1)
        if plan.applicant.type in INTERNATIONAL_TYPES:
            _number(
                "Months of hands-on clinical experience in the US",
                "us_clinical_months",
                plan,
                min_value=0.0,
                max_value=240.0,
                step=1.0,
                format="%g",
            )
    with left:
        ask_visa(plan)
        st.selectbox(
            "Citizenship of the United States",
            [None, *CITIZENSHIPS],
            placeholder=NOT_SAID,
            format_func=lambda name: NOT_SAID if name is None else CITIZENSHIP_NAMES[name],
            help="Apart from where you studied. Citizens and permanent residents need no visa. A spouse's isn't asked.",
            **asked("applicant/citizenship", plan.applicant.citizenship, set_to("applicant.citizenship")),
        )
        if "h1b" in visas_meant(plan.applicant.visa_need or ""):
            _yes_or_no("USMLE Step 3 is passed, which an H-1B needs", "step3_passed", plan)
    with right:
        _yes_or_no("I have been in a match before", "applied_before", plan)
        st.checkbox(
            "My medical school lies in Canada",
            **asked("applicant/canadian", plan.applicant.canadian_school, set_to("applicant.canadian_school")),
        )
        st.checkbox(
            "I serve in, or am bound to, the US armed forces",
            **asked("applicant/military", plan.applicant.military_service, set_to("applicant.military_service")),
        )


def _ask_places(plan: Plan) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        ask_home(plan)
    with right:
        ask_divisions(plan)


def ask_divisions(plan: Plan) -> None:
    """Ask for the geographic preference that the application states: up to three divisions, or none, or still open."""
    stated = plan.applicant.preferred_divisions
    widgets = asked_together("divisions", {"chosen": list(stated or ()), "none": stated == ()}, _write_divisions)
    st.multiselect(
        f"Divisions that I state as preferred, at most {MOST_PREFERRED_DIVISIONS}",
        DIVISIONS,
        max_selections=MOST_PREFERRED_DIVISIONS,
        select_all=False,
        placeholder="still open",
        **widgets["chosen"],
    )
    st.checkbox("I state that I have no preference", **widgets["none"])


def _write_divisions(plan: Plan, given: Any) -> Plan:  # noqa: ANN401 - of several widgets
    chosen = tuple(given["chosen"])
    if chosen and given["none"]:
        what = "divisions are chosen, and no preference is stated"
        raise BadInput(Fault(what, "Divisions that I state as preferred", ", ".join(chosen), "one of the two"))
    return changed_plan(plan, {"applicant.preferred_divisions": () if given["none"] else chosen or None})
