"""Good lists, by turns: the value with one of its two factors held is that of a single list.

In each scenario the value holds the product of the chance ``F`` of an offer of a complement and the chance ``G`` of
goals' offers that count beside one only. To the first order it is ``f G + g F - f g`` around chances f and g, and so
it is, but for a constant, the value of a single list over three times the scenarios: goals without a complement, goals
with one, complements alone, each with a weight of its own. Solved again around the lists found, until nothing moves.
"""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from optimizer.arrays import FloatArray, IntArray
from optimizer.portfolio.best import best_list
from optimizer.portfolio.completing.exposure import Hazards
from optimizer.portfolio.completing.problem import CompletionProblem
from optimizer.portfolio.concave import Value, value_function
from optimizer.portfolio.deadline import Deadline
from optimizer.portfolio.problem import Problem
from optimizer.portfolio.region import Region
from optimizer.portfolio.relaxation import Relaxed, relax

_TURNS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Turns:
    """The single list's value, its weights still to be set.

    Attributes
    ----------
    hazards : Hazards
    value : Value
    """

    hazards: Hazards
    value: Value

    @classmethod
    def of(cls, single: Problem, hazards: Hazards, order: IntArray) -> Self:
        """Of the problem of a single list, see `single_problem`, its programs in the order of the hazards."""
        return cls(hazards, value_function(single, order))

    def around(self, complement: FloatArray, missing: FloatArray) -> Value:
        """The value around chances F, shape (scenarios,), and G, shape (levels, scenarios)."""
        weight = self.hazards.weight
        parts = weight * (1.0 - complement), weight * complement, weight * (self.hazards.drop @ missing)
        weights = np.concatenate(parts)
        return replace(self.value, weight=weights / weights.sum())

    def fractions(self, near: Relaxed, value: Value, region: Region, tolerance: float, deadline: Deadline) -> Relaxed:
        """Fractional lists around which nothing moves any more, or the last that there was time for."""
        reached = -np.inf
        for _ in range(_TURNS):
            relaxed = relax(value, region, tolerance=tolerance, deadline=deadline, near=near)
            if not isinstance(relaxed, Relaxed):
                return near
            near = relaxed
            found = self.hazards.exposure(relaxed.application)
            worth = self.hazards.mean(found.chance)
            if worth <= reached + tolerance:
                break
            reached, value = worth, self.around(found.complement_chance, found.missing)
        return near

    def lists(self, fractions: Relaxed, region: Region, gap: float, deadline: Deadline) -> FloatArray:
        """Lists around which nothing moves any more, from fractional ones; empty without any."""
        near: Relaxed | None = fractions
        best, reached, at = np.zeros(0), -np.inf, self.hazards.exposure(fractions.application)
        for _ in range(_TURNS):
            value = self.around(at.complement_chance, at.missing)
            near, found = best_list(value, region, gap=gap, deadline=deadline, near=near)
            if not found.application.size:
                break
            at = self.hazards.exposure(found.application)
            worth = self.hazards.mean(at.chance)
            if worth <= reached + gap / 10:
                break
            best, reached = found.application, worth
        return best


def single_problem(completion: CompletionProblem) -> Problem:
    """The problem of a single list over three times the scenarios, all of a kind with equal weights yet."""
    problem, is_complement = completion.problem, completion.complement[:, None, None]
    goal = np.where(is_complement, 0.0, problem.offer_chance)
    complement = np.where(is_complement, problem.offer_chance, 0.0)
    return replace(
        problem,
        offer_chance=np.concatenate([goal * (1.0 - completion.needs)[:, None, None], goal, complement], axis=2),
        scenario_weight=np.tile(problem.scenario_weight / 3, 3),
        utility=np.where(completion.complement, completion.unit_of_value, problem.utility),
        attendance=None,
    )
