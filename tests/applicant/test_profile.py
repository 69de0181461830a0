"""The applicant: what is accepted, what is refused, and what stays unknown."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from optimizer.applicant import Applicant, Tie
from optimizer.errors import Fault, validation_faults
from optimizer.vocabulary import APPLICANT_TYPES, TIE_KINDS, VISAS

PLACES = {
    "program": "im-one",
    "institution": "UCLA",
    "city": "Los Angeles, CA",
    "metro": "Chicago",
    "state": "CA",
    "division": "Pacific",
}


def applicant(**answers: Any) -> Applicant:
    return Applicant.model_validate({"type": "us-md", "specialties": ("psychiatry",)} | answers)


def faults_of(**answers: Any) -> tuple[Fault, ...]:
    with pytest.raises(ValidationError) as caught:
        applicant(**answers)
    return validation_faults(caught.value, Applicant, "plan")


def fault_of(**answers: Any) -> Fault:
    (fault,) = faults_of(**answers)
    return fault


def test_what_is_not_said_is_unknown_and_not_zero() -> None:
    said = applicant()
    assert (said.step2, said.graduation_year, said.us_clinical_months, said.failed_attempts) == (None,) * 4
    assert said.home_state is None
    assert said.preferred_divisions is None


def test_no_preference_is_another_answer_than_none_given() -> None:
    assert applicant(preferred_divisions=()).preferred_divisions == ()


def test_zero_is_an_answer() -> None:
    assert applicant(us_clinical_months=0, failed_attempts=0).failed_attempts == 0


@pytest.mark.parametrize("type_", APPLICANT_TYPES)
@pytest.mark.parametrize("visa", VISAS)
def test_every_type_and_visa_is_accepted(type_: str, visa: str) -> None:
    assert applicant(type=type_, visa=visa).visa == visa


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("type", "MBBS"),
        ("type", None),
        ("specialties", ()),
        ("specialties", ("",)),
        ("specialties", "psychiatry"),
        ("step2", 99),
        ("step2", 301),
        ("step2", "240"),
        ("step2", 240.0),
        ("step2", True),
        ("step2", date(2024, 5, 1)),
        ("step2", "5/1/2024"),
        ("graduation_year", 1949),
        ("graduation_year", 2101),
        ("graduation_year", "2024"),
        ("graduation_year", date(2024, 5, 1)),
        ("us_clinical_months", -1),
        ("us_clinical_months", 241),
        ("us_clinical_months", float("nan")),
        ("us_clinical_months", float("inf")),
        ("us_clinical_months", "3"),
        ("failed_attempts", -1),
        ("failed_attempts", 21),
        ("failed_attempts", 0.5),
        ("failed_attempts", False),
        ("visa", "TN"),
        ("visa", 1),
        ("military_service", "yes"),
        ("military_service", 1),
        ("home_state", 6),
        ("preferred_divisions", "Pacific"),
        ("preferred_divisions", ("Pacific", "Mountain", "New England", "South Atlantic")),
        ("ties", "family"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused_with_its_field_and_what_is_allowed(field: str, value: object) -> None:
    fault = faults_of(**{field: value})[0]
    assert fault.where.startswith(f"plan: {field}")
    assert fault.allowed
    assert fault.remedy


def test_a_date_as_a_score_is_shown_as_it_was_written() -> None:
    assert "found 2024-05-01" in str(fault_of(step2=date(2024, 5, 1)))


def test_an_unknown_key_is_refused_with_a_suggestion() -> None:
    assert fault_of(step_2=240).remedy == "Did you mean 'step2'?"


def test_type_and_specialties_have_to_be_given() -> None:
    with pytest.raises(ValidationError) as caught:
        Applicant.model_validate({})
    assert [fault.where for fault in validation_faults(caught.value, Applicant, "plan")] == [
        "plan: type",
        "plan: specialties",
    ]


def test_what_stands_twice_is_refused_all_at_once() -> None:
    fault = fault_of(specialties=("psychiatry", "psychiatry"), preferred_divisions=("Pacific", "Pacific"))
    assert fault.what == "a specialty stands twice; a preferred division stands twice"


def test_every_fault_is_told_at_once() -> None:
    assert len(faults_of(type="x", step2=0, visa="y", ties=({"kind": "family"},))) == 4


def test_an_applicant_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        applicant().step2 = 270  # type: ignore[misc]


@pytest.mark.parametrize("kind", TIE_KINDS)
@pytest.mark.parametrize("scope", PLACES)
def test_a_tie_of_any_kind_names_one_place_of_any_scope(kind: str, scope: str) -> None:
    tie = Tie.model_validate({"kind": kind, scope: PLACES[scope]})
    assert (tie.scope, tie.place) == (scope, PLACES[scope])


def test_a_tie_without_a_place_is_refused() -> None:
    fault = fault_of(ties=({"kind": "family"},))
    assert fault.where == "plan: ties[0]"
    assert fault.what.endswith("it names none")


def test_a_tie_with_two_places_is_refused() -> None:
    fault = fault_of(ties=({"kind": "family", "city": "Fresno, CA", "state": "CA"},))
    assert fault.what.endswith("it names city and state")


@pytest.mark.parametrize(
    ("tie", "field"),
    [
        ({"kind": "friend", "state": "CA"}, "kind"),
        ({"kind": "family", "state": "C"}, "state"),
        ({"kind": "family", "city": ""}, "city"),
        ({"kind": "family", "city": 5}, "city"),
        ({"kind": "family", "town": "Fresno", "state": "CA"}, "town"),
    ],
)
def test_a_fault_in_a_tie_names_the_tie_and_the_field(tie: dict[str, object], field: str) -> None:
    good = {"kind": "family", "state": "CA"}
    assert fault_of(ties=(good, tie)).where == f"plan: ties[1].{field}"


def test_months_of_us_experience_are_asked_of_international_graduates_only() -> None:
    assert "us_clinical_months" not in applicant(type="us-do").unknowns
    assert "us_clinical_months" in applicant(type="us-img").unknowns


def test_the_visa_is_asked_of_applicants_without_us_citizenship_only() -> None:
    assert "visa" in applicant(type="non-us-img").unknowns
    assert "visa" not in applicant(type="non-us-img", visa="none").unknowns
    assert "visa" not in applicant(type="us-img").unknowns


def test_what_was_answered_is_not_unknown() -> None:
    asked = ("step2", "graduation_year", "failed_attempts", "home_state", "school")
    assert applicant().unknowns == asked
    told = {"step2": 240, "graduation_year": 2026, "failed_attempts": 0}
    assert applicant(**told).unknowns == ("home_state", "school")
    school = ({"kind": "school", "city": "Boston, MA"},)
    assert applicant(**told, home_state="none", ties=school).unknowns == ()


def test_graduates_of_schools_abroad_are_asked_for_their_home_state_only() -> None:
    assert "home_state" in applicant(type="non-us-img").unknowns
    assert "school" not in applicant(type="us-img").unknowns
