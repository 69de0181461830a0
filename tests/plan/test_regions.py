"""Which programs lie in which region, and how much each is wanted."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.plan import ELSEWHERE, prepare
from optimizer.plan.problem.regions import preference_of_programs, region_of_programs
from tests.people_and_programs import directory, plan, program

HERE = directory(
    program("los-angeles"),
    program("anaheim", city="Anaheim"),
    program("riverside", city="Riverside"),
    program("fresno", city="Fresno"),
    program("portland", city="Portland", state="OR"),
    program("boston", city="Boston", state="MA"),
    program("san-juan", city="San Juan", state="PR"),
    program("nowhere", city="Xyzzy", state="CA"),
)
IDS = [one.id for one in HERE.programs]


def inside(**places: Any) -> list[str]:
    wanted = plan(regions=({"name": "Region"} | places,))
    found = region_of_programs(wanted, HERE).tolist()
    return [id_ for id_, region in zip(IDS, found, strict=True) if region == "Region"]


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ({"nation": True}, IDS),
        ({"divisions": ("Pacific",)}, ["los-angeles", "anaheim", "riverside", "fresno", "portland", "nowhere"]),
        ({"states": ("California",)}, ["los-angeles", "anaheim", "riverside", "fresno", "nowhere"]),
        ({"states": ("MA", "PR")}, ["boston", "san-juan"]),
        ({"metros": ("Los Angeles",)}, ["los-angeles", "anaheim"]),
        ({"metros": ("Los Angeles-Long Beach-Anaheim, CA",)}, ["los-angeles", "anaheim"]),
        ({"metros": ("Portland, OR",)}, ["portland"]),
        ({"cities": ("Anaheim, CA", "Boston, Massachusetts")}, ["anaheim", "boston"]),
        ({"within": ({"city": "Los Angeles, CA", "miles": 30},)}, ["los-angeles", "anaheim"]),
        ({"within": ({"city": "Los Angeles, CA", "miles": 60},)}, ["los-angeles", "anaheim", "riverside"]),
        ({"within": ({"city": "Los Angeles, CA", "miles": 0.5},)}, ["los-angeles"]),
        ({"within": ({"city": "92805", "miles": 5},)}, ["anaheim"]),
        ({"within": ({"city": "02115-5804", "miles": 5},)}, ["boston"]),
        ({"within": ({"city": "00921", "miles": 10},)}, ["san-juan"]),
        ({"states": ("MA",), "metros": ("Riverside",)}, ["riverside", "boston"]),
    ],
)
def test_a_region_is_the_union_of_the_places_it_names(places: dict[str, Any], expected: list[str]) -> None:
    assert inside(**places) == expected


def test_a_program_belongs_to_the_first_region_that_has_it() -> None:
    regions = (
        {"name": "City", "cities": ("Los Angeles, CA",)},
        {"name": "State", "states": ("CA",)},
        {"name": "Everywhere but Puerto Rico", "divisions": ("Pacific", "New England")},
    )
    found = dict(zip(IDS, region_of_programs(plan(regions=regions), HERE).tolist(), strict=True))
    assert found["los-angeles"] == "City"
    assert found["fresno"] == "State"
    assert found["portland"] == found["boston"] == "Everywhere but Puerto Rico"
    assert found["san-juan"] == ELSEWHERE
    reverse = dict(zip(IDS, region_of_programs(plan(regions=regions[::-1]), HERE).tolist(), strict=True))
    assert reverse["los-angeles"] == "Everywhere but Puerto Rico"


def test_without_regions_everything_lies_elsewhere() -> None:
    assert set(region_of_programs(plan(), HERE).tolist()) == {ELSEWHERE}


def test_a_program_in_an_unknown_city_has_no_coordinates_and_lies_in_no_circle() -> None:
    latitude, longitude = HERE.coordinates
    assert np.isnan(latitude).tolist() == np.isnan(longitude).tolist() == [False] * 7 + [True]
    assert "nowhere" not in inside(within=({"city": "Los Angeles, CA", "miles": 3000},))


# ---- preference

WANTED = directory(
    program("here", setting="university"),
    program("there", setting="community", city="Boston", state="MA"),
    program("unknown"),
    program("affiliated", setting="university-affiliated"),
    program("military", setting="military", city="San Antonio", state="TX"),
)


def preference(**parts: Any) -> list[float]:
    wanted = plan(regions=({"name": "California", "states": ("CA",), "priority": 8},), elsewhere_priority=3, **parts)
    return [float(u) for u in preference_of_programs(wanted, WANTED, region_of_programs(wanted, WANTED))]


def test_preference_is_the_priority_of_the_region_times_that_of_the_setting() -> None:
    settings = {"university": 10, "university-affiliated": 6, "community": 4, "military": 0}
    assert preference(settings=settings) == pytest.approx([0.8, 0.3 * 0.4, 0.8 * 0.5, 0.8 * 0.6, 0.0])


def test_without_setting_priorities_only_the_region_counts() -> None:
    assert preference() == pytest.approx([0.8, 0.3, 0.8, 0.8, 0.3])


@given(st.floats(0, 1), st.floats(0, 10), st.floats(0, 10))
def test_flexibility_mixes_preference_and_anywhere(flexibility: float, here: float, elsewhere: float) -> None:
    wanted = plan(
        regions=({"name": "California", "states": ("CA",), "priority": here},),
        elsewhere_priority=elsewhere,
        flexibility=flexibility,
    )
    utility = prepare(wanted, WANTED).problem.utility
    expected = [(1 - flexibility) * p / 10 + flexibility for p in (here, elsewhere, here, here, elsewhere)]
    assert utility[: len(expected)] == pytest.approx(expected)
    assert utility.max() <= 1.0
