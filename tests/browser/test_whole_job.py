"""All pages in a real browser: files, sessions, phones, the keyboard, and what leaves the machine."""

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.conftest import running
from tests.browser.pages import (
    HEADLINE,
    changed,
    download,
    go,
    headline,
    look,
    open_list,
    plan_files,
    serious_faults,
    settled,
    take_example,
)

pytestmark = pytest.mark.browser

UNKNOWN_LAYOUT = "Where I might go,Town,ST,Takes J1?\nKern Medical,Bakersfield,CA,yes\nMade Up General,Fresno,CA,no\n"


def ids(page: Page) -> list[str]:
    return [row["id"] for row in csv.DictReader(io.StringIO(download(page, "CSV").decode("utf-8-sig")))]


def test_a_saved_plan_gives_the_same_list_in_another_browser_after_the_server_was_killed(
    browser: Browser, dashboard: str, tmp_path: Path
) -> None:
    saved, listed, said = b"", [], ""
    with running(tmp_path / "killed.log") as (address, server), browser.new_context(accept_downloads=True) as first:
        page = first.new_page()
        open_list(page, address)
        slider = page.get_by_role("slider", name="Elsewhere")
        slider.focus()
        slider.press("End")
        expect(slider).to_have_value("10")
        changed(page)
        saved, listed, said = download(page, "Save this plan"), ids(page), headline(page)
        server.kill()
        gone = page.get_by_role("dialog")
        expect(gone).to_be_visible()
        assert "treamlit" not in gone.inner_text()
        told = gone.locator("[slot=title]").evaluate("title => getComputedStyle(title, '::before').content")
        assert told == '"matchlist doesn\'t answer"'
    with browser.new_context(accept_downloads=True) as second:
        page = second.new_page()
        open_list(page, dashboard)
        assert ids(page) != listed
        plan_files(page).set_input_files({"name": "mine.toml", "mimeType": "application/toml", "buffer": saved})
        expect(page.get_by_text("An example, not you:")).to_be_hidden()
        settled(page)
        assert (ids(page), headline(page)) == (listed, said)


def test_on_a_server_for_others_two_browsers_never_see_each_others_plans(browser: Browser, tmp_path: Path) -> None:
    with (
        running(tmp_path / "hosted.log", "--server.allowedHosts", "school.example") as (address, _),
        browser.new_context() as mine,
        browser.new_context() as yours,
    ):
        one, other = mine.new_page(), yours.new_page()
        hosted = address.replace("localhost", "school.example")
        open_list(one, hosted)
        open_list(other, hosted)
        go(one, "Profile")
        name = one.get_by_label("Name of this plan")
        name.fill("A secret of mine")
        name.press("Enter")
        settled(one)
        score = one.get_by_role("spinbutton", name="Step 2 CK score")
        score.fill("271")
        score.press("Enter")
        expect(one.get_by_text("Your list")).to_be_visible()
        expect(one.get_by_text("Saved in this browser").first).to_be_visible()
        assert serious_faults(one) == []
        other.reload()
        settled(other)
        go(other, "Profile")
        expect(other.get_by_text("The example's list")).to_be_visible()
        assert other.get_by_role("spinbutton", name="Step 2 CK score").input_value() == "246"
        assert "A secret of mine" not in other.content()
        assert not list(tmp_path.glob("drafts.sqlite*"))


def test_a_quota_that_clashes_is_mended_and_nothing_is_lost_by_changing_pages(page: Page, dashboard: str) -> None:
    open_list(page, dashboard)
    take_example(page, "International graduate")
    go(page, "Priorities")
    look(page, "Money and numbers")
    most = page.get_by_role("spinbutton", name="Los Angeles and nearby: at most")
    most.fill("")
    most.press("Enter")
    settled(page)
    least = page.get_by_role("spinbutton", name="Los Angeles and nearby: at least")
    least.fill("90")
    least.press("Enter")
    expect(page.get_by_text("Your limits clash.")).to_be_visible()
    go(page, "List")
    expect(page.get_by_role("heading", name="No list is possible")).to_be_visible()
    mend = page.get_by_role("button", name=re.compile("Lower the minimum"))
    offered = re.search(r"from 90 to (\d+)", mend.inner_text())
    assert offered is not None
    mend.click()
    expect(page.get_by_role("heading", name=HEADLINE)).to_be_visible()
    go(page, "Priorities")
    look(page, "Money and numbers")
    expect(least).to_have_value(offered[1])


def test_a_rule_of_thumb_is_taken_up_and_the_list_follows(page: Page, dashboard: str) -> None:
    open_list(page, dashboard)
    take_example(page, "International graduate")
    go(page, "Priorities")
    look(page, "Rules of thumb")
    page.get_by_label("Rule of thumb").click()
    page.get_by_role("option", name="Los Angeles").first.click()
    settled(page)
    page.get_by_role("button", name="Use this shape").click()
    expect(page.get_by_text("Its numbers are in your plan now.")).to_be_visible()
    expect(page.get_by_text("Your last change: ")).to_be_visible()


def test_a_file_of_an_unknown_layout_is_mapped_and_brought_in(page: Page, dashboard: str) -> None:
    open_list(page, dashboard)
    take_example(page, "International graduate")
    go(page, "Data and method")
    given: FilePayload = {"name": "<b>mine</b>.csv", "mimeType": "text/csv", "buffer": UNKNOWN_LAYOUT.encode()}
    page.get_by_test_id("stMain").locator("input[type=file]").set_input_files(given)
    expect(page.get_by_text("mine</b>.csv")).to_be_visible()
    page.get_by_label("Specialty, where the files don't say it").click()
    page.get_by_role("option", name="internal medicine").click()
    page.get_by_role("button", name="Bring in", exact=True).click()
    dialog = page.get_by_role("dialog")
    for column, field in (("Where I might go", "Name of the program"), ("Takes J1?", "J-1 visa policy")):
        box = dialog.get_by_label(column)
        box.click()
        box.fill(field)
        page.get_by_role("option", name=field, exact=True).click()
        settled(page)
        # Streamlit's list of choices may open once more where what was typed and chosen is what stood there before.
        box.press("Escape")
        expect(page.get_by_role("listbox")).to_be_hidden()
    dialog.get_by_role("button", name="Bring in", exact=True).click()
    expect(page.get_by_text("2 rows: ")).to_be_visible()
    expect(page.get_by_text("J-1 visa policy: known of 0 programs before")).to_be_visible()


def test_the_frontier_is_drawn_with_the_present_budget(page: Page, dashboard: str) -> None:
    open_list(page, dashboard)
    go(page, "Trade-offs")
    expect(page.get_by_text(re.compile(r"^From \$0 to \$\d[\d,]+ the chance goes from"))).to_be_visible()
    expect(page.get_by_test_id("stVegaLiteChart")).to_be_visible()
    page.get_by_text("The same as a table").click()
    expect(page.get_by_role("cell", name="your budget")).to_be_visible()
