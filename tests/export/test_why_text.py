from typing import Any

import pytest
from rich.console import Console

from optimizer.export import why_text
from optimizer.plan import Mention, Opposite, ProgramWhy, WhyStep

SOLVED = {
    "change": "locked out",
    "status": "solved",
    "match_probability": 0.27,
    "match_probability_change": -0.0012,
    "value": 0.23,
    "value_change": -0.0005,
    "value_change_range": (-0.0006, -0.0004),
}


def why(opposite: dict[str, Any] | None = None, **facts: Any) -> ProgramWhy:
    given = {
        "id": "a",
        "name": "Example Hospital",
        "institution": "Example Health",
        "specialty": "psychiatry",
        "city": "Fresno",
        "state": "CA",
        "division": "Pacific",
        "region": "West",
        "setting": None,
        "tier": "realistic",
        "on_list": True,
        "verdict": "It is on the list with a gold signal.",
        "signal": "gold",
        "interview_probability": 0.0712,
        "interview_probability_range": (0.004, 0.19),
        "offer_probability": 0.021,
        "steps": (
            WhyStep(term="average", words="a typical applicant", log_odds=0.0, interview_probability=0.031),
            WhyStep(term="signal", words="gold signal", log_odds=0.9163, interview_probability=0.0712),
        ),
        "reasons": ("West: your priority 9 of 10",),
        "unknowns": ("the program's setting",),
        "list_match_probability": 0.27,
        "list_value": 0.23,
        "opposite": Opposite.model_validate(SOLVED | (opposite or {})),
    }
    return ProgramWhy.model_validate(given | facts)


def told(about: ProgramWhy) -> str:
    console = Console(width=80, force_terminal=False, markup=False, emoji=False, highlight=False)
    with console.capture() as captured:
        console.print(why_text(about))
    return " ".join(captured.get().split())


def test_standing_and_chance_come_first() -> None:
    assert told(why()).startswith(
        "Example Hospital, Fresno, CA It is on the list with a gold signal. Chance of an interview: 7 in 100 "
        "(range <1-19). Chance to match there if nothing better comes: 2 in 100."
    )


def test_each_term_says_its_odds_and_the_chance_that_it_leads_to() -> None:
    text = told(why())
    assert "average a typical applicant 3.1" in text
    assert "signal gold signal x 2.50 7.1" in text


def test_chances_above_ten_in_100_are_whole() -> None:
    step = WhyStep(term="average", words="anyone", log_odds=0.0, interview_probability=0.314)
    assert "anyone 31 " in told(why(steps=(step,)))


def test_unknowns_and_reasons_are_listed() -> None:
    assert "Reasons - West: your priority 9 of 10 Not known - the program's setting Without it" in told(why())


def test_each_term_names_its_figures_with_source_and_grade() -> None:
    slope = {"figure": "step2_slope/psychiatry", "of": "", "grade": "C", "source": "Calibration 3: matchlist"}
    typical = {"figure": "step2_typical/psychiatry/us-md", "of": "of the 2026 match", "grade": "B", "source": "NRMP"}
    step = {"term": "score", "words": "Step 2 CK: 250", "log_odds": 0.2, "interview_probability": 0.1}
    sources = tuple(one | {"address": ""} for one in (slope, typical))
    text = told(why(steps=(step | {"sources": sources},)))
    assert "- score: step2_slope (Calibration 3, C); step2_typical (NRMP, of the 2026 match, B)" in text
    assert "Where the terms are from" not in told(why())


def test_nothing_unknown_is_not_mentioned() -> None:
    assert "Not known" not in told(why(unknowns=()))


def test_a_loss_is_said_in_points_that_are_proven() -> None:
    text = told(why())
    assert "The best list then loses 0.04 points in 100 of what it is built for" in text
    assert "The chance to match falls by 0.12 points in 100." in text


def test_a_gain_is_said_as_one() -> None:
    text = told(why({"value_change_range": (0.002, 0.003), "match_probability_change": 0.01}))
    assert "gains 0.20 points" in text
    assert "rises by 1.00 points" in text


def test_lists_that_the_proof_cannot_tell_apart_are_said_to_be_as_good() -> None:
    text = told(why({"value_change_range": (-0.0001, 0.0003), "match_probability_change": -0.00001}))
    assert "is as good as this one, to 0.03 points in 100" in text
    assert "stays the same to 0.01 points" in text


@pytest.mark.parametrize(("signal", "words"), [("none", "without a signal"), ("silver", "with a silver signal")])
def test_a_program_locked_in_is_told_with_its_signal(signal: str, words: str) -> None:
    text = told(why({"change": "locked in", "signal": signal}, on_list=False))
    assert "If you lock it in" in text
    assert f"It would be on that list {words}." in text
    assert "What counts here" in text


def test_a_clash_is_said_where_no_list_has_the_program() -> None:
    clash = Opposite(change="locked in", status="infeasible", words="No list can keep 'lock on a'.")
    assert "There is no list then. No list can keep 'lock on a'." in told(why().model_copy(update={"opposite": clash}))


def test_programs_that_leave_and_enter_are_named_and_a_long_row_is_counted() -> None:
    many = tuple(Mention(id=f"{k}", name=f"P{k}", city="Reno", state="NV") for k in range(10))
    text = told(why({"leaving": many, "entering": many[:1]}))
    assert "Leaving the list: P0 (Reno, NV); P1 (Reno, NV);" in text
    assert "and 2 more." in text
    assert "Entering it: P0 (Reno, NV)." in text
