"""`solve` beside the enumeration of every list, on random small problems with and without a list."""

import numpy as np
import pytest

from optimizer.portfolio import Infeasible, Solved, candidates, evaluate, remainder, solve, spend, violations
from tests.drawn import drawn
from tests.oracle import (
    all_lists,
    allowed,
    best_list,
    dollars_of,
    is_possible,
    match_probability_by_outcomes,
    only,
    value_by_outcomes,
    values_of,
)
from tests.strategies import random_problem

GAP = 1e-6
SEEDS = range(1000)
POSSIBLE = [seed for seed in SEEDS if is_possible(random_problem(seed))]
IMPOSSIBLE = sorted(set(SEEDS) - set(POSSIBLE))


def test_the_random_problems_are_of_every_kind() -> None:
    assert len(POSSIBLE) >= 625
    assert len(IMPOSSIBLE) >= 187
    problems = [random_problem(seed) for seed in SEEDS]
    assert sum(problem.worst_share < 1 for problem in problems) >= 300
    assert sum(problem.budget is not None and len(problem.fees) == 2 for problem in problems) >= 150
    assert sum(problem.charge is not None for problem in problems) >= 250
    assert sum(problem.charge is not None and problem.worst_share < 1 for problem in problems) >= 80


@pytest.mark.parametrize("seed", drawn(POSSIBLE))
def test_no_list_is_better_than_the_solved_one(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # Half of them are counted out at the end, the others left to the integer solver altogether.
    monkeypatch.setattr(remainder, "MOST_LISTS", remainder.MOST_LISTS * (seed % 2))
    problem = random_problem(seed)
    best = best_list(problem)
    assert best is not None
    solved = solve(problem, gap=GAP)
    assert isinstance(solved, Solved)
    tolerance = GAP * max(float(problem.utility.max()), 1e-9)
    assert allowed(problem, solved.mode[None, :]).all()
    assert solved.proven
    assert solved.bound - solved.value <= tolerance * 1.01
    assert best.value - 1.01 * tolerance <= solved.value <= best.value + 1e-9
    assert solved.bound >= best.value - 0.1 * tolerance
    assert solved.value == pytest.approx(value_by_outcomes(problem, solved.mode), abs=1e-9)
    assert solved.match_probability == pytest.approx(match_probability_by_outcomes(problem, solved.mode), abs=1e-9)
    assert solved.spend == pytest.approx(float(dollars_of(problem, solved.mode[None, :])[0]))


@pytest.mark.parametrize("seed", drawn(IMPOSSIBLE))
def test_the_named_limits_clash_and_none_of_them_is_idle(seed: int) -> None:
    problem = random_problem(seed)
    outcome = solve(problem, gap=GAP)
    assert isinstance(outcome, Infeasible)
    if np.intersect1d(problem.required, problem.forbidden).size:
        assert outcome == Infeasible(("required", "forbidden"))
        return
    names = outcome.conflict
    assert names
    assert not is_possible(only(problem, names))
    for left_out in names:
        assert is_possible(only(problem, tuple(name for name in names if name != left_out)))


@pytest.mark.parametrize("seed", SEEDS[::7])
def test_the_referee_finds_what_the_enumeration_finds(seed: int) -> None:
    problem = random_problem(seed)
    lists = all_lists(problem)
    some = np.random.default_rng(seed).choice(len(lists), min(len(lists), 12), replace=False)
    values, fits = values_of(problem, lists[some]), allowed(problem, lists[some])
    dollars = dollars_of(problem, lists[some])
    for mode, value, fit, paid in zip(lists[some], values, fits, dollars, strict=True):
        assert evaluate(problem, mode) == pytest.approx(value, abs=1e-12)
        assert evaluate(problem, mode) == pytest.approx(value_by_outcomes(problem, mode), abs=1e-12)
        assert spend(problem, mode) == pytest.approx(paid)
        assert (violations(problem, mode) == ()) == fit


@pytest.mark.parametrize("seed", drawn(POSSIBLE[::7] + IMPOSSIBLE[::7]))
@pytest.mark.parametrize(("first_candidates", "most_lists"), [(0, 0), (1, 0), (1, 10), (0, 10_000)])
def test_no_list_is_lost_by_leaving_programs_out_at_first(
    seed: int, first_candidates: int, most_lists: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "FIRST_CANDIDATES", first_candidates)
    monkeypatch.setattr(remainder, "MOST_LISTS", most_lists)
    problem = random_problem(seed)
    best = best_list(problem)
    outcome = solve(problem, gap=GAP)
    assert isinstance(outcome, Infeasible) == (best is None)
    if isinstance(outcome, Solved) and best is not None:
        tolerance = GAP * max(float(problem.utility.max()), 1e-9)
        assert outcome.proven
        assert best.value - 1.01 * tolerance <= outcome.value <= best.value + 1e-9
        assert outcome.bound >= best.value - 0.1 * tolerance


@pytest.mark.parametrize("gap", [1e-2, 0.2])
@pytest.mark.parametrize("seed", POSSIBLE[::8])
def test_a_wide_gap_is_kept_and_its_bound_holds(seed: int, gap: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "FIRST_CANDIDATES", 1)
    problem = random_problem(seed)
    best, answer = best_list(problem), solve(problem, gap=gap)
    assert best is not None
    assert isinstance(answer, Solved)
    assert answer.bound >= best.value - 1e-7 * float(problem.utility.max())
    assert answer.bound - answer.value <= gap * float(problem.utility.max()) + 1e-12
