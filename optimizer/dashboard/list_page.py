"""The List page: one list of programs, what it is worth, what holds it back, and what may be decided about it."""

from functools import partial

import streamlit as st

from optimizer.dashboard import words
from optimizer.dashboard.advice import show_firmness
from optimizer.dashboard.answers import interviews
from optimizer.dashboard.charts import dotplot, icon_array, limit_bars, list_map, where_bars
from optimizer.dashboard.completeness import show_inputs
from optimizer.dashboard.draft import Draft, present
from optimizer.dashboard.literal import literal
from optimizer.dashboard.panel import quick_controls, start_own
from optimizer.dashboard.program_list import show_programs
from optimizer.dashboard.public_files import show_known
from optimizer.dashboard.season_line import show_season_line
from optimizer.dashboard.showing import show_figures, show_lines, show_picture, show_views
from optimizer.dashboard.telling import solved
from optimizer.plan import Plan, ProgramList

_VIEW = "list-view"
_PROGRAMS, _MAP, _INTERVIEWS, _FIRMNESS = "Programs", "Map", "Interviews", "How firm"
_LIMITS, _NOTES = "Limits", "Good to know"


def list_page() -> None:
    """Draw the page."""
    with st.sidebar:
        quick_controls(present().plan)
    draft = present()
    _introduce(draft)
    show_season_line(draft)
    found = solved()
    if found is not None:
        _show_headline(draft, found)
        show_figures(draft.plan, found)
        show_known(draft.plan, found)
        _show_views(draft.plan, found)


def _introduce(draft: Draft) -> None:
    who = literal(words.applicant_words(draft.plan.applicant))
    if not draft.is_example:
        st.caption(f"{literal(draft.plan.title)}: {who}")
        return
    with st.container(border=True, key="example-note"):
        said, begin = st.columns([4, 1], gap="medium", vertical_alignment="center")
        said.markdown(
            f"**An example, not you.** A made-up person ({who}), real programs. Move anything in the panel and watch "
            "the list, or begin your own: it takes about two minutes."
        )
        begin.button("Start my own list", type="primary", on_click=start_own, key="start-own", width="stretch")


def _show_headline(draft: Draft, found: ProgramList) -> None:
    st.title(words.headline(found), anchor=False)
    said, hundred = st.columns([11, 9], gap="large", vertical_alignment="top")
    picture = icon_array(found)
    with said:
        st.markdown(f"**Estimated chance to match.** {literal(words.meaning(found, is_example=draft.is_example))}")
        st.markdown(literal(words.proof(found, draft.plan.flexibility)))
        st.caption(literal(words.blind_spots()))
    with hundred:
        st.altair_chart(picture.chart, alt=picture.sentence, key="hundred-chart")


@st.fragment
def _show_views(plan: Plan, found: ProgramList) -> None:
    """The list and its pictures; only the view that is open is drawn."""
    if present().plan != plan:
        # A decision was made here: the page around it has to follow.
        st.rerun()
    show_views(
        {
            _PROGRAMS: partial(show_programs, plan, found),
            _MAP: partial(_show_map, found),
            _INTERVIEWS: partial(_show_interviews, plan, found),
            _FIRMNESS: partial(show_firmness, plan),
            _LIMITS: partial(_show_limits, found),
            _NOTES: partial(_show_notes, found),
        },
        key=_VIEW,
    )


def _show_interviews(plan: Plan, found: ProgramList) -> None:
    show_picture(dotplot(interviews(plan, found)), key="interviews")
    st.caption("Each dot is one of 20 equally likely outcomes: luck, and how uncertain the published figures are.")


def _show_limits(found: ProgramList) -> None:
    show_picture(limit_bars(found), key="limits")
    st.caption("Orange and bold is reached: loosening one of these may raise the chance.")


def _show_notes(found: ProgramList) -> None:
    show_lines(found.notices)
    show_inputs(found)


def _show_map(found: ProgramList) -> None:
    show_picture(list_map(found), key="map")
    st.caption(
        "Larger is a better chance of an interview; an outline is a signal, the thickest is gold. "
        "Alaska, Hawaii and Puerto Rico are not to scale."
    )
    show_picture(where_bars(found), key="where")
