"""Sobol points, against SciPy's."""

import numpy as np
import pytest
from scipy.stats import qmc

from optimizer.estimate import sobol_points
from optimizer.estimate.low_discrepancy import MOST_DIMENSIONS


@pytest.mark.parametrize(
    ("count", "dimensions", "seed"), [(1, 1, 0), (2, 3, 7), (32, 11, 2026), (256, 11, 1), (64, 14, 3)]
)
def test_points_are_those_of_scipy(count: int, dimensions: int, seed: int) -> None:
    expected = qmc.Sobol(d=dimensions, scramble=True, rng=seed).random(count)
    np.testing.assert_array_equal(sobol_points(count, dimensions, seed), expected)


def test_each_half_and_quarter_of_a_coordinate_has_its_share_of_the_points() -> None:
    points = sobol_points(64, MOST_DIMENSIONS, 5)
    assert ((points >= 0) & (points < 1)).all()
    for parts in (2, 4, 64):
        filled = [np.bincount((points[:, k] * parts).astype(int), minlength=parts) for k in range(MOST_DIMENSIONS)]
        assert {int(count) for row in filled for count in row} == {64 // parts}
