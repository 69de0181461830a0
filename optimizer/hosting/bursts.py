"""What a page that is drawn anew consists of reaches the browser together, and is drawn at one go.

Streamlit sends each of a page's hundred elements as soon as it is known, and the browser draws the whole page anew for
whatever has come in ten milliseconds: a dozen times for one moved slider, of which only the last can be used.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from google.protobuf.message import DecodeError
from starlette.types import Message, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

LONGEST_HELD_S = 0.25
"""Seconds for which something is held back at most: work that takes longer shows how far it is."""


class _Bursts:
    """The messages to one browser."""

    def __init__(self, send: Send, hear: Callable[[ForwardMsg], None], longest_s: float) -> None:
        self._send, self._hear, self._longest_s = send, hear, longest_s
        self._held: list[Message] = []
        self._drawings = 0
        self._is_drawing = False
        self._one_at_a_time = asyncio.Lock()
        self._waiting: asyncio.Task[None] | None = None
        self._failed: Exception | None = None

    async def sending(self, message: Message) -> None:
        """Send a message, or hold it back for those that follow."""
        if self._failed is not None:
            raise self._failed
        told = _told(message)
        self._hear(told)
        kind = told.WhichOneof("type") or ""
        if kind == "new_session":
            self._drawings += 1
            self._is_drawing = True
        elif kind == "script_finished" or not kind:
            self._is_drawing = False
        self._held.append(message)
        # A page that is opened loads what draws its elements as they come; and that it is being drawn is said at once.
        if not self._is_drawing or self._drawings == 1 or kind == "session_status_changed":
            await self._let_go()
        elif self._waiting is None:
            self._waiting = asyncio.create_task(self._let_go_later(), name="messages-held-back")

    async def _let_go_later(self) -> None:
        await asyncio.sleep(self._longest_s)
        self._waiting = None
        try:
            await self._let_go()
        except Exception as failed:  # noqa: BLE001 - whatever it is, whoever sends next is told
            self._failed = failed

    async def _let_go(self) -> None:
        async with self._one_at_a_time:
            while self._held:
                await self._send(self._held.pop(0))

    async def end(self) -> None:
        """Hold nothing back any more."""
        if self._waiting is not None:
            self._waiting.cancel()
            with suppress(asyncio.CancelledError):
                await self._waiting


@asynccontextmanager
async def in_bursts(
    send: Send, hear: Callable[[ForwardMsg], None] = lambda _: None, *, longest_s: float = LONGEST_HELD_S
) -> AsyncIterator[Send]:
    """As long as one WebSocket is open: how to send to it.

    Parameters
    ----------
    send : callable
        Takes the messages of one WebSocket, as an ASGI server gives it.
    hear : callable
        Is told what each message tells the browser, before it is sent; nothing where it is none of Streamlit's.
    longest_s : float
        Seconds for which a message is held back at most.

    Yields
    ------
    callable
        The same, for the application behind. From when a page begins to be drawn anew until it is drawn, messages wait
        for each other; their order stays.
    """
    bursts = _Bursts(send, hear, longest_s)
    try:
        yield bursts.sending
    finally:
        await bursts.end()


def _told(message: Message) -> ForwardMsg:
    told = ForwardMsg()
    with suppress(DecodeError):
        told.ParseFromString(message.get("bytes") or b"")
    return told
