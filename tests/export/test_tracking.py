"""The tracking sheet: what is known is filled in, the rest is the applicant's, and the season's commands read it."""

import csv
import io
from datetime import date

import openpyxl
import pytest

from optimizer.directory.importing import Given
from optimizer.errors import Fault
from optimizer.export import TRACKING_COLUMNS, TRACKING_ENDINGS, tracking_bytes, tracking_csv, tracking_xlsx
from optimizer.season.tracker import SHEET_COLUMNS, Tracked, read_sheet
from tests.export.lists import listed, program_list
from tests.season.seasons import tracked

FOUND = program_list(listed(id="a", ties=("family (Fresno, CA)",)), listed(id="b", setting=None, name="=evil"))
OWN = ("applied", "interview", "impression", "rank")


def csv_rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(tracking_csv(FOUND).decode("utf-8-sig"), newline="")))


def xlsx_rows() -> list[dict[str, str]]:
    header, *lines = openpyxl.load_workbook(io.BytesIO(tracking_xlsx(FOUND)))["Tracking"].iter_rows(values_only=True)
    names = [str(name).casefold() for name in header]
    return [dict(zip(names, ("" if cell is None else str(cell) for cell in line), strict=True)) for line in lines]


def read_by_the_season(content: bytes, name: str) -> list[Tracked]:
    def unknown(program: str, where: str) -> Fault:
        return Fault("no such program", where, program)

    known = {one: tracked(one) for one in ("a", "b")}
    return list(read_sheet(Given(name, content), known, unknown, date(2026, 2, 1)).programs)


def test_each_application_is_a_row_by_its_id_with_place_region_type_and_tie() -> None:
    first, second = csv_rows()
    assert (first["id"], first["region"], first["type"], first["tie"]) == (
        "a",
        "West",
        "community",
        "family (Fresno, CA)",
    )
    assert first["program"] == "Example Hospital (Fresno, CA)"
    assert (second["id"], second["type"], second["tie"], second["program"]) == ("b", "", "", "'=evil (Fresno, CA)")


def test_what_happens_is_left_for_the_applicant_to_fill_in() -> None:
    assert all(row[name] == "" for row in csv_rows() for name in OWN)


def test_the_workbook_says_the_same_and_how_to_fill_it_in() -> None:
    assert xlsx_rows() == [row | {"program": row["program"].removeprefix("'")} for row in csv_rows()]
    page = openpyxl.load_workbook(io.BytesIO(tracking_xlsx(FOUND)))["Tracking"]
    assert any("invited Oct 5 for Nov 3" in str(rule.prompt) for rule in page.data_validations.dataValidation)


@pytest.mark.parametrize("ending", TRACKING_ENDINGS)
def test_each_ending_gives_its_format_the_same_each_time(ending: str) -> None:
    expected = {".csv": tracking_csv, ".xlsx": tracking_xlsx}[ending](FOUND)
    assert tracking_bytes(FOUND, ending) == expected


@pytest.mark.parametrize("ending", TRACKING_ENDINGS)
def test_the_season_reads_the_sheet_as_it_is(ending: str) -> None:
    assert TRACKING_COLUMNS == SHEET_COLUMNS
    first, second = read_by_the_season(tracking_bytes(FOUND, ending), f"sheet{ending}")
    assert (first.id, first.region, first.setting, first.tie) == ("a", "West", "community", "family (Fresno, CA)")
    assert (second.id, second.applied, second.rank, second.acceptable) == ("b", None, None, True)


def test_the_season_reads_the_workbook_filled_in_as_its_hints_say() -> None:
    book = openpyxl.load_workbook(io.BytesIO(tracking_xlsx(FOUND)))
    page = book["Tracking"]
    header = [str(cell.value) for cell in page[1]]
    answers = {
        "Applied": "2025-09-24 gold",
        "Interview": "invited 2025-10-05 for 2025-11-03; held 2025-11-03",
        "Impression": "8: kind residents",
        "Rank": "1",
    }
    for name, answer in answers.items():
        page.cell(2, header.index(name) + 1).value = answer
    content = io.BytesIO()
    book.save(content)
    first, _ = read_by_the_season(content.getvalue(), "sheet.xlsx")
    assert (first.applied, first.signal, first.held) == (date(2025, 9, 24), "gold", date(2025, 11, 3))
    assert (first.score, first.impression, first.rank) == (8.0, "kind residents", 1)
