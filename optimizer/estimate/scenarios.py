"""Scenarios: luck that programs share, as equally weighted points of a low-discrepancy sequence."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from optimizer.arrays import FloatArray
from optimizer.directory import DIVISIONS, PUERTO_RICO
from optimizer.estimate.low_discrepancy import sobol_points
from optimizer.evidence import normal_scores

REGIONS = (*DIVISIONS, PUERTO_RICO)
DEFAULT_SCENARIOS = 32
COUPLE_SCENARIOS = 64
"""Of two applicants, whose unseen strengths differ: more luck to average over."""
_SEED = 2026


@dataclass(frozen=True, slots=True, eq=False)
class Scenarios:
    """Shared shocks.

    Attributes
    ----------
    weight : array, shape (scenarios,)
        Sums to 1.
    strength : array, shape (scenarios,)
        How much stronger programs find the application than its figures say; mean 0, standard deviation 1.
    region : array, shape (scenarios, regions)
        The same for the programs of one division, in the order of `REGIONS`.
    reception : array, shape (scenarios,), or None
        How those who interview the applicant take to them, as a quantile in (0, 1), even over the scenarios: below
        `hardly_wanted_share` hardly anybody wants them. None says nothing of it: all of it is averaged over.
    """

    weight: FloatArray
    strength: FloatArray
    region: FloatArray
    reception: FloatArray | None = None

    def hardly_wanted(self, share: FloatArray) -> FloatArray:
        """How far each scenario is among so large a share of the lowest receptions, shape (..., scenarios).

        0 or 1, but for the one scenario that the share ends in; the mean over equally weighted ones is the share.
        """
        if self.reception is None:
            return np.broadcast_to(share[..., None], (*share.shape, self.weight.size))
        count = self.weight.size
        return np.clip(share[..., None] * count - (self.reception * count - 0.5), 0.0, 1.0)


@cache
def draw_scenarios(count: int = DEFAULT_SCENARIOS) -> Scenarios:
    """Scenarios from a scrambled Sobol sequence, with means, standard deviations and correlations made exact.

    So few points leave shocks correlated that have nothing to do with each other (Mountain and Puerto Rico by -0.6 at
    32), and a list would hedge against that. With fewer than twice as many scenarios as shocks only means and
    standard deviations are made exact: there the rest would be noise blown up.

    Parameters
    ----------
    count : int
        A power of two >= 2.

    Raises
    ------
    ValueError
        Another count: the sequence is balanced over powers of two only.

    References
    ----------
    Sobol (1967), USSR Computational Mathematics and Mathematical Physics 7(4), doi 10.1016/0041-5553(67)90144-9.
    """
    if count < 2 or count & (count - 1):
        raise ValueError(f"{count} scenarios asked for; a power of two >= 2 is needed")
    shocks = normal_scores(sobol_points(count, 2 + len(REGIONS), _SEED))
    shocks = (shocks - shocks.mean(axis=0)) / shocks.std(axis=0)
    if count >= 2 * shocks.shape[1]:
        shocks = _uncorrelated(shocks)
    weight = np.full(count, 1.0 / count)
    # The same arrays are handed to everyone who asks.
    reception = even_quantiles(shocks[:, -1])
    for array in (shocks, weight, reception):
        array.setflags(write=False)
    return Scenarios(weight, shocks[:, 0], shocks[:, 1:-1], reception)


@cache
def draw_for_two(count: int = COUPLE_SCENARIOS) -> tuple[Scenarios, Scenarios]:
    """Scenarios of two applicants: the luck of regions is the same for both, strength and reception are each one's own.

    Parameters
    ----------
    count : int
        A power of two >= 32: with fewer the shocks of both can't be made uncorrelated.
    """
    if count < DEFAULT_SCENARIOS or count & (count - 1):
        raise ValueError(f"{count} scenarios asked for; a power of two >= {DEFAULT_SCENARIOS} is needed")
    shocks = normal_scores(sobol_points(count, 4 + len(REGIONS), _SEED))
    shocks = _uncorrelated((shocks - shocks.mean(axis=0)) / shocks.std(axis=0))
    weight, region = np.full(count, 1.0 / count), shocks[:, 4:]
    receptions = even_quantiles(shocks[:, 2]), even_quantiles(shocks[:, 3])
    for array in (shocks, weight, *receptions):
        array.setflags(write=False)
    first, second = (Scenarios(weight, shocks[:, who], region, receptions[who]) for who in (0, 1))
    return first, second


def even_quantiles(values: FloatArray) -> FloatArray:
    """Quantiles of values among themselves: the middles of as many equal parts of (0, 1)."""
    return np.asarray((np.argsort(np.argsort(values)) + 0.5) / values.size)


def _uncorrelated(shocks: FloatArray) -> FloatArray:
    """The nearest shocks without correlation: multiplied by the inverse square root of their covariance."""
    variance, direction = np.linalg.eigh(shocks.T @ shocks / len(shocks))
    return np.asarray(shocks @ (direction / np.sqrt(variance)) @ direction.T)
