"""``matchlist missing`` and ``advise`` as a user meets them."""

import json
from pathlib import Path

import pytest

from tests.cli.test_commands import HEADER, PSYCHIATRY, SIX, file, flat, run

PLAN = """
flexibility = 1.0
[applicant]
type = "non-us-img"
specialties = ["internal-medicine"]
step2 = 240
visa = "j1"
[[applicant.ties]]
kind = "home-program"
program = "p1"
[quotas]
applications = { maximum = 3 }
"""
IMPOSSIBLE = """
[applicant]
type = "us-md"
specialties = ["internal-medicine"]
[quotas]
applications = { minimum = 9 }
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[object, ...]:
    return file(tmp_path, "plan.toml", PLAN), "--programs", file(tmp_path, "programs.csv", SIX)


def test_missing_prints_what_facts_are_worth_and_where_to_go_on(files: tuple[object, ...]) -> None:
    result = run("missing", *files)
    assert result.exit_code == 0
    words = flat(result.stdout)
    assert "interview rate and visa policy" in words
    assert "Where asking is worth most" in words
    assert "matchlist import brings them in." in words


def test_missing_as_json_is_one_object(files: tuple[object, ...]) -> None:
    result = run("missing", *files, "--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert found["status"] == "solved"
    assert [fact["unknown"] for fact in found["facts"]] == [6, 6, 6, 6]
    assert len(found["programs"]) == 6


def test_advise_prints_divisions_and_signals(files: tuple[object, ...]) -> None:
    result = run("advise", *files)
    assert result.exit_code == 0
    words = flat(result.stdout)
    assert "Worth most: Pacific." in words
    assert "AAMC advises to signal them too" in words
    assert "Program 1 home program" in words


def test_advise_as_json_is_one_object(files: tuple[object, ...]) -> None:
    result = run("advise", *files, "--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert found["preference"]["best"][0]["divisions"] == ["Pacific"]
    assert found["signals"][0]["programs"][0]["id"] == "p1"


@pytest.mark.parametrize("command", ["missing", "advise"])
def test_where_there_is_no_list_both_say_why(command: str, tmp_path: Path) -> None:
    impossible = file(tmp_path, "plan.toml", IMPOSSIBLE)
    programs = file(tmp_path, "programs.csv", HEADER + "p1,Program,Hospital,internal-medicine,Fresno,CA,,\n")
    result = run(command, impossible, "--programs", programs)
    assert result.exit_code == 3
    assert "There is no such list." in flat(result.stderr)
    assert json.loads(run(command, impossible, "--programs", programs, "--json").stdout)["status"] == "infeasible"


@pytest.mark.parametrize("command", ["missing", "advise"])
def test_a_plan_that_does_not_exist_is_bad_input(command: str, tmp_path: Path) -> None:
    assert run(command, tmp_path / "none.toml").exit_code == 2


@pytest.mark.parametrize(("options", "is_told"), [((), True), (("--no-standing",), False)])
def test_build_says_how_firm_the_list_is_unless_asked_not_to(options: tuple[str, ...], is_told: bool) -> None:
    result = run("build", PSYCHIATRY, "--json", *options)
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert (found["next_in_line"] is not None) == is_told
    assert all((program["standing"] is not None) == is_told for program in found["programs"])
    assert 0 < found["completeness"]["share"] < 1
