"""Why there is no list: names that clash, and changes that let one through."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from optimizer.portfolio import FeeSchedule, Infeasible, Limit, Problem, Remedy, diagnosis, remedied, solve
from tests.oracle import is_possible, smallest_joint_change
from tests.strategies import random_problem

HALF_A_HUNDREDTH = 0.005
IMPOSSIBLE = [seed for seed in range(1000, 1400) if not is_possible(random_problem(seed))]


def four_programs(*limits: Limit, **fields: Any) -> Infeasible:
    problem = Problem(np.full((4, 1, 1), 0.5), np.ones(1), np.ones(4), limits=limits)
    outcome = solve(replace(problem, **fields))
    assert isinstance(outcome, Infeasible)
    return outcome


def possible_with(problem: Problem, *remedies: Remedy, back: float = 0.0) -> bool:
    """Whether there is a list once the changes are made, each a little short of what is needed."""
    changed = problem
    for remedy in remedies:
        value = remedy.needed + (back if remedy.needed < remedy.present else -back)
        if remedy.limit == "budget":
            changed = replace(changed, budget=value)
            continue
        limits = list(changed.limits)
        place = [limit.name for limit in limits].index(remedy.limit)
        low, high = (value if side == remedy.side else getattr(limits[place], side) for side in ("minimum", "maximum"))
        limits[place] = Limit(remedy.limit, limits[place].coefficient, low, high)
        changed = replace(changed, limits=tuple(limits))
    return is_possible(changed)


@pytest.mark.parametrize("seed", IMPOSSIBLE)
def test_a_remedy_helps_and_nothing_less_does(seed: int) -> None:
    problem = random_problem(seed)
    outcome = solve(problem)
    assert isinstance(outcome, Infeasible)
    for remedy in outcome.remedies:
        assert remedy.limit in outcome.conflict
        assert possible_with(problem, remedy)
        assert not possible_with(problem, remedy, back=HALF_A_HUNDREDTH)
    if outcome.conflict == ("required", "forbidden"):
        return
    for name in outcome.conflict:
        dropped = replace(
            problem,
            limits=tuple(limit for limit in problem.limits if limit.name != name),
            budget=None if name == "budget" else problem.budget,
        )
        assert is_possible(dropped) == (name in {remedy.limit for remedy in outcome.remedies})
    assert bool(outcome.joint) != bool(outcome.remedies)
    if outcome.joint:
        is_the_smallest_joint_remedy(problem, outcome)


def is_the_smallest_joint_remedy(problem: Problem, outcome: Infeasible) -> None:
    assert len(outcome.joint) >= 2
    assert possible_with(problem, *outcome.joint)
    for left_out in outcome.joint:
        assert not possible_with(problem, *(remedy for remedy in outcome.joint if remedy != left_out))
    shares = [abs(each.needed - each.present) / max(abs(each.present), 1.0) for each in outcome.joint]
    assert sum(shares) == pytest.approx(smallest_joint_change(problem), abs=1e-6)


def test_there_are_problems_that_need_a_joint_remedy() -> None:
    answers = [solve(random_problem(seed)) for seed in IMPOSSIBLE[::3]]
    assert sum(isinstance(answer, Infeasible) and bool(answer.joint) for answer in answers) >= 5


def test_two_quotas_that_clash_are_named_and_a_third_is_not() -> None:
    at_least = Limit("at least three", np.ones(4), minimum=3)
    idle = Limit("idle", np.ones(4), maximum=4)
    at_most = Limit("at most two", np.ones(4), maximum=2)
    outcome = four_programs(at_least, idle, at_most)
    assert outcome.conflict == ("at least three", "at most two")
    assert outcome.remedies == (
        Remedy("at least three", "minimum", 3.0, 2.0),
        Remedy("at most two", "maximum", 2.0, 3.0),
    )


def test_a_quota_over_no_program_clashes_by_itself() -> None:
    outcome = four_programs(Limit("nowhere", np.zeros(4), minimum=2))
    assert outcome == Infeasible(("nowhere",), (Remedy("nowhere", "minimum", 2.0, 0.0),))


def test_an_equality_between_two_whole_numbers_can_give_way_to_both_sides() -> None:
    outcome = four_programs(Limit("two and a half", np.ones(4), 2.5, 2.5))
    assert outcome.remedies == (
        Remedy("two and a half", "minimum", 2.5, 2.0),
        Remedy("two and a half", "maximum", 2.5, 3.0),
    )


def test_a_clash_that_only_whole_applications_have_is_found() -> None:
    # Half of each application would keep both limits.
    even = Limit("even", np.array([2.0, 2.0, 0.0, 0.0]), 1, 1)
    assert four_programs(even).conflict == ("even",)


def test_a_required_program_beyond_the_budget_names_the_budget() -> None:
    outcome = four_programs(required=[2], cost=[1, 1, 40, 1], budget=39)
    assert outcome == Infeasible(("budget",), (Remedy("budget", "maximum", 39.0, 40.0),))


def test_a_flat_fee_beyond_the_budget_names_the_budget_and_the_quota() -> None:
    fee = FeeSchedule("service", np.ones(4, dtype=bool), (), flat=99.0, flat_covers=18)
    outcome = four_programs(Limit("one", np.ones(4), minimum=1), fees=(fee,), budget=98.0)
    assert outcome.conflict == ("one", "budget")
    assert Remedy("budget", "maximum", 98.0, 99.0) in outcome.remedies


def test_a_program_both_required_and_forbidden_is_a_clash_of_the_two() -> None:
    assert four_programs(required=[1, 2], forbidden=[2, 3]) == Infeasible(("required", "forbidden"))


def test_two_independent_clashes_have_no_single_remedy() -> None:
    nowhere = Limit("nowhere", np.zeros(4), minimum=1)
    neither = Limit("neither", np.zeros(4), minimum=2)
    outcome = four_programs(nowhere, neither)
    assert len(outcome.conflict) == 1
    assert outcome.remedies == ()
    assert outcome.joint == (Remedy("nowhere", "minimum", 1.0, 0.0), Remedy("neither", "minimum", 2.0, 0.0))


def test_a_budget_gives_way_together_with_a_quota() -> None:
    nowhere = Limit("nowhere", np.zeros(4), minimum=1)
    outcome = four_programs(nowhere, required=[2], cost=[1, 1, 40, 1], budget=39)
    assert outcome.remedies == ()
    assert outcome.joint == (Remedy("nowhere", "minimum", 1.0, 0.0), Remedy("budget", "maximum", 39.0, 40.0))


def test_a_budget_gives_way_by_all_that_applying_everywhere_costs() -> None:
    fee = FeeSchedule("service", np.ones(4, dtype=bool), ((1, 5.0),))
    nowhere = Limit("nowhere", np.zeros(4), minimum=1)
    outcome = four_programs(nowhere, required=[0, 1, 2, 3], fees=(fee,), budget=0)
    assert outcome.remedies == ()
    assert outcome.joint == (Remedy("nowhere", "minimum", 1.0, 0.0), Remedy("budget", "maximum", 0.0, 20.0))


def test_a_budget_of_nothing_gives_way_too() -> None:
    outcome = four_programs(Limit("two", np.ones(4), minimum=2), cost=[3, 1, 4, 1], budget=0)
    assert outcome.remedies == (Remedy("two", "minimum", 2.0, 0.0), Remedy("budget", "maximum", 0.0, 2.0))


def test_a_remedy_that_the_referee_does_not_confirm_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnosis, "violations", lambda *_: ("count",))
    at_least, at_most = Limit("at least", np.ones(4), minimum=3), Limit("at most", np.ones(4), maximum=2)
    assert four_programs(at_least, at_most) == Infeasible(("at least", "at most"))


def test_a_remedied_problem_has_all_changes() -> None:
    limits = Limit("a", np.ones(2), minimum=3), Limit("b", np.ones(2), maximum=-1)
    problem = Problem(np.full((2, 1, 1), 0.5), np.ones(1), np.ones(2), limits=limits, cost=np.full(2, 5.0), budget=4)
    remedies = (
        Remedy("a", "minimum", 3.0, 2.0),
        Remedy("b", "maximum", -1.0, 2.0),
        Remedy("budget", "maximum", 4.0, 10.0),
    )
    changed = remedied(problem, remedies)
    assert [(limit.minimum, limit.maximum) for limit in changed.limits] == [(2.0, np.inf), (-np.inf, 2.0)]
    assert changed.budget == 10.0
    assert is_possible(changed)
