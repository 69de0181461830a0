"""Prices against every list of small problems, at the problem's own chances and at others."""

from dataclasses import replace

import numpy as np
import pytest

from optimizer.portfolio import (
    Limit,
    Model,
    Prices,
    Problem,
    Solved,
    evaluate,
    groups_of_the_alike,
    marginal_values,
    offer_values,
    solve,
)
from tests.oracle import best_list, is_possible
from tests.strategies import random_problem

SEEDS = range(5000, 5120)
POSSIBLE = [seed for seed in SEEDS if is_possible(random_problem(seed))]


def solution(problem: Problem) -> Solved:
    solved = solve(problem, gap=1e-6)
    assert isinstance(solved, Solved)
    return solved


@pytest.mark.parametrize("seed", POSSIBLE)
def test_no_list_is_worth_more_than_the_bound_at_these_chances_or_others(seed: int) -> None:
    problem = random_problem(seed)
    prices = Prices.of(problem)
    assert prices is not None
    rng = np.random.default_rng(seed)
    scale = float(problem.utility.max())
    for chance in (problem.offer_chance, rng.random(problem.shape), problem.offer_chance * 0.3):
        best = best_list(replace(problem, offer_chance=chance))
        assert best is not None
        assert best.value <= prices.bound(chance) + 1e-9 * max(scale, 1.0)


@pytest.mark.parametrize("seed", POSSIBLE)
def test_at_the_problems_own_chances_the_bound_is_close_to_the_relaxations(seed: int) -> None:
    problem = replace(random_problem(seed), worst_share=1.0)
    model, prices = Model.of(problem).relaxed(gap=1e-6, time_limit_s=10.0), Prices.of(problem, gap=1e-6)
    assert prices is not None
    assert model.near is not None
    assert prices.bound(problem.offer_chance) == pytest.approx(
        model.near.bound * model.highest, abs=1e-4 * model.highest
    )


def test_without_limits_the_bound_at_other_chances_touches_where_they_are_the_same() -> None:
    problem = Problem(np.full((3, 1, 2), 0.2), np.array([0.5, 0.5]), np.ones(3))
    prices = Prices.of(problem)
    assert prices is not None
    assert prices.bound(problem.offer_chance) == pytest.approx(1 - 0.8**3)


def test_where_no_list_is_possible_there_are_no_prices() -> None:
    impossible = Problem(np.full((2, 1, 1), 0.2), np.ones(1), np.ones(2), required=[0], forbidden=[0])
    assert Prices.of(impossible) is None


@pytest.mark.parametrize("seed", POSSIBLE)
def test_an_offers_value_times_its_chance_is_what_the_program_adds(seed: int) -> None:
    problem = replace(random_problem(seed), worst_share=1.0)
    mode = solution(problem).mode
    value = offer_values(problem, mode)
    charge = np.zeros(problem.shape[:2]) if problem.charge is None else problem.charge
    assert (value >= -1e-12).all()
    for program in range(problem.shape[0]):
        without = mode.copy()
        without[program] = -1
        for m in range(problem.shape[1]):
            with_it = without.copy()
            with_it[program] = m
            added = evaluate(problem, with_it) - evaluate(problem, without)
            brought = float(problem.offer_chance[program, m] @ value[program]) - charge[program, m]
            assert added == pytest.approx(brought, abs=1e-12)
    applied = mode >= 0
    everyone = np.arange(mode.size)
    own = np.einsum("ps,ps->p", problem.offer_chance[everyone, mode], value) - charge[everyone, mode]
    assert marginal_values(problem, mode)[applied] == pytest.approx(own[applied], abs=1e-12)


def test_with_a_worst_share_only_the_worst_scenarios_count() -> None:
    chance = np.array([[[0.1, 0.9]], [[0.5, 0.5]]])
    problem = Problem(chance, np.array([0.5, 0.5]), np.ones(2), worst_share=0.5)
    value = offer_values(problem, np.array([0, -1]))
    assert value[1] == pytest.approx([0.9, 0.0])


def test_applications_that_a_limit_allows_none_of_stay_closed_at_any_chance() -> None:
    none_in_mode_1 = Limit("none", np.array([[0.0, 1.0], [0.0, 1.0]]), maximum=0.0)
    chance = np.array([[[0.1], [0.2]], [[0.1], [0.2]]])
    prices = Prices.of(Problem(chance, np.ones(1), np.ones(2), limits=(none_in_mode_1,)))
    assert prices is not None
    assert np.isinf(prices.charge).tolist() == [[False, True], [False, True]]
    assert prices.bound(np.where([[[False], [True]]], 0.99, chance)) == pytest.approx(1 - 0.9**2)


def test_what_a_program_brings_beyond_its_charge_beside_a_list() -> None:
    prices = Prices(
        fixed=0.0,
        slope=np.zeros((3, 1)),
        charge=np.array([[0.1, 0.3], [0.1, 0.3], [0.1, np.inf]]),
        required=np.array([False, False, True]),
    )
    chance = np.array([[[0.2], [0.6]], [[0.05], [0.2]], [[0.05], [0.9]]])
    assert prices.profit_beside(np.ones((3, 1)), chance) == pytest.approx([0.3, 0.0, -0.05])


def test_programs_alike_in_everything_are_one_group() -> None:
    chance = np.full((4, 1, 2), 0.2)
    chance[2] = 0.3
    problem = Problem(chance, np.array([0.5, 0.5]), np.ones(4), cost=np.array([1.0, 1.0, 1.0, 2.0]))
    group = groups_of_the_alike(problem)
    assert group[0] == group[1]
    assert len(set(group.tolist())) == 3
