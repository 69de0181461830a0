"""What a plan may choose from, and how many interviews its list may bring."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.directory import MAP_HEIGHT, MAP_WIDTH
from optimizer.estimate import interview_count_chances, quantiles
from optimizer.plan import interview_spread, open_count, prepare, prospects
from tests.people_and_programs import directory, plan, program, programs_in_many_cities, solved

CHOICE = directory(*programs_in_many_cities(20))


def test_every_program_is_a_prospect_with_its_region_tier_and_place_on_the_map() -> None:
    wanted = plan(regions=({"name": "home", "priority": 9, "states": ("CA",)},))
    found = prospects(wanted, CHOICE)
    assert [one.id for one in found] == [one.id for one in CHOICE.programs]
    assert {one.region for one in found if one.state == "CA"} == {"home"}
    assert all(
        one.position and 0 <= one.position[0] <= MAP_WIDTH and 0 <= one.position[1] <= MAP_HEIGHT for one in found
    )


def test_what_is_locked_out_or_takes_nobody_like_this_is_not_open() -> None:
    where = directory(*programs_in_many_cities(4), program("camp", setting="military"))
    found = prospects(plan(locks={"never": ("im-01",)}), where)
    assert [one.id for one in found if not one.is_open] == ["im-01", "camp"]
    assert sum(open_count(found, "setting").values()) == 3


def test_what_a_hard_condition_leaves_out_is_not_open_and_a_lock_opens_it_again() -> None:
    facts = {"sponsors": True, "refuses": False, "unknown": None, "locked": False}
    where = directory(*(program(name, sponsors_j1=takes) for name, takes in facts.items()))
    wanted = plan(conditions={"visa": {}}, locks={"apply": ("locked",)})
    found = prospects(wanted, where)
    assert [one.id for one in found if one.is_open] == ["sponsors", "unknown", "locked"]
    assert open_count(found, "specialty") == {"internal-medicine": 3}
    preferred = prospects(plan(conditions={"visa": {"weight": 3.0}}), where)
    assert all(one.is_open for one in preferred)


def test_a_program_in_no_known_city_has_no_place_on_the_map() -> None:
    (found,) = prospects(plan(), directory(program(city="Nowhere at all")))
    assert found.position is None


def test_the_number_of_interviews_has_the_mean_of_the_chances() -> None:
    prepared = prepare(plan(), CHOICE)
    mode = np.zeros(20, dtype=np.int64)
    chance = interview_count_chances(prepared.estimate, mode, draws=200)
    assert chance.shape == (21,)
    assert chance.sum() == pytest.approx(1.0)
    expected = prepared.estimate.interview_probability[:, 0].sum()
    # The mean over draws of the coefficients lies near that of the central ones, not on it.
    assert chance @ np.arange(21) == pytest.approx(expected, rel=0.35)


def test_a_sum_of_few_programs_is_that_of_all_their_outcomes() -> None:
    prepared = prepare(plan(), CHOICE)
    mode = np.full(20, -1)
    mode[[3, 8]] = 0
    two = interview_count_chances(prepared.estimate, mode)
    mode[8] = -1
    one = interview_count_chances(prepared.estimate, mode)
    assert two[0] < one[0]
    assert two[2] < one[1]


def test_no_application_brings_no_interview() -> None:
    prepared = prepare(plan(), CHOICE)
    assert interview_count_chances(prepared.estimate, np.full(20, -1)).tolist() == [1.0]


def test_a_list_has_twenty_dots_in_order() -> None:
    wanted = plan(budget={"dollars": 110})
    spread = interview_spread(wanted, solved(wanted, CHOICE), CHOICE)
    assert len(spread.dots) == 20
    assert list(spread.dots) == sorted(spread.dots)
    assert 0 < spread.chance_of_none < 1


@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=12))
def test_dots_stand_for_equal_chances(weights: list[float]) -> None:
    chance = np.array(weights) / sum(weights)
    dots = quantiles(chance, 400)
    share = np.bincount(dots, minlength=len(chance)) / 400
    assert np.abs(share - chance).max() <= 1 / 400 + 1e-9
