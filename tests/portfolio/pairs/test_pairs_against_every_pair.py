"""`solve_pair` beside every pair of lists, on random small problems."""

from collections.abc import Iterator

import numpy as np
import pytest

from optimizer.portfolio import PairInfeasible, PairSolved, evaluate_pair, pair_chances, solve_pair, violations
from tests.portfolio.pairs.small_pairs import allowed_lists, best_pair_value, random_pair, value_by_outcomes

FEW, MANY = 12, 100
SAME = 1e-4
LONG = [pytest.mark.long]


def _solvable(count: int) -> Iterator[tuple[int, float]]:
    """Seeds of problems in which both have a list, with the value of their best pair."""
    seed = found = 0
    while found < count:
        best = best_pair_value(random_pair(seed))
        if best is not None:
            yield seed, best
            found += 1
        seed += 1


@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=LONG)])
def test_the_pair_is_the_best_of_all_and_the_bound_holds(count: int) -> None:
    reached = 0
    for seed, best in _solvable(count):
        problem = random_pair(seed)
        solved = solve_pair(problem, gap=1e-6)
        assert isinstance(solved, PairSolved)
        assert solved.settled
        assert solved.bound >= best - 1e-9, f"seed {seed}: the bound is below the best pair"
        assert solved.value <= best + 1e-9
        assert not any(violations(one, mode) for one, mode in zip(problem.problems, solved.lists, strict=True))
        reached += solved.value >= best - SAME * problem.unit_of_value
    assert reached >= 0.95 * count


@pytest.mark.parametrize("seed", range(6))
def test_the_referee_finds_what_the_sum_over_all_outcomes_is(seed: int) -> None:
    problem = random_pair(seed)
    rng = np.random.default_rng(seed)
    first, second = allowed_lists(problem)
    if not (len(first) and len(second)):
        first, second = (np.full((1, 6), 0), np.full((1, 6), 0))
    for _ in range(2):
        lists = first[rng.integers(len(first))], second[rng.integers(len(second))]
        value, together = value_by_outcomes(problem, lists)
        assert evaluate_pair(problem, lists) == pytest.approx(value, abs=1e-12)
        assert pair_chances(problem, lists).together == pytest.approx(together, abs=1e-12)


def test_a_partner_without_a_list_is_named() -> None:
    seed = next(seed for seed in range(200) if not len(allowed_lists(random_pair(seed))[1]))
    problem = random_pair(seed)
    found = solve_pair(problem)
    assert isinstance(found, PairInfeasible)
    assert found.who == (0 if not len(allowed_lists(problem)[0]) else 1)
    assert found.why.conflict
