"""A problem built once and solved as often as a slider moves: what didn't change is not built again."""

from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Self, TypedDict, Unpack

import numpy as np

from optimizer.errors import Fault
from optimizer.portfolio.arrays import FloatArray, IntArray
from optimizer.portfolio.candidates import search
from optimizer.portfolio.checks import is_amount, is_number, refuse
from optimizer.portfolio.concave import Value, value_function
from optimizer.portfolio.diagnosis import diagnose
from optimizer.portfolio.linear import Verdict
from optimizer.portfolio.outcome import Infeasible, Outcome, Solved, Undecided
from optimizer.portfolio.problem import FeeSchedule, Limit, Problem
from optimizer.portfolio.referee import confirm, spend
from optimizer.portfolio.region import Region, allowed_region, modes_of
from optimizer.portfolio.relaxation import Relaxed, relax


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


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A problem in the form that is solved, with where the last solve ended.

    Programs are put in an order that depends on what they are and not on where they stand, so that a shuffled problem
    has the same list. Programs alike in everything keep their order: the earlier one is chosen.

    Attributes
    ----------
    problem : Problem
        As given.
    order : int array, shape (programs,)
        Which program stands at each place of `ordered`.
    ordered : Problem
    value : Value
    region : Region
    near : Relaxed or None
        Relaxation of a similar problem to start from.
    """

    problem: Problem
    order: IntArray
    ordered: Problem
    value: Value
    region: Region
    near: Relaxed | None = field(default=None)

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """Build the model of a problem."""
        order = _canonical_order(problem)
        ordered = _reordered(problem, order)
        return cls(problem, order, ordered, value_function(ordered), allowed_region(ordered))

    def changed(self, **changes: Unpack[Changes]) -> Self:
        """The model of the same problem with other fields, any of `Problem` but the chances and their weights."""
        problem = replace(self.problem, **changes)
        same_for_all = {"budget", "worst_share"}
        ordered = (
            replace(self.ordered, **changes) if changes.keys() <= same_for_all else _reordered(problem, self.order)
        )
        value = replace(self.value, worst_share=problem.worst_share)
        if "utility" in changes:
            value = value.with_utility(ordered.utility)
        region = self.region if changes.keys() <= {"utility", "worst_share"} else allowed_region(ordered)
        return replace(self, problem=problem, ordered=ordered, value=value, region=region)

    def solve(self, *, gap: float = 1e-4, time_limit_s: float = 10.0) -> Outcome:
        """Solve; arguments, outcome and errors as for `optimizer.portfolio.solve`."""
        outcome = self.solve_and_keep(gap=gap, time_limit_s=time_limit_s)[0]
        return diagnose(self.problem) if isinstance(outcome, Infeasible) else outcome

    def solve_and_keep(self, *, gap: float = 1e-4, time_limit_s: float = 10.0) -> tuple[Outcome, Self]:
        """Solve, and give back the model that starts its next solve where this one ended.

        `Infeasible` comes without a conflict here: finding one takes longer than a solve.
        """
        started = perf_counter()
        _check_settings(gap, time_limit_s)
        problem, highest = self.problem, float(self.problem.utility.max())
        if np.intersect1d(problem.required, problem.forbidden).size:
            return Infeasible(()), self
        deadline = started + time_limit_s
        relaxed = relax(self.value, self.region, tolerance=gap / 10, deadline=deadline, near=self.near)
        if isinstance(relaxed, Verdict):
            infeasible = relaxed is Verdict.INFEASIBLE
            return Infeasible(()) if infeasible else Undecided(highest, perf_counter() - started), self
        kept = replace(self, near=relaxed)
        found = search(self.value, self.region, relaxed, gap=gap, deadline=deadline)
        if found.verdict is Verdict.INFEASIBLE:
            return Infeasible(()), self
        if not found.application.size:
            return Undecided(min(found.bound, 1.0) * highest, perf_counter() - started), kept
        mode = np.empty(self.order.size, dtype=np.int64)
        mode[self.order] = modes_of(found.application, self.region)
        exposure = self.value.exposure(found.application)
        claimed = self.value.at(exposure) * highest
        solved = Solved(
            mode=mode,
            value=claimed,
            bound=max(min(found.bound, 1.0) * highest, claimed),
            match_probability=float(-(problem.scenario_weight @ np.expm1(-exposure[-1]))),
            spend=spend(problem, mode),
            proven=found.bound - found.value <= gap,
            seconds=perf_counter() - started,
        )
        return replace(confirm(problem, solved), seconds=perf_counter() - started), kept


def _check_settings(gap: float, time_limit_s: float) -> None:
    faults = []
    if not (is_amount(gap) and gap > 0):
        faults.append(Fault("the gap is not positive", "gap", gap, "> 0, such as 1e-4", "Give a small positive number"))
    if not (is_number(time_limit_s) and time_limit_s >= 0):
        what, allowed = "the time limit is negative", "seconds >= 0"
        faults.append(Fault(what, "time_limit_s", time_limit_s, allowed, "Give a time from 0"))
    refuse(faults)


def _canonical_order(problem: Problem) -> IntArray:
    """Programs by utility, then by a fingerprint of everything that the problem knows of them."""
    programs = problem.shape[0]
    facts: list[FloatArray] = [problem.offer_chance.reshape(programs, -1)]
    facts += [limit.coefficient for limit in problem.limits]
    facts += [fee.members[:, None].astype(np.float64) for fee in problem.fees]
    if problem.cost is not None:
        facts.append(problem.cost[:, None])
    listed = np.zeros((programs, 2))
    listed[problem.required, 0] = listed[problem.forbidden, 1] = 1.0
    table = np.ascontiguousarray(np.hstack([*facts, listed]))
    # Any fixed irregular numbers tell different programs apart; each row is summed on its own, wherever it stands.
    multipliers = np.modf(np.arange(1, table.shape[1] + 1) * np.sqrt(2.0))[0]
    fingerprint = (table * multipliers).sum(axis=1)
    return np.lexsort((fingerprint, -problem.utility)).astype(np.int64)


def _reordered(problem: Problem, order: IntArray) -> Problem:
    place = np.empty(order.size, dtype=np.int64)
    place[order] = np.arange(order.size)
    return replace(
        problem,
        offer_chance=problem.offer_chance[order],
        utility=problem.utility[order],
        cost=None if problem.cost is None else problem.cost[order],
        fees=tuple(
            FeeSchedule(fee.name, fee.members[order], fee.tiers, fee.flat, fee.flat_covers) for fee in problem.fees
        ),
        limits=tuple(
            Limit(limit.name, limit.coefficient[order], limit.minimum, limit.maximum) for limit in problem.limits
        ),
        required=place[problem.required],
        forbidden=place[problem.forbidden],
    )
