"""What somebody who logs in keeps in the host's database: on any computer, theirs alone, not lost while it is away."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import free_port, running
from tests.browser.login_provider import Provider, provider, settings_of
from tests.browser.pages import HEADLINE, click_row, go, look, serious_faults, settled
from tests.browser.test_nothing_is_lost import budget, spend_at_most
from tests.postgres import Postgres

pytestmark = pytest.mark.browser


@contextmanager
def hosted(folder: Path, provider: str, database: str, port: int) -> Iterator[str]:
    """Address of a copy that asks for a login and keeps plans in a database."""
    file = folder / "secrets.toml"
    file.write_text(settings_of(provider, f"http://localhost:{port}") + f'[database]\naddress = "{database}"\n')
    with running(folder / "hosted.log", "--secrets.files", str(file), port=port) as (dashboard, _):
        yield dashboard


def logged_in(browser: Browser, dashboard: str, person: str) -> Page:
    """A window of a browser of its own, in which somebody has logged in."""
    Provider.claims = {"sub": person}
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(dashboard)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name=HEADLINE)).to_be_visible()
    settled(page)
    return page


def test_plans_of_whoever_logs_in_are_in_their_account_and_nothing_is_lost_while_the_database_is_away(
    browser: Browser, tmp_path: Path, database_server: Postgres
) -> None:
    port, database = free_port(), database_server.new_database()
    with provider() as who:
        with hosted(tmp_path, who, database_server.address(database), port) as dashboard:
            ann = logged_in(browser, dashboard, "ann")
            spend_at_most(ann, 450)
            expect(ann.get_by_text("Saved in your account").first).to_be_visible()
            elsewhere = logged_in(browser, dashboard, "ann")
            assert budget(elsewhere) == "450"
            elsewhere.context.close()
            other = logged_in(browser, dashboard, "bo")
            assert budget(other) == "600"
            other.context.close()

            database_server.stop()
            spend_at_most(ann, 475)
            expect(ann.get_by_text("Saved in this browser only").first).to_be_visible()
            expect(ann.get_by_text("the database of kept plans: it doesn't answer").first).to_be_visible()
        # The copy is started anew, still without its database: the browser has what was entered.
        with hosted(tmp_path, who, database_server.address(database), port) as dashboard:
            ann.goto(dashboard)
            expect(ann.get_by_role("heading", name=HEADLINE)).to_be_visible()
            settled(ann)
            expect(ann.get_by_text("the database of kept plans: it doesn't answer").first).to_be_visible()
            expect(ann.get_by_text("of $475")).to_be_visible()
            database_server.start()
        with hosted(tmp_path, who, database_server.address(database), port) as dashboard:
            ann.goto(dashboard)
            expect(ann.get_by_text("of $475")).to_be_visible()
            assert budget(ann) == "475"
            elsewhere = logged_in(browser, dashboard, "ann")
            assert budget(elsewhere) == "475"
    stored = database_server.psql(
        database, "SELECT DISTINCT length(owner), position('ann' IN owner) FROM matchlist.sheet"
    )
    assert stored == "64|0"


def season(browser: Browser, dashboard: str, person: str) -> Page:
    """The Season page at a computer at which somebody has logged in."""
    page = logged_in(browser, dashboard, person)
    go(page, "Season")
    return page


def see_the_season_through(page: Page, server: Postgres, words: str) -> None:
    """The season and what is typed stay on the page while the database is away, and are kept when it is back."""
    look(page, "Contacts and ties")
    note, contact = page.get_by_label("A note on nothing in particular"), page.get_by_label("Name of a person")
    contact.fill("Ada")
    note.fill("Breathe")
    server.stop()
    keep = page.get_by_role("button", name="Keep the note")
    keep.click()
    expect(page.get_by_text("Nothing was changed.")).to_be_visible()
    expect(page.get_by_text("Your season can't be read at the moment. You see it as it was at")).to_be_visible()
    expect(page.get_by_text("the database of kept plans: it doesn't answer").first).to_be_visible()
    expect(page.get_by_text("Not kept yet.")).to_be_visible()
    settled(page)
    assert serious_faults(page) == []
    # The season stays on the page, and so does what was typed: sent or not.
    expect(page.get_by_text(words)).to_be_visible()
    expect(note).to_have_value("Breathe")
    expect(contact).to_have_value("Ada")
    server.start()
    page.wait_for_timeout(5_000)
    keep.click()
    expect(page.get_by_text("The note is kept")).to_be_visible()
    expect(page.get_by_text("Not kept yet.")).to_be_hidden()
    expect(note).to_have_value("")
    expect(contact).to_have_value("Ada")
    expect(page.get_by_role("listitem").filter(has_text="Breathe")).to_have_count(1)


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
            see_the_season_through(ann, database_server, words)
            ann.get_by_text("Where it is kept, and all changes").click()
            settled(ann)
            ann.get_by_role("button", name="Remove it from your account").click()
            settled(ann)
            ann.get_by_role("button", name="Remove my season").click()
            expect(ann.get_by_text("There is none yet; nothing is written before you ask.")).to_be_visible()
    assert database_server.psql(database, "SELECT count(*) FROM matchlist.file") == "0"
