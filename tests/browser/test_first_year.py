"""The first year of an advanced position in a real browser: from what isn't known to a second list in the budget."""

import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

from optimizer.data_folder import data_folder
from tests.browser.pages import HEADLINE, download, go, look, open_list, plan_files, settled

pytestmark = pytest.mark.browser

PASTED = "\n".join(
    ["Program\tCity\tState", *(f"Made Up Hospital {k}\t{city}\tMA" for k, city in enumerate(["Boston", "Worcester"]))]
)
"""A table as a page gives it, which doesn't say what its programs are."""


def test_a_dermatologist_brings_in_first_years_and_has_both_lists(page: Page, dashboard: str) -> None:
    open_list(page, dashboard)
    plan: FilePayload = {
        "name": "dermatology.toml",
        "mimeType": "application/toml",
        "buffer": (data_folder() / "examples" / "dermatology.toml").read_bytes(),
    }
    plan_files(page).set_input_files(plan)
    expect(page.get_by_text("An example, not you:")).to_be_hidden()
    settled(page)
    look(page, "First year")
    expect(page.get_by_text(re.compile("\\$220 of the budget is kept"))).to_be_visible()
    page.get_by_role("link", name="Bring in a file of first years").click()
    expect(page.get_by_role("heading", name="Data and method", level=1)).to_be_visible()
    settled(page)
    page.get_by_label("Or paste a table").fill(PASTED)
    page.get_by_label("Specialty, where the files don't say it").click()
    page.get_by_role("option", name="transitional year").click()
    page.get_by_role("button", name="Bring in", exact=True).click()
    expect(page.get_by_text("In use: your own: pasted text.")).to_be_visible()
    settled(page)
    go(page, "List")
    expect(page.get_by_role("heading", name=HEADLINE)).to_be_visible()
    look(page, "First year")
    expect(page.get_by_text("2 programs, $22 of the same budget.")).to_be_visible()
    expect(page.get_by_role("link", name="Bring in more first years")).to_be_visible()
    look(page, "Programs")
    assert b"Made Up Hospital 1" in download(page, "First year (CSV)")
