"""The dashboard in a real browser: first paint, slider released to new list drawn, memory over 200 changes.

On a machine with nothing else to do: times are those that a person waits, from the key that moves the slider until the
page is drawn and stands still. The processor's own time is told beside it. MATCHLIST_CHROMIUM names a Chromium other
than the one that `make test` provides.
"""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, expect, sync_playwright
from rich.table import Table

from benchmarks.measuring import WrongAnswer, note, table
from optimizer.season.tracker import STORE_VARIABLE
from tests.browser.provide_chromium import chromium_there, this_machine

CHECKOUT = Path(__file__).parents[1]
MOVES, CHANGES, LOOKS_AT_MEMORY, SESSIONS = 20, 200, 8, 3
SLIDERS = ("Los Angeles and nearby", "Rest of the West", "Elsewhere")
STEPS = 20
"""From one end of a slider to the other."""
_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
_STILL_MS = 250
_WATCH = """() => {
  const start = performance.now();
  let seen = false;
  const last = { seen: start, told: start };
  const change = what => { last[what] = performance.now(); seen = true; };
  const inCanvas = node => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest('canvas');
  const watch = new MutationObserver(
    changes => change(changes.every(one => inCanvas(one.target)) ? 'told' : 'seen'));
  const main = document.querySelector('[data-testid=stMain]');
  watch.observe(main, { subtree: true, childList: true, characterData: true, attributes: true });
  const pen = CanvasRenderingContext2D.prototype;
  const drawing = { fillText: pen.fillText, drawImage: pen.drawImage };
  for (const [name, draw] of Object.entries(drawing)) {
    pen[name] = function (...given) { change('seen'); return draw.apply(this, given); };
  }
  const app = document.querySelector('[data-testid=stApp]');
  window.drawn = new Promise(resolve => {
    const look = setInterval(() => {
      const idle = app.getAttribute('data-test-script-state') !== 'running';
      const still = performance.now() - Math.max(last.seen, last.told) > STILL;
      if ((seen && idle && still) || performance.now() - start > 30000) {
        clearInterval(look); watch.disconnect(); Object.assign(pen, drawing);
        resolve([last.seen - start, Math.max(last.seen, last.told) - start]);
      }
    }, 10);
  });
}""".replace("STILL", str(_STILL_MS))
"""Watches until the page stands still; gives when the last of it was seen, and when the last of it was told to a screen
reader: the table draws its cells on a canvas, and writes them inside that canvas, for readers alone, a while later."""


def report() -> Table:
    """A row for each thing measured."""
    expect.set_options(timeout=60_000)
    with server() as (address, process), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        rows = list(_measured(browser, address, process))
        browser.close()
    return table("Dashboard: the shipped internal medicine programs", ("what", "measured"), rows)


def chromium() -> str:
    """Where a Chromium is that starts here."""
    found = os.environ.get("MATCHLIST_CHROMIUM") or chromium_there(this_machine())
    if found is None:
        raise WrongAnswer("no Chromium starts here: run `make test` once, or set MATCHLIST_CHROMIUM")
    return found


def _measured(browser: Browser, address: str, server: int) -> Iterator[tuple[str, str]]:
    page, seconds = _opened(browser, address)
    note("first paint as soon as the server answers", "s", seconds)
    yield "first paint as soon as the server answers, s", f"{seconds:.1f}"
    alone = megabytes(server)
    others = [_opened(browser, address) for _ in range(SESSIONS)]
    yield "first paint for the next visitors, s", " ".join(f"{seconds:.1f}" for _, seconds in others)
    each = (megabytes(server) - alone) / SESSIONS
    note("first paint for the next visitors, median", "s", statistics.median(seconds for _, seconds in others))
    note("memory of server and first visitor", "MB", alone)
    yield f"memory: server and first visitor / each of {SESSIONS} more, MB", f"{alone:.0f} / {each:.0f}"
    for other, _ in others:
        other.context.close()
    yield from _moves(page, server)
    for slider in SLIDERS:
        _to_the_end(page, slider)
    memory = [megabytes(server)]
    for change in range(CHANGES):
        # All three sliders, forth and back, so that hardly any list comes twice.
        _move(page, SLIDERS[change % 3], "ArrowLeft" if change // (3 * STEPS) % 2 == 0 else "ArrowRight")
        if (change + 1) % (CHANGES // LOOKS_AT_MEMORY) == 0:
            memory.append(megabytes(server))
    yield f"memory over {CHANGES} changes, MB", " ".join(f"{size:.0f}" for size in memory)


def _moves(page: Page, server: int) -> Iterator[tuple[str, str]]:
    """One slider from its end to the other: a new list at every step."""
    _to_the_end(page, SLIDERS[0])
    inside = page.context.new_cdp_session(page)
    inside.send("Performance.enable")
    served, shown, waited, told = [_processor_seconds(server)], [_page_seconds(inside)], [], []
    for _ in range(MOVES):
        seen, read = _move(page, SLIDERS[0], "ArrowLeft")
        waited.append(seen)
        told.append(read)
        served.append(_processor_seconds(server))
        shown.append(_page_seconds(inside))
    note("slider released to list drawn, median", "ms", statistics.median(waited))
    note(
        "slider moved, the server's processor, median",
        "ms",
        1e3 * statistics.median(b - a for a, b in pairwise(served)),
    )
    yield (
        f"slider released to list drawn, {MOVES} moves: median / worst, ms",
        f"{statistics.median(waited):.0f} / {max(waited):.0f}",
    )
    yield (
        "and to a screen reader's copy of the table: median / worst, ms",
        f"{statistics.median(told):.0f} / {max(told):.0f}",
    )
    yield "of these the server's processor: median / worst, ms", _steps(served)
    yield "and the page's own work: median / worst, ms", _steps(shown)


def _steps(seconds: list[float]) -> str:
    each = [(after - before) * 1e3 for before, after in pairwise(seconds)]
    return f"{statistics.median(each):.0f} / {max(each):.0f}"


def _opened(browser: Browser, address: str) -> tuple[Page, float]:
    """A new visitor, and the seconds until the headline and the list's table are there."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    began = time.perf_counter()
    page.goto(address)
    expect(page.get_by_test_id("stMetric").first).to_be_visible()
    expect(page.get_by_test_id("stDataFrame").first).to_be_visible()
    return page, time.perf_counter() - began


def _to_the_end(page: Page, slider: str) -> None:
    page.get_by_role("slider", name=slider).press("End")
    page.wait_for_timeout(3000)


def _move(page: Page, slider: str, key: str) -> tuple[float, float]:
    """Move a slider by one step; milliseconds until the page is drawn, and until a screen reader can read all of it."""
    page.evaluate(_WATCH)
    page.get_by_role("slider", name=slider).press(key)
    seen, told = page.evaluate("window.drawn")
    return float(seen), float(told)


def megabytes(process: int) -> float:
    """Memory of a process that is its own, in megabytes."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


def _processor_seconds(process: int) -> float:
    """Processor time that a process has used."""
    after_name = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / _TICKS_A_SECOND


def _page_seconds(inside: CDPSession) -> float:
    """Time that the page's main thread has worked."""
    metrics = {metric["name"]: metric["value"] for metric in inside.send("Performance.getMetrics")["metrics"]}
    return float(metrics["TaskDuration"])


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def server(*options: str, **variables: str) -> Iterator[tuple[str, int]]:
    """A dashboard that has just begun to answer, with options and variables of its own: its address and process."""
    port = free_port()
    command = [sys.executable, "app.py", "--server.headless", "true", "--server.port", str(port), *options]
    quiet = subprocess.DEVNULL
    # What the person at this computer keeps is none of a measurement's business.
    with tempfile.TemporaryDirectory() as folder:
        surroundings = os.environ | {STORE_VARIABLE: str(Path(folder) / "season.sqlite")} | variables
        started = subprocess.Popen(command, cwd=CHECKOUT, env=surroundings, stdout=quiet, stderr=quiet)
        try:
            _wait_until_up(port)
            yield f"http://localhost:{port}", started.pid
        finally:
            started.terminate()
            started.wait(timeout=30)


def _wait_until_up(port: int) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/_stcore/health"):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
    raise WrongAnswer("the dashboard doesn't answer")
