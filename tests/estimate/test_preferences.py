"""Chances under every statement of geographic preference are those of an applicant who states it."""

import numpy as np
import pytest

from optimizer.estimate import Estimate, PreferenceChances, estimate, with_preference
from optimizer.evidence import load_evidence, load_season
from tests.people_and_programs import applicant, directory, program, programs_in_many_cities

PROGRAMS = directory(*programs_in_many_cities(10), program("pr", city="San Juan", state="PR"))
STATEMENTS = [(), ("Pacific",), ("Mountain", "Pacific"), ("New England", "South Atlantic", "Pacific")]


def stating(divisions: tuple[str, ...] | None) -> Estimate:
    said = applicant(preferred_divisions=divisions, ties=({"kind": "family", "city": "Fresno, CA"},))
    return estimate(said, PROGRAMS, load_season(2026), load_evidence())


@pytest.mark.parametrize("divisions", STATEMENTS)
@pytest.mark.parametrize("present", [None, ("East North Central",)])
def test_chances_are_those_of_an_applicant_who_states_it(
    divisions: tuple[str, ...], present: tuple[str, ...] | None
) -> None:
    found = PreferenceChances.of(stating(present)).offers(divisions)
    assert found == pytest.approx(stating(divisions).chances.offer, rel=1e-12)


@pytest.mark.parametrize("divisions", STATEMENTS)
def test_an_estimate_with_another_preference_is_that_of_an_applicant_who_states_it(divisions: tuple[str, ...]) -> None:
    found, made = with_preference(stating(("Pacific",)), divisions), stating(divisions)
    assert found.chances.offer == pytest.approx(made.chances.offer, rel=1e-12)
    assert found.situation.applicant == made.situation.applicant
    assert np.array_equal(found.situation.preference, made.situation.preference)


@pytest.mark.parametrize("divisions", STATEMENTS)
def test_what_is_stated_counts_nothing_where_the_application_takes_no_divisions(divisions: tuple[str, ...]) -> None:
    programs = directory(*programs_in_many_cities(6, prefix="em", specialty="emergency-medicine"))
    silent, saying = (
        estimate(
            applicant(specialties=("emergency-medicine",), preferred_divisions=said),
            programs,
            load_season(2026),
            load_evidence(),
        )
        for said in (None, divisions)
    )
    assert saying.chances.offer == pytest.approx(silent.chances.offer, rel=1e-12)
    assert PreferenceChances.of(saying).offers(divisions) == pytest.approx(silent.chances.offer, rel=1e-12)
    assert with_preference(saying, ("Pacific",)).chances.offer == pytest.approx(silent.chances.offer, rel=1e-12)


def test_puerto_rico_lies_in_none_of_the_divisions() -> None:
    chances = PreferenceChances.of(stating(None))
    index = PROGRAMS.index_by_id["pr"]
    assert np.array_equal(chances.offers(("Pacific",))[index], chances.elsewhere[index])
    assert np.array_equal(chances.offers(())[index], chances.none[index])
