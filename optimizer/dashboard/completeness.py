"""How complete the answers are, and what is still missing."""

import streamlit as st

from optimizer.dashboard.showing import show_lines
from optimizer.plan import Plan, ProgramList

_QUESTIONS = {
    "step2": "your Step 2 CK score",
    "graduation_year": "your year of graduation",
    "failed_attempts": "how many examinations you failed, even if none",
    "us_clinical_months": "your months of clinical experience in the US, even if none",
    "visa": "which visa you need, if any",
}


def show_completeness(plan: Plan, found: ProgramList) -> None:
    """Say which answers are missing, and how wide the range is with them missing."""
    st.subheader("What is still missing", anchor=False)
    low, high = found.match_probability_range
    missing = plan.applicant.unknowns
    if not missing:
        st.markdown(
            f"Every answer is given. The range of {low * 100:.0f} to {high * 100:.0f} is what the figures leave open."
        )
        return
    st.markdown(
        f"Not given yet, so counted as typical of your group, with a range of {low * 100:.0f} to {high * 100:.0f} that "
        "is wider for it:"
    )
    show_lines(_QUESTIONS[name] for name in missing)
