"""Reach, realistic, safety: how realistic a program is for this applicant."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.applicant import Applicant
from optimizer.directory import Directory, Program
from optimizer.estimate import Weights, draw_scenarios, estimate
from optimizer.evidence import load_evidence, load_season
from optimizer.vocabulary import APPLICANT_TYPES, TIERS
from tests.drawn import examples
from tests.people_and_programs import applicant, directory, program

EVIDENCE = load_evidence()
SEASON = load_season(2026)
REALISM = {"reach": 0, "realistic": 1, "safety": 2}

PERSONS = st.builds(
    applicant,
    type=st.sampled_from(APPLICANT_TYPES),
    step2=st.none() | st.integers(195, 290),
    graduation_year=st.none() | st.integers(1990, 2026),
    us_clinical_months=st.none() | st.integers(0, 24),
    failed_attempts=st.none() | st.integers(0, 6),
)


def tiers(where: Directory, person: Applicant | None = None, **weights: float) -> list[str]:
    made = estimate(person or applicant(), where, SEASON, EVIDENCE, Weights(**weights), draw_scenarios(4))
    return [str(tier) for tier in made.tier]


def one_of_each(**facts: Any) -> list[Program]:
    """From the least realistic kind of program to the most."""
    kinds = (
        ("top-25", {"setting": "university", "research_intensity": "top-25"}),
        ("26-60", {"setting": "university", "research_intensity": "26-60"}),
        ("university", {"setting": "university", "research_intensity": "other"}),
        ("affiliated", {"setting": "university-affiliated", "research_intensity": "other"}),
        ("community", {"setting": "community", "research_intensity": "other"}),
    )
    return [program(name, **(kind | facts)) for name, kind in kinds]


def test_there_are_three_tiers() -> None:
    assert set(TIERS) == set(REALISM)


@examples(150)
@given(PERSONS, st.floats(0, 3), st.floats(0, 3))
def test_a_less_selective_kind_of_program_is_never_less_realistic(
    person: Applicant, score: float, requirements: float
) -> None:
    found = tiers(directory(*one_of_each()), person, score=score, requirements=requirements)
    realism = [REALISM[tier] for tier in found]
    assert realism == sorted(realism)


@examples(150)
@given(PERSONS)
def test_research_universities_are_reaches_or_realistic_and_community_hospitals_never_reaches(
    person: Applicant,
) -> None:
    top, *_, community = tiers(directory(*one_of_each()), person)
    assert top == "reach"
    assert community == "safety"


@examples(150)
@given(PERSONS)
def test_a_program_of_unknown_kind_is_never_a_safety(person: Applicant) -> None:
    kinds = (None, "other", "26-60", "top-25")
    where = directory(*(program(f"p{k}", research_intensity=kind) for k, kind in enumerate(kinds)))
    assert "safety" not in tiers(where, person)


def test_a_stronger_applicant_finds_programs_no_less_realistic() -> None:
    found = [
        [REALISM[tier] for tier in tiers(directory(*one_of_each()), applicant(step2=score))]
        for score in (220, 245, 270)
    ]
    assert (np.diff(found, axis=0) >= 0).all()
    assert found[0] != found[2]


def test_with_known_rates_the_chance_decides_and_not_the_setting() -> None:
    rates = dict(
        zip(("top-25", "26-60", "university", "affiliated", "community"), (0.4, 0.1, 0.1, 0.1, 0.01), strict=True)
    )
    programs = [one.model_copy(update={"interview_rate_non_us_img": rates[one.id]}) for one in one_of_each()]
    assert tiers(directory(*programs)) == ["safety", "realistic", "realistic", "realistic", "reach"]


def test_a_program_with_a_rate_among_others_without_is_judged_by_it() -> None:
    programs = [*one_of_each(), program("known", setting="community", interview_rate_non_us_img=0.02)]
    assert tiers(directory(*programs))[-1] == "realistic"
    assert tiers(directory(*programs))[:-1] == tiers(directory(*one_of_each()))


@pytest.mark.parametrize("specialty", ["internal-medicine", "psychiatry"])
def test_every_tier_occurs_where_every_kind_of_program_does(specialty: str) -> None:
    for score in (200, 240, 280):
        person = applicant(step2=score, specialties=(specialty,))
        assert set(tiers(directory(*one_of_each(specialty=specialty)), person)) == set(TIERS)
