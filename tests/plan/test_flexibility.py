"""What flexibility buys and costs, against lists built one by one."""

from itertools import pairwise

import pytest

from optimizer.errors import BadInput
from optimizer.plan import (
    FlexibilityFrontier,
    NoList,
    Plan,
    ProgramList,
    build_list,
    changed_plan,
    flexibility_frontier,
)
from tests.people_and_programs import directory as directory_of
from tests.people_and_programs import known, plan, programs_in_many_cities

WHERE = directory_of(*programs_in_many_cities(40))
WANTED = plan(
    regions=({"name": "West", "priority": 10.0, "divisions": ("Pacific", "Mountain")},),
    elsewhere_priority=2.0,
    quotas={"applications": {"maximum": 12}},
)


def frontier(wanted: Plan = WANTED, **options: object) -> FlexibilityFrontier:
    found = flexibility_frontier(wanted, WHERE, **options)  # type: ignore[arg-type]
    assert isinstance(found, FlexibilityFrontier)
    return found


def test_every_point_is_the_list_that_the_plan_gives_with_that_flexibility() -> None:
    for point in frontier().points:
        alone = build_list(changed_plan(WANTED, {"flexibility": point.flexibility}), WHERE)
        assert isinstance(alone, ProgramList)
        assert point.value == pytest.approx(alone.value, abs=1e-4)
        assert point.applications == len(alone.programs)


def test_flexibility_trades_preference_for_chance() -> None:
    points = frontier().points
    assert [one.flexibility for one in points] == [0.0, 0.25, 0.5, 0.75, 1.0]
    slack = 2e-4  # each list is proven to 1e-4
    for one, more in pairwise(points):
        assert known(more.match_probability) >= known(one.match_probability) - slack
        assert more.preference <= one.preference + slack
    assert known(points[-1].match_probability) > known(points[0].match_probability)
    assert points[-1].preference < points[0].preference


def test_at_0_the_value_is_the_preference_and_at_1_the_chance() -> None:
    first, *_, last = frontier().points
    assert first.value == pytest.approx(first.preference)
    assert last.value == pytest.approx(last.match_probability)
    assert first.preference_if_matched == pytest.approx(first.preference / known(first.match_probability))


def test_an_empty_list_matches_nowhere() -> None:
    (point,) = frontier(plan(quotas={"applications": {"maximum": 0}}), flexibilities=(0.5,)).points
    assert (point.match_probability, point.preference, point.preference_if_matched) == (0.0, 0.0, 0.0)


def test_a_flexibility_beyond_1_is_refused() -> None:
    with pytest.raises(BadInput, match="flexibility"):
        frontier(flexibilities=(0.5, 1.5))


def test_where_there_is_no_list_the_clash_is_told() -> None:
    found = flexibility_frontier(plan(quotas={"applications": {"minimum": 50}}), WHERE)
    assert isinstance(found, NoList)


def test_what_was_not_decided_in_time_is_told() -> None:
    found = frontier(time_limit_s=0.0)
    assert found.points == ()
    assert len(found.undecided) == 5
