"""The Trade-offs page: work that goes on beside the page, and what it shows."""

import json
import threading
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from optimizer.dashboard import tradeoffs_page
from optimizer.dashboard.work import _UNDER_WAY
from optimizer.directory import Directory
from optimizer.errors import BadInput, Fault
from optimizer.hosting import OpenPages
from optimizer.hosting.health import health
from optimizer.plan import NoList, NotDecided, Plan, build_list
from optimizer.portfolio import Unwanted
from tests.dashboard.driving import PATIENCE_S, button, done, draft, go, look, opened, said


def tradeoffs(view: str = "Budget") -> AppTest:
    page = opened("trade-offs")
    return page if view == "Budget" else look(page, "tradeoffs-view", view)


@pytest.mark.parametrize(
    ("view", "words"),
    [
        ("Budget", "From $3,030 to $3,330 the chance goes from"),
        ("Flexibility", "From “only where I want” to “anywhere” the chance goes from"),
        ("Price of each limit", "The dearest limit is"),
    ],
)
def test_each_trade_off_is_worked_out_and_said_in_words(view: str, words: str) -> None:
    assert words in said(done(tradeoffs(view)))


def test_what_was_worked_out_is_there_at_once_when_one_comes_back() -> None:
    page = done(tradeoffs())
    go(page, "list")
    go(page, "trade-offs")
    assert "From $3,030" in said(page)


def test_without_quotas_smaller_budgets_are_shown() -> None:
    page = tradeoffs()
    page.toggle(key="budget/quotas").set_value(False).run()
    assert "From $0" in said(done(page))


def test_work_can_be_stopped_and_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()

    def slow(plan: Any, **_: object) -> NotDecided:
        release.wait(PATIENCE_S)
        return NotDecided(title=plan.title, bound=0.5, seconds=5.0)

    monkeypatch.setattr(tradeoffs_page, "budget_frontier", slow)
    page = tradeoffs()
    button(page, "Stop").click().run()
    assert "Stopped" in said(page)
    release.set()
    button(page, "Go on").click().run()
    assert "No list was found in 5 seconds" in said(done(page))


def test_work_that_is_stopped_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = threading.Event()

    def endless(plan: Plan, directory: Directory, **_: object) -> None:
        begun.set()
        while True:
            build_list(plan, directory)

    monkeypatch.setattr(tradeoffs_page, "budget_frontier", endless)
    page = tradeoffs()
    (job,) = page.session_state["work"].values()
    assert begun.wait(PATIENCE_S)
    button(page, "Stop").click().run()
    assert "Stopped" in said(page)
    assert isinstance(job.future.exception(PATIENCE_S), Unwanted)


def test_what_can_not_be_worked_out_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise BadInput(Fault("the fees are not known", "applicant.specialties"))

    monkeypatch.setattr(tradeoffs_page, "budget_frontier", refuse)
    assert "the fees are not known" in said(done(tradeoffs()))


def test_a_frontier_without_any_list_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    found = NoList(title="t", conflict=("moon",), words="No list can keep the moon.", remedies=())
    for name in ("budget_frontier", "flexibility_frontier", "limit_prices"):
        monkeypatch.setattr(tradeoffs_page, name, lambda *_, **__: found)
    page = tradeoffs()
    for view in ("Budget", "Flexibility", "Price of each limit"):
        assert "No list can keep the moon" in said(done(look(page, "tradeoffs-view", view)))


def test_the_plan_in_hand_is_compared_with_what_it_was() -> None:
    page = opened()
    page.number_input(key="budget").set_value(3030.0).run()
    go(page, "trade-offs")
    done(look(page, "tradeoffs-view", "Compare two plans"))
    page.selectbox(key="compare/first").set_value("The plan as it was opened").run()
    page.selectbox(key="compare/second").set_value("The plan in hand").run()
    done(page)
    assert "The chance to match changes by" in said(page)
    assert "budget.dollars: 3330" in said(page)


def test_a_plan_set_aside_can_be_compared_later() -> None:
    page = tradeoffs("Compare two plans")
    page.text_input(key="aside/name").set_value("*Before*").run()
    page.button(key="aside/keep").click().run()
    done(page)
    options = page.selectbox(key="compare/first").options
    assert any("Before" in option for option in options)
    assert [(version.name, version.plan) for version in draft(page).versions] == [("*Before*", draft(page).plan)]


def test_the_server_s_health_counts_work_that_is_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()

    def slow(plan: Any, **_: object) -> NotDecided:
        release.wait(PATIENCE_S)
        return NotDecided(title=plan.title, bound=0.5, seconds=5.0)

    def under_way() -> int:
        counted: int = json.loads(health(OpenPages()))["work_under_way"]
        return counted

    monkeypatch.setattr(tradeoffs_page, "budget_frontier", slow)
    before = len(_UNDER_WAY)
    page = tradeoffs()
    assert under_way() == before + 1
    release.set()
    done(page)
    assert under_way() == before
