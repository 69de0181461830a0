"""Who has closed the page: after a while their session is closed, with all that was kept for it.

Streamlit keeps the session of a closed page, in case its browser comes back, until the next visitor goes. Here it is
closed by the clock.
"""

import gc
from collections.abc import Callable
from time import monotonic
from typing import Protocol

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

SECONDS_TO_COME_BACK = 100.0
"""How long a session without a class waits for a browser that lost its connection; below Streamlit's own 120."""
SECONDS_WITH_A_CLASS = 15.0
"""How long one with a class does."""

_gone: dict[str, tuple[float, "Presence"]] = {}
"""Sessions whose page was closed: since when, by their id."""


class Presence:
    """A session whose page is open, and what is to be done when it is gone."""

    def __init__(self, session: str) -> None:
        self.session = session
        self.patience = SECONDS_TO_COME_BACK
        self.partings: list[Callable[[], object]] = []
        earlier = _gone.pop(session, None)
        if earlier is not None:
            self.patience, self.partings = earlier[1].patience, earlier[1].partings

    def leave(self) -> None:
        """The page was closed, or its connection was lost."""
        _gone[self.session] = (monotonic(), self)


class Sessions(Protocol):
    """What closes sessions: Streamlit's runtime."""

    def is_active_session(self, session_id: str) -> bool:
        """Whether a browser is connected."""
        ...

    def close_session(self, session_id: str) -> None:
        """End a session."""
        ...


@st.cache_resource(scope="session", on_release=Presence.leave, show_spinner=False)
def _presence(session: str) -> Presence:
    return Presence(session)


def stays(patience: float = SECONDS_TO_COME_BACK) -> None:
    """Note that this session's page is open, and for how long it would be waited for."""
    found = _here()
    if found is not None:
        found.patience = patience


def when_gone(act: Callable[[], object]) -> None:
    """Do something when this session is gone."""
    found = _here()
    if found is not None:
        found.partings.append(act)


def _here() -> Presence | None:
    context = get_script_run_ctx()
    return None if context is None else _presence(context.session_id)


def close_those_gone(sessions: Sessions, now: float) -> None:
    """Close the sessions of pages that were closed long enough ago; `now` is as of `time.monotonic`."""
    closed = False
    for session, (since, presence) in tuple(_gone.items()):
        if now - since < presence.patience:
            continue
        del _gone[session]
        if not sessions.is_active_session(session):
            part(presence)
            sessions.close_session(session)
            closed = True
    if closed:
        # What a session held refers to itself in places.
        gc.collect()


def part(presence: Presence) -> None:
    """Do what is to be done when a session is gone."""
    while presence.partings:
        presence.partings.pop()()
