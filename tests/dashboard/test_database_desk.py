"""Which desk somebody has who logs in to a copy with a database, and what happens where that can't be used."""

from collections.abc import Iterator

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from optimizer.dashboard import keeping
from optimizer.dashboard.browser_desk import BrowserDesk
from optimizer.plan import Desk, Sheet, database_of
from tests.dashboard.driving import ENTRY, button, draft, said
from tests.dashboard.test_browser_desk import Browser, told
from tests.postgres import Postgres

PERSON = {"is_logged_in": True, "iss": "https://provider.example", "sub": "1"}


@pytest.fixture
def address(database_server: Postgres) -> Iterator[str]:
    st.cache_resource.clear()
    yield database_server.address(database_server.new_database())
    st.cache_resource.clear()


def hosted(database: object, **person: object) -> AppTest:
    page = AppTest.from_file(str(ENTRY), default_timeout=120)
    page.secrets["auth"] = {"client_id": "x"}
    page.secrets["database"] = database
    page.user = PERSON | person
    page.run()
    assert not page.exception
    return page


def spend(page: AppTest, dollars: float) -> AppTest:
    page.number_input(key="budget").set_value(dollars).run()
    assert not page.exception
    return page


def answers(page: AppTest, browser: Browser) -> AppTest:
    """What the visitor's browser does between two runs."""
    desk: BrowserDesk = page.session_state["browser-desk"]
    told(desk, browser)
    return page.run()


def test_what_somebody_enters_is_in_their_account_and_in_no_one_elses(address: str) -> None:
    page = spend(hosted({"address": address}), 450.0)
    assert "Saved in your account" in said(page)
    assert draft(hosted({"address": address})).plan.budget.dollars == 450.0
    for other in ({"sub": "2"}, {"iss": "https://another.example"}):
        assert draft(hosted({"address": address}, **other)).plan.budget.dollars == 600.0


def test_whoever_comes_reads_where_plans_and_seasons_will_be(address: str) -> None:
    page = hosted({"address": address}, is_logged_in=False)
    assert "Your plans are kept in your account, and so is your season." in said(page)


def test_what_cannot_be_kept_there_is_kept_in_the_browser_and_goes_there_later(address: str) -> None:
    browser = Browser()
    nowhere = {"address": address.replace("owner@", "nobody@")}
    page = answers(spend(hosted(nowhere), 450.0), browser)
    assert "Saved in this browser only." in said(page)
    assert "it doesn't let this copy in" in said(page)
    assert [key.split("/")[0] for key in browser.stored] == ["spare"]
    # Another day the database is there again.
    st.cache_resource.clear()
    again = hosted({"address": address})
    assert draft(again).plan.budget.dollars == 600.0
    desk: BrowserDesk = again.session_state["browser-desk"]
    assert told(desk, browser)
    try_again(again)
    assert told(desk, browser) is False
    assert browser.stored == {}
    assert draft(hosted({"address": address})).plan.budget.dollars == 450.0


def try_again(page: AppTest) -> None:
    """Have the page read once more what is kept, as its button does where that couldn't be read."""
    page.session_state["keeping/not-read"] = True
    page.session_state["keeping/refused"] = ("it was away",)
    page.run()
    button(page, "Try again").click().run()
    assert not page.exception


def test_while_it_is_away_a_reload_shows_what_the_browser_keeps_and_one_can_go_on(address: str) -> None:
    browser = Browser()
    nowhere = {"address": address.replace("owner@", "nobody@")}
    answers(spend(hosted(nowhere), 450.0), browser)
    again = hosted(nowhere)
    told(again.session_state["browser-desk"], browser)
    button(again, "Try again").click().run()
    assert draft(again).plan.budget.dollars == 450.0
    answers(spend(again, 460.0), browser)
    assert len(browser.stored) == 1
    st.cache_resource.clear()
    back = hosted({"address": address})
    told(back.session_state["browser-desk"], browser)
    try_again(back)
    assert "can't be saved" not in said(back)
    mine = draft(hosted({"address": address}))
    assert (mine.plan.budget.dollars, mine.versions) == (460.0, ())
    button(back, "Undo").click().run()
    assert draft(hosted({"address": address})).plan.budget.dollars == 450.0


def test_where_both_were_changed_the_accounts_stays_and_the_browsers_is_a_version(address: str) -> None:
    browser = Browser()
    nowhere = {"address": address.replace("owner@", "nobody@")}
    answers(spend(hosted(nowhere), 450.0), browser)
    st.cache_resource.clear()
    elsewhere = spend(hosted({"address": address}), 475.0)
    assert draft(elsewhere).plan.budget.dollars == 475.0
    again = hosted({"address": address})
    told(again.session_state["browser-desk"], browser)
    try_again(again)
    mine = draft(hosted({"address": address}))
    assert mine.plan.budget.dollars == 475.0
    (version,) = mine.versions
    assert version.name.startswith("From another window")
    assert version.plan.budget.dollars == 450.0


@pytest.mark.parametrize(
    "database",
    [
        "mysql://owner:hush@host/x",
        {"adress": "postgresql://owner:hush@host/x"},
        {"address": "mysql://owner:hush@host/x"},
    ],
)
def test_a_database_that_is_named_wrongly_is_said_to_be_and_the_browser_keeps_what_is_entered(database: object) -> None:
    st.cache_resource.clear()
    page = spend(hosted(database), 450.0)
    assert "can't be saved at the moment" in said(page)
    assert "hush" not in said(page)
    assert page.number_input(key="budget").value == 450.0
    page = answers(page, Browser())
    assert "Saved in this browser only." in said(page)


def test_somebody_whom_the_provider_does_not_tell_apart_has_no_account(address: str) -> None:
    page = spend(hosted({"address": address}, sub=None), 450.0)
    assert "doesn't say who you are" in said(page)


def test_programs_of_ones_own_wait_in_the_browser_too(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place, spare = database_of({"address": address}), BrowserDesk("")
    monkeypatch.setattr(keeping, "serves_one_person", lambda: False)
    monkeypatch.setattr(keeping, "browser_desk", lambda: spare)
    away = database_of({"address": address.replace("owner@", "nobody@")})
    monkeypatch.setattr(keeping, "database_desk", lambda: Desk(away, "ann"))
    keeping.keep_programs("mine")
    assert spare.mark("own programs") == "mine"
    assert keeping.kept_programs() == "mine"
    monkeypatch.setattr(keeping, "database_desk", lambda: Desk(place, "ann"))
    assert keeping.kept_programs() == "mine"
    assert spare.mark("own programs") == ""
    assert Desk(place, "ann").mark("own programs") == "mine"
    away.close()
    place.close()


def test_what_lay_in_the_browser_before_there_was_a_database_comes_in_and_what_cannot_be_read_stays(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = AppTest.from_file(str(ENTRY), default_timeout=120)
    page.secrets["auth"] = {"client_id": "x"}
    page.user = PERSON
    browser = Browser()
    answers(spend(page.run(), 450.0), browser)
    (key,) = browser.stored
    assert key == "example-general-surgery-senior"
    place, spare = database_of({"address": address}), BrowserDesk("")
    told(spare, browser)
    spare.known["odd"] = Sheet("odd", "[]", 1)
    monkeypatch.setattr(keeping, "serves_one_person", lambda: False)
    monkeypatch.setattr(keeping, "browser_desk", lambda: spare)
    monkeypatch.setattr(keeping, "database_desk", lambda: Desk(place, "ann"))
    kept, _ = keeping.kept_drafts()
    assert kept[key].plan.budget.dollars == 450.0
    assert [sheet.key for sheet in spare.sheets()] == ["odd"]
    place.close()
