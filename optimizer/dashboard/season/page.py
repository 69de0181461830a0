"""The page as a whole: the store is opened by the user's own act, and its tabs show it; ties need no store."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import streamlit as st

from optimizer.clock import today
from optimizer.dashboard.draft import open_plan, present
from optimizer.dashboard.edited import Draft
from optimizer.dashboard.literal import literal
from optimizer.dashboard.opening import OpenPlan
from optimizer.dashboard.own_programs import use_programs
from optimizer.dashboard.season.answering import show_answers
from optimizer.dashboard.season.chances import show_chances
from optimizer.dashboard.season.inputs import forget_outside, remembered
from optimizer.dashboard.season.next_steps import show_next
from optimizer.dashboard.season.people import show_people
from optimizer.dashboard.season.places import InAccount, OnThisComputer, Place
from optimizer.dashboard.season.ranking import show_ranking
from optimizer.dashboard.season.store import (
    Kept,
    account,
    attempt,
    begin_store,
    close_store,
    days_of,
    in_words,
    last_read,
    open_store,
    place,
    read_account,
    read_store,
    remove_season,
    take_done,
    take_refused,
    undo_change,
    usual_place,
    write,
)
from optimizer.dashboard.season.ties import show_tie_plan
from optimizer.dashboard.season.views import as_kept, differs, keep_programs_in, plan_with_programs, prepared_there
from optimizer.dashboard.season.words import counts, readable
from optimizer.dashboard.season_line import show_season_line, show_soap
from optimizer.dashboard.showing import show_views
from optimizer.dashboard.strip import show_strip
from optimizer.dashboard.telling import show_faults
from optimizer.dashboard.whose import serves_one_person
from optimizer.errors import BadInput
from optimizer.plan import moment_of, plan_text, season_notices, season_words
from optimizer.season.tracker import Tracker

_VIEW, _DAY, _ELSEWHERE = "season-view", "season/day", "season/elsewhere"
_ANSWERS, _CHANCES, _NEXT, _RANK, _PEOPLE, _BEFORE = (
    "Answers",
    "Chances",
    "What next",
    "Rank order list",
    "Contacts and ties",
    "Before the season",
)
_WHAT_FOR = (
    "**Keep track of your season.** Enter what programs answer, and see what it says about your chances, what to do "
    "next, and how to rank. "
)
_PRIVACY = (
    "A season is kept in one file on this computer and nowhere else; nothing of it is sent to anybody. Every window of "
    "this computer that opens it, and the commands `matchlist track`, `next` and `rank`, work on the same file."
)
_PRIVACY_OF_ACCOUNT = (
    "A season is kept in your account, in the database of whoever hosts this copy and in its backups. Nobody else who "
    "logs in sees it; every window in which you have logged in shows the same one. A copy of it that you save is a "
    "file which the commands `matchlist track`, `next` and `rank` work on, on your own computer."
)


def draw_page() -> None:
    """Draw the page."""
    draft = present()
    st.title("Season", anchor=False)
    where = place()
    # What comes and goes here doesn't move what stands below: a form there keeps what is being typed into it.
    with st.container(key="season-troubles"):
        if refused := take_refused():
            show_faults("Nothing was changed.", refused)
        kept, can_be_used = _read(where)
    if kept is None:
        show_strip(draft)
        # In an account nothing else can be opened: what is there has to be used again first.
        if can_be_used or isinstance(where, OnThisComputer):
            _offer_opening(draft)
        st.subheader("Before the season: which ties to make", anchor=False)
        show_tie_plan(draft, None)
        return
    # One chance on the page: the season's own, not that of the list as it was before.
    show_season_line(draft)
    day = _show_head(kept, draft)
    views: dict[str, Callable[[], None]] = {
        _ANSWERS: partial(show_answers, kept, day),
        _CHANCES: partial(show_chances, kept, day),
        _NEXT: partial(show_next, kept, day),
        _RANK: partial(show_ranking, kept, day),
        _PEOPLE: partial(show_people, kept, day),
        _BEFORE: partial(show_tie_plan, draft, kept),
    }
    if kept.season is not None and moment_of(kept.season, today()).phase == "ranking":
        views = {_RANK: views[_RANK], **views}
    show_views({name: partial(_show_if_possible, draw) for name, draw in views.items()}, key=_VIEW)


def _show_if_possible(draw: Callable[[], None]) -> None:
    try:
        draw()
    except BadInput as error:
        show_faults("This can't be shown yet.", in_words(error))


def _read(where: Place | None) -> tuple[Kept | None, bool]:
    """The store, where there is one that can be read, else as it was read last; and whether it can be used."""
    try:
        if isinstance(where, InAccount):
            return read_account(where), True
        return None if where is None else read_store(where), True
    except BadInput as error:
        before = last_read(where) if isinstance(where, InAccount) else None
        if before is None:
            show_faults("Your season can't be read. It is left as it is.", in_words(error))
            return None, False
        show_faults(
            f"Your season can't be read at the moment. You see it as it was at {before.at}, and what you enter is "
            "refused until it can be.",
            in_words(error),
        )
        # Whatever is clicked reads it again.
        st.button("Read it again", key="season/read-again", icon=":material/refresh:")
        return before.kept, False


# ---- opening -----------------------------------------------------------------------------------------------------


def _offer_opening(draft: Draft) -> None:
    with st.container(border=True, key="season-opening"):
        own = account()
        if own is not None:
            st.markdown(_WHAT_FOR + _PRIVACY_OF_ACCOUNT)
            st.button("Start my season with the plan in hand", type="primary", icon=":material/add:", on_click=_begin)
            _say_whose(draft)
            return
        if not serves_one_person():
            st.markdown(
                "**Seasons are kept on one's own computer only.** This copy serves several people, or can be reached "
                "from elsewhere, and would keep all of them in one place: so it keeps none. Install matchlist on your "
                "own computer to keep track of answers; which ties to make can be worked out here too."
            )
            return
        st.markdown(_WHAT_FOR + _PRIVACY)
        st.text_input(
            "Where it is kept",
            help="A file. Leave it as it is unless you want it elsewhere.",
            **remembered(_ELSEWHERE, str(usual_place())),
        )
        with st.container(horizontal=True):
            there = _named_place().is_file()
            st.button(
                "Open my season",
                type="primary" if there else "secondary",
                icon=":material/folder_open:",
                disabled=not there,
                on_click=_open_there,
            )
            st.button(
                "Start my season with the plan in hand",
                type="secondary" if there else "primary",
                icon=":material/add:",
                disabled=there,
                on_click=_begin_there,
            )
        if there:
            st.caption("There is a season in this file already. Nothing of it has been read yet.")
        else:
            _say_whose(draft)


def _say_whose(draft: Draft) -> None:
    whose = "the example's plan: a made-up person" if draft.is_example else draft.plan.title
    st.caption(literal(f"There is none yet; nothing is written before you ask. The plan in hand is {whose}."))


def _named_place() -> Path:
    """Where the season is to be kept, as it is entered now: a click may come before the page was drawn with it."""
    return Path(str(st.session_state[_ELSEWHERE]).strip() or str(usual_place())).expanduser()


def _open_there() -> None:
    """Callback: open the season that is kept there."""
    open_store(_named_place())


def _begin_there() -> None:
    """Callback: begin a season there with the plan in hand; one that is kept there already is opened as it is."""
    path = _named_place()
    if path.is_file():
        open_store(path)
        return
    there = OnThisComputer(path)
    begin_store(there, partial(_keep_plan, there))


def _begin() -> None:
    """Callback: begin a season in the account with the plan in hand."""
    own = account()
    if own is not None:
        begin_store(own, partial(_keep_plan, own))


def _keep_plan(where: Place, tracker: Tracker) -> str:
    plan = present().plan
    kept = as_kept(plan, where)
    keep_programs_in(where)
    # Before it is kept: a plan with a fault would be in the way of everything later.
    prepared_there(kept, where)
    aside = tracker.keep_plan(kept.title, kept.season, plan_text(kept))
    beside = "" if aside is None else f"; what was sent in the other season is kept in {aside}"
    return f"{kept.title!r} is the plan of your season{beside}"


# ---- what stands above the tabs ----------------------------------------------------------------------------------


def _show_head(kept: Kept, draft: Draft) -> date:
    """What is kept and where, undoing, and the day that is looked at and entered."""
    _show_season(kept, draft)
    said, when, undo = st.columns([5, 2, 3], vertical_alignment="bottom")
    said.markdown(f"**{literal(counts(kept.programs))}.**")
    first, last = days_of(kept).first, days_of(kept).last
    latest = today() if last is None else min(today(), last)
    first = latest if first is None or first > latest else first
    forget_outside(_DAY, first, latest)
    day: date = when.date_input(
        "Day",
        min_value=first,
        max_value=latest,
        format="YYYY-MM-DD",
        help="What you enter is dated so, and chances are as of this day.",
        **remembered(_DAY, latest),
    )
    change = kept.last_not_undone
    undo.button(
        "Undo the last entry",
        key="season/undo",
        icon=":material/undo:",
        disabled=change is None,
        width="stretch",
        on_click=write,
        args=(kept, partial(undo_change, None if change is None else change.id)),
        help="Whoever made it; undoing is a change too, and is kept.",
    )
    if done := take_done():
        st.caption(f":material/check: {literal(readable(done, kept.programs))}")
    elif change is not None:
        st.caption(literal(f"Last entry: {readable(change.words, kept.programs)}"))
    _show_plan(kept, draft)
    about = st.expander(
        "Where it is kept, and all changes", icon=":material/database:", key="season/about", on_change="rerun"
    )
    if about.open:
        with about:
            _show_if_possible(partial(_show_about, kept))
    return day


def _show_season(kept: Kept, draft: Draft) -> None:
    """Which season is kept, where the plan in hand is of another one; and what comes once it is closed or over."""
    if kept.season is None:
        return
    season = kept.season
    if season.season == draft.plan.season:
        # Said above already, of the plan in hand.
        return
    st.markdown(f"**{literal(season_words(season))}.** {literal(moment_of(season, today()).words)}")
    for notice in season_notices(season, today()):
        st.markdown(f":material/event_busy: {literal(notice)}")
    show_soap(season, "of the kept season")


def _show_about(kept: Kept) -> None:
    where = kept.place
    if isinstance(where, InAccount):
        st.markdown(_PRIVACY_OF_ACCOUNT)
        with st.container(horizontal=True):
            _offer_copy("Save a copy", where.copy, "season.sqlite")
            for season, name in where.earlier().items():
                _offer_copy(f"Save the season of {season}", partial(where.store.copy, name), name)
            with st.popover("Remove it from your account", icon=":material/delete:"):
                st.markdown(
                    "This removes your season from this copy for good, with all answers, notes and contacts, and "
                    "with the seasons before it. Plans stay. Backups that whoever hosts the copy has made keep it."
                )
                st.button("Remove my season", key="season/remove", on_click=remove_season, args=(where,))
    else:
        st.markdown(_PRIVACY)
        st.text(where.key)
        with st.container(horizontal=True):
            _offer_copy("Save a copy", where.copy, "season.sqlite")
            st.button("Close it on this page", icon=":material/close:", on_click=close_store)
    _show_changes(kept)


def _offer_copy(words: str, copy: Callable[[], bytes], name: str) -> None:
    st.download_button(
        words, copy, file_name=name, mime="application/vnd.sqlite3", on_click="ignore", icon=":material/save:"
    )


def _show_changes(kept: Kept) -> None:
    for change in kept.changes:
        said, undo = st.columns([6, 1], vertical_alignment="center")
        note = "" if change.undone_by is None else f" (undone by {change.undone_by})"
        said.markdown(
            literal(
                f"{change.id}: {change.at.astimezone():%Y-%m-%d %H:%M} {readable(change.words, kept.programs)}{note}"
            )
        )
        undo.button(
            "Undo",
            key=f"season/undo/{change.id}",
            disabled=change.undone_by is not None,
            on_click=write,
            args=(kept, partial(undo_change, change.id)),
        )


def _show_plan(kept: Kept, draft: Draft) -> None:
    """Say where the season's plan is another one than the plan in hand, and offer to make them one."""
    if not differs(draft.plan, kept.plan, kept.place):
        return
    with st.container(horizontal=True, vertical_alignment="center", key="season-plan"):
        if kept.plan is None:
            st.markdown("No plan is kept with this season yet: chances need one.")
        else:
            title = literal(kept.plan.title)
            st.markdown(f"The season goes by its own plan, “{title}”, and not by the plan in hand.")
            st.button("Take that plan in hand", on_click=_take_in_hand, args=(kept,))
        st.button(
            "Make the plan in hand the season's",
            on_click=write,
            args=(kept, partial(_keep_plan, kept.place)),
        )


def _take_in_hand(kept: Kept) -> None:
    """Callback: go on, on all pages, with the season's plan and its programs."""

    def taken() -> str:
        plan, programs = plan_with_programs(kept)
        use_programs(programs)
        open_plan(OpenPlan(f"season-{kept.place.key}", f"Season: {plan.title}", plan, is_example=False))
        return ""

    attempt(taken)
