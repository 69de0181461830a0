"""The season's store as this page uses it: read anew for every draw, one change a click.

On one's own computer every browser session begins without a store, which is opened when the user asks. Whoever opens it
sees what the command line of this computer sees; so it can be opened only where the dashboard serves the person at this
computer. Whoever has logged in to a copy whose host has named a database has one in their account, theirs alone.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from optimizer.clock import now
from optimizer.dashboard.database_desk import database_desk
from optimizer.dashboard.once import found_once
from optimizer.dashboard.plain import plain
from optimizer.dashboard.season.places import InAccount, OnThisComputer, Place
from optimizer.dashboard.whose import serves_one_person
from optimizer.errors import BadInput
from optimizer.evidence import Season, load_season
from optimizer.plan import Shelf
from optimizer.season.tracker import (
    AccountStore,
    Change,
    Contact,
    KeptPlan,
    KeptTie,
    Note,
    SeasonDays,
    Tracked,
    Tracker,
    season_days,
    store_path,
)

_PLACE, _REFUSED, _DONE, _LAST_READ = "season/place", "season/refused", "season/done", "season/last-read"
_CHANGES_READ = 30


@dataclass(frozen=True, slots=True)
class Kept:
    """All that the store holds, as of one draw.

    Attributes
    ----------
    place : Place
    seen : int
        The last change when it was read: what others change after it isn't written over.
    plan : KeptPlan or None
    season : Season or None
        Of the plan.
    programs, ties, contacts, notes
    changes : tuple of Change
        The latest, the last one first.
    """

    place: Place
    seen: int
    plan: KeptPlan | None
    season: Season | None
    programs: tuple[Tracked, ...]
    ties: tuple[KeptTie, ...]
    contacts: tuple[Contact, ...]
    notes: tuple[Note, ...]
    changes: tuple[Change, ...]

    @property
    def last_not_undone(self) -> Change | None:
        """The change that undoing takes back."""
        return next((one for one in self.changes if one.undone_by is None and one.undoes is None), None)


@dataclass(frozen=True, slots=True)
class LastRead:
    """A season in an account as this browser session read it last.

    Attributes
    ----------
    owner : str
        Whose account it is.
    kept : Kept
    at : str
        When it was so: hours and minutes.
    """

    owner: str
    kept: Kept
    at: str


def place() -> Place | None:
    """Where this browser session has its season: what it has opened, or the account of whoever logged in; else None."""
    if not serves_one_person():
        return account()
    found: Path | None = st.session_state.get(_PLACE)
    return None if found is None else OnThisComputer(found)


def account() -> InAccount | None:
    """The account of whoever has logged in; None where there is none, or the dashboard is this computer's own."""
    desk = None if serves_one_person() else database_desk()
    return None if desk is None else InAccount(AccountStore(Shelf(desk.place, desk.owner)))


def usual_place() -> Path:
    """Where the command line has it."""
    return store_path()


def close_store() -> None:
    """Callback: go on without the store; it stays as it is."""
    st.session_state.pop(_PLACE, None)


def open_store(path: Path) -> None:
    """Callback: open the store that is there."""
    attempt(lambda: _opened_at(path))


def _opened_at(path: Path) -> str:
    with OnThisComputer(path).opened() as tracker:
        tracker.last_change()
    st.session_state[_PLACE] = path
    return ""


def begin_store(where: Place, act: Callable[[Tracker], str]) -> None:
    """Callback: make a store, with a first change; one that is there is opened and changed."""

    def begun() -> str:
        with where.begun() as tracker:
            done = act(tracker)
        if isinstance(where, OnThisComputer):
            st.session_state[_PLACE] = where.path
        return done

    attempt(begun)


def read_store(where: Place) -> Kept:
    """All that the store holds.

    Raises
    ------
    BadInput
        It isn't there any more, or can't be used.
    """
    with where.opened() as tracker, tracker.looking() as store:
        plan = store.plan()
        return Kept(
            place=where,
            seen=store.last_change(),
            plan=plan,
            season=None if plan is None else load_season(plan.season),
            programs=store.programs(),
            ties=store.ties(),
            contacts=store.contacts(),
            notes=store.notes(),
            changes=store.history(_CHANGES_READ),
        )


def read_account(where: InAccount) -> Kept | None:
    """All that the store in an account holds, fetched anew when it was changed; None where there is none.

    Raises
    ------
    BadInput
        It can't be used, or the database can't; `last_read` has it as it was before.
    """
    owner, written_at = where.store.shelf.owner, where.store.written_at()
    if not written_at:
        st.session_state.pop(_LAST_READ, None)
        return None
    kept = replace(found_once("season", (owner, written_at), lambda: read_store(where)), place=where)
    st.session_state[_LAST_READ] = LastRead(owner, kept, f"{now().astimezone():%H:%M}")
    return kept


def last_read(where: InAccount) -> LastRead | None:
    """The season in an account as this browser session read it last; None where it hasn't."""
    found: LastRead | None = st.session_state.get(_LAST_READ)
    return found if found is not None and found.owner == where.store.shelf.owner else None


def write(kept: Kept, act: Callable[[Tracker], str]) -> None:
    """Callback: make one change, or keep why it can't be made for the page to say. Parameters as `written`."""
    written(kept, act)


def written(kept: Kept, act: Callable[[Tracker], str]) -> bool:
    """Make one change, or keep why it can't be made for the page to say; whether it was made.

    Parameters
    ----------
    kept : Kept
        What the user was looking at: nothing that others changed since is written over.
    act : callable
        Makes the change and says what was done, in words for a moment; empty says nothing.
    """

    def changed() -> str:
        with kept.place.opened() as tracker:
            return act(tracker.within(days_of(kept)).as_seen(kept.seen))

    return attempt(changed)


def remove_season(where: InAccount) -> None:
    """Callback: forget the season in somebody's account, for good."""

    def removed() -> str:
        where.store.remove()
        return ""

    attempt(removed)


def undo_change(number: int | None, tracker: Tracker) -> str:
    """Take a change back, for `write`."""
    return f"Undone: {tracker.undo(number).words}"


def days_of(kept: Kept) -> SeasonDays:
    """The days in which things can happen."""
    return SeasonDays(None, None) if kept.season is None else season_days(kept.season)


def attempt(act: Callable[[], str]) -> bool:
    """Do what a click asks, and whether it was done; what it did, or why it can't be done, is for the page to say."""
    st.session_state.pop(_REFUSED, None)
    try:
        st.session_state[_DONE] = act()
    except BadInput as error:
        st.session_state[_REFUSED] = in_words(error)
        return False
    return True


def in_words(error: BadInput) -> tuple[str, ...]:
    """The faults as sentences, without advice on what to type in a terminal."""
    return tuple(
        plain(str(replace(fault, remedy="") if "matchlist track" in fault.remedy else fault)) for fault in error.faults
    )


def take_refused() -> tuple[str, ...]:
    """Why the last click changed nothing; empty where it did, or once it was said."""
    found: tuple[str, ...] = st.session_state.pop(_REFUSED, ())
    return found


def take_done() -> str:
    """What the last click did; empty once it was said."""
    found: str = st.session_state.pop(_DONE, "")
    return found
