"""How an applicant stands to programs: ties, home, preference, visa, and everything that can't be."""

from typing import Any

import numpy as np
import pytest

from optimizer.applicant import Tie
from optimizer.directory import Directory
from optimizer.errors import BadInput, Fault
from optimizer.estimate import OUT_OF_REACH, applicant_faults, estimate
from optimizer.estimate.not_known import STAND_IN
from optimizer.estimate.said_beside import is_said_beside
from optimizer.estimate.situation import SCOPES, Situation, situation_of
from optimizer.evidence import load_evidence, load_season
from optimizer.vocabulary import MODES
from tests.people_and_programs import applicant, directory, program

EVIDENCE = load_evidence()
SEASON = load_season(2026)
LOS_ANGELES = "Los Angeles-Long Beach-Anaheim, CA"
NEW_YORK = "New York-Newark-Jersey City, NY-NJ"

HERE = directory(
    program("ucla", institution="UCLA"),
    program("ucla-2", institution=" ucla ", city="Fresno"),
    program("other-la", institution="Cedars-Sinai"),
    program("anaheim", city="Anaheim"),
    program("fresno", city="Fresno"),
    program("portland", city="Portland", state="OR"),
    program("boston", city="Boston", state="MA"),
)


def situation(where: Directory = HERE, /, **answers: Any) -> Situation:
    return situation_of(applicant(**answers), where, SEASON)


def scopes(where: Directory = HERE, /, **tie: Any) -> list[str]:
    (reach,) = situation(where, ties=(Tie.model_validate({"kind": "family"} | tie),)).ties
    return [(*SCOPES, "out of reach")[nearest] for nearest in reach.nearest]


# ---- ties


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (
            {"program": "ucla"},
            ["program", "institution", "city", "metro", "state", "division", "out of reach"],
        ),
        (
            {"institution": "Ucla"},
            ["institution", "institution", "city", "metro", "city", "division", "out of reach"],
        ),
        (
            {"city": "los angeles, california"},
            ["city", "state", "city", "metro", "state", "division", "out of reach"],
        ),
        ({"metro": "Los Angeles"}, ["metro", "state", "metro", "metro", "state", "division", "out of reach"]),
        ({"state": "California"}, ["state", "state", "state", "state", "state", "division", "out of reach"]),
        ({"division": "New England"}, [*["out of reach"] * 6, "division"]),
    ],
)
def test_a_tie_meets_each_program_in_the_nearest_place_they_share(place: dict[str, str], expected: list[str]) -> None:
    assert scopes(**place) == expected


def test_an_institution_in_two_cities_ties_to_both_in_any_order() -> None:
    programs = HERE.programs
    assert scopes(directory(*programs[::-1]), institution="UCLA")[::-1] == scopes(institution="UCLA")


def test_a_program_in_an_unknown_city_still_lies_in_its_state() -> None:
    assert scopes(directory(program(city="Atlantis")), city="Los Angeles, CA") == ["state"]
    assert scopes(directory(program("a", city="Atlantis"), program("b")), program="a") == ["program", "state"]


def test_a_tie_to_a_city_outside_all_metropolitan_areas_reaches_its_state() -> None:
    assert scopes(city="Bishop, CA")[:1] == ["state"]


def test_the_label_says_the_tie_in_the_applicant_s_words() -> None:
    (reach,) = situation(ties=(Tie(kind="away-rotation", city="Los Angeles, CA"),)).ties
    assert reach.label == "away rotation (Los Angeles, CA)"
    assert reach.nearest.max() == OUT_OF_REACH


# ---- home


def test_the_home_state_and_the_states_of_school_and_home_program_count_as_in_state() -> None:
    ties = (Tie(kind="school", city="Boston, MA"), Tie(kind="home-program", program="portland"))
    assert situation().in_state.sum() == 0
    assert situation(home_state="california").in_state.tolist() == [True] * 5 + [False] * 2
    assert situation(ties=ties).in_state.tolist() == [False] * 5 + [True] * 2


@pytest.mark.parametrize(
    "school",
    [{"city": "New York, NY"}, {"metro": "New York"}, {"state": "NY"}, {"program": "ny"}, {"institution": "NYU"}],
)
def test_a_school_in_new_york_makes_nobody_in_state_in_new_jersey(school: dict[str, str]) -> None:
    where = directory(
        program("ny", institution="NYU", city="New York", state="NY"),
        program("newark", city="Newark", state="NJ"),
        program("buffalo", city="Buffalo", state="NY"),
    )
    tie = Tie.model_validate({"kind": "school"} | school)
    assert situation(where, ties=(tie,)).in_state.tolist() == [True, False, True]


def test_other_ties_and_a_school_s_division_make_nobody_in_state() -> None:
    ties = (Tie(kind="family", state="CA"), Tie(kind="school", division="Pacific"))
    assert not situation(ties=ties).in_state.any()


# ---- preference, visa, signals, setting


@pytest.mark.parametrize(
    ("preferred", "expected"),
    [(None, ["open", "open"]), ((), ["none", "none"]), (("Pacific",), ["aligned", "elsewhere"])],
)
def test_an_open_preference_is_not_a_stated_one(preferred: tuple[str, ...] | None, expected: list[str]) -> None:
    assert situation(preferred_divisions=preferred).preference[[0, 6]].tolist() == expected


@pytest.mark.parametrize(
    ("visa", "j1", "h1b", "standing"),
    [
        ("none", False, False, "not needed"),
        ("j1", True, None, "sponsored"),
        ("j1", False, True, "refused"),
        ("j1", None, True, "unknown"),
        ("h1b", True, None, "unknown"),
        ("h1b", None, True, "sponsored"),
        ("h1b", True, False, "refused"),
        ("either", None, True, "sponsored"),
        ("either", True, None, "sponsored"),
        ("either", False, None, "unknown"),
        ("either", False, False, "refused"),
    ],
)
def test_an_unknown_visa_policy_is_neither_yes_nor_no(
    visa: str, j1: bool | None, h1b: bool | None, standing: str
) -> None:
    where = directory(program(sponsors_j1=j1, sponsors_h1b=h1b))
    assert situation(where, visa=visa).visa.tolist() == [standing]


def test_each_specialty_has_the_signals_of_its_season() -> None:
    where = directory(program("im"), program("p", specialty="psychiatry"))
    found = situation(where, specialties=("internal-medicine", "psychiatry"))
    opened = [[mode for mode, is_open in zip(MODES, row, strict=True) if is_open] for row in found.open_mode]
    assert opened == [["none", "silver", "gold"], ["none", "single"]]
    assert found.specialty.tolist() == ["internal-medicine", "psychiatry"]


def test_an_unknown_setting_or_research_intensity_is_not_a_no() -> None:
    where = directory(
        program("a"), program("b", setting="university", research_intensity="top-25"),
        program("c", setting="military", research_intensity="other"),
    )  # fmt: skip
    found = situation(where)
    np.testing.assert_array_equal(found.university, [np.nan, 1.0, 0.0])
    np.testing.assert_array_equal(found.top_research, [np.nan, 1.0, 0.0])


def test_an_unknown_rate_is_not_zero() -> None:
    where = directory(program("a"), program("b", interview_rate_non_us_img=0))
    np.testing.assert_array_equal(situation(where).own_rate, [np.nan, 0.0])


# ---- what can't be


def faults_of(where: Directory = HERE, /, **answers: Any) -> tuple[Fault, ...]:
    faults = applicant_faults(applicant(**answers), where, SEASON)
    with pytest.raises(BadInput) as caught:
        estimate(applicant(**answers), where, SEASON, EVIDENCE)
    assert caught.value.faults == faults
    return faults


@pytest.mark.parametrize(
    ("answers", "where", "value"),
    [
        ({"specialties": ("psychiatry",)}, "applicant.specialties", "psychiatry"),
        ({"specialties": ("internal-medicine", "heart-surgery")}, "applicant.specialties", "heart-surgery"),
        ({"specialties": ("family-medicine",)}, "applicant.specialties", "family-medicine"),
        ({"graduation_year": 2099}, "applicant.graduation_year", 2099),
        ({"home_state": "XX"}, "applicant.home_state", "XX"),
        ({"home_state": ""}, "applicant.home_state", ""),
        ({"preferred_divisions": ("Pacific", "West Coast")}, "applicant.preferred_divisions", "West Coast"),
        ({"ties": (Tie(kind="letter", program="nowhere"),)}, "applicant.ties[0].program", "nowhere"),
        ({"ties": (Tie(kind="letter", institution="Nowhere"),)}, "applicant.ties[0].institution", "Nowhere"),
        ({"ties": (Tie(kind="letter", city="Springfield"),)}, "applicant.ties[0].city", "Springfield"),
        ({"ties": (Tie(kind="letter", city="Los Angel, CA"),)}, "applicant.ties[0].city", "Los Angel, CA"),
        ({"ties": (Tie(kind="letter", city="Xyzzy, CA"),)}, "applicant.ties[0].city", "Xyzzy, CA"),
        ({"ties": (Tie(kind="letter", metro="Portland"),)}, "applicant.ties[0].metro", "Portland"),
        ({"ties": (Tie(kind="letter", metro="Xyzzy"),)}, "applicant.ties[0].metro", "Xyzzy"),
        ({"ties": (Tie(kind="letter", state="Ontario"),)}, "applicant.ties[0].state", "Ontario"),
        ({"ties": (Tie(kind="letter", division="pacific"),)}, "applicant.ties[0].division", "pacific"),
    ],
)
def test_what_does_not_exist_or_could_be_several_is_refused(answers: dict[str, Any], where: str, value: object) -> None:
    (fault,) = faults_of(**answers)
    assert (fault.where, fault.value) == (where, value)
    assert fault.allowed
    assert fault.remedy


def test_springfield_is_told_with_those_there_are() -> None:
    (fault,) = faults_of(ties=(Tie(kind="family", city="Springfield"),))
    assert fault.what == "several cities have this name"
    assert fault.allowed.count(";") == 7
    assert "Springfield, MA" in fault.allowed


def test_the_beginning_of_a_city_s_name_is_no_city_but_a_hint() -> None:
    (fault,) = faults_of(ties=(Tie(kind="family", city="Los Angel, CA"),))
    assert (fault.what, fault.allowed) == ("no such city", "Los Angeles, CA")


def test_portland_is_told_with_both_metropolitan_areas() -> None:
    (fault,) = faults_of(ties=(Tie(kind="family", metro="Portland"),))
    assert fault.what == "several metropolitan areas may be meant"
    assert len(fault.allowed.split(";")) == 2


def test_a_specialty_without_figures_has_programs_and_chances_that_are_not_known() -> None:
    where = directory(program(specialty="plastic-surgery"))
    assert applicant_faults(applicant(specialties=("plastic-surgery",)), where, SEASON) == ()
    made = estimate(applicant(specialties=("plastic-surgery",)), where, SEASON, EVIDENCE)
    assert not made.known.any()


def test_an_empty_directory_has_no_specialty() -> None:
    (fault,) = faults_of(directory())
    assert fault.what.startswith("no program of internal medicine is known here")


def test_all_faults_are_told_at_once() -> None:
    ties = (Tie(kind="letter", state="XX"), Tie(kind="family", city="Springfield"))
    told = faults_of(
        specialties=("psychiatry",), graduation_year=2099, home_state="YY", preferred_divisions=("West",), ties=ties
    )
    assert len(told) == 6


def test_stand_ins_are_for_chances_alone_and_nothing_that_is_said_beside_a_list_is_made_of_them() -> None:
    where = directory(program(specialty="plastic-surgery"))
    made = estimate(applicant(type="non-us-img", specialties=("plastic-surgery",)), where, SEASON, EVIDENCE)
    stand_ins = {row.name for row in made.evidence.rows if row.source == STAND_IN}
    assert "interview_rate" in stand_ins
    assert not any(is_said_beside(name) for name in stand_ins)
    assert EVIDENCE.has("ranks_matched", "internal-medicine", "non-us-img")
    assert not made.evidence.has("ranks_matched", "plastic-surgery", "non-us-img")
