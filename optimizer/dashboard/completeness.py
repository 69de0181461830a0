"""How complete the inputs are, and what is still missing."""

import pandas as pd
import streamlit as st

from optimizer.dashboard.literal import literal
from optimizer.dashboard.showing import show_lines, show_table
from optimizer.dashboard.words import fact_words
from optimizer.plan import Plan, ProgramList
from optimizer.wording import chance_range, percentage

_QUESTIONS = {
    "step2": "your Step 2 CK score",
    "graduation_year": "your year of graduation",
    "failed_attempts": "how many examinations you failed, even if none",
    "us_clinical_months": "your months of clinical experience in the US, even if none",
    "visa": "which visa you need, if any",
    "home_state": "the state of your permanent address, or that it lies outside the United States",
    "school": "your medical school, as a tie to its place or its own program",
}


def show_completeness(plan: Plan, found: ProgramList) -> None:
    """Say which answers are missing, how wide the range is with them missing, and what each is worth."""
    st.subheader("What is still missing", anchor=False)
    if found.match_probability_range is None:
        st.markdown("What an answer is worth can't be told where the chance isn't known.")
        return
    span = chance_range(found.match_probability_range)
    missing = plan.applicant.unknowns
    if missing:
        st.markdown(f"Not given yet, so counted as typical of your group, with a range of {span} that is wider for it:")
        show_lines(_QUESTIONS[name] for name in missing)
    else:
        st.markdown(
            f"You have given every answer. The range of {span} is what the published "
            "figures and the unknown facts of programs leave open."
        )
    show_inputs(found)


def show_inputs(found: ProgramList) -> None:
    """Say how much of what could be known is known, fact by fact."""
    if found.completeness is None or not found.completeness.facts:
        return
    st.markdown(literal(f"How complete the inputs are: {found.completeness.words}."))
    with st.expander("Fact by fact: what is known, and how much each could settle"):
        show_table(
            pd.DataFrame(
                {
                    "Fact": fact_words(fact.fact),
                    "Known": f"{fact.known} of {fact.of}" if fact.of > 1 else "yes" if fact.known else "no",
                    "Its part of what all facts could settle": percentage(fact.weight),
                }
                for fact in found.completeness.facts
            )
        )
