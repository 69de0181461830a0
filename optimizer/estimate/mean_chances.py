"""Means of chances over what a program may be like, and back from the mean to the log-odds."""

from dataclasses import dataclass
from functools import cache
from typing import Self

import numpy as np
import numpy.typing as npt

from optimizer.arrays import FloatArray
from optimizer.estimate.log_odds import logit


@cache
def gauss_hermite(count: int) -> tuple[FloatArray, FloatArray]:
    """Nodes of a standard normal, and their shares."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(count)
    return nodes, weights / weights.sum()


NODES, NODE_SHARES = gauss_hermite(9)
_AT_A_TIME = 128
"""Programs worked out together."""
_FEWER = ((0.5, 5), (0.75, 7))
"""Spreads below which so few nodes are enough: to a millionth of the chance."""
_LOWEST_RATE, _HIGHEST_RATE = 1e-6, 1 - 1e-6
_STEPS_TO_START, _NEWTON_STEPS = 3, 12
_LARGEST_STEP = 1.0
_FARTHEST = 150.0
"""Log-odds beyond which nothing differs any more, and whose odds can still be squared."""
_CLOSE_ENOUGH = 1e-7
"""Newton's method squares the error: after so small a step it is far below what can be told apart."""


@dataclass(frozen=True, slots=True, eq=False)
class Otherwise:
    """A fact that isn't known, such as a visa policy: with some chance the log-odds are others.

    Attributes
    ----------
    share : array
        How likely that is, in [0, 1]; 0 where the fact is known.
    add : array
        What is added to the log-odds then.
    """

    share: FloatArray
    add: FloatArray

    def of(self, programs: npt.NDArray[np.bool_] | npt.NDArray[np.int64] | int) -> Self:
        """That of some programs."""
        return type(self)(np.asarray(self.share[programs]), np.asarray(self.add[programs]))

    def beside(self, dimensions: int) -> Self:
        """The same with further dimensions of size 1, to broadcast with modes and scenarios."""
        further = (...,) + (None,) * dimensions
        return type(self)(self.share[further], self.add[further])

    @np.errstate(over="ignore")
    def chance(self, log_odds: FloatArray) -> FloatArray:
        """Mean of ``expit(log_odds)`` over the fact."""
        if not self.share.any():
            return _chance(log_odds)
        # In place and with one exponential for both cases: most of the time goes into these.
        inverse_odds = np.negative(log_odds)
        np.exp(inverse_odds, out=inverse_odds)
        other = inverse_odds * np.exp(-self.add)
        inverse_odds += 1.0
        other += 1.0
        chance = np.divide(1.0 - self.share, inverse_odds, out=inverse_odds)
        chance += np.divide(self.share, other, out=other)
        return chance


@np.errstate(over="ignore")
def mean_chance(log_odds: FloatArray, spread: FloatArray, otherwise: Otherwise | None = None) -> FloatArray:
    """Mean of ``expit(log_odds + spread * normal)``, and over a fact that isn't known; the arrays broadcast."""
    total = np.zeros(np.broadcast_shapes(log_odds.shape, spread.shape))
    for node, share in zip(NODES, NODE_SHARES, strict=True):
        each = log_odds + node * spread
        chance = _chance(each) if otherwise is None else otherwise.chance(each)
        chance *= share
        total += chance
    return total


@np.errstate(over="ignore")
def mean_chance_apart(
    here: FloatArray,
    luck: FloatArray,
    spread: FloatArray,
    otherwise: Otherwise,
    modes: npt.NDArray[np.int64] | None = None,
) -> FloatArray:
    """`mean_chance` of ``here + luck``, without an exponential for each pair of them.

    Odds multiply where log-odds add, and two nodes on either side of the middle make one fraction: with ``z`` the
    inverse odds and ``c`` what the node multiplies them by, ``1 / (1 + zc) + 1 / (1 + z / c)`` is
    ``(2 + zC) / (1 + zC + z * z)`` with ``C = c + 1 / c``.

    Parameters
    ----------
    here : array, shape (programs, modes)
    luck : array, shape (programs, scenarios)
    spread : array, shape (programs,)
    otherwise : Otherwise, shape (programs,)
    modes : int array, or None
        Modes that are worked out, the first of them among them; all others are as the first. None is all.

    Returns
    -------
    array, shape (programs, modes, scenarios)
    """
    nodes, shares = _nodes(float(spread.max(initial=0.0)))
    middle = nodes.size // 2
    around = 2.0 * np.cosh(np.multiply.outer(spread, nodes[middle + 1 :]))
    asked = here if modes is None else here[:, modes]
    of_here, of_luck = np.exp(-np.clip(asked, -_FARTHEST, _FARTHEST)), np.exp(-luck)
    total = np.empty((*here.shape, luck.shape[-1]))
    # A few programs at a time: what is worked with then stays close to the processor.
    room = np.empty((6, _AT_A_TIME, asked.shape[1], luck.shape[-1]))
    for start in range(0, len(total), _AT_A_TIME):
        some = slice(start, start + _AT_A_TIME)
        inverse, chance, other, *work = room[:, : len(here[some])]
        np.multiply(of_here[some, :, None], of_luck[some, None, :], out=inverse)
        _over_nodes(inverse, around[some], shares[middle:], work, chance)
        share = otherwise.share[some]
        if share.any():
            inverse *= np.exp(-otherwise.add[some])[:, None, None]
            _over_nodes(inverse, around[some], shares[middle:], work, other)
            other -= chance
            other *= share[:, None, None]
            chance += other
        if modes is None:
            total[some] = chance
        else:
            total[some] = chance[:, :1]
            for position, mode in enumerate(modes):
                total[some, mode] = chance[:, position]
    return total


def _nodes(widest: float) -> tuple[FloatArray, FloatArray]:
    """Nodes and their shares, as many as the widest spread needs."""
    return next((gauss_hermite(count) for spread, count in _FEWER if widest < spread), (NODES, NODE_SHARES))


def _over_nodes(
    inverse: FloatArray, around: FloatArray, shares: FloatArray, work: list[FloatArray], total: FloatArray
) -> None:
    """Mean over the spread of the chance at some inverse odds, shape (programs, modes, scenarios), into `total`.

    `around` has ``c + 1 / c`` of each pair of nodes, `shares` those of the middle and of the pairs; `work` is room for
    three such arrays.
    """
    pair, below, square = work
    np.add(inverse, 1.0, out=total)
    np.divide(shares[0], total, out=total)
    np.multiply(inverse, inverse, out=square)
    square += 1.0
    for column, share in enumerate(shares[1:]):
        np.multiply(inverse, around[:, column, None, None], out=pair)
        np.add(pair, square, out=below)
        pair += 2.0
        pair /= below
        pair *= share
        total += pair


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
    # With the exponentials of what is added taken once, a step needs none but those of the centers.
    each = np.exp(-_flat(effects[..., None] + NODES * spread[..., None, None]))
    weight = _flat(shares[..., None] * NODE_SHARES)
    for _ in range(_NEWTON_STEPS):
        chance = np.exp(-center)[..., None] * each
        chance += 1.0
        np.reciprocal(chance, out=chance)
        mean = np.einsum("...k,...k->...", weight, chance)
        chance *= chance
        excess, slope = mean - rate, mean - np.einsum("...k,...k->...", weight, chance)
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
