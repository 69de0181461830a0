"""What applications are charged for: taken off the value, in the bound, the list and everything asked about it."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from optimizer.errors import BadInput
from optimizer.portfolio import (
    Limit,
    Model,
    Problem,
    Solved,
    alternatives,
    evaluate,
    explain,
    frontier,
    marginal_values,
    solve,
)
from tests.oracle import best_list
from tests.strategies import random_problem


def three(**fields: Any) -> Problem:
    """Chances of 0.5, 0.4 and 0.3, with a signal 0.2 more each."""
    chance = np.array([[0.5, 0.7], [0.4, 0.6], [0.3, 0.5]])[:, :, None]
    return Problem(chance, np.ones(1), np.ones(3), **fields)


def solved(problem: Problem, gap: float = 1e-7) -> Solved:
    answer = solve(problem, gap=gap)
    assert isinstance(answer, Solved)
    assert answer.proven
    return answer


def test_an_application_is_sent_as_long_as_it_brings_more_than_it_is_charged() -> None:
    # Signals at all three: 0.7 + 0.3 * 0.6 + 0.12 * 0.5; the last one brings 0.06.
    for charge, last in ((0.059, 1), (0.061, -1)):
        charges = np.zeros((3, 2))
        charges[2] = charge
        assert solved(three(charge=charges)).mode.tolist() == [1, 1, last]


def test_a_charge_on_one_mode_moves_the_application_to_another() -> None:
    charges = np.zeros((3, 2))
    charges[0, 1] = 0.05
    answer = solved(three(charge=charges))
    assert answer.mode.tolist() == [0, 1, 1]
    assert answer.value == pytest.approx(1 - 0.5 * 0.4 * 0.5)


def test_the_value_is_what_is_left_after_charges_and_the_chance_is_not() -> None:
    answer = solved(three(charge=np.full((3, 2), 0.01)))
    assert answer.match_probability == pytest.approx(1 - 0.3 * 0.4 * 0.5)
    assert answer.value == pytest.approx(answer.match_probability - 0.03)


@pytest.mark.parametrize("worst_share", [1.0, 0.5])
def test_applications_that_have_to_be_sent_may_be_worth_less_than_none(worst_share: float) -> None:
    answer = solved(three(charge=np.full((3, 2), 2.0), required=[1], worst_share=worst_share))
    assert answer.mode.tolist() == [-1, 1, -1]
    assert answer.value == pytest.approx(0.6 - 2.0)
    assert answer.bound == pytest.approx(answer.value, abs=1e-7)


def test_a_minimum_is_met_where_the_charges_are_least() -> None:
    two = Limit("two", np.ones(3), minimum=2)
    answer = solved(three(charge=np.array([[3.0, 3.0], [2.0, 5.0], [1.0, 9.0]]), limits=(two,)))
    assert answer.mode.tolist() == [-1, 0, 0]
    assert answer.value == pytest.approx(1 - 0.6 * 0.7 - 3.0)


def test_where_nothing_is_worth_anything_charges_alone_decide() -> None:
    problem = replace(three(charge=np.array([[3.0, 3.0], [2.0, 5.0], [4.0, 0.5]])), utility=np.zeros(3))
    assert solved(problem).mode.tolist() == [-1, -1, -1]
    forced = solved(replace(problem, limits=(Limit("one", np.ones(3), minimum=1),)))
    assert forced.mode.tolist() == [-1, -1, 1]
    assert forced.value == pytest.approx(-0.5)


def test_no_charge_and_charges_of_nothing_are_the_same() -> None:
    for seed in range(40):
        problem = replace(random_problem(seed), charge=None)
        free = replace(problem, charge=np.zeros(problem.shape[:2]))
        one, other = solve(problem, gap=1e-6), solve(free, gap=1e-6)
        assert type(one) is type(other)
        if isinstance(one, Solved) and isinstance(other, Solved):
            assert one.value == pytest.approx(other.value, abs=1.01e-6 * float(problem.utility.max()))


def test_programs_that_differ_only_in_their_charge_are_not_alike() -> None:
    count = Limit("count", np.ones(4), maximum=2)
    charge = np.array([0.02, 0.0, 0.02, 0.0])[:, None]
    problem = Problem(np.full((4, 1, 1), 0.3), np.ones(1), np.ones(4), limits=(count,), charge=charge)
    assert solved(problem).mode.tolist() == [-1, 0, -1, 0]


@pytest.mark.parametrize("seed", range(7000, 7030))
def test_prices_that_move_one_after_the_other_keep_every_answer_right(seed: int) -> None:
    rng = np.random.default_rng(seed)
    problem = random_problem(seed)
    scale = float(problem.utility.max())
    model = Model.of(problem)
    for size in (0.02, 0.3, 0.0, 1.0):
        model = model.changed(charge=rng.random(problem.shape[:2]) * size * scale)
        outcome, model = model.solve_and_keep(gap=1e-6)
        best = best_list(model.problem)
        assert isinstance(outcome, Solved) == (best is not None)
        if isinstance(outcome, Solved) and best is not None:
            assert outcome.value == pytest.approx(best.value, abs=1.01e-6 * max(scale, 1e-9))
            assert outcome.bound >= best.value - 1e-9 * max(scale, 1.0)


def test_a_new_price_builds_nothing_anew_but_the_charges() -> None:
    model = Model.of(three())
    priced = model.changed(charge=np.full((3, 2), 0.1))
    assert priced.region is model.region
    assert priced.value.hazard is model.value.hazard
    assert model.changed(charge=None).value.charge is None


def test_leaving_an_application_out_saves_its_charge() -> None:
    problem = three(charge=np.array([[0.0, 0.0], [0.1, 0.2], [0.0, 0.0]]))
    mode = np.array([0, 1, -1])
    lost = evaluate(problem, mode) - evaluate(problem, np.array([0, -1, -1]))
    assert marginal_values(problem, mode)[1] == pytest.approx(lost) == pytest.approx(0.5 * 0.6 - 0.2)


def test_questions_are_answered_net_of_charges() -> None:
    charges = np.array([[0.1, 0.1], [0.0, 0.0], [0.0, 0.0]])
    problem = three(charge=charges, limits=(Limit("count", np.ones(3), maximum=2),), cost=[10.0, 10.0, 10.0])
    answer = solved(problem)
    assert answer.mode.tolist() == [-1, 1, 1]
    first, *_ = explain(problem, answer, [0]).programs
    assert first.most == pytest.approx(0.8 - (0.7 + 0.3 * 0.6 - 0.1), abs=1e-6)
    assert [point.value for point in frontier(problem, [10.0, 20.0]).points] == pytest.approx([0.6, 0.8], abs=1e-4)
    (other,) = alternatives(problem, answer, loss=0.05)
    assert other.value == pytest.approx(0.7 + 0.3 * 0.6 - 0.1)


@pytest.mark.parametrize(
    ("charge", "words"),
    [
        (np.full((3, 2), -0.1), r"charge\[0, 0\]: is outside its range"),
        (np.full((3, 2), np.nan), "charge"),
        (np.ones(3), "charge: has the wrong shape"),
        ("much", "charge: is not a number"),
    ],
)
def test_a_charge_that_is_none_is_refused(charge: Any, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        three(charge=charge)
