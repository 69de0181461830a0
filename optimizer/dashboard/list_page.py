"""The List page: one list of programs, what it is worth, what holds it back, and what may be decided about it."""

from functools import partial

import streamlit as st

from optimizer.dashboard import words
from optimizer.dashboard.advice import show_firmness
from optimizer.dashboard.anew import draw_anew
from optimizer.dashboard.answers import interviews
from optimizer.dashboard.charts import dotplot, icon_array, limit_bars, list_map, where_bars
from optimizer.dashboard.completeness import show_inputs
from optimizer.dashboard.draft import choose, examples, present
from optimizer.dashboard.edited import Draft
from optimizer.dashboard.first_steps import show_step
from optimizer.dashboard.first_year import may_need_first_year, show_first_year
from optimizer.dashboard.in_sight import is_led, lead_to
from optimizer.dashboard.leading_on import lead_on
from optimizer.dashboard.literal import literal
from optimizer.dashboard.panel import start_own
from optimizer.dashboard.program_list import show_programs
from optimizer.dashboard.public_files import show_known
from optimizer.dashboard.season_line import show_season_line
from optimizer.dashboard.showing import show_chart, show_figures, show_lines, show_picture, show_views
from optimizer.dashboard.strip import show_last_change
from optimizer.dashboard.telling import solved
from optimizer.dashboard.usual_number import offer_usual_number
from optimizer.export import applicant_words
from optimizer.plan import Plan, ProgramList

_PROMISE = (
    "Which residency programs to apply to, and which to signal: the list with the best chance of a match that you "
    "want, for the money you have."
)
_ITS_FIRST_WORDS = ".st-key-first-look :is(h1, h2, h3, [data-testid=stAlert])"
"""The headline, or why there is no list."""
_VIEW = "list-view"
_PROGRAMS, _MAP, _INTERVIEWS, _FIRMNESS = "Programs", "Map", "Interviews", "How firm"
_FIRST_YEAR, _LIMITS, _NOTES = "First year", "Limits", "Good to know"


def list_page() -> None:
    """Draw the page."""
    draft = present()
    if draft.step:
        show_step(draft)
        return
    if is_led():
        lead_to(_ITS_FIRST_WORDS, with_keyboard=True)
    with st.container(gap="xsmall", key="first-look"):
        _introduce(draft)
        if draft.plan.couple is not None:
            lead_on("Both lists together", "Couple")
        show_season_line(draft)
        found = solved()
        if found is not None:
            _show_headline(draft, found)
    if found is not None:
        _show_views(draft.plan, found)


def _introduce(draft: Draft) -> None:
    """What this is, and whose list; the example says that it is one, and leads to one's own."""
    who = literal(applicant_words(draft.plan.applicant))
    with st.container(key="introduction", gap="xxsmall"):
        if not draft.is_example:
            said, onward = st.columns([4, 1], gap="medium", vertical_alignment="center")
            said.markdown(f"**matchlist** \N{MIDDLE DOT} {literal(draft.plan.title)}")
            with onward:
                lead_on("Next: signals", "Signals")
            st.caption("Nothing said yet" if draft.to_ask else who)
            return
        said, begin = st.columns([4, 1], gap="medium", vertical_alignment="center")
        said.markdown(f"**matchlist** \N{MIDDLE DOT} {_PROMISE}")
        begin.button("Start my own list", type="primary", on_click=start_own, key="start-own", width="stretch")
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="examples"):
            st.caption(f"**An example, not you:** {who}. Other examples:", width="content")
            for other in examples():
                if other.key != draft.opened.key:
                    st.button(other.short, key=f"take-{other.key}", type="tertiary", on_click=choose, args=(other.key,))


def _show_headline(draft: Draft, found: ProgramList) -> None:
    chance, figures = st.columns([9, 10], gap="medium", vertical_alignment="center")
    with chance, st.container(gap="xxsmall", key="headline"):
        st.title(words.headline(found), anchor=False)
        st.caption(literal(words.both_ranges(found)))
        for line in (*words.first_year(found), *words.by_specialty(found)):
            st.caption(literal(line))
        show_last_change(draft, found)
        offer_usual_number(draft, found)
    with figures:
        show_figures(draft.plan, found)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="about-it"):
        # A hundred people take their time to be drawn: only for whoever looks.
        meaning = st.popover(
            "What this means", icon=":material/info:", type="tertiary", key="meaning", on_change="rerun"
        )
        if meaning.open:
            with meaning:
                _show_meaning(draft, found)
        show_known(draft.plan, found)


def _show_meaning(draft: Draft, found: ProgramList) -> None:
    if found.match_probability is None:
        show_lines(found.chance_notices)
        return
    picture = icon_array(found)
    st.markdown(f"**Estimated chance to match.** {literal(words.meaning(found, is_example=draft.is_example))}")
    show_chart(picture, key="hundred-chart")
    st.markdown(literal(words.proof(found, draft.plan.flexibility)))
    st.caption(literal(words.blind_spots()))


@st.fragment
def _show_views(plan: Plan, found: ProgramList) -> None:
    """The list and its pictures; only the view that is open is drawn."""
    if present().plan != plan:
        # A decision was made here: the page around it has to follow.
        draw_anew()
    show_views(
        {
            _PROGRAMS: partial(show_programs, plan, found),
            **({_FIRST_YEAR: partial(show_first_year, plan, found.first_year)} if may_need_first_year(plan) else {}),
            _MAP: partial(_show_map, found),
            _INTERVIEWS: partial(_show_interviews, plan, found),
            _FIRMNESS: partial(show_firmness, plan),
            _LIMITS: partial(_show_limits, found),
            _NOTES: partial(_show_notes, found),
        },
        key=_VIEW,
    )


def _show_interviews(plan: Plan, found: ProgramList) -> None:
    if found.match_probability is None:
        st.markdown("How many interviews to expect is not known, as the chances aren't.")
        return
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
