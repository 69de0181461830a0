"""Evidence files with one fault each, and with several."""

from pathlib import Path

import pytest

from optimizer.errors import BadInput, Fault
from optimizer.evidence import Evidence, read_evidence

HEADER = "name,specialty,applicant_type,state,low,central,high,unit,season,source,address,grade,note"
SOUND = "tie.family,neurology,us-md,CA,0.1,0.2,0.3,log-odds,2024,A page,https://example.org,B,"
SPECIALTIES = ("neurology", "pathology")


def read(folder: Path, *lines: str) -> Evidence:
    path = folder / "figures.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_evidence(path, SPECIALTIES)


def faults_of(folder: Path, *lines: str) -> tuple[Fault, ...]:
    with pytest.raises(BadInput) as raised:
        read(folder, *lines)
    return raised.value.faults


def test_a_sound_row_is_read_as_it_stands(tmp_path: Path) -> None:
    row = read(tmp_path, HEADER, SOUND).row("tie.family", "neurology", "us-md", "CA")
    assert (row.low, row.central, row.high, row.unit, row.grade) == (0.1, 0.2, 0.3, "log-odds", "B")
    assert (row.season, row.source, row.address, row.note) == ("2024", "A page", "https://example.org", "")


def test_blank_means_for_all(tmp_path: Path) -> None:
    evidence = read(tmp_path, HEADER, SOUND.replace("neurology,us-md,CA", ",,"))
    assert evidence.central("tie.family", "pathology", "us-do", "NY") == 0.2


def test_columns_may_stand_in_any_order_and_empty_lines_between(tmp_path: Path) -> None:
    backwards = (",".join(reversed(line.split(","))) for line in (HEADER, SOUND))
    evidence = read(tmp_path, next(backwards), "", next(backwards), ",,,,,,,,,,,,")
    assert evidence.central("tie.family", "neurology", "us-md", "CA") == 0.2


@pytest.mark.parametrize(
    ("sound", "faulty", "where", "value", "allowed"),
    [
        ("0.2", "2024-10-01", "figures.csv, line 2, central", "2024-10-01", "a finite number"),
        ("0.2", "nan", "figures.csv, line 2, central", "nan", "a finite number"),
        ("0.3", "inf", "figures.csv, line 2, high", "inf", "a finite number"),
        ("0.1", "", "figures.csv, line 2, low", "", "a finite number"),
        ("us-md", "us_md", "figures.csv, line 2, applicant_type", "us_md", "non-us-img"),
        ("CA", "ZZ", "figures.csv, line 2, state", "ZZ", "postal code"),
        ("log-odds", "odds", "figures.csv, line 2, unit", "odds", "log-odds per 10 points"),
        ("2024", "last year", "figures.csv, line 2, season", "last year", "a year"),
        ("A page", "", "figures.csv, line 2, source", "", "where the figure is from"),
        ("https://example.org", "example.org", "figures.csv, line 2, address", "example.org", "https://"),
        (",B,", ",D,", "figures.csv, line 2, grade", "D", "C (assumption)"),
        ("tie.family", "Tie of family", "figures.csv, line 2, name", "Tie of family", "lower case"),
        ("neurology", "Neurology", "figures.csv, line 2, specialty", "Neurology", "slug"),
        ("neurology", "neurolgy", "figures.csv, line 2", "neurolgy", "neurology"),
    ],
)
def test_a_cell_that_makes_no_sense_is_refused_with_what_is_allowed(
    tmp_path: Path, sound: str, faulty: str, where: str, value: str, allowed: str
) -> None:
    (fault,) = faults_of(tmp_path, HEADER, SOUND.replace(sound, faulty, 1))
    assert (fault.where, fault.value) == (where, value)
    assert allowed in fault.allowed


@pytest.mark.parametrize(
    ("sound", "faulty", "what"),
    [
        ("0.1,0.2,0.3", "0.1,0.4,0.3", "low 0.1, central 0.4, high 0.3 are not in order"),
        ("0.1,0.2,0.3", "0.25,0.2,0.3", "low 0.25, central 0.2, high 0.3 are not in order"),
        ("0.1,0.2,0.3,log-odds", "0.1,0.2,1.3,share", "1.3 is no share (a number above 0, at most 1)"),
        ("0.1,0.2,0.3,log-odds", "0,0.2,0.3,log-odds sd", "0 is no log-odds sd (a number above 0)"),
        ("0.1,0.2,0.3,log-odds", "-1,0,1,years", "-1 is no years (a finite number, 0 or more)"),
        (",2024,", ",,", "a figure of grade B needs the season that it was read for"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused_with_its_line(
    tmp_path: Path, sound: str, faulty: str, what: str
) -> None:
    (fault,) = faults_of(tmp_path, HEADER, SOUND.replace(sound, faulty))
    assert (fault.what, fault.where) == (what, "figures.csv, line 2")


def test_an_assumption_needs_no_season(tmp_path: Path) -> None:
    assumed = SOUND.replace(",2024,", ",,").replace(",B,", ",C,")
    assert read(tmp_path, HEADER, assumed).rows[0].season == ""


def test_a_figure_that_stands_twice_is_refused_with_both_lines(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, HEADER, SOUND, "", SOUND)
    assert fault.where == "figures.csv, line 4"
    assert fault.value == "tie.family/neurology/us-md/CA"
    assert "line 2" in fault.remedy


def test_one_name_has_one_unit(tmp_path: Path) -> None:
    other = SOUND.replace("CA", "NY").replace("log-odds", "points")
    (fault,) = faults_of(tmp_path, HEADER, SOUND, other)
    assert fault.what == "tie.family has another unit in line 2"
    assert (fault.value, fault.allowed) == ("points", "log-odds")


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, HEADER.removesuffix(",note"), SOUND.removesuffix(","))
    assert (fault.what, fault.value) == ("a column is missing", "note")


def test_an_unknown_column_is_named_with_the_one_that_is_close(tmp_path: Path) -> None:
    faults = faults_of(tmp_path, HEADER.replace("central", "centrall"), SOUND)
    assert [fault.value for fault in faults] == ["central", "centrall"]
    assert faults[1].remedy == "Perhaps central is meant"


def test_a_column_that_stands_twice_is_named(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, f"{HEADER},note", f"{SOUND},")
    assert (fault.what, fault.value) == ("a column stands twice", "note")


def test_a_row_with_too_many_cells_is_refused(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, HEADER, f"{SOUND}note, with a comma")
    assert (fault.what, fault.value) == ("wrong number of cells", 14)
    assert fault.where == "figures.csv, line 2"


def test_all_faults_are_told_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    faults = faults_of(
        tmp_path,
        HEADER,
        SOUND.replace("0.1", "x").replace(",B,", ",Z,"),
        SOUND.replace("0.2", "9"),
        SOUND,
        SOUND.replace("us-md", "us-xx"),
    )
    assert [fault.where for fault in faults] == [
        "figures.csv, line 2, low",
        "figures.csv, line 2, grade",
        "figures.csv, line 3",
        "figures.csv, line 5, applicant_type",
    ]


def test_lines_are_counted_through_quoted_line_breaks(tmp_path: Path) -> None:
    two_lines = SOUND + '"first\nsecond"'
    (fault,) = faults_of(tmp_path, HEADER, two_lines, SOUND.replace("0.2", "x"))
    assert fault.where == "figures.csv, line 4, central"


def test_a_quote_that_never_ends_is_refused(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, HEADER, SOUND + '"never ends')
    assert fault.what == "not a line of CSV"


@pytest.mark.parametrize("lines", [(HEADER,), (HEADER, "", ",,,,,,,,,,,,")])
def test_a_table_without_rows_is_refused(tmp_path: Path, lines: tuple[str, ...]) -> None:
    (fault,) = faults_of(tmp_path, *lines)
    assert fault.what == "the table has no rows"


def test_an_empty_file_misses_every_column(tmp_path: Path) -> None:
    faults = faults_of(tmp_path, "")
    assert [fault.value for fault in faults] == HEADER.split(",")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="can't be read"):
        read_evidence(tmp_path / "absent.csv", SPECIALTIES)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    path.write_bytes(f"{HEADER}\n{SOUND}caf\xe9\n".encode("latin-1"))
    with pytest.raises(BadInput, match="not in UTF-8"):
        read_evidence(path, SPECIALTIES)
