"""The second list, for the year before an advanced position."""

import streamlit as st

from optimizer.dashboard.showing import show_lines
from optimizer.plan import FirstYearList
from optimizer.vocabulary import NO_SIGNAL, SIGNAL_NAMES, specialty_name
from optimizer.wording import chance_cell, whole_dollars


def show_first_year(found: FirstYearList) -> None:
    """Draw what is to be known of the first year, and its programs where some are known."""
    show_lines(found.notices)
    if not found.programs:
        return
    st.caption(f"{len(found.programs)} programs, {whole_dollars(found.spend)} of the same budget.")
    st.dataframe(
        [
            {
                "Program": program.name,
                "Place": f"{program.city}, {program.state}",
                "Specialty": specialty_name(program.specialty),
                "Signal": "" if program.signal == NO_SIGNAL else SIGNAL_NAMES[program.signal],
                "Interview in 100": chance_cell(program.interview_probability, program.interview_probability_range),
            }
            for program in found.programs
        ],
        hide_index=True,
        key="first-year",
    )
