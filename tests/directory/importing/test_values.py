"""Cells to facts."""

from typing import Any

import pytest

from optimizer.directory.importing import load_layouts
from optimizer.directory.importing.values import NotUsable, name_of, rate, read_cell, scales, year_of

LAYOUTS = load_layouts()


def read(field: str, text: str) -> dict[str, Any]:
    return dict(read_cell(LAYOUTS, field, text))


# ---- rates


@pytest.mark.parametrize(
    ("text", "scale", "share"),
    [
        ("0.12", "share", 0.12),
        ("12", "percent", 0.12),
        ("12%", "share", 0.12),
        ("12 %", "percent", 0.12),
        ("0,12", "share", 0.12),
        ("12,5%", "share", 0.125),
        (".5", "share", 0.5),
        ("7", "percent", 0.07),
        ("0", "share", 0.0),
        ("100%", "share", 1.0),
        ("1", "share", 1.0),
        ("1.2e-1", "share", 0.12),
    ],
)
def test_twelve_in_a_hundred_is_written_in_several_ways(text: str, scale: Any, share: float) -> None:
    assert rate(text, scale) == share


@pytest.mark.parametrize("text", ["140%", "-1", "101%", "1.01", "twelve", "", "12 of 100", "nan", "inf", "1e9999"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(NotUsable):
        rate(text, "share")


def test_each_column_says_for_itself_whether_it_is_one_of_percentages() -> None:
    columns = {"MD": ["0.12", "0.4"], "DO": ["12", "40"], "US IMG": ["12%", "40%"]}
    assert scales(columns, {}) == ({"MD": "share", "DO": "percent", "US IMG": "percent"}, ())


def test_a_bare_number_below_one_among_percentages_is_pointed_out() -> None:
    chosen, (notice,) = scales({"MD": ["0.5", "12"]}, {})
    assert chosen == {"MD": "percent"}
    assert "'MD'" in notice
    assert "1 bare number" in notice


def test_a_column_of_zeros_and_ones_is_read_as_its_neighbours_are() -> None:
    chosen, (notice,) = scales({"MD": ["12", "40"], "Non US IMG": ["0", "1", "0"]}, {})
    assert chosen["Non US IMG"] == "percent"
    assert "only 0 and 1" in notice
    assert scales({"MD": ["0.5"], "Non US IMG": ["0", "1"]}, {}) == ({"MD": "share", "Non US IMG": "share"}, ())


def test_a_layout_may_say_that_a_column_is_one_of_percentages() -> None:
    assert scales({"IMG Percent": ["0.5"]}, {"IMG Percent": "percent"}) == ({"IMG Percent": "percent"}, ())


def test_a_layout_may_say_that_a_column_is_one_of_shares() -> None:
    columns = {"interview_rate_us_md": ["0.05", "12 %"], "mine": ["0", "1"]}
    assert scales(columns, {"interview_rate_us_md": "share"}) == (dict.fromkeys(columns, "share"), ())


# ---- unknown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "--",
        "\u2013",
        "\u2014",
        "- -",
        "N/A",
        "n/a",
        "NA",
        "NOT SURE",
        "#N/A",
        "?",
        "??",
        "TBD",
        ".",
        "*",
        "Unknown",
    ],
)
def test_unknown_is_said_in_many_ways(text: str) -> None:
    assert LAYOUTS.is_unknown(text)


@pytest.mark.parametrize("text", ["0", "No", "none", "A", "-1", "0.0", "Nashville"])
def test_no_and_zero_are_not_unknown(text: str) -> None:
    assert not LAYOUTS.is_unknown(text)


# ---- everything else


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("acgme_id", "401121001", {"acgme_id": "0401121001"}),
        ("acgme_id", "1403512345", {"acgme_id": "1403512345"}),
        ("acgme_id", "1403512345.0", {"acgme_id": "1403512345"}),
        ("nrmp_code", "1234140c0", {"nrmp_code": "1234140C0"}),
        ("code", "1234140C0", {"nrmp_code": "1234140C0"}),
        ("code", "140-35-12345", {"acgme_id": "1403512345"}),
        ("state", "California", {"state": "CA"}),
        ("state", "ca", {"state": "CA"}),
        ("state", "N.Y.", {"state": "NY"}),
        ("city_state", "Los Angeles, CA", {"city": "Los Angeles", "state": "CA"}),
        ("city_state", "New York, New York", {"city": "New York", "state": "NY"}),
        ("name_state", "Mercy Hospital-CA", {"name": "Mercy Hospital", "state": "CA"}),
        ("name_state", "Mercy Hospital", {"name": "Mercy Hospital"}),
        ("specialty", "OB/GYN", {"specialty": "obstetrics-gynecology"}),
        ("specialty", "Internal Medicine (Preliminary)", {"specialty": "internal-medicine", "tracks": "preliminary"}),
        ("specialty", "Medicine-Pediatrics", {"specialty": "internal-medicine-pediatrics"}),
        ("specialty", "Surgery-Preliminary", {"specialty": "general-surgery", "tracks": "preliminary"}),
        ("setting", "Community-based university affiliated hospital", {"setting": "university-affiliated"}),
        ("setting", "University", {"setting": "university"}),
        ("research_intensity", "Top-25", {"research_intensity": "top-25"}),
        ("sponsors_j1", "YES", {"sponsors_j1": True}),
        ("sponsors_h1b", "n", {"sponsors_h1b": False}),
        ("visas", "J-1", {"sponsors_j1": True}),
        ("visas", "J-1 only", {"sponsors_j1": True, "sponsors_h1b": False}),
        ("visas", "J1 and H-1B", {"sponsors_j1": True, "sponsors_h1b": True}),
        ("visas", "No visa", {"sponsors_j1": False, "sponsors_h1b": False}),
        ("visas_all", "J1", {"sponsors_j1": True, "sponsors_h1b": False}),
        ("visas_all", "H1B", {"sponsors_j1": False, "sponsors_h1b": True}),
        ("visa_friendly", "No", {"sponsors_j1": False, "sponsors_h1b": False}),
        ("visa_friendly", "Yes", {}),
        ("visa_friendly", "Yes (J-1)", {"sponsors_j1": True}),
        ("first_year_positions", "12", {"first_year_positions": 12}),
        ("first_year_positions", "12.0", {"first_year_positions": 12}),
        ("step2_minimum", "220", {"step2_minimum": 220}),
        ("step2_minimum", "No minimum", {}),
        ("years_since_graduation_maximum", "5", {"years_since_graduation_maximum": 5}),
        ("years_since_graduation_maximum", "No cutoff", {}),
        ("years_since_graduation_maximum", "10 years", {"years_since_graduation_maximum": 10}),
        ("years_since_graduation_maximum", "5 yrs or less", {"years_since_graduation_maximum": 5}),
        ("years_since_graduation_maximum", "No limit", {}),
        ("failed_attempts_maximum", "No limit", {}),
        ("us_clinical_months_minimum", "3 months", {"us_clinical_months_minimum": 3.0}),
        ("us_clinical_months_minimum", "1 mo.", {"us_clinical_months_minimum": 1.0}),
        ("us_clinical_months_minimum", "Not required", {"us_clinical_months_minimum": 0.0}),
        ("track", "Categorical", {"tracks": "categorical"}),
        ("track", "Prelim", {"tracks": "preliminary"}),
        ("track", "Primary Care Track", {"tracks": "primary-care"}),
        ("failed_attempts_maximum", "0", {"failed_attempts_maximum": 0}),
        ("us_clinical_months_minimum", "1.5", {"us_clinical_months_minimum": 1.5}),
        ("name", "Mercy Hospital Program", {"name": "Mercy Hospital"}),
        ("institution", "Mercy Program", {"institution": "Mercy Program"}),
    ],
)
def test_a_cell_tells_its_facts(field: str, text: str, told: dict[str, Any]) -> None:
    assert read(field, text) == told


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("acgme_id", "ABC"),
        ("acgme_id", "12345678"),
        ("acgme_id", "1.40351E+09"),
        ("nrmp_code", "123414C0"),
        ("code", "none of both"),
        ("state", "Atlantis"),
        ("city_state", "Los Angeles"),
        ("specialty", "Cardiology"),
        ("setting", "hospital"),
        ("research_intensity", "high"),
        ("sponsors_j1", "maybe"),
        ("visas", "ask"),
        ("visas", "J-1, no H-1B"),
        ("visa_friendly", "it depends"),
        ("first_year_positions", "501"),
        ("first_year_positions", "ten"),
        ("step2_minimum", "99"),
        ("years_since_graduation_maximum", "61"),
        ("failed_attempts_maximum", "none"),
        ("failed_attempts_maximum", "21"),
        ("us_clinical_months_minimum", "241"),
        ("us_clinical_months_minimum", "some"),
        ("us_clinical_months_minimum", "6 weeks"),
        ("track", "the good one"),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_would(field: str, text: str) -> None:
    with pytest.raises(NotUsable) as caught:
        read(field, text)
    assert str(caught.value)
    assert caught.value.allowed


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("ProgramListingAY20252026.csv", "2026"),
        ("Master Program List Match 2026 - Sheet1.csv", "2026"),
        ("2024-2025", "2025"),
        ("2024-25", "2025"),
        ("rates.csv", ""),
        ("12345678.csv", ""),
    ],
)
def test_the_last_year_named_counts(text: str, year: str) -> None:
    assert year_of(text) == year


def test_a_program_that_is_called_program_keeps_its_name() -> None:
    assert name_of("Program") == "Program"
