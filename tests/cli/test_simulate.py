"""``matchlist simulate``: figures on stdout, a report in a file, mistakes told."""

import json
import shlex
from pathlib import Path

import pandas as pd
from typer.testing import CliRunner

from optimizer.cli import app

SMALL = ["--specialty", "otolaryngology", "--type", "us-md", "--scale", "0.15", "--replications", "1", "--people", "1"]


def test_the_report_names_the_command_that_gives_it_again(tmp_path: Path) -> None:
    report = tmp_path / "report.md"
    done = CliRunner().invoke(app, ["simulate", *SMALL, "--workers", "1", "--out", str(report)])
    assert done.exit_code == 0, done.output
    assert "US MD" in done.stdout
    text = report.read_text(encoding="utf-8")
    command = next(line.strip() for line in text.splitlines() if line.startswith("    matchlist simulate"))
    again = CliRunner().invoke(app, [*shlex.split(command)[1:], "--workers", "1"])
    assert again.stdout == done.stdout
    assert report.read_text(encoding="utf-8") == text


def test_json_is_one_object_and_a_file_of_json_holds_the_same(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    done = CliRunner().invoke(
        app, ["simulate", *SMALL, "--workers", "1", "--everybody", "0.02", "--json", "--out", str(report)]
    )
    assert done.exit_code == 0, done.output
    printed = json.loads(done.stdout)
    assert printed == json.loads(report.read_text(encoding="utf-8"))
    assert {one["known"] for one in printed["everybody"]} == {"nothing", "rates"}
    assert printed["command"].endswith(str(report))


def test_all_mistakes_are_told_at_once_with_status_2() -> None:
    done = CliRunner().invoke(app, ["simulate", "--specialty", "magic", "--type", "us-vet"])
    assert done.exit_code == 2
    assert "--specialty: there are no figures to draw its season from (found 'magic')" in done.stderr
    assert "--type: no such applicant type (found 'us-vet')" in done.stderr


def test_a_report_of_another_kind_is_refused_before_anything_is_played(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["simulate", "--out", str(tmp_path / "report.docx")])
    assert done.exit_code == 2
    assert "--out" in done.stderr


def test_a_scheduler_that_cannot_be_reached_is_told() -> None:
    done = CliRunner().invoke(app, ["simulate", *SMALL, "--scheduler", "nowhere"])
    assert done.exit_code == 2
    assert "--scheduler" in done.stderr


def test_the_country_is_played_as_one_match_and_written_as_tables(tmp_path: Path) -> None:
    asked = ["simulate", "--country", str(tmp_path / "season"), "--scale", "0.01", "--workers", "1"]
    asked += ["--specialty", "dermatology", "--specialty", "otolaryngology"]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, done.output
    assert "0 blocking pairs" in done.stdout
    assert sorted(file.name for file in (tmp_path / "season").iterdir()) == [
        "applicants.parquet",
        "couples.parquet",
        "programs.parquet",
        "rank_lists.parquet",
        "supplemental_lists.parquet",
    ]
    printed = json.loads(CliRunner().invoke(app, [*asked, "--json"]).stdout)
    assert printed["matched"] == pd.read_parquet(printed["files"][0])["matched_program"].notna().sum()


def test_what_only_lists_use_is_refused_beside_the_country_before_anything_is_played(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["simulate", "--country", str(tmp_path), "--people", "3", "--type", "us-md"])
    assert done.exit_code == 2
    assert "--people: it says how lists are held against lists" in done.stderr
    assert "--type: it says how lists are held against lists" in done.stderr
    assert not list(tmp_path.iterdir())
