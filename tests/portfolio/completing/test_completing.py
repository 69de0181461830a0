"""Two lists in one budget: beside every pair of lists, and by hand."""

from dataclasses import replace
from itertools import count
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from optimizer.errors import BadInput, RefereeDisagreement
from optimizer.portfolio import (
    FeeSchedule,
    Infeasible,
    Limit,
    Problem,
    Undecided,
    deadline,
    evaluate,
    remainder,
    solve,
    violations,
)
from optimizer.portfolio.completing import (
    Completed,
    CompletionProblem,
    complements_beside,
    completion_chances,
    evaluate_completion,
    goals_beside,
    search,
    solve_completion,
    turns,
)
from optimizer.portfolio.completing.box import Box, box_within_reach, sides_at_mean
from optimizer.portfolio.completing.exposure import Hazards
from optimizer.portfolio.completing.overstated import most_above
from optimizer.portfolio.completing.referee import confirm_completion
from optimizer.portfolio.linear import Verdict
from optimizer.portfolio.relaxation import Relaxed, relax
from tests.drawn import drawn
from tests.oracle import all_lists, allowed, is_possible
from tests.portfolio.completing.small_completions import (
    best_of_spread,
    random_completion,
    spread_completion,
    value_by_outcomes,
)

GAP = 1e-5
SEEDS = range(300, 420)
POSSIBLE = [seed for seed in SEEDS if is_possible(random_completion(seed).problem)]
IMPOSSIBLE = [seed for seed in SEEDS if seed not in POSSIBLE]


def every_value(completion: CompletionProblem) -> tuple[np.ndarray, np.ndarray]:
    """Every allowed pair of lists with its value by the referee, which is held against outcomes elsewhere."""
    lists = all_lists(completion.problem)
    lists = lists[allowed(completion.problem, lists)]
    return lists, np.array([evaluate_completion(completion, mode) for mode in lists])


@pytest.mark.parametrize("seed", POSSIBLE)
def test_no_two_lists_are_better(seed: int) -> None:
    completion = random_completion(seed)
    solved = solve_completion(completion, gap=GAP)
    assert isinstance(solved, Completed)
    best = every_value(completion)[1].max()
    assert best - 1.01 * GAP * completion.unit_of_value - 1e-9 <= solved.value <= best + 1e-9
    assert best <= solved.bound + 1e-9
    assert solved.proven
    assert violations(completion.problem, solved.mode) == ()


@pytest.mark.parametrize("needs", [0.7, 1.0])
@pytest.mark.parametrize("luck", [0.5, 1.5, 3.0])
@pytest.mark.parametrize("seed", [0, 1, 7])
def test_years_that_are_good_for_one_step_and_bad_for_the_other_are_divided_until_no_two_lists_are_better(
    seed: int, luck: float, needs: float
) -> None:
    completion = spread_completion(seed, luck=luck, needs=needs)
    solved = solve_completion(completion, gap=1e-6)
    assert isinstance(solved, Completed)
    assert solved.proven
    best = best_of_spread(seed, luck=luck, needs=needs)
    assert best - 1.01e-6 <= solved.value <= best + 1e-9
    assert best <= solved.bound + 1e-9


@pytest.mark.parametrize(
    ("module", "habit", "value"),
    [
        (turns, "_TURNS", 1),
        (search, "_LOOKS", 1),
        (search, "_INTEGER_SHARE", 1e9),
        (search, "_EDGE", 0.5),
    ],
)
def test_habits_of_the_search_change_how_long_it_takes_and_not_what_is_best(
    module: ModuleType, habit: str, value: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, habit, value)
    completion = spread_completion(1, luck=3.0, needs=0.7)
    solved = solve_completion(completion, gap=1e-6)
    assert isinstance(solved, Completed)
    assert solved.proven
    assert solved.value == pytest.approx(best_of_spread(1, luck=3.0, needs=0.7), abs=1.01e-6)


@pytest.mark.parametrize("luck", [0.5, 3.0])
@pytest.mark.parametrize("seed", [0, 1, 7])
def test_parts_of_the_search_that_get_no_ceiling_are_bounded_all_the_same(
    seed: int, luck: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = count()

    def for_the_whole_alone(*given: Any, **wanted: Any) -> Relaxed | Verdict:
        return Verdict.OUT_OF_TIME if next(calls) else relax(*given, **wanted)

    monkeypatch.setattr(search, "relax", for_the_whole_alone)
    completion = spread_completion(seed, luck=luck, needs=0.7)
    solved = solve_completion(completion, gap=1e-6)
    assert isinstance(solved, Completed)
    assert solved.proven
    assert solved.value == pytest.approx(best_of_spread(seed, luck=luck, needs=0.7), abs=1.01e-6)


@pytest.mark.parametrize("seed", POSSIBLE[::6])
def test_an_integer_search_in_place_of_counting_the_lists_finds_none_better(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remainder, "MOST_LISTS", 0)
    monkeypatch.setattr(search, "_INTEGER_SHARE", 1e9)
    completion = random_completion(seed)
    solved = solve_completion(completion, gap=GAP, time_limit_s=1.0)
    assert isinstance(solved, Completed)
    best = every_value(completion)[1].max()
    assert solved.value <= best + 1e-9
    assert best <= solved.bound + 1e-9
    # A busy machine, or an integer program that is hard for its solver, may end the search before.
    assert not solved.proven or best <= solved.value + 1.01 * GAP * completion.unit_of_value


@pytest.mark.parametrize("looks", drawn(range(3, 180, 8)))
def test_whenever_the_time_runs_out_the_best_lies_between_value_and_bound(
    looks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = count()
    monkeypatch.setattr(deadline, "perf_counter", lambda: float(next(clock)))
    completion = spread_completion(1, luck=3.0, needs=0.7)
    solved = solve_completion(completion, gap=1e-6, time_limit_s=looks)
    best = best_of_spread(1, luck=3.0, needs=0.7)
    assert isinstance(solved, Completed | Undecided)
    assert best <= solved.bound + 1e-9
    if isinstance(solved, Completed):
        assert solved.value <= best + 1e-9
        assert violations(completion.problem, solved.mode) == ()


@pytest.mark.parametrize("seed", POSSIBLE[::4])
def test_the_referee_counts_every_outcome(seed: int) -> None:
    completion = random_completion(seed)
    lists = all_lists(completion.problem)
    for mode in lists[:: max(len(lists) // 12, 1)]:
        assert evaluate_completion(completion, mode) == pytest.approx(value_by_outcomes(completion, mode))


@pytest.mark.parametrize("seed", IMPOSSIBLE)
def test_limits_that_clash_are_named(seed: int) -> None:
    completion = random_completion(seed)
    found = solve_completion(completion)
    assert isinstance(found, Infeasible)
    assert found.conflict == solve(completion.problem).conflict  # type: ignore[union-attr]


@pytest.mark.parametrize("seed", POSSIBLE[::3])
def test_either_list_beside_the_other_has_the_same_value(seed: int) -> None:
    completion = random_completion(seed)
    lists, values = every_value(completion)
    for mode, value in list(zip(lists, values, strict=True))[:: max(len(lists) // 10, 1)]:
        assert evaluate(goals_beside(completion, mode), mode) == pytest.approx(value)
        complements = complements_beside(completion, mode)
        without = np.where(completion.complement, -1, mode)
        added = value - evaluate_completion(completion, without)
        assert (0.0 if complements is None else evaluate(complements, mode)) == pytest.approx(added)


@pytest.mark.parametrize("seed", POSSIBLE[::3])
def test_a_linear_function_and_what_it_overstates_lie_above_every_value(seed: int) -> None:
    completion = random_completion(seed)
    hazards = Hazards.of(completion)
    rng = np.random.default_rng(seed)
    everything = Box.everything(hazards)
    applications = [
        (mode[:, None] == np.arange(hazards.full.shape[1])).ravel() for mode in all_lists(completion.problem)
    ]
    for _ in range(4):
        at = hazards.exposure(rng.random(applications[0].size))
        constant = hazards.mean(most_above(at.slope, everything, hazards.ratio))
        gain = hazards.gain(at.slope)
        for application in applications:
            value = hazards.mean(hazards.exposure(application.astype(float)).chance)
            assert value <= constant + gain @ application + 1e-9


def test_what_is_overstated_at_the_point_itself_is_next_to_nothing_where_both_chances_are_high() -> None:
    completion = two_steps(0.8, 0.9)
    hazards = Hazards.of(completion)
    at = hazards.of_mode(np.array([0, 0]))
    constant = hazards.mean(most_above(at.slope, Box.everything(hazards), hazards.ratio))
    assert constant + hazards.gain(at.slope).sum() == pytest.approx(0.72, abs=1e-4)


def two_steps(goal: float, complement: float, **fields: object) -> CompletionProblem:
    problem = Problem(np.array([goal, complement])[:, None, None], np.ones(1), np.ones(2), **fields)  # type: ignore[arg-type]
    return CompletionProblem(problem, np.array([False, True]), np.array([1.0, 0.0]))


def test_a_goal_without_a_complement_is_worth_nothing() -> None:
    completion = two_steps(0.8, 0.5)
    assert evaluate_completion(completion, np.array([0, -1])) == 0.0
    assert evaluate_completion(completion, np.array([0, 0])) == pytest.approx(0.4)
    chances = completion_chances(completion, np.array([0, 0]))
    assert (chances.complete, chances.goal, chances.complement) == pytest.approx((0.4, 0.8, 0.5))


def test_a_goal_that_needs_no_complement_in_half_of_its_offers_is_worth_half_alone() -> None:
    problem = Problem(np.array([0.8, 0.5])[:, None, None], np.ones(1), np.ones(2))
    completion = CompletionProblem(problem, np.array([False, True]), np.array([0.5, 0.0]))
    assert evaluate_completion(completion, np.array([0, -1])) == pytest.approx(0.4)
    assert evaluate_completion(completion, np.array([0, 0])) == pytest.approx(0.6)


def equal_programs(dollars: float) -> CompletionProblem:
    """Six goals at a half, six complements at a half, ten dollars each."""
    fees = tuple(
        FeeSchedule(name, np.arange(12) // 6 == k, ((1, 10.0),)) for k, name in enumerate(("goals", "complements"))
    )
    problem = Problem(np.full((12, 1, 1), 0.5), np.ones(1), np.ones(12), budget=dollars, fees=fees)
    return CompletionProblem(problem, np.arange(12) >= 6, np.ones(12))


@pytest.mark.parametrize(("dollars", "each"), [(20, 1), (40, 2), (60, 3), (120, 6)])
def test_dollars_are_split_evenly_between_equal_steps(dollars: float, each: int) -> None:
    solved = solve_completion(equal_programs(dollars))
    assert isinstance(solved, Completed)
    assert [(solved.mode[:6] >= 0).sum(), (solved.mode[6:] >= 0).sum()] == [each, each]
    assert solved.value == pytest.approx((1 - 0.5**each) ** 2)
    assert solved.spend == dollars


def test_a_budget_for_one_step_alone_buys_nothing() -> None:
    solved = solve_completion(equal_programs(19))
    assert isinstance(solved, Completed)
    assert solved.value == 0.0


def test_luck_that_both_steps_share_counts() -> None:
    """In a year in which no complement is to be had, a goal that needs none is worth more than a likelier one."""
    chance = np.array([[0.5, 0.5], [0.8, 0.8], [0.0, 1.0]])[:, None, :]
    problem = Problem(
        chance, np.array([0.5, 0.5]), np.ones(3), limits=(Limit("one", np.array([1.0, 1, 0]), maximum=1),)
    )
    solved = solve_completion(CompletionProblem(problem, np.array([False, False, True]), np.array([0.0, 1.0, 0.0])))
    assert isinstance(solved, Completed)
    assert solved.mode.tolist()[:2] == [0, -1]


def test_the_lists_are_the_same_in_any_order_of_the_programs() -> None:
    completion = random_completion(POSSIBLE[1])
    shuffled = np.random.default_rng(1).permutation(completion.problem.shape[0])
    problem = completion.problem
    back = np.argsort(shuffled)
    other = CompletionProblem(
        replace(
            problem,
            offer_chance=problem.offer_chance[shuffled],
            utility=problem.utility[shuffled],
            cost=None if problem.cost is None else problem.cost[shuffled],
            fees=tuple(replace(fee, members=fee.members[shuffled]) for fee in problem.fees),
            limits=tuple(replace(limit, coefficient=limit.coefficient[shuffled]) for limit in problem.limits),
            required=back[problem.required],
            forbidden=back[problem.forbidden],
        ),
        completion.complement[shuffled],
        completion.needs[shuffled],
    )
    first, second = solve_completion(completion), solve_completion(other)
    assert isinstance(first, Completed)
    assert isinstance(second, Completed)
    assert first.value == pytest.approx(second.value, abs=1e-4 * completion.unit_of_value)


def many(
    seed: int, budget: float, *, needs: float = 0.8, luck: float = 0.6, scenarios: int = 8, worth: float = 1.0
) -> CompletionProblem:
    """Sixty goals, worth so much or more, and thirty complements, two ways to apply."""
    rng = np.random.default_rng(seed)
    own, shared = rng.normal(-2.5, 1.0, 90), rng.normal(size=scenarios)
    odds = own[:, None, None] + np.array([0.0, 1.2])[None, :, None] + luck * shared
    is_complement = np.arange(90) >= 60
    signals = np.zeros((90, 2))
    signals[:, 1] = 1.0
    fees = tuple(FeeSchedule(str(k), is_complement == bool(k), ((1, 11.0), (31, 30.0))) for k in (0, 1))
    limits = tuple(Limit(str(k), signals * (is_complement == bool(k))[:, None], maximum=5) for k in (0, 1))
    weight, utility = np.full(scenarios, 1 / scenarios), np.where(is_complement, 1.0, rng.choice([worth, 1.0], 90))
    problem = Problem(1 / (1 + np.exp(-odds)), weight, utility, budget=budget, fees=fees, limits=limits)
    return CompletionProblem(problem, is_complement, np.full(90, needs))


@pytest.mark.parametrize("budget", [330.0, 900.0])
def test_many_programs_are_bounded_and_every_split_of_the_dollars_is_worse(budget: float) -> None:
    completion = many(4, budget)
    solved = solve_completion(completion, time_limit_s=5)
    assert isinstance(solved, Completed)
    assert solved.bound - solved.value <= 5e-3
    for share in (0.1, 0.25, 0.5, 0.75):
        second = complements_beside(completion, solved.mode)
        assert second is not None
        found = solve(replace(second, budget=share * budget, forbidden=np.arange(60)))
        rest = replace(goals_beside(completion, found.mode), budget=budget - found.spend, forbidden=np.arange(60, 90))  # type: ignore[union-attr]
        first = solve(rest)
        both = np.where(completion.complement, found.mode, first.mode)  # type: ignore[union-attr]
        value = evaluate_completion(completion, both)
        assert value <= solved.bound + 1e-9
        assert value <= solved.value + 5e-3


def test_where_few_goals_need_a_complement_little_is_left_between_value_and_bound() -> None:
    solved = solve_completion(many(4, 500.0, needs=0.15, luck=2.5, scenarios=32, worth=0.5), gap=2e-3, time_limit_s=120)
    assert isinstance(solved, Completed)
    assert solved.bound - solved.value <= 2e-3


def test_exposures_within_reach_hold_every_list_within_it() -> None:
    rng = np.random.default_rng(2)
    hazard, weight = rng.random((4, 2, 3)), np.array([0.2, 0.3, 0.5])
    for chosen in all_lists(Problem(np.full((4, 2, 3), 0.5), weight, np.ones(4))):
        own = sum((hazard[k, mode] for k, mode in enumerate(chosen) if mode >= 0), np.zeros(3))
        mean = float(own @ weight)
        low, high = sides_at_mean(hazard, weight, mean * 0.9, mean * 1.1)
        assert (low <= own + 1e-12).all()
        assert (own <= high + 1e-12).all()
    assert box_within_reach.__doc__


def test_nothing_to_be_had_has_no_exposure() -> None:
    low, high = sides_at_mean(np.zeros((2, 1, 1)), np.ones(1), 0.0, 1.0)
    assert (low[0], high[0]) == (0.0, 0.0)


def test_a_broken_claim_is_refused() -> None:
    completion = two_steps(0.8, 0.5)
    solved = solve_completion(completion)
    assert isinstance(solved, Completed)
    with pytest.raises(RefereeDisagreement, match="value"):
        confirm_completion(completion, replace(solved, value=0.9))
    limited = replace(completion, problem=replace(completion.problem, limits=(Limit("none", np.ones(2), maximum=0),)))
    with pytest.raises(RefereeDisagreement, match="none"):
        confirm_completion(limited, solved)


def test_without_time_nothing_is_decided() -> None:
    assert isinstance(solve_completion(many(1, 300.0), time_limit_s=0), Undecided)


def test_a_program_that_has_to_be_and_may_not_be_applied_to_is_told() -> None:
    found = solve_completion(two_steps(0.8, 0.5, required=[0], forbidden=[0]))
    assert isinstance(found, Infeasible)
    assert found.conflict == ("required", "forbidden")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"needs": [1.0]}, "needs: has the wrong shape"),
        ({"needs": [1.5, 0.0]}, "needs"),
        ({"needs": ["all", "none"]}, "needs"),
        ({"complement": [True]}, "complement: has the wrong shape"),
        ({"problem": Problem(np.ones((2, 1, 1)), np.ones(1), np.ones(2), worst_share=0.5)}, "worst_share"),
        ({"problem": Problem(np.ones((2, 1, 1)), np.ones(1), np.ones(2), charge=np.ones((2, 1)))}, "charge"),
    ],
)
def test_what_is_no_problem_of_two_lists_is_refused(fields: dict[str, object], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        replace(two_steps(0.5, 0.5), **fields)  # type: ignore[arg-type]
