"""The tracking sheet: what is known is filled in, the rest is the applicant's."""

import csv
import io

import openpyxl
import pytest

from optimizer.export import TRACKING_COLUMNS, TRACKING_ENDINGS, tracking_bytes, tracking_csv, tracking_xlsx
from tests.export.lists import listed, program_list

FOUND = program_list(listed(ties=("family (Fresno, CA)",), signal="gold"), listed(id="b", setting=None))
OWN = ("applied", "interview", "impression", "rank", "notes")


def csv_rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(tracking_csv(FOUND).decode("utf-8-sig"), newline="")))


def xlsx_rows() -> list[dict[str, object]]:
    header, *lines = openpyxl.load_workbook(io.BytesIO(tracking_xlsx(FOUND)))["Tracking"].iter_rows(values_only=True)
    return [dict(zip((str(name).casefold() for name in header), line, strict=True)) for line in lines]


def test_each_application_is_a_row_by_its_id_with_region_type_and_tie() -> None:
    first, second = csv_rows()
    assert (first["id"], first["region"], first["type"], first["tie"], first["signal"]) == (
        "im-ca-example",
        "West",
        "community",
        "family (Fresno, CA)",
        "gold",
    )
    assert (second["id"], second["type"], second["tie"], second["signal"]) == ("b", "", "", "")


def test_what_happens_is_left_for_the_applicant_to_fill_in() -> None:
    assert all(row[name] == "" for row in csv_rows() for name in OWN)
    assert TRACKING_COLUMNS[-5:] == OWN


def test_the_workbook_says_the_same_and_offers_the_usual_answers() -> None:
    as_text = [{name: "" if value is None else str(value) for name, value in row.items()} for row in xlsx_rows()]
    assert as_text == [
        dict(sorted(row.items(), key=lambda item: list(as_text[0]).index(item[0]))) for row in csv_rows()
    ]
    page = openpyxl.load_workbook(io.BytesIO(tracking_xlsx(FOUND)))["Tracking"]
    assert any("invited" in str(rule.formula1) for rule in page.data_validations.dataValidation)


@pytest.mark.parametrize("ending", TRACKING_ENDINGS)
def test_each_ending_gives_its_format_the_same_each_time(ending: str) -> None:
    expected = {".csv": tracking_csv, ".xlsx": tracking_xlsx}[ending](FOUND)
    assert tracking_bytes(FOUND, ending) == expected
