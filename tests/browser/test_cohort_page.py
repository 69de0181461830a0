"""A class in a real browser: brought in as a file, built, looked at on a phone, taken home."""

import csv
import io
import zipfile

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.pages import OUT_OF_CHARTS, download, go, look, open_list, serious_faults, settled

pytestmark = pytest.mark.browser

CLASS = (
    "code,name,type,specialty,step2,budget\nann,Ann Aldrich,us-md,dermatology,255,150\n"
    "bob,Bob Birch,us-do,dermatology,,150\nold,Cy Cedar,us-xx,dermatology,240,150\n"
)


def test_a_class_is_uploaded_built_and_its_lists_downloaded(page: Page, dashboard: str) -> None:
    open_list(page, dashboard)
    go(page, "Cohort")
    file: FilePayload = {"name": "class.csv", "mimeType": "text/csv", "buffer": CLASS.encode()}
    page.get_by_test_id("stMain").locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("class.csv")).to_be_visible()
    page.get_by_role("button", name="Check the class").click()
    expect(page.get_by_text("3 students: 2 can be built, 1 can't.")).to_be_visible()
    expect(page.get_by_text("us-xx")).to_be_visible()
    page.get_by_role("button", name="Build all lists").click()
    expect(page.get_by_text("2 of 3", exact=True)).to_be_visible(timeout=120_000)
    settled(page)
    with zipfile.ZipFile(io.BytesIO(download(page, "All lists, CSV"))) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    assert sorted(files) == ["overlaps.csv", "students/ann.csv", "students/bob.csv", "summary.csv"]
    assert not any(name in content for content in files.values() for name in (b"Aldrich", b"Birch", b"Cedar"))
    assert len(list(csv.DictReader(io.StringIO(files["students/ann.csv"].decode("utf-8-sig"))))) > 5
    page.set_viewport_size({"width": 390, "height": 844})
    for tab in ("Everyone", "Where they meet", "One student", "At risk"):
        look(page, tab)
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390, tab
        assert page.evaluate(OUT_OF_CHARTS) == [], tab
    assert serious_faults(page) == []
