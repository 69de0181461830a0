"""Programs as text, JSON, CSV and as a sheet to fill in."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from optimizer.directory import Program, ProgramQuery, load_directory, search_programs
from optimizer.export import TEMPLATE_COLUMNS, programs_csv, programs_json, programs_text, template_csv, template_text
from optimizer.export.text.programs import FACTS
from optimizer.vocabulary import SETTINGS
from tests.people_and_programs import directory, program

HERE = directory(
    program("one", setting="community", sponsors_j1=True),
    program("two", name="Centro Médico", city="Mayagüez", state="PR", sponsors_j1=False),
    program("three", name="A Program of a Very Long Name that Doesn't Fit into One Line", city="Pomona"),
    program("p" * 100, city="Boston", state="MA", specialty="psychiatry", setting="university-affiliated"),
)


def shown(**asked: Any) -> str:
    query = ProgramQuery(**asked)
    console = Console(width=80, color_system=None)
    with console.capture() as captured:
        console.print(programs_text(search_programs(HERE, query), query), crop=False)
    return captured.get()


def flat(text: str) -> str:
    return " ".join(text.split())


# ---- text


def test_programs_stand_under_their_specialty_with_place_setting_and_whole_id() -> None:
    lines = [line.rstrip() for line in shown().splitlines()]
    assert lines[0] == "4 programs fit."
    assert "internal-medicine: 3" in lines
    assert "psychiatry: 1" in lines
    assert "  " + "p" * 100 in lines
    row = next(line for line in lines if line.startswith("Program one"))
    assert flat(row) == "Program one Los Angeles, CA community"
    assert flat(next(line for line in lines if line.startswith("Centro"))) == "Centro Médico Mayagüez, PR unknown"


def test_lines_but_for_long_ids_are_at_most_80_wide() -> None:
    for asked in ({}, {"visa": "either"}, {"visa": "j1", "within_miles": 3000, "of": "90012"}):
        assert [line for line in shown(**asked).splitlines() if len(line) > 80 and not line.startswith("  p")] == []


def test_a_visa_is_answered_in_words_and_a_distance_in_miles() -> None:
    lines = shown(visa="j1", within_miles=3000, of="90012", specialties=("internal-medicine",)).splitlines()
    header = next(line for line in lines if line.startswith("program"))
    assert header.split() == ["program", "place", "setting", "J-1", "miles"]
    row = next(line for line in lines if line.startswith("Program one"))
    assert flat(row) == "Program one Los Angeles, CA community yes 1"
    assert " unknown " in next(line for line in lines if line.startswith("A Program"))


def test_either_visa_has_a_column_of_its_own() -> None:
    header = next(line for line in shown(visa="either").splitlines() if line.startswith("program"))
    assert header.split() == ["program", "place", "setting", "visa"]


def test_what_is_known_of_some_and_of_none_is_said() -> None:
    told = flat(shown())
    assert "Known: setting of 2, J-1 visa policy of 2." in told
    assert "Not known of any: research intensity, H-1B visa policy, an interview rate" in told


def test_nothing_is_said_to_be_unknown_where_all_is_known() -> None:
    facts: dict[str, Any] = {fields[0]: 0.5 for fields in FACTS.values()}
    facts |= {"setting": "community", "research_intensity": "other", "step2_minimum": 220}
    facts |= {"sponsors_j1": True, "sponsors_h1b": True}
    here = directory(program("one", **facts))
    console = Console(width=80, color_system=None)
    with console.capture() as captured:
        console.print(programs_text(search_programs(here, ProgramQuery()), ProgramQuery()))
    assert captured.get().startswith("1 program fits.\nKnown: ")
    assert "Not known" not in captured.get()


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"settings": ("military",)}, "Left out: 2 that would fit, but their setting isn't known"),
        (
            {"visa": "h1b", "keep_unknown_visa": False},
            "Left out: 4 that would fit, but their H-1B visa policy isn't known",
        ),
    ],
)
def test_what_is_left_out_for_want_of_a_fact_is_said_even_where_nothing_fits(asked: dict[str, Any], words: str) -> None:
    told = flat(shown(**asked))
    assert told.startswith("No program fits.")
    assert words in told


def test_a_program_in_no_known_city_is_left_out_of_a_distance_and_said() -> None:
    here = directory(program("nowhere", city="Xyzzy"))
    query = ProgramQuery(within_miles=5, of="90012")
    console = Console(width=80, color_system=None)
    with console.capture() as captured:
        console.print(programs_text(search_programs(here, query), query))
    assert "1 that would fit, but the map doesn't know their city" in flat(captured.get())


# ---- JSON


def test_json_holds_every_field_where_the_program_is_and_how_much_is_unknown() -> None:
    query = ProgramQuery(visa="j1", within_miles=10, of="90012")
    found = json.loads(programs_json(search_programs(HERE, query)))
    assert (found["count"], found["left_out"]) == (1, {})
    (one,) = found["programs"]
    assert set(Program.model_fields) < set(one)
    assert one["setting"] == "community"
    assert one["interview_rate_us_md"] is None
    assert one["metro"] == "Los Angeles-Long Beach-Anaheim, CA"
    assert one["division"] == "Pacific"
    assert one["visa"] == "yes"
    assert one["miles"] == pytest.approx(0.8, abs=0.5)
    optional = set(Program.model_fields) - {"id", "name", "institution", "specialty", "city", "state", "sources"}
    assert one["unknown_facts"] == len(optional) - 2


def test_json_of_an_unknown_place_and_an_unasked_distance_is_null() -> None:
    found = json.loads(programs_json(search_programs(directory(program(city="Xyzzy")), ProgramQuery())))
    one = found["programs"][0]
    assert [one[name] for name in ("metro", "latitude", "longitude", "miles", "visa")] == [None] * 5


# ---- CSV, and the sheet to fill in


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_sheet_has_what_is_known_and_empty_cells_for_the_rest() -> None:
    first, second, *_ = rows(template_csv(HERE.programs))
    assert tuple(first) == TEMPLATE_COLUMNS
    assert (first["setting"], first["sponsors_j1"], first["sponsors_h1b"]) == ("community", "yes", "")
    assert (second["setting"], second["sponsors_j1"]) == ("", "no")
    assert first["interview_rate_non_us_img"] == ""
    assert "sources" not in first


def test_a_sheet_without_programs_is_a_line_of_columns() -> None:
    assert template_csv(()).decode("utf-8-sig").split() == [",".join(TEMPLATE_COLUMNS)]


def test_a_filled_sheet_is_read_as_a_directory(tmp_path: Path) -> None:
    sheet = rows(template_csv(HERE.programs))
    sheet[0] |= {"interview_rate_non_us_img": "0.04", "sponsors_h1b": "no", "step2_minimum": "230"}
    path = tmp_path / "sheet.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, TEMPLATE_COLUMNS)
        writer.writeheader()
        writer.writerows(sheet)
    read = load_directory((path,)).programs
    known = {"interview_rate_non_us_img": 0.04, "sponsors_h1b": False, "step2_minimum": 230}
    assert read[0] == HERE.programs[0].model_copy(update=known)
    assert read[1:] == HERE.programs[1:]


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20).filter(
    lambda text: text.strip() == text and text[0] not in "=+-@\ufeff"
)
RATES = st.none() | st.floats(0, 1)
POLICIES = st.none() | st.booleans()


@given(
    st.lists(
        st.builds(
            program,
            st.uuids().map(str).map("id{}".format),
            name=NAMES,
            institution=NAMES,
            city=NAMES,
            state=st.sampled_from(["CA", "PR", "DC"]),
            setting=st.sampled_from([None, *SETTINGS]),
            sponsors_j1=POLICIES,
            sponsors_h1b=POLICIES,
            interview_rate_us_md=RATES,
            interview_rate_non_us_img=RATES,
        ),
        min_size=1,
        max_size=4,
        unique_by=lambda one: one.name.casefold(),
    )
)
def test_what_is_written_reads_back_the_same(tmp_path_factory: pytest.TempPathFactory, programs: list[Program]) -> None:
    path = tmp_path_factory.mktemp("programs") / "programs.csv"
    path.write_bytes(programs_csv(programs))
    assert list(load_directory((path,)).programs) == programs


def test_a_name_that_a_spreadsheet_would_run_is_made_text() -> None:
    (row,) = rows(programs_csv([program(name='=HYPERLINK("x")')]))
    assert row["name"] == '\'=HYPERLINK("x")'


def test_the_columns_are_told_with_what_they_take() -> None:
    console = Console(width=80, color_system=None)
    with console.capture() as captured:
        console.print(template_text(253), template_text(0))
    told = flat(captured.get())
    assert "253 programs, one a row." in told
    assert "An empty sheet" in told
    assert "sponsors_j1 yes or no, or nothing where unknown" in told
    assert all(name in told for name in TEMPLATE_COLUMNS)
