"""Between which sides the exposures of two lists lie that may still be the best, scenario by scenario."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from optimizer.arrays import BoolArray, FloatArray, IntArray
from optimizer.portfolio.completing.exposure import Hazards, Sides
from optimizer.portfolio.relaxation import Relaxed

_ROUNDING = 1e-9
_LEAST = 1e-300


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """Least and highest exposures.

    Attributes
    ----------
    alone, full : pairs of arrays, shape (levels, scenarios)
    complement : pair of arrays, shape (scenarios,)
    """

    alone: Sides
    full: Sides
    complement: Sides

    @classmethod
    def everything(cls, hazards: Hazards) -> Self:
        """All that there are."""
        # No list has more than every program in its strongest mode.
        most = [hazard.max(axis=1) for hazard in (hazards.alone, hazards.full, hazards.complement)]
        levels = range(hazards.drop.size)
        alone, full = (
            np.array([one[hazards.level <= level].sum(axis=0) for level in levels]) for one in (most[0], most[1])
        )
        complement = most[2].sum(axis=0)
        return cls((np.zeros_like(alone), alone), (np.zeros_like(full), full), (np.zeros_like(complement), complement))

    def within(self, other: "Box") -> "Box":
        """What two boxes have in common."""
        return Box(
            _common(self.alone, other.alone),
            _common(self.full, other.full),
            _common(self.complement, other.complement),
        )


def _common(one: Sides, other: Sides) -> Sides:
    low, high = np.maximum(one[0], other[0]), np.minimum(one[1], other[1])
    # Rounding alone turns sides around that meet.
    return np.minimum(low, high), np.maximum(low, high)


def box_within_reach(hazards: Hazards, relaxed: Relaxed, required: BoolArray, reach: float) -> Box:
    """Between which sides the exposures of all lists lie whose regrets sum to no more than a reach.

    Each exposure is a sum over programs; how far it can be from that of the choices without regret, at so much regret
    a choice, is a knapsack filled in fractions.

    Parameters
    ----------
    hazards : Hazards
    relaxed : Relaxed
    required : bool array, shape (programs,)
    reach : float
        >= 0.
    """
    regret = np.column_stack(relaxed.regret(required))
    chosen = regret.argmin(axis=1)
    everyone = np.arange(chosen.size)
    within = (regret <= reach + _ROUNDING) & (np.arange(regret.shape[1]) != chosen[:, None])
    program, choice = np.nonzero(within)
    price = regret[program, choice]

    def sides(hazard: FloatArray, levels: int) -> Sides:
        """Least and highest exposure to programs of each level or better, shape (levels, scenarios)."""
        own = np.concatenate([hazard, np.zeros((everyone.size, 1, hazard.shape[2]))], axis=1)
        without_regret = own[everyone, chosen]
        change = own[program, choice] - without_regret[program]
        low, high = np.empty((2, levels, hazard.shape[2]))
        for level in range(levels):
            counts = hazards.level <= level
            at, moved = without_regret[counts].sum(axis=0), change[counts[program]]
            paid = price[counts[program]]
            low[level] = np.maximum(at - _most(-moved, paid, reach + _ROUNDING), 0.0)
            high[level] = at + _most(moved, paid, reach + _ROUNDING)
        return low, high

    low, high = sides(hazards.complement, 1)
    levels = hazards.drop.size
    return Box(sides(hazards.alone, levels), sides(hazards.full, levels), (low[0], high[0]))


def sides_at_mean(hazard: FloatArray, weight: FloatArray, low: float, high: float) -> Sides:
    """Between which sides an exposure lies in each scenario where its mean lies between two sides.

    Parameters
    ----------
    hazard : array, shape (programs, modes, scenarios)
    weight : array, shape (scenarios,)
    low, high : float
        Of the mean; 0 and inf where a side is free.
    """
    every = hazard.reshape(-1, hazard.shape[2])
    mean = every @ weight
    every, mean = every[mean > 0], mean[mean > 0]
    least, most = np.zeros(weight.size), np.full(weight.size, np.inf)
    if not mean.size:
        return least, np.zeros(weight.size)
    ratio = every / mean[:, None]
    if low > 0:
        least = _filled(every, mean, low, np.argsort(ratio, axis=0, kind="stable"))
    if high < np.inf:
        most = _filled(every, mean, high, np.argsort(-ratio, axis=0, kind="stable"))
    return least, most


def _most(gain: FloatArray, price: FloatArray, reach: float) -> FloatArray:
    """The most that choices, in fractions, gain for a reach; gains of shape (choices, scenarios)."""
    pays = gain > 0
    used = pays.any(axis=1)
    gain, price = np.where(pays, gain, 0.0)[used], price[used]
    return _filled(gain, price, reach, np.argsort(-gain / np.maximum(price, _LEAST)[:, None], axis=0, kind="stable"))


def _filled(gain: FloatArray, price: FloatArray, reach: float, order: IntArray) -> FloatArray:
    """What choices, in fractions, gain when they are taken in an order, shape (choices, scenarios), up to a reach."""
    gain = np.take_along_axis(gain, order, axis=0)
    paid = np.where(gain > 0, price[order], 0.0)
    before = np.cumsum(paid, axis=0) - paid
    share = np.clip((reach - before) / np.maximum(paid, _LEAST), 0.0, 1.0)
    return np.asarray((gain * share).sum(axis=0))
