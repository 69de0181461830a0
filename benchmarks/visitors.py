"""Many visitors of one server: each moves a slider now and then, as its browser would ask for it.

No browser is drawn: every visitor speaks Streamlit's own protocol, so that the processor's time is the server's.
MATCHLIST_VISITORS and MATCHLIST_VISIT_SECONDS change how many there are and for how long.
"""

import asyncio
import os
import random
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import websockets
from rich.table import Table
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Slider_pb2 import Slider

from benchmarks.dashboard import megabytes, server
from benchmarks.measuring import WrongAnswer, table

VISITORS = int(os.environ.get("MATCHLIST_VISITORS", "25"))
SECONDS = float(os.environ.get("MATCHLIST_VISIT_SECONDS", "60"))
SECONDS_BETWEEN_MOVES = 5.0
LOOKS_AT_MEMORY = 6
_ARRIVAL_SECONDS = 10.0
STREAM = "/_stcore/stream"


@dataclass(slots=True)
class Visitor:
    """One browser's end of the conversation."""

    connection: websockets.ClientConnection
    sliders: dict[str, Slider] = field(default_factory=dict)
    values: dict[str, float] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    async def ask(self) -> float:
        """Have the page drawn with the sliders as they stand; the seconds until it was."""
        asked = BackMsg()
        asked.rerun_script.query_string = ""
        for slider, value in self.values.items():
            state = asked.rerun_script.widget_states.widgets.add()
            state.id = slider
            state.double_array_value.data.append(value)
        began = time.perf_counter()
        await self.connection.send(asked.SerializeToString())
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(bytes(await self.connection.recv(decode=False)))
            kind = answer.WhichOneof("type")
            if kind == "delta":
                self._look_at(answer)
            elif kind == "script_finished":
                return time.perf_counter() - began

    def _look_at(self, answer: ForwardMsg) -> None:
        element = answer.delta.new_element
        kind = element.WhichOneof("type")
        # What Streamlit calls a select slider speaks another way.
        if kind == "slider" and element.slider.type == Slider.Type.SLIDER:
            self.sliders[element.slider.id] = element.slider
        elif kind == "exception":
            self.faults.append(element.exception.message)

    async def move(self, chance: random.Random) -> float:
        """Move one slider somewhere else; the seconds until the new list was drawn."""
        slider = self.sliders[chance.choice(sorted(self.sliders))]
        steps = round((slider.max - slider.min) / slider.step)
        self.values[slider.id] = slider.min + chance.randrange(steps + 1) * slider.step
        return await self.ask()


def report() -> Table:
    """A row for each thing measured."""
    with server() as (address, process):
        first, moves, memory = asyncio.run(_visits(address.replace("http://", "ws://") + STREAM, process))
    title = f"{VISITORS} visitors for {SECONDS:.0f} s, each moving a slider every {SECONDS_BETWEEN_MOVES:.0f} s"
    return table(title, ("what", "measured"), _rows(first, moves, memory))


def _rows(first: list[float], moves: list[float], memory: list[float]) -> Iterator[tuple[str, str]]:
    yield "first page: median / worst, s", f"{statistics.median(first):.2f} / {max(first):.2f}"
    middle, high, worst = np.percentile(moves, (50, 95, 100))
    yield (
        f"slider moved to list sent, {len(moves)} moves: median / 95th / worst, s",
        (f"{middle:.2f} / {high:.2f} / {worst:.2f}"),
    )
    yield "memory of the server over time, MB", " ".join(f"{size:.0f}" for size in memory)


async def _visits(address: str, process: int) -> tuple[list[float], list[float], list[float]]:
    first: list[float] = []
    moves: list[float] = []
    memory: list[float] = []
    until = time.monotonic() + SECONDS
    async with asyncio.TaskGroup() as visitors:
        for number in range(VISITORS):
            visitors.create_task(_visit(address, number, until, first, moves))
        for _ in range(LOOKS_AT_MEMORY):
            await asyncio.sleep(SECONDS / LOOKS_AT_MEMORY)
            memory.append(megabytes(process))
    return first, moves, memory


async def _visit(address: str, number: int, until: float, first: list[float], moves: list[float]) -> None:
    chance = random.Random(number)  # noqa: S311 - who moves what is no secret
    await asyncio.sleep(chance.uniform(0, min(_ARRIVAL_SECONDS, SECONDS / 4)))
    async with websockets.connect(
        address, subprotocols=[websockets.Subprotocol("streamlit")], max_size=None, open_timeout=60
    ) as connection:
        visitor = Visitor(connection)
        first.append(await visitor.ask())
        if not visitor.sliders:
            raise WrongAnswer("the first page has no slider")
        while time.monotonic() < until:
            await asyncio.sleep(chance.expovariate(1 / SECONDS_BETWEEN_MOVES))
            moves.append(await visitor.move(chance))
        if visitor.faults:
            raise WrongAnswer(f"visitor {number} saw a fault: {visitor.faults[0]}")
