"""Many visitors of one server: each moves a slider now and then, as its browser would ask for it.

No browser is drawn: every visitor speaks Streamlit's own protocol, so that the processor's time is the server's.
Variables change what is measured: MATCHLIST_VISITORS how many there are, MATCHLIST_VISIT_SECONDS for how long, and
MATCHLIST_VISIT_CLASS of how many students an adviser builds a class meanwhile, in a real browser, which takes some of
the processor's time for itself. The load that a hosted copy has to bear on two cores with nothing else to do:

    MATCHLIST_VISIT_SECONDS=300 MATCHLIST_VISIT_CLASS=300 python -m benchmarks visitors
"""

import asyncio
import os
import random
import re
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import websockets
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import FilePayload, expect, sync_playwright
from rich.table import Table
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Slider_pb2 import Slider

from benchmarks.cohort import invented_table
from benchmarks.dashboard import chromium, server
from benchmarks.measuring import WrongAnswer, note, table
from tests.browser.pages import go, open_list, settled

VISITORS = int(os.environ.get("MATCHLIST_VISITORS", "25"))
SECONDS = float(os.environ.get("MATCHLIST_VISIT_SECONDS", "60"))
STUDENTS = int(os.environ.get("MATCHLIST_VISIT_CLASS", "0"))
SECONDS_BETWEEN_MOVES = 5.0
LOOKS_AT_MEMORY = 10
_MOST_SECONDS_FOR_A_CLASS = 3600.0
_MILLISECONDS_TO_SHOW = 120_000
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


@dataclass(slots=True)
class Seen:
    """What came of all visits: seconds, megabytes, and what went wrong how often."""

    first: list[float] = field(default_factory=list)
    moves: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)
    class_took: float | None = None


def report() -> Table:
    """A row for each thing measured."""
    with server() as (address, process):
        seen = asyncio.run(_visits(address, process))
    title = f"{VISITORS} visitors for {SECONDS:.0f} s, each moving a slider every {SECONDS_BETWEEN_MOVES:.0f} s"
    if STUDENTS:
        title += f", and a class of {STUDENTS} meanwhile"
    if not seen.moves:
        raise WrongAnswer(f"no list was drawn: {dict(seen.wrong)}")
    return table(title, ("what", "measured"), _rows(seen))


def _rows(seen: Seen) -> Iterator[tuple[str, str]]:
    during = " with a class" if STUDENTS else ""
    yield "first page: median / worst, s", f"{statistics.median(seen.first):.2f} / {max(seen.first):.2f}"
    middle, high, higher, worst = np.percentile(seen.moves, (50, 95, 99, 100))
    note(f"slider moved to list sent{during}, median", "s", middle)
    note(f"slider moved to list sent{during}, 95th percentile", "s", high)
    yield (
        f"slider moved to list sent, {len(seen.moves)} moves: median / 95th / 99th percentile / worst, s",
        f"{middle:.2f} / {high:.2f} / {higher:.2f} / {worst:.2f}",
    )
    note(f"moves that went wrong{during}", "", seen.wrong.total())
    yield "went wrong", ", ".join(f"{what}: {times}" for what, times in seen.wrong.items()) or "nothing"
    note(f"memory of the server and its workers at most{during}", "MB", max(seen.memory))
    yield "memory of the server and its workers over time, MB", " ".join(f"{size:.0f}" for size in seen.memory)
    if seen.class_took is not None:
        yield f"class of {STUDENTS} built after, s", f"{seen.class_took:.0f}"


async def _visits(address: str, process: int) -> Seen:
    seen, until = Seen(), time.monotonic() + SECONDS
    async with asyncio.TaskGroup() as at_once:
        for number in range(VISITORS):
            at_once.create_task(_visit(address.replace("http://", "ws://") + STREAM, number, until, seen))
        if STUDENTS:
            at_once.create_task(_bring_class(address, seen))
        for _ in range(LOOKS_AT_MEMORY):
            await asyncio.sleep(SECONDS / LOOKS_AT_MEMORY)
            seen.memory.append(_megabytes(process))
    return seen


async def _visit(address: str, number: int, until: float, seen: Seen) -> None:
    chance = random.Random(number)  # noqa: S311 - who moves what is no secret
    await asyncio.sleep(chance.uniform(0, min(_ARRIVAL_SECONDS, SECONDS / 4)))
    try:
        async with websockets.connect(
            address, subprotocols=[websockets.Subprotocol("streamlit")], max_size=None, open_timeout=60
        ) as connection:
            visitor = Visitor(connection)
            seen.first.append(await visitor.ask())
            if not visitor.sliders:
                raise WrongAnswer("the first page has no slider")
            while time.monotonic() < until:
                await asyncio.sleep(chance.expovariate(1 / SECONDS_BETWEEN_MOVES))
                seen.moves.append(await visitor.move(chance))
            seen.wrong.update(visitor.faults)
    except (OSError, websockets.WebSocketException) as error:
        seen.wrong[f"a connection ended: {type(error).__name__}"] += 1


async def _bring_class(address: str, seen: Seen) -> None:
    """An adviser builds a class in a browser; how long it takes, and whether it comes to an end."""
    try:
        seen.class_took = await asyncio.to_thread(_class_built, address)
    except (AssertionError, PlaywrightError):
        seen.wrong["the class wasn't built"] += 1


def _class_built(address: str) -> float:
    file: FilePayload = {"name": "class.csv", "mimeType": "text/csv", "buffer": invented_table(STUDENTS)}
    with sync_playwright() as playwright:
        expect.set_options(timeout=_MILLISECONDS_TO_SHOW)
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.set_default_timeout(_MILLISECONDS_TO_SHOW)
        open_list(page, address)
        go(page, "Cohort")
        page.get_by_test_id("stMain").locator("input[type=file]").set_input_files(file)
        expect(page.get_by_text("class.csv").first).to_be_visible()
        settled(page)
        page.get_by_role("button", name="Check the class").click()
        page.get_by_role("button", name="Build all lists").click()
        began = time.monotonic()
        done = page.get_by_text(re.compile(rf"^\d+ of {STUDENTS}$"))
        expect(done).to_be_visible(timeout=1000 * _MOST_SECONDS_FOR_A_CLASS)
        took = time.monotonic() - began
        browser.close()
    return took


def _megabytes(process: int) -> float:
    """Memory of a process and all that it has started, what several share counted once, as Linux tells it."""
    found, total = [process], 0
    while found:
        one = Path(f"/proc/{found.pop()}")
        # A worker may end just now.
        with suppress(OSError):
            told = (one / "smaps_rollup").read_text(encoding="ascii")
            total += next(int(line.split()[1]) for line in told.splitlines() if line.startswith("Pss:"))
            for thread in (one / "task").iterdir():
                found += map(int, (thread / "children").read_text(encoding="ascii").split())
    return total / 1024
