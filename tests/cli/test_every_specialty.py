"""Every specialty of a season through the command: a list, or what isn't known of it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from optimizer.cli import app
from optimizer.directory import load_directory
from optimizer.evidence import load_season, season_years
from optimizer.export import programs_csv
from optimizer.vocabulary import specialty_name
from tests.people_and_programs import programs_in_many_cities

SEASON = season_years()[-1]
SPECIALTIES = load_season(SEASON).specialties
SHIPPED = load_directory().specialties


def plan_of(folder: Path, specialty: str) -> str:
    path = folder / "plan.toml"
    path.write_text(
        f'season = {SEASON}\nflexibility = 1.0\n[applicant]\ntype = "us-md"\nspecialties = ["{specialty}"]\n'
        "[quotas]\napplications = { maximum = 6 }\n",
        encoding="utf-8",
    )
    return str(path)


@pytest.mark.parametrize("specialty", SPECIALTIES)
def test_with_the_shipped_programs_a_list_is_built_or_it_is_said_that_none_are_known(
    specialty: str, tmp_path: Path
) -> None:
    result = CliRunner().invoke(app, ["build", plan_of(tmp_path, specialty), "--no-keep", "--no-standing", "--json"])
    if specialty in SHIPPED:
        assert result.exit_code == 0
        found = json.loads(result.stdout)
        assert found["programs"]
        assert 0 < found["match_probability"] < 1
        return
    assert result.exit_code == 2
    assert f"no program of {specialty_name(specialty)} is known here" in " ".join(result.stderr.split())
    assert "Bring any list of its programs" in " ".join(result.stderr.split())


@pytest.mark.parametrize("specialty", [one for one in SPECIALTIES if one not in SHIPPED])
def test_with_a_file_of_its_programs_a_list_is_built_and_what_is_not_known_of_it_is_said(
    specialty: str, tmp_path: Path
) -> None:
    programs = tmp_path / "programs.csv"
    programs.write_bytes(programs_csv(programs_in_many_cities(8, specialty=specialty)))
    command = ["build", plan_of(tmp_path, specialty), "--no-keep", "--no-standing", "--programs", str(programs)]
    found = json.loads(CliRunner().invoke(app, [*command, "--json"]).stdout)
    assert len(found["programs"]) == 6
    assert found["match_probability"] is None
    told = " ".join(CliRunner().invoke(app, command).stdout.split())
    assert "Chance to match not known" in told
    assert f"The chance in {specialty_name(specialty)} is not known: " in told
    assert ("What applications in" in told) == (load_season(SEASON).fees(specialty) is None)
