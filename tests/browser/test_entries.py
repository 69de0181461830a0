"""Ties, regions and decisions as a person enters them: what is added stands there at once, and Undo takes it back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import go, open_list, settled

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 390])
def test_a_tie_stands_there_as_soon_as_it_is_added_and_is_taken_back(width: int, page: Page, dashboard: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    open_list(page, dashboard)
    go(page, "Profile")
    sought = page.get_by_label("to a place, an institution or a program")
    sought.fill("Fresno")
    sought.press("Enter")
    page.get_by_role("button", name="Add this tie").click()
    tie = page.get_by_label(re.compile("Tie to Fresno"))
    expect(tie.first).to_be_visible()
    expect(sought).to_have_value("")
    settled(page)
    page.get_by_role("button", name="Remove").last.click()
    expect(tie).to_have_count(0)


def test_a_region_is_added_and_has_its_slider_at_once(page: Page, dashboard: str) -> None:
    open_list(page, dashboard)
    go(page, "Priorities")
    sought = page.get_by_label(re.compile("Add a region"))
    sought.fill("Chicago")
    sought.press("Enter")
    page.get_by_role("button", name="Add this region").click()
    expect(page.get_by_role("slider", name=re.compile("Chicago")).first).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_role("slider", name=re.compile("Chicago"))).to_have_count(0)
