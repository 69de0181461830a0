"""Searching programs, sheets to fill in and the guide to facts on the command line."""

import csv
import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from optimizer.cli import app
from optimizer.directory import load_directory

HEADER = "id,name,institution,specialty,city,state,setting,sponsors_j1\n"
SIX = HEADER + "".join(
    f"p{k},Program {k},Hospital {k},internal-medicine,Fresno,CA,{setting},{visa}\n"
    for k, (setting, visa) in enumerate(
        [("community", "yes"), ("community", "no"), ("university", ""), ("", ""), ("community", ""), ("military", "")]
    )
)
PLAN = """
[applicant]
type = "non-us-img"
specialties = ["internal-medicine"]
step2 = 240
[quotas]
applications = { maximum = 2 }
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "six.csv").write_text(SIX, encoding="utf-8")
    (tmp_path / "plan.toml").write_text(f'programs = ["six.csv"]\n{PLAN}', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def flat(text: str) -> str:
    return " ".join(text.split())


# ---- programs


def test_the_shipped_programs_are_searched_by_specialty_region_and_distance() -> None:
    result = run("programs", "--specialty", "psychiatry", "--region", "Los Angeles", "--within", 15, "--of", "90024")
    assert result.exit_code == 0
    assert "psych-ca-ucla-david-geffen-school-of-medicine-ucla-medical-center" in result.stdout
    assert re.match(r"\d+ programs fit\.", result.stdout)
    assert "Boston" not in result.stdout


def test_options_given_again_widen_the_search() -> None:
    result = run("programs", "--specialty", "neurology", "--state", "VT", "--state", "NH", "--json")
    assert {one["state"] for one in json.loads(result.stdout)["programs"]} == {"VT", "NH"}


def test_an_unknown_visa_policy_is_said_in_words_and_left_out_on_request(folder: Path) -> None:
    assert folder.is_dir()
    kept = run("programs", "--programs", "six.csv", "--visa", "j1")
    assert "5 programs fit." in kept.stdout
    assert kept.stdout.count(" unknown") >= 4
    known = run("programs", "--programs", "six.csv", "--visa", "j1", "--known-only")
    assert "1 program fits." in known.stdout
    assert "Left out: 4 that would fit, but their J-1 visa policy isn't known" in flat(known.stdout)


def test_json_is_one_object_and_nothing_else(folder: Path) -> None:
    assert folder.is_dir()
    result = run("programs", "--programs", "six.csv", "--setting", "community", "--search", "program 4", "--json")
    found = json.loads(result.stdout)
    assert [one["id"] for one in found["programs"]] == ["p4"]
    assert result.stderr == ""


def test_what_is_found_is_written_to_a_file_that_is_read_as_programs(folder: Path) -> None:
    result = run("programs", "--programs", "six.csv", "--setting", "community", "--out", "found.csv")
    assert result.exit_code == 0
    assert "The programs are in found.csv." in result.stdout
    assert [one.id for one in load_directory((folder / "found.csv",)).programs] == ["p0", "p1", "p4"]


def test_an_id_is_shown_whole_however_long_it_is(folder: Path) -> None:
    long = "x" * 120
    (folder / "long.csv").write_text(f"{HEADER}{long},Name,Hospital,neurology,Fresno,CA,,\n", encoding="utf-8")
    assert f"  {long}" in run("programs", "--programs", "long.csv").stdout.splitlines()


def test_nothing_found_is_an_answer_and_no_error() -> None:
    result = run("programs", "--search", "qwertyville")
    assert result.exit_code == 0
    assert result.stdout.startswith("No program fits.")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--state", "XX"], "--state: no such state (found 'XX')"),
        (["--region", "Zork"], "--region: no such region (found 'Zork')"),
        (["--specialty", "surgeries"], "--specialty: no such specialty (found 'surgeries')"),
        (["--within", "5", "--of", "Springfield"], "--of: several cities have this name"),
        (["--within", "5", "--of", "2115"], "--of: a ZIP code has five digits"),
        (["--within", "5"], "--within and --of: a distance needs both"),
        (["--within", "-5", "--of", "90012"], "--within: can't be used"),
        (["--setting", "hospital"], "--setting: can't be used (found 'hospital')"),
        (["--visa", "f1"], "--visa: can't be used (found 'f1')"),
        (["--out", "found.xlsx"], "--out: no format belongs to this ending"),
        (["--out", "none/found.csv"], "--out: its folder doesn't exist"),
        (["--programs", "none.csv"], "none.csv: the file can't be read"),
        (["--programs", "six.csv", "--out", "six.csv"], "--out: would overwrite a file of programs"),
    ],
)
def test_what_makes_no_sense_is_told_by_the_name_of_its_option(folder: Path, arguments: list[str], words: str) -> None:
    result = run("programs", *arguments)
    assert result.exit_code == 2
    assert words in flat(result.stderr)
    assert result.stdout == ""
    assert (folder / "six.csv").read_text(encoding="utf-8") == SIX


# ---- template


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_sheet_for_a_plan_has_a_row_for_each_program_of_its_specialties_and_builds_the_same_list(
    folder: Path,
) -> None:
    result = run("template", "--plan", "plan.toml", "--out", "sheet.csv")
    assert result.exit_code == 0
    assert "6 programs, one a row." in result.stdout
    assert "matchlist build plan.toml --programs sheet.csv" in result.stdout
    assert [row["id"] for row in rows(folder / "sheet.csv")] == [f"p{k}" for k in range(6)]
    before, after = (
        json.loads(run("build", "plan.toml", *programs, "--json").stdout)["programs"]
        for programs in ([], ["--programs", "sheet.csv"])
    )
    assert before == after


def test_a_sheet_for_the_list_alone_is_to_be_imported_beside_the_others(folder: Path) -> None:
    result = run("template", "--plan", "plan.toml", "--listed", "--out", "sheet.csv")
    assert result.exit_code == 0
    assert len(rows(folder / "sheet.csv")) == 2
    assert "matchlist import sheet.csv --out my-programs.csv" in result.stdout
    assert "matchlist build plan.toml --programs my-programs.csv" in result.stdout


def test_a_sheet_for_a_specialty_needs_no_plan(folder: Path) -> None:
    assert run("template", "--specialty", "dermatology", "--out", "sheet.csv").exit_code == 0
    assert {row["specialty"] for row in rows(folder / "sheet.csv")} == {"dermatology"}


def test_a_sheet_for_nothing_is_empty_but_for_its_columns(folder: Path) -> None:
    result = run("template", "--out", "sheet.csv")
    assert result.exit_code == 0
    assert "An empty sheet" in result.stdout
    assert rows(folder / "sheet.csv") == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--listed", "--out", "sheet.csv"], "--listed: needs a plan"),
        (["--specialty", "surgeries", "--out", "sheet.csv"], "--specialty: no such specialty (found 'surgeries')"),
        (["--plan", "plan.toml", "--out", "six.csv"], "--out: would overwrite a file of programs"),
        (["--out", "sheet.txt"], "--out: no format belongs to this ending"),
        (["--plan", "none.toml", "--out", "sheet.csv"], "none.toml: the file can't be read"),
    ],
)
def test_a_sheet_that_can_not_be_made_leaves_nothing_behind(folder: Path, arguments: list[str], words: str) -> None:
    result = run("template", *arguments)
    assert result.exit_code == 2
    assert words in flat(result.stderr)
    assert not (folder / "sheet.csv").exists()
    assert (folder / "six.csv").read_text(encoding="utf-8") == SIX


def test_a_sheet_that_is_filled_in_is_kept_beside_the_new_one(folder: Path) -> None:
    for command in (["template"], ["programs", "--programs", "six.csv"]):
        (folder / "sheet.csv").write_text(f"an afternoon's work on {command[0]}", encoding="utf-8")
        assert run(*command, "--out", "sheet.csv").exit_code == 0
        assert (folder / "sheet.csv").read_text(encoding="utf-8-sig").startswith("id,name")
    kept = [(folder / name).read_text(encoding="utf-8") for name in ("sheet.previous.csv", "sheet.previous-2.csv")]
    assert kept == ["an afternoon's work on template", "an afternoon's work on programs"]


def test_a_sheet_for_the_list_of_a_plan_without_a_list_says_so(folder: Path) -> None:
    plan = folder / "plan.toml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("maximum = 2", "minimum = 7"), encoding="utf-8")
    result = run("template", "--plan", "plan.toml", "--listed", "--out", "sheet.csv")
    assert result.exit_code == 3
    assert "There is no such list." in result.stderr
    assert not (folder / "sheet.csv").exists()


# ---- facts


def test_the_guide_to_facts_is_printed_with_its_commands() -> None:
    result = run("facts")
    assert result.exit_code == 0
    told = flat(result.stdout)
    assert "Residency Explorer (aamc.org)" in told
    assert "matchlist import my-file.csv --out my-programs.csv" in told
