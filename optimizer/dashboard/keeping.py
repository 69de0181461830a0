"""Keeping what is entered: every change is on this computer's disk before the page is drawn again.

Drafts lie in one file beside the season's store, and come back when the page is loaded again, in a new window, after
a crash. On a server that others visit they lie in each visitor's browser: they are no business of its disk. Where its
host has named a database, they lie there for whoever has logged in, and in the browser only while the database can't
be used; what lies in the browser goes to the database as soon as it can.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from uuid import uuid4

import streamlit as st

from optimizer.clock import now
from optimizer.dashboard.browser_desk import BrowserDesk, browser_desk, draw_component, place_for_component, take_answer
from optimizer.dashboard.database_desk import database_desk
from optimizer.dashboard.edited import Draft, content_of, draft_of
from optimizer.dashboard.plain import sentences
from optimizer.dashboard.whose import serves_one_person
from optimizer.errors import BadInput
from optimizer.plan import Desk, DeskFile, Sheet, WrittenMeanwhile, plan_text
from optimizer.season.tracker import store_path

FILE = "drafts.sqlite"
_IN_HAND, _PROGRAMS = "in hand", "own programs"
_REFUSED, _KEPT_AT, _WINDOW, _UNREADABLE = "keeping/refused", "keeping/at", "keeping/window", "keeping/unreadable"
_NOT_READ, _SPARE, _SHOWN = "keeping/not-read", "spare", "keeping/shown"
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A kept plan that this version can't use: its content, to be taken out as it is, and why."""

    content: str
    faults: tuple[str, ...]


def the_desk() -> Desk | BrowserDesk:
    """Where drafts are kept: on this computer; on a server for others in its database, or in the visitor's browser."""
    if serves_one_person():
        return Desk(DeskFile(store_path().with_name(FILE)))
    return database_desk() or browser_desk()


def where_kept() -> str:
    """Where drafts are kept, in words that go behind "Saved"."""
    if serves_one_person():
        return "on this computer"
    return "in your account" if database_desk() else "in this browser"


def is_under_way() -> bool:
    """Whether the browser hasn't said yet that it keeps all that was entered."""
    desk = the_desk()
    return isinstance(desk, BrowserDesk) and bool(desk.asked)


def is_spare_kept() -> bool:
    """Whether the browser keeps what the database doesn't take at the moment."""
    spare = None if serves_one_person() or not database_desk() else browser_desk()
    return spare is not None and spare.answered and not spare.asked and spare.fault is None


def is_spare_asked_for() -> bool:
    """Whether the browser is being asked to keep what the database doesn't take."""
    return not serves_one_person() and bool(database_desk()) and bool(browser_desk().asked)


def browser_has_answered() -> bool:
    """Take the answer of the visitor's browser; whether it is the first one, with all that it keeps."""
    return not serves_one_person() and take_answer()


@contextmanager
def asking_the_browser() -> Iterator[None]:
    """Draw a page, and then have the visitor's browser keep what was entered, where it is kept there."""
    if serves_one_person():
        yield
        return
    place = place_for_component()
    yield
    draw_component(place)


def kept_drafts() -> tuple[dict[str, Draft], str]:
    """All drafts that are kept, by key, and the key of the one that was in hand; what can't be read is noted."""
    desk, found, unreadable = the_desk(), {}, []
    was_not_read = st.session_state.pop(_NOT_READ, False)
    try:
        if isinstance(desk, Desk) and not serves_one_person():
            _take_over_spares(desk)
        for sheet in desk.sheets():
            try:
                found[sheet.key] = draft_of(sheet.key, sheet.content, sheet.revision)
            except BadInput as error:
                unreadable.append(Unreadable(sheet.content, tuple(fault.what for fault in error.faults)))
                # Its key may be needed again: what is there must not be written over.
                if not sheet.key.endswith(_UNREADABLE):
                    desk.rename(sheet.key, f"{sheet.key}/{sheet.revision}/{_UNREADABLE}")
        chosen = desk.mark(_IN_HAND)
    except BadInput as error:
        st.session_state[_NOT_READ] = True
        _refuse(error)
        return _spares()
    if was_not_read:
        st.session_state.pop(_REFUSED, None)
    st.session_state[_UNREADABLE] = tuple(unreadable)
    return found, chosen


def is_not_read() -> bool:
    """Whether what is kept couldn't be read yet."""
    return bool(st.session_state.get(_NOT_READ))


def _take_over_spares(desk: Desk) -> None:
    """Put into the database what the browser keeps: from when it couldn't be used, or from before there was one.

    Raises BadInput where the database can't be used; what wasn't put there yet stays in the browser.
    """
    browser = browser_desk()
    # The latest first: of several it is the plan, and the others are its versions.
    for sheet in reversed(browser.sheets()):
        seen, key = _of_spare(sheet.key)
        try:
            draft = draft_of(key, sheet.content, seen)
        except BadInput:
            # It stays where it is, for a matchlist that can read it.
            continue
        try:
            _written(desk, draft)
        except WrittenMeanwhile as meanwhile:
            _written_aside(desk, draft, meanwhile.sheet)
        browser.take_off(sheet.key)


def _spares() -> tuple[dict[str, Draft], str]:
    """What the browser keeps for a database that can't be read: the latest of each draft, and the key of the latest."""
    found: dict[str, Draft] = {}
    shown = st.session_state.setdefault(_SHOWN, {})
    latest = ""
    for sheet in browser_desk().sheets() if not serves_one_person() and database_desk() else ():
        seen, key = _of_spare(sheet.key)
        with suppress(BadInput):
            found[key] = draft_of(key, sheet.content, seen)
            shown[key], latest = sheet.key, key
    return found, latest


def has_spare(draft: Draft) -> bool:
    """Whether the browser has been given a draft for the database."""
    return _spare_key(draft) in {sheet.key for sheet in browser_desk().sheets()}


def _spare_key(draft: Draft) -> str:
    """Under which key the browser keeps a draft for the database: with what its window has seen, and which that is."""
    window = st.session_state.setdefault(f"{_WINDOW}/{_SPARE}", uuid4().hex[:8])
    return f"{_SPARE}/{draft.revision}/{window}/{draft.opened.key}"


def _of_spare(key: str) -> tuple[int, str]:
    """The revision that was seen and the key of the draft."""
    mark, _, rest = key.partition("/")
    if mark != _SPARE:
        return 0, key
    seen, _, draft = rest.split("/", 2)
    return int(seen), draft


def _keep_spare(draft: Draft) -> None:
    """Have the browser keep what the database doesn't take."""
    browser, key = browser_desk(), _spare_key(draft)
    browser.write(Sheet(key, content_of(draft), browser.revision(key), now().astimezone().isoformat()))
    _drop_shown(draft, but=key)


def _drop_spare(draft: Draft) -> None:
    """Take off the browser what the database has now."""
    browser, key = browser_desk(), _spare_key(draft)
    if browser.sheet(key) is not None:
        browser.take_off(key)
    _drop_shown(draft)


def _drop_shown(draft: Draft, but: str = "") -> None:
    """Take off the browser what this window began with, now that it has gone on from there."""
    shown = st.session_state.get(_SHOWN, {}).pop(draft.opened.key, "")
    if shown not in {"", but}:
        browser_desk().take_off(shown)


def unreadable_drafts() -> tuple[Unreadable, ...]:
    """Kept plans that can't be used."""
    found: tuple[Unreadable, ...] = st.session_state.get(_UNREADABLE, ())
    return found


def keep(draft: Draft) -> Draft:
    """Keep a draft; the draft with its new revision, or as it is where it can't be kept.

    What another window has written meanwhile stays in its place; the draft is then kept beside it, as a version.
    """
    desk = the_desk()
    has_spare = isinstance(desk, Desk) and not serves_one_person()
    try:
        try:
            kept = _written(desk, draft)
        except WrittenMeanwhile as meanwhile:
            kept = _written_aside(desk, draft, meanwhile.sheet)
    except BadInput as error:
        _refuse(error)
        if has_spare:
            _keep_spare(draft)
        return draft
    if has_spare:
        _drop_spare(draft)
    return kept


def _written(desk: Desk | BrowserDesk, draft: Draft) -> Draft:
    """The draft with the revision under which it has been kept. Raises as `Desk.write`."""
    sheet = Sheet(draft.opened.key, content_of(draft), draft.revision, now().astimezone().isoformat())
    written = desk.write(sheet, {_IN_HAND: sheet.key})
    _kept()
    return replace(draft, revision=written.revision)


def _written_aside(desk: Desk | BrowserDesk, draft: Draft, sheet: Sheet | None) -> Draft:
    """Keep a draft as a version of what another window has written; that itself stays. Raises BadInput."""
    for _ in range(_TRIES):
        try:
            if sheet is None:
                return _written(desk, replace(draft, revision=0))
            theirs = draft_of(sheet.key, sheet.content, sheet.revision).with_version(name_of_this_window(), draft.plan)
            desk.write(Sheet(sheet.key, content_of(theirs), sheet.revision, sheet.written_at))
        except WrittenMeanwhile as meanwhile:
            sheet = meanwhile.sheet
        else:
            _kept()
            break
    return draft


def name_of_this_window() -> str:
    """The name under which this window's plan is kept beside another's: one a window."""
    name: str = st.session_state.setdefault(_WINDOW, name_of_other_window())
    return name


def name_of_other_window() -> str:
    """A name for what another window made, by the moment when it had to give way."""
    return f"From another window, {now().astimezone():%d %B %H:%M:%S}"


def _kept() -> None:
    st.session_state.pop(_REFUSED, None)
    st.session_state[_KEPT_AT] = f"{now().astimezone():%H:%M}"


def _refuse(error: BadInput) -> None:
    st.session_state[_REFUSED] = sentences(error)


def refused() -> tuple[str, ...]:
    """Why the last change isn't kept; empty where it is."""
    desk = the_desk()
    if isinstance(desk, BrowserDesk) and desk.fault is not None:
        return sentences(desk.fault)
    found: tuple[str, ...] = st.session_state.get(_REFUSED, ())
    return found


def kept_at() -> str:
    """When something was kept last by this window: hours and minutes; empty where nothing was yet."""
    found: str = st.session_state.get(_KEPT_AT, "")
    return found


def _do(act: Callable[[Desk | BrowserDesk], None]) -> None:
    try:
        act(the_desk())
    except BadInput as error:
        _refuse(error)


def note_in_hand(key: str) -> None:
    """Remember which plan is in hand."""
    _do(lambda desk: desk.note(_IN_HAND, key))


def keep_programs(content: str) -> None:
    """Keep the user's own programs, as one text; empty forgets them."""
    desk = the_desk()
    try:
        desk.note(_PROGRAMS, content)
    except BadInput as error:
        _refuse(error)
        if not serves_one_person():
            browser_desk().note(_PROGRAMS, content)


def kept_programs() -> str:
    """The user's own programs as they were kept; empty where there are none, or can't be read."""
    desk = the_desk()
    if isinstance(desk, Desk) and not serves_one_person() and (spare := browser_desk().mark(_PROGRAMS)):
        with suppress(BadInput):
            desk.note(_PROGRAMS, spare)
            browser_desk().note(_PROGRAMS, "")
        return spare
    with suppress(BadInput):
        return desk.mark(_PROGRAMS)
    return ""


def forget(draft: Draft) -> None:
    """Take a draft off the disk."""
    _do(lambda desk: desk.take_off(draft.opened.key))


def written_elsewhere(draft: Draft) -> Draft | None:
    """The draft as another window has kept it since; None where none has, or where it says the same.

    It can't be read where that window is of another version of matchlist: then it isn't touched.
    """
    desk = the_desk()
    with suppress(BadInput):
        if desk.revision(draft.opened.key) > draft.revision:
            sheet = desk.sheet(draft.opened.key)
            return None if sheet is None else draft_of(sheet.key, sheet.content, sheet.revision)
    return None


def says_the_same(one: Draft, other: Draft) -> bool:
    """Whether two drafts hold the same plan."""
    return plan_text(one.plan) == plan_text(other.plan)
