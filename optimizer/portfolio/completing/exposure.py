"""The value of two lists as a function of exposures, ``-log(1 - chance)`` summed over applications."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from optimizer.portfolio.arrays import FloatArray, IntArray
from optimizer.portfolio.completing.problem import CompletionProblem
from optimizer.portfolio.concave import CHANCE_CAP


@dataclass(frozen=True, slots=True, eq=False)
class Exposures:
    """What each application adds to which exposure.

    Attributes
    ----------
    alone, full, complement : arrays, shape (programs, modes, scenarios)
        To offers of a goal that count by themselves, to offers of a goal at all, to offers of a complement.
    level : int array, shape (programs,)
        Index of a goal's utility among the distinct ones, highest first; 0 for complements.
    drop : array, shape (levels,)
        Drop of utility, as a share of the largest, from this level to the next.
    weight : array, shape (scenarios,)
    """

    alone: FloatArray
    full: FloatArray
    complement: FloatArray
    level: IntArray
    drop: FloatArray
    weight: FloatArray

    @classmethod
    def of(cls, completion: CompletionProblem) -> Self:
        """The exposures of a problem."""
        problem, is_complement = completion.problem, completion.complement
        chance = np.minimum(problem.offer_chance, CHANCE_CAP)
        goal = np.where(is_complement[:, None, None], 0.0, chance)
        utility = np.where(is_complement, completion.unit_of_value, problem.utility) / completion.unit_of_value
        distinct, level = np.unique(-utility, return_inverse=True)
        return cls(
            alone=-np.log1p(-goal * (1.0 - completion.needs)[:, None, None]),
            full=-np.log1p(-goal),
            complement=-np.log1p(-np.where(is_complement[:, None, None], chance, 0.0)),
            level=level.reshape(-1).astype(np.int64),
            drop=-distinct - np.append(-distinct[1:], 0.0),
            weight=problem.scenario_weight,
        )

    def complement_chance(self, mode: IntArray) -> FloatArray:
        """Chance in each scenario of an offer of a complement."""
        applied = np.flatnonzero(mode >= 0)
        return np.asarray(-np.expm1(-self.complement[applied, mode[applied]].sum(axis=0)))

    def by_level(self, hazard: FloatArray, mode: IntArray) -> FloatArray:
        """Exposure to goals at least as good as each level, shape (levels, scenarios)."""
        applied = np.flatnonzero(mode >= 0)
        own = np.zeros((self.drop.size, self.weight.size))
        np.add.at(own, self.level[applied], hazard[applied, mode[applied]])
        return np.cumsum(own, axis=0)

    def missing(self, mode: IntArray) -> FloatArray:
        """Chance that goals bring an offer of each level that counts beside a complement only, (levels, scenarios)."""
        return np.asarray(np.exp(-self.by_level(self.alone, mode)) - np.exp(-self.by_level(self.full, mode)))

    def completed(self, mode: IntArray) -> FloatArray:
        """What an offer of a complement adds in each scenario, in shares of the largest utility."""
        return np.asarray(self.drop @ self.missing(mode))

    def value(self, mode: IntArray) -> float:
        """Value of two lists, in shares of the largest utility."""
        alone = self.drop @ -np.expm1(-self.by_level(self.alone, mode))
        return float(self.weight @ (alone + self.complement_chance(mode) * self.completed(mode)))
