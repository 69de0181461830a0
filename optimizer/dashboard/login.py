"""Logging in, for whoever hosts a copy for several people; on one's own machine there is nothing to log in to."""

from contextlib import suppress
from importlib.util import find_spec

import streamlit as st

from optimizer.errors import BadInput
from optimizer.hosting import Role, from_host, roles_here

_SET_UP = "login-is-set-up"
_NEEDED = ("authlib", "httpx")
"""What Streamlit logs people in with: the extra ``login``."""


def let_in() -> bool:
    """Whether this visitor may use the dashboard; draws the way to log in where they may not yet.

    A login is asked for where the host has set one up: a section ``[auth]`` in ``.streamlit/secrets.toml``, as
    Streamlit's `st.login` wants it.
    """
    if not _note_whether_set_up() or st.user.is_logged_in:
        return True
    st.title("matchlist", anchor=False)
    where = "in your own browser" if from_host("database") is None else "in your account, and so is your season"
    st.write(f"This copy is for people with an account. Your plans are kept {where}.")
    if all(map(find_spec, _NEEDED)):
        st.button("Log in", type="primary", on_click=st.login)
    else:
        st.error("Nobody can log in yet: whoever hosts this copy has to install matchlist with its extra “login”.")
    return False


def offer_logout() -> None:
    """A way out, where there was a way in. The session ends with it, and all that was in it."""
    if login_is_set_up():
        with suppress(BadInput):
            if role := _role():
                st.caption(f"You are here as an {role.value}.")
        st.button("Log out", icon=":material/logout:", on_click=st.logout, width="stretch")


def why_no_class() -> str:
    """Why this visitor may not open the page of a class, in words; empty where they may.

    Whoever may log in may open it, unless the host of this copy has written down who is an adviser.
    """
    try:
        role = _role()
    except BadInput:
        return (
            "Nobody can open this page yet: whoever hosts this copy has to correct who is an adviser. The server's log "
            "says what is wrong there."
        )
    if role is Role.APPLICANT:
        return (
            "This page is for advisers, and you are here as an applicant. All other pages are yours. If you advise "
            "applicants, ask whoever hosts this copy to count you among its advisers, then log out and in again."
        )
    return ""


def _role() -> Role | None:
    """What this visitor may do; None where the copy tells nobody apart. Raises as `optimizer.hosting.roles_here`."""
    roles = roles_here()
    return None if roles is None else roles.role_of(st.user.to_dict())


def login_is_set_up() -> bool:
    """Whether the host of this copy asks for a login: as it was when the page was drawn last."""
    noted: bool | None = st.session_state.get(_SET_UP)
    return _host_asks() if noted is None else noted


def _note_whether_set_up() -> bool:
    """Look whether a login is asked for, once for all that this drawing of the page asks."""
    found = st.session_state[_SET_UP] = _host_asks()
    return found


def _host_asks() -> bool:
    return from_host("auth") is not None
