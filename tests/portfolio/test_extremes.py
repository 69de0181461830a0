"""Problems at the edge of what can be asked: they have to end in a right answer, not in a crash."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from optimizer.portfolio import FeeSchedule, Infeasible, Limit, Problem, Solved, evaluate, remainder, solve
from tests.oracle import best_list


def uniform(chance: float, programs: int = 6, **fields: Any) -> Problem:
    fields.setdefault("limits", (Limit("count", np.ones(programs), maximum=3),))
    fields.setdefault("utility", np.ones(programs))
    return Problem(np.full((programs, 2, 2), chance), np.full(2, 0.5), **fields)


def checked(problem: Problem) -> Solved:
    best, answer = best_list(problem), solve(problem, gap=1e-6)
    assert best is not None
    assert isinstance(answer, Solved)
    assert answer.proven
    assert answer.value == pytest.approx(best.value, abs=1.01e-6 * max(float(problem.utility.max()), 1e-9))
    assert answer.bound >= best.value * (1 - 1e-12) - 1e-12
    return answer


@pytest.mark.parametrize("chance", [0.0, 1.0, 1e-300, 1e-12, 1 - 1e-15, 0.5])
@pytest.mark.parametrize("share", [1.0, 0.3])
def test_programs_all_alike(chance: float, share: float) -> None:
    checked(uniform(chance, worst_share=share))


@pytest.mark.parametrize(
    "utility", [[0.0] * 6, [1e-200] * 6, [1e200] * 6, [0, 0, 0, 0, 0, 5.0], [1, 1 + 1e-15, 1, 1, 1, 1]]
)
def test_utilities_that_are_nothing_equal_or_huge(utility: list[float]) -> None:
    checked(uniform(0.3, utility=np.array(utility)))


@pytest.mark.parametrize("weight", [0.0, 1e-300, 1e-12])
@pytest.mark.parametrize("share", [1.0, 1e-9, 0.5])
def test_a_scenario_of_hardly_any_weight(weight: float, share: float) -> None:
    rng = np.random.default_rng(4)
    problem = Problem(
        rng.random((5, 1, 2)),
        np.array([weight, 1 - weight]),
        np.ones(5),
        limits=(Limit("count", np.ones(5), maximum=2),),
        worst_share=share,
    )
    checked(problem)


def test_weights_that_are_slightly_off_are_taken_as_they_are() -> None:
    for off in (0.9e-6, -0.9e-6):
        problem = Problem(np.full((2, 1, 2), 0.5), np.array([0.5, 0.5 + off]), np.ones(2))
        answer = solve(problem, gap=1e-6)
        assert isinstance(answer, Solved)
        assert answer.value == pytest.approx(0.75 * (1 + off), abs=1e-12)


@pytest.mark.parametrize(("budget", "count"), [(0.0, 0), (10.99, 0), (11.0, 1), (33.0, 3), (62.99, 3), (63.0, 4)])
def test_a_budget_exactly_at_a_fee_step_buys_that_step(budget: float, count: int) -> None:
    fee = FeeSchedule("service", np.ones(6, dtype=bool), ((1, 11.0), (4, 30.0)))
    answer = checked(uniform(0.1, limits=(), fees=(fee,), budget=budget))
    assert (answer.mode >= 0).sum() == count


def test_cents_that_have_no_exact_sum_still_fit_their_budget() -> None:
    answer = checked(uniform(0.1, programs=3, limits=(), cost=[0.1, 0.2, 0.3], budget=0.6))
    assert (answer.mode >= 0).all()


@pytest.mark.parametrize("count", range(7))
def test_a_minimum_that_is_the_maximum_is_met_exactly(count: int) -> None:
    answer = checked(uniform(0.4, limits=(Limit("exactly", np.ones(6), count, count),)))
    assert (answer.mode >= 0).sum() == count


def five_hundred_limits(rng: np.random.Generator, programs: int) -> tuple[Limit, ...]:
    members = rng.random((500, programs)) < rng.random((500, 1))
    return tuple(Limit(f"limit {k}", members[k], 0, max(1, int(members[k].sum() * 0.6))) for k in range(500))


def test_five_hundred_limits_at_once() -> None:
    rng = np.random.default_rng(9)
    small = Problem(rng.random((7, 1, 2)) * 0.5, np.full(2, 0.5), rng.random(7), limits=five_hundred_limits(rng, 7))
    checked(small)
    large = Problem(rng.random((80, 2, 4)) * 0.3, np.full(4, 0.25), rng.random(80), limits=five_hundred_limits(rng, 80))
    answer = solve(large)
    assert isinstance(answer, Solved)
    assert answer.proven


def test_five_hundred_limits_of_which_two_clash() -> None:
    rng = np.random.default_rng(10)
    limits = (
        *five_hundred_limits(rng, 30),
        Limit("many", np.ones(30), minimum=9),
        Limit("few", np.ones(30), maximum=2),
    )
    problem = Problem(rng.random((30, 1, 2)), np.full(2, 0.5), np.ones(30), limits=limits)
    outcome = solve(problem)
    assert isinstance(outcome, Infeasible)
    assert "many" in outcome.conflict
    assert len(outcome.conflict) == 2


def test_a_single_program_in_a_single_mode_and_scenario() -> None:
    checked(Problem(np.full((1, 1, 1), 0.3), np.ones(1), np.ones(1)))
    checked(Problem(np.full((1, 1, 1), 0.3), np.ones(1), np.ones(1), required=[0]))
    checked(Problem(np.full((1, 1, 1), 0.3), np.ones(1), np.ones(1), forbidden=[0]))


def test_coefficients_of_very_different_size() -> None:
    rng = np.random.default_rng(12)
    weights = np.array([10.0**k for k in rng.integers(-3, 5, 6)])
    checked(uniform(0.3, limits=(Limit("weights", weights, maximum=float(np.sort(weights)[:4].sum())),)))


def test_a_thousand_programs_alike_are_solved_and_the_first_are_chosen() -> None:
    chance = np.full((1000, 2, 4), 0.02)
    chance[:, 1] = 0.04
    signals = Limit("signals", np.tile([0.0, 1.0], (1000, 1)), maximum=5)
    problem = Problem(
        chance, np.full(4, 0.25), np.ones(1000), limits=(signals,), cost=np.full(1000, 11.0), budget=440.0
    )
    answer = solve(problem)
    assert isinstance(answer, Solved)
    assert answer.mode.tolist() == [1] * 5 + [0] * 35 + [-1] * 960
    assert answer.value == pytest.approx(evaluate(replace(problem, budget=None), answer.mode))


def test_a_bound_holds_where_the_integer_solver_overlooks_a_few_billionths(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remainder, "MOST_LISTS", 0)
    chance = np.array([[1.3e-5, 8.8e-5], [3.2e-5, 7.0e-5], [0.9999, 0.9999], [2.5e-5, 9.6e-5]])[:, :, None]
    fee = FeeSchedule("service", np.array([True, True, False, False]), ((1, 30.0),))
    utility = 1 + np.array([2.0, 1.5, 1.7, 7.6]) * 1e-10
    checked(Problem(chance, np.ones(1), utility, fees=(fee,), budget=25.0))


def test_a_list_that_hardly_any_other_differs_from_is_bounded_in_few_rounds() -> None:
    # So many chances that all gains are below what a linear solver tells from nothing.
    rng = np.random.default_rng(2)
    utility = 10 * rng.exponential(1.0, 1024)
    chance = 1 / (1 + utility + 9 * rng.random(1024))
    cost = rng.integers(5, 11, 1024).astype(float)
    answer = solve(Problem(chance[:, None, None], np.ones(1), utility, cost=cost, budget=cost.sum() // 2), gap=1e-9)
    assert isinstance(answer, Solved)
    assert answer.bound - answer.value <= 2e-8 * utility.max()
