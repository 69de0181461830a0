"""How many applications are usual, for whoever has set no bound: a list without one is as long as can be."""

import streamlit as st

from optimizer.dashboard.draft import present, take_up
from optimizer.dashboard.edited import Draft
from optimizer.dashboard.edits import span_of, with_quota
from optimizer.evidence import load_evidence
from optimizer.plan import APPLICATIONS, Plan, ProgramList


def usual_number(draft: Draft) -> int | None:
    """How many applications people of this kind usually send in the first specialty; None where that isn't known."""
    applicant, evidence = draft.plan.applicant, load_evidence()
    named = ("applications_typical", applicant.specialties[0], applicant.type)
    known = not draft.to_ask and evidence.has(*named)
    return round(evidence.central(*named)) if known else None


def offer_usual_number(draft: Draft, found: ProgramList) -> None:
    """Say why a list is so long where nothing bounds it, and offer the usual number with one click."""
    usual = usual_number(draft) if is_free(draft.plan) else None
    if usual is None or len(found.programs) <= usual:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="usual-number"):
        st.caption(
            "Neither a budget nor a number of applications is set, so this list is as long as can be. "
            f"Applicants of your kind usually send about {usual}.",
            width="content",
        )
        st.button(f"List at most {usual}", key="take-usual-number", on_click=_take, args=(usual,))


def is_free(plan: Plan) -> bool:
    """Whether neither money nor a number bounds a plan's list."""
    return plan.budget.dollars is None and span_of(plan.quotas.applications)[1] is None


def _take(most: int) -> None:
    plan = present().plan
    take_up(with_quota(plan, APPLICATIONS, (span_of(plan.quotas.applications)[0], most)))
