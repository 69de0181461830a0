"""The season's store as this page uses it: opened when the user asks, read anew for every draw, one change a click.

Every browser session begins without a store. Whoever opens it sees what the command line of this computer sees; so it
can be opened only where the dashboard serves the person at this computer.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from optimizer.dashboard.plain import plain
from optimizer.dashboard.whose import serves_one_person
from optimizer.errors import BadInput, Fault
from optimizer.evidence import Season, load_season
from optimizer.hosting import folder_for_now
from optimizer.season.tracker import (
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

_PLACE, _REFUSED, _DONE = "season/place", "season/refused", "season/done"
_CHANGES_READ = 30


@dataclass(frozen=True, slots=True)
class Kept:
    """All that the store holds, as of one draw.

    Attributes
    ----------
    path : pathlib.Path
    seen : int
        The last change when it was read: what others change after it isn't written over.
    plan : KeptPlan or None
    season : Season or None
        Of the plan.
    programs, ties, contacts, notes
    changes : tuple of Change
        The latest, the last one first.
    """

    path: Path
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


def place() -> Path | None:
    """Where the store is that this browser session has opened; None where it hasn't."""
    found: Path | None = st.session_state.get(_PLACE)
    return found if serves_one_person() else None


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
    _must_be_there(path)
    with Tracker.at(path) as tracker:
        tracker.last_change()
    st.session_state[_PLACE] = path
    return ""


def begin_store(path: Path, act: Callable[[Tracker], str]) -> None:
    """Callback: make a store, with a first change; one that is there is opened and changed."""

    def begun() -> str:
        with Tracker.at(path) as tracker:
            done = act(tracker)
        st.session_state[_PLACE] = path
        return done

    attempt(begun)


def read_store(path: Path) -> Kept:
    """All that the store holds.

    Raises
    ------
    BadInput
        It isn't there any more, or as `Tracker.at`.
    """
    _must_be_there(path)
    with Tracker.at(path) as tracker, tracker.looking() as store:
        plan = store.plan()
        return Kept(
            path=path,
            seen=store.last_change(),
            plan=plan,
            season=None if plan is None else load_season(plan.season),
            programs=store.programs(),
            ties=store.ties(),
            contacts=store.contacts(),
            notes=store.notes(),
            changes=store.history(_CHANGES_READ),
        )


def _must_be_there(path: Path) -> None:
    if not path.is_file():
        what, allowed = "there is no store here", "a file that matchlist made"
        raise BadInput(Fault(what, str(path), None, allowed, "Choose another place, or start a season"))


def write(kept: Kept, act: Callable[[Tracker], str]) -> None:
    """Callback: make one change, or keep why it can't be made for the page to say.

    Parameters
    ----------
    kept : Kept
        What the user was looking at: nothing that others changed since is written over.
    act : callable
        Makes the change and says what was done, in words for a moment; empty says nothing.
    """

    def changed() -> str:
        _must_be_there(kept.path)
        with Tracker.at(kept.path) as tracker:
            return act(tracker.within(days_of(kept)).as_seen(kept.seen))

    attempt(changed)


def undo_change(number: int | None, tracker: Tracker) -> str:
    """Take a change back, for `write`."""
    return f"Undone: {tracker.undo(number).words}"


def days_of(kept: Kept) -> SeasonDays:
    """The days in which things can happen."""
    return SeasonDays(None, None) if kept.season is None else season_days(kept.season)


def attempt(act: Callable[[], str]) -> None:
    """Do what a click asks; what it did, or why it can't be done, is for the page to say."""
    st.session_state.pop(_REFUSED, None)
    try:
        st.session_state[_DONE] = act()
    except BadInput as error:
        st.session_state[_REFUSED] = in_words(error)


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


def copy_of(path: Path) -> bytes:
    """The whole store as one file, as of one moment."""
    with folder_for_now() as folder, Tracker.at(path) as tracker:
        target = folder / "season.sqlite"
        tracker.back_up(target)
        return target.read_bytes()
