"""The Signals page: where each signal goes, what it adds, how to move it, and which divisions to state."""

import streamlit as st

from optimizer.dashboard.advice import show_advice
from optimizer.dashboard.answers import choices
from optimizer.dashboard.draft import present
from optimizer.dashboard.literal import literal
from optimizer.dashboard.profile_page import ask_divisions
from optimizer.dashboard.program_list import show_decisions
from optimizer.dashboard.signal_places import show_signal_places
from optimizer.dashboard.strip import show_strip
from optimizer.export import amount_words, limit_label
from optimizer.plan import LimitUse, Plan, ProgramList
from optimizer.vocabulary import STRONGEST_FIRST, specialty_name


def signals_page() -> None:
    """Draw the page."""
    draft = present()
    st.title("Signals", anchor=False)
    found = show_strip(draft)
    if found is not None:
        for specialty in draft.plan.applicant.specialties:
            _show_specialty(draft.plan, found, specialty)
        if any(program.signal in STRONGEST_FIRST for program in found.programs):
            show_signal_places(draft.plan)
    st.subheader("Geographic preference", anchor=False)
    st.caption("The application takes up to three Census divisions, or none. Programs there read it as interest.")
    ask_divisions(draft.plan)
    if found is not None:
        show_advice(draft.plan)


def signal_caps_in(found: ProgramList, specialty: str) -> tuple[LimitUse, ...]:
    """The bounds on signals that hold in a specialty, those that it shares with others among them."""
    return tuple(limit for limit in found.limits if limit.about.kind == "signals" and specialty in limit.about.of)


def _show_specialty(plan: Plan, found: ProgramList, specialty: str) -> None:
    st.subheader(f"Signals in {specialty_name(specialty)}", anchor=False)
    here = [program for program in found.programs if program.specialty == specialty]
    caps = signal_caps_in(found, specialty)
    if not caps:
        st.write("This specialty has no signals in this season.")
        return
    told = ", ".join(f"{limit_label(cap.about)}: {cap.used:g} of {amount_words(cap, cap.maximum)}" for cap in caps)
    st.markdown(literal(f"{told}."))
    signalled = sorted(
        (p for p in here if p.signal in STRONGEST_FIRST), key=lambda program: STRONGEST_FIRST.index(program.signal)
    )
    without = {program.id: program.interview_probability for program in choices(plan)}
    show_decisions(plan, found, signalled, name=f"signals-{specialty}", unsignalled=without)
    st.caption(
        "To move a signal, say “never signal” at one program, or give one to another under Programs on the List page; "
        "matchlist then finds the best place for what is left."
    )
