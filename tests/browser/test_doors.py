"""A hostile page and a name that was pointed here are refused; what was brought in goes with the page."""

import http.server
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.conftest import free_port, running
from tests.browser.login_provider import Provider, provider, settings_of
from tests.browser.pages import HEADLINE, go, open_list, settled

pytestmark = pytest.mark.browser

SECONDS_ALLOWED = 60.0
CLASS = "code,name,type,specialty,step2,budget\nann,Ann Aldrich,us-md,dermatology,255,150\n"
TRIES = """async address => {
  const tried = {};
  const noted = async (name, act) => { try { tried[name] = await act(); } catch (error) { tried[name] = 'refused'; } };
  const socket = stream => new Promise(done => {
    const one = new WebSocket(stream, ['streamlit']);
    one.onopen = () => done('open');
    one.onerror = () => done('refused');
  });
  await noted('read', async () => (await fetch(address + '/')).status);
  await noted('health', async () => (await (await fetch(address + '/_stcore/health')).text()));
  await noted('settings', async () => (await fetch(address + '/_stcore/host-config')).status);
  await noted('upload', async () => (await fetch(address + '/_stcore/upload_file/a/b', {method: 'PUT'})).status);
  await noted('socket', () => socket(address.replace('http', 'ws') + '/_stcore/stream'));
  return tried;
}"""
"""What a page may try with an address, and what comes of it."""


@contextmanager
def a_page_elsewhere() -> Iterator[str]:
    """Address of a server of somebody else's, which serves one page to whoever asks."""

    class Hostile(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<title>elsewhere</title>")

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hostile) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


def named(address: str, name: str) -> str:
    """The same place under another name; the tests' browser takes every name under .example for this computer."""
    return f"http://{name}:{urlsplit(address).port}"


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "hostile.example"])
def test_a_page_from_elsewhere_reads_sends_and_opens_nothing(page: Page, dashboard: str, name: str) -> None:
    with a_page_elsewhere() as elsewhere:
        page.goto(named(elsewhere, name))
        for address in (dashboard, named(dashboard, "127.0.0.1")):
            assert set(page.evaluate(TRIES, address).values()) == {"refused"}


def test_a_name_that_was_pointed_at_this_computer_is_refused(page: Page, dashboard: str) -> None:
    rebound = named(dashboard, "rebound.example")
    answer = page.goto(rebound)
    assert answer is not None
    assert answer.status == 403
    assert "does not go by that name" in page.inner_text("body")
    # The browser takes the two for one origin, so it lets the page read what it gets: nothing.
    tried = page.evaluate(TRIES, rebound)
    assert tried == {"read": 403, "health": "ok", "settings": 403, "upload": 403, "socket": "refused"}
    assert page.context.cookies() == []


def test_the_dashboard_stands_in_nobodys_frame(page: Page, dashboard: str) -> None:
    with a_page_elsewhere() as elsewhere:
        page.goto(elsewhere)
        with page.expect_console_message(lambda told: "frame-ancestors" in told.text):
            page.evaluate(
                "address => { const one = document.createElement('iframe'); one.src = address;"
                " document.body.append(one); }",
                dashboard,
            )
        assert page.frame_locator("iframe").get_by_test_id("stApp").count() == 0


def test_a_class_is_gone_soon_after_its_page_and_at_the_next_start_after_a_kill(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_for_now = tmp_path / "temporary"
    kept_for_now.mkdir()
    monkeypatch.setenv("TMPDIR", str(kept_for_now))
    with running(tmp_path / "first.log") as (address, server):
        with browser.new_context() as context:
            bring_in_a_class(context.new_page(), address)
            assert len(left(kept_for_now)) == 1
        assert gone(kept_for_now), left(kept_for_now)
        with browser.new_context() as context:
            bring_in_a_class(context.new_page(), address)
            os.kill(server.pid, signal.SIGKILL)
            server.wait()
    assert len(left(kept_for_now)) == 1
    with running(tmp_path / "second.log"):
        assert left(kept_for_now) == []


def bring_in_a_class(page: Page, address: str) -> None:
    open_list(page, address)
    go(page, "Cohort")
    build_a_class(page)


def build_a_class(page: Page) -> None:
    """Bring a class in on its page, and have its lists built."""
    file: FilePayload = {"name": "class.csv", "mimeType": "text/csv", "buffer": CLASS.encode()}
    page.get_by_test_id("stMain").locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("class.csv")).to_be_visible()
    page.get_by_role("button", name="Check the class").click()
    page.get_by_role("button", name="Build all lists").click()
    expect(page.get_by_text("1 of 1", exact=True)).to_be_visible(timeout=120_000)
    settled(page)


def left(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.glob("matchlist-*"))


def gone(folder: Path) -> bool:
    """Whether nothing is left of a class after the time allowed; looked at by the second."""
    for _ in range(int(SECONDS_ALLOWED)):
        if not left(folder):
            return True
        time.sleep(1.0)
    return False


def test_a_copy_that_was_given_a_name_answers_to_it_and_to_its_pages(page: Page, tmp_path: Path) -> None:
    with running(tmp_path / "named.log", "--server.allowedHosts", "school.example") as (address, _):
        open_list(page, named(address, "school.example"))
        answer = page.goto(named(address, "another.example"))
    assert answer is not None
    assert answer.status == 403


def test_whoever_is_asked_to_log_in_can_and_can_log_out(page: Page, tmp_path: Path) -> None:
    with provider() as address, asking_for_a_login(tmp_path, address) as dashboard:
        page.goto(dashboard)
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_role("heading", name=HEADLINE)).to_be_visible()
        settled(page)
        log_out(page)
        page.goto(dashboard)
        expect(page.get_by_role("button", name="Log in")).to_be_visible()


def test_an_applicant_of_a_hosted_copy_finds_no_class_page_and_an_adviser_does(page: Page, tmp_path: Path) -> None:
    roles = '[roles]\nadviser_claim = "realm_access.roles"\nadviser_values = ["advising"]\n'
    with provider() as address, asking_for_a_login(tmp_path, address, roles) as dashboard:
        page.goto(dashboard)
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_text("You are here as an applicant.")).to_be_visible()
        settled(page)
        expect(page.get_by_role("link", name="Couple")).to_be_visible()
        expect(page.get_by_role("link", name="Cohort")).to_have_count(0)
        page.goto(f"{dashboard}/cohort")
        expect(page.get_by_text("This page is for advisers")).to_be_visible()
        expect(page.get_by_role("button", name="Check the class")).to_have_count(0)
        log_out(page)
        Provider.claims = {"realm_access": {"roles": ["advising"]}}
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_text("You are here as an adviser.")).to_be_visible()
        page.goto(f"{dashboard}/cohort")
        expect(page.get_by_role("button", name="Check the class")).to_be_visible()


def log_out(page: Page) -> None:
    """Log out, and wait until the browser has been to the provider and back: only then is its cookie gone."""
    with page.expect_request(lambda asked: urlsplit(asked.url).path == "/logout"):
        page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("button", name="Log in")).to_be_visible()


@contextmanager
def asking_for_a_login(folder: Path, provider: str, further: str = "") -> Iterator[str]:
    """Address of a dashboard that lets in whom a provider knows, with further settings of its host."""
    port = free_port()
    file = folder / "secrets.toml"
    file.write_text(settings_of(provider, f"http://localhost:{port}") + further)
    with running(folder / "login.log", "--secrets.files", str(file), port=port) as (dashboard, _):
        yield dashboard
