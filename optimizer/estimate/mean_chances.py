"""Means of chances over a normal spread of log-odds, and back from the mean to the log-odds."""

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit

from optimizer.estimate.scenarios import FloatArray

_NODES, _NODE_WEIGHTS = np.polynomial.hermite_e.hermegauss(9)
_NODE_SHARES = _NODE_WEIGHTS / _NODE_WEIGHTS.sum()
_LOWEST_RATE, _HIGHEST_RATE = 1e-6, 1 - 1e-6
_NEWTON_STEPS = 12
_LARGEST_STEP = 1.0
_CLOSE_ENOUGH = 1e-12


def mean_chance(log_odds: FloatArray, spread: FloatArray) -> FloatArray:
    """Mean of ``expit(log_odds + spread * normal)``; the arrays broadcast."""
    total = np.zeros(np.broadcast_shapes(log_odds.shape, spread.shape))
    for node, share in zip(_NODES, _NODE_SHARES, strict=True):
        total += share * expit(log_odds + node * spread)
    return total


def base_log_odds(
    rate: npt.ArrayLike, spread: npt.ArrayLike, effects: npt.ArrayLike = 0.0, shares: npt.ArrayLike = 1.0
) -> FloatArray:
    """Log-odds around which a normal spread gives a mean chance: the inverse of `mean_chance`, by Newton's method.

    Parameters
    ----------
    rate : array
        Mean chance.
    spread : array
        Standard deviation in log-odds; broadcasts to `rate`.
    effects, shares : arrays, shape (..., kinds)
        What each kind of case adds to the log-odds, and its share of the cases that `rate` is the mean of; the
        log-odds found are those of a kind that adds nothing. By default there is one such kind.
    """
    rate = np.clip(np.asarray(rate, dtype=np.float64), _LOWEST_RATE, _HIGHEST_RATE)
    spread = np.broadcast_to(np.asarray(spread, dtype=np.float64), rate.shape)
    effects, shares = np.atleast_1d(effects), np.atleast_1d(shares)
    # A logistic curve smeared by a normal is close to a flatter logistic curve (MacKay 1992, Neural Computation 4(5)).
    center = logit(rate) * np.sqrt(1 + np.pi / 8 * spread**2) - np.log((shares * np.exp(effects)).sum(axis=-1))
    each = effects[..., None] + _NODES * spread[..., None, None]
    weight = shares[..., None] * _NODE_SHARES
    for _ in range(_NEWTON_STEPS):
        chance = expit(center[..., None, None] + each)
        weighed = chance * weight
        excess = weighed.sum(axis=(-2, -1)) - rate
        slope = (weighed * (1 - chance)).sum(axis=(-2, -1))
        step = np.clip(excess / slope, -_LARGEST_STEP, _LARGEST_STEP)
        center = center - step
        if np.abs(step).max(initial=0.0) < _CLOSE_ENOUGH:
            break
    return np.asarray(center)
