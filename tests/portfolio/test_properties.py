"""What holds for every problem, whatever its best list is."""

from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from optimizer.arrays import IntArray
from optimizer.portfolio import (
    FeeSchedule,
    Infeasible,
    Limit,
    Outcome,
    Problem,
    Solved,
    evaluate,
    marginal_values,
    solve,
)
from tests.drawn import examples
from tests.strategies import problems

GAP = 1e-6


def within_gap(problem: Problem) -> float:
    return 1.01 * GAP * float(problem.utility.max()) + 1e-12


def solved(problem: Problem) -> Solved:
    outcome = solve(problem, gap=GAP)
    assume(isinstance(outcome, Solved))
    assert isinstance(outcome, Solved)
    return outcome


def same_worth(problem: Problem, one: Outcome, other: Outcome) -> bool:
    if isinstance(one, Solved) and isinstance(other, Solved):
        return abs(one.value - other.value) <= within_gap(problem)
    return type(one) is type(other)


def with_programs(problem: Problem, kept: IntArray) -> Problem:
    """The problem of some programs, in the order given."""
    place = {int(program): k for k, program in enumerate(kept)}
    changed: dict[str, Any] = {
        "offer_chance": problem.offer_chance[kept],
        "utility": problem.utility[kept],
        "cost": None if problem.cost is None else problem.cost[kept],
        "fees": tuple(replace(fee, members=fee.members[kept]) for fee in problem.fees),
        "limits": tuple(replace(limit, coefficient=limit.coefficient[kept]) for limit in problem.limits),
        "required": [place[int(program)] for program in problem.required if int(program) in place],
        "forbidden": [place[int(program)] for program in problem.forbidden if int(program) in place],
        "charge": None if problem.charge is None else problem.charge[kept],
    }
    return replace(problem, **changed)


@examples(30)
@given(problems(), st.integers(0, 60))
def test_more_budget_never_hurts(problem: Problem, more: int) -> None:
    assume(problem.budget is not None)
    assert problem.budget is not None
    less = solved(problem)
    richer = solve(replace(problem, budget=problem.budget + more), gap=GAP)
    assert isinstance(richer, Solved)
    assert richer.value >= less.value - within_gap(problem)


@examples(30)
@given(problems())
def test_no_budget_is_at_least_as_good_as_any(problem: Problem) -> None:
    bounded = solved(problem)
    free = solve(replace(problem, budget=None), gap=GAP)
    assert isinstance(free, Solved)
    assert free.value >= bounded.value - within_gap(problem)


@examples(30)
@given(problems())
def test_the_value_is_at_most_the_bound_and_the_largest_utility(problem: Problem) -> None:
    answer = solved(problem)
    assert answer.value <= answer.bound <= problem.utility.max()
    assert answer.value >= 0 or problem.charge is not None
    assert answer.value == evaluate(problem, answer.mode)
    assert answer.proven


@examples(30)
@given(problems())
def test_removing_a_program_that_was_not_chosen_changes_nothing(problem: Problem) -> None:
    answer = solved(problem)
    left_out = np.flatnonzero(answer.mode < 0)
    assume(0 < left_out.size < problem.shape[0])
    without = solve(with_programs(problem, np.delete(np.arange(problem.shape[0]), left_out[0])), gap=GAP)
    assert isinstance(without, Solved)
    assert same_worth(problem, answer, without)


@examples(30)
@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_programs_does_not_matter(problem: Problem, random: Any) -> None:
    order = list(range(problem.shape[0]))
    random.shuffle(order)
    reordered = with_programs(problem, np.array(order))
    assert same_worth(problem, solve(problem, gap=GAP), solve(reordered, gap=GAP))


@examples(30)
@given(problems())
def test_the_order_of_scenarios_does_not_matter(problem: Problem) -> None:
    reversed_scenarios = replace(
        problem,
        offer_chance=problem.offer_chance[:, :, ::-1],
        scenario_weight=problem.scenario_weight[::-1],
    )
    assert same_worth(problem, solve(problem, gap=GAP), solve(reversed_scenarios, gap=GAP))


@examples(30)
@given(problems())
def test_a_scenario_in_two_halves_is_the_same_scenario(problem: Problem) -> None:
    halves = replace(
        problem,
        offer_chance=np.repeat(problem.offer_chance, 2, axis=2),
        scenario_weight=np.repeat(problem.scenario_weight, 2) / 2,
    )
    assert same_worth(problem, solve(problem, gap=GAP), solve(halves, gap=GAP))


@examples(30)
@given(problems())
def test_the_same_problem_gives_the_same_list(problem: Problem) -> None:
    one, other = solve(problem), solve(problem)
    assert type(one) is type(other)
    if isinstance(one, Solved) and isinstance(other, Solved):
        assert one.mode.tolist() == other.mode.tolist()
        assert (one.value, one.bound) == (other.value, other.bound)
    if isinstance(one, Infeasible):
        assert one == other


@examples(30)
@given(problems())
def test_a_limit_that_is_not_binding_changes_nothing(problem: Problem) -> None:
    loose = Limit("loose", np.ones(problem.shape[:2]), -1, problem.shape[0] + 1)
    also = replace(problem, limits=(*problem.limits, loose))
    one, other = solve(problem, gap=GAP), solve(also, gap=GAP)
    assert same_worth(problem, one, other)
    if isinstance(other, Infeasible):
        assert "loose" not in other.conflict


@examples(30)
@given(problems(fees=()))
def test_a_schedule_that_charges_nothing_changes_nothing(problem: Problem) -> None:
    free = FeeSchedule("free", np.ones(problem.shape[0], dtype=bool), ((1, 0.0),))
    assert same_worth(problem, solve(problem, gap=GAP), solve(replace(problem, fees=(free,)), gap=GAP))


@examples(30)
@given(problems(), st.sampled_from([0.001, 0.5, 40.0, 1e6]))
def test_utility_has_no_unit(problem: Problem, factor: float) -> None:
    answer = solved(problem)
    charge = None if problem.charge is None else problem.charge * factor
    scaled_problem = replace(problem, utility=problem.utility * factor, charge=charge)
    scaled = solve(scaled_problem, gap=GAP)
    assert isinstance(scaled, Solved)
    assert abs(scaled.value - factor * answer.value) <= within_gap(scaled_problem)


@examples(30)
@given(problems())
def test_leaving_an_application_out_costs_its_marginal_value(problem: Problem) -> None:
    mode = solved(problem).mode
    lost = marginal_values(problem, mode)
    for program in range(problem.shape[0]):
        without = np.where(np.arange(problem.shape[0]) == program, -1, mode)
        assert abs(evaluate(problem, mode) - evaluate(problem, without) - lost[program]) <= 1e-9
