"""Whoever asks by a foreign name or from a foreign page is refused; every answer tells the browser what it may do."""

import time
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from optimizer.hosting.beginning import comes_back, until_read
from optimizer.hosting.bursts import in_bursts
from optimizer.hosting.clicks import Clicks
from optimizer.hosting.health import OpenPages, health
from optimizer.hosting.log import told
from optimizer.hosting.names import OwnNames
from optimizer.hosting.without_websockets import STATUS, WORDS, WithoutWebSockets

HEALTH = "/_stcore/health"
"""Streamlit's own "ok". Answered whoever asks, under whatever name: a load balancer calls a server by its number."""
MORE_HEALTH = "/health"
"""The same in figures; see `optimizer.hosting.health`."""
_REFUSED = 1008
"""WebSocket: against the server's policy."""

_FULL = "This matchlist is full: as many people use it now as it can serve. Try again in a minute."

_OUR_FRAME = "/component/optimizer.dashboard."
"""Paths of the one thing that stands in a frame, in pages of ours alone: what keeps plans in a visitor's browser."""
_NO_FRAME, _IN_OUR_PAGES = "frame-ancestors 'none'", "frame-ancestors 'self'"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class Doorkeeper:
    """Stands before Streamlit's own routes, for pages and WebSockets alike.

    Parameters
    ----------
    app : ASGI application
        What is served.
    names : callable
        Gives the names that the server goes by; asked with every request, since the settings may be read later.
    policy : callable
        Gives the content security policy.
    pages : callable
        Gives the pages that are open, and how many may be.
    """

    def __init__(
        self,
        app: ASGIApp,
        names: Callable[[], OwnNames],
        policy: Callable[[], str],
        pages: Callable[[], OpenPages] = OpenPages,
    ) -> None:
        self._app, self._names, self._policy, self._pages = app, names, policy, pages()
        self._without_websockets = WithoutWebSockets()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a request, or hand it on and add to its answer what the browser is to know."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        refused = self._refusal(scope)
        if scope["type"] == "websocket":
            if refused:
                told("refused", asked_for="connection")
                await receive()
                await send({"type": "websocket.close", "code": _REFUSED, "reason": refused})
            else:
                if comes_back(scope):
                    # Until it is connected nothing can be entered on it; what is, shall be drawn soon.
                    await until_read()
                await self._show_page(scope, receive, send)
            return
        asks = scope["method"] in {"GET", "HEAD"}
        answer = self._with_headers(send, strange=bool(refused), is_ours=_OUR_FRAME in scope["path"])
        if asks and scope["path"].endswith(MORE_HEALTH) and not scope["path"].endswith(HEALTH):
            await Response(health(self._pages), media_type="application/json")(scope, receive, answer)
        elif refused and not (asks and scope["path"].endswith(HEALTH)):
            told("refused", asked_for="page")
            await PlainTextResponse(refused, status_code=403)(scope, receive, answer)
        elif not refused and self._without_websockets.is_one(scope):
            told("a WebSocket arrived as a request: the proxy does not pass it on")
            await JSONResponse(WORDS, status_code=STATUS)(scope, receive, answer)
        elif asks and scope["path"].endswith(HEALTH) and self._without_websockets.concerns(scope):
            await JSONResponse(WORDS, status_code=STATUS)(scope, receive, answer)
        elif asks and self._pages.is_full and _is_a_page(scope):
            told("turned away as full", pages_open=self._pages.count)
            await PlainTextResponse(_FULL, status_code=503, headers={"Retry-After": "60"})(scope, receive, answer)
        else:
            await self._app(scope, receive, answer)

    async def _show_page(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.monotonic()
        with self._pages.one_more():
            told("page opened", pages_open=self._pages.count)
            try:
                clicks = Clicks(receive)
                async with in_bursts(send, clicks.hear) as sending:
                    await self._app(scope, clicks.receive, sending)
            finally:
                seconds_open = round(time.monotonic() - began)
                told("page closed", pages_open=self._pages.count - 1, seconds_open=seconds_open)

    def _refusal(self, scope: Scope) -> str:
        headers, names = Headers(scope=scope), self._names()
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        host = hosts[0] if len(hosts) == 1 else None
        if not names.has_host(host):
            return (
                "This matchlist does not go by that name. Whoever hosts it can give it the name: "
                "matchlist app --host-name NAME."
            )
        if len(origins) > 1 or not names.has_origin(origins[0] if origins else None, host):
            return "This matchlist answers its own pages only."
        return ""

    def _with_headers(self, send: Send, *, strange: bool, is_ours: bool) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update({**HEADERS, "Content-Security-Policy": self._policy()})
                if is_ours and not strange:
                    headers["X-Frame-Options"] = "SAMEORIGIN"
                    headers["Content-Security-Policy"] = self._policy().replace(_NO_FRAME, _IN_OUR_PAGES)
                if strange:
                    # Nothing that a stranger could use later.
                    del headers["set-cookie"]
                    del headers["access-control-allow-origin"]
            await send(message)

        return sending


def _is_a_page(scope: Scope) -> bool:
    """Whether a browser asks for a page, and not for what belongs to one that is open."""
    return "text/html" in Headers(scope=scope).get("accept", "")
