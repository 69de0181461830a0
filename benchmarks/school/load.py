"""Visitors that have logged in and move sliders through the proxy, and come back when they are cut off."""

import asyncio
import random
import ssl
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

import websockets

from benchmarks.school.setting_up import ADDRESS, NAME
from benchmarks.visitors import STREAM, Visitor

SECONDS_BETWEEN_MOVES = 2.0
_SECONDS_TO_COME_BACK = 0.5
_XSRF = "_streamlit_xsrf"
Cookies = dict[str, str]


@dataclass(slots=True)
class Load:
    """What came of their visits.

    Attributes
    ----------
    moves : list of float
        Seconds from a slider to its list, for each move.
    cut_off : int
        How often one of them lost its connection, or found the server away.
    faults : list of str
        What a page said that went wrong.
    """

    moves: list[float] = field(default_factory=list)
    cut_off: int = 0
    faults: list[str] = field(default_factory=list)
    ended: Event = field(default_factory=Event)

    def __str__(self) -> str:
        return f"{len(self.moves)} sliders moved, {statistics.median(self.moves):.1f} s in the median"


@contextmanager
def load(everybodys: Sequence[Cookies], trusted: ssl.SSLContext) -> Iterator[Load]:
    """Visitors, one with each cookies, while this is open."""
    seen = Load()
    at_work = Thread(target=lambda: asyncio.run(_all(everybodys, trusted, seen)))
    at_work.start()
    try:
        yield seen
    finally:
        seen.ended.set()
        at_work.join()


async def _all(everybodys: Sequence[Cookies], trusted: ssl.SSLContext, seen: Load) -> None:
    async with asyncio.TaskGroup() as at_once:
        for number, cookies in enumerate(everybodys):
            at_once.create_task(_one(cookies, trusted, random.Random(number), seen))  # noqa: S311 - no secret


async def _one(cookies: Cookies, trusted: ssl.SSLContext, chance: random.Random, seen: Load) -> None:
    while not seen.ended.is_set():
        try:
            async with _connection(cookies, trusted) as connection:
                visitor = Visitor(connection)
                await visitor.ask()
                while not seen.ended.is_set():
                    seen.moves.append(await visitor.move(chance))
                    await asyncio.sleep(chance.expovariate(1 / SECONDS_BETWEEN_MOVES))
                seen.faults += visitor.faults
        except (OSError, websockets.WebSocketException):
            seen.cut_off += 1
            await asyncio.sleep(_SECONDS_TO_COME_BACK)


def _connection(cookies: Cookies, trusted: ssl.SSLContext) -> websockets.connect:
    return websockets.connect(
        f"wss://{NAME}{STREAM}",
        host="127.0.0.1",
        port=443,
        ssl=trusted,
        origin=websockets.Origin(ADDRESS),
        subprotocols=[websockets.Subprotocol(one) for one in ("streamlit", cookies[_XSRF])],
        additional_headers={"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())},
        max_size=None,
        open_timeout=60,
    )


def until_each_has_moved(seen: Load, moves: int, most_seconds: float = 120.0) -> None:
    """Wait until so many more sliders were moved."""
    until, wanted = time.monotonic() + most_seconds, len(seen.moves) + moves
    while len(seen.moves) < wanted and time.monotonic() < until:
        time.sleep(0.1)
