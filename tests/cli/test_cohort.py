"""`matchlist cohort`: a class in, a list a student and a summary out."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from optimizer.cli import app

HEADER = "code,name,type,specialty,step2,budget\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    rows = "ann,Ann,us-md,dermatology,255,200\nbob,Bob,us-do,dermatology,,150\n"
    (tmp_path / "class.csv").write_text(HEADER + rows, encoding="utf-8")
    (tmp_path / "faulty.csv").write_text(f"{HEADER}{rows}cy,Cy,us-xx,dermatology,255,200\n", encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["cohort", *arguments, "--workers", "1"])
    return result.exit_code, result.stdout


def test_every_student_gets_a_file_and_the_class_a_summary(folder: Path) -> None:
    status, text = run("class.csv", "--out", "out")
    assert status == 0
    assert "2 of 2 students have a list" in text
    assert sorted(file.name for file in (folder / "out" / "students").iterdir()) == [
        "ann.csv",
        "ann.json",
        "bob.csv",
        "bob.json",
    ]
    assert "Ann" not in (folder / "out" / "summary.csv").read_text(encoding="utf-8-sig")
    assert "bob" in (folder / "out" / "overlaps.csv").read_text(encoding="utf-8-sig")


def test_one_bad_row_ends_in_status_2_after_all_other_lists(folder: Path) -> None:
    status, text = run("faulty.csv", "--out", "out")
    assert status == 2
    assert "us-md, us-do, us-img, non-us-img" in " ".join(text.split())
    assert (folder / "out" / "students" / "ann.json").is_file()


def test_started_again_it_says_what_it_kept(folder: Path) -> None:
    run("class.csv", "--out", "out")
    assert "2 from an earlier run" in run("class.csv", "--out", str(folder / "out"))[1]


def test_the_line_of_risk_is_the_advisers(folder: Path) -> None:
    _, text = run("class.csv", "--out", str(folder / "out"), "--at-risk", "0", "--json")
    assert [one["at_risk"] for one in json.loads(text)["students"]] == [False, False]


def test_what_students_share_comes_from_a_plan(folder: Path) -> None:
    (folder / "base.toml").write_text(
        '[applicant]\ntype = "us-md"\nspecialties = ["dermatology"]\n[budget]\ndollars = 110\n', encoding="utf-8"
    )
    (folder / "short.csv").write_text("code,step2\nann,250\n", encoding="utf-8")
    _, text = run("short.csv", "--out", "out", "--plan", "base.toml", "--json")
    assert json.loads(text)["students"][0]["spend"] == 110


def test_a_class_that_is_not_there_is_bad_input() -> None:
    result = CliRunner().invoke(app, ["cohort", "no-such-class.csv", "--out", "out"])
    assert result.exit_code == 2
    assert "no-such-class.csv" in result.stderr


def test_a_joint_plan_keeps_its_caps_and_writes_what_each_gives_up(folder: Path) -> None:
    status, text = run("class.csv", "--out", "out", "--joint", "--most-signalling", "1", "--fair", "--json")
    assert status == 0
    joint = json.loads(text)["joint"]
    assert joint["proven"] is True
    assert joint["fair"] is True
    assert [one["status"] for one in joint["students"]] == ["solved", "solved"]
    assert {place["cap"] for place in joint["places"]} == {1}
    assert sorted(file.name for file in (folder / "out" / "joint").glob("*.csv")) == ["ann.csv", "bob.csv"]
    assert "signals_given_up" in (folder / "out" / "joint.csv").read_text(encoding="utf-8-sig")
    assert "price" in (folder / "out" / "places.csv").read_text(encoding="utf-8-sig")
    status, text = run("class.csv", "--out", "out", "--joint", "--most-signalling", "1", "--fair")
    words = " ".join(text.split())
    assert status == 0
    assert "Joint plan (from an earlier run): 2 of 2 students have a list under the caps." in words
    assert "The lists under the caps are in" in words


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--joint", "--most-applying", "2"], "CLASS: the class is too large for a joint plan (found 2)"),
        (["--joint"], "--joint: nothing is capped"),
        (["--most-applying", "2", "--fair"], "--fair, --most-applying: caps and fairness are for a joint plan"),
        (["--joint", "--caps", "caps.csv"], "there is no such program (found 'no-such-program')"),
    ],
)
def test_what_cannot_be_planned_jointly_is_told_before_any_list_is_built(
    folder: Path, options: list[str], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "too large" in words:
        monkeypatch.setattr("optimizer.cohort.joint.plan.MOST_STUDENTS_JOINTLY", 1)
    (folder / "caps.csv").write_text("program,applying\nno-such-program,1\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["cohort", "class.csv", "--out", "out", *options])
    assert result.exit_code == 2
    assert words in result.stderr
    assert not (folder / "out").exists()
