"""Applications that were sent: the whole list with one click, single ones, or from a tracking sheet; the sheet out."""

from datetime import date
from functools import partial

import streamlit as st

from optimizer.dashboard.literal import literal
from optimizer.dashboard.season.inputs import forget_outside, remembered
from optimizer.dashboard.season.store import Kept, days_of, in_words, write
from optimizer.dashboard.season.views import listed, prepared_of
from optimizer.dashboard.season.words import day_words
from optimizer.dashboard.showing import show_lines
from optimizer.dashboard.tables import SIGNAL_WORDS, one_program
from optimizer.dashboard.telling import show_faults
from optimizer.directory.importing import Given
from optimizer.errors import BadInput
from optimizer.season.tracker import Tracked, Tracker, own_sheet, read_sheet, sheet_csv, tracked_of, unknown_to
from optimizer.vocabulary import MODES, NO_SIGNAL

_OPEN, _SENT_ON, _PROGRAM, _SIGNAL, _SHEET, _NOTICES = (
    "season/sending",
    "season/sent-on",
    "season/sent-program",
    "season/sent-signal",
    "season/sheet",
    "season/sheet-notices",
)
_MOST_MEGABYTES = 10


def show_sending(kept: Kept, day: date) -> None:
    """Draw the ways in and out; all but the sheet's download lie folded once something was sent."""
    if kept.programs:
        st.download_button(
            "Download the tracking sheet",
            lambda: sheet_csv(kept.programs),
            file_name="season.csv",
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
            help="All programs with what they answered: fill it in anywhere, and bring it back in here",
        )
    part = st.expander("Applications that I sent: add them", expanded=not kept.programs, key=_OPEN, on_change="rerun")
    if not part.open:
        return
    with part:
        if kept.plan is None:
            st.write("The season needs a plan before applications can be entered.")
            return
        sent_on = _ask_day(kept, day)
        _offer_list(kept, sent_on)
        _offer_one(kept, sent_on)
        _offer_sheet(kept, day)


def _ask_day(kept: Kept, day: date) -> date:
    """When it was sent: unless the user says otherwise, when programs may begin to review, or today before that."""
    # A season that nobody can apply in yet begins after the day that is looked at.
    first = min(days_of(kept).first or day, day)
    review = None if kept.season is None else kept.season.date_of("review-from")
    usual = day if review is None else max(min(review.on, day), first)
    forget_outside(_SENT_ON, first, day)
    chosen: date = st.date_input(
        "Sent on",
        min_value=first,
        max_value=day,
        format="YYYY-MM-DD",
        width=200,
        help="A day before programs may begin to review counts as the day when they may.",
        **remembered(_SENT_ON, usual),
    )
    return chosen


def _offer_list(kept: Kept, day: date) -> None:
    try:
        programs = listed(kept)
    except BadInput as error:
        show_faults("The season's plan has no list to send.", in_words(error))
        return
    known = {one.id for one in kept.programs if one.applied is not None}
    new = tuple(one for one in programs if one.id not in known)
    st.button(
        f"I sent the whole list: {len(new)} applications" if not known else f"I sent the rest of the list: {len(new)}",
        icon=":material/send:",
        type="secondary" if known else "primary",
        disabled=not new,
        on_click=write,
        args=(kept, partial(_follow, new, day)),
        help="The list of the season's plan, with its signals",
    )


def _follow(programs: tuple[Tracked, ...], day: date, tracker: Tracker) -> str:
    tracker.follow(programs, day)
    return f"{len(programs)} applications entered, sent on {day_words(day)}"


def _offer_one(kept: Kept, day: date) -> None:
    known = prepared_of(kept).to_choose_from
    sent = {one.id for one in kept.programs if one.applied is not None}
    names = {name: one_program(one.name, one.city, one.state) for name, (one, _) in known.items() if name not in sent}
    which, signal, add = st.columns([6, 2, 2], vertical_alignment="bottom")
    chosen = which.selectbox(
        "Or one program that I applied to",
        list(names),
        index=None,
        format_func=lambda program: names.get(program, program),
        placeholder="Type a name or a city",
        key=_PROGRAM,
    )
    kind = signal.selectbox(
        "Signal", MODES, format_func=lambda name: SIGNAL_WORDS[name], **remembered(_SIGNAL, NO_SIGNAL)
    )
    program = None if chosen is None else tracked_of(*known[chosen], kind)
    add.button(
        "Add it",
        key="season/add-one",
        icon=":material/add:",
        disabled=program is None,
        width="stretch",
        on_click=write,
        args=(kept, partial(_follow, () if program is None else (program,), day)),
    )


def _offer_sheet(kept: Kept, day: date) -> None:
    st.file_uploader(
        "Or a tracking sheet (CSV or XLSX)",
        type=["csv", "xlsx"],
        max_upload_size=_MOST_MEGABYTES,
        key=_SHEET,
        on_change=_take_sheet,
        args=(kept, day),
        help="What a cell says replaces what is kept; a blank cell says nothing.",
    )
    show_lines(st.session_state.get(_NOTICES, ()))


def _take_sheet(kept: Kept, day: date) -> None:
    """Callback of the uploader: bring the sheet in, whole or not at all."""
    st.session_state.pop(_NOTICES, None)
    file = st.session_state[_SHEET]
    if file is not None:
        write(kept, partial(_read_in, kept, day, Given(file.name, file.getvalue())))


def _read_in(kept: Kept, day: date, given: Given, tracker: Tracker) -> str:
    prepared = prepared_of(kept)
    season = prepared.season
    directory = prepared.directory_with_second
    known = {program.id: tracked_of(program) for program in directory.programs}
    known |= {program.id: program for program in kept.programs}

    def kinds(program: str) -> tuple[str, ...]:
        specialty = directory.programs[directory.index_by_id[program]].specialty
        return tuple(season.signal_caps(specialty)) if specialty in season.specialties else ()

    foreign = own_sheet(given, directory, prepared.plan.applicant.specialties, kinds)
    given, notices = (given, ()) if foreign is None else foreign
    read = read_sheet(given, known, lambda program, where: unknown_to(directory, program, where), day, days_of(kept))
    count = tracker.take(read.programs, f"brought in {given.name}")
    st.session_state[_NOTICES] = (*notices, *read.notices)
    return literal(f"{len(read.programs)} programs read; {count} new or altered")
