"""What programs and limits mean for a list: beside every list of small problems, and by hand."""

from dataclasses import replace

import numpy as np
import pytest

from optimizer.errors import BadInput
from optimizer.portfolio import Limit, LimitWorth, Model, Outcome, Problem, Solved, Swap, explain, solve
from optimizer.portfolio.explain import BUDGET_STEP_DOLLARS
from tests.oracle import best_list, is_possible
from tests.strategies import random_problem

GAP = 1e-6
POSSIBLE = [seed for seed in range(4000, 4080) if is_possible(random_problem(seed))]


def solved_problem(seed: int) -> tuple[Problem, Solved, float]:
    """A problem, its solution, and the gap in its unit of value."""
    problem = random_problem(seed)
    solved = solve(problem, gap=GAP)
    assert isinstance(solved, Solved)
    return problem, solved, 1.01 * GAP * max(float(problem.utility.max()), 1e-9)


def true_loss(problem: Problem, solved: Solved, program: int) -> float:
    if solved.mode[program] >= 0:
        best = best_list(replace(problem, forbidden=[*problem.forbidden, program]))
    else:
        best = best_list(replace(problem, required=[*problem.required, program]))
    return np.inf if best is None else max(solved.value - best.value, 0.0)


def holds(swap: Swap, loss: float, tolerance: float) -> None:
    assert swap.least >= 0
    assert swap.least - tolerance <= loss <= swap.most + tolerance
    if swap.solved:
        assert swap.possible == np.isfinite(loss)
        assert swap.most == swap.least == np.inf or swap.most - swap.least <= tolerance
    else:
        assert swap.possible is None
        assert swap.leaves == swap.enters == ()


@pytest.mark.parametrize("seed", POSSIBLE)
def test_every_loss_lies_between_least_and_most(seed: int) -> None:
    problem, solved, tolerance = solved_problem(seed)
    explanation = explain(problem, solved, gap=GAP)
    assert [swap.program for swap in explanation.programs] == list(range(problem.shape[0]))
    for swap in explanation.programs:
        assert swap.chosen == (solved.mode[swap.program] >= 0)
        holds(swap, true_loss(problem, solved, swap.program), tolerance)
        assert swap.chosen or not swap.solved
        assert not swap.chosen or swap.solved or swap.most - swap.least <= tolerance


@pytest.mark.parametrize("seed", POSSIBLE)
def test_programs_asked_for_are_exact_to_the_gap(seed: int) -> None:
    problem, solved, tolerance = solved_problem(seed)
    asked = np.random.default_rng(seed).permutation(problem.shape[0])
    explanation = explain(problem, solved, asked.tolist(), limits=False, gap=GAP)
    assert explanation.limits == ()
    assert [swap.program for swap in explanation.programs] == sorted(asked)
    for swap in explanation.programs:
        holds(swap, true_loss(problem, solved, swap.program), tolerance)
        assert swap.solved or swap.most - swap.least <= tolerance
        if swap.possible:
            assert (swap.program in swap.leaves) == swap.chosen
            assert (swap.program in swap.enters) == (not swap.chosen)


@pytest.mark.parametrize("seed", POSSIBLE)
def test_a_unit_more_of_a_limit_brings_what_every_list_with_it_shows(seed: int) -> None:
    problem, solved, tolerance = solved_problem(seed)
    worths = explain(problem, solved, [], gap=GAP).limits
    applied = np.flatnonzero(solved.mode >= 0)
    binding = [
        (limit.name, side)
        for limit in problem.limits
        for side in ("minimum", "maximum")
        if abs(getattr(limit, side) - limit.coefficient[applied, solved.mode[applied]].sum()) < 1
    ]
    budget = [] if problem.budget is None else [("budget", "maximum")]
    assert [(worth.limit, worth.side) for worth in worths] == binding + budget
    for worth in worths:
        best = best_list(eased(problem, worth))
        assert best is not None
        gain = best.value - solved.value
        assert worth.gain - 1e-9 <= gain <= worth.most + 1e-9
        assert worth.most - worth.gain <= tolerance
        assert 0 <= worth.gain <= worth.most


def eased(problem: Problem, worth: LimitWorth) -> Problem:
    if worth.limit == "budget":
        assert problem.budget is not None
        assert worth.unit == BUDGET_STEP_DOLLARS
        return replace(problem, budget=problem.budget + worth.unit)
    assert worth.unit == 1
    return replace(
        problem,
        limits=tuple(
            Limit(
                limit.name,
                limit.coefficient,
                limit.minimum - (worth.side == "minimum"),
                limit.maximum + (worth.side == "maximum"),
            )
            if limit.name == worth.limit
            else limit
            for limit in problem.limits
        ),
    )


def quota_problem() -> tuple[Problem, Solved]:
    """Two of four programs, one of the first two at least: 0 and 3 are chosen."""
    limits = (Limit("count", np.ones(4), maximum=2), Limit("west", np.array([1.0, 1.0, 0.0, 0.0]), minimum=1))
    problem = Problem(np.array([0.2, 0.1, 0.4, 0.5])[:, None, None], np.ones(1), np.ones(4), limits=limits)
    solved = solve(problem)
    assert isinstance(solved, Solved)
    assert solved.mode.tolist() == [0, -1, -1, 0]
    return problem, solved


def test_what_leaves_and_enters_is_told() -> None:
    problem, solved = quota_problem()
    first, second, third, fourth = explain(problem, solved, range(4)).programs
    assert (first.leaves, first.enters) == ((0,), (1,))
    assert first.most == pytest.approx(0.6 - 0.55)
    assert (second.leaves, second.enters) == ((0,), (1,))
    assert second.most == pytest.approx(0.6 - 0.55)
    assert (third.leaves, third.enters) == ((3,), (2,))
    assert third.most == pytest.approx(0.6 - 0.52)
    assert (fourth.leaves, fourth.enters) == ((3,), (2,))


def test_a_quota_is_worth_what_it_holds_back() -> None:
    count, west = explain(*quota_problem(), []).limits
    assert [(each.limit, each.side) for each in (count, west)] == [("count", "maximum"), ("west", "minimum")]
    assert [each.gain for each in (count, west)] == pytest.approx([0.76 - 0.6, 0.7 - 0.6])


def test_a_limit_that_holds_nothing_back_is_settled_by_its_price() -> None:
    # All three are applied to anyway.
    everyone = Limit("everyone", np.ones(3), maximum=3)
    problem = Problem(np.full((3, 1, 1), 0.5), np.ones(1), np.ones(3), limits=(everyone,))
    solved = solve(problem)
    assert isinstance(solved, Solved)
    assert explain(problem, solved, []).limits == (LimitWorth("everyone", "maximum", 1.0, 0.0, 0.0, solved=False),)


def test_a_required_program_cannot_be_left_out_and_a_forbidden_one_not_brought_in() -> None:
    problem, _ = quota_problem()
    locked = replace(problem, required=[1], forbidden=[2])
    solved = solve(locked)
    assert isinstance(solved, Solved)
    required, forbidden = explain(locked, solved, [1, 2]).programs
    for swap in (required, forbidden):
        assert (swap.solved, swap.possible, swap.least, swap.most) == (True, False, np.inf, np.inf)


def test_without_time_only_bounds_answer() -> None:
    problem, solved = quota_problem()
    explanation = explain(problem, solved, time_limit_s=0)
    assert [swap.least for swap in explanation.programs] == [0, 0, 0, 0]
    assert not any(swap.solved for swap in explanation.programs)
    for worth in explanation.limits:
        assert (worth.gain, worth.solved) == (0.0, False)
        assert worth.most >= 0.16


def test_a_solve_that_never_ends_in_time_leaves_the_bounds_of_the_relaxation(monkeypatch: pytest.MonkeyPatch) -> None:
    solve_in_time = Model.solve_and_keep

    def no_time(model: Model, *, gap: float, time_limit_s: float) -> tuple[Outcome, Model]:
        return solve_in_time(model, gap=gap, time_limit_s=0 * time_limit_s)

    problem, solved = quota_problem()
    monkeypatch.setattr(Model, "solve_and_keep", no_time)
    first, second, third, _ = explain(problem, solved).programs
    assert (first.solved, first.possible) == (False, None)
    assert 0 <= first.least <= 0.05 + 1e-9
    assert second.most == third.most == np.inf


@pytest.mark.parametrize("programs", [[4], [-1], [0.5], [True]])
def test_a_program_that_does_not_exist_is_refused(programs: list[int]) -> None:
    with pytest.raises(BadInput, match="programs"):
        explain(*quota_problem(), programs)
