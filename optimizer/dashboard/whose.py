"""Whose computer the dashboard runs on: one person's own, or a server that many visit."""

from urllib.parse import urlsplit

import streamlit as st

from optimizer.dashboard.login import login_is_set_up
from optimizer.hosting import named_by_host

_THIS_COMPUTER = ("localhost", "127.0.0.1", "::1")
_FROM_A_PROXY = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host")


def serves_one_person() -> bool:
    """Whether only the person at this computer can be looking: no login, no proxy, and no address but its own."""
    headers = st.context.headers
    asked_at = urlsplit(f"//{headers.get('Host') or ''}").hostname
    hosted = login_is_set_up() or named_by_host() or any(headers.get(one) for one in _FROM_A_PROXY)
    address = st.get_option("server.address")
    return not hosted and address in _THIS_COMPUTER and asked_at in (None, *_THIS_COMPUTER)
