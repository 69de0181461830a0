"""A page that comes back to a server that has just begun is answered when that has read what it needs."""

import asyncio

import pytest

from optimizer.hosting import beginning, reading_ahead
from optimizer.hosting.beginning import comes_back, until_read
from tests.awaited import awaited


def test_a_page_that_was_open_before_says_the_session_it_had() -> None:
    assert comes_back({"type": "websocket", "subprotocols": ["streamlit", "token", "session"]})
    for said in ([], ["streamlit"], ["streamlit", "token"], ["streamlit", "", ""]):
        assert not comes_back({"type": "websocket", "subprotocols": said})


def test_it_waits_while_something_is_read_ahead() -> None:
    async def all_of_it() -> None:
        await until_read()
        with reading_ahead():
            waiting = asyncio.ensure_future(until_read())
            await asyncio.sleep(0.1)
            assert not waiting.done()
        await waiting

    awaited(all_of_it())


def test_it_waits_no_longer_than_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beginning, "_MOST_SECONDS", 0.1)
    with reading_ahead():
        awaited(until_read())
