"""A season in a real browser: begun, answered in two clicks, undone; and what the open store looks like to axe."""

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect
from typer.testing import CliRunner

from optimizer.cli import app
from optimizer.season.tracker import Tracker
from tests.browser.pages import (
    HEADLINE,
    OUT_OF_CHARTS,
    click_row,
    download,
    go,
    look,
    open_list,
    plan_files,
    serious_faults,
    settled,
    take_example,
)
from tests.cli.test_season import PLAN, PROGRAMS
from tests.dashboard.test_season_page import APPLICANTS_OWN

pytestmark = pytest.mark.browser

SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"


def begun(page: Page, dashboard: str, store: Path) -> None:
    """Begin the example's season in a store of one's own, its whole list sent."""
    open_list(page, dashboard)
    take_example(page, "International graduate")
    start(page, store)
    page.get_by_role("button", name=re.compile("^I sent the whole list")).click()
    expect(page.get_by_text("130 programs: 130 no answer yet.")).to_be_visible()
    settled(page)


def start(page: Page, store: Path) -> None:
    """Begin the season of the plan in hand, kept in a store of one's own."""
    go(page, "Season")
    where = page.get_by_role("textbox", name="Where it is kept")
    where.fill(str(store))
    where.press("Enter")
    settled(page)
    page.get_by_role("button", name="Start my season with the plan in hand").click()
    settled(page)


def file(name: str, text: str) -> FilePayload:
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


def one_chance_a_view_and_a_list_to_take_home(page: Page) -> None:
    """Chances tell one chance, a gain comes with a verdict, and the rank order list is a file."""
    look(page, "Chances")
    expect(page.get_by_role("heading", name=HEADLINE)).to_have_count(1)
    look(page, "What next")
    expect(page.get_by_text("Not worth it: nobody could notice so small a gain.")).to_be_visible()
    look(page, "Rank order list")
    expect(page.get_by_role("heading", name=HEADLINE)).to_have_count(1)
    rows = list(csv.DictReader(io.StringIO(download(page, "Rank order list").decode("utf-8-sig"))))
    assert [row["Rank"] for row in rows] == ["1"]


def test_on_a_phone_a_click_on_a_row_leads_to_where_it_is_answered_and_a_wide_window_stays_where_it_is(
    page: Page, dashboard: str, tmp_path: Path
) -> None:
    form, invited = page.locator(".st-key-season-answer"), page.get_by_role("button", name="Invited", exact=True)
    begun(page, dashboard, tmp_path / "season.sqlite")
    page.set_viewport_size({"width": 1280, "height": 1400})
    settled(page)
    before = page.evaluate(SCROLLED)
    click_row(page, 2)
    expect(invited).to_be_enabled()
    settled(page)
    expect(form).to_be_in_viewport(ratio=1)
    assert page.evaluate(SCROLLED) == before
    page.set_viewport_size({"width": 390, "height": 844})
    settled(page)
    for row in (4, 5):
        page.get_by_test_id("stDataFrame").first.evaluate("table => table.scrollIntoView({ block: 'start' })")
        expect(invited).not_to_be_in_viewport()
        click_row(page, row)
        expect(invited).to_be_in_viewport()
        expect(form.get_by_role("combobox")).to_be_in_viewport()
        settled(page)


def test_two_clicks_enter_an_answer_and_another_window_sees_the_same_store(
    page: Page, browser: Browser, dashboard: str, tmp_path: Path
) -> None:
    store = tmp_path / "season.sqlite"
    begun(page, dashboard, store)
    click_row(page, 3)
    page.get_by_role("button", name="Invited", exact=True).click()
    expect(page.get_by_text("129 no answer yet, 1 invited")).to_be_visible()
    with Tracker.at(store) as tracker:
        programs = tracker.programs()
    assert [k for k, one in enumerate(programs) if one.invited is not None] == [2]
    with browser.new_context() as other_context:
        other = other_context.new_page()
        open_list(other, dashboard)
        go(other, "Season")
        expect(other.get_by_text("Keep track of your season.")).to_be_visible()
        assert programs[2].name not in other.get_by_test_id("stMain").inner_text()
    page.get_by_role("button", name="Undo the last entry").click()
    expect(page.get_by_text("130 programs: 130 no answer yet.")).to_be_visible()
    settled(page)
    assert download(page, "Download the tracking sheet").count(b"2025-09-24") == 130


def test_every_view_of_an_open_season_is_fit_for_screen_readers_and_phones(
    page: Page, dashboard: str, tmp_path: Path
) -> None:
    begun(page, dashboard, tmp_path / "season.sqlite")
    click_row(page, 1)
    page.get_by_role("button", name="Invited", exact=True).click()
    expect(page.get_by_text("1 invited")).to_be_visible()
    click_row(page, 1)
    page.get_by_role("button", name="Interviewed", exact=True).click()
    expect(page.get_by_text("1 interviewed")).to_be_visible()
    one_chance_a_view_and_a_list_to_take_home(page)
    page.set_viewport_size({"width": 390, "height": 844})
    one_chance_a_view_and_a_list_to_take_home(page)
    found: list[object] = []
    for view in ("Answers", "Chances", "What next", "Rank order list", "Contacts and ties", "Before the season"):
        look(page, view)
        faults = serious_faults(page) and serious_faults(page)
        found += [(view, *fault) for fault in faults]
        found += [(view, "cut in a chart", words) for words in page.evaluate(OUT_OF_CHARTS)]
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    assert found == []


def test_a_sheet_in_american_dates_is_the_same_season_in_a_browser_and_in_the_terminal(
    page: Page, dashboard: str, tmp_path: Path
) -> None:
    open_list(page, dashboard)
    plan_files(page).set_input_files([file("plan.toml", PLAN), file("programs.csv", PROGRAMS)])
    expect(page.get_by_text("An example, not you:")).to_be_hidden()
    settled(page)
    start(page, tmp_path / "browser.sqlite")
    page.get_by_test_id("stMain").locator("input[type=file]").first.set_input_files(file("mine.csv", APPLICANTS_OWN))
    expect(page.get_by_text(re.compile("1 on the waitlist"))).to_be_visible()
    settled(page)

    for name, text in (("plan.toml", PLAN), ("programs.csv", PROGRAMS), ("mine.csv", APPLICANTS_OWN)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    store = str(tmp_path / "terminal.sqlite")
    for command in (("start", "plan.toml"), ("import", "mine.csv")):
        done = CliRunner().invoke(app, ["track", command[0], str(tmp_path / command[1]), "--store", store])
        assert done.exit_code == 0, done.output
    with Tracker.at(tmp_path / "browser.sqlite") as browsers, Tracker.at(Path(store)) as terminals:
        assert browsers.programs() == terminals.programs()
        assert {one.last_word for one in terminals.programs()} >= {"waitlisted", "withdrawn", "cancelled", "paused"}
