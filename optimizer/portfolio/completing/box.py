"""Between which sides the chances of two lists lie that may still be the best, scenario by scenario."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from optimizer.portfolio.arrays import FloatArray, IntArray
from optimizer.portfolio.completing.exposure import Exposures
from optimizer.portfolio.relaxation import Relaxed

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """Sides of what is looked at.

    Attributes
    ----------
    complement : pair of arrays, shape (scenarios,)
        Least and highest chance of an offer of a complement.
    missing : pair of arrays, shape (levels, scenarios)
        Least and highest chance of goals' offers that count beside a complement only.
    """

    complement: tuple[FloatArray, FloatArray]
    missing: tuple[FloatArray, FloatArray]

    @classmethod
    def everything(cls, exposures: Exposures) -> Self:
        """All chances that there are."""
        scenarios, levels = exposures.weight.size, exposures.drop.size
        return cls(
            (np.zeros(scenarios), np.ones(scenarios)),
            (np.zeros((levels, scenarios)), np.ones((levels, scenarios))),
        )

    def within(self, other: "Box") -> "Box":
        """What two boxes have in common."""
        return Box(_common(self.complement, other.complement), _common(self.missing, other.missing))

    def size(self, exposures: Exposures) -> float:
        """The most by which a plane over the box can overstate a product of the two chances, on the average."""
        low, high = self.missing
        sides = (self.complement[1] - self.complement[0]) * (exposures.drop @ (high - low))
        return float(exposures.weight @ sides)


def _common(
    one: tuple[FloatArray, FloatArray], other: tuple[FloatArray, FloatArray]
) -> tuple[FloatArray, FloatArray]:
    low, high = np.maximum(one[0], other[0]), np.minimum(one[1], other[1])
    # Rounding alone may turn sides around that meet.
    return np.minimum(low, high), high


def box_within_reach(exposures: Exposures, relaxed: Relaxed, order: IntArray, required: FloatArray, reach: float) -> Box:
    """Between which sides the chances of all lists lie whose regrets sum to no more than a reach.

    Each exposure is a sum over programs; how far it can be from that of the choices without regret, at so much regret
    per choice, is a knapsack filled in fractions.

    Parameters
    ----------
    exposures : Exposures
    relaxed : Relaxed
        With its programs in `order`.
    order : int array, shape (programs,)
    required : bool array, shape (programs,), in `order`
    reach : float
    """
    regret = np.column_stack(relaxed.regret(required))
    chosen = regret.argmin(axis=1)
    reach = max(reach, 0.0) + _ROUNDING
    program, choice = np.nonzero((regret <= reach) & (np.arange(regret.shape[1]) != chosen[:, None]))
    price = regret[program, choice]

    def sides(hazard: FloatArray, levels: IntArray) -> tuple[FloatArray, FloatArray]:
        """Least and highest exposure to programs of each level or better, shape (levels, scenarios)."""
        own = np.concatenate([hazard[order], np.zeros((order.size, 1, hazard.shape[2]))], axis=1)
        without_regret = own[np.arange(order.size), chosen]
        change = own[program, choice] - without_regret[program]
        low, high = [], []
        for level in levels:
            counts = exposures.level[order] <= level
            at = without_regret[counts].sum(axis=0)
            moved = change * counts[program][:, None]
            low.append(np.maximum(at - _most(-moved, price, reach), 0.0))
            high.append(at + _most(moved, price, reach))
        return np.array(low), np.array(high)

    levels = np.arange(exposures.drop.size)
    complement = sides(exposures.complement, levels[:1])
    alone, full = sides(exposures.alone, levels), sides(exposures.full, levels)
    return Box(
        (-np.expm1(-complement[0][0]), -np.expm1(-complement[1][0])),
        (
            np.maximum(np.exp(-alone[1]) - np.exp(-full[0]), 0.0),
            np.maximum(np.exp(-alone[0]) - np.exp(-full[1]), 0.0),
        ),
    )


def _most(gain: FloatArray, price: FloatArray, reach: float) -> FloatArray:
    """The most that choices, in fractions, gain for a reach; gains of shape (choices, scenarios)."""
    pays = gain > 0
    used = pays.any(axis=1)
    gain, price = np.where(pays, gain, 0.0)[used], price[used]
    dearest_last = np.argsort(-gain / np.maximum(price, 1e-300)[:, None], axis=0, kind="stable")
    gain = np.take_along_axis(gain, dearest_last, axis=0)
    price = np.where(gain > 0, price[dearest_last], 0.0)
    before = np.cumsum(price, axis=0) - price
    share = np.clip((reach - before) / np.maximum(price, 1e-300), 0.0, 1.0)
    return np.asarray((gain * share).sum(axis=0))
