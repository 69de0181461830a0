"""Directories read from files: one fault a file, several at once, and what is accepted."""

from pathlib import Path

import pytest

from optimizer.directory import Directory, load_directory
from optimizer.errors import BadInput, Fault
from tests.people_and_programs import directory, program

HEADER = "id,name,institution,specialty,city,state"
ROW = "im-one,One,Hospital One,internal-medicine,Los Angeles,CA"
OTHER = "im-two,Two,Hospital Two,internal-medicine,Fresno,CA"


def written(folder: Path, *lines: str, name: str = "programs.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def faults_of(*files: Path) -> tuple[Fault, ...]:
    with pytest.raises(BadInput) as caught:
        load_directory(files)
    return caught.value.faults


def fault_of(*files: Path) -> Fault:
    (fault,) = faults_of(*files)
    return fault


# ---- what is accepted


def test_a_directory_of_one_program(tmp_path: Path) -> None:
    read = load_directory([written(tmp_path, HEADER, ROW)])
    assert [(one.id, one.city, one.state) for one in read.programs] == [("im-one", "Los Angeles", "CA")]
    place = read.places[0]
    assert place is not None
    assert place.metro == "Los Angeles-Long Beach-Anaheim, CA"


def test_columns_may_stand_in_any_order_and_facts_may_be_left_out(tmp_path: Path) -> None:
    header = "state,city,specialty,institution,name,id,sponsors_j1,setting"
    (one,) = load_directory([written(tmp_path, header, "CA,Fresno,psychiatry,H,One,p-one,,community")]).programs
    assert (one.id, one.sponsors_j1, one.setting, one.interview_rate_us_md) == ("p-one", None, "community", None)


def test_a_short_line_has_blanks_at_its_end(tmp_path: Path) -> None:
    (one,) = load_directory([written(tmp_path, f"{HEADER},setting,sponsors_j1", ROW)]).programs
    assert (one.setting, one.sponsors_j1) == (None, None)


def test_blank_lines_are_no_programs(tmp_path: Path) -> None:
    assert len(load_directory([written(tmp_path, HEADER, "", ROW, ",,,,,", "")]).programs) == 1


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    path = tmp_path / "excel.csv"
    path.write_text(f"{HEADER}\r\n{ROW}\r\n", encoding="utf-8-sig")
    assert load_directory([path]).programs[0].id == "im-one"


def test_quoted_commas_and_line_breaks_belong_to_the_text(tmp_path: Path) -> None:
    quoted = 'im-one,"One, of\nTwo","Hospital ""One""",internal-medicine,Los Angeles,California'
    (one,) = load_directory([written(tmp_path, HEADER, quoted)]).programs
    assert (one.name, one.institution, one.state) == ("One, of\nTwo", 'Hospital "One"', "CA")


def test_several_files_make_one_directory_in_their_order(tmp_path: Path) -> None:
    files = [written(tmp_path, HEADER, ROW, name="a.csv"), written(tmp_path, HEADER, OTHER, name="b.csv")]
    assert [one.id for one in load_directory(files).programs] == ["im-one", "im-two"]


def test_a_program_in_an_unknown_city_is_kept_without_a_place(tmp_path: Path) -> None:
    read = load_directory([written(tmp_path, HEADER, ROW.replace("Los Angeles", "Atlantis"), OTHER)])
    assert [one.city for one in read.programs] == ["Atlantis", "Fresno"]
    assert read.places[0] is None
    assert read.places[1] is not None


def test_one_name_in_two_cities_or_specialties_is_two_programs(tmp_path: Path) -> None:
    elsewhere = ROW.replace("im-one", "im-two").replace("Los Angeles", "Fresno")
    psychiatry = ROW.replace("im-one", "p-one").replace("internal-medicine", "psychiatry")
    assert len(load_directory([written(tmp_path, HEADER, ROW, elsewhere, psychiatry)]).programs) == 3


# ---- one fault a file


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    fault = fault_of(tmp_path / "none.csv")
    assert fault.where == str(tmp_path / "none.csv")
    assert fault.what == "the file can't be read (No such file or directory)"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert fault_of(tmp_path).where == str(tmp_path)


def test_a_file_that_is_not_utf_8_is_to_be_saved_as_such(tmp_path: Path) -> None:
    path = tmp_path / "latin.csv"
    path.write_bytes(f"{HEADER}\n{ROW.replace('One', 'Montréal')}\n".encode("latin-1"))
    fault = fault_of(path)
    assert (fault.what, fault.remedy) == ("the file is not UTF-8 text", "Save it as UTF-8")


def test_an_open_quote_is_told_with_its_line(tmp_path: Path) -> None:
    fault = fault_of(written(tmp_path, HEADER, ROW, '"im-two,Two'))
    assert fault.what.startswith("is not CSV")
    assert fault.where.startswith(f"{tmp_path / 'programs.csv'} line ")


@pytest.mark.parametrize("column", HEADER.split(","))
def test_a_missing_column_is_named(tmp_path: Path, column: str) -> None:
    kept = [k for k, name in enumerate(HEADER.split(",")) if name != column]
    lines = [",".join(line.split(",")[k] for k in kept) for line in (HEADER, ROW)]
    fault = fault_of(written(tmp_path, *lines))
    assert repr(column) in fault.what
    assert fault.where == f"{tmp_path / 'programs.csv'} line 1"
    assert fault.remedy == "Add the column"


def test_an_unknown_column_is_named_with_those_there_are(tmp_path: Path) -> None:
    fault = fault_of(written(tmp_path, f"{HEADER},ranking", f"{ROW},1"))
    assert (fault.what, fault.value) == ("no such column", "ranking")
    assert "interview_rate_non_us_img" in fault.allowed


def test_a_column_without_a_name_is_one_fault_and_not_one_a_line(tmp_path: Path) -> None:
    assert fault_of(written(tmp_path, f"{HEADER},", f"{ROW},", f"{OTHER},")).value == ""


def test_a_column_that_stands_twice_is_named(tmp_path: Path) -> None:
    fault = fault_of(written(tmp_path, f"{HEADER},city", f"{ROW},Fresno"))
    assert (fault.what, fault.value) == ("a column stands twice", "city")


def test_a_line_with_too_many_cells_is_told_with_its_number(tmp_path: Path) -> None:
    fault = fault_of(written(tmp_path, HEADER, OTHER, ROW.replace("Hospital One", "Hospital, One")))
    assert fault.where == f"{tmp_path / 'programs.csv'} line 3"
    assert (fault.value, fault.allowed) == (7, "6 cells or fewer")
    assert "quotes" in fault.remedy


def test_a_line_without_a_state_lacks_it(tmp_path: Path) -> None:
    fault = fault_of(written(tmp_path, HEADER, ROW.removesuffix(",CA")))
    assert (fault.what, fault.where) == ("is missing", f"{tmp_path / 'programs.csv'} line 2: state")


def test_a_value_is_told_with_file_line_column_value_allowed_and_mend(tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEADER},interview_rate_us_md", f"{OTHER},0.2", f"{ROW},nan")
    assert fault_of(path) == Fault(
        "can't be used",
        f"{path} line 3: interview_rate_us_md",
        "nan",
        "a share from 0 to 1 such as 0.12, or 12%, or nothing where unknown",
        "Correct it",
    )


def test_an_id_that_stands_twice_is_told_with_both_places(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER, ROW, OTHER.replace("im-two", "im-one"))
    fault = fault_of(path)
    assert (fault.where, fault.value) == (f"{path} line 3: id", "im-one")
    assert fault.what == f"the program stands already at {path} line 2"


def test_a_program_that_stands_twice_under_two_ids_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER, ROW, ROW.replace("im-one", "im-two").replace("One", "ONE"))
    fault = fault_of(path)
    assert (fault.where, fault.value) == (f"{path} line 3: name", "ONE")


def test_a_program_that_stands_in_two_files_is_told(tmp_path: Path) -> None:
    first, second = (written(tmp_path, HEADER, ROW, name=name) for name in ("a.csv", "b.csv"))
    fault = fault_of(first, second)
    assert fault.where == f"{second} line 2: id"
    assert str(first) in fault.what


def test_a_repeated_line_is_one_fault_and_its_id_is_taken_all_the_same(tmp_path: Path) -> None:
    again = ROW.replace("im-one", "im-two")
    faults = faults_of(written(tmp_path, HEADER, ROW, again, OTHER))
    assert [fault.where.rpartition(" line ")[2] for fault in faults] == ["3: name", "4: id"]


@pytest.mark.parametrize("lines", [(HEADER,), (HEADER, "", ",,,,,")])
def test_a_directory_without_a_program_is_refused(tmp_path: Path, lines: tuple[str, ...]) -> None:
    path = written(tmp_path, *lines)
    fault = fault_of(path)
    assert (fault.what, fault.where) == ("the directory has no program", str(path))


def test_an_empty_file_lacks_every_column(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_bytes(b"")
    assert len(faults_of(path)) == len(HEADER.split(","))


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    first = written(
        tmp_path,
        f"{HEADER},setting,sponsors_h1b,rank",
        f"{ROW},hospital,perhaps,1",
        f"{ROW},,,1",
        f"{OTHER.replace('CA', 'XX')},,,1,extra",
        name="a.csv",
    )
    second = written(tmp_path, "id,name", "x,y", name="b.csv")
    faults = faults_of(first, second, tmp_path / "none.csv")
    told = [(fault.where.removeprefix(f"{tmp_path}/"), fault.value) for fault in faults]
    assert told == [
        ("a.csv line 1", "rank"),
        ("a.csv line 2: setting", "hospital"),
        ("a.csv line 2: sponsors_h1b", "perhaps"),
        ("a.csv line 4", 10),
        *[("b.csv line 1", None)] * 4,
        ("none.csv", None),
    ]


# ---- the directory as a value


def three() -> Directory:
    return directory(
        program("im-a", name="Alpha", city="Fresno"),
        program("p-b", name="Beta", specialty="psychiatry", institution="University of Somewhere"),
        program("im-c", name="Gamma"),
    )


def test_programs_are_found_by_id() -> None:
    assert three().index_by_id == {"im-a": 0, "p-b": 1, "im-c": 2}


def test_specialties_are_those_that_occur() -> None:
    assert three().specialties == ("internal-medicine", "psychiatry")


def test_the_part_in_a_specialty_keeps_order_and_places() -> None:
    part = three().of_specialties(["internal-medicine"])
    assert [one.id for one in part.programs] == ["im-a", "im-c"]
    assert [place and place.city for place in part.places] == ["Fresno", "Los Angeles"]
    assert three().of_specialties(["pediatrics"]).programs == ()


@pytest.mark.parametrize(("text", "meant"), [("im-A", "im-a"), ("gamma", "im-c"), ("somewhere university", "p-b")])
def test_a_mistyped_id_or_a_name_leads_first_to_the_program_it_means(text: str, meant: str) -> None:
    assert three().similar_to(text)[0].id == meant


def test_what_is_like_nothing_leads_nowhere() -> None:
    assert three().similar_to("?") == ()


def test_no_more_similar_programs_are_named_than_asked_for() -> None:
    assert len(three().similar_to("im", count=1)) == 1
