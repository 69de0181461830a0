"""Searching the directory: what fits, what doesn't, and what isn't known."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.directory import (
    Directory,
    ProgramQuery,
    ProgramsFound,
    load_directory,
    program_query,
    search_programs,
    sponsorship,
)
from optimizer.errors import BadInput
from optimizer.vocabulary import SETTINGS_AND_UNKNOWN, SPONSORED_VISAS
from tests.people_and_programs import directory, program

HERE = directory(
    program("la-university", setting="university", sponsors_j1=True, sponsors_h1b=False, interview_rate_us_md=0.2),
    program("la-unknown", institution="St. Mary's"),
    program("anaheim", city="Anaheim", setting="community", sponsors_j1=False, sponsors_h1b=False),
    program("fresno", city="Fresno", setting="university-affiliated", sponsors_j1=False),
    program("psych-boston", city="Boston", state="MA", specialty="psychiatry", setting="university"),
    program("mayaguez", name="Centro Médico", city="Mayagüez", state="PR", setting="military", sponsors_h1b=True),
    program("nowhere", city="Xyzzy", setting="community"),
)
EVERYTHING = [one.id for one in HERE.programs]


def search(**asked: Any) -> ProgramsFound:
    return search_programs(HERE, ProgramQuery(**asked))


def ids(**asked: Any) -> list[str]:
    return [one.program.id for one in search(**asked).programs]


# ---- what fits


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, EVERYTHING),
        ({"specialties": ("psychiatry",)}, ["psych-boston"]),
        ({"specialties": ("psychiatry", "internal-medicine")}, EVERYTHING),
        ({"states": ("Massachusetts", "pr")}, ["psych-boston", "mayaguez"]),
        ({"regions": ("Los Angeles",)}, ["la-university", "la-unknown", "anaheim"]),
        ({"regions": ("pacific",)}, ["la-university", "la-unknown", "anaheim", "fresno", "nowhere"]),
        ({"regions": ("new  england", "Puerto Rico")}, ["psych-boston", "mayaguez"]),
        ({"regions": ("Fresno", "New England")}, ["fresno", "psych-boston"]),
        ({"settings": ("university", "military")}, ["la-university", "psych-boston", "mayaguez"]),
        ({"settings": ("unknown",)}, ["la-unknown"]),
        ({"text": "MAYAGUEZ"}, ["mayaguez"]),
        ({"text": "medico centro"}, ["mayaguez"]),
        ({"text": "st. mary's los angeles"}, ["la-unknown"]),
        ({"text": "  "}, EVERYTHING),
        ({"states": ("CA",), "settings": ("university",)}, ["la-university"]),
        ({"states": ("MA",), "settings": ("military",)}, []),
    ],
)
def test_a_program_has_to_fit_everything_asked_and_any_of_each(asked: dict[str, Any], expected: list[str]) -> None:
    assert ids(**asked) == expected


def test_a_distance_sorts_by_it_and_says_it() -> None:
    found = search(within_miles=300, of="92805").programs
    assert [one.program.id for one in found] == ["anaheim", "la-university", "la-unknown", "fresno"]
    miles = [one.miles for one in found]
    assert miles[0] is not None
    assert miles[0] < 3
    assert miles == sorted(miles, key=lambda distance: distance or 0.0)


def test_without_a_distance_there_are_no_miles_and_without_a_visa_no_policy() -> None:
    assert {(one.miles, one.visa) for one in search().programs} == {(None, None)}


def test_a_city_is_as_good_as_its_zip_code() -> None:
    assert ids(within_miles=30, of="Los Angeles, CA") == ids(within_miles=30, of="90012")


# ---- what isn't known


def test_a_program_whose_place_setting_or_visa_policy_is_unknown_is_counted_and_not_called_unfit() -> None:
    assert search(regions=("Los Angeles",)).left_out == {"place": 1}
    assert search(within_miles=10, of="Boston, MA").left_out == {"place": 1}
    assert search(settings=("university",)).left_out == {"setting": 1}
    assert search(visa="j1", keep_unknown_visa=False).left_out == {"visa policy": 4}


def test_a_program_that_fails_on_what_is_known_is_not_counted_as_unknown() -> None:
    assert search(settings=("university",), states=("MA",)).left_out == {}
    assert search(regions=("Los Angeles",), settings=("military",)).left_out == {"setting": 1}


def test_a_program_that_lacks_two_facts_counts_under_both() -> None:
    here = directory(program("nowhere", city="Xyzzy"))
    found = search_programs(here, ProgramQuery(regions=("Fresno",), settings=("community",)))
    assert found.programs == ()
    assert found.left_out == {"place": 1, "setting": 1}


def test_a_region_and_a_distance_both_count() -> None:
    assert ids(regions=("Los Angeles",), within_miles=5, of="Anaheim, CA") == ["anaheim"]


def test_a_division_needs_no_place_but_the_state() -> None:
    assert "nowhere" in ids(regions=("Pacific",))
    assert search(regions=("Pacific",)).left_out == {}


def test_an_unknown_visa_policy_stays_in_unless_told_otherwise_and_a_refusal_never() -> None:
    kept = {one.program.id: one.visa for one in search(visa="j1").programs}
    assert kept == {
        "la-university": "yes",
        "la-unknown": "unknown",
        "psych-boston": "unknown",
        "mayaguez": "unknown",
        "nowhere": "unknown",
    }
    assert ids(visa="j1", keep_unknown_visa=False) == ["la-university"]


@pytest.mark.parametrize(
    ("j1", "h1b", "visa", "standing"),
    [
        (True, False, "either", "yes"),
        (None, True, "either", "yes"),
        (False, None, "either", "unknown"),
        (False, False, "either", "no"),
        (None, None, "h1b", "unknown"),
        (True, False, "h1b", "no"),
        (False, True, "j1", "no"),
    ],
)
def test_either_visa_is_refused_only_where_both_are(
    j1: bool | None, h1b: bool | None, visa: Any, standing: str
) -> None:
    assert sponsorship(program(sponsors_j1=j1, sponsors_h1b=h1b), visa) == standing


def test_of_how_many_a_fact_is_known_is_counted() -> None:
    found = search()
    assert found.known("setting") == 6
    assert found.known("sponsors_j1") == 3
    assert found.known("interview_rate_us_md", "interview_rate_us_do") == 1
    assert found.known("acgme_id") == 0


# ---- what can't be asked


def test_all_names_that_mean_nothing_are_told_at_once() -> None:
    with pytest.raises(BadInput) as raised:
        search(specialties=("surgeries",), states=("CA", "XX"), regions=("Zork", "Portland"), within_miles=5, of="2115")
    told = {fault.where: (fault.what, fault.value) for fault in raised.value.faults}
    assert told == {
        "of": ("a ZIP code has five digits", "2115"),
        "specialties[0]": ("no such specialty", "surgeries"),
        "states[1]": ("no such state", "XX"),
        "regions[0]": ("no such region", "Zork"),
        "regions[1]": ("several metropolitan areas may be meant", "Portland"),
    }


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        ({"within_miles": 5}, "query"),
        ({"of": "90012"}, "query"),
        ({"within_miles": 0, "of": "90012"}, "query: within_miles"),
        ({"within_miles": "far", "of": "90012"}, "query: within_miles"),
        ({"settings": ("hospital",)}, "query: settings[0]"),
        ({"visa": "f1"}, "query: visa"),
        ({"distance": 5}, "query: distance"),
    ],
)
def test_a_query_that_makes_no_sense_is_bad_input_that_names_the_field(asked: dict[str, Any], where: str) -> None:
    with pytest.raises(BadInput) as raised:
        program_query(asked)
    assert [fault.where for fault in raised.value.faults] == [where]


# ---- properties, on the shipped directory

SHIPPED = Directory.of(load_directory().programs[::7])
"""Every seventh program: all specialties and states are there, and hundreds of searches take a second."""


@st.composite
def queries(draw: st.DrawFn) -> ProgramQuery:
    near = draw(
        st.sampled_from([{}, {"within_miles": 60.0, "of": "90012"}, {"within_miles": 200.0, "of": "Chicago, IL"}])
    )
    return ProgramQuery(
        specialties=tuple(draw(st.lists(st.sampled_from(SHIPPED.specialties), max_size=2, unique=True))),
        states=tuple(draw(st.lists(st.sampled_from(["CA", "IL", "PR"]), max_size=2, unique=True))),
        regions=tuple(
            draw(st.lists(st.sampled_from(["Los Angeles", "Pacific", "Puerto Rico"]), max_size=2, unique=True))
        ),
        settings=tuple(draw(st.lists(st.sampled_from(SETTINGS_AND_UNKNOWN), max_size=2, unique=True))),
        visa=draw(st.sampled_from([None, *SPONSORED_VISAS])),
        keep_unknown_visa=draw(st.booleans()),
        text=draw(st.sampled_from(["", "hospital", "university of"])),
        **near,
    )


@given(queries())
def test_each_further_wish_only_narrows(query: ProgramQuery) -> None:
    found = search_programs(SHIPPED, query)
    chosen = {one.program.id for one in found.programs}
    assert len(chosen) == len(found.programs)
    for field in ("specialties", "states", "regions", "settings", "text", "visa"):
        blank = ProgramQuery.model_fields[field].default
        wider = search_programs(SHIPPED, query.model_copy(update={field: blank}))
        assert chosen <= {one.program.id for one in wider.programs}


@given(queries())
def test_letting_the_unknown_in_adds_exactly_those_that_were_left_out_for_it(query: ProgramQuery) -> None:
    query = query.model_copy(update={"keep_unknown_visa": True})
    found = search_programs(SHIPPED, query)
    settings = (*query.settings, "unknown") if query.settings else ()
    wider = search_programs(SHIPPED, query.model_copy(update={"settings": settings}))
    assert wider.left_out == {}
    assert len(wider.programs) == len(found.programs) + found.left_out.get("setting", 0)
    known_only = search_programs(SHIPPED, query.model_copy(update={"settings": settings, "keep_unknown_visa": False}))
    assert len(wider.programs) == len(known_only.programs) + known_only.left_out.get("visa policy", 0)
