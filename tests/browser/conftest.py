"""A real server and a real browser for the tests of this folder, each started once."""

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

from optimizer.season.tracker import STORE_VARIABLE
from tests.browser.provide_chromium import chromium_there, this_machine

CHECKOUT = Path(__file__).parents[2]
SECONDS_TO_ANSWER = 60.0
MILLISECONDS_TO_SHOW = 30_000
# Quiet, and able to run as root in a container; a test's browser has no business on the network.
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # What anybody can do with a name of their own: point it at this computer.
    "--host-resolver-rules=MAP *.example 127.0.0.1",
)


@contextmanager
def running(log: Path, *options: str, port: int | None = None) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """A dashboard that answers, started with some options: its address and its process, which may be ended before."""
    port = port or free_port()
    # A season that the person at this computer keeps is none of a test's business.
    surroundings = os.environ | {STORE_VARIABLE: str(log.with_name("season.sqlite"))}
    command = [sys.executable, "app.py", "--server.headless", "true", "--server.port", str(port), *options]
    with log.open("wb") as output:
        server = subprocess.Popen(command, cwd=CHECKOUT, env=surroundings, stdout=output, stderr=subprocess.STDOUT)
    try:
        address = f"http://localhost:{port}"
        _wait_until_healthy(address, server, log)
        yield address, server
    finally:
        server.terminate()
        server.wait(timeout=SECONDS_TO_ANSWER)


@pytest.fixture(scope="session")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the dashboard of all tests writes to its terminal; beside it lies what it keeps."""
    return tmp_path_factory.mktemp("dashboard") / "server.log"


@pytest.fixture(scope="session")
def served(log: Path) -> Iterator[str]:
    """Address of the dashboard of all tests."""
    with running(log) as (address, _):
        yield address


@pytest.fixture
def dashboard(served: str, log: Path) -> str:
    """Address of a dashboard that answers and has kept nothing yet."""
    for file in log.parent.glob("drafts.sqlite*"):
        file.unlink()
    return served


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait_until_healthy(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    """Ask until the server answers or has ended; connecting to a closed port fails at once, so wait on the process."""
    for _ in range(int(SECONDS_TO_ANSWER / 0.1)):
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=SECONDS_TO_ANSWER) as answer:  # noqa: S310
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError):
            pass
        try:
            server.wait(timeout=0.1)
        except subprocess.TimeoutExpired:
            continue
        break
    pytest.fail(f"the dashboard doesn't answer:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium that `make test` provides, or one that is there."""
    chromium = os.environ.get("MATCHLIST_CHROMIUM") or chromium_there(this_machine())
    if chromium is None:
        pytest.fail("no Chromium starts here: run `make test`, which provides one, or set MATCHLIST_CHROMIUM")
    expect.set_options(timeout=MILLISECONDS_TO_SHOW)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """What one visitor's browser keeps: the files of the page need not be fetched and read anew for each test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    context.set_default_timeout(MILLISECONDS_TO_SHOW)
    yield context
    context.close()


@pytest.fixture
def page(visitor: BrowserContext) -> Iterator[Page]:
    """A window of its own, 1280 by 900, in a browser that remembers nothing of the test before."""
    yield visitor.new_page()
    for window in visitor.pages:
        # A window that shows an error has no storage.
        with suppress(Error):
            window.evaluate("localStorage.clear(); sessionStorage.clear()")
        window.close()
    visitor.clear_cookies()
