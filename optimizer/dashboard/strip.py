"""The answer in one strip, for pages on which the list is changed but not shown."""

import streamlit as st

from optimizer.dashboard import words
from optimizer.dashboard.answers import before_the_last_change
from optimizer.dashboard.edited import Draft
from optimizer.dashboard.literal import literal
from optimizer.dashboard.season_line import show_season_line
from optimizer.dashboard.telling import solved
from optimizer.dashboard.usual_number import offer_usual_number
from optimizer.export import fees_words
from optimizer.plan import ProgramList
from optimizer.wording import dollars


def show_strip(draft: Draft) -> ProgramList | None:
    """Draw the strip, or why there is no list; the list, if there is one."""
    show_season_line(draft)
    with st.container(border=True, key="strip", gap="xsmall"):
        found = solved()
        if found is None:
            return None
        whose = "The example's list" if draft.is_example else "Your list"
        facts = (
            f"{len(found.programs)} applications",
            words.signals_used(found.programs),
            f"fees {fees_words(found)}" if found.unpriced else dollars(found.spend),
        )
        st.markdown(f"{whose}: **{literal(words.headline(found))}**")
        st.caption(literal(" \N{MIDDLE DOT} ".join(facts)))
        show_last_change(draft, found)
        offer_usual_number(draft, found)
    return found


def show_last_change(draft: Draft, found: ProgramList) -> None:
    """Say what the last change did to the list."""
    before = before_the_last_change(draft)
    if before is not None:
        st.caption(literal(f"Your last change: {words.what_changed(before, found)}"))
