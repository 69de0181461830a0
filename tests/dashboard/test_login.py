"""Who may use a hosted copy."""

import pytest
from streamlit.testing.v1 import AppTest

from optimizer.dashboard import login
from tests.dashboard.driving import ENTRY, opened


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
