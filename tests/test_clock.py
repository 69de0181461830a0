import os
from datetime import UTC, datetime

import pytest

from optimizer.clock import DAY_VARIABLE, day_from, now, today, working_as_of
from optimizer.errors import BadInput
from tests.season.seasons import DECEMBER, NOVEMBER, TODAY


def test_without_a_day_it_is_this_computers(monkeypatch: pytest.MonkeyPatch) -> None:
    for words in (None, "", "  "):
        monkeypatch.delenv(DAY_VARIABLE) if words is None else monkeypatch.setenv(DAY_VARIABLE, words)
        before = datetime.now(tz=UTC).astimezone().date()
        assert before <= today() <= datetime.now(tz=UTC).astimezone().date()


def test_the_environment_names_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    assert today() == TODAY
    monkeypatch.setenv(DAY_VARIABLE, f" {NOVEMBER.isoformat()} ")
    assert today() == NOVEMBER


def test_what_is_no_day_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DAY_VARIABLE, "yesterday")
    with pytest.raises(BadInput, match=f"{DAY_VARIABLE}: is no day .found 'yesterday'"):
        today()
    with pytest.raises(BadInput, match="--as-of: is no day"):
        day_from("2026-13-01", "--as-of")


def test_a_day_holds_for_a_while_and_then_the_one_before() -> None:
    with working_as_of(NOVEMBER):
        with working_as_of(DECEMBER):
            assert today() == DECEMBER
        assert today() == NOVEMBER
    assert today() == TODAY


def test_nothing_of_a_day_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(DAY_VARIABLE)
    with pytest.raises(ZeroDivisionError), working_as_of(NOVEMBER):
        assert 1 / 0
    assert DAY_VARIABLE not in os.environ


def test_a_moment_is_this_computers_whatever_the_day() -> None:
    before = datetime.now(tz=UTC)
    with working_as_of(NOVEMBER):
        assert before <= now() <= datetime.now(tz=UTC)
