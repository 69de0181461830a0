"""The value of a list as a concave function of exposures, its slopes, and bounds on it.

The exposure ``z[l, s]`` is the sum of ``-log(1 - chance)`` in scenario s over the applications to programs
whose utility is at least the l-th highest. Value = sum over scenarios and levels of weight * (drop in utility
below the level) * (1 - exp(-z)): the expected utility of the best offer, divided here by the largest utility.

With a worst share below 1 the scenario weights are not given but chosen against the list: the mean of its worst
scenarios is the least of its means over all reweightings that give no scenario more than weight / worst share.

Where applications are charged for, a list's exposure has one row more, its charges, alike in all scenarios: they are
taken off its value in each. A linear term leaves a concave function concave, and its tangents above it.

References
----------
Rockafellar and Uryasev (2000), Optimization of conditional value-at-risk, Journal of Risk 2(3),
doi 10.21314/JOR.2000.038.
"""

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from optimizer.arrays import BoolArray, FloatArray, IntArray
from optimizer.portfolio.exposures import (
    a_part_at_a_time,
    applications_of,
    by_group,
    levels_of,
    summed,
    summed_by_group,
)
from optimizer.portfolio.problem import Problem

CHANCE_CAP = 1.0 - 1e-12


class Here(Protocol):
    """A value around one mixture of lists, as a function of the shares."""

    @property
    def gradient(self) -> FloatArray:
        """By how much the value rises with each share, shape (lists,)."""

    def curvature(self, used: BoolArray) -> FloatArray:
        """Second derivatives of the value over the shares in use, with the sign turned: positive semidefinite."""

    def gain(self, used: BoolArray, step: FloatArray) -> float:
        """What the value gains by a change of the shares in use."""


class Along(Protocol):
    """A value along the mixtures of some lists."""

    def at(self, share: FloatArray) -> Here:
        """Around one mixture, shares of shape (lists,)."""


class SearchedValue(Protocol):
    """What lists are worth, in shares of the largest utility, by exposures that are linear in applications.

    An integer search needs no more of a value than this.
    """

    @property
    def lowest(self) -> float:
        """No list has a lower value."""

    def exposure(self, application: FloatArray) -> FloatArray:
        """Exposures of (fractions of) applications, shape (programs * modes,)."""

    def at(self, exposure: FloatArray) -> float:
        """Value at one exposure."""

    def tangent(self, exposure: FloatArray, emphasis: FloatArray | None = None) -> tuple[float, FloatArray]:
        """A constant, and a gain for each application, whose sum no list's value exceeds; exact at this exposure."""

    def of_choices(self, settled: IntArray, programs: IntArray, chosen: IntArray) -> FloatArray:
        """Values of lists that differ in some programs, shape (lists,).

        Parameters
        ----------
        settled : int array, shape (all programs,)
            Mode of each application that all of them have; the number of modes = none.
        programs : int array, shape (programs,)
            Which programs differ.
        chosen : int array, shape (lists, programs)
            Their modes.
        """


class ListValue(SearchedValue, Protocol):
    """A value that is concave: what is solved needs no more of it than this."""

    @property
    def worst_share(self) -> float:
        """Share of the scenarios over whose worst the value is averaged."""

    @property
    def weight(self) -> FloatArray:
        """Of the scenarios, shape (scenarios,); sums to 1."""

    @property
    def shape(self) -> tuple[int, int]:
        """Shape of an exposure; the last axis are the scenarios."""

    def emphasis(self, exposure: FloatArray) -> FloatArray:
        """The scenario weights that count at an exposure, shape (scenarios,)."""

    def along(self, corners: FloatArray) -> Along:
        """The value along mixtures of lists by their exposures, shape (lists, *shape)."""


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """The concave value function of one problem.

    Attributes
    ----------
    hazard : array, shape (programs, modes, scenarios)
        ``-log(1 - chance)``.
    level : int array, shape (programs,)
        Index of the program's utility among the distinct ones, highest first.
    drop : array, shape (levels,)
        Drop of utility (as a share of the largest) from this level to the next.
    weight : array, shape (scenarios,)
        Sums to 1.
    worst_share : float
        Share of the scenarios over whose worst the value is averaged.
    charge : array, shape (programs * modes,), or None
        What each application takes off the value, as a share of the largest utility.
    """

    hazard: FloatArray
    level: IntArray
    drop: FloatArray
    weight: FloatArray
    worst_share: float
    charge: FloatArray | None = None

    @property
    def levels(self) -> int:
        """Number of utility levels."""
        return self.drop.size

    @property
    def shape(self) -> tuple[int, int]:
        """Shape of an exposure: levels, and a row of charges where there are any, by scenarios."""
        return self.levels + (self.charge is not None), self.weight.size

    @property
    def lowest(self) -> float:
        """No list has a lower value."""
        return 0.0 if self.charge is None else -float(self.charge.reshape(self.hazard.shape[:2]).max(axis=1).sum())

    def exposure(self, application: FloatArray) -> FloatArray:
        """Exposures, of `shape`, of (fractions of) applications, shape (programs * modes,)."""
        exposure = np.cumsum(by_group(self.hazard, self.level, self.levels, application), axis=0)
        if self.charge is None:
            return exposure
        return np.vstack([exposure, np.full((1, self.weight.size), self.charge @ application)])

    def by_scenario(self, exposure: FloatArray) -> FloatArray:
        """Expected utility of the best offer, less charges, in each scenario, shape (..., scenarios)."""
        if self.charge is None:
            return np.asarray(-np.matmul(self.drop, np.expm1(-exposure)))
        charges = exposure[..., self.levels, :]
        return np.asarray(-np.matmul(self.drop, np.expm1(-exposure[..., : self.levels, :])) - charges)

    def emphasis(self, exposure: FloatArray) -> FloatArray:
        """The scenario weights that count at an exposure: those given, or all on the worst scenarios."""
        return self._emphasis(self.by_scenario(exposure))

    def _emphasis(self, by_scenario: FloatArray) -> FloatArray:
        if self.worst_share == 1:
            return self.weight
        worst_first = np.argsort(by_scenario, axis=-1, kind="stable")
        most = self.weight[worst_first] / self.worst_share
        counted = np.clip(1.0 + most - np.cumsum(most, axis=-1), 0.0, most)
        emphasis = np.empty_like(counted)
        np.put_along_axis(emphasis, worst_first, counted, axis=-1)
        return emphasis

    def values(self, exposure: FloatArray) -> FloatArray:
        """Values, each in [lowest, 1], at exposures of shape (..., levels, scenarios)."""
        by_scenario = self.by_scenario(exposure)
        return np.asarray((self._emphasis(by_scenario) * by_scenario).sum(axis=-1))

    def at(self, exposure: FloatArray) -> float:
        """Value at one exposure."""
        return float(self.values(exposure))

    def tangent(self, exposure: FloatArray, emphasis: FloatArray | None = None) -> tuple[float, FloatArray]:
        """A linear function of the applications that no list's value exceeds, exact at this exposure.

        Parameters
        ----------
        exposure : array, of `shape`
        emphasis : array, shape (scenarios,), or None
            Scenario weights that the worst share allows; None takes those that count at the exposure.

        Returns
        -------
        constant : float
        gain : array, shape (programs * modes,)
            Value of each application at the margin.
        """
        emphasis = self.emphasis(exposure) if emphasis is None else emphasis
        hazards = exposure[: self.levels]
        slope = self.drop[:, None] * emphasis * np.exp(-hazards)
        constant = -float(emphasis @ np.matmul(self.drop, np.expm1(-hazards))) - float((slope * hazards).sum())
        gain = np.einsum("pms,ps->pm", self.hazard, self._per_program(slope)).ravel()
        return constant, gain if self.charge is None else gain - self.charge

    def gradient(self, exposure: FloatArray) -> FloatArray:
        """By how much the value rises with each entry of an exposure, of `shape`."""
        emphasis = self.emphasis(exposure)
        slope = self.drop[:, None] * emphasis * np.exp(-exposure[: self.levels])
        return slope if self.charge is None else np.vstack([slope, -emphasis])

    def slope(self, exposure: FloatArray) -> FloatArray:
        """Value of a unit of each program's hazard at an exposure, shape (programs, scenarios)."""
        hazards = exposure[: self.levels]
        return self._per_program(self.drop[:, None] * self.emphasis(exposure) * np.exp(-hazards))

    def _per_program(self, slope: FloatArray) -> FloatArray:
        """Slopes by level, (levels, scenarios), summed over the levels that each program counts in."""
        return np.asarray(np.cumsum(slope[::-1], axis=0)[::-1][self.level])

    def along(self, corners: FloatArray) -> "_Mixtures":
        """The value along mixtures of lists by their exposures; only where all scenarios count."""
        charges = np.zeros(len(corners)) if self.charge is None else np.asarray(corners[:, self.levels, 0])
        points = corners[:, : self.levels].reshape(len(corners), -1)
        return _Mixtures(points, (self.drop[:, None] * self.weight).ravel(), charges)

    def of_choices(self, settled: IntArray, programs: IntArray, chosen: IntArray) -> FloatArray:
        """Values of lists that differ in some programs; see `ListValue`."""
        modes = self.hazard.shape[1]
        base = self.exposure(applications_of(settled, modes))
        charge = None if self.charge is None else self.charge.reshape(-1, modes, 1)[programs]

        def values(part: IntArray) -> FloatArray:
            own = np.zeros((len(part), *base.shape))
            by_level = summed_by_group(self.hazard[programs], self.level[programs], self.levels, part)
            own[:, : self.levels] = np.cumsum(by_level, axis=1)
            if charge is not None:
                own[:, self.levels] = summed(charge, part)
            return self.values(base + own)

        return a_part_at_a_time(values, chosen, base.size)

    def of_changed(self, problem: Problem, order: IntArray) -> "Value":
        """The value of the same chances with a problem's utilities, charges and worst share."""
        level, drop = _levels(problem, order)
        return replace(self, level=level, drop=drop, worst_share=problem.worst_share, charge=_charge(problem, order))


@dataclass(frozen=True, slots=True, eq=False)
class _Mixtures:
    """The value along mixtures: points of shape (lists, levels * scenarios), what each entry is worth, charges."""

    points: FloatArray
    worth: FloatArray
    charges: FloatArray

    def at(self, share: FloatArray) -> "_Mixture":
        """Around one mixture."""
        slope = self.worth * np.exp(-(share @ self.points))
        return _Mixture(self.points, slope, self.charges, self.points @ slope - self.charges)


@dataclass(frozen=True, slots=True, eq=False)
class _Mixture:
    """The value around one mixture."""

    points: FloatArray
    slope: FloatArray
    charges: FloatArray
    gradient: FloatArray

    def curvature(self, used: BoolArray) -> FloatArray:
        """Second derivatives, with the sign turned."""
        points = self.points[used]
        return np.asarray((points * self.slope) @ points.T)

    def gain(self, used: BoolArray, step: FloatArray) -> float:
        """What the value gains by a change of the shares in use."""
        change = step @ self.points[used]
        return float(-(self.slope * np.expm1(-change)).sum()) - float(step @ self.charges[used])


def value_function(problem: Problem, order: IntArray) -> Value:
    """The value function of a problem, in shares of its largest utility, its programs in some order."""
    level, drop = _levels(problem, order)
    return Value(
        hazard=-np.log1p(-np.minimum(problem.offer_chance[order], CHANCE_CAP)),
        level=level,
        drop=drop,
        weight=problem.scenario_weight,
        worst_share=problem.worst_share,
        charge=_charge(problem, order),
    )


def _charge(problem: Problem, order: IntArray) -> FloatArray | None:
    return None if problem.charge is None else problem.charge[order].ravel() / problem.unit_of_value


def _levels(problem: Problem, order: IntArray) -> tuple[IntArray, FloatArray]:
    """Level of each program, and the drop of utility below each level."""
    return levels_of(problem.utility[order] / problem.unit_of_value)
