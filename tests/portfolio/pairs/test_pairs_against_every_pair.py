"""`solve_pair` beside every pair of lists, on random small problems."""

from collections.abc import Iterator
from functools import cache
from itertools import count, islice, product
from types import ModuleType

import numpy as np
import pytest

from optimizer.portfolio import (
    PairInfeasible,
    PairSolved,
    PairUndecided,
    deadline,
    evaluate_pair,
    pair_chances,
    remainder,
    solve_pair,
    violations,
)
from optimizer.portfolio.pairs import bound, search
from tests.portfolio.pairs.small_pairs import (
    allowed_lists,
    best_pair_value,
    random_pair,
    scattered_pair,
    value_by_outcomes,
)

FEW, MANY = 12, 100
SAME = 1e-4
LONG = [pytest.mark.long]


@cache
def _best_value(seed: int) -> float | None:
    return best_pair_value(random_pair(seed))


def _solvable(count: int) -> Iterator[tuple[int, float]]:
    """Seeds of problems in which both have a list, with the value of their best pair."""
    seed = found = 0
    while found < count:
        best = _best_value(seed)
        if best is not None:
            yield seed, best
            found += 1
        seed += 1


@pytest.mark.parametrize("cases", [FEW, pytest.param(MANY, marks=LONG)])
def test_the_pair_is_the_best_of_all_and_the_bound_holds(cases: int) -> None:
    reached = 0
    for seed, best in _solvable(cases):
        problem = random_pair(seed)
        solved = solve_pair(problem, gap=1e-6)
        assert isinstance(solved, PairSolved)
        assert solved.settled
        assert solved.bound >= best - 1e-9, f"seed {seed}: the bound is below the best pair"
        assert solved.value <= best + 1e-9
        assert not any(violations(one, mode) for one, mode in zip(problem.problems, solved.lists, strict=True))
        reached += solved.value >= best - SAME * problem.unit_of_value
    assert reached >= 0.95 * cases


@pytest.mark.parametrize("looks", [*range(2, 60, 2), *range(60, 400, 40)])
def test_whenever_the_time_runs_out_the_best_pair_lies_between_value_and_bound(
    looks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = count()
    for module in (deadline, search):
        monkeypatch.setattr(module, "perf_counter", lambda: float(next(clock)))
    seed, best = next(islice(_solvable(FEW), looks // 2 % 3, None))
    problem = random_pair(seed)
    solved = solve_pair(problem, gap=1e-9, time_limit_s=looks)
    assert isinstance(solved, PairSolved | PairUndecided)
    if isinstance(solved, PairSolved):
        assert solved.value - 1e-9 <= best <= solved.bound + 1e-9
        assert not any(violations(one, mode) for one, mode in zip(problem.problems, solved.lists, strict=True))


@pytest.mark.parametrize(("module", "habit"), [(bound, "_ROUNDS"), (search, "_TURNS"), (search, "_MOST_ROUNDS")])
def test_a_search_that_is_cut_short_claims_no_more_than_it_found(
    module: ModuleType, habit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, habit, 1)
    for seed, best in _solvable(FEW):
        solved = solve_pair(random_pair(seed), gap=1e-6)
        assert isinstance(solved, PairSolved)
        assert solved.value <= best + 1e-9
        assert solved.bound >= best - 1e-9


@pytest.mark.parametrize("rounds", [1, search._MOST_ROUNDS])
@pytest.mark.parametrize("seed", [2, 7, 11])
def test_a_pair_that_neither_reaches_alone_is_found_by_giving_or_taking_a_place(
    seed: int, rounds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_MOST_ROUNDS", rounds)
    problem = scattered_pair(seed)
    lists = allowed_lists(problem)
    best = max(evaluate_pair(problem, pair) for pair in product(*lists))
    solved = solve_pair(problem, gap=1e-6)
    assert isinstance(solved, PairSolved)
    assert solved.value == pytest.approx(best)
    monkeypatch.setattr(search._Search, "_other_places", lambda _: ())
    without = solve_pair(problem, gap=1e-6)
    assert isinstance(without, PairSolved)
    assert without.value < best - 1e-6


def test_an_integer_search_in_place_of_counting_finds_the_same_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remainder, "MOST_LISTS", 0)
    for seed, best in _solvable(FEW // 3):
        solved = solve_pair(random_pair(seed), gap=1e-6)
        assert isinstance(solved, PairSolved)
        assert solved.value == pytest.approx(best, abs=SAME)


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
