"""The report: every specialty and type has its row, figures are those found, nothing unknown reads as zero."""

import json
import math
from dataclasses import replace

from optimizer.cohort.market import findings_json, findings_markdown, findings_of, findings_text
from optimizer.cohort.market.comparing import Interval
from optimizer.cohort.market.report.words import dollars, percent, points
from tests.cohort.market.test_backtest import STUDY, seasons


def test_the_page_has_a_row_for_each_specialty_and_type_and_both_states_of_knowledge() -> None:
    page = findings_markdown(findings_of(seasons()), "matchlist simulate --seed 1")
    for specialty in STUDY.specialties:
        assert page.count(f"| {specialty} | US MD |") == 2
        assert page.count(f"| {specialty} | non-US IMG |") == 2
    assert "    matchlist simulate --seed 1\n" in page
    assert "## When everybody uses matchlist" in page
    assert "### Must the advice change?" in page
    assert page.count("of the applications change. Of all applicants") == 2
    assert "## What this can't show" in page
    assert "nan" not in page
    widths = {line.count("|") for line in page.splitlines() if line.startswith("| otolaryngology | US")}
    assert widths == {13}


def test_tables_are_whole() -> None:
    lines = findings_markdown(findings_of(seasons()), "x").splitlines()
    for number, line in enumerate(lines):
        if set(line) == set("| -"):
            assert lines[number - 1].count("|") == line.count("|") == lines[number + 1].count("|")


def test_json_has_the_pages_figures_and_null_for_what_is_unknown() -> None:
    found = findings_of(seasons())
    content = json.loads(findings_json(found, "x"))
    assert content["study"]["seed"] == STUDY.seed
    assert len(content["cells"]) == 2 * 4 * 2
    unknown = next(cell for cell in content["cells"] if cell["specialty"] == "obstetrics-gynecology")
    assert unknown["rules"]["matchlist"]["dollars"] is None
    assert content["calibration"]["nothing"]["matchlist"]["expected_error"] == (
        found.calibrations["nothing"]["matchlist"].expected_error
    )


def test_without_a_season_of_everybody_the_page_is_silent_on_it() -> None:
    found = findings_of(replace(seasons(), adopted=()))
    assert "When everybody uses matchlist" not in findings_markdown(found, "x")
    assert json.loads(findings_json(found, "x"))["everybody"] == []


def test_the_terminal_says_who_is_ahead_and_how_true_stated_chances_are() -> None:
    text = findings_text(findings_of(seasons()))
    assert text.count("better in") == 8
    assert text.count("expected calibration error") == 2
    assert "- US IMG: " in text


def test_unknown_figures_are_said_to_be_unknown() -> None:
    assert percent(math.nan) == "-"
    assert dollars(math.nan) == "not known"
    assert dollars(1234.4) == "$1,234"
    assert points(Interval(0.012, math.nan, math.nan)) == "+1.2"
    assert points(Interval(-0.012, -0.03, 0.006)) == "-1.2 [-3.0, +0.6]"
