"""``matchlist couple``."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from optimizer.cli import app

PLAN = """
season = 2027
[applicant]
type = "us-md"
specialties = ["{specialty}"]
[[regions]]
name = "Ohio"
states = ["OH", "PA"]
priority = 10
[quotas]
applications = {{ maximum = {most} }}
[quotas.region]
Elsewhere = {{ maximum = 0 }}
"""


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    (tmp_path / "other.toml").write_text(PLAN.format(specialty="neurology", most=8), encoding="utf-8")
    mine = PLAN.format(specialty="dermatology", most=8) + '[couple]\npartner = "other.toml"\n'
    (tmp_path / "mine.toml").write_text(mine, encoding="utf-8")
    return tmp_path / "mine.toml"


def test_both_lists_are_told_and_written(plan: Path) -> None:
    out = plan.with_name("lists.xlsx")
    result = run("couple", plan, "--pairs", 20, "--out", out)
    assert result.exit_code == 0
    assert "Both match near each other" in result.stdout
    assert "Pairs to rank: 20" in result.stdout
    assert "Your partner: 8 programs, neurology" in result.stdout
    assert out.stat().st_size > 0
    assert f"Both lists are in {out}" in result.stdout.replace("\n", "")


def test_json_is_one_object(plan: Path) -> None:
    result = run("couple", plan, "--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert found["status"] == "solved"
    assert found["joint"]["value"] <= found["bound"]
    assert [own["programs"][0]["specialty"] for own in found["lists"]] == ["dermatology", "neurology"]


def test_a_plan_of_one_and_a_missing_partner_are_bad_input(plan: Path) -> None:
    alone = run("couple", plan.with_name("other.toml"))
    assert alone.exit_code == 2
    assert 'Add a table [couple] with partner = "OTHER.toml"' in alone.stderr
    plan.with_name("other.toml").unlink()
    missing = run("couple", plan)
    assert missing.exit_code == 2
    assert "other.toml" in missing.stderr


def test_more_pairs_than_300_and_another_ending_are_bad_input(plan: Path) -> None:
    many = run("couple", plan, "--pairs", 301)
    assert many.exit_code == 2
    assert "allowed: 0 to 300" in many.stderr
    assert run("couple", plan, "--out", plan.with_name("lists.pdf")).exit_code == 2


def test_no_list_for_one_of_the_two_is_told_with_whose(plan: Path) -> None:
    partner = PLAN.format(specialty="neurology", most=8).replace("{ maximum = 8 }", "{ minimum = 60 }")
    plan.with_name("other.toml").write_text(partner, encoding="utf-8")
    result = run("couple", plan)
    assert result.exit_code == 3
    assert "Your partner alone" in result.stderr


def test_out_of_time_is_undecided(plan: Path) -> None:
    result = run("couple", plan, "--seconds", 0)
    assert result.exit_code == 4
    assert "before both had a list" in result.stderr
    assert run("couple", plan, "--seconds", 0, "--json").exit_code == 4


def test_build_says_that_the_list_is_of_one_alone(plan: Path) -> None:
    result = run("build", plan, "--no-standing")
    assert result.exit_code == 0
    assert "matchlist couple" in result.stdout
