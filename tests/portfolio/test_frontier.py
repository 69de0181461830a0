"""What each budget buys: beside every list of small problems, and by hand."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from optimizer.errors import BadInput
from optimizer.portfolio import (
    FeeSchedule,
    Frontier,
    FrontierPoint,
    Limit,
    Model,
    Outcome,
    Problem,
    Solved,
    Undecided,
    frontier,
    solve,
    spend,
    violations,
)
from tests.oracle import best_list, dollars_of
from tests.strategies import random_problem

GAP = 1e-6
BUDGETS = (60.0, 0.0, 5.0, 11.0, 15.0, 26.0, 26.0, 40.0, 1000.0)


@pytest.mark.parametrize("seed", range(3000, 3060))
def test_each_point_is_the_best_list_within_its_budget(seed: int) -> None:
    problem = random_problem(seed)
    if np.intersect1d(problem.required, problem.forbidden).size:
        return
    found = frontier(problem, BUDGETS, gap=GAP)
    tolerance = 1.01 * GAP * max(float(problem.utility.max()), 1e-9)
    assert sorted([point.budget for point in found.points] + list(found.impossible)) == sorted(set(BUDGETS))
    assert found.undecided == ()
    for budget in found.impossible:
        assert best_list(replace(problem, budget=budget)) is None
    for point in found.points:
        at_budget = replace(problem, budget=point.budget)
        best = best_list(at_budget)
        assert best is not None
        assert violations(at_budget, point.mode) == ()
        assert best.value - tolerance <= point.value <= best.value + 1e-9
        assert best.value - 1e-9 <= point.bound <= point.value + tolerance
        assert point.spend == pytest.approx(float(dollars_of(problem, point.mode[None, :])[0]))
        assert point.applications == (point.mode >= 0).sum()
    for less, more in pairwise(found.points):
        assert less.budget < more.budget
        assert less.value <= more.value
        assert less.bound <= more.bound


def eras_problem() -> Problem:
    rng = np.random.default_rng(11)
    fee = FeeSchedule("ERAS", np.ones(60, dtype=bool), ((1, 11.0), (31, 30.0)))
    west = Limit("west", (np.arange(60) < 20).astype(float), minimum=5)
    return Problem(rng.random((60, 1, 4)) * 0.05, np.full(4, 0.25), np.ones(60), fees=(fee,), limits=(west,))


def test_each_point_is_within_the_gap_of_a_solve_at_its_budget() -> None:
    problem, gap = eras_problem(), 1e-4
    budgets = np.linspace(0, 1200, 25)
    found = frontier(problem, budgets.tolist(), gap=gap)
    assert found.impossible == (0.0, 50.0)
    for point in found.points:
        answer = solve(replace(problem, budget=point.budget), gap=gap)
        assert isinstance(answer, Solved)
        assert point.value == pytest.approx(answer.value, abs=gap)
        assert point.bound >= answer.value
        assert point.bound - point.value <= gap
        assert point.spend == spend(problem, point.mode) <= point.budget


def test_budgets_of_nothing_are_impossible_where_a_quota_needs_money() -> None:
    assert frontier(eras_problem(), [0.0, 54.0]).impossible == (0.0, 54.0)
    assert frontier(eras_problem(), [54.0, 55.0]).impossible == (54.0,)
    nothing = frontier(eras_problem(), [])
    assert [*nothing.points, *nothing.impossible, *nothing.undecided] == []


def test_a_bad_budget_is_named_and_all_of_them_at_once() -> None:
    with pytest.raises(BadInput) as caught:
        frontier(eras_problem(), [10.0, -1.0, np.nan])
    assert [fault.where for fault in caught.value.faults] == ["budgets[1]", "budgets[2]"]


def test_without_time_nothing_is_decided() -> None:
    assert frontier(eras_problem(), [500.0, 400.0], time_limit_s=0).undecided == (400.0, 500.0)


def test_a_budget_that_time_did_not_suffice_for_keeps_the_list_of_a_smaller_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    solve_in_time = Model.solve_and_keep

    def only_small(model: Model, *, gap: float, time_limit_s: float) -> tuple[Outcome, Model]:
        budget = model.problem.budget or 0.0
        if budget > 300:
            return Undecided(0.9, 0.0), model
        return solve_in_time(model, gap=gap, time_limit_s=time_limit_s)

    monkeypatch.setattr(Model, "solve_and_keep", only_small)
    found = frontier(eras_problem(), [300.0, 400.0])
    small, large = found.points
    assert (large.budget, large.bound, large.value) == (400.0, 0.9, small.value)
    assert large.mode is small.mode


def test_a_list_found_with_less_money_is_kept_where_more_money_finds_a_worse_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    solve_in_time = Model.solve_and_keep

    def worse_with_more(model: Model, *, gap: float, time_limit_s: float) -> tuple[Outcome, Model]:
        outcome, kept = solve_in_time(model, gap=gap, time_limit_s=time_limit_s)
        assert isinstance(outcome, Solved)
        worse = replace(outcome, value=outcome.value / 2, bound=outcome.bound * 2)
        return (worse if model.problem.budget == 400 else outcome), kept

    monkeypatch.setattr(Model, "solve_and_keep", worse_with_more)
    small, large, largest = frontier(eras_problem(), [300.0, 400.0, 410.0]).points
    assert large.value == small.value
    assert large.mode is small.mode
    # With less money no list exceeds what none exceeds with more.
    assert large.bound == largest.bound


def by_hand(*figures: tuple[float, float]) -> Frontier:
    nothing = np.zeros(0, dtype=np.int64)
    return Frontier(tuple(FrontierPoint(b, v, v, v, b, 0, nothing) for b, v in figures), (), ())


def test_the_knee_is_farthest_above_the_straight_line() -> None:
    knee = by_hand((0, 0.0), (100, 0.4), (200, 0.7), (300, 0.75), (400, 0.8)).knee
    assert knee is not None
    assert knee.budget == 200
    assert by_hand((0, 0.0), (100, 0.4)).knee is None
    assert by_hand().knee is None


def test_the_knee_of_a_flat_frontier_is_its_first_point() -> None:
    knee = by_hand((0, 0.5), (100, 0.5), (200, 0.5)).knee
    assert knee is not None
    assert knee.budget == 0


@pytest.mark.parametrize(("gain", "budget"), [(0.5, 0), (0.25, 100), (0.1, 200), (0.045, 400), (0.02, 400), (0, 400)])
def test_the_last_budget_worth_its_money(gain: float, budget: float) -> None:
    # Each 100 dollars bring 30, 20, 0 and 9 points: the standstill is worth crossing at 4.5 points a step.
    found = by_hand((0, 0.0), (100, 0.3), (200, 0.5), (300, 0.5), (400, 0.59))
    worth = found.worth_up_to(gain - 1e-9)
    assert worth is not None
    assert worth.budget == budget
    for larger in found.points:
        if larger.budget > worth.budget:
            assert (larger.value - worth.value) / (larger.budget - worth.budget) * 100 < gain
    assert by_hand().worth_up_to(gain) is None


def test_worth_counts_per_the_dollars_given() -> None:
    found = by_hand((0, 0.0), (100, 0.3), (200, 0.5))
    one, other = found.worth_up_to(0.25), found.worth_up_to(0.025, per_dollars=10.0)
    assert one is other is found.points[1]
