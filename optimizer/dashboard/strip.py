"""The answer in one strip, for pages on which the list is changed but not shown."""

import streamlit as st

from optimizer.dashboard import words
from optimizer.dashboard.answers import answer
from optimizer.dashboard.edited import Draft
from optimizer.dashboard.literal import literal
from optimizer.dashboard.season_line import show_season_line
from optimizer.dashboard.telling import solved
from optimizer.errors import BadInput
from optimizer.plan import Plan, ProgramList
from optimizer.wording import dollars


def show_strip(draft: Draft) -> ProgramList | None:
    """Draw the strip, or why there is no list; the list, if there is one."""
    show_season_line(draft)
    with st.container(border=True, key="strip"):
        found = solved()
        if found is None:
            return None
        whose = "The example's list" if draft.is_example else "Your list"
        facts = (
            f"{len(found.programs)} applications",
            words.signals_used(found.programs),
            dollars(found.spend),
            *_before(draft),
        )
        st.markdown(f"{whose}: **{literal(words.headline(found))}**")
        st.caption(literal(" \N{MIDDLE DOT} ".join(facts)))
    return found


def _before(draft: Draft) -> tuple[str, ...]:
    """What the headline was before the last change, where that had a list."""
    before = draft.before
    found = None if before is None else _list_of(before)
    return () if found is None else (f"before your last change: {words.headline(found)}",)


def _list_of(plan: Plan) -> ProgramList | None:
    try:
        found = answer(plan)
    except BadInput:
        return None
    return found if isinstance(found, ProgramList) else None
