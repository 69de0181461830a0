"""What a person's answers mean, and what is said about those that mean nothing."""

import pytest

from optimizer.directory import load_directory
from optimizer.errors import Fault
from optimizer.evidence import load_season
from optimizer.plan.problem import application_dollars
from optimizer.plan.questions.answers import (
    is_unknown,
    meanings,
    meant_amount,
    meant_choice,
    meant_home,
    meant_number,
    meant_specialties,
    meant_state,
    programs_within,
)
from tests.people_and_programs import directory as directory_of
from tests.people_and_programs import programs_in_many_cities

OFFERED = ("emergency-medicine", "internal-medicine", "psychiatry", "pediatrics")
CHOICES = {"none": "none needed", "j1": "J-1", "h1b": "H-1B"}


def words(text: str) -> list[str]:
    found = meanings(text)
    assert not isinstance(found, Fault), found
    return [one.words for one in found]


@pytest.mark.parametrize("text", ["", "-", " Don't know", "don\N{RIGHT SINGLE QUOTATION MARK}t know", "IDK", "unknown"])
def test_not_knowing_can_be_said_in_many_ways(text: str) -> None:
    assert is_unknown(text)


@pytest.mark.parametrize("text", ["0", "none", "no", "x"])
def test_zero_none_and_no_are_answers(text: str) -> None:
    assert not is_unknown(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2", ("internal-medicine",)),
        ("psych", ("psychiatry",)),
        ("Internal Medicine", ("internal-medicine",)),
        ("emergency", ("emergency-medicine",)),
        ("2, psychiatry,2", ("internal-medicine", "psychiatry")),
    ],
)
def test_specialties_go_by_number_name_or_beginning(text: str, meant: tuple[str, ...]) -> None:
    assert meant_specialties(text, OFFERED) == meant


@pytest.mark.parametrize("text", ["0", "5", "p", "surgery", ",", "dermatology"])
def test_what_could_be_several_specialties_or_none_is_asked_again(text: str) -> None:
    assert isinstance(meant_specialties(text, OFFERED), Fault)


@pytest.mark.parametrize(("text", "meant"), [("1", "none"), ("J-1", "j1"), ("H1B", "h1b"), ("none needed", "none")])
def test_choices_go_by_number_slug_or_name(text: str, meant: str) -> None:
    assert meant_choice(text, CHOICES, "visa") == meant


@pytest.mark.parametrize("text", ["0", "4", "green card", ""])
def test_what_is_not_offered_is_asked_again(text: str) -> None:
    found = meant_choice(text, CHOICES, "visa")
    assert isinstance(found, Fault)
    assert "none, j1, h1b" in found.allowed


def test_numbers_are_held_to_what_the_applicant_s_answers_can_be() -> None:
    assert meant_number("245", "step2") == 245
    assert isinstance(meant_number("245", "step2"), int)
    assert meant_number("2.5", "us_clinical_months") == 2.5
    for text in ("999", "245.5", "two hundred", "nan"):
        found = meant_number(text, "step2")
        assert isinstance(found, Fault)
        assert "100 to 300" in found.allowed


def test_dollars_are_read_as_people_write_them() -> None:
    assert meant_amount("$1,830", "budget", 1e6) == 1830.0
    for text in ("-1", "2e9", "lots", "nan"):
        assert isinstance(meant_amount(text, "budget", 1e6), Fault)


def test_states_go_by_code_or_name() -> None:
    assert meant_state("ca") == meant_state("California") == "CA"
    assert isinstance(meant_state("Bavaria"), Fault)
    assert meant_home("none") == meant_home("None") == "none"
    assert meant_home("ca") == "CA"


def test_a_plain_city_is_its_metropolitan_area() -> None:
    assert words("Los Angeles") == ["Los Angeles-Long Beach-Anaheim, CA, the metropolitan area"]


def test_a_city_with_its_state_may_be_the_city_alone() -> None:
    assert words("Fresno, CA") == ["Fresno, CA, the metropolitan area", "Fresno, CA, the city alone"]


def test_new_york_and_washington_are_states_and_cities() -> None:
    assert words("New York")[0] == "New York, the state"
    assert "the metropolitan area" in words("New York")[1]
    assert words("Washington")[0] == "Washington, the state"


@pytest.mark.parametrize("name", ["California", "Texas", "Nevada", "Ohio", "Oregon"])
def test_a_state_is_not_mistaken_for_small_towns_of_its_name(name: str) -> None:
    assert words(name) == [f"{name}, the state"]


def test_a_town_that_no_metropolitan_area_is_named_after_is_in_one_all_the_same() -> None:
    assert "Los Angeles-Long Beach-Anaheim, CA, the metropolitan area" in words("Inglewood")


def test_springfield_is_several_places_with_names_that_tell_them_apart() -> None:
    found = meanings("Springfield")
    assert not isinstance(found, Fault)
    assert len(found) > 2
    assert len({one.name for one in found}) == len(found)


def test_divisions_and_zip_codes_are_places() -> None:
    assert words("pacific") == ["Pacific, the Census division"]
    found = meanings("90012")
    assert not isinstance(found, Fault)
    assert found[0].region == {"within": [{"city": "90012", "miles": 50.0}]}
    assert found[0].tie is None


@pytest.mark.parametrize(("text", "told"), [("00000", "no such ZIP code"), ("Qwxyz", "no such place")])
def test_what_is_no_place_is_asked_again(text: str, told: str) -> None:
    found = meanings(text)
    assert isinstance(found, Fault)
    assert found.what == told


def test_a_slip_of_the_pen_is_offered_what_it_may_mean() -> None:
    found = meanings("Fresn")
    assert isinstance(found, Fault)
    assert "Fresno, CA" in found.allowed


@pytest.mark.parametrize("text", ["Los Angeles", "New York", "pacific", "90012", "Fresno, CA"])
def test_every_meaning_is_a_region_that_a_plan_can_have(text: str) -> None:
    where = directory_of(*programs_in_many_cities(20))
    found = meanings(text)
    assert not isinstance(found, Fault)
    counts = [programs_within(one.region, where, ("internal-medicine",)) for one in found]
    assert all(0 < count < 20 for count in counts)


def test_applications_cost_what_the_season_charges() -> None:
    season = load_season(2026)
    assert application_dollars(season, "internal-medicine", 0) == 0
    assert application_dollars(season, "internal-medicine", 30) == 330
    assert application_dollars(season, "internal-medicine", 43) == 330 + 13 * 30
    assert application_dollars(season, "emergency-medicine", 46) == 683
    assert application_dollars(season, "plastic-surgery", 1) is None or season.fees("plastic-surgery") is not None


def test_every_specialty_that_is_offered_can_be_asked_for_by_its_name() -> None:
    offered = load_directory().specialties
    for slug in offered:
        assert meant_specialties(slug.replace("-", " "), offered) == (slug,)
