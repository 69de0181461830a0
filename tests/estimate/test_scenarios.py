"""Scenarios: shared luck with exact moments, the same every time."""

import numpy as np
import pytest

from optimizer.directory import DIVISIONS
from optimizer.estimate import draw_scenarios
from optimizer.estimate.scenarios import REGIONS

COUNTS = (2, 8, 32, 128)


@pytest.mark.parametrize("count", COUNTS)
def test_weights_are_equal_and_sum_to_one(count: int) -> None:
    weight = draw_scenarios(count).weight
    assert weight.shape == (count,)
    assert weight.sum() == pytest.approx(1.0, abs=1e-15)
    assert np.ptp(weight) == 0.0


@pytest.mark.parametrize("count", COUNTS)
def test_every_shock_has_mean_zero_and_standard_deviation_one(count: int) -> None:
    drawn = draw_scenarios(count)
    shocks = np.column_stack([drawn.strength, drawn.region])
    np.testing.assert_allclose(shocks.mean(axis=0), 0.0, atol=1e-12)
    np.testing.assert_allclose(shocks.std(axis=0), 1.0, atol=1e-12)


def test_every_division_and_puerto_rico_has_a_shock_of_its_own() -> None:
    assert draw_scenarios(32).region.shape == (32, len(DIVISIONS) + 1)
    assert (*DIVISIONS, "Puerto Rico") == REGIONS


@pytest.mark.parametrize("count", [32, 128])
def test_shocks_have_nothing_to_do_with_each_other(count: int) -> None:
    drawn = draw_scenarios(count)
    shocks = np.column_stack([drawn.strength, drawn.region])
    np.testing.assert_allclose(np.corrcoef(shocks.T), np.eye(shocks.shape[1]), atol=1e-12)


def test_strength_is_spread_like_a_normal_distribution() -> None:
    strength = np.sort(draw_scenarios(128).strength)
    np.testing.assert_allclose(np.percentile(strength, [10, 50, 90]), [-1.2816, 0.0, 1.2816], atol=0.1)


def test_the_same_scenarios_come_every_time() -> None:
    first = draw_scenarios(16)
    draw_scenarios.cache_clear()
    again = draw_scenarios(16)
    assert first is not again
    np.testing.assert_array_equal(first.strength, again.strength)
    np.testing.assert_array_equal(first.region, again.region)


def test_nobody_can_change_the_scenarios_of_others() -> None:
    drawn = draw_scenarios()
    for array in (drawn.weight, drawn.strength, drawn.region):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0.0


@pytest.mark.parametrize("count", [-4, 0, 1, 3, 33])
def test_only_a_power_of_two_from_two_is_balanced(count: int) -> None:
    with pytest.raises(ValueError, match="power of two"):
        draw_scenarios(count)
