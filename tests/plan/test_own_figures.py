"""Own figures of a plan: from a file beside it, and from the plan itself, which has the last word."""

from pathlib import Path

import pytest

from optimizer.errors import BadInput
from optimizer.evidence import load_evidence
from optimizer.plan import build_list, read_plan
from optimizer.plan.problem.own_figures import plan_evidence
from tests.people_and_programs import directory, plan, program

PLAN = """
evidence_file = "mine.csv"
[applicant]
type = "us-md"
specialties = ["psychiatry"]
{more}
"""


def folder(path: Path, figures: str, more: str = "") -> Path:
    (path / "mine.csv").write_text(f"name,specialty,applicant_type,central\n{figures}", encoding="utf-8")
    (path / "plan.toml").write_text(PLAN.format(more=more), encoding="utf-8")
    return path / "plan.toml"


def test_the_file_is_found_beside_the_plan_and_its_figures_count(tmp_path: Path) -> None:
    usual = load_evidence()
    found = plan_evidence(read_plan(folder(tmp_path, "interview_rate,psychiatry,us-md,0.5\n")), usual)
    assert found.central("interview_rate", "psychiatry", "us-md") == 0.5
    assert found.central("interview_rate", "psychiatry", "us-do") == usual.central(
        "interview_rate", "psychiatry", "us-do"
    )


def test_what_the_plan_names_itself_has_the_last_word(tmp_path: Path) -> None:
    wanted = read_plan(folder(tmp_path, "tie_cap,,,2.0\nregion_sd,,,0.3\n", "[evidence]\ntie_cap = 3.0"))
    found = plan_evidence(wanted, load_evidence())
    assert (found.central("tie_cap"), found.central("region_sd")) == (3.0, 0.3)


def test_a_plan_without_own_figures_has_the_table_as_it_is() -> None:
    assert plan_evidence(plan(), load_evidence()).rows == load_evidence().rows


@pytest.mark.parametrize(
    ("figures", "said"),
    [("tie_cup,,,2.0\n", "tie_cup"), ("region_sd,,,-1\n", "region_sd"), ("tie_cap,,,much\n", "line 2")],
)
def test_a_file_that_can_not_be_used_is_told_before_anything_is_solved(tmp_path: Path, figures: str, said: str) -> None:
    wanted = read_plan(folder(tmp_path, figures))
    with pytest.raises(BadInput, match=said):
        build_list(wanted, directory(program(specialty="psychiatry")))
