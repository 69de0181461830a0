"""Why there is no list: limits that clash, and the smallest changes that let one through, each with a list to show."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from optimizer.arrays import FloatArray, IntArray
from optimizer.portfolio.deadline import Deadline
from optimizer.portfolio.linear import LinearProgram, Verdict, maximise
from optimizer.portfolio.matrices import sparse
from optimizer.portfolio.outcome import Infeasible, Remedy
from optimizer.portfolio.problem import BUDGET, FORBIDDEN, REQUIRED, Limit, Problem
from optimizer.portfolio.referee import fee_total, spend, violations
from optimizer.portfolio.region import STRUCTURE, Region, allowed_region, modes_of, program_over

Side = Literal["minimum", "maximum"]

_SLIGHT = 1e-6


def diagnose(problem: Problem, deadline: Deadline) -> Infeasible:
    """A minimal set of clashing limits, by leaving out one after the other, and remedies for its members.

    What can't be checked in time is never told as a clash: the set named clashes for certain, and says whether each
    of its limits was shown to be needed for that.

    Parameters
    ----------
    problem : Problem
        One that no list solves.
    deadline : Deadline
    """
    if np.intersect1d(problem.required, problem.forbidden).size:
        return Infeasible((REQUIRED, FORBIDDEN))
    wishes = [limit.name for limit in problem.limits if not limit.structural]
    if problem.budget is not None:
        wishes.append(BUDGET)
    conflict, minimal = _minimal(problem, _priced(problem, wishes, deadline), deadline)
    remedies = tuple(_single_remedies(problem, conflict, deadline))
    joint = () if remedies or deadline.has_passed else _joint_remedy(problem, deadline)
    return Infeasible(tuple(conflict), remedies, joint, minimal)


def _minimal(problem: Problem, names: Sequence[str], deadline: Deadline) -> tuple[list[str], bool]:
    """What is left of clashing names when each that the others clash without is left out, one after the other.

    The next that is needed is looked for in strides that double, since most are not: the answer is the same as when
    each is tried. Second comes whether each that is left was shown to be needed.
    """
    needed: list[str] = []
    minimal = True
    start = 0

    def clash(rest: int) -> bool:
        """Whether those needed so far clash with the names from there on."""
        nonlocal minimal
        possible = None if deadline.has_passed else _possible(_with_only(problem, [*needed, *names[rest:]]), deadline)
        minimal &= possible is not None
        return possible is False

    while start < len(names):
        if deadline.has_passed:
            return [*needed, *names[start:]], False
        # Without the names before `low` the rest clashes still; without those before `high` it was not shown to.
        low, stride = start, 1
        while low < len(names) and clash(min(low + stride, len(names))):
            low, stride = min(low + stride, len(names)), 2 * stride
        if low == len(names):
            break
        high = min(low + stride, len(names))
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if clash(middle) else (low, middle)
        needed.append(names[low])
        start = low + 1
    return needed, minimal


def _with_only(problem: Problem, names: Sequence[str]) -> Problem:
    """The problem with these wishes and the budget only if it is one of them."""
    kept = frozenset(names)
    limits = tuple(limit for limit in problem.limits if limit.structural or limit.name in kept)
    return replace(problem, limits=limits, budget=problem.budget if BUDGET in names else None)


def _priced(problem: Problem, names: list[str], deadline: Deadline) -> list[str]:
    """Limits with a price in the linear program of least violation: together they clash already, if it violates any."""
    if deadline.has_passed:
        return names
    region, program = _elastic(problem, integer=False)
    answer = maximise(program, deadline=deadline)
    if answer.verdict is not Verdict.OPTIMAL or answer.bound > -_SLIGHT:
        return names
    price = answer.row_price[: len(region.owner)]
    priced = {owner for owner, cost in zip(region.owner, price, strict=True) if abs(cost) > _SLIGHT}
    kept = [name for name in names if name in priced]
    return kept if kept and _possible(_with_only(problem, kept), deadline) is False else names


def _possible(problem: Problem, deadline: Deadline) -> bool | None:
    """Whether there is a list; None where the time ran out before that was known."""
    region = allowed_region(problem)
    verdict, mode = _best_list(region, np.zeros(region.upper.size), deadline)
    return False if verdict is Verdict.INFEASIBLE else None if mode is None else True


def _elastic(problem: Problem, *, integer: bool) -> tuple[Region, LinearProgram]:
    """The region with every limit allowed to give way, priced by shares of its bound (of 1 where the bound is less).

    Two columns follow for each limit's row: how far below its minimum, and how far above its maximum.
    """
    region = allowed_region(replace(problem, budget=None if problem.budget is None else _everything(problem)))
    fixed = {STRUCTURE, *(limit.name for limit in problem.limits if limit.structural)}
    owned = np.flatnonzero([owner not in fixed for owner in region.owner])
    lower, upper = region.row_lower, region.row_upper.copy()
    if problem.budget is not None:
        upper[-1] *= problem.budget / max(_everything(problem), 1e-300)
    plain = program_over(
        region, np.arange(region.applications), region.required, np.zeros(region.upper.size), integer=integer
    )
    give_way = sparse.csr_matrix(
        (
            np.concatenate([np.ones(owned.size), -np.ones(owned.size)]),
            (np.tile(owned, 2), np.arange(2 * owned.size)),
        ),
        (plain.matrix.shape[0], 2 * owned.size),
    )
    sides = np.concatenate([lower[owned], upper[owned]])
    scale = np.tile(region.scale[owned], 2)
    price = scale / np.maximum(np.abs(np.where(np.isfinite(sides), sides, 0.0)) * scale, 1.0)
    reached = np.asarray(abs(region.matrix[owned]) @ region.upper)
    most = np.tile(reached, 2) + np.where(np.isfinite(sides), np.abs(sides), 0.0)
    return region, LinearProgram(
        objective=np.concatenate([plain.objective, -price]),
        matrix=sparse.csr_matrix(sparse.hstack([plain.matrix, give_way])),
        row_lower=plain.row_lower,
        row_upper=np.concatenate([upper, plain.row_upper[upper.size :]]),
        column_lower=np.concatenate([plain.column_lower, np.zeros(2 * owned.size)]),
        column_upper=np.concatenate([plain.column_upper, most]),
        integer=np.concatenate([plain.integer, np.zeros(2 * owned.size, dtype=bool)]),
    )


def remedied(problem: Problem, remedies: Sequence[Remedy]) -> Problem:
    """The problem with some changes made together."""
    limits = {limit.name: limit for limit in problem.limits}
    budget = problem.budget
    for remedy in remedies:
        if remedy.limit == BUDGET:
            budget = remedy.needed
        elif remedy.side == "minimum":
            limits[remedy.limit] = replace(limits[remedy.limit], minimum=remedy.needed)
        else:
            limits[remedy.limit] = replace(limits[remedy.limit], maximum=remedy.needed)
    return replace(problem, limits=tuple(limits.values()), budget=budget)


def _single_remedies(problem: Problem, names: Sequence[str], deadline: Deadline) -> Iterator[Remedy]:
    """For each side of the named limits, and for the budget, the nearest value with which there is a list."""
    for limit in problem.limits:
        if limit.name in names and not deadline.has_passed:
            yield from _limit_remedies(problem, limit, deadline)
    if BUDGET in names and not deadline.has_passed:
        region = allowed_region(replace(problem, budget=_everything(problem)))
        yield from _confirmed(problem, _best_list(region, -region.dollars, deadline)[1], only=(BUDGET, "maximum"))


def _limit_remedies(problem: Problem, limit: Limit, deadline: Deadline) -> Iterator[Remedy]:
    sides: tuple[tuple[Side, float, Limit, float], ...] = (
        ("minimum", limit.minimum, replace(limit, minimum=-np.inf), 1.0),
        ("maximum", limit.maximum, replace(limit, maximum=np.inf), -1.0),
    )
    for side, present, freed, sign in sides:
        if np.isfinite(present):
            limits = tuple(freed if other is limit else other for other in problem.limits)
            region = allowed_region(replace(problem, limits=limits))
            objective = np.zeros(region.upper.size)
            objective[: region.applications] = sign * limit.coefficient.ravel()
            yield from _confirmed(problem, _best_list(region, objective, deadline)[1], only=(limit.name, side))


def _joint_remedy(problem: Problem, deadline: Deadline) -> tuple[Remedy, ...]:
    """The smallest change of several limits together, in the sum of shares of their bounds."""
    region, program = _elastic(problem, integer=True)
    answer = maximise(program, deadline=deadline)
    return _confirmed(problem, modes_of(answer.x[: region.applications], region) if answer.x.size else None)


def _confirmed(problem: Problem, mode: IntArray | None, only: tuple[str, Side] | None = None) -> tuple[Remedy, ...]:
    """The changes that let a list in, or the one named, where the referee finds nothing else broken."""
    if mode is None:
        return ()
    remedies = tuple(each for each in _breaches(problem, mode) if only in (None, (each.limit, each.side)))
    return () if violations(remedied(problem, remedies), mode) else remedies


def _breaches(problem: Problem, mode: IntArray) -> Iterator[Remedy]:
    """Which sides of which limits a list breaks, with what it needs there."""
    applied = np.flatnonzero(mode >= 0)
    for limit in problem.limits:
        used = float(limit.coefficient[applied, mode[applied]].sum())
        if used < limit.minimum - _SLIGHT:
            yield Remedy(limit.name, "minimum", limit.minimum, used)
        elif used > limit.maximum + _SLIGHT:
            yield Remedy(limit.name, "maximum", limit.maximum, used)
    if problem.budget is not None and spend(problem, mode) > problem.budget + _SLIGHT:
        yield Remedy(BUDGET, "maximum", problem.budget, spend(problem, mode))


def _everything(problem: Problem) -> float:
    """Dollars that applying everywhere costs."""
    fees = sum(fee_total(fee, int(fee.members.sum())) for fee in problem.fees)
    return fees + (0.0 if problem.cost is None else float(problem.cost.sum()))


def _best_list(region: Region, objective: FloatArray, deadline: Deadline) -> tuple[Verdict, IntArray | None]:
    """What was found of the list in the region with the highest objective: its modes; None where there is none yet."""
    columns = np.arange(region.applications)
    program = program_over(region, columns, region.required, objective, integer=False)
    answer = maximise(program, deadline=deadline)
    # Many of these linear programs are impossible, or have a whole answer by themselves.
    if answer.verdict is not Verdict.INFEASIBLE and not _is_whole(answer.x, region):
        program = program_over(region, columns, region.required, objective, integer=True)
        answer = maximise(program, deadline=deadline)
    return answer.verdict, modes_of(answer.x[: region.applications], region) if answer.x.size else None


def _is_whole(x: FloatArray, region: Region) -> bool:
    return x.size > 0 and bool((np.abs(x - np.round(x)) <= _SLIGHT)[region.integer].all())
