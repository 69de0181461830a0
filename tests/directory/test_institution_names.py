"""What people call institutions: the reviewed file, initials, and the search that knows both."""

from pathlib import Path

import pytest

from optimizer.directory import Asked, ProgramQuery, load_directory, search_programs
from optimizer.directory.geography import state_named
from optimizer.directory.institution_names import initials_of, load_institution_names, read_institution_names
from optimizer.errors import BadInput

SHIPPED = load_directory()


@pytest.mark.parametrize(
    ("text", "program"),
    [
        ("OHSU", "im-or-oregon-health-science-university"),
        ("UTMB", "im-tx-university-of-texas-medical-branch-hospitals"),
        ("Barnes", "im-mo-washington-university-b-jh-slch-consortium"),
        ("Beaumont", "im-mi-corewell-health-william-beaumont-university-hospital"),
        ("VCU", "im-va-virginia-commonwealth-university-health-system"),
    ],
)
def test_a_search_finds_what_people_call_a_program(text: str, program: str) -> None:
    found = search_programs(SHIPPED, ProgramQuery(specialties=("internal-medicine",), text=text)).programs
    assert program in {one.program.id for one in found}
    part = SHIPPED.of_specialties(["internal-medicine"])
    assert program in {one.id for one in part.similar_to(text)}


def test_a_name_of_one_program_is_enough_where_an_id_is_asked_for() -> None:
    part = SHIPPED.of_specialties(["internal-medicine"])
    for text in (
        "UTSW",
        "im-tx-university-of-texas-southwestern-medical-center",
        "Vanderbilt University Medical Center",
    ):
        found = part.called(text)
        assert found is not None
        assert found.state in {"TX", "TN"}
    assert part.called("NYP") is None
    assert part.called("?") is None


def test_initials_count_with_and_without_small_words_and_with_the_city() -> None:
    assert {"moc", "moct", "mct"} >= initials_of("Museum of Clocks", "Troy") >= {"moc", "moct", "mct"}


def test_every_line_of_the_file_names_a_state_and_says_something() -> None:
    for one in load_institution_names().names:
        assert one.called
        assert all(one.means)
        assert state_named(one.state) is not None


def test_what_is_listed_wins_over_initials() -> None:
    assert not Asked("UAB").means("University at Buffalo", "", "Buffalo", "NY")
    assert Asked("UAB").means("University of Alabama Medical Center", "", "Birmingham", "AL")


def test_a_file_that_can_not_be_used_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        read_institution_names(tmp_path / "none.csv")
    other = tmp_path / "other.csv"
    other.write_text("a,b\n", encoding="utf-8")
    with pytest.raises(BadInput):
        read_institution_names(other)
