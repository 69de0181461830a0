"""Lists that the relaxation comes upon by itself."""

import numpy as np
import pytest

from optimizer.portfolio import FeeSchedule, Limit, Model, Problem, Solved, evaluate, solve
from optimizer.portfolio.found import NOTHING_YET, Found
from optimizer.portfolio.relaxation import Relaxed
from optimizer.portfolio.remainder import best_corner

EVERYONE = np.ones(4, dtype=np.bool_)
FLAT = tuple(
    FeeSchedule(name, np.array(members), ((19, 18.0),), flat=99.0, flat_covers=18)
    for name, members in (("first", [True, True, False, False]), ("second", [False, False, True, True]))
)
EACH = (FeeSchedule("each", EVERYONE, ((1, 11.0), (3, 30.0))),)


def model(fees: tuple[FeeSchedule, ...], budget: float, *limits: Limit) -> Model:
    chance = np.array([0.2, 0.4, 0.1, 0.3])[:, None, None]
    return Model.of(Problem(chance, np.ones(1), np.ones(4), budget=budget, fees=fees, limits=limits))


def corner(of: Model, known: Found = NOTHING_YET) -> Found:
    near = of.relaxed(gap=1e-4, time_limit_s=10.0).near
    assert isinstance(near, Relaxed)
    return best_corner(of.value, of.region, near, known)


def test_a_corner_that_is_a_list_is_taken_with_its_value() -> None:
    built = model(EACH, 22.0)
    found = corner(built)
    assert found.value == pytest.approx(1 - 0.6 * 0.7)
    assert evaluate(built.problem, built.modes_as_given(found.application)) == pytest.approx(found.value)


def test_a_corner_that_pays_parts_of_flat_fees_is_no_list() -> None:
    # Half of each flat fee for one of its two programs: the two most promising for the price of one service.
    assert corner(model(FLAT, 99.0)) is NOTHING_YET
    assert corner(model(FLAT, 198.0)).value == pytest.approx(1 - 0.8 * 0.6 * 0.9 * 0.7)


def test_a_corner_in_parts_is_no_list() -> None:
    pair = Limit("pair", np.array([[0.0], [2.0], [0.0], [2.0]]), maximum=3.0)
    assert corner(model(EACH, 1000.0, pair)) is NOTHING_YET


def test_a_corner_no_better_than_the_list_known_changes_nothing() -> None:
    built = model(EACH, 22.0)
    known = corner(built)
    assert corner(built, known) is known


def test_what_comes_out_is_the_best_list_all_the_same() -> None:
    solved = solve(model(FLAT, 99.0).problem)
    assert isinstance(solved, Solved)
    assert solved.value == pytest.approx(1 - 0.8 * 0.6)
    assert solved.proven
