"""A class at a glance in words: who is at risk, what was not said, where classmates meet."""

from rich.console import Console

from optimizer.cohort import Built, Overlap, Summary, summary_text
from optimizer.plan import NotDecided

OVERLAP = Overlap("x-1", "General Hospital", "Fresno", "CA", "psychiatry", ("a", "b"), ("b",))


def shown(summary: Summary, *notices: str) -> str:
    console = Console(width=140)
    with console.capture() as captured:
        console.print(summary_text(summary, notices))
    return captured.get()


def test_a_student_without_a_list_is_shown_with_the_reason() -> None:
    refused = Built("a", None, "the score can't be read")
    late = Built("b", NotDecided(title="t", bound=0.5, seconds=1.0), "The time ran out.", ("step2",))
    text = shown(Summary((refused, late), 0.75, (OVERLAP,)), "Columns that were not used: Email.")
    assert "0 of 2 students have a list." in text
    assert "the score can't be read" in text
    assert "General Hospital" in text
    assert "Email" in text


def test_a_class_in_which_nobody_is_at_risk_says_nothing_of_risk() -> None:
    assert "At risk" not in shown(Summary((), 0.75, ()))
