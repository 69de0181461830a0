"""The List page in a real browser, served by the real server."""

import csv
import io
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def open_list(page: Page, dashboard: str) -> None:
    page.goto(dashboard)
    expect(page.get_by_role("heading", name=re.compile(r"^About \d+ in 100, range \d+.\d+$"))).to_be_visible()
    expect(page.get_by_role("heading", name="Good to know")).to_be_visible()


def where(page: Page) -> str:
    """The sentence that says how many applications go to each region."""
    return page.get_by_text(re.compile(r"^Of \d+ applications: ")).inner_text()


def downloaded(page: Page) -> list[dict[str, str]]:
    # The table's own toolbar has a button of nearly the same name.
    with page.expect_download() as download:
        page.get_by_test_id("stDownloadButton").get_by_role("button", name="Download as CSV").click()
    assert download.value.suggested_filename == "matchlist-2026.csv"
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_region_slider_moved_by_keyboard_changes_the_list_and_its_download(page: Page, dashboard: str) -> None:
    open_list(page, dashboard)
    expect(page.get_by_text("An example, not you.")).to_be_visible()
    before, list_before = where(page), downloaded(page)
    slider = page.get_by_role("slider", name="Los Angeles and nearby")
    slider.focus()
    slider.press("Home")
    expect(page.get_by_text(before, exact=True)).to_be_hidden()
    expect(page.get_by_text(re.compile(r"^Of \d+ applications: "))).to_be_visible()
    list_after = downloaded(page)
    assert {row["id"] for row in list_before} != {row["id"] for row in list_after}
    assert f"Of {len(list_after)} applications" in where(page)


def test_a_budget_too_small_is_mended_by_one_click(page: Page, dashboard: str) -> None:
    open_list(page, dashboard)
    budget = page.get_by_role("spinbutton", name="Budget for application fees, in dollars")
    budget.fill("300")
    budget.press("Enter")
    expect(page.get_by_role("heading", name="No list is possible")).to_be_visible()
    page.get_by_role("button", name=re.compile("Raise the budget")).click()
    expect(page.get_by_role("heading", name=re.compile(r"^About \d+ in 100"))).to_be_visible()
    assert float(budget.input_value()) > 300


def test_nothing_leaves_the_machine(page: Page, dashboard: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_list(page, dashboard)
    hosts = {urlsplit(address).hostname for address in asked if urlsplit(address).scheme not in {"data", "blob"}}
    assert hosts == {"localhost"}


def test_a_phone_shows_the_page_without_scrolling_sideways(page: Page, dashboard: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_list(page, dashboard)
    widths = page.evaluate(
        "[document.documentElement, document.querySelector('[data-testid=stMain]')].map(e => e.scrollWidth)"
    )
    assert max(widths) <= 390


def test_on_a_phone_the_panel_is_opened_by_a_button_that_says_so(page: Page, dashboard: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_list(page, dashboard)
    button = page.get_by_test_id("stExpandSidebarButton")
    # The style comes with the page, but a browser may apply it a moment after the last heading is there.
    page.wait_for_function(
        "([button, words]) => getComputedStyle(button, '::after').content === words",
        arg=[button.element_handle(), '"Change budget, places and limits"'],
    )
    button.click()
    expect(page.get_by_role("heading", name="Where I want to live")).to_be_in_viewport()
