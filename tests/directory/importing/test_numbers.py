"""Numbers as people write them, read by what the whole file says, and asked about where it says nothing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.directory.importing import Given, NoNumber, NumberStyle, one_table
from optimizer.directory.importing.numbers import readings
from tests.directory.importing.tables import workbook


def read(text: str, *others: str, separator: str = ",", whole: bool = False) -> Decimal:
    return NumberStyle.of((text, *others), separator).number(text, whole=whole)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("220,50", "220.5"),
        ("$1,500", "1500"),
        ("1,500.00", "1500"),
        ("1.234,5", "1234.5"),
        ("1 500,50", "1500.5"),
        ("US$ 2'000", "2000"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("0.125", "0.125"),
        ("0,125", "0.125"),
        ("1500.125", "1500.125"),
        (".5", "0.5"),
        ("-3", "-3"),
        ("1500 USD", "1500"),
    ],
)
def test_what_can_be_read_in_one_way_is(text: str, value: str) -> None:
    assert read(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "many", "1,50,000", "1.2.3", "12,34,5", "nan", "inf", "1e5", "1,500,", "9" * 60])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(NoNumber, match="can't be read"):
        read(text)


def test_three_digits_behind_a_point_are_asked_about() -> None:
    with pytest.raises(NoNumber) as caught:
        read("1.500")
    assert str(caught.value) == "may be 1.5 or 1500"
    assert caught.value.allowed == "a number that can be read in one way, such as 1500"


@pytest.mark.parametrize(
    ("text", "other", "value"),
    [("1.500", "220,50", "1500"), ("1.500", "220.50", "1.5"), ("1,500", "220,50", "1.5"), ("1,500", "220.50", "1500")],
)
def test_other_cells_of_the_file_decide(text: str, other: str, value: str) -> None:
    assert read(text, other) == Decimal(value)


def test_cells_that_differ_decide_nothing() -> None:
    with pytest.raises(NoNumber, match=r"may be 1.5 or 1500"):
        read("1.500", "220,50", "220.50")


def test_where_semicolons_part_cells_a_point_parts_thousands() -> None:
    assert read("1.500", separator=";") == 1500
    with pytest.raises(NoNumber, match=r"may be 1.5 or 1500"):
        read("1,500", separator=";")


def test_a_whole_number_has_one_whole_reading() -> None:
    assert read("1.500", whole=True) == 1500
    assert read("240,0", whole=True) == 240
    with pytest.raises(NoNumber, match=r"may be 1 or 1000"):
        read("1.000", whole=True)
    with pytest.raises(NoNumber, match="can't be read"):
        read("1.5", whole=True)


@given(st.integers(-(10**9), 10**9), st.integers(0, 99))
def test_every_way_of_writing_two_decimals_says_the_same(whole: int, cents: int) -> None:
    for shown in (f"{whole:,}.{cents:02}", f"{whole:,}".replace(",", ".") + f",{cents:02}", f"{whole},{cents:02}"):
        assert {abs(value) for value in readings(shown).values()} == {Decimal(f"{abs(whole)}.{cents:02}")}


def header(cells: object) -> bool:
    return isinstance(cells, tuple) and "code" in cells


def test_other_sheets_and_a_second_header_are_said() -> None:
    found = one_table(
        workbook({"Notes": [["hello"]], "Class": [["code", "a"], ["x", 1], ["code", "a"], ["y", 2]], "More": [["z"]]}),
        header,
    )
    assert found is not None
    assert [row.cells for row in found.rows] == [("x", "1"), ("y", "2")]
    assert found.notices == (
        "table.xlsx, sheet 'Class' row 3 repeats the header and was left out.",
        "table.xlsx, sheet 'Notes' was not read: the table is in table.xlsx, sheet 'Class'.",
        "table.xlsx, sheet 'More' was not read: the table is in table.xlsx, sheet 'Class'.",
    )


def test_a_file_without_the_header_has_no_such_table() -> None:
    assert one_table(Given("a.csv", b"one,two\n1,2\n"), header) is None


def test_a_cell_beyond_the_header_is_a_fault_with_its_place() -> None:
    found = one_table(Given("a.csv", b"code,a\nx,1,500\n"), header)
    assert found is not None
    fault = found.surplus(found.rows[0])
    assert fault is not None
    assert (fault.what, fault.where, fault.value) == ("the row has more cells than columns", "a.csv line 2", "500")
