"""``matchlist compare`` and ``history`` as a user meets them."""

import json
from pathlib import Path

import pytest

from optimizer.plan import history_folder
from tests.cli.test_commands import SIX, file, flat, run
from tests.cli.test_keeping import PLAN


@pytest.fixture
def plans(tmp_path: Path) -> tuple[Path, Path]:
    file(tmp_path, "programs.csv", SIX)
    other = (
        PLAN.replace("maximum = 3", "maximum = 2").replace("step2 = 240", "step2 = 220") + '[locks]\nnever = ["p0"]\n'
    )
    return file(tmp_path, "a.toml", PLAN), file(tmp_path, "b.toml", other)


def test_two_plans_are_set_side_by_side_with_what_each_key_does_alone(plans: tuple[Path, Path]) -> None:
    result = run("compare", *plans)
    assert result.exit_code == 0, result.output
    told = flat(result.stdout)
    assert "The chance to match falls by" in told
    assert "b.toml costs $11 less." in told
    assert "quotas.applications.maximum 3 2" in told
    assert "applicant.step2 240 220" in told
    assert 'locks.never [] ["p0"]' in told
    assert "Locked out:" in told or "The list is shorter now" in told


def test_effects_can_be_left_out(plans: tuple[Path, Path]) -> None:
    found = json.loads(run("compare", *plans, "--no-effects", "--json").stdout)
    assert [one["alone"] for one in found["keys"]] == [None] * 3
    assert found["status"] == "solved"


def test_a_plan_against_itself_has_the_same_programs(plans: tuple[Path, Path]) -> None:
    told = flat(run("compare", plans[0], plans[0]).stdout)
    assert "Both lists have the same programs and signals." in told
    assert "The chance to match stays the same" in told


def test_lists_in_files_can_be_compared_with_each_other_and_with_plans(
    plans: tuple[Path, Path], tmp_path: Path
) -> None:
    run("build", plans[0], "--out", tmp_path / "a.csv", "--no-keep")
    run("build", plans[1], "--out", tmp_path / "b.json", "--no-keep")
    told = flat(run("compare", tmp_path / "a.csv", plans[1]).stdout)
    assert "by the plan of the other" in told
    told = flat(run("compare", tmp_path / "a.csv", tmp_path / "a.csv").stdout)
    assert "not known not known 3 3 not known" in told
    found = json.loads(run("compare", plans[0], tmp_path / "b.json", "--json").stdout)
    assert len(found["keys"]) == 3


def test_other_signals_are_told(plans: tuple[Path, Path], tmp_path: Path) -> None:
    run("build", plans[0], "--out", tmp_path / "a.json", "--no-keep")
    record = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    record["programs"][0]["signal"] = "silver" if record["programs"][0]["signal"] == "gold" else "gold"
    file(tmp_path, "b.json", json.dumps(record))
    assert "Other signals: 1" in run("compare", tmp_path / "a.json", tmp_path / "b.json").stdout


def test_keys_without_a_list_or_a_meaning_of_their_own_are_told(plans: tuple[Path, Path]) -> None:
    text = PLAN.replace("{ maximum = 3 }", "{ minimum = 4, maximum = 4 }")
    region = '[quotas.region]\n"West" = { maximum = 5 }\n[[regions]]\nname = "West"\nstates = ["CA"]\n'
    plans[1].write_text(text + region, encoding="utf-8")
    told = flat(run("compare", *plans).stdout)
    assert "only with other keys" in told
    assert "West" in told


def test_faults_of_both_files_are_told_at_once(tmp_path: Path) -> None:
    result = run("compare", file(tmp_path, "a.toml", "x"), tmp_path / "none.csv")
    assert result.exit_code == 2
    assert "a.toml" in result.stderr
    assert "none.csv" in result.stderr


def test_a_plan_without_a_list_ends_with_its_status(plans: tuple[Path, Path]) -> None:
    plans[1].write_text(PLAN.replace("{ maximum = 3 }", "{ minimum = 9 }"), encoding="utf-8")
    assert run("compare", *plans).exit_code == 3


def test_history_shows_versions_with_their_chance_and_what_had_changed(plans: tuple[Path, Path]) -> None:
    plan = plans[0]
    assert "No version is kept" in flat(run("history", plan).stdout)
    run("build", plan, "--keep")
    run("build", plan, "--budget", "22")
    told = flat(run("history", plan).stdout)
    assert "budget.dollars" in told
    assert "UTC" in told
    (history_folder(plan) / "20260901T130000000000Z-x.json").write_text("{", encoding="utf-8")
    assert "can't be read" in flat(run("history", plan).stdout)
    found = json.loads(run("history", plan, "--json").stdout)
    assert [one["changed"] for one in found["versions"]] == [[], ["budget.dollars"]]
    assert len(found["unreadable"]) == 1
    versions = [one["file"] for one in found["versions"]]
    assert run("compare", *versions).exit_code == 0
    assert run("build", versions[0]).exit_code == 0


def test_a_plan_that_isn_t_there_has_no_history_to_show(tmp_path: Path) -> None:
    result = run("history", tmp_path / "none.toml")
    assert result.exit_code == 2
    assert "no such file" in result.stderr
