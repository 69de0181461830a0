"""One program: on the list or not and why, its chance term by term, the opposite, and the user's decision."""

from collections.abc import Sequence

import streamlit as st

from optimizer.dashboard.answers import why
from optimizer.dashboard.charts import waterfall
from optimizer.dashboard.draft import present, take_up
from optimizer.dashboard.edits import decision_on, kinds_of_decision, with_decision
from optimizer.dashboard.literal import literal
from optimizer.dashboard.own_programs import directory_in_use
from optimizer.dashboard.plain import sentences
from optimizer.dashboard.showing import show_lines, show_picture
from optimizer.dashboard.tables import DECISION_WORDS, one_program
from optimizer.dashboard.telling import show_faults
from optimizer.directory import Program
from optimizer.errors import BadInput
from optimizer.plan import ListedProgram, Mention, Opposite, Plan, ProgramList, ProgramWhy
from optimizer.vocabulary import specialty_name
from optimizer.wording import capitalised, chance_range_in_100, chance_words

_ASKED = "asked-program"
_NAMED = 6


def show_program_panel(plan: Plan, found: ProgramList) -> None:
    """Ask for a program, on the list or not, and explain it."""
    st.subheader("Why, or why not?", anchor=False)
    on_list = {program.id for program in found.programs}
    directory = directory_in_use(plan).of_specialties(plan.applicant.specialties)
    offered: list[ListedProgram | Program] = [*found.programs, *directory.programs]
    # Two programs of one hospital in two specialties would be called alike.
    several = len(plan.applicant.specialties) > 1
    names = {
        one.id: " \N{MIDDLE DOT} ".join(
            (
                one_program(one.name, one.city, one.state),
                *((specialty_name(one.specialty),) if several else ()),
                *(() if one.id in on_list else ("not on the list",)),
            )
        )
        for one in offered
    }
    if st.session_state.get(_ASKED) not in names:
        st.session_state[_ASKED] = None
    chosen = st.selectbox(
        "Choose any program, on the list or not",
        list(names),
        index=None,
        format_func=lambda key: names.get(key, key),
        placeholder="Type a name or a city",
        key=_ASKED,
    )
    if chosen is not None:
        with st.container(border=True, key="why-panel"):
            show_program(plan, found, chosen, key="asked")


def show_program(plan: Plan, found: ProgramList, program: str, *, key: str) -> None:
    """Explain one program and ask for a decision on it; `key` tells the places apart where one is explained."""
    try:
        told = why(plan, program)
    except BadInput as error:
        show_faults("This program can't be explained.", sentences(error))
        return
    if not isinstance(told, ProgramWhy):
        return
    st.markdown(f"#### {literal(told.name)}")
    tier = told.tier_words or told.tier
    st.caption(literal(f"{told.institution}, {told.city}, {told.state}. {capitalised(tier)}, {told.region}."))
    st.markdown(f"**{literal(told.verdict)}** {literal(_chance_sentence(told))}")
    _ask_decision(plan, found, program, key)
    left, right = st.columns([3, 2], gap="large")
    with left:
        show_picture(waterfall(told), key=f"{key}-waterfall")
    with right:
        if told.reasons:
            st.markdown("**What speaks for it, and what is known**")
            show_lines(told.reasons)
        if told.unknowns:
            st.markdown("**What isn't known**")
            show_lines(told.unknowns)
        if told.visa_filings is not None:
            st.markdown("**Visas asked for**")
            show_lines((told.visa_filings,))
        if told.hospital:
            st.markdown("**The hospital**")
            show_lines(told.hospital)
        st.markdown(f"**{literal(_opposite_heading(told.opposite))}**")
        show_lines(opposite_lines(told.opposite))


def _chance_sentence(told: ProgramWhy) -> str:
    span = chance_range_in_100(told.interview_probability_range)
    return f"Chance of an interview {chance_words(told.interview_probability)}, range {span}."


def _ask_decision(plan: Plan, found: ProgramList, program: str, place: str) -> None:
    key = f"{place}/decision/{program}"
    st.session_state[key] = decision_on(plan, program)
    st.segmented_control(
        "My decision",
        kinds_of_decision(found),
        format_func=lambda name: (
            "leave it to matchlist" if DECISION_WORDS[name] == "\N{EN DASH}" else DECISION_WORDS[name]
        ),
        key=key,
        required=True,
        on_change=_decide,
        args=(key, program),
    )


def _decide(key: str, program: str) -> None:
    take_up(with_decision(present().plan, program, st.session_state[key]))


def _opposite_heading(opposite: Opposite) -> str:
    return f"If you had it {opposite.change}"


def opposite_lines(opposite: Opposite) -> Sequence[str]:
    """What the best list would be the other way round."""
    if opposite.status != "solved" or opposite.match_probability_change is None or opposite.value_change is None:
        return [opposite.words]
    lines = [f"The list's chance to match {change_words(opposite.match_probability_change)}."]
    if (
        opposite.value_change_range is not None
        and opposite.value_change_range[0] <= 0 <= opposite.value_change_range[1]
    ):
        lines.append("The two lists can't be told apart: it hardly matters.")
    else:
        lines.append(f"By what you want, the list {worth_words(opposite.value_change)}.")
    for label, programs in (("Instead would come", opposite.entering), ("Out would go", opposite.leaving)):
        if programs:
            lines.append(f"{label}: {_names(programs)}.")
    return lines


def change_words(change: float) -> str:
    """A change of a chance in points."""
    points = abs(change) * 100
    if points < 0.005:
        return "stays the same to a hundredth of a point"
    return f"{'rises' if change > 0 else 'falls'} by {points:.2g} points in 100"


def worth_words(change: float) -> str:
    """A change of a list's value in points."""
    points = abs(change) * 100
    return f"{'gains' if change > 0 else 'loses'} {points:.2g} points in 100"


def _names(programs: Sequence[Mention]) -> str:
    named = "; ".join(one_program(program.name, program.city, program.state) for program in programs[:_NAMED])
    return f"{named}; and {len(programs) - _NAMED} more" if len(programs) > _NAMED else named
