"""Who may use a hosted copy."""

import pytest
from streamlit.testing.v1 import AppTest

from optimizer.dashboard import login
from tests.dashboard.driving import ENTRY, go, opened, said


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it takes to log in is there."""
    monkeypatch.setattr(login, "find_spec", lambda name: name)


def hosted(*, logged_in: bool) -> AppTest:
    page = AppTest.from_file(str(ENTRY), default_timeout=120)
    page.secrets["auth"] = {"client_id": "x"}
    page.user = {"is_logged_in": logged_in}
    return page.run()


def test_on_ones_own_machine_there_is_nothing_to_log_in_to() -> None:
    assert not [button for button in opened().button if button.label in ("Log in", "Log out")]


def test_a_hosted_copy_shows_a_stranger_the_way_in_and_nothing_else() -> None:
    page = hosted(logged_in=False)
    assert not page.exception
    assert [button.label for button in page.button] == ["Log in"]
    assert not page.dataframe


def test_a_hosted_copy_lets_in_who_has_logged_in() -> None:
    page = hosted(logged_in=True)
    assert not page.exception
    assert page.title[0].value.startswith("About ")
    assert [button.label for button in page.button if button.label == "Log out"]


def test_without_what_it_takes_to_log_in_the_page_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(login, "find_spec", lambda _: None)
    page = hosted(logged_in=False)
    assert not page.button
    assert "its extra “login”" in page.error[0].value


def role_shown(where: str, roles: object, **person: object) -> AppTest:
    page = AppTest.from_file(str(ENTRY), default_timeout=120)
    page.secrets["auth"] = {"client_id": "x"}
    page.secrets["roles"] = roles
    page.user = {"is_logged_in": True, **person}
    return go(page, where)


def test_an_applicant_reads_whom_the_class_page_is_for_and_an_adviser_uses_it() -> None:
    roles = {"advisers": ["ann@school.example"]}
    refused = role_shown("cohort", roles, email="bo@school.example")
    assert "This page is for advisers, and you are here as an applicant." in said(refused)
    assert not [one for one in refused.button if one.label == "Check the class"]
    assert "You are here as an applicant." in said(refused)
    let_in = role_shown("cohort", roles, email="ann@school.example")
    assert [one for one in let_in.button if one.label == "Check the class"]
    assert "You are here as an adviser." in said(let_in)


def test_all_other_pages_are_an_applicants_too() -> None:
    page = role_shown("priorities", {"advisers": ["ann@school.example"]}, email="bo@school.example")
    assert "for advisers" not in said(page)


def test_roles_that_cannot_be_used_close_the_class_page_for_everybody() -> None:
    page = role_shown("cohort", {"advisors": ["ann@school.example"]}, email="ann@school.example")
    assert "whoever hosts this copy has to correct who is an adviser" in said(page)
    assert not [one for one in page.button if one.label == "Check the class"]


def test_where_the_host_names_no_roles_whoever_has_logged_in_uses_the_class_page() -> None:
    page = go(hosted(logged_in=True), "cohort")
    assert [one for one in page.button if one.label == "Check the class"]
    assert "You are here as" not in said(page)
