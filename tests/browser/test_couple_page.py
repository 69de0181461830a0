"""A couple in a real browser: the partner's plan brought in, both lists looked at on a phone and taken home."""

import csv
import io
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import OUT_OF_CHARTS, download, go, look, open_list, serious_faults, settled

pytestmark = pytest.mark.browser

TOGETHER = re.compile(r"^Both match near each other: .* in 100$")


def test_two_lists_with_one_aim_on_a_phone_and_as_a_file(page: Page, dashboard: str) -> None:
    open_list(page, dashboard)
    go(page, "Couple")
    page.get_by_role("button", name="Try it with a made-up partner in pediatrics").click()
    expect(page.get_by_role("heading", name=TOGETHER)).to_be_visible(timeout=180_000)
    settled(page)
    rows = list(csv.DictReader(io.StringIO(download(page, "CSV").decode("utf-8-sig"))))
    assert {row["whose"] for row in rows} == {"you", "your partner"}
    pairs = list(csv.DictReader(io.StringIO(download(page, "Pairs to rank").decode("utf-8-sig"))))
    assert 0 < len(pairs) <= 300
    page.set_viewport_size({"width": 390, "height": 844})
    for tab in ("Together", "Your list", "Your partner's list", "Pairs to rank"):
        look(page, tab)
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390, tab
        assert page.evaluate(OUT_OF_CHARTS) == [], tab
    assert serious_faults(page) == []
