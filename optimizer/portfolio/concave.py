"""The value of a list as a concave function of exposures, its slopes, and bounds on it.

The exposure ``z[l, s]`` is the sum of ``-log(1 - chance)`` in scenario s over the applications to programs
whose utility is at least the l-th highest. Value = sum over scenarios and levels of weight * (drop in utility
below the level) * (1 - exp(-z)): the expected utility of the best offer, divided here by the largest utility.
"""

from dataclasses import dataclass

import numpy as np

from optimizer.portfolio.arrays import FloatArray, IntArray
from optimizer.portfolio.problem import Problem

CHANCE_CAP = 1.0 - 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """The concave value function of one problem.

    Attributes
    ----------
    hazard : array, shape (programs, modes, scenarios)
        ``-log(1 - chance)``.
    level : int array, shape (programs,)
        Index of the program's utility among the distinct ones, highest first.
    weight : array, shape (levels, scenarios)
        Scenario weight times the drop of utility (as a share of the largest) from this level to the next.
    """

    hazard: FloatArray
    level: IntArray
    weight: FloatArray

    def exposure(self, application: FloatArray) -> FloatArray:
        """Exposures, shape (levels, scenarios), of (fractions of) applications, shape (programs * modes,)."""
        programs, modes, _ = self.hazard.shape
        share = application.reshape(programs, modes)
        used = np.flatnonzero(share.any(axis=1))
        own = np.zeros(self.weight.shape)
        np.add.at(own, self.level[used], np.einsum("pm,pms->ps", share[used], self.hazard[used]))
        return np.cumsum(own, axis=0)

    def at(self, exposure: FloatArray) -> float:
        """Value at an exposure, in [0, 1]."""
        return float(-(self.weight * np.expm1(-exposure)).sum())

    def tangent(self, exposure: FloatArray) -> tuple[float, FloatArray]:
        """A linear function of the applications that no list's value exceeds, exact at this exposure.

        Returns
        -------
        constant : float
        gain : array, shape (programs * modes,)
            Value of each application at the margin.
        """
        slope = self.weight * np.exp(-exposure)
        constant = self.at(exposure) - float((slope * exposure).sum())
        price = np.cumsum(slope[::-1], axis=0)[::-1]
        gain = np.einsum("pms,ps->pm", self.hazard, price[self.level])
        return constant, gain.ravel()


def value_function(problem: Problem) -> Value:
    """The value function of a problem, in shares of its largest utility."""
    highest = max(float(problem.utility.max()), 1e-300)
    distinct, inverse = np.unique(-problem.utility / highest, return_inverse=True)
    drop = -distinct - np.append(-distinct[1:], 0.0)
    return Value(
        hazard=-np.log1p(-np.minimum(problem.offer_chance, CHANCE_CAP)),
        level=inverse.astype(np.int64),
        weight=drop[:, None] * problem.scenario_weight[None, :],
    )
