"""The value of two lists as a function of exposures, ``-log(1 - chance)`` summed over applications.

In each scenario, for each level of utility, with c the exposure to offers of goals that count by themselves, b the one
to offers of goals at all, and y the one to offers of complements, the chance of an offer that counts is

    1 - exp(-y - c) - (1 - exp(-y)) exp(-b)
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from optimizer.arrays import FloatArray, IntArray
from optimizer.portfolio.completing.problem import CompletionProblem
from optimizer.portfolio.concave import CHANCE_CAP
from optimizer.portfolio.exposures import applications_of, by_group, levels_of

Sides = tuple[FloatArray, FloatArray]
"""Least and highest."""


@dataclass(frozen=True, slots=True, eq=False)
class Exposure:
    """Exposures of two lists; also what a unit of each is worth.

    Attributes
    ----------
    alone, full : arrays, shape (levels, scenarios)
        To offers of goals at least as good as each level: those that count by themselves, and all.
    complement : array, shape (scenarios,)
    """

    alone: FloatArray
    full: FloatArray
    complement: FloatArray

    @property
    def complement_chance(self) -> FloatArray:
        """Chance in each scenario of an offer of a complement."""
        return np.asarray(-np.expm1(-self.complement))

    @property
    def missing(self) -> FloatArray:
        """Chance that goals bring an offer of each level, and none that counts by itself; shape (levels, scenarios)."""
        return np.asarray(np.exp(-self.alone) - np.exp(-self.full))

    @property
    def chance(self) -> FloatArray:
        """Chance of an offer of each level that counts, shape (levels, scenarios)."""
        return np.asarray(-np.expm1(-self.alone) + self.complement_chance * self.missing)

    @property
    def slope(self) -> "Exposure":
        """By how much that chance rises with each exposure; the complement's by level."""
        none = np.exp(-self.complement)
        return Exposure(none * np.exp(-self.alone), (1.0 - none) * np.exp(-self.full), none * self.missing)


@dataclass(frozen=True, slots=True, eq=False)
class Hazards:
    """What each application adds to which exposure.

    Attributes
    ----------
    alone, full, complement : arrays, shape (programs, modes, scenarios)
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
    def of(cls, completion: CompletionProblem, order: IntArray | None = None) -> Self:
        """What the applications of a problem add, its programs in some order."""
        problem = completion.problem
        order = np.arange(problem.shape[0]) if order is None else order
        chance = np.minimum(problem.offer_chance[order], CHANCE_CAP)
        is_complement, unit = completion.complement[order], completion.unit_of_value
        goal = np.where(is_complement[:, None, None], 0.0, chance)
        level, drop = levels_of(np.where(is_complement, 1.0, problem.utility[order] / unit))
        return cls(
            alone=-np.log1p(-goal * (1.0 - completion.needs[order])[:, None, None]),
            full=-np.log1p(-goal),
            complement=-np.log1p(-np.where(is_complement[:, None, None], chance, 0.0)),
            level=level,
            drop=drop,
            weight=problem.scenario_weight,
        )

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of levels and scenarios."""
        return self.drop.size, self.weight.size

    def exposure(self, application: FloatArray) -> Exposure:
        """Exposures of (fractions of) applications, shape (programs * modes,)."""
        alone, full = (
            np.cumsum(by_group(hazard, self.level, self.drop.size, application), axis=0)
            for hazard in (self.alone, self.full)
        )
        together = np.zeros_like(self.level)
        return Exposure(alone, full, by_group(self.complement, together, 1, application)[0])

    def of_mode(self, mode: IntArray) -> Exposure:
        """Exposures of two lists by their modes, shape (programs,); any mode that there isn't = do not apply."""
        return self.exposure(applications_of(mode, self.full.shape[1]))

    def mean(self, by_level: FloatArray) -> float:
        """Mean over the scenarios of what is given by level, shape (levels, scenarios), in shares of utility."""
        return float(self.weight @ (self.drop @ by_level))

    @property
    def ratio(self) -> Sides:
        """Least and highest ratio of full to alone exposure of any application, by scenario."""
        shared = (self.full > 0).any(axis=(1, 2))
        alone, full = (hazard[shared].reshape(-1, self.weight.size) for hazard in (self.alone, self.full))
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.where(full > 0, full / alone, np.nan)
        known = np.where(np.isnan(ratio), np.inf, ratio).min(axis=0, initial=np.inf)
        return np.where(np.isfinite(known), known, 1.0), np.where(np.isnan(ratio), 1.0, ratio).max(axis=0, initial=1.0)

    def gain(self, slope: Exposure) -> FloatArray:
        """What each application adds, shape (programs * modes,), at what a unit of each exposure adds."""
        worth = self.drop[:, None] * self.weight
        alone, full = (np.cumsum((worth * one)[::-1], axis=0)[::-1][self.level] for one in (slope.alone, slope.full))
        gain = np.einsum("pms,ps->pm", self.alone, alone) + np.einsum("pms,ps->pm", self.full, full)
        return np.asarray(gain + self.complement @ (worth * slope.complement).sum(axis=0)).ravel()
