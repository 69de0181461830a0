"""A list as a workbook, opened again."""

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from openpyxl.worksheet.worksheet import Worksheet

from optimizer.export import list_xlsx
from optimizer.plan import LimitUse, ListedProgram, Wish
from optimizer.vocabulary import TIER_COLORS
from tests.drawn import examples
from tests.export.lists import listed, program_list
from tests.export.test_list_csv import CELL_TEXT
from tests.people_and_programs import plan


def page(name: str, *programs: ListedProgram) -> Worksheet:
    found = openpyxl.load_workbook(io.BytesIO(list_xlsx(program_list(*programs), plan())))[name]
    assert isinstance(found, Worksheet)
    return found


def rows(name: str, *programs: ListedProgram) -> list[dict[str, object]]:
    header, *lines = page(name, *programs).iter_rows(values_only=True)
    return [dict(zip(map(str, header), line, strict=True)) for line in lines]


def test_there_is_a_sheet_each_for_list_signals_limits_and_method() -> None:
    book = openpyxl.load_workbook(io.BytesIO(list_xlsx(program_list(listed()), plan())))
    assert book.sheetnames == ["List", "Signals", "Limits", "Method"]


def test_numbers_are_numbers_and_shares_are_shown_in_percent() -> None:
    (row,) = rows("List", listed())
    assert (row["Interview chance"], row["Offer chance"], row["Number"]) == (0.0312, 0.006, 1)
    sheet = page("List", listed())
    column = [cell.value for cell in sheet[1]].index("Interview chance") + 1
    assert sheet.cell(2, column).number_format == "0.0%"


def test_the_header_is_frozen_and_filtered() -> None:
    sheet = page("List", listed(), listed(id="b"))
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == f"A1:{openpyxl.utils.get_column_letter(sheet.max_column)}3"


def test_a_row_says_what_the_list_says() -> None:
    (row,) = rows("List", listed(signal="gold", locked=True, ties=("family (Fresno)", "letter"), setting=None))
    assert (row["Signal"], row["Locked"], row["Ties"], row["Setting"]) == (
        "gold",
        "yes",
        "family (Fresno); letter",
        None,
    )
    assert row["ID"] == "im-ca-example"
    assert row["List id"] == program_list(listed(signal="gold", locked=True)).list_id


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "https://example.org", "{=1}"]
)
def test_nothing_is_a_formula_or_a_link(text: str) -> None:
    sheet = page("List", listed(name=text, region=text, reasons=(text,)))
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)
    assert sheet["B2"].value == text


@examples(40)
@given(CELL_TEXT)
def test_any_text_is_written_and_leaves_a_whole_file(text: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(list_xlsx(program_list(listed(name=text)), plan())))
    assert isinstance(book["List"]["B2"].value, str)


def test_a_text_beyond_what_a_cell_holds_is_cut_and_says_so() -> None:
    (row,) = rows("List", listed(reasons=("x" * 40_000,)))
    reasons = str(row["Reasons"])
    assert len(reasons) == 32_767
    assert reasons.endswith("…")


def test_signals_stand_gold_first_the_most_valuable_first_with_what_each_does() -> None:
    known = {"interview_probability": 0.08, "interview_probability_without_signal": 0.02}
    found = rows(
        "Signals",
        listed(id="s", signal="silver", marginal_value=0.9),
        listed(id="g1", signal="gold", marginal_value=0.1, reasons=("in other words",), **known),
        listed(id="none"),
        listed(id="g2", signal="gold", marginal_value=0.2),
    )
    assert [row["ID"] for row in found] == ["g2", "g1", "s"]
    does = "gold signal: chance of an interview 2 in 100 becomes 8 in 100"
    assert [row["What it does"] for row in found] == [None, does, None]


def test_limits_have_their_sides_as_numbers() -> None:
    (row,) = rows("Limits", listed())
    assert tuple(row.values()) == ("All applications", None, 30, 30, "at its maximum")


def test_a_limit_that_isn_t_reached_says_so() -> None:
    loose = LimitUse(
        name="tier reach", about=Wish("tier", ("reach",)), minimum=1.0, maximum=None, used=3.0, binding=False
    )
    content = list_xlsx(program_list(listed(), limits=(loose,)), plan())
    assert openpyxl.load_workbook(io.BytesIO(content))["Limits"]["E2"].value == "room left"


def test_the_method_says_chance_range_proof_notices_and_what_it_is_not() -> None:
    words = "\n".join(" ".join(map(str, row.values())) for row in rows("Method", listed()))
    assert "about 27 in 100 (range 18-37)" in words
    assert "no list within your limits can beat this" in words
    assert "Check each before you pay." in words
    assert "not advice" in words


def test_the_same_list_gives_the_same_bytes_and_no_file_inside_is_dated() -> None:
    first, second = (list_xlsx(program_list(listed()), plan()) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}


def test_the_user_s_own_notes_are_not_in_it() -> None:
    ties = ({"kind": "family", "state": "CA", "note": "my ex-wife's sister"},)
    person = plan().applicant.model_copy(update={"ties": ties})
    content = list_xlsx(program_list(listed()), plan().model_copy(update={"applicant": person}))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not any(b"ex-wife" in archive.read(name) for name in archive.namelist())


def test_an_empty_list_is_a_workbook_too() -> None:
    assert rows("List") == []
    assert rows("Signals") == []


def test_cells_that_may_be_edited_offer_what_they_can_be() -> None:
    offered = {rule.formula1 for rule in page("List", listed()).data_validations.dataValidation}
    assert {'"reach,realistic,safety"', '"none,single,silver,gold"', '"yes,no"'} <= offered


def test_whose_figure_a_chance_stands_on_is_told_in_words_and_explained() -> None:
    told = rows("List", listed(figure_of="program"), listed(id="b", figure_of="hospital"), listed(id="c"))
    assert [row["Whose figure"] for row in told] == ["own rate", "hospital's", None]
    method = [cell.value for cell in page("Method", listed())["A"]]
    assert "Whose figure" in method
    assert "Facts behind the list" not in method, "nothing is kept"


def test_tiers_have_the_colours_of_pages_and_pdf_also_once_they_are_edited() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(list_xlsx(program_list(listed()), plan())))["List"]
    rules = [rule for rules in sheet.conditional_formatting for rule in rules.rules]
    found = {rule.formula[0].strip('"'): f"#{rule.dxf.font.color.rgb[-6:].lower()}" for rule in rules}
    assert found == dict(TIER_COLORS)
