"""Contacts with reminders and next steps, ties that came about, and notes; all of it is kept with the season alone."""

import hashlib
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from optimizer.dashboard.asking_places import ask_place, choose_place
from optimizer.dashboard.finding import SCOPE_WORDS
from optimizer.dashboard.literal import literal
from optimizer.dashboard.season.store import Kept, write, written
from optimizer.dashboard.season.unsaved import keep_entered, say_unsaved, unsaved
from optimizer.dashboard.season.views import places_of, prepared_of, prepared_there
from optimizer.dashboard.season.words import day_words
from optimizer.dashboard.showing import show_lines
from optimizer.season.outlook import season_plan
from optimizer.season.tracker import CONTACT_KINDS, Contact, KeptTie, Tracker, contact_of
from optimizer.vocabulary import TIE_KINDS, tie_name

_COLUMNS = {
    "Name": "name",
    "Kind": "kind",
    "Where": "where",
    "Last contact": "last_contact",
    "Next step": "next_step",
    "Remind me on": "remind_on",
    "Programs": "programs",
    "Note": "note",
}
"""The table's columns, and what the store calls them."""
_NEW_NOTE, _NEW_CONTACT = "note", "contact"
"""Names of forms."""
_KEEP_NOTE, _ADD_CONTACT = "Keep the note", "Add this contact"
_SOUGHT, _FOUND, _KIND, _NOTE = "season-tie/sought", "season-tie/found", "season-tie/kind", "season-tie/note"


def show_people(kept: Kept, day: date) -> None:
    """Draw the tab."""
    show_due(kept, day)
    st.subheader("Contacts", anchor=False)
    st.caption("People and offices worth keeping in touch with. Only you see this: it is kept with your season.")
    if kept.contacts:
        _show_contacts(kept)
    _offer_contact(kept)
    st.subheader("Ties that came about", anchor=False)
    st.caption("What binds you to a place since the plan was made. It counts in the chances from now on.")
    _show_ties(kept)
    st.subheader("Notes", anchor=False)
    show_lines(f"{day_words(one.on)}: {one.words}" for one in kept.notes if one.program is None)
    with st.form("season-note", border=False, clear_on_submit=True):
        words = st.text_input(
            "A note on nothing in particular; notes on a program go to its answers",
            value=unsaved(_NEW_NOTE).get("words", ""),
        )
        if st.form_submit_button(_KEEP_NOTE) and words.strip():
            keep_entered(_NEW_NOTE, {"words": words}, kept, partial(_note, words.strip()))
    say_unsaved(_NEW_NOTE, _KEEP_NOTE)


def _note(words: str, tracker: Tracker) -> str:
    tracker.note(words)
    return "The note is kept"


# ---- contacts --------------------------------------------------------------------------------------------------------


def show_due(kept: Kept, day: date) -> None:
    """Reminders that are due, each with a button to be done with it; nothing where none is."""
    due = sorted((one for one in kept.contacts if one.remind_on is not None and one.remind_on <= day), key=_reminded)
    if not due:
        return
    with st.container(border=True, key="season-due"):
        st.markdown(f"**Due by {day_words(day)}**")
        for one in due:
            said, done = st.columns([5, 1], vertical_alignment="center")
            said.markdown(literal(f"{day_words(one.remind_on)}: {one.name}, {one.next_step or 'get in touch'}"))
            done.button(
                "Done",
                key=f"season/done/{one.id}",
                icon=":material/check:",
                on_click=write,
                args=(kept, partial(_done, one, day)),
            )


def _reminded(contact: Contact) -> date:
    return contact.remind_on or date.max


def _done(contact: Contact, day: date, tracker: Tracker) -> str:
    tracker.keep_contact(contact.model_copy(update={"last_contact": day, "remind_on": None, "next_step": ""}))
    return f"{contact.name}: done"


def _show_contacts(kept: Kept) -> None:
    names = places_of(kept.programs)
    table = pd.DataFrame(
        {
            heading: [list(one.programs) if field == "programs" else getattr(one, field) for one in kept.contacts]
            for heading, field in _COLUMNS.items()
        }
    )
    key = f"contacts/{hashlib.sha256(repr(kept.contacts).encode()).hexdigest()[:16]}"
    column = st.column_config
    st.data_editor(
        table,
        hide_index=True,
        num_rows="delete",
        key=key,
        column_config={
            "Name": column.TextColumn(required=True, width=140),
            "Kind": column.SelectboxColumn(options=CONTACT_KINDS, required=True, width=95),
            "Last contact": column.DateColumn(format="YYYY-MM-DD"),
            "Remind me on": column.DateColumn(format="YYYY-MM-DD"),
            "Programs": column.MultiselectColumn(
                options=list(names), format_func=lambda program: names.get(program, program), width=220
            ),
        },
        on_change=_take_edits,
        args=(kept, key),
        alt=f"Table of {len(table)} contacts",
    )


def _take_edits(kept: Kept, key: str) -> None:
    """Callback of the table: rows come by position in the contacts as they were drawn."""
    edits: Mapping[str, Any] = st.session_state[key]
    for position in edits["deleted_rows"]:
        write(kept, partial(_drop_contact, kept.contacts[position]))
    for position, cells in edits["edited_rows"].items():
        if position not in edits["deleted_rows"] and cells:
            given = {_COLUMNS[heading]: _given(heading, value) for heading, value in cells.items()}
            write(kept, partial(_keep_contact, kept.contacts[position].model_dump() | given))


def _given(heading: str, value: Any) -> object:  # noqa: ANN401 - of a cell
    if heading == "Programs":
        return tuple(value or ())
    return value if value is not None or heading in ("Last contact", "Remind me on") else ""


def _keep_contact(given: Mapping[str, object], tracker: Tracker) -> str:
    contact = contact_of(given)
    tracker.keep_contact(contact)
    return f"{contact.name}: kept"


def _drop_contact(contact: Contact, tracker: Tracker) -> str:
    tracker.drop_contact(contact.id or 0)
    return f"{contact.name}: removed"


def _offer_contact(kept: Kept) -> None:
    names, typed = places_of(kept.programs), unsaved(_NEW_CONTACT)
    with st.expander("Add a contact", expanded=not kept.contacts, key="season/new-contact"):
        with st.form("season-contact", border=False, clear_on_submit=True):
            left, middle, right = st.columns(3)
            kind = CONTACT_KINDS.index(typed.get("kind", CONTACT_KINDS[0]))
            given: dict[str, object] = {
                "name": left.text_input("Name of a person or an office", value=typed.get("name", "")),
                "kind": middle.selectbox("Kind", CONTACT_KINDS, index=kind),
                "where": right.text_input("Institution or city", value=typed.get("where", "")),
                "last_contact": left.date_input("Last contact", value=typed.get("last_contact"), format="YYYY-MM-DD"),
                "next_step": middle.text_input("Next step", value=typed.get("next_step", "")),
                "remind_on": right.date_input("Remind me on", value=typed.get("remind_on"), format="YYYY-MM-DD"),
            }
            programs = st.multiselect(
                "Programs that it bears on",
                list(names),
                default=[program for program in typed.get("programs", ()) if program in names],
                format_func=lambda program: names.get(program, program),
                select_all=False,
                placeholder="none yet",
            )
            given |= {"programs": tuple(programs), "note": st.text_input("Note", value=typed.get("note", ""))}
            if st.form_submit_button(_ADD_CONTACT, icon=":material/person_add:"):
                keep_entered(_NEW_CONTACT, given, kept, partial(_keep_contact, given))
        say_unsaved(_NEW_CONTACT, _ADD_CONTACT)


# ---- ties ------------------------------------------------------------------------------------------------------------


def _show_ties(kept: Kept) -> None:
    for tie in kept.ties:
        said, drop = st.columns([5, 1], vertical_alignment="center")
        note = f": {tie.note}" if tie.note else ""
        said.markdown(literal(f"{tie_name(tie.kind)}, {tie.place} ({SCOPE_WORDS.get(tie.scope, tie.scope)}){note}"))
        drop.button(
            "Remove",
            key=f"season/tie/{tie.id}",
            icon=":material/delete:",
            on_click=write,
            args=(kept, partial(_drop_tie, tie)),
        )
    if kept.plan is None:
        return
    prepared = prepared_of(kept)
    with st.container(border=True, key="season-tie-finder"):
        found = ask_place(
            TIE_KINDS,
            prepared.plan,
            lambda: prepared.directory,
            said="I have a tie of this kind",
            where="to a place, an institution or a program",
            key="season-tie",
        )
        if found:
            place, note_box = st.columns([2, 1])
            choose_place(place, found, key="season-tie")
            note_box.text_input("Note, for my own eyes", key=_NOTE)
            st.button("Add this tie", key="season-tie/add", icon=":material/add:", on_click=_add_tie, args=(kept,))


def _add_tie(kept: Kept) -> None:
    """Callback: keep the tie that was found."""
    choice, note = st.session_state[_FOUND], st.session_state[_NOTE]
    tie = KeptTie(kind=st.session_state[_KIND], scope=choice.scope, place=choice.value, note=note)
    if written(kept, partial(_keep_tie, kept, tie)):
        st.session_state[_SOUGHT] = ""


def _keep_tie(kept: Kept, tie: KeptTie, tracker: Tracker) -> str:
    if kept.plan is not None:
        # Before it is kept: a tie to nowhere would be in the way of everything later.
        prepared_there(season_plan(kept.plan, [*kept.ties, tie]), kept.place)
    tracker.keep_tie(tie)
    return f"Tie kept: {tie.place}"


def _drop_tie(tie: KeptTie, tracker: Tracker) -> str:
    tracker.drop_tie(tie.id or 0)
    return f"Tie removed: {tie.place}"
