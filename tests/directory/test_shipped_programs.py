"""The directory that comes with matchlist."""

from collections import Counter, defaultdict

import numpy as np
import pytest

from optimizer.data_folder import data_folder
from optimizer.directory import Directory, load_directory, load_states
from optimizer.directory.place_names import place_key
from optimizer.vocabulary import RESEARCH_INTENSITIES, SETTINGS


@pytest.fixture(scope="module")
def shipped() -> Directory:
    return load_directory()


def test_ids_are_unique(shipped: Directory) -> None:
    assert len(shipped.index_by_id) == len(shipped.programs)


def test_every_program_lies_in_a_known_place_of_its_state(shipped: Directory) -> None:
    unknown = [one.id for one, place in zip(shipped.programs, shipped.places, strict=True) if place is None]
    assert unknown == []
    for one, place in zip(shipped.programs, shipped.places, strict=True):
        assert place is not None
        assert place.state == one.state


@pytest.mark.parametrize(
    ("specialty", "least", "in_california"),
    [("internal-medicine", 590, 50), ("family-medicine", 620, 65), ("psychiatry", 300, 25)],
)
def test_there_are_enough_programs(shipped: Directory, specialty: str, least: int, in_california: int) -> None:
    programs = shipped.of_specialties([specialty]).programs
    assert len(programs) >= least
    assert Counter(one.state for one in programs)["CA"] >= in_california


def test_settings_and_research_intensities_are_known_ones_or_unknown(shipped: Directory) -> None:
    assert {one.setting for one in shipped.programs} <= {*SETTINGS, None}
    assert {one.research_intensity for one in shipped.programs} <= {*RESEARCH_INTENSITIES, None}
    assert {one.setting for one in shipped.programs} >= {"university", "community"}


def test_the_university_of_california_los_angeles_is_among_them(shipped: Directory) -> None:
    found = [one for one in shipped.programs if "UCLA" in f"{one.name} {one.institution}"]
    assert {one.specialty for one in found} >= {"internal-medicine", "psychiatry"}


def test_no_rate_or_visa_policy_is_claimed_without_a_source(shipped: Directory) -> None:
    facts = ("sponsors_j1", "sponsors_h1b", "interview_rate_us_md", "interview_rate_non_us_img")
    assert [one.id for one in shipped.programs if any(getattr(one, fact) is not None for fact in facts)] == []


def test_there_are_twenty_two_specialties_and_four_thousand_programs(shipped: Directory) -> None:
    assert len(shipped.specialties) == 22
    assert len(shipped.programs) >= 4000


@pytest.mark.parametrize(
    ("specialty", "least"),
    [
        ("child-neurology", 70),
        ("internal-medicine-pediatrics", 70),
        ("interventional-radiology", 85),
        ("neurological-surgery", 110),
        ("radiation-oncology", 80),
        ("thoracic-surgery", 30),
        ("vascular-surgery", 70),
    ],
)
def test_small_specialties_are_there_in_proportion(shipped: Directory, specialty: str, least: int) -> None:
    assert len(shipped.of_specialties([specialty]).programs) >= least


def test_no_institution_has_two_programs_of_a_specialty_in_a_city_but_those_that_do(shipped: Directory) -> None:
    counted = Counter((one.specialty, one.institution, one.city) for one in shipped.programs)
    assert {key for key, count in counted.items() if count > 1} == {
        ("family-medicine", "Swedish Medical Center", "Seattle"),
        ("internal-medicine", "One Brooklyn Health", "Brooklyn"),
        ("internal-medicine", "Rochester Regional Health", "Rochester"),
        ("psychiatry", "One Brooklyn Health", "Brooklyn"),
    }


def test_every_state_but_none_without_programs_is_covered(shipped: Directory) -> None:
    assert {one.state for one in shipped.programs} == {state.code for state in load_states()}


def test_programs_are_sorted_so_that_two_editions_can_be_compared(shipped: Directory) -> None:
    order = [(one.specialty, one.state, one.city, one.name) for one in shipped.programs]
    assert order == sorted(order)


def test_an_institution_and_a_city_are_spelled_one_way(shipped: Directory) -> None:
    spelled: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in shipped.programs:
        spelled["institution", place_key(one.institution).replace("&", "and")].add(one.institution)
        spelled["city", place_key(one.city) + one.state].add(one.city)
    assert [names for names in spelled.values() if len(names) > 1] == []


def test_an_institution_has_one_setting_and_one_research_intensity_in_a_city(shipped: Directory) -> None:
    found: dict[tuple[str, str, str], set[tuple[str | None, str | None]]] = defaultdict(set)
    for one in shipped.programs:
        found[one.institution, one.city, one.state].add((one.setting, one.research_intensity))
    assert {place: facts for place, facts in found.items() if len(facts) > 1} == {}


def test_every_program_has_coordinates(shipped: Directory) -> None:
    latitude, longitude = shipped.coordinates
    assert np.isfinite(latitude).all()
    assert np.isfinite(longitude).all()


def test_the_data_are_less_than_five_megabytes() -> None:
    assert sum(file.stat().st_size for file in data_folder().rglob("*") if file.is_file()) < 5_000_000
