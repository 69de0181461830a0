"""A proxy that doesn't pass WebSockets on: no page can be drawn through it, and whoever looks at one is told so.

A page's script asks how the server is before it connects, and again when it couldn't. It shows what it is told then,
if that is JSON; of a WebSocket that became a plain request on its way it shows nothing.
"""

import time

from starlette.datastructures import Headers
from starlette.types import Scope

STATUS = 426
"""Upgrade required."""
WORDS = (
    "The proxy before this matchlist does not pass WebSockets on, so no page can be drawn. Whoever hosts it: pass the "
    "headers Upgrade and Connection on, as docs/hosting/nginx.conf does."
)
_STREAM = "/_stcore/stream"
_SECONDS_REMEMBERED = 10.0


class WithoutWebSockets:
    """Whether WebSockets arrive as plain requests, lately."""

    def __init__(self) -> None:
        self._until = 0.0

    def is_one(self, scope: Scope) -> bool:
        """Whether a request was a WebSocket before a proxy took it for something else; noted for a while."""
        found = bool(scope["path"].endswith(_STREAM)) and "sec-websocket-key" in Headers(scope=scope)
        if found:
            self._until = time.monotonic() + _SECONDS_REMEMBERED
        return found

    def concerns(self, scope: Scope) -> bool:
        """Whether a request comes from the script of a page that can't connect; a load balancer isn't one."""
        return time.monotonic() < self._until and Headers(scope=scope).get("sec-fetch-site") == "same-origin"
