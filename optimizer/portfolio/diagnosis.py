"""Why there is no list: limits that clash, and the smallest single changes that let one through."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
from scipy import sparse

from optimizer.portfolio.arrays import FloatArray, IntArray
from optimizer.portfolio.linear import LinearProgram, Verdict, maximise
from optimizer.portfolio.outcome import Infeasible, Remedy
from optimizer.portfolio.problem import BUDGET, Limit, Problem
from optimizer.portfolio.referee import fee_total, spend
from optimizer.portfolio.region import Region, allowed_region, modes_of, one_mode_rows

CHECK_LIMIT_S = 10.0
"""Wall-clock seconds for one check; a set not shown to be possible in this time counts as clashing."""


def diagnose(problem: Problem) -> Infeasible:
    """A minimal set of clashing limits, by leaving out one after the other, and remedies for its members.

    Parameters
    ----------
    problem : Problem
        One that no list solves.
    """
    conflict = list(problem.limits)
    budget = problem.budget
    for limit in problem.limits:
        without = [other for other in conflict if other is not limit]
        if not _possible(problem, without, budget):
            conflict = without
    if budget is not None and not _possible(problem, conflict, None):
        budget = None
    names = tuple(limit.name for limit in conflict) + (() if budget is None else (BUDGET,))
    return Infeasible(names, tuple(_remedies(problem, names)))


def _possible(problem: Problem, limits: Sequence[Limit], budget: float | None) -> bool:
    region = allowed_region(replace(problem, limits=tuple(limits), budget=budget))
    return _best_list(region, np.zeros(region.upper.size)) is not None


def _remedies(problem: Problem, names: tuple[str, ...]) -> Iterator[Remedy]:
    for limit in problem.limits:
        if limit.name in names:
            yield from _limit_remedies(problem, limit)
    if problem.budget is not None and BUDGET in names:
        yield from _budget_remedies(problem, problem.budget)


def _limit_remedies(problem: Problem, limit: Limit) -> Iterator[Remedy]:
    """Nearest reachable value below the minimum, and nearest above the maximum."""
    sides: tuple[tuple[Literal["minimum", "maximum"], float, Limit, float], ...] = (
        ("minimum", limit.minimum, Limit(limit.name, limit.coefficient, maximum=limit.maximum), 1.0),
        ("maximum", limit.maximum, Limit(limit.name, limit.coefficient, minimum=limit.minimum), -1.0),
    )
    for side, present, kept, sign in sides:
        if np.isinf(present):
            continue
        changed = replace(problem, limits=tuple(kept if other is limit else other for other in problem.limits))
        region = allowed_region(changed)
        objective = np.zeros(region.upper.size)
        objective[: region.applications] = sign * limit.coefficient.ravel()
        mode = _best_list(region, objective)
        if mode is not None:
            applied = np.flatnonzero(mode >= 0)
            yield Remedy(limit.name, side, present, float(limit.coefficient[applied, mode[applied]].sum()))


def _budget_remedies(problem: Problem, present: float) -> Iterator[Remedy]:
    """The least that any list within the other limits costs."""
    everything = sum(fee_total(fee, int(fee.members.sum())) for fee in problem.fees)
    everything += 0.0 if problem.cost is None else float(problem.cost.sum())
    region = allowed_region(replace(problem, budget=everything))
    mode = _best_list(region, -region.dollars)
    if mode is not None:
        yield Remedy(BUDGET, "maximum", present, spend(problem, mode))


def _best_list(region: Region, objective: FloatArray) -> IntArray | None:
    """Modes of a list in the region with the highest objective; None where there is no list."""
    columns = np.arange(region.applications)
    one_mode, lower = one_mode_rows(region, columns, region.required)
    fee_columns = sparse.csr_matrix((one_mode.shape[0], region.upper.size - region.applications))
    answer = maximise(
        LinearProgram(
            objective,
            sparse.vstack([region.matrix, sparse.hstack([one_mode, fee_columns])], format="csr"),
            np.concatenate([region.row_lower, lower]),
            np.concatenate([region.row_upper, np.ones(lower.size)]),
            region.lower,
            region.upper,
            region.integer,
        ),
        time_limit_s=CHECK_LIMIT_S,
    )
    if answer.verdict not in (Verdict.OPTIMAL, Verdict.FEASIBLE):
        return None
    return modes_of(answer.x[: region.applications], region)
