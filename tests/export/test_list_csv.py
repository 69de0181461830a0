import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.export import COLUMNS, list_csv
from optimizer.plan import ListedProgram
from optimizer.wording import shown
from tests.export.lists import listed, program_list

CELL_TEXT = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), min_size=1)


def rows(*programs: ListedProgram) -> list[dict[str, str]]:
    text = list_csv(program_list(*programs)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_file_starts_with_the_mark_by_which_excel_knows_utf_8() -> None:
    assert list_csv(program_list()).startswith(b"\xef\xbb\xbfnumber,id,name,")


def test_accents_survive() -> None:
    (row,) = rows(listed(city="Mayagüez", state="PR", name="Hospital Peña"))
    assert (row["city"], row["name"]) == ("Mayagüez", "Hospital Peña")


def test_every_program_is_a_row_in_the_order_of_the_list() -> None:
    found = rows(listed(id="b"), listed(id="a"))
    assert [(row["number"], row["id"]) for row in found] == [("1", "b"), ("2", "a")]
    assert tuple(found[0]) == COLUMNS


def test_a_row_says_what_the_list_says() -> None:
    (row,) = rows(listed(signal="gold", locked=True, reasons=("first", "second, with a comma")))
    assert row["signal"] == "gold"
    assert row["locked"] == "yes"
    assert row["reasons"] == "first; second, with a comma"
    chances = ("interview_chance", "interview_chance_low", "interview_chance_high", "offer_chance", "marginal_value")
    assert [float(row[name]) for name in chances] == [0.0312, 0.004, 0.09, 0.006, 0.00123]


def test_every_row_says_which_list_it_is_of() -> None:
    found = rows(listed(id="a"), listed(id="b", ties=("family", "letter")))
    assert {row["list_id"] for row in found} == {program_list(listed(id="a"), listed(id="b")).list_id}
    assert [row["ties"] for row in found] == ["", "family; letter"]


def test_an_unknown_setting_is_an_empty_cell() -> None:
    (row,) = rows(listed(setting=None))
    assert row["setting"] == ""


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(start: str) -> None:
    formula = f'{start}HYPERLINK("x")'
    (row,) = rows(listed(name=formula, region=formula, reasons=(formula,)))
    assert row["name"] == row["region"] == row["reasons"] == f"'{formula}"


def test_numbers_get_no_apostrophe() -> None:
    (row,) = rows(listed(offer_probability=0.0, marginal_value=0.0))
    assert (row["number"], row["offer_chance"], row["marginal_value"]) == ("1", "0.0000", "0.000000")


def test_a_character_that_would_move_a_terminal_is_shown_as_one_that_stands_still() -> None:
    (row,) = rows(listed(name="A\x1b[2JB", region="\rHYPERLINK"))
    assert (row["name"], row["region"]) == ("A\N{REPLACEMENT CHARACTER}[2JB", "\N{REPLACEMENT CHARACTER}HYPERLINK")


@given(name=CELL_TEXT, institution=CELL_TEXT)
def test_any_text_reads_back_as_it_is_shown_but_for_that_apostrophe(name: str, institution: str) -> None:
    (row,) = rows(listed(name=name, institution=institution))
    for column, text in (("name", name), ("institution", institution)):
        assert row[column] in (shown(text), f"'{shown(text)}")
        assert not row[column].startswith(("=", "+", "-", "@", "\t", "\r"))


def test_an_empty_list_is_a_header() -> None:
    assert list_csv(program_list()).decode("utf-8-sig").splitlines() == [",".join(COLUMNS)]


def test_standings_are_cells_of_their_own_and_empty_where_they_were_not_worked_out() -> None:
    told, untold = rows(listed(standing="swing", standing_share=0.5), listed(id="b"))
    assert (told["standing"], told["standing_share"]) == ("swing", "0.50")
    assert (untold["standing"], untold["standing_share"]) == ("", "")


def test_a_row_says_what_it_costs_what_isn_t_known_and_what_to_check() -> None:
    one = listed(
        signal="gold",
        signal_value=0.0125,
        cost_share=11.0,
        dollars_saved=30.0,
        unknowns=("setting",),
        checks=("x", "y"),
    )
    (row,) = rows(one)
    told = [row[name] for name in ("signal_value", "cost_share", "dollars_saved", "unknowns", "checks", "link")]
    assert told == ["0.012500", "11.00", "30.00", "setting", "x; y", ""]


def test_a_row_says_whose_figure_its_chance_stands_on() -> None:
    told = rows(listed(figure_of="program"), listed(id="b", figure_of="hospital"), listed(id="c"))
    assert [row["figure_of"] for row in told] == ["program", "hospital", ""]


def test_a_cost_that_is_not_known_is_an_empty_cell() -> None:
    found = program_list(listed(specialty="urology"), unpriced=("urology",))
    (row,) = csv.DictReader(io.StringIO(list_csv(found).decode("utf-8-sig"), newline=""))
    assert (row["cost_share"], row["dollars_saved"]) == ("", "")
