"""The List page in a real browser, served by the real server."""

import csv
import io
import re

import openpyxl
import pypdf
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import HEADLINE, changed, download, headline, look, open_list, settled, take_example

pytestmark = pytest.mark.browser


def listed(page: Page) -> list[dict[str, str]]:
    """The list as its CSV file has it."""
    return list(csv.DictReader(io.StringIO(download(page, "CSV").decode("utf-8-sig"))))


def more_likely_than_not(page: Page) -> bool:
    """Whether the example is one to take heart from."""
    found = re.search(r"\d+", headline(page))
    return found is not None and int(found[0]) > 50


def test_the_first_paint_is_a_solved_example_that_says_it_is_one(page: Page, dashboard: str) -> None:
    open_list(page, dashboard)
    expect(page.get_by_text("An example, not you:")).to_be_visible()
    assert more_likely_than_not(page)
    # Nothing of a person stands in the address.
    assert "?" not in page.url


def test_a_budget_change_spends_no_more_than_it(page: Page, dashboard: str) -> None:
    open_list(page, dashboard)
    budget = page.get_by_role("spinbutton", name="Budget for application fees, in dollars")
    budget.fill("450")
    budget.press("Enter")
    expect(page.get_by_text("of $450")).to_be_visible()


def test_a_region_slider_moved_by_keyboard_changes_the_list_and_its_download(page: Page, dashboard: str) -> None:
    open_list(page, dashboard)
    before = listed(page)
    slider = page.get_by_role("slider", name="Los Angeles and nearby")
    slider.focus()
    slider.press("Home")
    expect(slider).to_have_value("0")
    changed(page)
    expect(page.get_by_text("none, as you want")).to_be_visible()
    expect(page.get_by_text(re.compile(r"^Your last change: \d+ in, \d+ out"))).to_be_visible()
    after = listed(page)
    assert not {row["region"] for row in after} & {"Los Angeles and nearby"}
    assert {row["id"] for row in before} != {row["id"] for row in after}
    look(page, "Map")
    expect(page.get_by_text(re.compile(f"^Of {len(after)} applications: "))).to_be_visible()


def test_a_budget_too_small_is_mended_by_one_click(page: Page, dashboard: str) -> None:
    open_list(page, dashboard)
    take_example(page, "International graduate")
    budget = page.get_by_role("spinbutton", name="Budget for application fees, in dollars")
    budget.fill("300")
    budget.press("Enter")
    expect(page.get_by_role("heading", name="No list is possible")).to_be_visible()
    page.get_by_role("button", name=re.compile("Raise the budget")).click()
    expect(page.get_by_role("heading", name=HEADLINE)).to_be_visible()
    expect(budget).not_to_have_value("300")
    assert float(budget.input_value()) > 300


def click_on_row(page: Page, row: int) -> None:
    """Click on a row of the table of programs, which is a canvas."""
    table = page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    # A table that is drawn again, after a download or once standings are known, may miss a click.
    for _ in range(5):
        box = table.bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + 100, box["y"] + 38 + 35 * row + 17)
        page.wait_for_timeout(1500)
        if page.get_by_role("dialog").is_visible():
            return


def says_why(part: Locator) -> None:
    """The sentence above the chart names terms that the chart has, in their direction; and no id stands anywhere."""
    told = part.get_by_text(re.compile("^From .* at the average program to .* here")).inner_text()
    part.get_by_text("The same as a table").click()
    rows = [row.split("\t") for row in part.get_by_role("row").all_inner_texts()[1:]]
    change = {term.strip(): moved.strip() for term, _, moved, _ in rows}
    named = re.findall(r"(?:: | and )([A-Z].*?) \((up|down)\)", told)
    assert named
    assert all(change[term][0] == ("+" if way == "up" else "-") for term, way in named)
    assert not re.search(r"\b[a-z]{2,4}-[a-z]{2}-[a-z]+", part.inner_text())


def test_a_click_on_a_row_says_why_and_a_decision_there_is_kept(page: Page, dashboard: str) -> None:
    open_list(page, dashboard)
    first = listed(page)[0]
    settled(page)
    click_on_row(page, 0)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(first["name"]).first).to_be_visible()
    expect(dialog.get_by_text("It is on the list")).to_be_visible()
    settled(page)
    says_why(dialog)
    dialog.get_by_role("radio").filter(has_text=re.compile("^never apply$")).click()
    expect(page.get_by_text("1 decision of yours")).to_be_visible()
    settled(page)
    assert first["id"] not in {row["id"] for row in listed(page)}
    page.get_by_text("My decisions (1)").click()
    page.get_by_role("button", name="Remove", exact=True).first.click()
    expect(page.get_by_text("No decisions of yours")).to_be_visible()
    settled(page)
    assert first["id"] in {row["id"] for row in listed(page)}


def test_on_a_phone_a_region_is_closed_and_a_program_ruled_out_and_both_are_there_after_a_reload(
    page: Page, dashboard: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_list(page, dashboard)
    assert more_likely_than_not(page)
    expect(page.get_by_test_id("stDataFrame")).to_be_hidden()
    card = page.get_by_role("listitem").filter(has_text="Interview ").first
    expect(card.get_by_text("signal", exact=True)).to_be_visible()
    card.get_by_text("Why", exact=True).click()
    page.get_by_role("button", name="What this means").click()
    expect(page.get_by_text(re.compile("No estimate can know letters"))).to_be_visible()
    page.keyboard.press("Escape")

    open_panel = page.get_by_test_id("stExpandSidebarButton")
    # The style comes with the page, but a browser may apply it a moment after the last heading is there.
    page.wait_for_function(
        "([button, words]) => getComputedStyle(button, '::after').content === words",
        arg=[open_panel.element_handle(), '"Menu, plan, budget, places"'],
    )
    open_panel.click()
    expect(page.get_by_role("heading", name="Where I want to live")).to_be_in_viewport()
    slider = page.get_by_role("slider", name="Los Angeles and nearby")
    slider.press("Home")
    changed(page)
    expect(page.get_by_text("none, as you want")).to_be_visible()
    page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    expect(page.get_by_text(re.compile(r"^Your last change: \d+ in, \d+ out"))).to_be_visible()
    first = listed(page)[0]
    assert first["region"] != "Los Angeles and nearby"

    chooser = page.get_by_label("Choose any program, on the list or not")
    chooser.click()
    chooser.press_sequentially(first["name"])
    chooser.press("Enter")
    expect(page.get_by_text("It is on the list")).to_be_visible()
    settled(page)
    says_why(page.get_by_test_id("stMain"))
    page.get_by_role("radio").filter(has_text=re.compile("^never apply$")).click()
    expect(page.get_by_text("1 decision of yours")).to_be_visible()
    expect(page.get_by_text("Saved on this computer").last).to_be_visible()
    settled(page)

    open_list(page, dashboard)
    page.get_by_text("My decisions (1)").click()
    expect(page.get_by_role("button", name="Remove", exact=True).first).to_be_visible()
    open_panel.click()
    expect(slider).to_have_value("0")


def test_a_program_off_the_list_is_explained_and_locked_in(page: Page, dashboard: str) -> None:
    open_list(page, dashboard)
    chooser = page.get_by_label("Choose any program, on the list or not")
    chooser.click()
    chooser.press_sequentially("Albert Einstein")
    expect(page.get_by_role("option", name=re.compile("Albert Einstein")).first).to_be_visible()
    chooser.press("Enter")
    expect(page.get_by_text("It is not on the list: ")).to_be_visible()
    settled(page)
    page.get_by_role("radio").filter(has_text=re.compile("^apply$")).click()
    expect(page.get_by_text("because you locked it in")).to_be_visible()
    changed(page)
    assert [row for row in listed(page) if row["locked"] == "yes"]


def test_each_download_is_a_file_of_its_kind_with_the_whole_list(page: Page, dashboard: str) -> None:
    open_list(page, dashboard)
    rows = listed(page)
    book = openpyxl.load_workbook(io.BytesIO(download(page, "Excel")), read_only=True)
    cells = {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
    assert {row["name"] for row in rows} <= cells
    report = pypdf.PdfReader(io.BytesIO(download(page, "PDF")))
    assert headline(page).split(",")[0].removeprefix("About ").split(" in ")[0] in report.pages[0].extract_text()
    (adviser,) = pypdf.PdfReader(io.BytesIO(download(page, "Page for an adviser"))).pages
    # Without blanks: a name may go on in the next line after any of its signs.
    said = "".join(adviser.extract_text().split())
    assert [row["name"] for row in rows if row["name"].replace(" ", "") not in said] == []
    assert not [row["id"] for row in rows if row["id"] in said]
    tracking = openpyxl.load_workbook(io.BytesIO(download(page, "Tracking sheet")), read_only=True)
    assert sum(1 for _ in tracking.worksheets[0].iter_rows()) >= len(rows)
    assert b"[applicant]" in download(page, "Save this plan")


def test_from_first_paint_to_download_by_keyboard_alone(page: Page, dashboard: str) -> None:
    open_list(page, dashboard)
    name = ""
    with page.expect_download(timeout=60_000) as started:
        for _ in range(80):
            page.keyboard.press("Tab")
            name = page.evaluate("document.activeElement.innerText || ''")
            if name.strip().endswith("CSV"):
                page.keyboard.press("Enter")
                break
    assert started.value.suggested_filename == "matchlist-2026.csv"
