"""What to do next: interviews to accept, further applications, letters, contacts, each with what it brings."""

from datetime import date, timedelta
from functools import partial

import pandas as pd
import streamlit as st

from optimizer.dashboard.literal import literal
from optimizer.dashboard.season.inputs import remembered
from optimizer.dashboard.season.people import show_due
from optimizer.dashboard.season.store import Kept, write
from optimizer.dashboard.season.views import in_view, prepared_of, view_of
from optimizer.dashboard.season.words import day_words, gain_words, worth_it
from optimizer.dashboard.showing import show_table, table_height
from optimizer.dashboard.tables import NARROW_NAMES, narrow_name
from optimizer.export import tier_cell
from optimizer.season.outlook import (
    Acceptances,
    FurtherApplications,
    Gain,
    contact_gains,
    further_applications,
    interviews_to_accept,
    letters_of_interest,
)
from optimizer.season.tracker import Tracked, Tracker, tracked_of
from optimizer.wording import NOT_KNOWN, about_in_100, dollars, in_100, of_100, percentage


def show_next(kept: Kept, day: date) -> None:
    """Draw the tab."""
    show_due(kept, day)
    if not any(one.applied is not None and one.applied <= day for one in kept.programs):
        st.write("Nothing had been sent by this day: what comes next is to send the list.")
        return
    _show_invitations(kept, day)
    _show_further(kept, day)
    _show_letters(kept, day)
    _show_contacts(kept, day)


# ---- invitations ---------------------------------------------------------------------------------------------------


def _show_invitations(kept: Kept, day: date) -> None:
    view = view_of(kept, day)
    open_ones = [one for one in view.answers.programs if one.last_word == "invited"]
    st.subheader("Which invitations to accept", anchor=False)
    if not open_ones:
        st.write("No invitation is open.")
        return
    left, middle, right = st.columns(3)
    money = left.number_input(
        "Dollars for going there",
        min_value=0.0,
        step=100.0,
        placeholder="no bound",
        **remembered("next/interview-dollars", None),
    )
    most = middle.number_input(
        "How many I have time for", min_value=0, step=1, placeholder="no bound", **remembered("next/most", None)
    )
    taken = right.multiselect(
        "Days on which I can't",
        _days_offered(open_ones),
        format_func=lambda on: f"{on:%a} {day_words(on)}",
        select_all=False,
        placeholder="none",
        **remembered("next/taken", []),
    )
    work = partial(interviews_to_accept, dollars=money, most=most, taken=taken)
    _show_acceptances(in_view("accept", kept, day, work, money, most, tuple(taken)))


def _days_offered(programs: list[Tracked]) -> list[date]:
    """Days that programs offer, and those around them, so that any of these can be named as taken."""
    offered = sorted({slot for one in programs for slot in one.slots})
    if not offered:
        return []
    span = (offered[-1] - offered[0]).days
    return [offered[0] + timedelta(days=number) for number in range(span + 1)]


def _show_acceptances(found: Acceptances) -> None:
    accepted = sum(one.accept for one in found.invitations)
    st.markdown(
        f"Accept {accepted} of {len(found.invitations)}: the chance to match is then about "
        f"{in_100(found.match_probability)}, for {literal(dollars(found.dollars))}. Proven: no other choice is worth "
        f"more than {max(found.gap * 100, 0.01):.2f} points in 100 more."
    )
    show_table(
        pd.DataFrame(
            {
                "": "accept" if one.accept else "decline",
                "Program": one.name,
                "Day": day_words(one.on),
                "Costs": dollars(one.dollars),
                "Worth, points in 100": of_100(one.worth, 1) if one.accept else "",
            }
            for one in found.invitations
        )
    )
    if found.unpriced:
        st.caption(f"{len(found.unpriced)} of these count as free, as no cost was entered.")


# ---- further applications --------------------------------------------------------------------------------------------


def _show_further(kept: Kept, day: date) -> None:
    st.subheader("Further applications", anchor=False)
    left, right = st.columns(2)
    money = left.number_input(
        "Dollars left for applications", min_value=0.0, step=50.0, format="%.0f", **remembered("next/dollars", 300.0)
    )
    most = right.number_input(
        "At most so many", min_value=0, step=1, placeholder="no bound", **remembered("next/applications", None)
    )
    with st.spinner("Solving again with what is sent already ..."):
        found: FurtherApplications = in_view(
            "further", kept, day, partial(further_applications, dollars=money, most=most), money, most
        )
    if not found.programs:
        st.write("No further application can be sent for these dollars, or none would help.")
        return
    gain = found.match_probability - found.match_probability_now
    st.markdown(f"**{worth_it(gain)}**")
    st.markdown(
        f"{len(found.programs)} more for {literal(dollars(found.dollars))}: the chance to match, now "
        f"{about_in_100(found.match_probability_now)}, rises by {gain_words(gain)} points. About "
        f"{percentage(found.invitations_left)} of the season's invitations are still to come: that is all that a late "
        "application can get."
    )
    table = pd.DataFrame(
        {
            "Program": narrow_name(one.name),
            "Adds, points in 100": gain_words(one.gain),
            "Interview, in 100": round(one.interview * 100, 1),
            "Tier": tier_cell(one),
            "Region": one.region,
        }
        for one in found.programs
    )
    # On a phone a plain table of so many columns could be scrolled by fingers only.
    st.dataframe(
        table,
        hide_index=True,
        placeholder=NOT_KNOWN,
        height=table_height(len(table)),
        column_config={"Program": NARROW_NAMES},
        alt=f"Table of {len(table)} further applications",
    )
    prepared = prepared_of(kept)
    where = prepared.directory.index_by_id
    sent = tuple(tracked_of(prepared.directory.programs[where[one.id]], one.region) for one in found.programs)
    st.button(
        f"I sent these {len(sent)}",
        key="next/sent",
        icon=":material/send:",
        on_click=write,
        args=(kept, partial(_follow, sent, day)),
    )


def _follow(programs: tuple[Tracked, ...], day: date, tracker: Tracker) -> str:
    tracker.follow(programs, day)
    return f"{len(programs)} further applications entered"


# ---- letters and contacts --------------------------------------------------------------------------------------------


def _show_letters(kept: Kept, day: date) -> None:
    st.subheader("Letters of interest", anchor=False)
    count = st.number_input(
        "How many letters there is time for", min_value=0, max_value=100, step=1, **remembered("next/letters", 5)
    )
    found = in_view("letters", kept, day, partial(letters_of_interest, count=count), count)
    if not found.letters:
        st.write("No program is open that a letter could move.")
        return
    st.markdown(
        f"Together about {gain_words(found.together, found.together_range)} points in 100. The one study of such "
        "letters found no effect, so the range begins at nothing."
    )
    _show_gains(found.letters, "To")


def _show_contacts(kept: Kept, day: date) -> None:
    found = in_view("contacts", kept, day, lambda view: contact_gains(view, kept.contacts), kept.contacts)
    if found:
        st.subheader("Contacts who could speak for me", anchor=False)
        _show_gains(found, "Who")


def _show_gains(gains: tuple[Gain, ...], heading: str) -> None:
    show_table(
        pd.DataFrame(
            {heading: one.name, "Adds, points in 100 (range)": gain_words(one.gain, one.gain_range)} for one in gains
        )
    )
