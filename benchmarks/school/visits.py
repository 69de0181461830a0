"""Whoever comes to the copy, in a real browser that trusts the trial's authority alone beside its own."""

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from benchmarks.dashboard import chromium
from benchmarks.measuring import WrongAnswer, require
from benchmarks.school.setting_up import ADDRESS, NAME
from tests.browser.login_provider import Provider
from tests.browser.pages import HEADLINE, click_row, settled
from tests.browser.test_nothing_is_lost import budget

_MILLISECONDS_TO_SHOW = 60_000
SAVED = "Saved in your account"
NO_SEASON = "There is none yet; nothing is written before you ask."
_COUNTS = re.compile(r"^\d+ programs: ")
_INVITED = re.compile(r"(\d+) invited")


@contextmanager
def browser_that_trusts(home: Path) -> Iterator[Browser]:
    """A browser with a home of its own, that takes the copy's name for this machine."""
    expect.set_options(timeout=_MILLISECONDS_TO_SHOW)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=chromium(),
            args=["--no-sandbox", "--disable-gpu", f"--host-resolver-rules=MAP {NAME} 127.0.0.1"],
            env={**os.environ, "HOME": str(home)},
        )
        yield started
        started.close()


def a_window(browser: Browser) -> Page:
    """A window of a browser that remembers nothing."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(_MILLISECONDS_TO_SHOW)
    return page


def log_in(page: Page, person: str, **claims: object) -> None:
    """Come to the copy and log in as somebody."""
    Provider.claims = {"sub": person, "email": f"{person}@school.example", **claims}
    page.goto(ADDRESS)
    page.get_by_role("button", name="Log in").click()
    see_the_list(page)


def see_the_list(page: Page) -> None:
    """Wait until the list is drawn and stands still."""
    expect(page.get_by_role("heading", name=HEADLINE)).to_be_visible()
    settled(page)


def as_somebody(browser: Browser, person: str, **claims: object) -> Page:
    """A window of another computer, in which somebody has logged in."""
    page = a_window(browser)
    log_in(page, person, **claims)
    return page


def budget_elsewhere(browser: Browser, person: str) -> int:
    """The budget in somebody's plan, as another computer shows it."""
    page = as_somebody(browser, person)
    found = int(budget(page))
    page.context.close()
    return found


def see_the_season(page: Page) -> None:
    """Go to the page of the season and wait until it is drawn."""
    page.goto(f"{ADDRESS}/season")
    expect(page.get_by_role("heading", name="Season", exact=True)).to_be_visible()
    settled(page)


def season_of(browser: Browser, person: str) -> Page:
    """The page of the season on another computer, at which somebody has logged in."""
    page = as_somebody(browser, person)
    see_the_season(page)
    return page


def start_season(page: Page) -> None:
    """Begin a season with the plan in hand, its whole list sent."""
    page.get_by_role("button", name="Start my season with the plan in hand").click()
    page.get_by_role("button", name=re.compile("^I sent the whole list")).click()
    expect(page.get_by_text(_COUNTS)).to_be_visible()
    settled(page)


def invite(page: Page, row: int) -> None:
    """Enter an invitation by a program in a row of the table; what comes of it isn't waited for."""
    invited = page.get_by_role("button", name="Invited", exact=True)
    until = time.monotonic() + _MILLISECONDS_TO_SHOW / 1000
    click_row(page, row)
    # A click on a table that is being drawn anew is lost, here as for everybody; and the table may be another one then.
    while not invited.is_enabled():
        require(time.monotonic() < until, f"the program in row {row} can't be chosen")
        with suppress(Error):
            click_row(page, row)
    invited.click()


def invitations(page: Page) -> int:
    """How many a page says that there are."""
    found = _INVITED.search(page.get_by_text(_COUNTS).first.inner_text())
    return int(found[1]) if found else 0


def until_invitations(page: Page, number: int) -> None:
    """Wait until a page says that there are so many."""
    expect(page.get_by_text(re.compile(rf"^\d+ programs: .*\b{number} invited"))).to_be_visible()
    settled(page)


def invitations_elsewhere(browser: Browser, person: str) -> int | None:
    """How many somebody's season has, as another computer shows it; None where there is no season."""
    page = season_of(browser, person)
    found = None if page.get_by_text(NO_SEASON).is_visible() else invitations(page)
    page.context.close()
    return found


def shows(page: Page, dollars: int) -> bool:
    """Whether a page shows a list with a budget, and that it is saved."""
    return page.get_by_text(f"of ${dollars:,}").is_visible() and page.get_by_text(SAVED).first.is_visible()


def until_shown(page: Page, *texts: str, most_seconds: float = 60.0) -> str:
    """Wait until a page shows one of some texts; which."""
    until = time.monotonic() + most_seconds
    while time.monotonic() < until:
        for text in texts:
            if page.get_by_text(text).first.is_visible():
                return text
        page.wait_for_timeout(100)
    raise WrongAnswer(f"none of {texts} is on the page:\n{page.inner_text('body')[:2000]}")
