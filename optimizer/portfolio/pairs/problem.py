"""Two problems with one aim: both matched in one place, checked when they are handed over."""

from dataclasses import dataclass

import numpy as np

from optimizer.arrays import FloatArray, IntArray
from optimizer.errors import Fault
from optimizer.portfolio.checks import is_number, refuse
from optimizer.portfolio.problem import Problem

NOWHERE = -1
"""Place of a program that lies near none of the partner's."""


@dataclass(frozen=True, slots=True, eq=False)
class PairProblem:
    """Which programs two people apply to, for the highest expected worth of the best that comes of it for both.

    Two offers in one place are worth the lesser of the two utilities; an offer to one of them alone, or two offers in
    different places, `alone` times the utility of the better one. Offers are independent between the two, given the
    scenario.

    Parameters
    ----------
    problems : pair of Problem
        Of each by themselves, with the same scenarios; without charges and with a worst share of 1. Utilities of both
        are on one scale.
    place : pair of int arrays, shape (programs of each,)
        Number of the place that each program lies in, the same numbers for both; `NOWHERE` where none of the partner's
        programs is near.
    alone : float
        In [0, 1].

    Raises
    ------
    BadInput
        Different scenarios, places of another shape, or a share outside [0, 1]; all at once.
    """

    problems: tuple[Problem, Problem]
    place: tuple[IntArray, IntArray]
    alone: float

    def __post_init__(self) -> None:
        faults: list[Fault] = []
        first, second = self.problems
        same = first.scenario_weight.shape == second.scenario_weight.shape
        if not (same and np.allclose(first.scenario_weight, second.scenario_weight, rtol=0, atol=1e-12)):
            what, remedy = "the two problems have different scenarios", "Draw the luck of both together"
            faults.append(Fault(what, "scenario_weight", None, "the same weights", remedy))
        if first.shape[1] != second.shape[1]:
            what, remedy = "the two problems have different modes", "Close the modes that one of them lacks by a limit"
            faults.append(Fault(what, "offer_chance", second.shape[1], f"{first.shape[1]} modes", remedy))
        for who, problem in enumerate(self.problems):
            if problem.charge is not None or problem.worst_share != 1:
                what, remedy = "has charges or counts the worst scenarios alone", "Leave both out"
                faults.append(Fault(what, f"problems[{who}]", None, "neither", remedy))
        places = tuple(_places(self.place[who], who, self.problems[who].shape[0], faults) for who in (0, 1))
        if not (is_number(self.alone) and 0 <= self.alone <= 1):
            faults.append(Fault("is not a share", "alone", self.alone, "from 0 to 1", "Give a share"))
        refuse(faults)
        object.__setattr__(self, "place", places)
        object.__setattr__(self, "alone", float(self.alone))

    @property
    def unit_of_value(self) -> float:
        """The most that any outcome can be worth, in which the solver measures values; never 0."""
        return max(*(problem.unit_of_value for problem in self.problems))

    @property
    def weight(self) -> FloatArray:
        """Of the scenarios."""
        return self.problems[0].scenario_weight


def _places(given: IntArray, who: int, programs: int, faults: list[Fault]) -> IntArray:
    where = f"place[{who}]"
    array = np.asarray(given)
    if array.shape != (programs,) or not np.issubdtype(array.dtype, np.integer) or (array < NOWHERE).any():
        allowed = f"{programs} whole numbers from {NOWHERE}"
        faults.append(Fault("are not places", where, None, allowed, "Give one number a program"))
    return array.astype(np.int64) if np.issubdtype(array.dtype, np.number) else np.zeros(programs, dtype=np.int64)
