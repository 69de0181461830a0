"""The second list, for the year before an advanced position: what is wanted of it, and what it is."""

from collections.abc import Sequence

import streamlit as st

from optimizer.dashboard.asking import asked
from optimizer.dashboard.edits import set_to
from optimizer.dashboard.leading_on import lead_on
from optimizer.dashboard.showing import show_lines
from optimizer.evidence import load_evidence
from optimizer.plan import FirstYearList, Plan, advanced_specialties, changed_plan
from optimizer.vocabulary import FIRST_YEAR_KINDS, FIRST_YEARS, NO_SIGNAL, SIGNAL_NAMES, specialty_name
from optimizer.wording import chance_cell, whole_dollars


def may_need_first_year(plan: Plan) -> bool:
    """Whether a specialty of the plan has positions that begin in the second year."""
    return bool(advanced_specialties(plan, load_evidence()))


def show_first_year(plan: Plan, found: FirstYearList | None) -> None:
    """Ask what is wanted for the first year; say what is to be known of it, and its programs where some are known."""
    wish = plan.first_year
    st.checkbox(
        "Make a second list for the first year, within the same budget",
        **asked("first-year/apply", wish.apply, set_to("first_year.apply")),
    )
    if found is None:
        st.markdown("No second list is made, and nothing is kept for one: you look for your first year yourself.")
        return
    _ask_wishes(plan)
    show_lines(found.notices)
    lead_on(
        "Bring in more first years" if found.known_programs else "Bring in a file of first years", "Data and method"
    )
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


def _ask_wishes(plan: Plan) -> None:
    """Where the first year may be spent, at how many programs at most, and what is kept for others."""
    wish = plan.first_year
    kinds, most, kept = st.columns([2, 1, 1], vertical_alignment="bottom")
    with kinds:
        st.multiselect(
            "Where it may be spent",
            FIRST_YEAR_KINDS,
            format_func=lambda kind: FIRST_YEARS[kind].name,
            select_all=False,
            **asked("first-year/kinds", list(wish.kinds), _with_kinds),
        )
    with most:
        st.number_input(
            "First years at most",
            min_value=0,
            value=None,
            step=1,
            placeholder="no bound",
            **asked("first-year/maximum", wish.maximum, set_to("first_year.maximum")),
        )
    with kept:
        ask_reserve(plan)


def ask_reserve(plan: Plan) -> None:
    """Ask for the dollars that are kept for first years that aren't known here."""
    st.number_input(
        "Dollars kept for first years",
        min_value=0.0,
        step=20.0,
        format="%.0f",
        help="For applications to first years that aren't known here: the lists leave them unspent",
        **asked("first-year/reserve", plan.first_year.reserve, set_to("first_year.reserve")),
    )


def _with_kinds(plan: Plan, kinds: Sequence[str]) -> Plan:
    """Nowhere is no second list; the kinds are there again with the next one."""
    return changed_plan(plan, {"first_year.kinds": tuple(kinds)} if kinds else {"first_year.apply": False})
