"""Whoever comes to the copy, in a real browser that trusts the trial's authority alone beside its own."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from benchmarks.dashboard import chromium
from benchmarks.measuring import WrongAnswer
from benchmarks.school.setting_up import ADDRESS, NAME
from tests.browser.login_provider import Provider
from tests.browser.pages import HEADLINE, settled
from tests.browser.test_nothing_is_lost import budget

_MILLISECONDS_TO_SHOW = 60_000
SAVED = "Saved in your account"


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
