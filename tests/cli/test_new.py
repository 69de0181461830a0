"""``matchlist new``: a first plan, asked for question by question."""

from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from optimizer.cli import app, questions
from optimizer.plan import read_plan
from tests.cli.test_commands import flat

US_MD = ["psychiatry", "us-md", "245", "2026", "0", "CA", "", "", "1500", "n"]
"""Specialty, type, Step 2 CK, graduation, attempts, state, no tie, no region, budget, not built."""


def new(path: Path | None, *answers: str) -> Result:
    given = ["new"] if path is None else ["new", str(path)]
    return CliRunner().invoke(app, given, input="".join(f"{answer}\n" for answer in answers))


def test_a_few_answers_make_a_plan_file_that_can_be_built(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    result = new(path, *US_MD)
    assert result.exit_code == 0, result.output
    plan = read_plan(path)
    assert plan.applicant.type == "us-md"
    assert plan.applicant.specialties == ("psychiatry",)
    assert (plan.applicant.step2, plan.applicant.graduation_year, plan.applicant.failed_attempts) == (245, 2026, 0)
    assert (plan.applicant.home_state, plan.budget.dollars) == ("CA", 1500.0)
    assert f"matchlist build {path}" in flat(result.output)


def test_yes_builds_the_list_at_once(tmp_path: Path) -> None:
    result = new(tmp_path / "my.toml", *US_MD[:-1], "y")
    assert result.exit_code == 0, result.output
    assert "Chance to match" in result.output


def test_an_international_graduate_is_asked_about_visa_experience_ties_and_regions(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    answers = [
        "internal medicine", "non-us-img", "235", "2024", "no", "0", "3", "J-1", "",
        "family", "Los Angeles", "letter", "Springfield", "2", "",
        "Los Angeles", "", "New York", "1", "7", "Los Angeles", "", "3",
        "8", "3330", "n",
    ]  # fmt: skip
    result = new(path, *answers)
    assert result.exit_code == 0, result.output
    plan = read_plan(path)
    assert (plan.applicant.us_clinical_months, plan.applicant.visa, plan.applicant.home_state) == (3, "j1", None)
    assert [(tie.kind, tie.scope) for tie in plan.applicant.ties] == [("family", "metro"), ("letter", "metro")]
    assert [(region.name, region.priority) for region in plan.regions] == [("Los Angeles", 10.0), ("New York", 7.0)]
    assert (plan.elsewhere_priority, plan.flexibility) == (3.0, 0.8)
    assert "named that already" in result.output
    assert "programs of your specialties" in result.output


def test_not_knowing_is_an_answer_and_stays_unknown(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    result = new(path, "psychiatry", "non-us-img", "", "don't know", "-", "", "", "", "", "", "", "", "n")
    assert result.exit_code == 0, result.output
    plan = read_plan(path)
    assert plan.applicant.unknowns == (
        "step2", "graduation_year", "failed_attempts", "us_clinical_months", "visa", "home_state",
    )  # fmt: skip
    assert plan.budget.dollars is None
    assert plan.quotas.applications.maximum == 60


def test_who_lives_abroad_says_so(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    result = new(path, "psychiatry", "non-us-img", "", "", "", "", "", "None", "", "", "", "", "n")
    assert result.exit_code == 0, result.output
    assert read_plan(path).applicant.home_state == "none"


def test_a_wrong_answer_is_asked_again_with_what_is_allowed_and_a_question_mark_explains(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    answers = ["", "astrology", "psychiatry", "5", "us-md", "?", "999", "245", *US_MD[3:5], "Bavaria", *US_MD[5:]]
    result = new(path, *answers)
    assert result.exit_code == 0, result.output
    told = flat(result.output)
    assert "This one is needed." in told
    assert "astrology" in told
    assert "Allowed: a whole number from 100 to 300." in told
    assert "Three digits, such as 245." in told
    assert "No such state: Bavaria" in told
    assert read_plan(path).applicant.step2 == 245


def test_a_place_that_was_misunderstood_is_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    result = new(path, *US_MD[:7], "LA", "x", "Los Angeles", "9", "", "", "", *US_MD[8:])
    assert result.exit_code == 0, result.output
    assert "Louisiana, the state" in result.output
    assert [region.name for region in read_plan(path).regions] == ["Los Angeles"]


def test_a_place_that_no_tie_can_have_is_asked_again_and_enter_leaves_it(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    result = new(path, *US_MD[:6], "family", "90012", "", *US_MD[6:])
    assert result.exit_code == 0, result.output
    assert "No tie has such a place" in result.output
    assert read_plan(path).applicant.ties == ()


def test_a_file_that_is_there_is_not_replaced_without_a_yes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "my.toml"
    path.write_text("precious", encoding="utf-8")
    result = new(path, "n", "other", *US_MD)
    assert result.exit_code == 0, result.output
    assert path.read_text(encoding="utf-8") == "precious"
    assert (tmp_path / "other.toml").is_file()
    assert new(path, "y", *US_MD).exit_code == 0
    assert path.read_text(encoding="utf-8").startswith("# A plan for matchlist.")


def test_without_a_name_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert new(None, "nowhere/at-all", "", *US_MD).exit_code == 0
    assert (tmp_path / "my-plan.toml").is_file()


def test_a_folder_that_isn_t_there_is_bad_input(tmp_path: Path) -> None:
    result = new(tmp_path / "nowhere" / "my.toml")
    assert result.exit_code == 2
    assert "its folder doesn't exist" in result.stderr


def test_leaving_early_keeps_what_was_answered(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    result = new(path, *US_MD[:3])
    assert result.exit_code == 130
    assert f"What you answered is in {path}" in flat(result.output)
    assert read_plan(path).applicant.step2 == 245


def test_leaving_before_there_is_a_plan_says_that_nothing_was_written(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    result = new(path, "psychiatry")
    assert result.exit_code == 130
    assert "Nothing was written" in result.output
    assert not path.exists()


@pytest.mark.parametrize("answered", range(2, len(US_MD) - 1))
def test_control_c_after_any_answer_loses_none(answered: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, asked, real = tmp_path / "my.toml", iter(range(99)), typer.prompt

    def prompt(text: str, **options: Any) -> str:
        if next(asked) == answered:
            raise KeyboardInterrupt
        return str(real(text, **options))

    monkeypatch.setattr("optimizer.cli.prompting.typer.prompt", prompt)
    result = new(path, *US_MD)
    assert result.exit_code == 130, result.output
    found = read_plan(path).applicant
    assert found.type == "us-md"
    assert (found.step2 == 245) == (answered > 2)
    assert (found.home_state == "CA") == (answered > 5)


def test_leaving_at_the_last_question_leaves_the_plan(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    result = new(path, *US_MD[:-1])
    assert result.exit_code == 0, result.output
    assert "To build its list" in result.output


def test_where_fees_aren_t_known_the_number_of_applications_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("optimizer.plan.questions.application_dollars", lambda *_: None)
    path = tmp_path / "my.toml"
    assert new(path, *US_MD[:8], "40", "n").exit_code == 0
    plan = read_plan(path)
    assert plan.budget.dollars is None
    assert plan.quotas.applications.maximum == 40


def test_the_slugs_that_are_offered_are_those_that_an_applicant_can_have() -> None:
    from optimizer.vocabulary import APPLICANT_TYPES, TIE_KINDS, TIE_MEANINGS, VISAS  # noqa: PLC0415 - beside what they are held to

    assert set(questions.TYPES) == set(APPLICANT_TYPES)
    assert set(questions.VISAS) == set(VISAS)
    assert set(TIE_MEANINGS) == set(TIE_KINDS)


def test_a_do_with_comlex_alone_says_so(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    answers = ["anesthesiology", "us-do", "560", "", "no", "2026", "0", "TX", "", "", "900", "220", "n"]
    result = new(path, *answers)
    assert result.exit_code == 0, result.output
    plan = read_plan(path)
    assert (plan.applicant.comlex2, plan.applicant.step2, plan.applicant.has_step2) == (560, None, False)
    assert "20 applications to first years are usual, which cost $220" in flat(result.output)
    assert (plan.budget.dollars, plan.first_year.reserve) == (900.0, 220.0)


def test_a_comlex_score_in_the_place_of_step_2_ck_is_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    result = new(path, "psychiatry", "us-do", "", "560", "245", "2026", "0", "TX", "", "", "900", "n")
    assert "by its size it is a COMLEX-USA Level 2 CE score" in flat(result.output)
    assert read_plan(path).applicant.step2 == 245


def test_who_graduated_before_is_asked_whether_they_applied_and_who_needs_an_h1b_about_step_3(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    answers = [
        "psychiatry",
        "non-us-img",
        "245",
        "2020",
        "yes",
        "0",
        "6",
        "h1b",
        "sort of",
        "no",
        "none",
        "",
        "",
        "900",
    ]
    result = new(path, *answers, "n")
    assert result.exit_code == 0, result.output
    assert "Is neither yes nor no" in flat(result.output)
    who = read_plan(path).applicant
    assert (who.applied_before, who.visa, who.step3_passed) == (True, "h1b", False)
