"""What goes on around the pages while they are served, and by which settings."""

import asyncio
import base64
import hashlib
import re
import threading
import time
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from starlette.middleware import Middleware
from streamlit import runtime
from streamlit.errors import StreamlitSecretNotFoundError

from optimizer.errors import BadInput, Fault
from optimizer.hosting.assets import Assets
from optimizer.hosting.doorkeeper import Doorkeeper
from optimizer.hosting.folders import sweep, throw_all_away
from optimizer.hosting.health import open_pages, own_version, seconds_up
from optimizer.hosting.leaving import close_those_gone
from optimizer.hosting.log import told, write_log
from optimizer.hosting.names import OwnNames
from optimizer.hosting.roles import SECTION, Roles, roles_of

_SECONDS_BETWEEN_LOOKS = 5.0
_INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


def doorkeepers() -> list[Middleware]:
    """What stands before Streamlit's routes, for `st.App`."""
    return [Middleware(Doorkeeper, names=own_names, policy=content_policy, pages=open_pages), Middleware(Assets)]


@cache
def own_names() -> OwnNames:
    """The names that this server was started for.

    Those of this computer, the address that it listens on, and what its host has given: ``server.allowedHosts`` and
    ``browser.serverAddress`` of Streamlit's settings, and the name in the login's ``redirect_uri``.
    """
    return OwnNames.of(st.get_option("server.address"), (*named_by_host(), *filter(None, (_login_name(),))))


def named_by_host() -> tuple[str, ...]:
    """Names that the host of this copy has given it; none on a person's own computer."""
    # "localhost" is the default of the second one.
    named = (*st.get_option("server.allowedHosts"), st.get_option("browser.serverAddress"))
    return tuple(name for name in named if name != "localhost")


def _login_name() -> str | None:
    with suppress(StreamlitSecretNotFoundError, AttributeError, ValueError):
        return urlsplit(str(st.secrets.get("auth", {}).get("redirect_uri", ""))).hostname
    return None


def from_host(section: str) -> object:
    """What the host of this copy has written down under a name, beside the login; None where there is nothing."""
    try:
        found: object = st.secrets.get(section)
    except StreamlitSecretNotFoundError:
        return None
    return found


def roles_here() -> Roles | None:
    """The roles that the host of this copy has written down, beside the login; None where there are none.

    Raises
    ------
    BadInput
        They can't be used: what is written is no such thing, or nobody can log in whom they could mean.
    """
    given = from_host(SECTION)
    if given is None:
        return None
    roles = roles_of(given)
    if from_host("auth") is None:
        what, remedy = "nobody can log in whom they could mean", "Set up the login, or remove the section"
        raise BadInput(Fault(what, SECTION, None, "roles beside a section [auth]", remedy))
    return roles


@cache
def content_policy() -> str:
    """What a page may load: nothing from elsewhere, and nobody may put it into a frame.

    Streamlit sets styles in the page, so these are allowed there. Scripts in the page are told by their sums; none is
    made from text, since Streamlit has Vega interpret the expressions of charts.
    """
    page = (Path(st.__file__).parent / "static" / "index.html").read_bytes()
    sums = [base64.b64encode(hashlib.sha256(script).digest()).decode() for script in _INLINE_SCRIPT.findall(page)]
    scripts = " ".join(("'self'", *(f"'sha256-{one}'" for one in sums)))
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


@asynccontextmanager
async def while_served(_app: object) -> AsyncIterator[None]:
    """Throw away what is left from before; by the clock, what belongs to pages that were closed; at the end, all.

    Where the host has given this copy a name, what happens is written down meanwhile: see `optimizer.hosting.log`.
    """
    if named_by_host():
        write_log()
    told("serving", version=own_version(), most_pages=open_pages().most)
    try:
        roles_here()
    except BadInput as error:
        for fault in error.faults:
            told("roles can't be used", fault=str(fault))
    sweep()
    sweeping = asyncio.create_task(_sweep_on())
    if not st.get_option("server.headless"):
        threading.Thread(target=webbrowser.open, args=(_address(),), daemon=True).start()
    try:
        yield
    finally:
        sweeping.cancel()
        throw_all_away()
        told("ended", seconds_up=seconds_up())


async def _sweep_on() -> None:
    while True:
        await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)
        if runtime.exists():
            close_those_gone(runtime.get_instance(), time.monotonic())


def _address() -> str:
    path = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"http://{st.get_option('server.address') or 'localhost'}:{st.get_option('server.port')}/{path}"
