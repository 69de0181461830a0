import json

import pytest

from optimizer.export import outcome_json
from optimizer.plan import LimitUse, NoList, NotDecided, ProgramList, Suggestion, Wish
from tests.export.lists import listed, program_list
from tests.people_and_programs import plan

LIST_KEYS = {
    "status",
    "match_probability",
    "match_probability_range",
    "expected_interviews",
    "spend",
    "gap",
    "seconds",
    "programs",
    "limits",
    "notices",
}
PROGRAM_KEYS = {
    "id",
    "name",
    "institution",
    "specialty",
    "city",
    "state",
    "division",
    "region",
    "tier",
    "signal",
    "interview_probability",
    "offer_probability",
    "marginal_value",
    "locked",
    "reasons",
}


def test_a_list_has_every_promised_key() -> None:
    found = json.loads(outcome_json(program_list(listed())))
    assert set(found) >= LIST_KEYS
    assert set(found["programs"][0]) >= PROGRAM_KEYS
    assert set(found["limits"][0]) >= {"name", "minimum", "maximum", "used", "binding"}
    assert found["status"] == "solved"
    assert found["match_probability_range"] == [0.18, 0.37]


def test_a_list_reads_back_as_the_same_value() -> None:
    before = program_list(listed(), listed(id="b", city="Mayagüez", setting=None))
    assert ProgramList.model_validate_json(outcome_json(before)) == before


def test_a_free_side_of_a_limit_is_null() -> None:
    found = json.loads(outcome_json(program_list(listed())))
    assert found["limits"][0]["minimum"] is None


def test_clashing_limits_come_with_remedies_and_words() -> None:
    remedy = Suggestion(
        limit="budget", about=Wish("budget"), side="maximum", present=300.0, needed=3030.0, words="Raise the budget."
    )
    found = json.loads(
        outcome_json(NoList(title="A", conflict=("region West", "budget"), words="No.", remedies=(remedy,)))
    )
    assert found["status"] == "infeasible"
    assert found["conflict"] == ["region West", "budget"]
    assert found["words"] == "No."
    assert found["remedies"][0]["needed"] == 3030.0


def test_no_decision_in_time_comes_with_bound_and_seconds() -> None:
    found = json.loads(outcome_json(NotDecided(title="A", bound=0.5, seconds=10.0)))
    assert (found["status"], found["bound"], found["seconds"]) == ("undecided", 0.5, 10.0)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_never_gets_out(value: float) -> None:
    broken = program_list().model_copy(
        update={
            "limits": (
                LimitUse(name="budget", about=Wish("budget"), minimum=None, maximum=None, used=value, binding=False),
            )
        }
    )
    with pytest.raises(ValueError, match="not JSON compliant"):
        outcome_json(broken)


def test_accents_are_written_as_they_are() -> None:
    assert "Mayagüez" in outcome_json(program_list(listed(city="Mayagüez")))


def test_with_its_plan_a_list_says_its_id_and_what_it_was_built_from() -> None:
    found = json.loads(outcome_json(program_list(listed()), plan(title="Mine", budget={"dollars": 5.0})))
    assert found["list_id"] == program_list(listed()).list_id
    assert found["plan"]["title"] == "Mine"
    assert found["plan"]["budget"] == {"dollars": 5.0}
    assert "list_id" not in json.loads(outcome_json(NotDecided(title="A", bound=0.5, seconds=10.0), plan()))
