"""Where the ends of a range lie, and that they don't hang on the luck of the draws."""

import numpy as np
import pytest
from scipy.special import ndtri

from optimizer.applicant import Applicant
from optimizer.directory import load_directory
from optimizer.estimate import ends_of_chances, estimate, list_range, range_ends
from optimizer.evidence import load_evidence, load_season


def chances_of_offers(log_offers: object) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.asarray(-np.expm1(-np.exp(np.asarray(log_offers, dtype=np.float64))))


def test_ends_of_normal_logs_of_offers_are_their_percentiles() -> None:
    even = ndtri((np.arange(4000) + 0.5) / 4000)
    chances = chances_of_offers(-0.4 + 0.7 * even)
    assert ends_of_chances(chances) == pytest.approx(np.percentile(chances, (10, 90)), abs=1e-3)


def test_ends_of_skewed_chances_lie_near_their_percentiles() -> None:
    even = ndtri((np.arange(4000) + 0.5) / 4000)
    chances = chances_of_offers(-0.4 + 0.5 * np.where(even < 0, 1.25 * even, 0.85 * even))
    assert ends_of_chances(chances) == pytest.approx(np.percentile(chances, (10, 90)), abs=0.015)


@pytest.mark.parametrize("chance", [0.0, 0.37, 1.0])
def test_chances_that_are_all_the_same_are_both_ends(chance: float) -> None:
    assert ends_of_chances(np.full(64, chance)) == (chance, chance)


def test_ends_lie_in_order_and_are_chances() -> None:
    rng = np.random.default_rng(5)
    for _ in range(200):
        few, many = rng.uniform(0.05, 5.0, 2)
        low, high = ends_of_chances(rng.beta(few, many, 64))
        assert 0.0 <= low < high <= 1.0


@pytest.mark.parametrize(("kind", "specialty"), [("us-do", "anesthesiology"), ("us-md", "dermatology")])
def test_ends_move_by_a_point_and_a_half_at_most_from_seed_to_seed(
    kind: str, specialty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In standard deviations: 1.2 and 0.8 points; drawn without regard to each other, and as percentiles, 3 and 2."""
    person = Applicant.model_validate({"type": kind, "specialties": (specialty,), "step2": 245, "home_state": "OH"})
    made = estimate(person, load_directory().of_specialties((specialty,)), load_season(2026), load_evidence())
    mode = np.where(np.arange(len(made.situation.programs)) < 60, 0, -1)
    ends = []
    for seed in range(12):
        monkeypatch.setattr(range_ends, "RANGE_SEED", seed)
        found = list_range(made, mode).match_probability
        ends.append((found.low, found.high))
    assert np.std(ends, axis=0).max() < 0.015


def test_a_draw_that_counts_twice_is_as_two_draws() -> None:
    chances = np.random.default_rng(4).beta(3.0, 2.0, 32)
    twice = np.arange(32) < 8
    weight = np.where(twice, 2.0, 1.0) / 40.0
    assert ends_of_chances(chances, weight) == pytest.approx(ends_of_chances(np.repeat(chances, np.where(twice, 2, 1))))
