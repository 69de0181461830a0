"""What each budget buys: the best list at every budget, solved anew, since best lists are not nested."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimizer.arrays import IntArray
from optimizer.errors import Fault
from optimizer.portfolio.checks import is_amount, refuse
from optimizer.portfolio.model import Model
from optimizer.portfolio.outcome import Infeasible, Solved
from optimizer.portfolio.problem import Problem


@dataclass(frozen=True, slots=True, eq=False)
class FrontierPoint:
    """The best list known at one budget.

    Attributes
    ----------
    budget : float
        Dollars.
    value, bound : float
        Of the list, and what no list within this budget exceeds.
    match_probability : float
    spend : float
        Dollars.
    applications : int
    mode : int array, shape (programs,)
        Mode of each application, -1 = do not apply.
    """

    budget: float
    value: float
    bound: float
    match_probability: float
    spend: float
    applications: int
    mode: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Frontier:
    """Points by ascending budget, values and bounds never falling.

    Attributes
    ----------
    points : tuple of FrontierPoint
    impossible : tuple of float
        Budgets at which no list keeps the other limits.
    undecided : tuple of float
        Budgets for which the time ran out before a list was found, and no smaller budget has one.
    """

    points: tuple[FrontierPoint, ...]
    impossible: tuple[float, ...]
    undecided: tuple[float, ...]

    @property
    def knee(self) -> FrontierPoint | None:
        """The point farthest above the straight line from the first to the last; None without three points.

        References
        ----------
        Satopaa et al. (2011), Finding a "kneedle" in a haystack, doi 10.1109/ICDCSW.2011.20.
        """
        if len(self.points) < 3:
            return None
        dollars = np.array([point.budget for point in self.points])
        value = np.array([point.value for point in self.points])
        line = value[0] + (value[-1] - value[0]) * (dollars - dollars[0]) / max(dollars[-1] - dollars[0], 1e-300)
        return self.points[int(np.argmax(value - line))]

    def worth_up_to(self, gain: float, per_dollars: float = 100.0) -> FrontierPoint | None:
        """The last budget past which no larger one gains `gain` in value for each `per_dollars`; None without points.

        It is the point with the highest value less its budget at that price, the dearest of equals.
        """
        price = gain / per_dollars
        return max(self.points, key=lambda point: (point.value - price * point.budget, point.budget), default=None)


def frontier(problem: Problem, budgets: Sequence[float], *, gap: float = 1e-4, time_limit_s: float = 10.0) -> Frontier:
    """The best list at each of some budgets.

    Parameters
    ----------
    problem : Problem
        Its own budget doesn't count.
    budgets : sequence of float
        Dollars >= 0, in any order.
    gap : float
        As for `solve`.
    time_limit_s : float
        Wall-clock seconds for each budget.

    Raises
    ------
    BadInput
        A budget that is negative or not finite; and as for `solve`.
    """
    refuse(
        [
            Fault("is not an amount of dollars", f"budgets[{k}]", budget, ">= 0 and finite", "Give an amount from 0")
            for k, budget in enumerate(budgets)
            if not is_amount(budget)
        ]
    )
    ascending = sorted({float(budget) for budget in budgets})
    model = Model.of(problem)
    points: list[FrontierPoint] = []
    impossible, undecided = [], []
    for budget in ascending:
        outcome, model = model.changed(budget=budget).solve_and_keep(gap=gap, time_limit_s=time_limit_s)
        if isinstance(outcome, Infeasible):
            impossible.append(budget)
        elif isinstance(outcome, Solved):
            points.append(_point(budget, outcome))
            if len(points) > 1 and points[-2].value > points[-1].value:
                # A list within a smaller budget is within this one too.
                points[-1] = replace(points[-2], budget=budget, bound=outcome.bound)
        elif points:
            points.append(replace(points[-1], budget=budget, bound=outcome.bound))
        else:
            undecided.append(budget)
    return Frontier(_tightened(points), tuple(impossible), tuple(undecided))


def _point(budget: float, solved: Solved) -> FrontierPoint:
    applications = int((solved.mode >= 0).sum())
    return FrontierPoint(
        budget, solved.value, solved.bound, solved.match_probability, solved.spend, applications, solved.mode
    )


def _tightened(points: list[FrontierPoint]) -> tuple[FrontierPoint, ...]:
    """What no list exceeds with more money, none exceeds with less."""
    bounds = np.minimum.accumulate([point.bound for point in reversed(points)])[::-1]
    return tuple(
        replace(point, bound=max(float(bound), point.value)) for point, bound in zip(points, bounds, strict=True)
    )
