"""Which season the plan in hand is of, how fresh its figures are, and the way from one that is over to the next."""

import streamlit as st

from optimizer.clock import today
from optimizer.dashboard.draft import present, take_up
from optimizer.dashboard.edited import Draft
from optimizer.dashboard.literal import literal
from optimizer.dashboard.showing import show_lines
from optimizer.errors import BadInput
from optimizer.evidence import Season, load_season, season_choice
from optimizer.plan import about_season, moment_of, renewed, soap_words

_CARRIED_OVER = "carried-over-plan"
_SENT = {
    "applying": "Once your list is sent, the page Season keeps the answers, says what to do next, and ranks.",
    "ranking": "The page Season makes your rank order list.",
}


def show_season_line(draft: Draft) -> None:
    """Draw the line, and whatever has to be known of the season before anything else."""
    try:
        season = load_season(draft.plan.season)
    except BadInput:
        # The page says for itself that there is no such season.
        return
    about, choice = about_season(draft.plan, season), season_choice(today())
    following = _SENT.get(moment_of(season, today()).phase, "")
    line, more = f"**{literal(about.words)}.** {literal(about.moment)}", f"{following} {literal(about.figures_words)}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="season-line"):
        st.caption(line, width="content")
        with st.popover("This season", icon=":material/info:", type="tertiary"):
            st.markdown(more)
    _show_what_changed(draft)
    if not about.notices:
        return
    with st.container(border=True, key="season-notices"):
        for notice in about.notices:
            st.markdown(f":material/event_busy: {literal(notice)}")
        if choice.fits and choice.year > season.season:
            st.button(
                f"Carry this plan over to season {choice.year}",
                key="renew",
                icon=":material/event_repeat:",
                on_click=_carry_over,
                args=(choice.year,),
                help="The wishes stay, fees, signals and dates become the new season's; Undo takes it back. What was "
                "sent in the old season stays where it is kept.",
            )
    show_soap(season, "of the plan in hand")


def show_soap(season: Season, whose: str) -> None:
    """Draw what the SOAP is and its dates, from the day that rank order lists are due until Match Day."""
    if moment_of(season, today()).phase == "matching":
        with st.expander(f"If I'm not matched: the SOAP of season {season.season}", icon=":material/info:", key=whose):
            st.markdown("\n".join(f"- {literal(line)}" for line in soap_words(season)))


def _carry_over(year: int) -> None:
    """Callback: the plan in hand becomes one of another season."""
    draft = present()
    renewal = renewed(draft.plan, year)
    st.session_state[_CARRIED_OVER] = (draft.opened.key, renewal)
    take_up(renewal.plan)


def _show_what_changed(draft: Draft) -> None:
    """What couldn't stay as it was, and what differs between the seasons: as long as the plan is of the new one."""
    of, renewal = st.session_state.get(_CARRIED_OVER, ("", None))
    if renewal is None or (of, renewal.plan.season) != (draft.opened.key, draft.plan.season):
        return
    with st.container(border=True, key="carried-over"):
        st.markdown(f"**Carried over to season {renewal.plan.season}.** What changed:")
        show_lines((*renewal.adjustments, *renewal.changes))
        st.button("Close", key="carried-over-read", on_click=_close_what_changed)


def _close_what_changed() -> None:
    del st.session_state[_CARRIED_OVER]
