"""Means of chances over a normal spread of log-odds, and back from the mean to the log-odds."""

import numpy as np
import numpy.typing as npt
from scipy.special import logit

from optimizer.estimate.scenarios import FloatArray

_NODES, _NODE_WEIGHTS = np.polynomial.hermite_e.hermegauss(9)
_NODE_SHARES = _NODE_WEIGHTS / _NODE_WEIGHTS.sum()
_LOWEST_RATE, _HIGHEST_RATE = 1e-6, 1 - 1e-6
_STEPS_TO_START, _NEWTON_STEPS = 3, 12
_LARGEST_STEP = 1.0
_CLOSE_ENOUGH = 1e-7
"""Newton's method squares the error: after so small a step it is far below what can be told apart."""


@np.errstate(over="ignore")
def mean_chance(log_odds: FloatArray, spread: FloatArray) -> FloatArray:
    """Mean of ``expit(log_odds + spread * normal)``; the arrays broadcast."""
    total = np.zeros(np.broadcast_shapes(log_odds.shape, spread.shape))
    for node, share in zip(_NODES, _NODE_SHARES, strict=True):
        chance = _chance(log_odds + node * spread)
        chance *= share
        total += chance
    return total


@np.errstate(over="ignore")
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
    center = _about(rate, spread, effects, shares)
    each = _flat(effects[..., None] + _NODES * spread[..., None, None])
    weight = _flat(shares[..., None] * _NODE_SHARES)
    for _ in range(_NEWTON_STEPS):
        chance = _chance(center[..., None] + each)
        weighed = chance * weight
        mean = weighed.sum(axis=-1)
        excess, slope = mean - rate, mean - np.einsum("...k,...k->...", weighed, chance)
        step = np.clip(excess / slope, -_LARGEST_STEP, _LARGEST_STEP)
        center = center - step
        if np.abs(step).max(initial=0.0) < _CLOSE_ENOUGH:
            break
    return np.asarray(center)


def _chance(log_odds: FloatArray) -> FloatArray:
    """The logistic function, several times as fast as SciPy's."""
    # In place: most of the time would go into new arrays. Callers let the exponential overflow, to a chance of 0.
    chance = np.negative(log_odds)
    np.exp(chance, out=chance)
    chance += 1.0
    return np.asarray(np.reciprocal(chance, out=chance))


def _flat(pairs: FloatArray) -> FloatArray:
    """The last two axes as one."""
    return pairs.reshape(*pairs.shape[:-2], -1)


def _about(rate: FloatArray, spread: FloatArray, effects: FloatArray, shares: FloatArray) -> FloatArray:
    """Start close to the solution: a logistic curve smeared by a normal is close to a flatter logistic curve.

    References
    ----------
    MacKay (1992), Neural Computation 4(5), doi 10.1162/neco.1992.4.5.720.
    """
    flatter = 1 / np.sqrt(1 + np.pi / 8 * spread**2)
    center = logit(rate) / flatter - np.log((shares * np.exp(effects)).sum(axis=-1))
    for _ in range(_STEPS_TO_START):
        chance = _chance(flatter[..., None] * (center[..., None] + effects))
        weighed = chance * shares
        slope = flatter * (weighed * (1 - chance)).sum(axis=-1)
        center = center - np.clip((weighed.sum(axis=-1) - rate) / slope, -_LARGEST_STEP, _LARGEST_STEP)
    return np.asarray(center)
