"""The one call behind a page: a small plan in, its answer out, remembered."""

import streamlit as st

from optimizer.directory import Directory, load_directory
from optimizer.plan import Plan, PlanOutcome, build_list, parse_plan, plan_text

USUAL_SECONDS = 10.0
PATIENT_SECONDS = 60.0
_ANSWERS_KEPT = 32


def answer(plan: Plan, time_limit_s: float = USUAL_SECONDS) -> PlanOutcome:
    """The answer of a plan, from memory where this browser session has asked for the same before.

    Raises
    ------
    BadInput
        As `build_list`.
    """
    return _answer(plan_text(plan), time_limit_s)


# A list tells much about a person, so answers are kept apart by session; the plan's text is the whole key.
@st.cache_data(scope="session", max_entries=_ANSWERS_KEPT, show_spinner="Finding the best list ...")
def _answer(plan_toml: str, time_limit_s: float) -> PlanOutcome:
    return build_list(parse_plan(plan_toml, "the plan"), _directory(), time_limit_s=time_limit_s)


@st.cache_resource(show_spinner=False)
def _directory() -> Directory:
    return load_directory()
