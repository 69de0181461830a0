"""The log of a hosted copy: one JSON object a line, with figures, and nothing that a visitor entered."""

import io
import json
import logging
import warnings
from collections.abc import Iterator, MutableMapping
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from optimizer.hosting import Doorkeeper, OpenPages, OwnNames, told
from optimizer.hosting.log import write_log
from tests.awaited import awaited

ENTERED = "Jane Doe, Step 2 CK 231"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    named = ("matchlist", "streamlit", "streamlit.error_util", "uvicorn", "sqlalchemy", "py.warnings")
    loggers = [logging.getLogger(name) for name in named]
    loggers += [one for one in logging.root.manager.loggerDict.values() if isinstance(one, logging.Logger)]
    before = [(one, list(one.handlers), one.propagate) for one in loggers]
    stream = io.StringIO()
    write_log(stream)
    yield stream
    logging.captureWarnings(capture=False)
    for one, handlers, propagate in before:
        one.handlers[:], one.propagate = handlers, propagate


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_what_happens_is_one_object_a_line_with_its_figures(log: io.StringIO) -> None:
    told("work ended", seconds=1.5, outcome="done")
    told("ended", seconds_up=60)
    first, second = lines(log)
    assert (first["event"], first["seconds"], first["outcome"], first["level"]) == ("work ended", 1.5, "done", "info")
    assert second["time"].endswith("+00:00")


def test_an_error_is_told_by_its_kind_and_place_without_its_words(log: io.StringIO) -> None:
    try:
        float(ENTERED)
    except ValueError:
        logging.getLogger("streamlit.error_util").exception("Uncaught app execution")
    (line,) = lines(log)
    assert (line["error"], line["from"], line["level"]) == ("ValueError", "streamlit.error_util", "error")
    assert line["at"][-1].startswith("tests/hosting/test_log.py:")
    assert "Jane" not in log.getvalue()


def test_of_others_words_the_pattern_is_written_and_not_what_was_put_into_it(log: io.StringIO) -> None:
    logging.getLogger("uvicorn").warning("%s asked for %s", "203.0.113.9", ENTERED)
    (line,) = lines(log)
    assert line["event"] == "%s asked for %s"
    assert "203.0.113.9" not in log.getvalue()
    assert "Jane" not in log.getvalue()


@pytest.mark.filterwarnings("default")
def test_a_lost_connection_of_the_database_and_a_warning_are_json_too(log: io.StringIO) -> None:
    logging.getLogger("sqlalchemy.pool.impl.QueuePool").error("Exception terminating connection %r", ENTERED)
    warnings.warn(ENTERED, stacklevel=1)
    database, warning = lines(log)
    assert (database["from"], warning["from"]) == ("sqlalchemy.pool.impl.QueuePool", "py.warnings")
    assert "Jane" not in log.getvalue()


def test_nothing_is_written_where_nobody_asked_for_a_log(capfd: pytest.CaptureFixture[str]) -> None:
    told("page opened", pages_open=1)
    assert capfd.readouterr() == ("", "")


def visited(kind: str, host: str, pages: OpenPages) -> None:
    async def inside(_scope: Scope, _receive: Receive, send: Send) -> None:
        if kind == "http":
            await send({"type": "http.response.start", "status": 200, "headers": []})

    async def receive() -> Message:
        return {"type": f"{kind}.connect"}

    async def send(_message: MutableMapping[str, Any]) -> None:
        return None

    headers = [(b"host", host.encode()), (b"accept", b"text/html")]
    scope = {"type": kind, "path": "/", "method": "GET", "headers": headers, "query_string": b""}
    awaited(Doorkeeper(inside, lambda: OwnNames.of("localhost", ()), str, lambda: pages)(scope, receive, send))


def test_pages_are_told_when_they_open_and_close_and_refusals_without_who_was_refused(log: io.StringIO) -> None:
    visited("websocket", "localhost", OpenPages())
    visited("websocket", "evil.example", OpenPages())
    visited("http", "evil.example", OpenPages())
    visited("http", "localhost", OpenPages(0))
    assert [line["event"] for line in lines(log)] == [
        "page opened",
        "page closed",
        "refused",
        "refused",
        "turned away as full",
    ]
    opened, closed, *refused = lines(log)
    assert (opened["pages_open"], closed["pages_open"], closed["seconds_open"]) == (1, 0, 0)
    assert [line.get("asked_for") for line in refused] == ["connection", "page", None]
    assert "evil" not in log.getvalue()
