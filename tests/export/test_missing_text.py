from typing import Any

import pytest

from optimizer.export import missing_text
from optimizer.export.text.missing import hundredths, points_gained
from optimizer.plan import FactWorth, Gain, MissingFacts, ProgramToAsk
from tests.export.test_list_text import flat, shown

RATE = FactWorth(
    fact="interview rate",
    unknown=506,
    match_probability=Gain(gain=0.2188, standard_error=0.0042),
    value=Gain(gain=0.163, standard_error=0.003),
)
ASKED = ProgramToAsk(
    id="im-ca-example",
    name="Example Hospital",
    institution="Example Health",
    specialty="internal-medicine",
    city="Fresno",
    state="CA",
    on_list=True,
    value=0.0025,
    value_by_fact={"interview rate": 0.00158, "visa policy": 0.00002},
    moves=0.55,
)


def told(**facts: Any) -> str:
    given = {
        "title": "A list",
        "match_probability": 0.275,
        "value": 0.233,
        "draws": 32,
        "facts": (RATE,),
        "programs": (ASKED,),
        "not_counted": ("Rates by state.",),
    }
    return flat(shown(missing_text(MissingFacts.model_validate(given | facts)), 100))


def test_each_kind_of_fact_is_told_with_its_worth_and_the_error_of_it() -> None:
    words = told()
    assert "Your list's chance to match: 28 in 100." in words
    assert "interview rate 506 +22" in words
    assert "mean of 32 draws" in words
    assert "the standard error is 0.4 points at most" in words
    assert "- Rates by state." in words


def test_each_program_is_told_with_what_asking_is_worth() -> None:
    assert "Example Hospital Fresno, CA yes 0.16 <0.01 55" in told()
    off_list = ASKED.model_copy(update={"on_list": False})
    assert "Example Hospital Fresno, CA no 0.16" in told(programs=(off_list,))


def test_answers_that_were_not_given_are_named() -> None:
    assert "What only you know Not given: Step 2 CK, home state, medical school (as a tie to its place)." in told(
        not_answered=("step2", "home_state", "school")
    )
    assert "What only you know" not in told()


def test_where_nothing_is_unknown_that_is_said() -> None:
    words = told(facts=(), programs=())
    assert "Nothing that the estimate uses is unknown about the programs." in words
    assert "Where asking is worth most" not in words


@pytest.mark.parametrize(
    ("gain", "error", "words"),
    [
        (0.2188, 0.0042, "+22"),
        (0.2188, 0.0101, "+22"),
        (0.0214, 0.0008, "+2.1"),
        (0.02143, 0.00004, "+2.14"),
        (0.02143, 0.0000004, "+2.14"),
        (0.02143, 0.0, "+2.14"),
        (0.004, 0.003, "less than 1"),
        (0.0, 0.0, "less than 0.01"),
        (-0.031, 0.004, "-3"),
    ],
)
def test_the_last_digit_of_a_gain_is_larger_than_its_standard_error(gain: float, error: float, words: str) -> None:
    assert points_gained(Gain(gain=gain, standard_error=error)) == words


@pytest.mark.parametrize(("share", "words"), [(0.0025, "0.25"), (0.00005, "0.01"), (0.00004, "<0.01")])
def test_a_small_worth_is_never_rounded_to_nothing(share: float, words: str) -> None:
    assert hundredths(share) == words
