"""How many interviews a list brings that can be held, and what those beyond would bring: nobody holds more than some.

The most is `interviews_most`.

Given the luck that programs share, invitations are independent; their number is taken as binomial with the mean chance,
which is as near as can be seen where chances of one list lie close together, and on the careful side where they don't.
"""

import numpy as np
import numpy.typing as npt

from optimizer.arrays import FloatArray
from optimizer.estimate.log_odds import log_gamma

_LEAST_CHANCE, _MOST_CHANCE = 1e-9, 1 - 1e-9


def held_chances(mean: FloatArray, applications: float, most: int) -> FloatArray:
    """Chances of holding 0, 1, 2, ... interviews.

    Parameters
    ----------
    mean : array, shape (...)
        Expected number of invitations, given the luck.
    applications : float
        At least 1.
    most : int
        Interviews that one person holds.

    Returns
    -------
    array, shape (..., most + 1)
    """
    chance = np.clip(mean / applications, _LEAST_CHANCE, _MOST_CHANCE)[..., None]
    number = np.arange(most, dtype=np.float64)
    beyond = np.maximum(applications - number, 0.0)
    ways = log_gamma(applications + 1) - log_gamma(number + 1) - log_gamma(beyond + 1)
    found = np.exp(ways + number * np.log(chance) + beyond * np.log1p(-chance))
    found[..., number > applications] = 0.0
    return np.concatenate([found, np.maximum(1.0 - found.sum(axis=-1, keepdims=True), 0.0)], axis=-1)


def lost_beyond(invited: FloatArray, offered: FloatArray, applications: int, most: int) -> FloatArray:
    """By how much the chance of any offer is lower since nobody holds more than `most` interviews.

    Parameters
    ----------
    invited, offered : arrays, shape (...)
        Expected number of invitations, and of offers if all were held, given the luck.
    applications : int
    most : int
        Interviews that one person holds.

    Returns
    -------
    array, shape (...)
        At least 0.
    """
    if applications <= most:
        return np.zeros_like(invited)
    # An interview that isn't held would have ended without an offer in so many cases.
    without = 1.0 - np.divide(offered, invited, out=np.zeros_like(invited), where=invited > 0)
    numbers = np.arange(most + 1.0)
    held = (held_chances(invited, applications, most) * without[..., None] ** numbers).sum(axis=-1)
    everything = (1.0 - offered / applications) ** applications
    return np.asarray(np.maximum(held - everything, 0.0))


def held_quantiles(chance: FloatArray, levels: npt.ArrayLike) -> FloatArray:
    """Numbers of interviews at some levels of their distribution, shape of the levels.

    Parameters
    ----------
    chance : array
        Chances of 0, 1, 2, ...
    levels : float array
        In (0, 1).
    """
    return np.searchsorted(np.cumsum(chance), levels).clip(0, chance.size - 1).astype(np.float64)
