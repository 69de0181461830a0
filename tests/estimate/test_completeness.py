"""How complete the inputs of a list are."""

from typing import Any

import numpy as np
import pytest

from optimizer.applicant import Tie
from optimizer.estimate import Completeness, completeness, estimate
from optimizer.evidence import load_evidence, load_season
from optimizer.vocabulary import APPLICANT_TYPES
from tests.people_and_programs import applicant, directory, programs_in_many_cities

EVERYTHING = {
    "interview_rate_non_us_img": 0.08,
    "sponsors_j1": True,
    "setting": "community",
    "research_intensity": "other",
}
NOTHING_SAID: dict[str, Any] = {
    "step2": None,
    "graduation_year": None,
    "us_clinical_months": None,
    "failed_attempts": None,
    "home_state": None,
}


def unsaid(answer: str) -> dict[str, Any]:
    return {answer: None}


def found(facts: dict[str, Any] | None = None, listed: int = 12, **answers: Any) -> Completeness:
    where = directory(*programs_in_many_cities(12, **(facts or {})))
    made = estimate(applicant(**answers), where, load_season(2026), load_evidence())
    return completeness(made, np.where(np.arange(12) < listed, 0, -1))


def test_with_everything_known_nothing_is_missing() -> None:
    everything = found(EVERYTHING)
    assert everything.share == pytest.approx(1)
    assert all(fact.known == 12 for fact in everything.facts)


def test_with_nothing_known_nothing_is_settled() -> None:
    nothing = found({"setting": None, "research_intensity": None}, visa=None, **NOTHING_SAID)
    assert nothing.share == 0
    assert all(fact.known == 0 for fact in nothing.facts)


@pytest.mark.parametrize("fact", EVERYTHING)
def test_each_fact_about_programs_makes_the_inputs_more_complete(fact: str) -> None:
    bare: dict[str, Any] = {"setting": None, "research_intensity": None}
    assert found({**bare, fact: EVERYTHING[fact]}).share > found(bare).share


@pytest.mark.parametrize("answer", NOTHING_SAID)
def test_each_answer_makes_the_inputs_more_complete(answer: str) -> None:
    assert found(None, **unsaid(answer)).share < found().share


@pytest.mark.parametrize("kind", APPLICANT_TYPES)
def test_the_programs_own_rates_weigh_most(kind: str) -> None:
    facts = {fact.fact: fact.weight for fact in found(type=kind).facts}
    heaviest = max((fact for fact in facts if fact != "visa policy"), key=facts.__getitem__)
    assert heaviest == "interview rate"
    assert ("visa policy" in facts) == (kind in ("us-img", "non-us-img"))


def test_a_policy_that_is_not_needed_is_not_counted() -> None:
    assert "visa policy" not in {fact.fact for fact in found(visa="none").facts}
    assert found(visa="none").share > found().share


def test_policies_are_of_no_use_to_an_applicant_who_has_not_said_which_visa_is_needed() -> None:
    facts = {fact.fact: fact for fact in found({"sponsors_j1": True}, visa=None).facts}
    assert facts["visa policy"].known == 0
    assert facts["visa policy"].weight > 0


@pytest.mark.parametrize("visa", ["h1b", "either"])
def test_rarer_policies_are_counted_too(visa: str) -> None:
    known = {fact.fact: fact.known for fact in found({"sponsors_h1b": True}, visa=visa).facts}
    assert known["visa policy"] == 12


def test_a_rate_of_non_us_imgs_has_the_policy_on_the_j1_visa_in_it() -> None:
    rate = {"interview_rate_non_us_img": 0.05}
    for visa, known in (("j1", 12), ("h1b", 0)):
        facts = {fact.fact: fact.known for fact in found(rate, visa=visa).facts}
        assert facts["visa policy"] == known


def test_rates_by_state_of_school_make_the_inputs_more_complete_and_a_rate_for_the_group_more_so() -> None:
    by_state, both = {"interview_rate_in_state": 0.6}, {"interview_rate_non_us_img": 0.05}
    assert found().share < found(by_state).share < found(both).share
    assert found(both).share == pytest.approx(found(by_state | both).share)


def test_us_graduates_are_asked_for_their_home_state_and_their_school() -> None:
    there = (Tie(kind="school", city="Los Angeles, CA"),)
    shares = [
        found(type="us-md", visa=None, home_state=home, ties=ties).share
        for home, ties in ((None, ()), ("CA", ()), ("CA", there))
    ]
    assert shares == sorted(shares)
    assert shares[0] < shares[2]
    assert "school" not in {fact.fact for fact in found().facts}


def test_only_the_programs_of_the_list_count() -> None:
    assert found(EVERYTHING, listed=3).programs == 3
    assert {fact.known for fact in found(EVERYTHING, listed=3).facts} == {3}


def test_an_empty_list_lacks_nothing() -> None:
    assert found(listed=0).share == 1
    assert found(listed=0).programs == 0
