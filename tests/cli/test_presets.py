"""``matchlist presets``, ``build --preset`` and ``statements``."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from optimizer.cli import app
from optimizer.plan import all_presets

PLAN = """
[applicant]
type = "non-us-img"
specialties = ["psychiatry"]
visa = "j1"
[[applicant.ties]]
kind = "family"
city = "Los Angeles, CA"
[[regions]]
name = "California"
states = ["CA"]
priority = 9
[[regions]]
name = "New England"
divisions = ["New England"]
[budget]
dollars = 220
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.toml"
    path.write_text(PLAN, encoding="utf-8")
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_all_presets_are_listed_and_how_to_use_one() -> None:
    result = run("presets")
    assert result.exit_code == 0
    assert "published rules of thumb, not measurements" in result.stdout
    assert all(f"\n{one.slug}\n" in result.stdout for one in all_presets())
    assert "matchlist build PLAN.toml --preset SLUG" in result.stdout


def test_one_preset_is_shown_with_its_source_and_numbers() -> None:
    told = run("presets", "regional-pivot").stdout
    assert "Regional pivot (published rule of thumb, grade C)" in told
    assert "rules of thumb, not measured" in " ".join(told.split())
    numbers = [line.split() for line in told.splitlines()]
    assert ["safety", "programs", "10", "20"] in numbers
    assert ["programs", "in", "Elsewhere", "-", "0"] in numbers
    assert "A plan needs" not in told
    assert "A plan needs\n- two specialties or more" in run("presets", "dual-application").stdout


def test_presets_as_json_are_one_object() -> None:
    told = json.loads(run("presets", "--json").stdout)
    assert [one["slug"] for one in told["presets"]] == [one.slug for one in all_presets()]
    assert {one["label"] for one in told["presets"]} == {"published rule of thumb, grade C"}


def test_what_each_would_cost_a_plan_is_a_table_and_what_does_not_fit_says_why(plan: Path) -> None:
    result = run("presets", "--plan", plan)
    assert result.exit_code == 0
    rows = {line.split()[0]: line.split()[1:] for line in result.stdout.splitlines() if line.split()}
    assert rows["dual-application"] == ["-"] * 5
    assert rows["regional-pivot"][:2] == ["20", "$220"]
    assert float(rows["regional-pivot"][-1]) >= 0
    assert "it needs two specialties or more" in " ".join(result.stdout.split())


def test_the_same_as_json_holds_the_lists(plan: Path) -> None:
    told = json.loads(run("presets", "regional-pivot", "--plan", plan, "--json").stdout)
    (one,) = told["presets"]
    assert one["answer"]["status"] == "solved"
    assert one["answer"]["preset"]["price"] >= -1e-4
    other = json.loads(run("presets", "return-home", "--plan", plan, "--json").stdout)
    assert other["presets"][0]["answer"]["status"] == "solved"
    lacking = json.loads(run("presets", "dual-application", "--plan", plan, "--json").stdout)
    assert "needs two specialties" in lacking["presets"][0]["answer"]


def test_a_list_is_built_by_a_preset_from_the_option_or_the_plan(plan: Path) -> None:
    by_option = json.loads(run("build", plan, "--preset", "regional-pivot", "--json").stdout)
    plan.write_text('preset = "regional-pivot"\n' + PLAN, encoding="utf-8")
    by_key = json.loads(run("build", plan, "--json").stdout)
    assert by_option["preset"]["slug"] == by_key["preset"]["slug"] == "regional-pivot"
    assert [one["id"] for one in by_option["programs"]] == [one["id"] for one in by_key["programs"]]
    told = " ".join(run("build", plan).stdout.split())
    assert "Preset 'Regional pivot' is a published rule of thumb, grade C." in told
    assert "Its price: without the preset's numbers" in told


def test_an_unknown_preset_is_bad_input_at_its_option(plan: Path) -> None:
    for words in (("build", plan, "--preset", "pivot"), ("presets", "pivot")):
        result = run(*words)
        assert result.exit_code == 2
        assert "no such preset (found 'pivot'); allowed: couple, dual-application" in result.stderr


def test_a_plan_with_other_faults_is_refused_whatever_the_preset(plan: Path) -> None:
    plan.write_text(PLAN + '[locks]\napply = ["nobody"]\n', encoding="utf-8")
    result = run("presets", "--plan", plan)
    assert result.exit_code == 2
    assert "locks.apply: no program has this id" in result.stderr


def test_statements_are_told_by_region_with_ties_and_what_lacks_a_story(plan: Path) -> None:
    result = run("statements", plan)
    assert result.exit_code == 0
    told = " ".join(result.stdout.split())
    assert "What to write for this list" in told
    assert "California, psychiatry" in told
    assert "Ties to name: family (Los Angeles, CA)" in told
    assert "No story yet: to be fixed, or these programs to be dropped." in told
    assert " [single]" in told
    own = json.loads(run("statements", plan, "--json").stdout)
    assert own["core"] == ["psychiatry"]


def test_ties_to_an_institution_are_named_at_its_programs(plan: Path) -> None:
    tie = '[[applicant.ties]]\nkind = "letter"\nprogram = "psych-ca-kern-medical-center"\n'
    plan.write_text(PLAN.replace("[[regions]]", f"{tie}[[regions]]", 1), encoding="utf-8")
    told = " ".join(run("statements", plan).stdout.split())
    assert "name here: letter (Kern Medical Center)" in told


def test_without_a_list_there_is_nothing_to_write(plan: Path) -> None:
    plan.write_text(PLAN + "[quotas.applications]\nminimum = 200\n", encoding="utf-8")
    result = run("statements", plan)
    assert result.exit_code == 3
    assert "There is no such list." in result.stderr


def test_a_preset_that_can_be_built_by_no_list_is_told_beside_the_others(plan: Path) -> None:
    plan.write_text(PLAN + "[quotas.applications]\nminimum = 200\n", encoding="utf-8")
    told = " ".join(run("presets", "--plan", plan).stdout.split())
    assert "regional-pivot: No list can keep" in told
