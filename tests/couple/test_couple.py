"""A couple's two plans, the places both can go to, two lists with one aim, and their pairs to rank."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from optimizer.couple import (
    NO_MATCH,
    CoupleLists,
    CoupleNotDecided,
    NoCouple,
    Partners,
    build_couple,
    near_words,
    partners_of,
    prepare_couple,
)
from optimizer.data_folder import data_folder
from optimizer.directory import Directory, distances_miles, load_directory
from optimizer.errors import BadInput
from optimizer.estimate import draw_for_two
from optimizer.plan import Couple, Plan, ProgramList, build_list, parse_plan, plan_from_content, plan_text, read_plan

SEASON = 2027
EXAMPLE = data_folder() / "examples" / "couple.toml"


def person(specialty: str, **wishes: Any) -> dict[str, Any]:
    """A plan of twelve applications in Ohio and Pennsylvania, as a file has it."""
    plan: dict[str, Any] = {
        "season": SEASON,
        "flexibility": 1.0,
        "applicant": {"type": "us-md", "specialties": (specialty,), "step2": 240},
        "regions": ({"name": "There", "states": ("OH", "PA"), "priority": 10.0},),
        "quotas": {"applications": {"maximum": 12}, "region": {"Elsewhere": {"maximum": 0}}},
    }
    return plan | wishes


def couple(first: dict[str, Any] | None = None, second: dict[str, Any] | None = None, **wish: Any) -> Plan:
    """The plan of one in dermatology whose partner is in neurology."""
    partner = second or person("neurology")
    content = (first or person("dermatology")) | {"couple": {"partner": partner, **wish}}
    return plan_from_content(content, "plan")


@cache
def listed() -> CoupleLists:
    found = build_couple(partners_of(couple()), pairs=300)
    assert isinstance(found, CoupleLists)
    return found


def test_both_lists_keep_their_own_plans() -> None:
    found = listed()
    assert [own.programs[0].specialty for own in found.lists] == ["dermatology", "neurology"]
    assert all(len(own.programs) <= 12 for own in found.lists)
    assert {program.state for own in found.lists for program in own.programs} <= {"OH", "PA"}


def test_together_is_no_less_likely_than_with_lists_built_apart_and_the_bound_is_above_both() -> None:
    found = listed()
    assert found.apart.value <= found.joint.value + 1e-9
    assert found.joint.value <= found.bound + 1e-9
    assert found.gap == pytest.approx((found.bound - found.joint.value), abs=1e-9)
    for figures in (found.joint, found.apart):
        assert figures.together.value <= figures.both.value + 1e-9
        assert figures.both.value <= min(one.value for one in figures.each) + 1e-9
        assert max(one.value for one in figures.each) <= figures.either.value + 1e-9
        for chance in (figures.together, figures.both, figures.either, *figures.each):
            assert 0.0 <= chance.low <= chance.value <= chance.high <= 1.0


def test_every_program_is_in_one_place_or_where_the_other_has_none() -> None:
    found = listed()
    for who, own in enumerate(found.lists):
        placed = [program for place in found.places for program in place.programs[who]]
        assert len(placed) == len(set(placed))
        assert len(own.programs) == len(placed) + found.elsewhere[who]
        assert set(placed) <= {program.id for program in own.programs}
    assert all(place.programs[0] and place.programs[1] for place in found.places)


def test_a_list_beside_the_partner_s_says_that_alone_another_would_be_better() -> None:
    words = " ".join(notice for own in listed().lists for notice in own.notices)
    assert "made to go with your partner's" in words


def test_pairs_stand_by_worth_and_each_program_has_a_line_with_no_match() -> None:
    found = listed()
    worths = [pair.worth for pair in found.pairs]
    assert worths == sorted(worths, reverse=True)
    assert len(found.pairs) <= 300
    assert [pair.rank for pair in found.pairs] == list(range(1, len(found.pairs) + 1))
    alone = {pair.programs for pair in found.pairs if None in pair.programs}
    assert {(program.id, None) for program in found.lists[0].programs} <= alone
    assert {(None, program.id) for program in found.lists[1].programs} <= alone
    assert all(NO_MATCH in pair.names and pair.place is None for pair in found.pairs if None in pair.programs)
    assert found.pairs[0].place is not None
    assert len({pair.programs for pair in found.pairs}) == len(found.pairs)


def test_where_one_alone_is_worth_nothing_no_line_says_no_match() -> None:
    found = build_couple(partners_of(couple(alone=0)), pairs=50)
    assert isinstance(found, CoupleLists)
    assert found.pairs
    assert all(None not in pair.programs and pair.place is not None for pair in found.pairs)


def test_luck_of_regions_is_shared_and_strength_is_not() -> None:
    first, second = draw_for_two()
    assert (first.region == second.region).all()
    assert abs(np.corrcoef(first.strength, second.strength)[0, 1]) < 1e-9
    assert abs(first.strength @ first.region).max() < 1e-6
    with pytest.raises(ValueError, match="a power of two"):
        draw_for_two(24)


@pytest.mark.parametrize("miles", [25.0, 120.0])
def test_programs_of_one_place_are_within_the_distance(miles: float) -> None:
    ready = prepare_couple(partners_of(couple(miles=miles)))
    for number, name in enumerate(ready.places.names):
        degrees = [
            np.array(one.directory.coordinates)[:, where == number]
            for one, where in zip(ready.prepared, ready.places.of, strict=True)
        ]
        assert all(own.shape[1] for own in degrees), name
        north, east = np.concatenate(degrees, axis=1)
        assert distances_miles(north[:, None], east[:, None], north, east).max() <= miles + 1e-6


def test_an_hour_is_45_miles() -> None:
    by_hours = prepare_couple(partners_of(couple(hours=1)))
    by_miles = prepare_couple(partners_of(couple(miles=45)))
    assert by_hours.places.names == by_miles.places.names
    assert "45 miles by the straight line" in near_words(by_hours.wish)
    assert near_words(Couple(partner="x", hours=2.5)).startswith("within 2.5 hours of each other, counted as 112 miles")
    assert near_words(Couple(partner="x", miles=20)) == "within 20 miles of each other by the straight line"


def test_a_city_is_narrower_than_a_metropolitan_area() -> None:
    city = prepare_couple(partners_of(couple(near="city"))).places
    metro = prepare_couple(partners_of(couple(near="metro"))).places
    assert all((narrow >= 0).sum() <= (wide >= 0).sum() for narrow, wide in zip(city.of, metro.of, strict=True))
    assert prepare_couple(partners_of(couple())).places.names == metro.names
    assert near_words(Couple(partner="x", near="city")) == "in the same city"


def test_a_distance_that_no_two_programs_meet_says_how_far_the_nearest_are() -> None:
    with pytest.raises(BadInput, match=r"no program open to one is near .* the nearest two are [\d,]+ miles apart"):
        prepare_couple(partners_of(_only_in("OH", "CA")))


def _only_in(first: str, second: str) -> Plan:
    """A couple of which each has every program outside one state locked out."""
    contents = []
    for specialty, state in (("dermatology", first), ("neurology", second)):
        out = tuple(
            program.id
            for program in load_directory().programs
            if program.specialty == specialty and program.state != state
        )
        contents.append(person(specialty, locks={"never": out}))
    return couple(contents[0], contents[1])


def test_one_alone_is_no_couple() -> None:
    with pytest.raises(BadInput, match="is the plan of one person alone"):
        partners_of(plan_from_content(person("neurology"), "plan"))


def test_partners_of_different_seasons_are_refused() -> None:
    with pytest.raises(BadInput, match=r"of different seasons .*2026.*matchlist renew"):
        partners_of(couple(second=person("neurology", season=SEASON - 1)))


def test_a_partner_with_a_partner_is_refused() -> None:
    with pytest.raises(BadInput, match=r"has a table \[couple\] too"):
        partners_of(couple(second=person("neurology", couple={"partner": person("pediatrics")})))


@pytest.mark.parametrize("pairs", [-1, 301])
def test_more_pairs_than_the_match_takes_are_refused(pairs: int) -> None:
    with pytest.raises(BadInput, match="allowed: 0 to 300"):
        build_couple(partners_of(couple()), pairs=pairs)


def test_faults_of_the_partner_s_plan_are_the_partner_s() -> None:
    with pytest.raises(BadInput, match=r"your partner: .*no-such-program"):
        prepare_couple(partners_of(couple(second=person("neurology", locks={"apply": ("no-such-program",)}))))


def test_a_partner_without_a_list_is_named_with_what_clashes() -> None:
    quotas = {"applications": {"minimum": 40}, "region": {"Elsewhere": {"maximum": 0}}}
    found = build_couple(partners_of(couple(second=person("neurology", quotas=quotas))))
    assert isinstance(found, NoCouple)
    assert found.who == 1
    assert found.why.conflict


def test_without_time_nothing_is_claimed() -> None:
    assert isinstance(build_couple(partners_of(couple()), time_limit_s=0.0), CoupleNotDecided)


def test_a_partner_s_file_is_beside_the_plan_and_nobody_is_the_own_partner(tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text(plan_text(plan_from_content(person("neurology"), "x")), encoding="utf-8")
    mine = tmp_path / "mine.toml"
    whole = plan_from_content(person("dermatology", couple={"partner": "other.toml"}), "x")
    mine.write_text(plan_text(whole), encoding="utf-8")
    partners = partners_of(read_plan(mine))
    assert [plan.applicant.specialties[0] for plan in partners.plans] == ["dermatology", "neurology"]
    mine.write_text(plan_text(whole).replace("other.toml", "mine.toml"), encoding="utf-8")
    with pytest.raises(BadInput, match="is its own partner"):
        read_plan(mine)


def test_a_partner_s_plan_inside_a_plan_is_written_and_read_back() -> None:
    plan = couple(near="city", alone=2.0)
    assert parse_plan(plan_text(plan), "again") == plan


def test_the_list_of_one_alone_says_that_there_is_a_partner() -> None:
    found = build_list(couple())
    assert isinstance(found, ProgramList)
    assert any("matchlist couple" in notice for notice in found.notices)


def test_the_example_is_of_two_plans_of_one_season() -> None:
    partners = partners_of(read_plan(EXAMPLE))
    assert isinstance(partners, Partners)
    assert [plan.couple for plan in partners.plans] == [None, None]


def test_a_specialty_without_known_chances_is_refused_with_whose() -> None:
    urology = replace_specialty(load_directory(), "neurology", "urology")
    with pytest.raises(BadInput, match=r"your partner: .*the chance in urology is not known"):
        prepare_couple(partners_of(couple(second=person("urology"))), urology)


def replace_specialty(directory: Directory, old: str, new: str) -> Directory:
    """A directory in which the programs of one specialty are of another."""
    programs = (
        one.model_copy(update={"specialty": new}) if one.specialty == old else one for one in directory.programs
    )
    return Directory(tuple(programs), directory.places)
