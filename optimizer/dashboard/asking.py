"""Widgets that show the draft and write into it.

A widget's value is set from the draft before the widget is drawn, and a change goes into the draft before the page
is drawn again; so every page shows the same plan, whichever page it was changed on. What the plan can't take (a minimum
above its maximum) stays in the widget as it was entered, and is told until it is corrected or dropped.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from optimizer.dashboard.draft import present, take_up, undo
from optimizer.errors import BadInput, Fault
from optimizer.plan import Plan

_REFUSALS, _PAGE, _SHOWN_ON = "refusals", "page", "shown-on"
_NOTHING = object()

WriteOne = Callable[[Plan, Any], Plan]
WriteSeveral = Callable[[Plan, Mapping[str, Any]], Plan]


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was entered and couldn't be taken up: the values by widget, and why."""

    values: Mapping[str, object]
    faults: tuple[Fault, ...]


def begin_page(name: str) -> None:
    """Say which page is being drawn."""
    st.session_state[_PAGE] = name


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
    session still holds a value under its key.
    """
    page, shown_on = st.session_state.get(_PAGE), st.session_state.setdefault(_SHOWN_ON, {})
    if shown_on.get(key) != page or st.session_state.get(key, _NOTHING) != value:
        st.session_state[key] = value
        shown_on[key] = page


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
