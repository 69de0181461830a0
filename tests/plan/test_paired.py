"""The range of the difference of two lists: the same draws for both."""

import numpy as np
import pytest

from optimizer.estimate import match_draws
from optimizer.plan import Comparison, KeptList, Plan, changed_plan, compare, kept_list, prepare
from optimizer.plan.questions.paired import paired_change
from tests.people_and_programs import directory as directory_of
from tests.people_and_programs import plan, programs_in_many_cities, solved

WHERE = directory_of(*programs_in_many_cities(30))
WANTED = plan(budget={"dollars": 110.0})
PREPARED = prepare(WANTED, WHERE)
TEN = np.where(np.arange(30) < 10, 0, -1)
NINE = np.where(np.arange(30) < 9, 0, -1)
NONE = np.full(30, -1)


def compared(before: Plan | KeptList, after: Plan | KeptList) -> Comparison:
    found = compare(before, after, WHERE, effects=False)
    assert isinstance(found, Comparison)
    return found


def width(span: tuple[float, float] | None) -> float:
    assert span is not None
    return span[1] - span[0]


def test_a_list_against_itself_differs_in_no_draw() -> None:
    found = paired_change((PREPARED.estimate, TEN), (PREPARED.estimate, TEN))
    assert found is not None
    assert (found.low, found.high, found.higher_share) == (0.0, 0.0, 0.5)


def test_a_list_with_one_program_more_is_higher_in_every_draw() -> None:
    found = paired_change((PREPARED.estimate, NINE), (PREPARED.estimate, TEN))
    assert found is not None
    assert 0.0 < found.low < found.high
    assert found.higher_share == 1.0
    drawn = match_draws(PREPARED.estimate, TEN) - match_draws(PREPARED.estimate, NINE)
    assert (found.low, found.high) == pytest.approx(tuple(np.percentile(drawn, (10, 90))))


def test_against_an_empty_list_the_change_is_the_list_s_own_range() -> None:
    found = paired_change((PREPARED.estimate, NONE), (PREPARED.estimate, TEN))
    assert found is not None
    assert (found.low, found.high) == pytest.approx(tuple(np.percentile(match_draws(PREPARED.estimate, TEN), (10, 90))))


def test_the_change_of_another_score_is_known_better_than_either_chance() -> None:
    found = compared(WANTED, changed_plan(WANTED, {"applicant.step2": 250}))
    change, span = found.match_probability_change, found.match_probability_change_range
    assert change is not None
    assert span is not None
    assert span[0] <= change <= span[1]
    assert width(span) < 0.6 * min(width(one.match_probability_range) for one in (found.before, found.after))
    assert found.more_likely_share is not None
    assert found.more_likely_share > 0.9


def test_swapping_the_lists_turns_the_range_around() -> None:
    other = changed_plan(WANTED, {"budget.dollars": 165.0})
    there, back = compared(WANTED, other), compared(other, WANTED)
    assert there.match_probability_change_range is not None
    assert back.match_probability_change_range == pytest.approx(
        tuple(-end for end in reversed(there.match_probability_change_range))
    )


def test_an_own_figure_without_a_range_leaves_the_draws_without_pairs() -> None:
    found = compared(WANTED, changed_plan(WANTED, {"evidence": {"tie_cap": 2.0}}))
    assert found.match_probability_change is not None
    assert (found.match_probability_change_range, found.more_likely_share) == (None, None)
    assert "without pairs" in found.notices[-1]


def test_a_list_whose_chance_was_estimated_with_other_figures_has_no_range() -> None:
    kept = kept_list(solved(WANTED, WHERE), WANTED, "kept").model_copy(update={"match_probability": 0.9})
    found = compared(kept, WANTED)
    assert found.match_probability_change_range is None
    assert "was estimated at 90.0 in 100 when it was built" in found.notices[-1]


def test_a_list_with_programs_that_are_gone_has_no_range() -> None:
    kept = kept_list(solved(WANTED, WHERE), WANTED, "kept")
    gone = kept.programs[0].model_copy(update={"id": "closed-since"})
    found = compared(kept.model_copy(update={"programs": (gone, *kept.programs[1:])}), WANTED)
    assert found.match_probability_change_range is None
    assert "aren't known today" in found.notices[-1]
