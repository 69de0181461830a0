"""The value of two lists from above, as a problem of a single list.

In each scenario the value holds the product of two chances: of an offer of a complement, and of goals' offers that
count beside one only. Around any point of a box the product is at most a plane and a constant: with ``F`` and ``G`` the
chances and ``f`` and ``g`` the point, ``F G = f G + g F - f g + (F - f)(G - g)``, and the last product is at most its
highest corner. With the plane in place of the product the value is that of a list over three times the scenarios:
goals without a complement, goals with one, complements alone, each with a weight of its own.

References
----------
McCormick (1976), Computability of global solutions to factorable nonconvex programs, Mathematical Programming 10,
doi 10.1007/BF01580665: the planes at two opposite corners of the box, of which those here are mixtures.
"""

from dataclasses import dataclass, replace

import numpy as np

from optimizer.portfolio.arrays import FloatArray, IntArray
from optimizer.portfolio.completing.box import Box
from optimizer.portfolio.completing.exposure import Exposures
from optimizer.portfolio.completing.problem import CompletionProblem
from optimizer.portfolio.problem import Problem


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """Where the product is replaced.

    Attributes
    ----------
    complement : array, shape (scenarios,)
    missing : array, shape (levels, scenarios)
    """

    complement: FloatArray
    missing: FloatArray

    def weight(self, exposures: Exposures) -> tuple[FloatArray, float]:
        """Weights of three times the scenarios, sum 1, and what a value by them has to be multiplied by."""
        own = exposures.weight
        weight = np.concatenate(
            [own * (1.0 - self.complement), own * self.complement, own * (exposures.drop @ self.missing)]
        )
        total = float(weight.sum())
        return weight / total, total

    def constant(self, exposures: Exposures, box: Box) -> float:
        """What the plane adds to the value in shares of the largest utility, so that it overstates all of the box."""
        (low, high), (least, most) = box.complement, box.missing
        corners = [
            (side - self.complement) * (other - self.missing) for side in (low, high) for other in (least, most)
        ]
        over = np.max(corners, axis=0) - self.complement * self.missing
        return float(exposures.weight @ (exposures.drop @ over))


def plane_at(exposures: Exposures, mode: IntArray) -> Plane:
    """The plane that touches the product at two lists."""
    return Plane(exposures.complement_chance(mode), exposures.missing(mode))


def plane_over(exposures: Exposures, box: Box, mode: IntArray) -> Plane:
    """The mixture of the planes at a box's two opposite corners that overstates two lists least, and leans on neither.

    Parameters
    ----------
    exposures : Exposures
    box : Box
    mode : int array, shape (programs,)
        Two lists, which may lie outside.
    """
    low, high = box.complement
    least, most = box.missing
    here = np.clip(exposures.complement_chance(mode), low, high)
    there = np.clip(exposures.missing(mode), least, most)
    upper = exposures.drop @ ((high - here) * (there - least))
    lower = exposures.drop @ ((here - low) * (most - there))
    share = np.where(upper + lower > 0, lower / np.maximum(upper + lower, 1e-300), 0.5)
    return Plane(low + share * (high - low), most - share * (most - least))


def problem_under(completion: CompletionProblem, weight: FloatArray) -> Problem:
    """The problem of a single list whose value, but for a factor and a constant, is that with a plane."""
    problem, is_complement = completion.problem, completion.complement[:, None, None]
    goal = np.where(is_complement, 0.0, problem.offer_chance)
    chance = [goal * (1.0 - completion.needs)[:, None, None], goal, np.where(is_complement, problem.offer_chance, 0.0)]
    return replace(
        problem,
        offer_chance=np.concatenate(chance, axis=2),
        scenario_weight=weight,
        utility=np.where(completion.complement, completion.unit_of_value, problem.utility),
    )
