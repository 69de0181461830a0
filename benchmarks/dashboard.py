"""The dashboard in a real browser: first paint, slider released to new list drawn, memory over 200 changes.

By hand, on a machine with nothing else to do: ``.venv/bin/python -m benchmarks.dashboard [--chromium PATH]``.
Milliseconds are those that a person waits: from the key that moves the slider until the page is drawn and quiet.
"""

import argparse
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.provide_chromium import chromium_there, this_machine

CHECKOUT = Path(__file__).parents[1]
MOVES, CHANGES = 20, 200
SLIDERS = ("Los Angeles and nearby", "Rest of California and the West", "Elsewhere")
_QUIET_MS = 250
_WAIT_FOR_DRAWN = """() => {
  const start = performance.now();
  let last = start, seen = false;
  const watch = new MutationObserver(() => { last = performance.now(); seen = true; });
  const main = document.querySelector('[data-testid=stMain]');
  watch.observe(main, { subtree: true, childList: true, characterData: true, attributes: true });
  const app = document.querySelector('[data-testid=stApp]');
  window.drawn = new Promise(resolve => {
    const look = setInterval(() => {
      const idle = app.getAttribute('data-test-script-state') !== 'running';
      if ((seen && idle && performance.now() - last > QUIET) || performance.now() - start > 15000) {
        clearInterval(look); watch.disconnect(); resolve(last - start);
      }
    }, 10);
  });
}""".replace("QUIET", str(_QUIET_MS))


def main() -> None:
    """Start a server and a browser, and print what was measured."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--chromium", default=os.environ.get("MATCHLIST_CHROMIUM"))
    chromium = options.parse_args().chromium or chromium_there(this_machine())
    port = _free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true", "--server.port", str(port)],
        cwd=CHECKOUT,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_until_up(port)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            _measure(browser.new_page(viewport={"width": 1280, "height": 900}), port, server.pid)
            browser.close()
    finally:
        server.terminate()
        server.wait(timeout=30)


def _measure(page: Page, port: int, server: int) -> None:
    expect.set_options(timeout=60_000)
    print(f"the server alone: {_megabytes(server):.0f} MB")
    began = time.perf_counter()
    page.goto(f"http://localhost:{port}")
    expect(page.get_by_test_id("stMetric").first).to_be_visible()
    print(f"first paint after the server is up: {time.perf_counter() - began:.1f} s")
    page.wait_for_timeout(2000)
    first = _megabytes(server)
    waited = [_move(page, SLIDERS[0], "ArrowLeft" if move < MOVES / 2 else "ArrowUp") for move in range(MOVES)]
    print(f"slider to list, {MOVES} moves: median {statistics.median(waited):.0f} ms, worst {max(waited):.0f} ms")
    print("  " + " ".join(f"{wait:.0f}" for wait in waited))
    memory = [first]
    for change in range(CHANGES):
        _move(page, SLIDERS[change % 3], "ArrowLeft" if change // 3 % 16 < 8 else "ArrowRight")
        if change % 50 == 49:
            memory.append(_megabytes(server))
    print(f"memory after the first list and every 50 changes: {' '.join(f'{size:.0f}' for size in memory)} MB")


def _move(page: Page, slider: str, key: str) -> float:
    """Move a slider by one step; milliseconds until the page is drawn."""
    page.evaluate(_WAIT_FOR_DRAWN)
    page.get_by_role("slider", name=slider).press(key)
    waited: float = page.evaluate("window.drawn")
    return waited


def _megabytes(process: int) -> float:
    """Memory of a process that is its own, in megabytes."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait_until_up(port: int) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/_stcore/health"):
                return
        except OSError:
            time.sleep(0.1)
    sys.exit("the dashboard doesn't answer")


if __name__ == "__main__":
    main()
