"""At the ends of their scales wishes do what the words say: none where priority is 0, the most wanted before others."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.plan import (
    NoList,
    Plan,
    ProgramList,
    ProgramWhy,
    build_list,
    changed_plan,
    explain_program,
    region_shares,
)
from tests.drawn import examples
from tests.people_and_programs import applicant, directory, plan, programs_in_many_cities

PLACES = {"home": ("CA",), "west": ("NV", "AZ"), "far": ("NY", "MA")}
DIRECTORY = directory(*programs_in_many_cities(60))


@st.composite
def people(draw: st.DrawFn) -> dict[str, object]:
    answers = {
        "type": draw(st.sampled_from(["us-md", "us-do", "us-img", "non-us-img"])),
        "step2": draw(st.one_of(st.none(), st.integers(200, 280))),
        "visa": draw(st.sampled_from([None, "none", "j1"])),
        "preferred_divisions": draw(st.sampled_from([None, (), ("Pacific",), ("New England", "Mountain")])),
    }
    priority = st.sampled_from([0.0, 1.0, 3.5, 8.0, 10.0])
    regions = tuple({"name": name, "states": states, "priority": draw(priority)} for name, states in PLACES.items())
    return {
        "applicant": applicant(**answers),
        "regions": regions,
        "elsewhere_priority": draw(priority),
        "budget": {"dollars": float(draw(st.integers(0, 900)))},
    }


def listed(asked: Plan) -> ProgramList:
    found = build_list(asked, DIRECTORY)
    assert isinstance(found, ProgramList)
    return found


def priorities(asked: Plan) -> dict[str, float]:
    return {region.name: region.priority for region in asked.regions} | {"Elsewhere": asked.elsewhere_priority}


@examples(25)
@given(person=people(), flexibility=st.sampled_from([0.0, 0.2, 0.5, 1.0]))
def test_where_priority_is_0_no_program_is_listed_however_flexible_one_is(
    person: dict[str, object], flexibility: float
) -> None:
    asked = plan(**person, flexibility=flexibility)
    unwanted = {name for name, priority in priorities(asked).items() if priority == 0}
    assert not [program for program in listed(asked).programs if program.region in unwanted]


@examples(25)
@given(person=people())
def test_with_flexibility_0_the_most_wanted_regions_are_exhausted_before_any_other(person: dict[str, object]) -> None:
    asked = plan(**person, flexibility=0.0)
    found = listed(asked)
    wanted = priorities(asked)
    most = {name for name, priority in wanted.items() if priority == max(wanted.values())}
    count = Counter(program.region for program in found.programs)
    shares = {share.name: share for share in region_shares(asked, found, DIRECTORY)}
    if sum(count.values()) > sum(count[name] for name in most):
        assert all(count[name] == shares[name].to_choose_from for name in most)


def test_a_program_that_is_locked_in_stays_where_nothing_else_is_wanted() -> None:
    locked = next(program.id for program in DIRECTORY.programs if program.state == "NY")
    regions = ({"name": "far", "states": ("NY",), "priority": 0.0},)
    found = listed(plan(regions=regions, locks={"apply": (locked,)}))
    assert [program.id for program in found.programs if program.region == "far"] == [locked]


def test_what_is_locked_in_elsewhere_waits_for_nobody() -> None:
    locked = next(program.id for program in DIRECTORY.programs if program.state == "NY")
    regions = ({"name": "home", "states": ("CA",), "priority": 10.0},)
    asked = plan(regions=regions, flexibility=0.0, budget={"dollars": 33.0}, locks={"apply": (locked,)})
    count = Counter(program.region for program in listed(asked).programs)
    assert count == {"home": 2, "Elsewhere": 1}


def test_a_plan_with_numbers_of_its_own_says_itself_how_many_go_where() -> None:
    regions = ({"name": "home", "states": ("CA",), "priority": 10.0},)
    quotas = {"region": {"Elsewhere": {"minimum": 2}}}
    asked = plan(regions=regions, flexibility=0.0, budget={"dollars": 55.0}, quotas=quotas)
    assert Counter(program.region for program in listed(asked).programs)["Elsewhere"] == 2


def test_a_kind_of_program_with_priority_0_is_left_out() -> None:
    found = listed(plan(settings={"community": 0.0}))
    assert "community" not in {program.setting for program in found.programs}


@pytest.mark.parametrize("dollars", [110.0, 220.0])
def test_the_first_program_of_a_region_without_any_costs_what_asking_for_it_loses(dollars: float) -> None:
    regions = (
        {"name": "home", "states": ("CA",), "priority": 10.0},
        {"name": "far", "states": ("MA",), "priority": 0.5},
    )
    asked = plan(regions=regions, flexibility=0.1, elsewhere_priority=5.0, budget={"dollars": dollars})
    found = listed(asked)
    share = next(one for one in region_shares(asked, found, DIRECTORY) if one.name == "far")
    assert share.is_left_out
    with_one = listed(changed_plan(asked, {"quotas.region": {"far": {"minimum": 1}}}))
    assert found.match_probability is not None
    assert with_one.match_probability is not None
    assert share.first_costs == pytest.approx(found.match_probability - with_one.match_probability, abs=1e-3)


def test_a_region_that_other_limits_leave_no_room_for_has_no_price() -> None:
    regions = ({"name": "far", "states": ("MA",), "priority": 5.0},)
    asked = plan(regions=regions, quotas={"region": {"far": {"maximum": 0}}})
    (far, _) = region_shares(asked, listed(asked), DIRECTORY)
    assert (far.listed, far.is_left_out, far.first_costs) == (0, True, None)


def test_a_minimum_that_priority_0_takes_the_programs_from_says_so() -> None:
    regions = ({"name": "far", "states": ("MA", "NY"), "priority": 0.0},)
    found = build_list(plan(regions=regions, quotas={"region": {"far": {"minimum": 3}}}), DIRECTORY)
    assert isinstance(found, NoList)
    assert "not wanted in far (priority 0" in found.words


def test_why_a_program_is_not_listed_says_that_none_is_wanted_there() -> None:
    regions = ({"name": "far", "states": ("NY",), "priority": 0.0},)
    program = next(program.id for program in DIRECTORY.programs if program.state == "NY")
    told = explain_program(plan(regions=regions), program, DIRECTORY)
    assert isinstance(told, ProgramWhy)
    assert "priority 0" in told.verdict
