"""A server that has just begun: it answers before it has read what a page is drawn from, and is slow until it has."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.types import Scope

_SECONDS_BETWEEN_LOOKS = 0.05
_MOST_SECONDS = 20.0
_at_work: set[object] = set()


@contextmanager
def reading_ahead() -> Iterator[None]:
    """As long as this is open, this server reads what it will need."""
    mine = object()
    _at_work.add(mine)
    try:
        yield
    finally:
        _at_work.discard(mine)


def comes_back(scope: Scope) -> bool:
    """Whether a WebSocket is that of a page which was open before: it says the session that it had, as third."""
    said = scope.get("subprotocols", ())
    return len(said) > 2 and bool(said[2])


async def until_read() -> None:
    """Wait until nothing is read ahead any more; not for ever."""
    until = time.monotonic() + _MOST_SECONDS
    while _at_work and time.monotonic() < until:  # noqa: ASYNC110 - it ends in another thread
        await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)
