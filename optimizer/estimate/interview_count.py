"""How many interviews a list may bring: chances of every number, over luck and over what is uncertain."""

import numpy as np
import numpy.typing as npt

from optimizer.arrays import FloatArray
from optimizer.estimate.draws import list_chances_drawn
from optimizer.estimate.estimator import Estimate

_DRAWS = 24


def interview_count_chances(estimate: Estimate, mode: npt.NDArray[np.int64], draws: int = _DRAWS) -> FloatArray:
    """Chance of every number of interviews that a list can bring.

    Given the scenario and the coefficients, interviews at different programs are independent, so their number is
    a sum of coins with different chances; its distribution is worked out exactly and averaged over the scenarios
    and over draws of the coefficients.

    Parameters
    ----------
    estimate : Estimate
    mode : int array, shape (programs,)
        Mode of each application, -1 = not applied to.
    draws : int
        Of the coefficients; the same every time.

    Returns
    -------
    array, shape (applications + 1,)
        Chances of 0, 1, 2, ... interviews; they sum to 1.
    """
    applications = int((mode >= 0).sum())
    if applications == 0:
        return np.ones(1)
    drawn = list_chances_drawn(estimate, mode, estimate.scenarios, draws)
    # Shape (applications, scenarios of all draws).
    each = np.concatenate([chances.interview[:, 0, :] for _, chances in drawn], axis=1)
    weight = np.tile(estimate.scenarios.weight, draws) / draws
    # Numbers of interviews lie along the first axis, so that a step of the sum reads whole rows.
    count = np.zeros((applications + 1, each.shape[1]))
    count[0] = 1.0
    for reached, chance in enumerate(each, start=1):
        count[1 : reached + 1] = count[1 : reached + 1] * (1.0 - chance) + count[:reached] * chance
        count[0] *= 1.0 - chance
    return np.asarray(count @ weight)


def quantiles(chance: FloatArray, dots: int) -> tuple[int, ...]:
    """So many equally likely numbers: the middle of each of as many equal parts of a distribution.

    Parameters
    ----------
    chance : array
        Chances of 0, 1, 2, ...
    dots : int

    References
    ----------
    Kay et al. (2016), When (ish) is My Bus?, doi 10.1145/2858036.2858558: quantile dotplots.
    """
    middles = (np.arange(dots) + 0.5) / dots
    return tuple(int(number) for number in np.searchsorted(np.cumsum(chance), middles))
