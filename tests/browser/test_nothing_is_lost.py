"""What was shown as saved is there again: after a reload, in a new tab, after the server was killed at any moment."""

import random
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import free_port, running
from tests.browser.pages import HEADLINE, SlowLine, changed, go, headline, open_list, panel, settled

pytestmark = pytest.mark.browser

_ON_THE_DISK = re.compile(r"Saved on this computer")


def budget(page: Page) -> str:
    value: str = page.get_by_role("spinbutton", name="Budget for application fees, in dollars").input_value()
    return value


def spend_at_most(page: Page, dollars: int) -> None:
    field = page.get_by_role("spinbutton", name="Budget for application fees, in dollars")
    field.fill(str(dollars))
    field.press("Enter")


def test_a_reload_and_a_new_tab_show_what_was_entered(page: Page, dashboard: str) -> None:
    open_list(page, dashboard)
    expect(page.get_by_text("Nothing of yours to save yet").first).to_be_visible()
    spend_at_most(page, 450)
    changed(page)
    expect(page.get_by_text(_ON_THE_DISK).first).to_be_visible()
    said = headline(page)
    page.reload()
    expect(page.get_by_role("heading", name=HEADLINE)).to_have_text(said)
    tab = page.context.new_page()
    open_list(tab, dashboard)
    assert (budget(tab), headline(tab)) == ("450", said)


@pytest.mark.parametrize("width", [1280, 390])
def test_two_tabs_see_each_other_and_the_newer_wins_only_after_asking(width: int, page: Page, dashboard: str) -> None:
    tab = page.context.new_page()
    for window in (page, tab):
        window.set_viewport_size({"width": width, "height": 844})
        open_list(window, dashboard)
    with panel(page):
        spend_at_most(page, 450)
        changed(page)
    go(tab, "Priorities")
    expect(tab.get_by_text("Another window has changed this plan since.")).to_be_visible()
    tab.get_by_role("button", name="Take the other window's").click()
    settled(tab)
    go(tab, "List")
    expect(tab.get_by_text("of $450")).to_be_visible()


@pytest.mark.parametrize("kills", [2, pytest.param(20, marks=pytest.mark.long)])
def test_a_server_killed_at_any_moment_loses_nothing_that_was_shown_as_saved(
    kills: int, browser: Browser, tmp_path: Path
) -> None:
    moments = random.Random(19)  # noqa: S311 - moments to kill at, no secrets
    shown, port = 600, free_port()
    for kill in range(kills):
        with (
            running(tmp_path / "killed.log", port=port) as (address, server),
            browser.new_context(viewport={"width": 1280, "height": 900}) as context,
        ):
            page = context.new_page()
            open_list(page, address)
            kept = int(budget(page))
            assert kept >= shown
            for step in range(1, 3):
                spend_at_most(page, kept + step)
                expect(page.get_by_text(f"of ${kept + step:,}")).to_be_visible()
                shown = kept + step
            spend_at_most(page, 1000 + 100 * kill)
            page.wait_for_timeout(moments.uniform(0, 400))
            if page.get_by_text(f"of ${1000 + 100 * kill:,}").is_visible():
                shown = 1000 + 100 * kill
            server.kill()


@pytest.fixture
def hosted(tmp_path: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """Address of a server for others, and what ends it as a power cut would and starts it anew."""
    port = free_port()
    with ExitStack() as servers:

        def start() -> "subprocess.Popen[bytes]":
            log = tmp_path / "hosted.log"
            return servers.enter_context(running(log, "--server.allowedHosts", "school.example", port=port))[1]

        server = [start()]

        def cut() -> None:
            server[0].kill()
            server[0].wait()
            server[0] = start()

        yield f"http://school.example:{port}", cut


def test_on_a_server_for_others_plans_lie_in_the_browser_through_a_power_cut(
    page: Page, hosted: tuple[str, Callable[[], None]]
) -> None:
    address, cut = hosted
    open_list(page, address)
    spend_at_most(page, 450)
    expect(page.get_by_text("Saved in this browser").first).to_be_visible()
    tab = page.context.new_page()
    open_list(tab, address)
    expect(tab.get_by_text("of $450")).to_be_visible()
    spend_at_most(tab, 500)
    expect(tab.get_by_text("of $500")).to_be_visible()
    expect(tab.get_by_text("Saved in this browser").first).to_be_visible()
    expect(page.get_by_text("Another window has changed this plan since.")).to_be_visible()
    cut()
    # It connects again by itself, is drawn by the server that knows no moment of saving yet, and takes the next change.
    expect(tab.get_by_text(re.compile("Saved in this browser$")).first).to_be_visible()
    settled(tab)
    spend_at_most(tab, 550)
    expect(tab.get_by_text("of $550")).to_be_visible()
    changed(tab)
    tab.get_by_role("button", name="Undo", exact=True).click()
    expect(tab.get_by_text("of $500")).to_be_visible()
    expect(tab.get_by_text("Saved in this browser").first).to_be_visible()
    tab.goto(address)
    expect(tab.get_by_text("of $500")).to_be_visible()
    changed(tab)
    tab.get_by_role("button", name="Undo", exact=True).click()
    expect(tab.get_by_text("of $450")).to_be_visible()


def test_a_browser_that_keeps_nothing_is_said_to_and_nothing_entered_is_lost_from_the_page(
    page: Page, hosted: tuple[str, Callable[[], None]]
) -> None:
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); };")
    open_list(page, hosted[0])
    spend_at_most(page, 450)
    expect(page.get_by_text("of $450")).to_be_visible()
    expect(page.get_by_text(re.compile("this browser has no room for it"))).to_be_visible()
    expect(page.get_by_text("Not saved.").first).to_be_visible()


def test_what_is_entered_while_a_new_server_says_what_it_keeps_stays(browser: Browser, tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "ended.log"
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        line = SlowLine(page)
        with running(log, port=port) as (address, server):
            open_list(page, address)
            spend_at_most(page, 450)
            expect(page.get_by_text("of $450")).to_be_visible()
            settled(page)
            server.kill()
        line.holds_told = lambda _: True
        with running(log, port=port):
            expect(page.locator("[data-test-connection-state=CONNECTED]")).to_be_visible()
            # The page is connected and doesn't know yet what the new server shows.
            spend_at_most(page, 500)
            page.wait_for_timeout(4_000)
            line.deliver_told(lambda: page.wait_for_timeout(300))
            expect(page.get_by_text("of $500")).to_be_visible()
            settled(page)
            assert budget(page) == "500"
            # What a page says next says what stands in all its entries.
            page.get_by_role("button", name="Undo", exact=True).click()
            expect(page.get_by_text("of $450")).to_be_visible()
            settled(page)
            assert budget(page) == "450"
