"""The directory that comes with matchlist."""

from collections import Counter

import pytest

from optimizer.directory import RESEARCH_INTENSITIES, SETTINGS, Directory, load_directory


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
    ("specialty", "least", "in_california"), [("internal-medicine", 250, 45), ("psychiatry", 110, 24)]
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
