"""What the doorkeeper lets through, and what it adds to answers."""

import json
from collections.abc import MutableMapping
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from optimizer.hosting import Doorkeeper, OwnNames
from optimizer.hosting.doorkeeper import HEADERS
from tests.awaited import awaited

POLICY = "default-src 'self'"


async def served(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001 - as servers call it
    """What stands behind the door."""
    if scope["type"] == "http":
        cookies = [(b"set-cookie", b"_streamlit_xsrf=secret"), (b"access-control-allow-origin", b"http://x")]
        await send({"type": "http.response.start", "status": 200, "headers": cookies})
        await send({"type": "http.response.body", "body": b"inside"})
    elif scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
    else:
        await send({"type": "lifespan.startup.complete"})


def a_keeper() -> Doorkeeper:
    return Doorkeeper(served, lambda: OwnNames.of("localhost", ()), lambda: POLICY)


def asked(kind: str = "http", path: str = "/", method: str = "GET", **headers: str) -> list[Message]:
    """What comes back for a request with some headers."""
    return asked_of(a_keeper(), kind, path, method, headers)


def asked_of(keeper: Doorkeeper, kind: str, path: str, method: str, headers: dict[str, str]) -> list[Message]:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": f"{kind}.connect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    given = [(name.encode(), value.encode()) for name, values in headers.items() for value in values.split("|")]
    scope = {"type": kind, "path": path, "method": method, "headers": given, "query_string": b""}
    awaited(keeper(scope, receive, send))
    return sent


def headers_of(answer: list[Message]) -> dict[str, str]:
    return {name.decode(): value.decode() for name, value in answer[0]["headers"]}


def test_its_own_page_is_served_and_told_what_it_may_do() -> None:
    answer = asked(host="localhost:8501", origin="http://localhost:8501")
    assert answer[0]["status"] == 200
    assert answer[1]["body"] == b"inside"
    found = headers_of(answer)
    assert found["content-security-policy"] == POLICY
    assert {name.lower(): found[name.lower()] for name in HEADERS} == {n.lower(): v for n, v in HEADERS.items()}
    assert found["set-cookie"].startswith("_streamlit_xsrf")


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {},
        {"host": "localhost|evil.example"},
        {"host": "localhost", "origin": "http://evil.example"},
        {"host": "localhost", "origin": "http://localhost|http://evil.example"},
    ],
)
@pytest.mark.parametrize("method", ["GET", "PUT", "OPTIONS"])
def test_a_stranger_is_refused_in_words(headers: dict[str, str], method: str) -> None:
    answer = asked(method=method, **headers)
    assert answer[0]["status"] == 403
    assert b"inside" not in answer[1]["body"]
    assert b"This matchlist" in answer[1]["body"]
    assert headers_of(answer)["x-frame-options"] == "DENY"


def test_a_websocket_that_a_proxy_made_a_request_of_is_told_in_words_and_so_is_the_page_that_asks_why() -> None:
    keeper, stream, health = a_keeper(), "/_stcore/stream", "/_stcore/health"
    own, page = {"host": "localhost"}, {"host": "localhost", "sec-fetch-site": "same-origin"}
    assert asked_of(keeper, "http", health, "GET", page)[0]["status"] == 200
    lost = asked_of(keeper, "http", stream, "GET", {**own, "sec-websocket-key": "x"})
    for answer in (lost, asked_of(keeper, "http", health, "GET", page)):
        assert answer[0]["status"] == 426
        assert "does not pass WebSockets on" in json.loads(answer[1]["body"])
    # A load balancer isn't concerned, and neither is whoever asks there without having had a WebSocket.
    assert asked_of(keeper, "http", health, "GET", own)[0]["status"] == 200
    assert asked_of(keeper, "http", stream, "GET", own)[0]["status"] == 200


def test_a_load_balancer_learns_of_the_health_and_of_nothing_else() -> None:
    answer = asked(path="/_stcore/health", host="10.1.2.3:8501")
    assert answer[0]["status"] == 200
    assert not {"set-cookie", "access-control-allow-origin"} & set(headers_of(answer))
    assert asked(path="/_stcore/health", method="PUT", host="10.1.2.3:8501")[0]["status"] == 403
    assert asked(path="/_stcore/host-config", host="10.1.2.3:8501")[0]["status"] == 403


def test_a_socket_is_opened_for_its_own_page_alone() -> None:
    assert asked("websocket", host="localhost", origin="http://localhost") == [{"type": "websocket.accept"}]
    (closed,) = asked("websocket", host="localhost", origin="http://evil.example")
    assert (closed["type"], closed["code"]) == ("websocket.close", 1008)


def test_starting_and_ending_is_none_of_its_business() -> None:
    assert asked("lifespan") == [{"type": "lifespan.startup.complete"}]
