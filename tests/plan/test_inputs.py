"""How complete the inputs of a list are, in words."""

from typing import Any

import pytest

from optimizer.plan import InputCompleteness
from tests.people_and_programs import applicant, directory, plan, programs_in_many_cities, solved

SILENT = {"person": applicant(step2=None, graduation_year=None)}
EVERYTHING = {"interview_rate_non_us_img": 0.08, "sponsors_j1": True}


def known_of_a_list(known: int, maximum: int = 10, person: Any = None, **facts: Any) -> InputCompleteness:
    bare = programs_in_many_cities(10)
    where = directory(*(each.model_copy(update=facts) for each in bare[:known]), *bare[known:])
    wanted = plan(quotas={"applications": {"maximum": maximum}}, applicant=person or applicant())
    found = solved(wanted, where).completeness
    assert found is not None
    return found


def test_what_is_known_of_programs_and_applicant_is_counted() -> None:
    found = known_of_a_list(0)
    assert found.words.startswith("little, ")
    assert "interview rate of 0 of 10 programs, visa policy of 0 of 10 programs; 5 of your 5 answers" in found.words
    assert sum(fact.weight for fact in found.facts) == pytest.approx(1)
    assert {fact.fact: fact.of for fact in found.facts}["Step 2 CK"] == 1


@pytest.mark.parametrize(
    ("known", "facts", "much"), [(0, SILENT, "little"), (5, EVERYTHING, "part"), (10, EVERYTHING, "much")]
)
def test_more_known_facts_are_said_to_be_more(known: int, facts: dict[str, Any], much: str) -> None:
    assert known_of_a_list(known, **facts).words.startswith(f"{much}, ")


def test_an_empty_list_has_nothing_to_know() -> None:
    found = known_of_a_list(0, maximum=0)
    assert found.words == "there is no list to know anything about"
    assert {fact.weight for fact in found.facts} == {0.0}
