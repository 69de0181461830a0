"""``matchlist frontier``, ``flexibility`` and ``prices`` as a user meets them."""

import json
from pathlib import Path

import pytest

from tests.cli.test_commands import EXAMPLE, SIX, file, flat, run

PLAN = """
programs = ["programs.csv"]
[applicant]
type = "non-us-img"
specialties = ["internal-medicine"]
step2 = 240
[budget]
dollars = 44
[quotas]
applications = { minimum = 2, maximum = 4 }
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file(tmp_path, "programs.csv", SIX)
    return file(tmp_path, "plan.toml", PLAN)


def test_the_frontier_is_a_table_with_your_budget_and_where_more_hardly_pays(plan: Path) -> None:
    result = run("frontier", plan)
    assert result.exit_code == 0, result.output
    told = flat(result.stdout)
    assert "$22 $22 2" in told
    assert "your budget" in told
    assert "bend" not in told, "three chances of less than 6 in 100 lie on no bend that anybody would notice"
    assert "another $100 gains less than 0.5 points in 100" in told
    assert "Your quotas can't be kept for less than $22" in told


def test_the_bend_is_told_where_it_can_be_noticed(plan: Path) -> None:
    likely = PLAN.replace("non-us-img", "us-md").replace("maximum = 4", "maximum = 6").replace("= 44", "= 66")
    plan.write_text(f"flexibility = 1.0\n{likely}", encoding="utf-8")
    told = flat(run("frontier", plan).stdout)
    assert "$50 $44 4" in told
    assert "The curve bends most at $40: below, a dollar buys more than beyond." in told


def test_budgets_can_be_asked_for_and_come_as_json(plan: Path) -> None:
    found = json.loads(run("frontier", plan, "--budgets", "11:44:11", "--json", "--gain", "5").stdout)
    assert found["status"] == "solved"
    assert found["impossible"] == [11]
    assert [one["budget"] for one in found["points"]] == [22, 33, 44]
    assert found["gain"] == 0.05
    assert found["least"] == 22


def test_without_quotas_small_budgets_are_possible(plan: Path) -> None:
    found = json.loads(run("frontier", plan, "--budgets", "11:11:1", "--without-quotas", "--json").stdout)
    assert found["points"][0]["applications"] == 1
    assert "quotas" not in run("frontier", plan, "--without-quotas").stdout


@pytest.mark.parametrize(
    "text", ["", "10", "1:2", "a:b:c", "20:10:5", "0:100:0", "-5:5:1", "0:1e9:1", "0:inf:5", "1:2:nan"]
)
def test_budgets_that_can_t_be_used_are_told_what_is_allowed(text: str, plan: Path) -> None:
    result = run("frontier", plan, f"--budgets={text}")
    assert result.exit_code == 2
    assert "--budgets" in result.stderr
    assert "LOW:HIGH:STEP" in result.stderr


@pytest.mark.parametrize("gain", ["0", "-1", "nan"])
def test_a_gain_of_nothing_is_refused(gain: str, plan: Path) -> None:
    result = run("frontier", plan, f"--gain={gain}")
    assert result.exit_code == 2
    assert "--gain" in result.stderr


def test_flexibility_is_a_table_from_only_where_i_want_to_anywhere(plan: Path) -> None:
    told = flat(run("flexibility", plan).stdout)
    assert "flexibility chance range wanted if matched both" in told
    assert "0.5" in told
    assert "yours" in told
    found = json.loads(run("flexibility", plan, "--json").stdout)
    assert [one["flexibility"] for one in found["points"]] == [0, 0.25, 0.5, 0.75, 1]


def test_prices_name_what_costs_and_what_doesn_t(plan: Path) -> None:
    told = flat(run("prices", plan).stdout)
    assert "applications and budget, together" in told
    assert "Cost nothing" in told
    found = json.loads(run("prices", plan, "--json").stdout)
    assert {"applications", "budget"} <= {one["limit"] for one in found["prices"]}


def test_a_plan_without_limits_has_nothing_to_price(plan: Path) -> None:
    plan.write_text(PLAN.partition("[budget]")[0], encoding="utf-8")
    assert "None of your limits costs anything" in run("prices", plan).stdout


@pytest.mark.parametrize("command", ["frontier", "flexibility", "prices"])
def test_where_there_is_no_list_the_clash_is_told_with_its_status(command: str, plan: Path) -> None:
    plan.write_text(PLAN.replace("minimum = 2, maximum = 4", "minimum = 7"), encoding="utf-8")
    result = run(command, plan)
    assert result.exit_code == 3
    assert "There is no such list" in result.stderr
    assert json.loads(run(command, plan, "--json").stdout)["status"] == "infeasible"


@pytest.mark.parametrize("command", ["frontier", "flexibility", "prices"])
def test_on_the_shipped_example_each_gives_an_answer_that_is_proven(command: str) -> None:
    found = json.loads(run(command, EXAMPLE, "--json").stdout)
    lists = found.get("points") or [one["without"] for one in found["prices"]]
    assert len(lists) >= 5
    assert all(one["bound"] - one["value"] <= 1e-4 for one in lists)
