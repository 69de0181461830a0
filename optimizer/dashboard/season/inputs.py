"""Widgets of this page that belong to no plan: what was entered stays while other pages and tabs are looked at."""

from typing import Any

import streamlit as st

_ENTERED = "season/entered"


def remembered(key: str, first: object) -> dict[str, Any]:
    """Arguments that make a widget keep its value for this browser session.

    Parameters
    ----------
    key : str
        The widget's.
    first : object
        Its value before anything was entered.
    """
    entered: dict[str, object] = st.session_state.setdefault(_ENTERED, {})
    if key not in entered:
        # What comes first may move until something is entered: today, at midnight.
        st.session_state[key] = first
    elif key not in st.session_state:
        st.session_state[key] = entered[key]
    return {"key": key, "on_change": _remember, "args": (key,)}


def forget_outside(key: str, low: Any, high: Any) -> None:  # noqa: ANN401 - whatever the widget compares
    """Forget what was entered where the widget can't show it any more."""
    entered: dict[str, Any] = st.session_state.setdefault(_ENTERED, {})
    if key in entered and not low <= entered[key] <= high:
        del entered[key]


def _remember(key: str) -> None:
    st.session_state[_ENTERED][key] = st.session_state[key]
