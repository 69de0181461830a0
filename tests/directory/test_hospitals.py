"""Hospitals behind programs, and traits of programs."""

from pathlib import Path

import numpy as np
import pytest

from optimizer.data_folder import data_folder
from optimizer.directory import TRAITS, Directory, load_directory, load_hospitals, trait_deviations
from optimizer.directory.hospitals import read_hospitals
from optimizer.directory.traits import average_traits, program_traits
from optimizer.errors import BadInput

LINKS = "id,ccn\nim-xx-one,010001\n"
FACTS = (
    "ccn,name,city,state,ownership,star_rating,residents,residents_year,residents_before,residents_before_year,"
    "newly_teaching,dual_eligible_share\n010001,One,Town,AL,nonprofit,4,30,2023,10.5,2017,no,0.25\n"
)


def written(folder: Path, links: str, facts: str) -> tuple[Path, Path]:
    for name, text in (("links.csv", links), ("facts.csv", facts)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "links.csv", folder / "facts.csv"


def test_facts_of_a_hospital_are_found_by_program(tmp_path: Path) -> None:
    hospital = read_hospitals(*written(tmp_path, LINKS, FACTS))["im-xx-one"]
    assert (hospital.ownership, hospital.star_rating, hospital.newly_teaching) == ("nonprofit", 4, False)
    assert hospital.growth == pytest.approx(19.5)


def test_what_is_not_published_is_unknown(tmp_path: Path) -> None:
    facts = FACTS.replace("nonprofit,4,30,2023,10.5,2017,no,0.25", ",,,,,,,")
    hospital = read_hospitals(*written(tmp_path, LINKS, facts))["im-xx-one"]
    assert (hospital.ownership, hospital.residents, hospital.growth, hospital.newly_teaching) == (
        None,
        None,
        None,
        None,
    )


def test_all_faults_of_both_files_are_told_at_once(tmp_path: Path) -> None:
    links = LINKS + "im-xx-one,010001\nim-xx-two,999999\n"
    facts = FACTS + FACTS.splitlines()[1].replace("010001", "010002").replace(",4,", ",9,") + "\n"
    facts += FACTS.splitlines()[1] + "\n"
    with pytest.raises(BadInput) as told:
        read_hospitals(*written(tmp_path, links, facts))
    assert [fault.what for fault in told.value.faults] == [
        "can't be used",
        "the hospital stands twice",
        "the program stands twice",
        "no such hospital",
    ]


def test_shipped_links_are_of_shipped_programs_in_the_hospitals_state() -> None:
    programs = {program.id: program for program in load_directory().programs}
    hospitals = load_hospitals()
    assert hospitals.keys() <= programs.keys()
    assert len(hospitals) > 0.9 * len(programs)
    assert [one for one, hospital in hospitals.items() if hospital.state != programs[one].state] == []


def test_traits_deviate_from_the_average_program_of_the_specialty() -> None:
    directory = load_directory()
    deviations = trait_deviations(directory)
    assert deviations.shape == (len(directory.programs), len(TRAITS))
    for specialty in directory.specialties:
        here = [k for k, program in enumerate(directory.programs) if program.specialty == specialty]
        assert np.abs(deviations[here].mean(axis=0)).max() < 1e-3


def test_a_program_elsewhere_has_only_the_traits_that_are_known_of_it() -> None:
    shipped = load_directory().programs[0]
    other = shipped.model_copy(
        update={"id": "own", "city": "Nowhere", "setting": None, "research_intensity": None, "name": "Own Hospital"}
    )
    traits = dict(zip(TRAITS, program_traits(Directory((other,), (None,)))[0], strict=True))
    assert {name for name, value in traits.items() if np.isfinite(value)} == {
        name for name in TRAITS if name.startswith("name-")
    }


def test_surroundings_and_averages_are_those_of_the_shipped_programs() -> None:
    directory = load_directory()
    places = {(program.city, program.state) for program in directory.programs}
    lines = (data_folder() / "surroundings.csv").read_text("utf-8").splitlines()[1:]
    assert len(lines) == len(places)
    assert set(average_traits()) == {"", *directory.specialties}
    known = program_traits(directory)
    university = known[:, TRAITS.index("university")]
    assert average_traits()[""][TRAITS.index("university")] == pytest.approx(np.nanmean(university), rel=1e-3)
