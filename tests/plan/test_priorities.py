"""Priorities of size, price level and distance; the reach floor; what a backup specialty is worth."""

from typing import Any

import pytest

from optimizer.directory import Directory
from optimizer.plan import prepare
from tests.people_and_programs import applicant, directory, plan, program, programs_in_many_cities, solved


def preference(where: Directory, **parts: Any) -> list[float]:
    wanted = plan(elsewhere_priority=10, flexibility=0.0, **parts)
    return [round(float(one), 6) for one in prepare(wanted, where).view.preference]


SIZES = directory(*(program(f"{k}", first_year_positions=k) for k in (5, 10, 20, 40, 80)), program("unknown"))


def test_large_programs_may_be_preferred_or_small_ones_and_unknown_counts_in_between() -> None:
    assert preference(SIZES, priorities={"size": {"priority": 10}}) == [0.0, 0.25, 0.5, 0.75, 1.0, 0.5]
    small = {"size": {"priority": 10, "prefer": "small"}}
    assert preference(SIZES, priorities=small) == [1.0, 0.75, 0.5, 0.25, 0.0, 0.5]
    assert preference(SIZES, priorities={"size": {"priority": 4}}) == [0.6, 0.7, 0.8, 0.9, 1.0, 0.8]


def test_a_priority_of_0_is_no_matter() -> None:
    none = {"size": {"priority": 0}, "price_parity": {"priority": 0}, "distance": {"priority": 0, "of": "90012"}}
    assert preference(SIZES, priorities=none) == [1.0] * 6


def test_sizes_are_compared_within_a_specialty_and_a_single_known_size_says_nothing() -> None:
    here = directory(
        program("a", first_year_positions=90),
        program("b", first_year_positions=100),
        program("p", specialty="psychiatry", first_year_positions=9),
    )
    both = applicant(specialties=("internal-medicine", "psychiatry"))
    assert preference(here, applicant=both, priorities={"size": {"priority": 10}}) == [0.0, 1.0, 0.5]


def test_cheap_states_may_be_preferred() -> None:
    here = directory(
        program("ca"), program("ar", city="Little Rock", state="AR"), program("pr", city="Ponce", state="PR")
    )
    dear, cheap, unknown = preference(here, priorities={"price_parity": {"priority": 10}})
    assert (dear, cheap, unknown) == (0.0, 1.0, 0.5)


def test_near_places_may_be_preferred_and_beyond_the_miles_all_are_far() -> None:
    here = directory(
        program("la"),
        program("fresno", city="Fresno"),
        program("boston", city="Boston", state="MA"),
        program("nowhere", city="Nosuchtown"),
    )
    near, middle, far, unknown = preference(
        here, priorities={"distance": {"priority": 10, "of": "Los Angeles, CA", "miles": 400.0}}
    )
    assert (near, far, unknown) == (1.0, 0.0, 0.5)
    assert 0.4 < middle < 0.6


def test_preferences_multiply() -> None:
    here = directory(
        program("one", setting="community", first_year_positions=4), program("two", first_year_positions=8)
    )
    both = {"priorities": {"size": {"priority": 5}}, "settings": {"community": 4}}
    assert preference(here, **both)[0] == pytest.approx(0.4 * 0.5)


# ---- reach floor

MANY = directory(*programs_in_many_cities(40))


def reaches(**parts: Any) -> int:
    found = solved(plan(quotas={"applications": {"maximum": 10}} | parts.pop("quotas", {}), **parts), MANY)
    return sum(one.tier == "reach" for one in found.programs)


def test_a_reach_floor_keeps_reaches_on_a_list_that_has_none_of_itself() -> None:
    settings = {"university": 1}
    assert reaches(settings=settings) == 0
    # Reaches here are university programs; wanted less than the others, they don't count to the floor either.
    assert reaches(settings=settings, quotas={"reach_floor": 3}) == 0
    assert reaches(flexibility=1.0, quotas={"reach_floor": 3}) >= 3


def test_a_floor_above_what_there_is_takes_all_and_says_so() -> None:
    found = solved(plan(quotas={"reach_floor": 50}), MANY)
    there = sum(one.tier == "reach" for one in found.programs)
    assert f"there are {there}; you asked for 50." in " ".join(found.notices)


def test_without_an_open_program_a_floor_asks_for_nothing() -> None:
    everyone = tuple(one.id for one in MANY.programs)
    found = solved(plan(quotas={"reach_floor": 2}, locks={"never": everyone}), MANY)
    assert found.programs == ()


# ---- several specialties

TWO = directory(*programs_in_many_cities(12), *programs_in_many_cities(12, prefix="p", specialty="psychiatry"))
BOTH = applicant(specialties=("internal-medicine", "psychiatry"))


def test_a_backup_counts_for_its_priority_and_a_parallel_specialty_fully() -> None:
    parallel = prepare(plan(applicant=BOTH, flexibility=1.0), TWO).problem.utility
    backup = prepare(plan(applicant=BOTH, flexibility=1.0, dual={"intent": "backup"}), TWO).problem.utility
    third = prepare(
        plan(applicant=BOTH, flexibility=1.0, dual={"intent": "backup", "backup_priority": 3}), TWO
    ).problem.utility
    assert set(parallel.tolist()) == {1.0}
    assert backup.tolist() == [1.0] * 12 + [0.5] * 12
    assert third[-1] == pytest.approx(0.3)


def test_a_backup_takes_less_of_the_budget_than_a_parallel_specialty() -> None:
    quotas = {"applications": {"maximum": 12}}
    counts = [
        sum(
            one.specialty == "psychiatry"
            for one in solved(plan(applicant=BOTH, dual=dual, quotas=quotas), TWO).programs
        )
        for dual in ({}, {"intent": "backup", "backup_priority": 1})
    ]
    assert counts[1] < counts[0]


def test_a_list_says_whether_its_value_is_the_match_probability() -> None:
    assert solved(plan(applicant=BOTH, flexibility=1.0), TWO).value_is_match_probability
    assert not solved(plan(applicant=BOTH, flexibility=1.0, dual={"intent": "backup"}), TWO).value_is_match_probability


SHARED = directory(
    *(program(f"im-{k}", institution=f"Hospital {k}") for k in range(3)),
    *(program(f"p-{k}", institution=f"hospital {k} ", specialty="psychiatry") for k in range(4)),
    program("p-0b", institution="Hospital 0", specialty="psychiatry", city="Fresno"),
)


def test_at_most_one_specialty_at_an_institution_however_many_programs_it_has() -> None:
    found = solved(plan(applicant=BOTH, quotas={"specialties_per_institution": 1}), SHARED)
    at: dict[str, set[str]] = {}
    for one in found.programs:
        at.setdefault(one.institution.casefold(), set()).add(one.specialty)
    assert all(len(specialties) == 1 for specialties in at.values())
    # One of two at hospitals 1 and 2, both psychiatry programs or the other at 0, and the one at 3.
    assert len(found.programs) == 5
    assert len(solved(plan(applicant=BOTH), SHARED).programs) == 8
    assert len(solved(plan(applicant=BOTH, quotas={"specialties_per_institution": 2}), SHARED).programs) == 8
