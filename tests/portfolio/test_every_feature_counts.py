"""For every kind of limit and fee a list that would be another if the solver did not know of it."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from optimizer.portfolio import FeeSchedule, Limit, Problem, Solved, evaluate, match_probability, solve


def problem(chance: list[Any], **fields: Any) -> Problem:
    """Programs with one chance each, or one a mode, in a single scenario; utility 1."""
    array = np.array(chance, dtype=float)
    per_mode = array[:, None] if array.ndim == 1 else array
    fields.setdefault("utility", np.ones(len(per_mode)))
    return Problem(per_mode[:, :, None], np.ones(1), **fields)


def best_modes(asked: Problem) -> list[int]:
    answer = solve(asked, gap=1e-7)
    assert isinstance(answer, Solved)
    return [int(mode) for mode in answer.mode]


def flags(*members: int) -> Any:
    return np.array(members, dtype=bool)


def test_with_no_limit_every_program_with_a_chance_is_applied_to() -> None:
    assert best_modes(problem([0.2, 0.3, 0.4])) == [0, 0, 0]


def test_a_maximum_keeps_only_the_best() -> None:
    assert best_modes(problem([0.2, 0.4, 0.3], limits=(Limit("count", np.ones(3), maximum=1),))) == [-1, 0, -1]


def test_a_minimum_brings_in_a_worse_program() -> None:
    count = Limit("count", np.ones(3), maximum=1)
    west = Limit("west", np.array([1.0, 0.0, 0.0]), minimum=1)
    assert best_modes(problem([0.2, 0.4, 0.3], limits=(count, west))) == [0, -1, -1]


def test_an_equality_holds_on_both_sides() -> None:
    exactly_one_of_the_worse = Limit("east", np.array([1.0, 1.0, 0.0, 0.0]), 1, 1)
    count = Limit("count", np.ones(4), maximum=2)
    better_last = problem([0.1, 0.2, 0.3, 0.4], limits=(exactly_one_of_the_worse, count))
    better_first = problem([0.3, 0.4, 0.1, 0.2], limits=(exactly_one_of_the_worse, count))
    assert best_modes(better_last) == [-1, 0, -1, 0]
    assert best_modes(better_first) == [-1, 0, -1, 0]


def test_a_weighted_limit_counts_weights() -> None:
    interviews = Limit("expected interviews", np.array([2.0, 1.0, 1.0]), maximum=2)
    assert best_modes(problem([0.5, 0.4, 0.3], limits=(interviews,))) == [-1, 0, 0]


def test_a_signal_cap_spends_the_signal_where_it_helps_most() -> None:
    signals = np.array([[0.0, 1.0]] * 3)
    chance = [[0.30, 0.31], [0.20, 0.40], [0.10, 0.15]]
    assert best_modes(problem(chance, limits=(Limit("signals", signals, maximum=1),))) == [0, 1, 0]


def test_two_kinds_of_signal_have_caps_of_their_own() -> None:
    chance = [[0.1, 0.2, 0.5], [0.1, 0.3, 0.4], [0.1, 0.2, 0.3]]
    silver = Limit("silver", np.tile([0.0, 1.0, 0.0], (3, 1)), maximum=1)
    gold = Limit("gold", np.tile([0.0, 0.0, 1.0], (3, 1)), maximum=1)
    assert best_modes(problem(chance, limits=(silver, gold))) == [2, 1, 0]


def test_a_program_takes_one_mode_only() -> None:
    # Both modes of the first program together would beat the second one.
    twice = problem([[0.5, 0.5], [0.45, 0.0]], limits=(Limit("count", np.ones(2), maximum=2),))
    assert best_modes(twice)[1] == 0


def test_a_required_program_is_applied_to() -> None:
    count = Limit("count", np.ones(3), maximum=1)
    assert best_modes(problem([0.2, 0.4, 0.3], limits=(count,), required=[0])) == [0, -1, -1]


def test_a_required_program_without_a_chance_is_applied_to() -> None:
    assert best_modes(problem([0.0, 0.4], required=[0])) == [0, 0]


def test_a_forbidden_program_is_not_applied_to_in_any_mode() -> None:
    assert best_modes(problem([[0.2, 0.3], [0.8, 0.9]], forbidden=[1])) == [1, -1]


def test_the_budget_bounds_costs() -> None:
    assert best_modes(problem([0.05, 0.4, 0.3], cost=[10, 50, 40], budget=50)) == [-1, 0, -1]
    assert best_modes(problem([0.3, 0.4, 0.3], cost=[10, 50, 40], budget=50)) == [0, -1, 0]


def test_costs_and_fees_share_one_budget() -> None:
    fee = FeeSchedule("service", flags(1, 1), ((1, 10.0),))
    assert best_modes(problem([0.5, 0.4], cost=[5, 0], fees=(fee,), budget=24)) == [0, -1]
    assert best_modes(problem([0.5, 0.4], cost=[5, 0], fees=(fee,), budget=25)) == [0, 0]
    assert best_modes(problem([0.5, 0.4], cost=[5, 0], fees=(fee,), budget=14)) == [-1, 0]


def test_a_dearer_second_tier_ends_the_list() -> None:
    fee = FeeSchedule("service", flags(1, 1, 1), ((1, 10.0), (3, 30.0)))
    assert best_modes(problem([0.2, 0.4, 0.3], fees=(fee,), budget=49.99)) == [-1, 0, 0]
    assert best_modes(problem([0.2, 0.4, 0.3], fees=(fee,), budget=50)) == [0, 0, 0]


def test_a_flat_fee_is_charged_once() -> None:
    fee = FeeSchedule("service", flags(1, 1, 0), ((1, 1.0),), flat=20.0)
    assert best_modes(problem([0.5, 0.5, 0.1], fees=(fee,), budget=20.99)) == [-1, -1, 0]
    assert best_modes(problem([0.5, 0.4, 0.1], fees=(fee,), budget=21)) == [0, -1, 0]
    assert best_modes(problem([0.5, 0.4, 0.1], fees=(fee,), budget=22)) == [0, 0, 0]
    third_costs = problem([0.5, 0.4, 0.1], fees=(fee,), cost=[0, 0, 5], budget=26.99)
    assert best_modes(third_costs) == [0, 0, -1]
    assert best_modes(replace(third_costs, budget=27)) == [0, 0, 0]


def test_a_flat_fee_pays_for_the_first_applications() -> None:
    fee = FeeSchedule("service", flags(1, 1, 1), ((3, 18.0),), flat=99.0, flat_covers=2)
    assert best_modes(problem([0.2, 0.4, 0.3], fees=(fee,), budget=99)) == [-1, 0, 0]
    assert best_modes(problem([0.2, 0.4, 0.3], fees=(fee,), budget=117)) == [0, 0, 0]


def test_what_the_flat_fee_covers_pays_no_tier() -> None:
    fee = FeeSchedule("service", flags(1, 1, 1), ((1, 50.0),), flat=10.0, flat_covers=2)
    assert best_modes(problem([0.2, 0.4, 0.3], fees=(fee,), budget=59)) == [-1, 0, 0]


def test_a_cheaper_second_tier_is_not_reached_before_the_first_is_full() -> None:
    fee = FeeSchedule("service", flags(1, 1, 1, 0), ((1, 30.0), (3, 1.0)))
    beside = FeeSchedule("other", flags(0, 0, 0, 1), ((1, 29.0),))
    # At 61 dollars two applications and the one beside them would be better, but they cost 89 and not 60.
    chance = [0.5, 0.4, 0.3, 0.35]
    assert best_modes(problem(chance, fees=(fee, beside), budget=59)) == [0, -1, -1, 0]
    assert best_modes(problem(chance, fees=(fee, beside), budget=61)) == [0, 0, 0, -1]


def test_cheaper_then_dearer_tiers_keep_their_order() -> None:
    fee = FeeSchedule("service", flags(1, 1, 1, 1), ((1, 5.0), (2, 20.0), (3, 1.0), (4, 40.0)))
    for budget, count in ((4, 0), (5, 1), (24, 1), (25, 2), (26, 3), (65, 3), (66, 4)):
        modes = best_modes(problem([0.5, 0.5, 0.5, 0.5], fees=(fee,), budget=budget))
        assert sum(mode >= 0 for mode in modes) == count


def test_schedules_count_their_own_programs_only() -> None:
    first = FeeSchedule("first", flags(1, 1, 0, 0), ((1, 10.0), (2, 90.0)))
    second = FeeSchedule("second", flags(0, 0, 1, 1), ((1, 10.0), (2, 90.0)))
    assert best_modes(problem([0.5, 0.4, 0.3, 0.2], fees=(first, second), budget=20)) == [0, -1, 0, -1]


def test_scenarios_favour_a_list_that_does_not_fail_as_a_whole() -> None:
    # Alike in each scenario's average, but the first two fail together.
    chance = np.array([[[0.9, 0.1]], [[0.9, 0.1]], [[0.1, 0.9]]])
    count = Limit("count", np.ones(3), maximum=2)
    answer = solve(Problem(chance, np.array([0.5, 0.5]), np.ones(3), limits=(count,)))
    assert isinstance(answer, Solved)
    assert answer.mode[2] == 0
    assert answer.value == pytest.approx(0.91)


def test_scenarios_weigh_what_their_weights_say() -> None:
    chance = np.array([[[0.9, 0.1]], [[0.1, 0.8]]])
    count = Limit("count", np.ones(2), maximum=1)
    for weight, chosen in ((0.8, 0), (0.2, 1)):
        answer = solve(Problem(chance, np.array([weight, 1 - weight]), np.ones(2), limits=(count,)))
        assert isinstance(answer, Solved)
        assert answer.mode[chosen] == 0


def test_utility_outweighs_chance() -> None:
    count = Limit("count", np.ones(2), maximum=1)
    assert best_modes(problem([0.9, 0.5], utility=[1.0, 2.0], limits=(count,))) == [-1, 0]


def test_a_program_of_no_utility_takes_no_place() -> None:
    count = Limit("count", np.ones(2), maximum=1)
    assert best_modes(problem([0.9, 0.1], utility=[0.0, 1.0], limits=(count,))) == [-1, 0]


def test_a_safe_program_counts_only_where_better_ones_fail() -> None:
    asked = problem([1.0, 0.5], utility=[1.0, 3.0])
    answer = solve(asked)
    assert isinstance(answer, Solved)
    assert answer.value == pytest.approx(0.5 * 3 + 0.5 * 1)
    assert answer.match_probability == 1.0


def test_greedy_loses_where_the_best_first_program_blocks_the_best_pair() -> None:
    first_two = Limit("first two", np.array([1.0, 1.0, 0.0]), maximum=1)
    third = Limit("third", np.array([0.0, 0.0, 1.0]), maximum=1)
    asked = problem([0.99, 0.29, 0.91], utility=[5.0, 17.0, 5.0], limits=(first_two, third))
    answer = solve(asked)
    assert isinstance(answer, Solved)
    assert answer.mode.tolist() == [-1, 0, 0]
    assert answer.value == pytest.approx(8.1605, abs=1e-9)
    assert evaluate(asked, [0, -1, 0]) == pytest.approx(4.9955, abs=1e-9)


def test_an_empty_list_is_worth_nothing() -> None:
    asked = problem([0.5, 0.5], forbidden=[0, 1])
    assert best_modes(asked) == [-1, -1]
    assert match_probability(asked, [-1, -1]) == 0.0


def test_nothing_worth_having_is_solved_at_nothing() -> None:
    answer = solve(problem([0.5, 0.5], utility=[0.0, 0.0]))
    assert isinstance(answer, Solved)
    assert (answer.value, answer.bound, answer.proven) == (0.0, 0.0, True)
