from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from optimizer.cli import app
from optimizer.evidence import load_season, season_years
from optimizer.plan import Plan, read_plan, renewed, renewed_text, season_changes

OLD, NEW = season_years()[:2]
TEXT = f"""# My own words.
title = "Mine"  # and more of them
season = {OLD}

[applicant]
type = "us-do"
specialties = ["diagnostic-radiology"]
"""


def plan(**values: Any) -> Plan:
    applicant = {"type": "us-do", "specialties": ("diagnostic-radiology",)}
    return Plan.model_validate({"title": "Mine", "season": OLD, "applicant": applicant} | values)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_wishes_stay_and_the_season_changes() -> None:
    before = plan(budget={"dollars": 500.0}, flexibility=0.2)
    found = renewed(before, NEW)
    assert found.plan == before.model_copy(update={"season": NEW})
    assert found.adjustments == ()
    assert found.changes == season_changes(("diagnostic-radiology",), load_season(OLD), load_season(NEW))


def test_what_changed_is_said_with_both_figures() -> None:
    told = " ".join(season_changes(("diagnostic-radiology",), load_season(OLD), load_season(NEW)))
    before, after = (load_season(year).signal_caps("diagnostic-radiology") for year in (OLD, NEW))
    assert f"Signals in diagnostic radiology: {after['gold']} gold, {after['silver']} silver; in {OLD}" in told
    assert f"{before['silver']} silver." in told
    assert str(load_season(NEW).match_week[0].year) in told
    assert season_changes(("psychiatry",), load_season(OLD), load_season(OLD)) == ()


def test_signals_that_the_season_lacks_are_lowered_and_said() -> None:
    most = load_season(NEW).signal_caps("diagnostic-radiology")
    before = plan(signals={"silver": most["silver"], "only_in": {"gold": ("Elsewhere",)}})
    found = renewed(before.model_copy(update={"season": NEW}), OLD)
    assert found.plan.signals.silver == load_season(OLD).signal_caps("diagnostic-radiology")["silver"]
    assert any("lowered" in words for words in found.adjustments)


def test_signals_locked_that_no_longer_exist_leave_the_program_locked() -> None:
    before = plan(locks={"signal": {"one": "single", "two": "gold"}}, signals={"only_in": {"single": ("Elsewhere",)}})
    found = renewed(before, NEW)
    assert found.plan.locks.signal == {"two": "gold"}
    assert found.plan.locks.apply == ("one",)
    assert found.plan.signals.only_in == {}
    assert any("one; the programs stay" in words for words in found.adjustments)


def test_who_graduated_is_told_so() -> None:
    applicant = {"type": "us-md", "specialties": ("psychiatry",), "graduation_year": OLD}
    (said,) = renewed(plan(applicant=applicant), NEW).adjustments
    assert f"You graduated in {OLD}" in said


def test_a_plans_comments_stay() -> None:
    found = renewed_text(TEXT, plan().model_copy(update={"season": NEW}), Path())
    assert found == TEXT.replace(f"season = {OLD}", f"season = {NEW}")
    without = TEXT.replace(f"season = {OLD}\n", "")
    assert renewed_text(without, plan(season=NEW), Path()) == f"season = {NEW}\n{without}"
    anew = renewed_text(TEXT, plan(season=NEW, flexibility=0.1), Path())
    assert "My own words" not in anew
    assert "flexibility = 0.1" in anew


def test_the_command_writes_a_new_file_and_leaves_the_old_one(tmp_path: Path) -> None:
    old = tmp_path / "plan.toml"
    old.write_text(TEXT, encoding="utf-8")
    result = run("renew", old, "--season", NEW)
    assert result.exit_code == 0, result.output
    assert old.read_text(encoding="utf-8") == TEXT
    assert read_plan(tmp_path / f"plan-{NEW}.toml").season == NEW
    assert "Signals in diagnostic radiology" in result.output
    again = run("renew", old, "--season", NEW)
    assert again.exit_code == 2
    assert "exists already" in again.output
    assert f"is of season {OLD} already" in run("renew", old).output
    assert run("renew", old, "--season", "1999", "--out", tmp_path / "x.toml").exit_code == 2


@pytest.mark.parametrize("year", season_years())
def test_seasons_are_listed_with_how_far_their_figures_are_known(year: int) -> None:
    fresh = load_season(year).freshness()
    words = " ".join(run("seasons").output.split())
    assert f"Season {year}: Match Week" in words
    assert f"Of {fresh.total} figures" in words
    assert f"{fresh.carried_over} carried over from another season" in words
    one = run("seasons", year).output
    assert "Where they are from" in one
    assert "carried over" in one
    assert str(len(load_season(year).figures())) in words
