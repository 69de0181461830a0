"""Updated chances: the match, expected against seen by region and tier, luck by division, and every program."""

from datetime import date

import pandas as pd
import streamlit as st

from optimizer.dashboard.charts import seen_picture, shift_picture
from optimizer.dashboard.literal import literal
from optimizer.dashboard.season.store import Kept
from optimizer.dashboard.season.views import in_view
from optimizer.dashboard.season.words import (
    headline,
    regions_in_a_sentence,
    since_the_start,
    still_words,
    sureness_of_count,
    sureness_of_shift,
)
from optimizer.dashboard.showing import show_lines, show_picture, table_height
from optimizer.dashboard.tables import NARROW_NAMES, narrow_name
from optimizer.export import tier_cell, tier_heading
from optimizer.season.outlook import Outlook, Seen, outlook
from optimizer.season.tracker import LAST_WORD_NAMES
from optimizer.wording import NOT_KNOWN

_BY = {"region": "My regions", "tier": "Tiers", "division": "Census divisions"}


def show_chances(kept: Kept, day: date) -> None:
    """Draw the tab."""
    if not any(one.applied is not None and one.applied <= day for one in kept.programs):
        st.write("Nothing had been sent by this day: there is nothing to update.")
        return
    with st.spinner("Updating the chances ..."):
        found = in_view("outlook", kept, day, outlook)
    st.header(headline(found), anchor=False)
    st.markdown("**Chance to match, with the answers so far.** " + literal(since_the_start(found)))
    show_lines(found.notices)
    _show_seen(found)
    st.subheader("Which divisions run above or below expectation", anchor=False)
    st.markdown(literal(regions_in_a_sentence(found)))
    show_picture(shift_picture(found.shifts, sureness_of_shift), key="season-shift")
    st.caption(
        "Bar and circle: by the answers so far; thin line: before there were any. A few invitations say little about a "
        "division: the table says how sure each statement is."
    )
    _show_programs(found)


def _show_seen(found: Outlook) -> None:
    st.subheader("Invitations expected by now, and seen", anchor=False)
    whole = next(one for one in found.seen if one.kind == "all")
    low, high = whole.expected_range
    st.markdown(
        f"In all **{whole.seen}**, where {whole.expected:.1f} were to be expected (range {low} to {high}): "
        f"{sureness_of_count(whole)}."
    )
    for kind, heading in _BY.items():
        rows = [one.model_copy(update={"name": _name(found, one)}) for one in found.seen if one.kind == kind]
        if rows:
            st.markdown(f"**{heading}**")
            show_picture(seen_picture(rows, sureness_of_count), key=f"season-seen-{kind}")
    st.caption("Bar: what luck alone brings in 8 of 10 seasons. Line: expected by now. Circle: seen.")


def _name(found: Outlook, part: Seen) -> str:
    """What a part is called: a tier as its programs are."""
    return tier_heading(part.name, found.programs) if part.kind == "tier" else part.name


def _show_programs(found: Outlook) -> None:
    st.subheader("Every program", anchor=False)
    order = list(LAST_WORD_NAMES)
    rows = sorted(found.programs, key=lambda one: (order.index(one.last_word), -one.still, one.id))
    table = pd.DataFrame(
        {
            "Program": narrow_name(one.name),
            "Last word": LAST_WORD_NAMES[one.last_word],
            "Interview now, in 100": still_words(one.still, one.still_range),
            "when sent": round(one.at_first * 100, 1),
            "Match there, in 100": round(one.offer * 100, 1),
            "Tier": tier_cell(one),
            "Region": one.region,
        }
        for one in rows
    )
    st.dataframe(
        table,
        hide_index=True,
        placeholder=NOT_KNOWN,
        height=table_height(max(len(table), 1)),
        column_config={"Program": NARROW_NAMES},
        alt=f"Table of {len(table)} programs with their chances as they stand",
    )
