"""Offers that need attending: the match probability counts what can be attended, and stays below value and bound."""

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.errors import BadInput
from optimizer.portfolio import Attendance, Problem, Solved, evaluate, match_probability, solve
from tests.drawn import examples


def problem(offer: Any, if_attended: Any, most: int, **fields: Any) -> Problem:
    offer = np.asarray(offer, dtype=np.float64)
    scenarios = offer.shape[-1]
    weight = np.full(scenarios, 1.0 / scenarios)
    return Problem(offer, weight, np.ones(len(offer)), attendance=Attendance(if_attended, most), **fields)


def test_of_two_sure_occasions_one_can_be_attended() -> None:
    asked = problem([[[0.5]], [[0.5]]], [[0.5], [0.5]], most=1)
    assert match_probability(asked, [0, 0]) == pytest.approx(0.5)
    assert evaluate(asked, [0, 0]) == pytest.approx(0.75)


def test_the_likelier_one_is_attended() -> None:
    asked = problem([[[0.2]], [[0.35]]], [[0.2], [0.7]], most=1)
    assert match_probability(asked, [0, 0]) == pytest.approx(0.5 * 0.7 + 0.5 * 0.2)


def by_every_invitation(asked: Problem) -> float:
    """Over all that one may be asked to: the likeliest `most` of them are attended."""
    attendance = asked.attendance
    assert attendance is not None
    programs, _, scenarios = asked.shape
    total = 0.0
    for scenario in range(scenarios):
        after = attendance.offer_if_attended[:, scenario]
        invited = asked.offer_chance[:, 0, scenario] / after
        order = np.argsort(-attendance.offer_if_attended.mean(axis=1), kind="stable")
        for answers in product((False, True), repeat=programs):
            chance = np.prod(np.where(answers, invited, 1.0 - invited))
            attended = [k for k in order if answers[k]][: attendance.most]
            total += asked.scenario_weight[scenario] * chance * (1.0 - np.prod(1.0 - after[attended]))
    return float(total)


@examples(40)
@given(seed=st.integers(0, 2**32 - 1), programs=st.integers(1, 6), most=st.integers(1, 6))
def test_it_is_what_every_set_of_invitations_says(seed: int, programs: int, most: int) -> None:
    rng = np.random.default_rng(seed)
    after = rng.uniform(0.05, 0.95, (programs, 3))
    asked = problem((after * rng.uniform(0, 1, (programs, 3)))[:, None, :], after, most)
    everywhere = np.zeros(programs, dtype=np.int64)
    matched = match_probability(asked, everywhere)
    assert matched == pytest.approx(by_every_invitation(asked), abs=1e-12)
    assert matched <= evaluate(asked, everywhere) + 1e-12
    if most >= programs:
        assert matched == pytest.approx(evaluate(asked, everywhere), abs=1e-12)


def test_a_solved_list_has_the_attended_chance_below_its_value_and_the_proven_bound() -> None:
    rng = np.random.default_rng(2)
    after = rng.uniform(0.1, 0.4, (20, 4))
    asked = problem((after * 0.9)[:, None, :], after, most=3)
    solved = solve(asked)
    assert isinstance(solved, Solved)
    assert solved.match_probability == match_probability(asked, solved.mode)
    assert solved.match_probability < solved.value - 0.01
    assert solved.value <= solved.bound


def test_chances_that_no_attending_could_bring_count_as_asked_for_sure() -> None:
    asked = problem([[[0.6]], [[0.0]]], [[0.5], [0.0]], most=1)
    assert match_probability(asked, [0, 0]) == pytest.approx(0.6)


def test_what_cannot_be_is_named_all_at_once() -> None:
    with pytest.raises(BadInput) as caught:
        Attendance(np.array([[1.5]]), 0)
    assert {fault.where for fault in caught.value.faults} >= {"attendance: most"}
    assert len(caught.value.faults) == 2
    with pytest.raises(BadInput, match="offer_if_attended"):
        problem([[[0.1, 0.1]]], [[0.5]], most=2)


@pytest.mark.parametrize("chances", ["words", [[0.2], ["x"]], None])
def test_chances_that_are_no_numbers_are_refused_by_name(chances: Any) -> None:
    with pytest.raises(BadInput, match="attendance: offer_if_attended"):
        Attendance(chances, 1)
