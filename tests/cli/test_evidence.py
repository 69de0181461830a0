"""``matchlist evidence``: the table, typical applicants and calibration from the command line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from optimizer.cli import app
from optimizer.evidence import load_evidence


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["evidence", *(str(argument) for argument in arguments)])


def test_the_fixed_command_prints_one_object() -> None:
    result = run("--typical", "--specialty", "internal-medicine", "--type", "us-md", "--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert found["applications"] == 40
    assert found["signals"] == {"gold": 3, "silver": 12}
    assert 11 < found["interviews"] < 14
    assert found["range"][0] <= found["match_rate"] <= found["range"][1]


def test_a_score_moves_the_typical_applicant() -> None:
    weak, strong = (
        json.loads(run("--typical", "--specialty", "psychiatry", "--type", "us-do", "--step2", score, "--json").stdout)
        for score in (220, 250)
    )
    assert (weak["step2"], strong["step2"]) == (220, 250)
    assert weak["match_rate"] < strong["match_rate"]


def test_all_types_of_a_specialty_stand_in_one_table() -> None:
    result = run("--typical", "--specialty", "dermatology")
    assert result.exit_code == 0
    types = ["us-md", "us-do", "us-img", "non-us-img"]
    first = [line.split()[0] for line in result.stdout.splitlines() if "us-" in line]
    assert first == [*types, *(f"{kind}," for kind in types)]


def test_the_table_is_filtered_by_name_specialty_and_type() -> None:
    found = json.loads(run("--name", "interview_rate", "--specialty", "psychiatry", "--type", "us-md", "--json").stdout)
    assert [row["label"] for row in found["rows"]] == ["interview_rate/psychiatry/us-md"]
    ties = json.loads(run("--name", "tie", "--json").stdout)
    assert all(row["name"].startswith("tie.") for row in ties["rows"])
    everything = json.loads(run("--json").stdout)
    assert everything["count"] == len(load_evidence().rows)
    assert "tie.family" in run("--name", "tie.family").stdout


def test_own_figures_stand_in_place_of_published_ones(tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text("name,specialty,applicant_type,central\ninterview_rate,psychiatry,us-md,0.4\n", encoding="utf-8")
    asked = ("--typical", "--specialty", "psychiatry", "--type", "us-md", "--json")
    usual, own = (json.loads(run(*asked, *more).stdout) for more in ((), ("--figures", mine)))
    assert own["interviews"] > 2 * usual["interviews"]


def test_calibration_can_be_repeated_and_filtered() -> None:
    found = json.loads(run("--calibrate", "--specialty", "psychiatry", "--type", "us-md", "--json").stdout)
    assert found["holds"]
    assert {one["label"] for one in found["comparisons"]} == {
        "match_rate/psychiatry/us-md",
        "step2_gap/psychiatry/us-md",
        "interview_rate/psychiatry/us-md",
    }


def test_calibration_of_other_figures_says_that_the_table_holds_others(tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text("name,specialty,applicant_type,central\nmatch_rate,psychiatry,us-md,0.7\n", encoding="utf-8")
    result = run("--calibrate", "--specialty", "psychiatry", "--type", "us-md", "--figures", mine)
    assert result.exit_code == 0
    assert "holds other figures" in result.stdout
    (rate,) = (line.split() for line in result.stdout.splitlines() if line.startswith("match_rate"))
    assert float(rate[-3]) == pytest.approx(70, abs=2)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--specialty", "astrology"), "astrology"),
        (("--type", "us-phd"), "us-phd"),
        (("--name", "tie.famly"), "Perhaps tie.family is meant"),
        (("--step2", 250), "--typical"),
        (("--typical", "--calibrate"), "--calibrate"),
        (("--typical", "--name", "tie"), "--name"),
        (("--typical", "--specialty", "psychiatry", "--type", "us-md", "--step2", 20), "20"),
        (("--figures", "nowhere.csv"), "nowhere.csv"),
        (("--season", 1999), "1999"),
    ],
)
def test_a_mistake_is_said_on_stderr_with_status_2(arguments: tuple[object, ...], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert result.stdout == ""


def test_all_mistakes_are_said_at_once() -> None:
    result = run("--specialty", "astrology", "--type", "us-phd", "--name", "nothing")
    assert len(result.stderr.splitlines()) == 3
