"""What pairs are worth in simple cases, the functions behind the bound, and what can't be asked."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.errors import BadInput, RefereeDisagreement
from optimizer.portfolio import (
    NOWHERE,
    Limit,
    PairProblem,
    PairSolved,
    PairUndecided,
    Problem,
    evaluate_pair,
    pair_chances,
    solve_pair,
)
from optimizer.portfolio.deadline import WHENEVER
from optimizer.portfolio.pairs.beside import beside
from optimizer.portfolio.pairs.boxes import most_exposure
from optimizer.portfolio.pairs.envelope import above, together
from optimizer.portfolio.pairs.referee import confirm_pair
from optimizer.portfolio.pairs.terms import terms_of
from optimizer.portfolio.region import allowed_region
from tests.portfolio.pairs.small_pairs import allowed_lists, random_pair

EVERYWHERE = np.zeros(2, dtype=np.int64)


def one(chances: list[float], utility: float = 1.0, most: int = 2) -> Problem:
    """Two programs, one mode, one scenario."""
    return Problem(
        offer_chance=np.array(chances).reshape(-1, 1, 1),
        scenario_weight=np.ones(1),
        utility=np.full(len(chances), utility),
        limits=(Limit("applications", np.ones((len(chances), 1)), maximum=most),),
    )


def pair(alone: float = 0.0, most: int = 2) -> PairProblem:
    """Two places; the better programs of the two lie in different ones."""
    return PairProblem(
        (one([0.5, 0.4], most=most), one([0.4, 0.5], most=most)), (np.array([0, 1]), np.array([0, 1])), alone
    )


def test_two_offers_in_one_place_count_and_two_in_different_ones_do_not() -> None:
    assert evaluate_pair(pair(), (np.array([0, -1]), np.array([0, -1]))) == pytest.approx(0.5 * 0.4)
    assert evaluate_pair(pair(), (np.array([0, -1]), np.array([-1, 0]))) == 0.0


def test_a_match_of_one_alone_is_worth_its_share() -> None:
    lists = np.array([0, -1]), np.array([-1, 0])
    assert evaluate_pair(pair(alone=0.3), lists) == pytest.approx(0.3 * (1 - 0.5 * 0.5))


def test_where_one_alone_is_worth_as_much_each_applies_where_chances_are_best() -> None:
    solved = solve_pair(pair(alone=1.0, most=1), gap=1e-6)
    assert isinstance(solved, PairSolved)
    assert [mode.tolist() for mode in solved.lists] == [[0, -1], [-1, 0]]


def test_where_only_both_together_count_they_apply_in_one_place() -> None:
    solved = solve_pair(pair(alone=0.0, most=1), gap=1e-6)
    assert isinstance(solved, PairSolved)
    assert solved.lists[0].tolist() == solved.lists[1].tolist()
    assert solved.value == pytest.approx(0.2)


def test_a_place_is_worth_what_it_is_to_the_one_who_wants_it_less() -> None:
    problem = PairProblem((one([0.5], 1.0), one([0.5], 0.4)), (np.array([0]), np.array([0])), 0.0)
    assert evaluate_pair(problem, (np.array([0]), np.array([0]))) == pytest.approx(0.25 * 0.4)


def test_programs_near_none_of_the_partner_s_count_for_one_alone_only() -> None:
    problem = PairProblem((one([0.5]), one([0.5])), (np.array([NOWHERE]), np.array([NOWHERE])), 0.5)
    lists = np.array([0]), np.array([0])
    assert evaluate_pair(problem, lists) == pytest.approx(0.5 * 0.75)
    assert pair_chances(problem, lists).together == 0.0
    assert pair_chances(problem, lists).both == pytest.approx(0.25)
    solved = solve_pair(problem)
    assert isinstance(solved, PairSolved)
    assert solved.value == pytest.approx(0.375)


@given(
    st.floats(0.0, 1.0),
    st.floats(0.0, 1.0),
    st.floats(1e-3, 12.0),
    st.floats(1e-3, 12.0),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_the_function_above_a_place_is_above_it_and_so_are_its_tangents(
    of_x: float, of_y: float, most_x: float, most_y: float, at_x: float, at_y: float
) -> None:
    box = np.array([most_x]), np.array([most_y])
    x, y = of_x * box[0], of_y * box[1]
    found = above(x, y, *box)
    assert found.value[0] >= together(x, y)[0] - 1e-7
    other_x, other_y = at_x * box[0], at_y * box[1]
    tangent = found.by_x * other_x + found.by_y * other_y
    assert tangent[0] >= together(other_x, other_y)[0] - 1e-7
    assert above(*box, *box).value[0] == pytest.approx(together(*box)[0], abs=1e-6)


@pytest.mark.parametrize("seed", range(8))
def test_a_list_s_value_beside_the_partner_s_is_the_pair_s_and_lies_under_every_tangent(seed: int) -> None:
    problem, rng = random_pair(seed), np.random.default_rng(seed)
    terms, modes = terms_of(problem), problem.problems[0].shape[1]
    lists = [rng.integers(-1, modes, (5, 6)) for _ in range(2)]
    applications = [(own[:, :, None] == np.arange(modes)).reshape(5, -1).astype(float) for own in lists]
    for who in (0, 1):
        value = beside(terms, who, terms.sides[1 - who].exposure(applications[1 - who][0]))
        for own, applied in zip(lists[who], applications[who], strict=True):
            both = (own, lists[1][0]) if who == 0 else (lists[0][0], own)
            exposure = value.exposure(applied)
            assert value.at(exposure) * problem.unit_of_value == pytest.approx(evaluate_pair(problem, both), abs=1e-9)
            constant, gain = value.tangent(exposure)
            assert constant + gain @ applied == pytest.approx(value.at(exposure))
            for other in applications[who]:
                assert constant + gain @ other >= value.at(value.exposure(other)) - 1e-12


@pytest.mark.parametrize("seed", range(8))
def test_no_list_has_a_higher_exposure_than_its_box(seed: int) -> None:
    problem = random_pair(seed)
    terms, modes = terms_of(problem), problem.problems[0].shape[1]
    for side, one_, lists in zip(terms.sides, problem.problems, allowed_lists(problem), strict=True):
        most = most_exposure(side, allowed_region(one_), terms.place, WHENEVER)
        for mode in lists[:: max(len(lists) // 40, 1)]:
            exposure = side.near @ side.exposure((mode[:, None] == np.arange(modes)).astype(float).ravel())
            assert (exposure <= most + 1e-9).all()


def test_what_can_t_be_asked_is_named() -> None:
    good = pair()
    with pytest.raises(BadInput, match="different scenarios"):
        replace(
            good,
            problems=(
                good.problems[0],
                replace(good.problems[1], scenario_weight=np.ones(2) / 2, offer_chance=np.ones((2, 1, 2)) / 2),
            ),
        )
    with pytest.raises(BadInput, match="different modes"):
        replace(
            good, problems=(good.problems[0], replace(good.problems[1], offer_chance=np.ones((2, 2, 1)) / 2, limits=()))
        )
    with pytest.raises(BadInput, match="worst scenarios"):
        replace(good, problems=(good.problems[0], replace(good.problems[1], worst_share=0.5)))
    with pytest.raises(BadInput, match="are not places"):
        replace(good, place=(np.array([0, 1, 2]), good.place[1]))
    with pytest.raises(BadInput, match="is not a share"):
        replace(good, alone=1.5)
    with pytest.raises(BadInput, match="gap is not positive"):
        solve_pair(good, gap=0.0)


def test_without_time_nothing_is_claimed() -> None:
    assert isinstance(solve_pair(pair(), time_limit_s=0.0), PairUndecided)


def test_the_referee_contradicts_a_wrong_value_and_a_broken_limit() -> None:
    solved = solve_pair(pair(most=1))
    assert isinstance(solved, PairSolved)
    with pytest.raises(RefereeDisagreement, match="value"):
        confirm_pair(pair(most=1), replace(solved, value=solved.value + 0.1))
    with pytest.raises(RefereeDisagreement, match="breaks a limit"):
        confirm_pair(pair(most=1), replace(solved, lists=(EVERYWHERE, solved.lists[1])))
