"""The Data and method page: files brought in, what is known, figures."""

import re
from tempfile import gettempdir
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from optimizer.directory import load_directory
from optimizer.evidence import figure_name, load_evidence
from tests.dashboard.driving import bring_in, button, draft, edit, go, look, opened, programs, said, upload

KNOWN = "id,name,institution,specialty,city,state,sponsors_j1\n"
UNKNOWN = "Where I might go,Town,ST,Takes J1?\nKern Medical,Bakersfield,CA,yes\nMade Up General,Fresno,CA,no\n"

CODE = re.compile(r"_|\[|--|`|\.(?:csv|toml|py|json|md)\b|\b(?:sd|prior)\b")
"""What nobody says: keys, names of files, options, and short forms of whoever reckons."""
WEB_ADDRESS = re.compile(r"\S+\.(?:com|org)\S*")


def data_page() -> AppTest:
    return opened("data")


def columns_asked(page: AppTest) -> dict[str, Any]:
    return {box.label: box for box in page.selectbox if box.key and box.key.startswith("mapping/")}


def own_rows() -> str:
    chosen = [program for program in load_directory().programs if program.specialty == "internal-medicine"][:3]
    rows = [f'{p.id},"{p.name}","{p.institution}",{p.specialty},"{p.city}",{p.state},no' for p in chosen]
    return KNOWN + "\n".join(rows) + "\n"


def test_a_file_of_a_known_layout_is_joined_and_reported() -> None:
    page = bring_in(data_page(), "mine.csv", own_rows())
    assert "3 rows: 3 joined to programs that were there, 0 new" in said(page)
    assert "J-1 visa policy: known of 0 programs before, 3 now" in said(page)
    assert draft(page).plan.programs == ("programs.csv",)


def test_the_list_rests_on_what_was_brought_in_and_the_shipped_programs_come_back() -> None:
    page = opened()
    before = set(programs(page).index)
    go(page, "data")
    refused = [program for program in load_directory().programs if program.id in before]
    rows = [f'{p.id},"{p.name}","{p.institution}",{p.specialty},"{p.city}",{p.state},no' for p in refused]
    bring_in(page, "mine.csv", KNOWN + "\n".join(rows))
    assert set(programs(go(page, "list")).index) != before
    go(page, "data")
    button(page, "Go back to the shipped programs").click().run()
    assert set(programs(go(page, "list")).index) == before


def test_an_unknown_layout_is_asked_about_and_then_brought_in() -> None:
    page = bring_in(data_page(), "mine.csv", UNKNOWN, "internal-medicine")
    boxes = columns_asked(page)
    assert {name: box.value for name, box in boxes.items()} == {
        "Where I might go": "name",
        "Town": "city",
        "ST": "state",
        "Takes J1?": "sponsors_j1",
    }
    assert "Kern Medical, Made Up General" in said(page)
    page.button(key="mapping-done").click().run()
    assert not page.exception
    assert "1 new" in said(page)


def test_a_column_that_stands_for_two_things_is_told_before_anything_is_read() -> None:
    page = bring_in(data_page(), "mine.csv", UNKNOWN, "internal-medicine")
    columns_asked(page)["Where I might go"].set_value("city")
    page.run()
    assert "More than one column holds: city" in said(page)
    assert page.button(key="mapping-done").disabled


def test_columns_that_name_no_program_are_refused_in_words() -> None:
    page = bring_in(data_page(), "mine.csv", UNKNOWN, "internal-medicine")
    for name, box in columns_asked(page).items():
        box.set_value("state" if name == "ST" else "not used")
    page.run()
    page.button(key="mapping-done").click().run()
    assert "With these columns the file can't be used" in said(page)
    assert "--map" not in said(page)


@pytest.mark.parametrize("content", [b"\x00\x01\x02 not a table", b"PK\x03\x04 half a workbook", b""])
def test_a_file_that_is_no_table_changes_nothing(content: bytes) -> None:
    page = bring_in(data_page(), "mine.xlsx", content)
    assert "can't be used" in said(page)
    assert draft(page).plan.programs == ()


def test_pasted_rows_are_brought_in_as_files_are() -> None:
    page = data_page()
    button(page, "Bring in").click().run()
    assert "No file has been chosen and nothing pasted yet." in said(page)
    page.text_area(key="import/pasted/0").set_value(own_rows())
    button(page, "Bring in").click().run()
    assert "3 joined" in said(page)


def test_a_plan_and_its_programs_are_opened_together() -> None:
    text = "programs = ['programs.csv']\n[applicant]\ntype = 'us-md'\nspecialties = ['psychiatry']\n"
    rows = KNOWN + 'a,"<b>A & B</b>",Hospital A,psychiatry,Reno,NV,yes\n'
    page = upload(opened(), ("mine.toml", text), ("programs.csv", rows))
    assert not page.error
    assert programs(page)["Program"].tolist() == ["<b>A & B</b>"]


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([("a.csv", KNOWN)], "there is no plan among these files"),
        ([("a.toml", "x"), ("b.toml", "y")], "there are several plans"),
        ([("a.toml", "[applicant]\ntype='us-md'\nspecialties=['psychiatry']\n"), ("b.csv", "nonsense\n1\n")], "b.csv"),
    ],
)
def test_files_that_make_no_plan_are_refused_in_words(files: list[tuple[str, str]], words: str) -> None:
    page = upload(opened(), *files)
    assert words in said(page)
    assert gettempdir() not in said(page)


def test_what_is_known_is_counted_for_the_applicants_specialties() -> None:
    page = look(data_page(), "data-view", "What is known")
    table = page.dataframe[0].value
    part = load_directory().of_specialties(("internal-medicine",)).programs
    assert f"Of the {len(part)} programs in internal medicine" in said(page)
    known = dict(zip(table["Fact"], table["known of"], strict=True))
    assert known["Setting"] == sum(program.setting is not None for program in part)
    assert known["J-1 visa policy"] == 0


def test_whose_a_figure_is_is_said_in_words() -> None:
    page = look(data_page(), "data-view", "Figures")
    assert "internal medicine, non-US IMG" in set(page.dataframe[0].value["For"])
    assert not [words for words in page.dataframe[0].value["For"] if re.search("[a-z]-[a-z]|_", words)]


def test_every_figure_is_called_and_explained_in_words() -> None:
    page = look(data_page(), "data-view", "Figures")
    page.toggle(key="evidence/only").set_value(False).run()
    table = page.dataframe[0].value
    rows = load_evidence().rows
    assert len(table) == len(rows)
    keys = {word for row in rows for word in (row.name, row.name.partition(".")[0], row.label) if not word.isalpha()}
    for words in [*table.columns, *table.drop(columns="Address").to_numpy().astype(str).ravel()]:
        said = WEB_ADDRESS.sub("", words)
        assert not CODE.search(said), words
        assert not keys.intersection(said.split()), words


def test_no_two_figures_are_called_the_same() -> None:
    names = {row.name for row in load_evidence().rows}
    assert len({figure_name(name) for name in names}) == len(names)


def test_a_figure_of_ones_own_replaces_the_published_one_and_goes_again() -> None:
    page = look(data_page(), "data-view", "Figures")
    labels = page.dataframe[0].value.index.tolist()
    position = labels.index("interview_rate/internal-medicine/non-us-img")
    edit(page, "evidence", edited_rows={position: {"My figure": 0.2}})
    assert not page.exception
    assert dict(draft(page).plan.evidence) == {labels[position]: 0.2}
    assert "1 of them your own" in said(page)
    edit(page, "evidence", edited_rows={position: {"My figure": None}})
    assert dict(draft(page).plan.evidence) == {}


def test_a_figure_that_makes_no_sense_is_refused_in_words() -> None:
    page = look(data_page(), "data-view", "Figures")
    labels = page.dataframe[0].value.index.tolist()
    edit(page, "evidence", edited_rows={labels.index("interview_rate/internal-medicine/non-us-img"): {"My figure": 7}})
    assert "Interview rate, internal medicine, non-US IMG: the figure makes no sense" in said(page)
    assert "at most 1" in said(page)
    assert dict(draft(page).plan.evidence) == {}


def test_figures_are_found_by_a_word() -> None:
    page = look(data_page(), "data-view", "Figures")
    page.text_input(key="evidence/text").set_value("tie family").run()
    assert all("family" in label for label in page.dataframe[0].value.index)
    page.text_input(key="evidence/text").set_value("no such thing").run()
    assert "No figure is called so" in said(page)


def test_the_method_says_what_it_can_not_see() -> None:
    page = look(data_page(), "data-view", "Method and limits")
    assert "Letters, essays, research" in said(page)


def test_a_row_that_may_mean_several_programs_is_asked_about_and_joined_as_decided() -> None:
    rows = "Program,City,State,Specialty\nNYP,New York,NY,internal medicine\n"
    rows += "XYZW,Detroit,MI,internal medicine\n"
    page = bring_in(data_page(), "mine.csv", rows)
    if columns_asked(page):
        page.button(key="mapping-done").click().run()
    assert "2 that may mean several programs" in said(page)
    assert "people call it, or several programs, so" in page.dataframe[0].value["Why"].tolist()[0]
    first, second = (box for box in page.selectbox if box.key and box.key.startswith("ambiguous/"))
    first.set_value("im-ny-new-york-presbyterian-hospital-columbia-campus")
    second.set_value("new")
    button(page, "Take these decisions").click().run()
    assert not page.exception
    assert "2 rows: 1 joined to programs that were there, 1 new, 0 that may mean several" in said(page)


def test_rows_that_do_not_say_their_specialty_are_asked_about_the_plans_own_first() -> None:
    rows = "Program,City,State,Non US IMG,US IMG,MD,DO,In-State School,Out-Of-State School\n"
    rows += "Made Up General,Fresno,CA,0.05,0.1,0.2,0.1,0.3,0.1\n"
    page = bring_in(data_page(), "mine.csv", rows)
    assert page.selectbox(key="import/specialty-asked").value == "internal-medicine"
    page.button(key="specialty-done").click().run()
    assert not page.exception
    assert "1 new" in said(page)


def test_a_table_copied_one_cell_a_line_is_read() -> None:
    cells = ["Program Name", "Specialty", "City", "State", "Accreditation ID", "Signaled?"]
    for k in range(3):
        cells += [f"Made Up {k}", "Internal Medicine", "Fresno", "California", f"140000000{k}", "No"]
    page = data_page()
    page.text_area(key="import/pasted/0").set_value("\n".join(cells))
    button(page, "Bring in").click().run()
    assert not page.exception
    assert "3 new" in said(page)


def test_a_file_of_an_unknown_layout_can_be_left_out() -> None:
    page = bring_in(data_page(), "mine.csv", UNKNOWN, "internal-medicine")
    assert columns_asked(page)
    page.button(key="mapping-left").click().run()
    assert not page.exception
    assert not columns_asked(page)
    assert "1 new" not in said(page)
