"""The class in hand: what was brought in, its folder, and the work on it; gone with the browser session."""

import weakref
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from optimizer.cohort import Class, KeyRow, OwnProcess
from optimizer.errors import BadInput, Fault
from optimizer.hosting import (
    SECONDS_TO_COME_BACK,
    SECONDS_WITH_A_CLASS,
    new_folder,
    stays,
    throw_away,
    when_gone,
)

_HELD, _MADE = "class-in-hand", "class-made"
MOST_AT_WORK = 2
"""Classes that one machine works on at once, whoever they belong to."""


@dataclass(frozen=True, slots=True, eq=False)
class ClassInHand:
    """A class that was brought in.

    Parameters
    ----------
    files : str
        Their names, for the page.
    found : Class
        With names, unless they were replaced.
    key : tuple of KeyRow
        Which student each code means; empty where nothing was replaced.
    is_example : bool
    programs : str
        Name of the directory that it was checked against.
    folder : Path
        Where lists are kept until the page is closed, under codes; for its owner's eyes only.
    """

    files: str
    found: Class
    key: tuple[KeyRow, ...]
    is_example: bool
    programs: str
    folder: Path

    @property
    def number(self) -> int:
        """Students of the class, the refused among them."""
        return len(self.found.students) + len(self.found.refused)

    def label(self, code: str) -> str:
        """What the page calls a student."""
        name = next((one.name for one in self.found.students if one.code == code), "")
        return f"{code} ({name})" if name else code


class _Runs:
    """Work on this session's class, by name."""

    def __init__(self) -> None:
        self.by_name: dict[str, OwnProcess[Any, Any]] = {}

    def stop(self) -> None:
        """End all of it."""
        for run in self.by_name.values():
            run.stop()


@st.cache_resource(scope="session", on_release=_Runs.stop, show_spinner=False)
def _runs() -> _Runs:
    """Stopped when the page is closed or loaded again, so that no worker is left behind."""
    return _Runs()


@st.cache_resource(show_spinner=False)
def _at_work() -> "weakref.WeakSet[OwnProcess[Any, Any]]":
    """Work of all sessions."""
    return weakref.WeakSet()


def class_in_hand() -> ClassInHand | None:
    """The class that this session's user has brought in, if any."""
    held: ClassInHand | None = st.session_state.get(_HELD)
    return held


def note_the_page_is_open(*, may_hold_a_class: bool) -> None:
    """Note with every draw that there is somebody; whoever holds a class, or is bringing one in, is waited for less."""
    holds = may_hold_a_class or class_in_hand() is not None
    stays(SECONDS_WITH_A_CLASS if holds else SECONDS_TO_COME_BACK)


def take_class(files: str, found: Class, key: tuple[KeyRow, ...], programs: str, *, is_example: bool) -> None:
    """Take a class in hand, in place of any other."""
    put_class_away()
    folder = new_folder()
    when_gone(partial(throw_away, folder))
    st.session_state[_HELD] = ClassInHand(files, found, key, is_example, programs, folder)


def put_class_away() -> None:
    """Forget the class, stop the work on it, and throw its lists away."""
    _runs().stop()
    _runs().by_name.clear()
    held = class_in_hand()
    st.session_state.pop(_MADE, None)
    st.session_state.pop(_HELD, None)
    if held is not None:
        throw_away(held.folder)


def begin_work(name: str, work: Callable[..., object], *arguments: object) -> None:
    """Begin work on the class in a process of its own.

    Raises
    ------
    BadInput
        The machine works on as many classes as it should already.
    """
    if sum(run.running for run in tuple(_at_work())) >= MOST_AT_WORK:
        allowed = f"{MOST_AT_WORK} at once"
        remedy = "Try again when one of them is done"
        raise BadInput(Fault("this machine is busy with other classes", "the class", None, allowed, remedy))
    run: OwnProcess[Any, Any] = OwnProcess(work, *arguments)
    _at_work().add(run)
    _runs().by_name[name] = run
    made_of().pop(name, None)


def work_under_way(name: str) -> "OwnProcess[Any, Any] | None":
    """The work of this name, running, done or stopped; None where it was never begun, or its page was left."""
    return _runs().by_name.get(name)


def forget_work(name: str) -> None:
    """Forget the work and what it made."""
    run = _runs().by_name.pop(name, None)
    if run is not None:
        run.stop()
    made_of().pop(name, None)


def made_of() -> dict[str, Any]:
    """What finished work made, by its name."""
    kept: dict[str, Any] = st.session_state.setdefault(_MADE, {})
    return kept
