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
    assert own["interview_rate"] > 1.8 * usual["interview_rate"]
    assert usual["interviews"] < own["interviews"] < 18


_PUBLISHED = "match_rate_published.preferred-2026"


@pytest.mark.long
def test_calibration_can_be_repeated_and_filtered() -> None:
    found = json.loads(run("--calibrate", "--specialty", "psychiatry", "--type", "us-md", "--json").stdout)
    assert found["holds"]
    assert {one["label"] for one in found["comparisons"]} >= {
        "match_rate_at_score.225/psychiatry/us-md",
        "interviews_held/us-md",
        "interview_rate/psychiatry/us-md",
    }
    rates = [one for one in found["comparisons"] if one["label"] == "match_rate/psychiatry/us-md"]
    assert all(one["reproduced"] == pytest.approx(one["published"], abs=1e-3) for one in rates)


@pytest.mark.long
def test_calibration_of_other_figures_says_that_the_table_holds_others(tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text(f"name,specialty,applicant_type,central\n{_PUBLISHED},psychiatry,us-md,0.7\n", encoding="utf-8")
    result = run("--calibrate", "--specialty", "psychiatry", "--type", "us-md", "--figures", mine)
    assert result.exit_code == 0
    assert "holds other figures" in result.stdout
    (rate,) = (line.split() for line in result.stdout.splitlines() if line.startswith("match_rate "))
    assert float(rate[-3]) == pytest.approx(70, abs=2)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--specialty", "astrology"), "astrology"),
        (("--type", "us-phd"), "us-phd"),
        (("--name", "tie.famly"), "Perhaps tie.family is meant"),
        (("--step2", 250), "--typical"),
        (("--typical", "--calibrate"), "--calibrate"),
        (("--typical", "--validate"), "--validate"),
        (("--applicants", "rows.csv"), "--validate"),
        (("--validate", "--applicants", "nowhere.csv"), "nowhere.csv"),
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


@pytest.mark.long
def test_validation_says_error_bias_and_coverage_by_block() -> None:
    found = json.loads(run("--validate", "--json").stdout)
    assert found["status"] == "validated"
    for blocks in found["blocks"].values():
        assert blocks[0]["name"] == "all"
        assert blocks[0]["error"] < blocks[0]["rival_error"]
    rates = found["blocks"]["one specialty and type left out"][0]
    assert rates["least"] < rates["error"] < 0.04
    assert rates["within"] > 0.9
    assert all(abs(block["bias"]) < 0.015 for block in found["blocks"]["one specialty and type left out"])
    assert 0.74 < rates["coverage"] < 0.88
    by_year = {block["name"]: block for block in found["blocks"]["one year left out"]}
    assert all(abs(block["bias"]) < 1.5 * block["bias_by_chance"] for block in by_year.values())
    assert by_year["non-us-img"]["bias_by_chance"] > 0.025
    curves, *_ = found["blocks"]["rank curves, one specialty left out"]
    alone, well, _ = found["blocks"]["rank curves, one left out, its mean number of ranks known"]
    assert 0.05 < curves["least"] < alone["error"] < curves["error"] < 0.08
    assert well["name"] == "points known within five"
    assert well["error"] < 0.05
    for one in found["reported"]:
        if "non-us-img" not in one["label"]:
            assert 0.75 < one["factor"] < 1.33


def test_rows_of_real_applicants_are_held_against_the_estimate_and_impossible_ones_counted_apart(
    tmp_path: Path,
) -> None:
    rows = tmp_path / "rows.csv"
    good = ["us-md,psychiatry,45,12,yes,250", "us-md,psychiatry,60,9,yes,240", "non-us-img,psychiatry,80,1,no,238"]
    bad = [
        "us-md,psychiatry,10,12,yes,250",
        "us-md,psychiatry,40,0,yes,250",
        "us-md,psychiatry,0,0,no,250",
        "us-md,psychiatry,40,0,,250",
        "us-md,astrology,40,10,yes,250",
        "us-md,psychiatry,40,10,perhaps,250",
        "us-md,psychiatry,40,10,yes,999",
        "us-phd,psychiatry,40,10,yes,250",
        "us-md,psychiatry,many,10,yes,250",
        "us-md,psychiatry,0,3,yes,250",
    ]
    header = "type,specialty,applications,interviews,matched,step2"
    rows.write_text("\n".join([header, *good, *bad]) + "\n", encoding="utf-8")
    found = json.loads(run("--validate", "--applicants", rows, "--json").stdout)
    assert (found["counted"], found["with_outcome"]) == (3, 3)
    assert sum(found["left_out"].values()) == len(bad)
    assert found["left_out"]["zeros that mean not said"] == 2
    assert found["log_score"] > found["rival_log_score"]
    assert "people counted" in run("--validate", "--applicants", rows).stdout
    rows.write_text(header + "\n" + bad[0] + "\n", encoding="utf-8")
    assert run("--validate", "--applicants", rows).exit_code == 2
    rows.write_text("type,specialty\n", encoding="utf-8")
    assert "applications" in run("--validate", "--applicants", rows).stderr
