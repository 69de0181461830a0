"""The socket that the server listens on names its protocol, so that nothing written waits for a browser's answer."""

import asyncio
import socket

import pytest
from streamlit.web.server.starlette import starlette_server

from optimizer.hosting import send_at_once
from tests.awaited import awaited

OPENING = "_bind_socket"


@pytest.fixture(autouse=True)
def as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit's own way of opening a socket, before the test and after it."""
    opening = getattr(starlette_server, OPENING)
    monkeypatch.setattr(starlette_server, OPENING, getattr(opening, "__wrapped__", opening))


def leaves_at_once() -> bool:
    """Whether what is written to whoever connects leaves at once."""

    async def connected() -> bool:
        told: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

        async def hear(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            answering = writer.get_extra_info("socket")
            told.set_result(bool(answering.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)))
            writer.close()

        listening = getattr(starlette_server, OPENING)("127.0.0.1", 0, 1)
        async with await asyncio.start_server(hear, sock=listening):
            _, writer = await asyncio.open_connection(*listening.getsockname())
            found = await told
            writer.close()
        return found

    return awaited(connected())


def test_what_is_written_leaves_at_once_only_where_the_server_was_told_to() -> None:
    assert not leaves_at_once()
    send_at_once()
    assert leaves_at_once()


def test_it_is_told_once() -> None:
    send_at_once()
    once = getattr(starlette_server, OPENING)
    send_at_once()
    assert getattr(starlette_server, OPENING) is once


def test_a_streamlit_that_opens_its_socket_otherwise_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(starlette_server, OPENING)
    send_at_once()
    assert not hasattr(starlette_server, OPENING)
