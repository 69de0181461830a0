"""What programs answered: a click on a program's row and a click on the answer; more about it in a form below."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from optimizer.dashboard.in_sight import lead_there, lead_to
from optimizer.dashboard.literal import literal
from optimizer.dashboard.season.sending import show_sending
from optimizer.dashboard.season.store import Kept, undo_change, write
from optimizer.dashboard.season.unsaved import keep_entered, say_unsaved, unsaved
from optimizer.dashboard.season.views import places_of
from optimizer.dashboard.season.words import day_words, last_word, readable
from optimizer.dashboard.showing import show_lines, table_height
from optimizer.dashboard.tables import NARROW_NAMES, SIGNAL_WORDS, narrow_name
from optimizer.season.tracker import (
    EVENT_NAMES,
    HIGHEST_SCORE,
    LAST_WORD_NAMES,
    LOWEST_SCORE,
    Entry,
    EventKind,
    Tracked,
    Tracker,
)
from optimizer.wording import dollars

_CHOSEN, _TABLE, _FILTER, _SOUGHT = "season/program", "season/programs", "season/last-word", "season/sought"
_ASKED_OF_A_PROGRAM: Mapping[str, str] = {
    "slots": "days of the interview",
    "dollars": "dollars that going there costs",
    "score": "impression",
    "impression": "impression in words",
    "tie": "what binds you to it",
}
_NOTE, _BEFORE, _KEEP, _SENT = "note", "before", "Keep this", "season/more-sent"
_ANSWERS: Mapping[EventKind, str] = {
    "invited": "Invited",
    "accepted": "I accepted",
    "held": "Interviewed",
    "declined": "I declined",
    "rejected": "Rejected",
    "waitlisted": "Waitlisted",
    "paused": "On hold",
    "cancelled": "They cancelled",
    "withdrawn": "I withdrew",
    "closed": "Program closed",
}
_AFTER: Mapping[str, tuple[EventKind, ...]] = {
    "followed": ("applied",),
    "silent": ("invited", "rejected", "waitlisted", "paused", "withdrawn", "closed"),
    "waitlisted": ("invited", "rejected", "withdrawn", "closed"),
    "paused": ("invited", "rejected", "waitlisted", "withdrawn", "closed"),
    "invited": ("accepted", "held", "declined", "rejected", "cancelled", "withdrawn", "closed"),
    "accepted": ("held", "declined", "rejected", "cancelled", "withdrawn", "closed"),
    "held": ("rejected", "withdrawn", "closed"),
    "declined": (),
    "rejected": (),
    "cancelled": (),
    "withdrawn": (),
    "closed": (),
}
"""What can come next, by the last word."""


def show_answers(kept: Kept, day: date) -> None:
    """Draw the way to enter an answer, the table of programs, and what was sent."""
    if kept.programs:
        lead_to(".st-key-season-answer")
        _show_chosen(kept, day)
        _show_table(kept)
    show_sending(kept, day)


# ---- the program that was chosen -----------------------------------------------------------------------------------


def _show_chosen(kept: Kept, day: date) -> None:
    names = places_of(kept.programs)
    if st.session_state.get(_CHOSEN) not in names:
        st.session_state[_CHOSEN] = None
    with st.container(border=True, key="season-answer"):
        chosen = st.selectbox(
            "Which program answered? Click its row below, or type its name here",
            list(names),
            index=None,
            format_func=lambda program: names.get(program, program),
            placeholder="Type a name or a city",
            key=_CHOSEN,
        )
        program = next((one for one in kept.programs if one.id == chosen), None)
        _offer_answers(kept, program, day)
        if program is not None:
            st.caption(literal(_story(program)))
            _ask_more(kept, program)


def _offer_answers(kept: Kept, program: Tracked | None, day: date) -> None:
    possible = () if program is None else _AFTER[program.last_word]
    with st.container(horizontal=True):
        kinds: Mapping[EventKind, str] = {"applied": "I applied"} if "applied" in possible else _ANSWERS
        for kind, words in kinds.items():
            st.button(
                words,
                key=f"season/answer/{kind}",
                type="primary" if kind in possible else "secondary",
                disabled=kind not in possible,
                on_click=write,
                args=(kept, partial(_record, "" if program is None else program.id, kind, day)),
            )
    if program is not None:
        st.caption(f"Entered as of {day_words(day)}: the day above. A wrong click is taken back by “Undo”.")


def _record(program: str, kind: EventKind, day: date, tracker: Tracker) -> str:
    tracker.record([Entry(program, kind, day)])
    return f"{tracker.program(program).name}: {_ANSWERS.get(kind, 'applied').lower()}, {day_words(day)}"


def _story(program: Tracked) -> str:
    """All that happened at a program, in one line."""
    told = [f"{LAST_WORD_NAMES[program.last_word].capitalize()}"]
    for kind, words in EVENT_NAMES.items():
        on = getattr(program, kind)
        if on is not None:
            told.append(f"{words} {day_words(on)}")
    if program.slots:
        told.append(f"days offered: {', '.join(map(day_words, program.slots))}")
    if program.dollars is not None:
        told.append(f"going there costs {dollars(program.dollars)}")
    return " \N{MIDDLE DOT} ".join(told)


def _ask_more(kept: Kept, program: Tracked) -> None:
    more = st.expander("More about it: days, costs, impression, notes", key="season/more", on_change="rerun")
    if not more.open:
        return
    form = f"more/{kept.place.key}/{program.id}"
    sent: Kept | None = st.session_state.pop(_SENT, None)
    if sent is not None:
        # As the user saw it: what another window has kept since must neither empty the form nor be written over.
        kept, program = sent, next(one for one in sent.programs if one.id == program.id)
    typed = unsaved(form)
    # What was entered and couldn't be kept stands in the place of what the season says.
    shown = replace(program, **{name: value for name, value in typed.items() if name in _ASKED_OF_A_PROGRAM})
    # What is sent is kept, and a note is to be kept once.
    with more, st.form(f"season-more/{program.id}", border=False, clear_on_submit=True):
        slots, cost = shown.slots, shown.dollars
        if program.invited is not None:
            left, right = st.columns(2)
            slots = tuple(
                left.multiselect(
                    "Days offered for the interview, or the one chosen",
                    _days_for(kept, shown),
                    default=list(shown.slots),
                    format_func=lambda on: f"{on:%a} {day_words(on)}",
                    select_all=False,
                    placeholder="none said",
                )
            )
            cost = right.number_input(
                "Going there costs, in dollars", min_value=0.0, value=cost, step=50.0, placeholder="not said"
            )
        left, right = st.columns([1, 3])
        score = left.number_input(
            f"Impression, {LOWEST_SCORE} to {HIGHEST_SCORE}",
            min_value=float(LOWEST_SCORE),
            max_value=float(HIGHEST_SCORE),
            value=shown.score,
            step=0.5,
            format="%g",
            placeholder="none",
            help="Orders the rank list; moves no chance",
        )
        impression = right.text_input("In words", value=shown.impression)
        tie = st.text_input("What binds me to it", value=shown.tie)
        note = st.text_input("A note for today", value=typed.get(_NOTE, ""))
        told = replace(
            program,
            slots=tuple(sorted(slots)),
            dollars=cost,
            score=score,
            impression=impression.strip(),
            tie=tie.strip(),
        )
        if st.form_submit_button(_KEEP, icon=":material/save:", on_click=_send, args=(kept,)):
            entered = {name: getattr(told, name) for name in _ASKED_OF_A_PROGRAM}
            entered = {name: value for name, value in entered.items() if value != getattr(program, name)}
            entered |= {_NOTE: note, _BEFORE: typed.get(_BEFORE, program)}
            keep_entered(form, entered, kept, partial(_keep, told, program, note.strip()))
    with more:
        say_unsaved(form, _KEEP, meanwhile=_kept_meanwhile(program, typed))
        notes = [one for one in kept.notes if one.program == program.id]
        show_lines(f"{day_words(one.on)}: {one.words}" for one in notes)
        _show_changes(kept, program)


def _send(kept: Kept) -> None:
    """Callback of the form: remember what it was drawn from."""
    st.session_state[_SENT] = kept


def _kept_meanwhile(program: Tracked, typed: Mapping[str, Any]) -> str:
    """What another window has kept of a program since something else was entered in its place here, in words."""
    before: Tracked = typed.get(_BEFORE, program)
    altered = [
        f"{words}: {_in_words(getattr(program, name))}"
        for name, words in _ASKED_OF_A_PROGRAM.items()
        if name in typed and getattr(program, name) != getattr(before, name)
    ]
    return f"Kept by another window since, and written over by that: {'; '.join(altered)}." if altered else ""


def _in_words(value: object) -> str:
    return ", ".join(map(day_words, value)) if isinstance(value, tuple) else f"“{value or ''}”"


def _days_for(kept: Kept, program: Tracked) -> Sequence[date]:
    """Days on which an interview can be: from the invitation until rank order lists are due."""
    due = None if kept.season is None else kept.season.date_of("rank-list-due")
    first = program.invited or date.min
    last = first + timedelta(days=150) if due is None else due.on
    days = [first + timedelta(days=number) for number in range(max((last - first).days, 0) + 1)]
    return sorted({*days, *program.slots})


def _keep(told: Tracked, before: Tracked, note: str, tracker: Tracker) -> str:
    if told != before:
        tracker.take([told], f"{told.id}: more about it", {told.id: note} if note else {})
    elif note:
        tracker.note(note, told.id)
    return f"{told.name}: kept" if told != before or note else ""


def _show_changes(kept: Kept, program: Tracked) -> None:
    """The latest changes that name this program, each to be taken back."""
    for change in kept.changes:
        if program.id in change.words and change.undone_by is None and change.undoes is None:
            st.button(
                literal(f"Undo {change.id}: {readable(change.words, kept.programs)}"),
                key=f"season/undo-one/{change.id}",
                icon=":material/undo:",
                on_click=write,
                args=(kept, partial(undo_change, change.id)),
            )


# ---- the table -----------------------------------------------------------------------------------------------------


def _show_table(kept: Kept) -> None:
    found = [name for name in LAST_WORD_NAMES if any(one.last_word == name for one in kept.programs)]
    left, right = st.columns([3, 5], vertical_alignment="top")
    sought = left.text_input("Find", placeholder="name, city, state, region", key=_SOUGHT)
    chosen = right.pills(
        "Last word", found, selection_mode="multi", format_func=lambda name: LAST_WORD_NAMES[name], key=_FILTER
    )
    words = sought.casefold().split()
    shown = [
        one
        for one in kept.programs
        if (not chosen or one.last_word in chosen)
        and all(
            word in f"{one.name} {one.institution} {one.city} {one.state} {one.region}".casefold() for word in words
        )
    ]
    table = program_rows(shown)
    st.dataframe(
        table,
        hide_index=True,
        placeholder="\N{EN DASH}",
        key=_TABLE,
        on_select=partial(_take_row, tuple(one.id for one in shown)),
        selection_mode=["single-row", "single-cell"],
        height=table_height(max(len(table), 1)),
        column_config={
            "Program": NARROW_NAMES,
            "Last word": st.column_config.TextColumn(width=110),
            "Impression": st.column_config.NumberColumn(format="%g", width=85),
        },
        alt=f"Table of {len(table)} programs with what they answered",
    )
    if len(shown) < len(kept.programs):
        st.caption(f"{len(shown)} of {len(kept.programs)} programs shown.")


def _take_row(ids: tuple[str, ...]) -> None:
    """Callback of the table: a click on a cell chooses its program."""
    selection = st.session_state[_TABLE]["selection"]
    rows = [*selection["rows"], *(cell[0] for cell in selection["cells"])]
    if rows and rows[0] < len(ids):
        st.session_state[_CHOSEN] = ids[rows[0]]
        # The table is taller than a phone: what was chosen in it is answered above.
        lead_there()


def program_rows(programs: Sequence[Tracked]) -> pd.DataFrame:
    """One row a program, in a stable order."""
    return pd.DataFrame(
        {
            "Program": [narrow_name(one.name) for one in programs],
            "City": [f"{one.city}, {one.state}" for one in programs],
            "Last word": [LAST_WORD_NAMES[one.last_word] for one in programs],
            "since": [day_words(last_word(one) or one.applied) for one in programs],
            "Signal": [SIGNAL_WORDS[one.signal] for one in programs],
            "Interview on": [", ".join(map(day_words, (one.held,) if one.held else one.slots)) for one in programs],
            "Impression": [one.score for one in programs],
            "Region": [one.region or "" for one in programs],
        }
    )
