"""What takes some seconds to say, on the pages that say it."""

import re
import time

import pytest

from optimizer.dashboard import advice
from optimizer.plan import NotDecided, Plan
from tests.dashboard.driving import done, draft, look, opened, programs, said


def test_how_firm_each_program_is_stands_in_the_table_once_it_is_known() -> None:
    page = opened()
    assert set(programs(page)["Standing"]) == {""}
    done(look(page, "list-view", "How firm"))
    assert "stay on the best list nearly always (core)" in said(page)
    assert set(programs(page)["Standing"]) >= {"core"}
    look(page, "list-view", "Programs")
    assert set(programs(page)["Standing"]) <= {"core", "swing", "fringe"}


def test_what_missing_facts_are_worth_and_where_to_ask_is_said() -> None:
    page = done(look(opened("data"), "data-view", "What is known"))
    assert "interview rate, unknown of " in said(page)
    assert "Where to ask first" in said(page)


def test_the_best_divisions_to_state_are_told_with_what_they_are_worth() -> None:
    page = done(opened("signals"))
    assert "Worth most: " in said(page)
    assert "AAMC" in said(page)


def test_the_signals_page_shows_the_chance_without_each_signal() -> None:
    table = programs(opened("signals"))
    assert (table["Without the signal"] < table["Interview"]).all()


def test_published_figures_are_compared_with_what_the_estimate_gives() -> None:
    page = done(look(opened("data"), "data-view", "Calibration"))
    assert "lie within their range of what the estimate gives" in said(page)


@pytest.mark.parametrize(
    ("where", "view", "name"),
    [
        ("list", "How firm", "build_list"),
        ("data", "What is known", "missing_facts"),
        ("signals", "", "preference_advice"),
    ],
)
def test_time_that_runs_out_is_said_there_too(
    where: str, view: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(plan: Plan, **_: object) -> NotDecided:
        time.sleep(0.5)  # as work does: one look finds it under way
        return NotDecided(title=plan.title, bound=0.5, seconds=5.0)

    monkeypatch.setattr(advice, name, slow)
    page = opened(where)
    page = done(look(page, f"{where}-view", view) if view else page)
    assert "No list was found in 5 seconds" in said(page)


def test_a_signal_moves_on_one_click_and_the_price_stands_beside_it() -> None:
    page = done(opened("signals"))
    assert "Where signals decide in" in said(page)
    button = next(button for button in page.button if button.key and button.key.startswith("move-signal/"))
    source = button.key.removeprefix("move-signal/") if button.key else ""
    assert re.search(r"instead: (about 0|[+-]\d+\.\d\d) points", said(page))
    assert source not in draft(page).plan.signals.never
    page = done(button.click().run())
    moved = draft(page).plan
    assert source in {*moved.signals.never, *moved.locks.signal}
    assert set(moved.locks.signal) - {source}
