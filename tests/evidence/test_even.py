"""Scores are even in every column, and those that meet in one list are uncorrelated."""

import numpy as np
import pytest
from numpy.typing import NDArray

from optimizer.evidence import Meeting, load_evidence
from optimizer.evidence.even import even_scores, normal_scores, scores_drawn, uncorrelated

NAMES = ("interview_rate", "offer_given_interview", "aim_effect", "strength_sd_offer", "step2_slope", "in_state_effect")
KEYS = tuple(row.key for row in load_evidence().coefficients)


def drawn(specialties: tuple[str, ...], kind: str = "us-do", draws: int = 64) -> NDArray[np.float64]:
    return np.concatenate(scores_drawn(KEYS, draws, 1, Meeting(NAMES, kind, specialties, others=3)), axis=1)


def meeting(specialty: str, kind: str = "us-do") -> list[int]:
    """Columns of what meets in a list of one specialty: figures that hold for it, and what else is drawn."""
    figures = [
        place
        for place, (name, *whose) in enumerate(KEYS)
        if name in NAMES and whose[0] in {None, specialty} and whose[1] in {None, kind} and whose[2] is None
    ]
    return [*figures, *range(len(KEYS), len(KEYS) + 3)]


def farthest(columns: NDArray[np.float64]) -> float:
    """Largest correlation between two of the columns."""
    return float(np.abs(np.corrcoef(columns.T) - np.eye(columns.shape[1])).max())


def test_every_column_has_the_same_even_scores() -> None:
    scores = drawn(("anesthesiology",))
    even = normal_scores((np.arange(64) + 0.5) / 64)
    assert (np.sort(scores, axis=0) == even[:, None]).all()


def test_what_meets_in_a_list_is_uncorrelated_and_drawn_at_random_it_is_not() -> None:
    places = meeting("anesthesiology")
    assert len(places) >= 9
    assert farthest(drawn(("anesthesiology",))[:, places]) < 0.06
    assert farthest(even_scores(64, len(places), np.random.default_rng(1))) > 0.2


def test_each_of_several_specialties_has_uncorrelated_figures_and_the_same_as_alone() -> None:
    both = drawn(("anesthesiology", "psychiatry"))
    for specialty in ("anesthesiology", "psychiatry"):
        places = meeting(specialty)
        assert farthest(both[:, places]) < 0.06
        assert (both[:, places] == drawn((specialty,))[:, places]).all()


def test_figures_of_all_types_are_the_same_for_a_partner_of_another_type() -> None:
    one, other = drawn(("anesthesiology",)), drawn(("psychiatry",), "non-us-img")
    for_all = [place for place, key in enumerate(KEYS) if key[1:] == (None, None, None)]
    assert (one[:, for_all] == other[:, for_all]).all()
    assert (one[:, len(KEYS) :] == other[:, len(KEYS) :]).all()


@pytest.mark.parametrize("draws", [1, 2, 16])
def test_with_too_few_draws_columns_stay_as_they_are(draws: int) -> None:
    scores = even_scores(draws, 9, np.random.default_rng(3))
    assert uncorrelated(scores, scores[:, :0]) is scores


def test_columns_beside_count_too() -> None:
    rng = np.random.default_rng(4)
    beside, scores = even_scores(64, 5, rng), even_scores(64, 5, rng)
    assert farthest(np.concatenate([beside, uncorrelated(scores, beside)], axis=1)[:, 4:]) < 0.06
    assert uncorrelated(scores[:, :0], beside).shape == (64, 0)
