"""Bytes to tables: separators, encodings, headers, workbooks, pasted text."""

from pathlib import Path

import pytest

from optimizer.directory.importing import Given, Grid, given_file, read_tables
from optimizer.directory.importing.grid import clean_cell, column_letters, header_key
from optimizer.directory.importing.reading import read_grids
from tests.directory.importing.tables import ONE_RATE, RATES, Table, packed, text_file, workbook, workbook_parts

HOSPITAL = ["Hospital, One", "Fresno", "3"]


def table(content: bytes | str, name: str = "file") -> Grid:
    (grid,) = read_tables(Given(name, content.encode() if isinstance(content, str) else content))
    return grid


def cells(content: bytes | str) -> list[list[str]]:
    return [list(row.cells) for row in table(content).rows]


@pytest.mark.parametrize("separator", [",", "\t", "|", ";"])
def test_the_separator_is_the_one_that_most_lines_agree_on(separator: str) -> None:
    file = text_file([["Hospital", "Town", "Beds"], HOSPITAL, ["B; or C", "Reno|Sparks", "4"]], separator=separator)
    assert cells(file.content)[1] == HOSPITAL


def test_one_column_is_a_table_too() -> None:
    assert cells("Accreditation_IDs\n1403512345\n") == [["Accreditation_IDs"], ["1403512345"]]


def test_a_table_between_bars_with_a_rule_of_dashes() -> None:
    assert cells("| Hospital | City |\n|---|:--:|\n| One | Reno |\n") == [["Hospital", "City"], ["One", "Reno"]]


def test_rows_keep_the_numbers_of_their_lines() -> None:
    grid = table('a,b\n\n"one\ntwo",c\n\nd,e\n')
    assert [grid.line(row.number) for row in grid.rows] == ["line 1", "line 3", "line 6"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings_are_recognised(encoding: str) -> None:
    assert cells("name,city\nHôpital,Mayagüez\n".encode(encoding))[1] == ["Hôpital", "Mayagüez"]


def test_windows_text_is_noticed_and_so_is_a_mixture() -> None:
    assert table("name,city\nHôpital,x\n".encode("cp1252")).notices == (
        "read as Windows-1252, because it is not UTF-8",
    )
    mixed = "name,city\nMayagüez,x\n".encode() + "Hôpital,y\n".encode("cp1252") * 7
    grid = table(mixed)
    assert grid.notices == ("mixes encodings: lines 3, 4, 5, 6, 7 and 2 more read as Windows-1252, the rest as UTF-8",)
    assert [row.cells[0] for row in grid.rows[1:3]] == ["Mayagüez", "Hôpital"]


def test_one_line_of_another_encoding_is_named() -> None:
    mixed = "name,city\nMayagüez,x\n".encode() + "Hôpital,y\n".encode("cp1252")
    assert table(mixed).notices == ("mixes encodings: line 3 read as Windows-1252, the rest as UTF-8",)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("\u200b1234140C0\ufeff", "1234140C0"),
        ("  two \u00a0 words\r\n", "two words"),
        ("'=cmd", "=cmd"),
        ("'tis", "'tis"),
        ("a\x1b[31mb", "a [31mb"),
        ("x\ud800", "x\ufffd"),
    ],
)
def test_what_nobody_sees_is_no_part_of_a_cell(raw: str, clean: str) -> None:
    assert clean_cell(raw) == clean


def test_a_thousand_blank_cells_at_the_end_of_a_row_do_no_harm() -> None:
    assert cells(f"a,b{',' * 900_000}\n1,2\n") == [["a", "b"], ["1", "2"]]


def test_headers_are_compared_without_case_spaces_and_punctuation() -> None:
    assert header_key(" J-1 Visa? ") == header_key("j1visa") == "j1visa"


def test_columns_are_called_as_spreadsheets_call_them() -> None:
    assert [column_letters(number) for number in (1, 26, 27, 703)] == ["A", "Z", "AA", "AAA"]


def test_a_workbook_gives_its_sheets_with_numbers_as_one_types_them() -> None:
    sheets: dict[str, Table] = {"One": [["a", 12, 0.25], ["b", 3.0, 1e20]], "Two": [["", "x"]]}
    one, two = read_tables(workbook(sheets))
    assert [list(row.cells) for row in one.rows] == [["a", "12", "0.25"], ["b", "3", "1e+20"]]
    assert (two.sheet, [list(row.cells) for row in two.rows]) == ("Two", [["", "x"]])
    assert two.place(1) == "table.xlsx, sheet 'Two' row 1"


def test_a_formula_counts_as_the_value_saved_with_it_and_answers_are_words() -> None:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>HYPERLINK("x")</f></c><c r="C1" t="b"><v>1</v></c>'
        '<c r="D1" t="b"><v>0</v></c><c r="E1" t="d"><v>2026-11-22T00:00:00</v></c>'
        '<c r="F1" t="e"><v>#N/A</v></c></row></sheetData></worksheet>'
    )
    parts = workbook_parts({"S": [["x"]]}) | {"xl/worksheets/sheet1.xml": sheet}
    (grid,) = read_tables(Given("f.xlsx", packed(parts)))
    assert grid.rows[0].cells == ("2", "", "yes", "no", "2026-11-22T00:00:00", "#N/A")


def test_shared_texts_are_read_with_their_parts_and_without_how_to_pronounce_them() -> None:
    strings = "<sst><si><t>one</t></si><si><r><t>t</t></r><r><t>wo</t></r><rPh><t>tu</t></rPh></si></sst>"
    cells = '<c t="s"><v>1</v></c><c t="s"><v>0</v></c><c t="s"/>'
    sheet = f"<worksheet><sheetData><row>{cells}</row></sheetData></worksheet>"
    parts = workbook_parts({"S": [["x"]]}) | {"xl/sharedStrings.xml": strings, "xl/worksheets/sheet1.xml": sheet}
    (grid,) = read_tables(Given("f.xlsx", packed(parts)))
    assert grid.rows[0].cells == ("two", "one")


def test_rows_that_are_left_out_of_a_sheet_keep_the_others_in_their_place() -> None:
    sheet = '<worksheet><sheetData><row r="3"><c r="C3"><v>5</v></c><extra/></row></sheetData></worksheet>'
    parts = workbook_parts({"S": [["x"]]}) | {"xl/worksheets/sheet1.xml": sheet}
    (grid,) = read_tables(Given("f.xlsx", packed(parts)))
    assert [(row.number, row.cells) for row in grid.rows] == [(3, ("", "", "5"))]


def test_macros_are_not_even_unpacked() -> None:
    parts: dict[str, str | bytes] = {**workbook_parts({"S": [["x"]]}), "xl/vbaProject.bin": b"\xff" * 100}
    (grid,) = read_tables(Given("m.xlsm", packed(parts)))
    assert grid.rows[0].cells == ("x",)


def test_cells_that_do_not_say_where_they_are_follow_each_other() -> None:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row></sheetData></worksheet>"
    )
    parts = workbook_parts({"S": [["x"]]}) | {"xl/worksheets/sheet1.xml": sheet}
    (grid,) = read_tables(Given("f.xlsx", packed(parts)))
    assert [list(row.cells) for row in grid.rows] == [["1", "2"], ["3"]]


def test_json_gives_its_longest_list_of_objects() -> None:
    text = (
        '{"total": 2, "data": [{"City": "Fresno", "Ok": true, "Tags": ["x"]}, {"City": null, "No": false, "N": 1.5}]}'
    )
    grid = table(text)
    assert [list(row.cells) for row in grid.rows] == [
        ["City", "Ok", "Tags", "No", "N"],
        ["Fresno", "yes", '["x"]'],
        ["", "", "", "no", "1.5"],
    ]
    assert grid.line(grid.rows[1].number) == "record 1"


def test_a_header_in_brackets_is_no_json() -> None:
    assert cells("[Hospital],City\nOne,Reno\n")[0] == ["[Hospital]", "City"]


def test_a_quotation_mark_that_closes_late_does_not_mislead_the_search_for_a_separator() -> None:
    long = ", \n" * 60
    assert cells(f'"{long}";a\nb;c\n')[1] == ["b", "c"]


def test_a_known_header_decides_on_the_separator() -> None:
    rows = [RATES, ["One; Two, Three; Four, Five", *ONE_RATE[1:]]]
    for separator in ",;":
        (grid,) = read_grids(text_file(rows, separator=separator), lambda grid: "MD" in grid.rows[0].cells)
        assert grid.rows[1].cells[0] == rows[1][0]


def test_a_file_from_disk_has_the_date_of_its_last_change(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n", encoding="utf-8")
    file = given_file(path)
    assert (file.name, file.content) == ("a.csv", b"a,b\n")
    assert len(file.date) == 10
