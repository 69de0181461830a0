"""What the server sends leaves at once.

Streamlit opens the socket that it listens on without naming its protocol. asyncio, which lets what is written leave at
once where it knows that a socket is one of TCP, doesn't know it then; so the system holds back what is written second
until the browser has confirmed the first, which a browser puts off for 40 ms: with every file, and with every message.
"""

import socket
from collections.abc import Callable
from functools import wraps
from typing import Any

from streamlit.web.server.starlette import starlette_server

_OPENING = "_bind_socket"
_Opening = Callable[[str, int, int], socket.socket]


def send_at_once() -> None:
    """Let the server that is started next name its protocol, once."""
    opening: Any = getattr(starlette_server, _OPENING, None)
    if opening is not None and not hasattr(opening, "__wrapped__"):
        setattr(starlette_server, _OPENING, _naming(opening))


def _naming(opening: _Opening) -> _Opening:
    @wraps(opening)
    def opened(address: str, port: int, backlog: int) -> socket.socket:
        listening = opening(address, port, backlog)
        family, kind, timeout = listening.family, listening.type, listening.gettimeout()
        named = socket.socket(family, kind, socket.IPPROTO_TCP, fileno=listening.detach())
        named.settimeout(timeout)
        return named

    return opened
