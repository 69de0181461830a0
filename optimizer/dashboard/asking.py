"""Widgets that show the draft and write into it.

A widget's value is set from the draft before the widget is drawn, and a change goes into the draft before the page
is drawn again; so every page shows the same plan, whichever page it was changed on. What the plan can't take (a minimum
above its maximum) stays in the widget as it was entered, and is told until it is corrected or dropped.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import streamlit as st

from optimizer.dashboard.draft import present, take_up, undo
from optimizer.errors import BadInput, Fault
from optimizer.plan import Plan

_REFUSALS, _PAGE, _SHOWN_ON, _TOLD = "refusals", "page", "shown-on", "told"
_SECONDS_ON_THE_WAY = 1.0
"""So long after a page was drawn, what was entered before the browser had it may still arrive."""
_NOTHING = object()

WriteOne = Callable[[Plan, Any], Plan]
WriteSeveral = Callable[[Plan, Mapping[str, Any]], Plan]


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was entered and couldn't be taken up: the values by widget, and why."""

    values: Mapping[str, object]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """A value that the server has put into a widget, and when the drawing that did so ended; None while it goes on."""

    value: object
    drawn_at: float | None = None

    def may_have_crossed(self, value: object) -> bool:
        """Whether the user may have entered a value before this one reached the browser, and see this one now."""
        is_on_the_way = self.drawn_at is None or time.monotonic() - self.drawn_at < _SECONDS_ON_THE_WAY
        return is_on_the_way and self.value != value


@contextmanager
def drawing(name: str) -> Iterator[None]:
    """Say which page is being drawn, and when it is."""
    st.session_state[_PAGE] = name
    try:
        yield
    finally:
        for key, said in _told().items():
            if said.drawn_at is None:
                _told()[key] = _Told(said.value, time.monotonic())


def _told() -> dict[str, _Told]:
    """What the server has put into widgets last, by their keys."""
    found: dict[str, _Told] = st.session_state.setdefault(_TOLD, {})
    return found


def refusals() -> dict[str, Refusal]:
    """What is entered in the draft's widgets and isn't taken up, by the widgets' common name."""
    kept: dict[str, dict[str, Refusal]] = st.session_state.setdefault(_REFUSALS, {})
    return kept.setdefault(present().opened.key, {})


def drop_refusals() -> None:
    """Forget what couldn't be taken up, so that the widgets show the plan again."""
    refusals().clear()


def take_back() -> None:
    """Take back what was entered last: what couldn't be taken up first, else the last change of the plan."""
    if refusals():
        refusals().popitem()
    else:
        undo()


def asked(key: str, value: object, write: WriteOne, *, answers: str = "") -> dict[str, Any]:
    """Arguments that tie one widget to the draft.

    Parameters
    ----------
    key : str
        The widget's key.
    value : object
        What the draft says.
    write : callable
        Gives the plan with another value. Raises BadInput where there is no such plan.
    answers : str
        Which of the first questions it answers, if any.
    """
    return asked_together(key, {"": value}, lambda plan, given: write(plan, given[""]), answers=answers)[""]


def asked_together(
    group: str, values: Mapping[str, object], write: WriteSeveral, *, answers: str = ""
) -> dict[str, dict[str, Any]]:
    """Arguments, by name, that tie several widgets to the draft which make sense only together."""
    refused = refusals().get(group)
    shown = values if refused is None else refused.values
    for name, value in shown.items():
        _show(_key(group, name), value)
    return {
        name: {"key": _key(group, name), "on_change": _take, "args": (group, tuple(values), write, answers)}
        for name in values
    }


def _show(key: str, value: object) -> None:
    """Set a widget's value unless it has it.

    On another page a widget of the same key is another one to Streamlit and begins with its default, although the
    session still holds a value under its key. And where the server has put a value into the widget just now, the user
    may have entered another one before that reached the browser, which then shows the server's: it is told the user's.
    """
    page, shown_on, said = st.session_state.get(_PAGE), st.session_state.setdefault(_SHOWN_ON, {}), _told().get(key)
    if (
        shown_on.get(key) != page
        or st.session_state.get(key, _NOTHING) != value
        or (said is not None and said.may_have_crossed(value))
    ):
        st.session_state[key] = value
        shown_on[key] = page
        _told()[key] = _Told(value)


def _key(group: str, name: str) -> str:
    return f"{group}/{name}" if name else group


def _take(group: str, names: tuple[str, ...], write: WriteSeveral, answers: str) -> None:
    """Callback of the widgets: take up what was entered, or keep why it can't be."""
    given = {name: st.session_state[_key(group, name)] for name in names}
    refusals().pop(group, None)
    try:
        plan = write(present().plan, given)
    except BadInput as error:
        refusals()[group] = Refusal(given, error.faults)
    else:
        take_up(plan, answers)
