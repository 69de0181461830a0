"""Caps on how many of a class meet at one program, from options and tables; the places that they make."""

from pathlib import Path

import numpy as np
import pytest

from optimizer.cohort import Caps, read_caps
from optimizer.cohort.caps import Places
from optimizer.errors import BadInput
from optimizer.vocabulary import MODES

PROGRAMS = ("north", "south", "west")


def table(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "caps.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_programs_own_cap_stands_in_place_of_the_one_everywhere() -> None:
    caps = Caps({"applying": 3}, {"north": {"applying": 1, "gold": 0}})
    assert [caps.of(program, "applying") for program in PROGRAMS] == [1, 3, 3]
    assert caps.of("north", "gold") == 0
    assert caps.of("south", "gold") is None


@pytest.mark.parametrize("number", [-1, 1.5, True, "2", float("nan")])
def test_what_is_no_number_of_students_is_no_cap(number: object) -> None:
    with pytest.raises(BadInput, match="caps at north: gold: is no number of students"):
        Caps(at={"north": {"gold": number}})  # type: ignore[dict-item]


def test_only_applications_and_signals_are_capped() -> None:
    with pytest.raises(BadInput, match="allowed: applying, signalling, single, silver, gold"):
        Caps({"interviews": 3})


def test_there_are_places_only_where_more_could_come_than_may() -> None:
    caps = Caps({"applying": 2}, {"south": {"silver": 0}})
    places = Places.of(caps, [("north", "south"), ("north", "west"), ("north",)])
    assert places.names == (("north", "applying"), ("south", "silver"))
    assert places.capacity.tolist() == [2.0, 0.0]


def test_an_application_takes_a_place_of_every_kind_that_counts_it() -> None:
    caps = Caps(at={"south": {"applying": 0, "signalling": 0, "gold": 0}})
    places = Places.of(caps, [("north", "south")])
    uses = places.uses(("north", "south"), rows=3).toarray().reshape(3, len(MODES), 3)
    taken = {mode: [places.names[k][1] for k in np.flatnonzero(uses[1, i])] for i, mode in enumerate(MODES)}
    assert taken == {
        "none": ["applying"],
        "single": ["applying", "signalling"],
        "silver": ["applying", "signalling"],
        "gold": ["applying", "signalling", "gold"],
    }
    # Neither another program nor a decision after the programs takes any.
    assert not uses[[0, 2]].any()


def test_a_table_caps_single_programs_and_an_empty_cell_leaves_what_holds_everywhere(tmp_path: Path) -> None:
    text = "Program,Name,applying,gold\nnorth,North Hospital,2,\nsouth,,,1\n\n"
    caps = read_caps(table(tmp_path, text), PROGRAMS, {"applying": 5})
    assert caps.at == {"north": {"applying": 2}, "south": {"gold": 1}}
    assert [caps.of(program, "applying") for program in PROGRAMS] == [2, 5, 5]


def test_all_faults_of_a_table_are_told_at_once(tmp_path: Path) -> None:
    text = "program,applying,gold,gold,colour\nnort,1,,,\nsouth,-1,,,\nsouth,1.5,,,\n,,2,,\n"
    with pytest.raises(BadInput) as refused:
        read_caps(table(tmp_path, text), PROGRAMS, {})
    told = [str(fault) for fault in refused.value.faults]
    assert len(told) == 7
    for words in (
        "a column stands twice (found 'gold')",
        "is no column of caps (found 'colour')",
        "there is no such program (found 'nort')",
        "Did you mean north?",
        "line 3: applying: is no number of students (found '-1')",
        "a program stands twice (found 'south')",
        "line 4: applying: is no number of students (found '1.5')",
        "line 5: there is no such program (found '')",
    ):
        assert any(words in fault for fault in told), words


def test_a_number_that_nobody_could_count_to_is_no_cap(tmp_path: Path) -> None:
    for digits in (10, 25, 5000):
        with pytest.raises(BadInput, match="is no number of students"):
            read_caps(table(tmp_path, f"program,applying\nnorth,{'9' * digits}\n"), PROGRAMS, {})


def test_a_table_without_programs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="the table names no programs"):
        read_caps(table(tmp_path, "hospital,applying\nnorth,1\n"), PROGRAMS, {})


def test_a_table_that_is_empty_or_lost_is_refused(tmp_path: Path) -> None:
    for file in (table(tmp_path, ""), tmp_path / "lost.csv"):
        with pytest.raises(BadInput):
            read_caps(file, PROGRAMS, {})


def test_caps_are_read_as_the_file_writes_numbers(tmp_path: Path) -> None:
    caps = read_caps(table(tmp_path, "program;applying\nnorth;1.500\nprogram;applying\nsouth;20,0\n"), PROGRAMS, {})
    assert caps.at == {"north": {"applying": 1500}, "south": {"applying": 20}}
    assert caps.notices == ("caps.csv line 3 repeats the header and was left out.",)


def test_a_cell_too_many_and_a_number_of_two_readings_are_faults(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        read_caps(table(tmp_path, "program,applying\nnorth,1,500\nsouth,1.000\nwest,9999999999999\n"), PROGRAMS, {})
    assert [fault.what for fault in caught.value.faults] == [
        "the row has more cells than columns",
        "may be 1 or 1000",
        "is no number of students",
    ]
