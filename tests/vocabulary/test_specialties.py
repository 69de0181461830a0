"""What people call specialties, and the tracks that stand beside them."""

from pathlib import Path

import pytest

from optimizer.errors import BadInput
from optimizer.vocabulary import (
    load_vocabulary,
    no_such_specialty,
    read_vocabulary,
    specialties_meant,
    specialty_meant,
)

WORDS = load_vocabulary()


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Psychiatry", "psychiatry"),
        ("OB/GYN", "obstetrics-gynecology"),
        ("ob-gyn", "obstetrics-gynecology"),
        ("PM&R", "physical-medicine-rehabilitation"),
        ("pm and r", "physical-medicine-rehabilitation"),
        ("ENT", "otolaryngology"),
        ("DR", "diagnostic-radiology"),
        ("IM-Peds", "internal-medicine-pediatrics"),
        ("rad onc", "radiation-oncology"),
        ("Gen Surg", "general-surgery"),
        ("IM (Categorical)", "internal-medicine"),
        ("Prelim Medicine", "internal-medicine"),
        ("Radiology-Diagnostic (Advanced)", "diagnostic-radiology"),
        ("Family Med - Rural Track", "family-medicine"),
        ("Internal Medicine/Dermatology", None),
        ("Astrology", None),
        ("", None),
    ],
)
def test_every_way_of_writing_a_specialty_means_it(text: str, slug: str | None) -> None:
    assert WORDS.specialty(text) == slug


def test_no_name_or_short_form_means_two_specialties() -> None:
    seen: dict[str, str] = {}
    for slug, known in WORDS.specialties.items():
        for name in (slug, *known.names, *known.forms):
            key = "".join(filter(str.isalnum, name.casefold()))
            assert seen.setdefault(key, slug) == slug, name


@pytest.mark.parametrize(
    ("name", "left", "tracks"),
    [
        ("Lake Hospital (Categorical)", "Lake Hospital", ("categorical",)),
        ("Lake Hospital - Primary Care Track", "Lake Hospital", ("primary-care",)),
        ("Lake Hospital Program A", "Lake Hospital", ("lettered",)),
        ("Lake Hospital (Preliminary) Program", "Lake Hospital", ("preliminary",)),
        ("Lake Hospital Internal Medicine (Research)", "Lake Hospital Internal Medicine", ("research",)),
        ("Rural Health Group", "Rural Health Group", ()),
        ("Lake Clinic (Arizona)", "Lake Clinic (Arizona)", ()),
        ("Harbor-Lake Medical Center", "Harbor-Lake Medical Center", ()),
    ],
)
def test_tracks_at_the_end_of_a_name_are_told_from_the_name(name: str, left: str, tracks: tuple[str, ...]) -> None:
    assert WORDS.tracks_at_end(name) == (left, tracks)


def test_a_longer_text_may_hold_a_specialty_and_is_read_without_it() -> None:
    assert WORDS.specialty_within("Lake Hospital Family Medicine Residency") == "family-medicine"
    assert WORDS.without_specialty("Lake Hospital Psychiatry", "psychiatry") == "lake hospital"
    assert WORDS.without_specialty("Family Medicine Residency", "family-medicine") == "Family Medicine Residency"


def test_several_specialties_in_one_cell_are_each_meant() -> None:
    assert specialties_meant("Ortho; Gen Surg") == ("orthopaedic-surgery", "general-surgery")
    assert specialties_meant("IM, FM and Psych") == ("internal-medicine", "family-medicine", "psychiatry")
    assert specialties_meant("OB/GYN") == ("obstetrics-gynecology",)
    assert specialties_meant("Alchemy") == ("Alchemy",)


def test_a_misspelt_specialty_is_refused_with_the_one_that_may_be_meant() -> None:
    assert specialty_meant("Psychiatri") == "Psychiatri"
    fault = no_such_specialty("Psychiatri", "specialties", ["neurology", "psychiatry"])
    assert (fault.what, fault.remedy) == ("no such specialty", "Did you mean psychiatry?")


def test_a_file_of_words_that_can_not_be_used_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "words.toml"
    for text in ("[specialties", "[specialties]\nx = { code = 1 }\n"):
        broken.write_text(text, encoding="utf-8")
        with pytest.raises(BadInput):
            read_vocabulary(broken)
    with pytest.raises(BadInput):
        read_vocabulary(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("text", "specialty"),
    [
        ("Medicine-Preliminary/Neurology", "internal-medicine"),
        ("Medicine-Prelim/Anes", "internal-medicine"),
        ("Internal Medicine (Preliminary/PM&R)", "internal-medicine"),
        ("Surgery-Prelim/Urology", "general-surgery"),
        ("Medicine-Pediatrics/Neurology", None),
    ],
)
def test_one_year_that_is_kept_for_another_specialty_is_a_year_of_its_own(text: str, specialty: str | None) -> None:
    found, tracks = load_vocabulary().specialty_and_tracks(text)
    assert found == specialty
    assert ("preliminary" in tracks) == (specialty is not None)
