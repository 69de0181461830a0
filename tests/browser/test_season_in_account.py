"""A season of somebody who logs in, in the host's database: on any computer, after a restart, and nobody else's."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import free_port
from tests.browser.login_provider import provider
from tests.browser.pages import go, serious_faults, settled
from tests.browser.test_account import hosted, logged_in
from tests.browser.test_season_page import click_row
from tests.postgres import Postgres

pytestmark = pytest.mark.browser


def season(browser: Browser, dashboard: str, person: str) -> Page:
    """The Season page at a computer at which somebody has logged in."""
    page = logged_in(browser, dashboard, person)
    go(page, "Season")
    return page


def test_a_season_is_there_on_any_computer_after_a_restart_and_while_nothing_can_be_kept_nothing_is_said_to_be(
    browser: Browser, tmp_path: Path, database_server: Postgres
) -> None:
    port, database = free_port(), database_server.new_database()
    with provider() as who:
        with hosted(tmp_path, who, database_server.address(database), port) as dashboard:
            ann = season(browser, dashboard, "ann")
            expect(ann.get_by_text("A season is kept in your account")).to_be_visible()
            ann.get_by_role("button", name="Start my season with the plan in hand").click()
            ann.get_by_role("button", name=re.compile("^I sent the whole list")).click()
            expect(ann.get_by_text(re.compile(r"\d+ programs: \d+ no answer yet\."))).to_be_visible()
            settled(ann)
            click_row(ann, 3)
            ann.get_by_role("button", name="Invited", exact=True).click()
            answered = ann.get_by_text(re.compile(r"\d+ programs: \d+ no answer yet, 1 "))
            expect(answered).to_be_visible()
            settled(ann)
            assert serious_faults(ann) == []
            words = answered.inner_text()
            elsewhere = season(browser, dashboard, "ann")
            expect(elsewhere.get_by_text(words)).to_be_visible()
            elsewhere.context.close()
            bo = season(browser, dashboard, "bo")
            expect(bo.get_by_text("There is none yet; nothing is written before you ask.")).to_be_visible()
            bo.context.close()
        # The server is started anew: the page comes back with what was there.
        with hosted(tmp_path, who, database_server.address(database), port) as dashboard:
            ann.goto(f"{dashboard}/season")
            expect(ann.get_by_text(words)).to_be_visible()
            settled(ann)
            database_server.stop()
            click_row(ann, 5)
            expect(ann.get_by_text("Your season can't be read. It is left as it is.")).to_be_visible()
            expect(ann.get_by_text("the database of kept plans: it doesn't answer").first).to_be_visible()
            database_server.start()
            ann.wait_for_timeout(5_000)
            ann.goto(f"{dashboard}/season")
            expect(ann.get_by_text(words)).to_be_visible()
            settled(ann)
            ann.get_by_text("Where it is kept, and all changes").click()
            settled(ann)
            ann.get_by_role("button", name="Remove it from your account").click()
            settled(ann)
            ann.get_by_role("button", name="Remove my season").click()
            expect(ann.get_by_text("There is none yet; nothing is written before you ask.")).to_be_visible()
    assert database_server.psql(database, "SELECT count(*) FROM matchlist.file") == "0"
