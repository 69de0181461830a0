"""What differs between two plans, key by key."""

import pytest
from hypothesis import given

from optimizer.errors import BadInput
from optimizer.plan import Plan, changed_plan, differences
from optimizer.plan.document.plan_keys import ABSENT, Absent, with_difference
from tests.drawn import examples
from tests.people_and_programs import applicant, plan
from tests.plan.test_plan_file import plans

WEST = {"name": "West", "priority": 9.0, "states": ("CA",)}
EAST = {"name": "East", "priority": 5.0, "states": ("NY",)}


def keys(before: Plan, after: Plan) -> list[str]:
    return [one.key for one in differences(before, after)]


def test_equal_plans_differ_nowhere() -> None:
    assert differences(plan(), plan()) == ()


def test_a_key_that_one_plan_leaves_out_is_absent_there() -> None:
    (one,) = differences(plan(), plan(budget={"dollars": 100.0}))
    assert (one.key, one.before, one.after) == ("budget.dollars", ABSENT, 100.0)
    assert isinstance(one.before, Absent)


def test_regions_differ_by_name_and_not_by_place() -> None:
    before, after = plan(regions=(WEST,)), plan(regions=(EAST, WEST | {"priority": 7.0}))
    assert keys(before, after) == ["regions.West.priority", "regions.East"]


def test_the_order_of_regions_is_a_difference_of_its_own() -> None:
    assert keys(plan(regions=(WEST, EAST)), plan(regions=(EAST, WEST))) == ["regions"]


def test_a_title_changes_no_list() -> None:
    (one,) = differences(plan(), plan(title="Other"))
    assert not one.changes_lists


def test_one_difference_alone_makes_one_key_differ() -> None:
    before = plan(regions=(WEST,), quotas={"region": {"West": {"minimum": 2}}})
    after = plan(regions=(WEST | {"priority": 7.0}, EAST), flexibility=0.1)
    for one in differences(before, after):
        if one.key == "regions.West.priority":
            assert keys(before, with_difference(before, one)) == [one.key]


def test_a_key_that_makes_no_sense_without_others_is_refused() -> None:
    before, after = plan(), plan(regions=(WEST,), quotas={"region": {"West": {"minimum": 2}}})
    quota = next(one for one in differences(before, after) if one.path[0] == "quotas")
    with pytest.raises(BadInput, match="isn't one of the plan's"):
        with_difference(before, quota)


def test_a_season_before_the_graduation_goes_with_another_graduation_only() -> None:
    before = plan(season=2027, applicant=applicant(graduation_year=2027))
    after = plan(season=2026, applicant=applicant(graduation_year=None))
    season = next(one for one in differences(before, after) if one.key == "season")
    with pytest.raises(BadInput, match="the applicant graduates later"):
        with_difference(before, season)


@examples(30)
@given(before=plans(), after=plans())
def test_a_difference_that_is_taken_over_is_no_difference_any_more(before: Plan, after: Plan) -> None:
    for one in differences(before, after):
        try:
            made = with_difference(before, one)
        except BadInput:
            continue  # it goes with other keys only
        assert one.key not in {left.key for left in differences(made, after)}


def test_the_other_order_of_regions_alone_gives_the_other_plan() -> None:
    before, after = plan(regions=(WEST, EAST)), plan(regions=(EAST, WEST))
    (one,) = differences(before, after)
    assert with_difference(before, one) == after


def test_a_table_that_one_plan_leaves_out_is_made() -> None:
    before, after = plan(), changed_plan(plan(), {"quotas": {"tier": {"reach": {"minimum": 1}}}})
    (one,) = differences(before, after)
    assert with_difference(before, one) == after
    (back,) = differences(after, before)
    assert with_difference(after, back) == before
