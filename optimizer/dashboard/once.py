"""Work done once for what it depends on, and what came out kept for this browser session."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

Found = TypeVar("Found")
_FOUND = "found-once"


def found_once(name: str, question: object, work: Callable[[], Found]) -> Found:
    """What some work gives, remembered until the same work is asked something else.

    Parameters
    ----------
    name : str
        Of the work.
    question : object
        All that the outcome depends on; told apart by equality.
    work : callable
    """
    kept: dict[str, tuple[object, Found]] = st.session_state.setdefault(_FOUND, {})
    known = kept.get(name)
    if known is None or known[0] != question:
        known = kept[name] = (question, work())
    return known[1]
