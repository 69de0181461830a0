"""A problem built once and solved as often as a slider moves: what didn't change is not built again."""

from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Self, TypedDict, Unpack

import numpy as np

from optimizer.arrays import FloatArray, IntArray
from optimizer.errors import Fault
from optimizer.portfolio.best import best_list
from optimizer.portfolio.checks import is_amount, is_number, refuse
from optimizer.portfolio.concave import Value, value_function
from optimizer.portfolio.deadline import Deadline
from optimizer.portfolio.diagnosis import diagnose
from optimizer.portfolio.linear import Verdict
from optimizer.portfolio.order import canonical_order, earliest_of_the_alike
from optimizer.portfolio.outcome import Infeasible, Outcome, Solved, Undecided
from optimizer.portfolio.problem import FeeSchedule, Limit, Problem
from optimizer.portfolio.referee import confirm
from optimizer.portfolio.region import Region, allowed_region, modes_of
from optimizer.portfolio.relaxation import Relaxed, relax
from optimizer.portfolio.remainder import lists_within

_OF_VALUE = frozenset({"utility", "worst_share", "charge"})
"""Fields that say what lists are worth, not which are allowed."""


class Changes(TypedDict, total=False):
    """Fields of `Problem` that a model can change without being built anew."""

    utility: FloatArray
    cost: FloatArray | None
    budget: float | None
    fees: tuple[FeeSchedule, ...]
    limits: tuple[Limit, ...]
    required: IntArray
    forbidden: IntArray
    worst_share: float
    charge: FloatArray | None


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A problem in the form that is solved, with where the last solve ended.

    Programs are put in an order that depends on what they are and not on where they stand, so that a shuffled problem
    has the same list. Of programs alike in everything the earliest are chosen.

    Attributes
    ----------
    problem : Problem
        As given.
    order : int array, shape (programs,)
        Which program stands at each place of `value` and `region`.
    value : Value
    region : Region
    near : Relaxed or None
        Relaxation of this or a similar problem to start from.
    """

    problem: Problem
    order: IntArray
    value: Value
    region: Region
    near: Relaxed | None = field(default=None)

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """Build the model of a problem."""
        order = canonical_order(problem)
        return cls(problem, order, value_function(problem, order), allowed_region(problem, order))

    def changed(self, **changes: Unpack[Changes]) -> Self:
        """The model of the same problem with other fields, any of `Problem` but the chances and their weights.

        Its solve starts where this one's ended, so among lists equal to the gap it may find another than
        a model built anew.
        """
        problem = replace(self.problem, **changes)
        same_value = not changes.keys() & _OF_VALUE
        value = self.value if same_value else self.value.of_changed(problem, self.order)
        same_lists = changes.keys() <= _OF_VALUE
        region = self.region if same_lists else allowed_region(problem, self.order)
        richer = changes.keys() <= {"budget"} and (problem.budget or 0.0) >= (self.problem.budget or np.inf)
        near = self.near if same_lists or richer else self.near and replace(self.near, corners=self.near.corners[:0])
        return replace(self, problem=problem, value=value, region=region, near=near)

    def at_chances(self, offer_chance: FloatArray) -> Self:
        """The model of the same problem with other chances of offers, shape (programs, modes, scenarios).

        Order and rows stay, so that many draws of the chances share them; among lists equal to the gap it may
        find another than a model built anew.
        """
        problem = replace(self.problem, offer_chance=offer_chance)
        return replace(self, problem=problem, value=value_function(problem, self.order))

    @property
    def highest(self) -> float:
        """The largest utility, in which values are measured while solving; never 0."""
        return self.problem.unit_of_value

    def modes_as_given(self, application: FloatArray) -> IntArray:
        """Mode of each program in the problem's order, from 0/1 applications, shape (programs * modes,)."""
        mode = np.empty(self.order.size, dtype=np.int64)
        mode[self.order] = modes_of(application, self.region)
        return mode

    def relaxed(self, *, gap: float, time_limit_s: float) -> Self:
        """The model with its own relaxation to start from, where there is one."""
        check_settings(gap, time_limit_s)
        deadline = Deadline.after(time_limit_s)
        relaxed = relax(self.value, self.region, tolerance=gap / 10, deadline=deadline, near=self.near)
        return replace(self, near=relaxed if isinstance(relaxed, Relaxed) else None)

    def lists_within(self, reach: float) -> tuple[IntArray, FloatArray] | None:
        """Every list worth the relaxation's bound less a reach, in value; None where there are too many to look at.

        Needs the relaxation of this very problem, as `relaxed` and `solve_and_keep` leave it.

        Returns
        -------
        mode : int array, shape (lists, programs)
        value : array, shape (lists,)
        """
        found = None if self.near is None else lists_within(self.value, self.region, self.near, reach / self.highest)
        if found is None:
            return None
        mode = np.empty_like(found[0])
        mode[:, self.order] = found[0]
        return mode, found[1] * self.highest

    def solve(self, *, gap: float = 1e-4, time_limit_s: float = 10.0) -> Outcome:
        """Solve; arguments, outcome and errors as for `optimizer.portfolio.solve`."""
        check_settings(gap, time_limit_s)
        deadline = Deadline.after(time_limit_s)
        outcome = self.solve_and_keep(gap=gap, time_limit_s=time_limit_s)[0]
        return diagnose(self.problem, deadline) if isinstance(outcome, Infeasible) else outcome

    def solve_and_keep(self, *, gap: float = 1e-4, time_limit_s: float = 10.0) -> tuple[Outcome, Self]:
        """Solve, and give back the model that starts its next solve where this one ended.

        `Infeasible` comes without a conflict here: finding one takes longer than a solve.
        """
        started = perf_counter()
        check_settings(gap, time_limit_s)
        if np.intersect1d(self.problem.required, self.problem.forbidden).size:
            return Infeasible(()), self
        deadline = Deadline(started + time_limit_s)
        near, found = best_list(self.value, self.region, gap=gap, deadline=deadline, near=self.near)
        kept = replace(self, near=near)
        if not found.application.size:
            if found.verdict is Verdict.INFEASIBLE:
                return Infeasible(()), kept
            bound = min(found.bound * self.highest, float(self.problem.utility.max()))
            return Undecided(bound, perf_counter() - started), kept
        solved = self._claim(found.application, found.bound, proven=found.bound - found.value <= gap)
        return replace(confirm(self.problem, solved), seconds=perf_counter() - started), kept

    def _claim(self, application: FloatArray, bound: float, *, proven: bool) -> Solved:
        """The answer in the solver's own figures, for the referee to check."""
        problem = self.problem
        mode = earliest_of_the_alike(problem, self.modes_as_given(application))
        exposure = self.value.exposure(application)
        value = self.value.at(exposure) * self.highest
        return Solved(
            mode=mode,
            value=value,
            bound=max(min(bound, 1.0) * self.highest, value),
            match_probability=float(-(problem.scenario_weight @ np.expm1(-exposure[self.value.levels - 1]))),
            spend=self.region.spend(application),
            proven=proven,
            seconds=0.0,
        )


def check_settings(gap: float, time_limit_s: float) -> None:
    """Refuse a gap that isn't positive and a negative time limit.

    Raises
    ------
    BadInput
    """
    faults = []
    if not (is_amount(gap) and gap > 0):
        faults.append(Fault("the gap is not positive", "gap", gap, "> 0, such as 1e-4", "Give a small positive number"))
    if not (is_number(time_limit_s) and time_limit_s >= 0):
        what, allowed = "the time limit is negative", "seconds >= 0"
        faults.append(Fault(what, "time_limit_s", time_limit_s, allowed, "Give a time from 0"))
    refuse(faults)
