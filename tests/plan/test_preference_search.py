"""The best statement of each size, beside solving for all 130."""

from typing import Any

import pytest

from optimizer.directory import DIVISIONS
from optimizer.plan import Plan, prepare
from optimizer.plan.questions import preference_search
from optimizer.plan.questions.preference_search import StatementSearch, statement_of
from optimizer.portfolio import Prices, Solved, Undecided, solve
from tests.people_and_programs import directory, plan, programs_in_many_cities

PROGRAMS = directory(*programs_in_many_cities(20))


def wanted(**parts: Any) -> Plan:
    regions = ({"name": "West", "priority": 9.0, "divisions": ("Pacific", "Mountain")},)
    return plan(regions=regions, elsewhere_priority=6.0, quotas={"applications": {"maximum": 8}}, gap=1e-6, **parts)


@pytest.mark.parametrize("flexibility", [0.2, 1.0])
def test_the_best_of_each_size_is_that_of_solving_for_every_statement(flexibility: float) -> None:
    search = StatementSearch(prepare(wanted(flexibility=flexibility), PROGRAMS), 3, 10.0)
    best = {size: search.best_of_size(size) for size in range(4)}
    solved_for = len(search.found)
    values = {}
    for statement in search.bound:
        outcome = solve(search.problem_of(statement), gap=1e-7)
        assert isinstance(outcome, Solved)
        values[statement] = outcome.value
        assert outcome.value <= search.bound[statement] + 1e-7
    assert len(values) == 130
    assert solved_for < 60
    for size, found in best.items():
        assert found is not None
        highest = max(value for statement, value in values.items() if len(statement) == size)
        assert search.found[found].value == pytest.approx(highest, abs=2e-6)
        assert 0 <= search.gap_of_size(size) <= 2e-6
        assert highest <= search.found[found].value + search.gap_of_size(size) + 1e-7


def test_divisions_are_stated_in_one_order() -> None:
    assert statement_of(("Pacific", "New England")) == ("New England", "Pacific")
    assert statement_of(()) == ()


def test_a_statement_is_solved_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    search = StatementSearch(prepare(wanted(), PROGRAMS), 1, 10.0)
    first = search.solve_for(("Pacific",))
    monkeypatch.setattr(preference_search, "solve_deciding", lambda *_, **__: pytest.fail("solved again"))
    assert search.solve_for(("Pacific",)) is first


def test_where_time_runs_out_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preference_search, "solve_deciding", lambda *_, **__: Undecided(0.9, 0.0))
    monkeypatch.setattr(Prices, "of", lambda *_, **__: None)
    search = StatementSearch(prepare(wanted(), PROGRAMS), 1, 10.0)
    assert search.best_of_size(1) is None
    assert search.gap_of_size(1) == pytest.approx(0.9)
    assert len(search.bound) == 1 + len(DIVISIONS)


def test_a_plan_without_any_list_has_no_best_statement() -> None:
    impossible = plan(quotas={"applications": {"minimum": 30}})
    search = StatementSearch(prepare(impossible, PROGRAMS), 0, 10.0)
    assert search.solve_for(()) is None
