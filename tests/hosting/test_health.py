"""What the server tells whoever watches it, and what it says when it is full."""

import json
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from optimizer.errors import BadInput
from optimizer.hosting import MOST_PAGES_VARIABLE, Doorkeeper, OpenPages, OwnNames, health, open_pages, watch
from tests.awaited import awaited


async def inside(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001 - as servers call it
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"inside"})


def asked(pages: OpenPages, path: str = "/", accept: str = "text/html", host: str = "localhost") -> list[Message]:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    headers = [(b"host", host.encode()), (b"accept", accept.encode())]
    scope = {"type": "http", "path": path, "method": "GET", "headers": headers, "query_string": b""}
    keeper = Doorkeeper(inside, lambda: OwnNames.of("localhost", ()), lambda: "default-src 'self'", lambda: pages)
    awaited(keeper(scope, receive, send))
    return sent


def told(pages: OpenPages, **asking: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(asked(pages, "/health", **asking)[1]["body"])
    return found


def test_health_tells_version_pages_and_memory_and_nothing_about_anybody() -> None:
    found = told(OpenPages())
    assert found["status"] == "ok"
    assert (found["pages_open"], found["most_pages"]) == (0, None)
    assert found["memory_megabytes"] is None or found["memory_megabytes"] > 10
    assert found["seconds_up"] >= 0
    assert found["version"]


def test_a_balancer_that_calls_the_server_by_its_number_is_answered() -> None:
    assert told(OpenPages(), host="10.0.0.7")["status"] == "ok"
    assert asked(OpenPages(), "/", host="10.0.0.7")[0]["status"] == 403


def test_what_a_room_counts_is_told_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_gauges", {})
    watch("work_under_way", lambda: 3)
    assert told(OpenPages())["work_under_way"] == 3


def test_where_the_system_does_not_tell_memory_it_is_not_known(tmp_path: Path) -> None:
    assert health.memory_megabytes(tmp_path / "nowhere") is None
    told_so = tmp_path / "status"
    told_so.write_text("Name: x\nVmRSS:\t  204800 kB\n")
    assert health.memory_megabytes(told_so) == 200


def test_a_full_server_sends_new_pages_away_and_serves_those_that_are_open() -> None:
    pages = OpenPages(1)
    with pages.one_more():
        answer = asked(pages)
        assert answer[0]["status"] == 503
        assert (b"retry-after", b"60") in answer[0]["headers"]
        assert b"is full" in answer[1]["body"]
        assert told(pages)["status"] == "full"
        assert asked(pages, "/static/app.js", accept="*/*")[1]["body"] == b"inside"
    assert asked(pages)[0]["status"] == 200


def test_a_page_counts_for_as_long_as_it_is_connected() -> None:
    pages, seen = OpenPages(), []

    async def page(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001 - as servers call it
        seen.append(pages.count)

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(_: MutableMapping[str, Any]) -> None:
        return

    keeper = Doorkeeper(page, lambda: OwnNames.of("localhost", ()), lambda: "", lambda: pages)
    awaited(keeper({"type": "websocket", "path": "/", "headers": [(b"host", b"localhost")]}, receive, send))
    assert seen == [1]
    assert pages.count == 0


@pytest.fixture(autouse=True)
def _settings_read_anew() -> None:
    open_pages.cache_clear()


@pytest.mark.parametrize(("given", "most"), [(None, None), ("", None), (" 40 ", 40)])
def test_the_host_says_how_many_pages_may_be_open(
    given: str | None, most: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(MOST_PAGES_VARIABLE, raising=False)
    if given is not None:
        monkeypatch.setenv(MOST_PAGES_VARIABLE, given)
    assert open_pages().most == most


@pytest.mark.parametrize("given", ["0", "-1", "many", "1.5", "٣"])
def test_what_is_no_number_of_pages_is_refused(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MOST_PAGES_VARIABLE, given)
    with pytest.raises(BadInput, match="a whole number from 1 on"):
        open_pages()
