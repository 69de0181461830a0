"""The integer search: the best list among the applications that the relaxation's prices leave a chance.

Every list is worth at most the relaxation's bound less the regrets of its choices. So choices whose regret
exceeds some `reach` can be left out: what they could still bring is bounded by ``bound - reach``. Within the
reach, tangents of the value bound every list, an integer program finds the list they promise most, and its
own tangent is added until promise and value meet (outer approximation).

References
----------
Duran and Grossmann (1986), An outer-approximation algorithm for a class of mixed-integer nonlinear programs,
Mathematical Programming 36, doi 10.1007/BF02592064.
"""

from dataclasses import replace

import numpy as np

from optimizer.arrays import FloatArray, IntArray
from optimizer.portfolio.concave import SearchedValue
from optimizer.portfolio.deadline import Deadline
from optimizer.portfolio.found import NOTHING_YET, Found
from optimizer.portfolio.linear import LinearProgram, Verdict, maximise, with_rows
from optimizer.portfolio.matrices import sparse
from optimizer.portfolio.region import Region, program_over
from optimizer.portfolio.relaxation import Relaxed
from optimizer.portfolio.remainder import best_corner, count_out

COUNTED_FIRST = 8
"""Programs left open in the first guess, which looks at all their lists."""

FIRST_CANDIDATES = 40
"""Programs left open in the first integer search."""

_ROUNDING = 1e-12

SOLVER_TOLERANCE = 1e-8
"""Value that an integer solver may overlook: bounds that rest on one are raised by as much."""

VALUE_UNIT = 1e-5
"""Unit of value inside integer programs: their solvers drop what is below a billionth, and compare to that much."""


def search(
    value: SearchedValue,
    region: Region,
    relaxed: Relaxed,
    *,
    gap: float,
    deadline: Deadline,
    start: Found = NOTHING_YET,
) -> Found:
    """The best list to a gap, widening the reach until nothing outside it can matter.

    Parameters
    ----------
    value, region, relaxed
        What to maximise, over which lists, and the bound and prices of the relaxation.
    gap : float
        Absolute, in shares of the largest utility.
    deadline : Deadline
    start : Found
        What an earlier search of the same problem, to a wider gap, ended with.
    """
    few, first, widest = _reaches(relaxed, region)
    best = replace(
        start,
        bound=min(start.bound, relaxed.bound, 1.0),
        tangents=(*start.tangents, (relaxed.constant, relaxed.gain)),
    )
    if best.bound - best.value > gap:
        best = _counted_among_few(value, region, relaxed, few, best)
    if best.bound - best.value > gap:
        best = best_corner(value, region, relaxed, best)
    reach = min(first or gap / 10, relaxed.bound - best.value)
    while best.bound - best.value > gap:
        reach = np.inf if reach >= widest else reach
        counted = count_out(value, region, relaxed, reach, best)
        inside = counted or _within_reach(value, region, relaxed, reach, gap, best, deadline)
        best = replace(inside, bound=min(best.bound, max(inside.bound, relaxed.bound - reach)))
        # With a wider reach the bound inside it only rises.
        settled = inside.verdict is Verdict.OPTIMAL and inside.bound >= relaxed.bound - reach
        if settled or inside.verdict in (Verdict.FEASIBLE, Verdict.OUT_OF_TIME) or np.isinf(reach):
            break
        nothing_yet = inside.verdict is Verdict.INFEASIBLE
        reach = max(10 * reach, gap / 1000) if nothing_yet else max(2 * reach, relaxed.bound - best.value)
    return best


def _counted_among_few(value: SearchedValue, region: Region, relaxed: Relaxed, few: float, best: Found) -> Found:
    """The best list of very few choices, if it is better: mostly the relaxation proves it already."""
    counted = count_out(value, region, relaxed, few, best)
    if counted is None or counted.value <= best.value:
        return best
    return replace(best, application=counted.application, value=counted.value, verdict=Verdict.OPTIMAL)


def _reaches(relaxed: Relaxed, region: Region) -> tuple[float, float, float]:
    """Regrets that leave `COUNTED_FIRST` and `FIRST_CANDIDATES` programs a choice, and all of them every choice."""
    regret, stay_out = relaxed.regret(region.required)
    choices = np.sort(np.column_stack([regret, stay_out]), axis=1)
    second = np.sort(choices[:, 1])
    few, first = (
        float(second[np.isfinite(second)][count:][:1].min(initial=np.inf))
        for count in (COUNTED_FIRST, FIRST_CANDIDATES)
    )
    return few, first, float(choices[np.isfinite(choices)].max(initial=0.0))


def _within_reach(
    value: SearchedValue, region: Region, relaxed: Relaxed, reach: float, gap: float, best: Found, deadline: Deadline
) -> Found:
    """Outer approximation over the choices within reach; its bound holds for lists of such choices."""
    regret, stay_out = relaxed.regret(region.required)
    columns = np.flatnonzero((regret <= reach).ravel())
    must_apply = region.required | (stay_out > reach)
    program = program_over(region, columns, must_apply, np.zeros(region.upper.size), integer=True)
    best = replace(best, bound=relaxed.bound)
    while True:
        # A list that isn't better by half the gap need not be found.
        wanted = max(best.value + gap / 2, value.lowest)
        promising = _under(program, best.tangents, columns, wanted)
        answer = maximise(promising, deadline=deadline, absolute_gap=gap / 4 / VALUE_UNIT)
        if not answer.x.size:
            return _without_answer(answer.verdict, best, wanted)
        found = np.zeros(region.applications)
        found[columns] = np.round(answer.x[: columns.size])
        exposure = value.exposure(found)
        promise = min(constant + float(gain @ found) for constant, gain in best.tangents)
        best = replace(
            best, verdict=answer.verdict, bound=min(best.bound, answer.bound * VALUE_UNIT + SOLVER_TOLERANCE)
        )
        if value.at(exposure) > best.value:
            best = replace(best, application=found, value=value.at(exposure))
        # Tangents that meet the value can't be tightened: what is left is the integer solver's tolerance.
        settled = best.bound - best.value <= gap or promise - value.at(exposure) <= max(gap / 4, _ROUNDING)
        if settled or answer.verdict is Verdict.FEASIBLE:
            return best
        best = replace(best, tangents=(*best.tangents, value.tangent(exposure)))


def _without_answer(verdict: Verdict, best: Found, wanted: float) -> Found:
    """What is known when an integer program finds no list worth what was wanted."""
    if verdict is Verdict.INFEASIBLE and best.application.size:
        return replace(best, verdict=Verdict.OPTIMAL, bound=min(best.bound, wanted + SOLVER_TOLERANCE))
    if verdict is Verdict.INFEASIBLE:
        return replace(best, verdict=verdict, bound=-np.inf)
    return replace(best, verdict=Verdict.FEASIBLE if best.application.size else verdict)


def _under(
    program: LinearProgram, tangents: tuple[tuple[float, FloatArray], ...], columns: IntArray, wanted: float
) -> LinearProgram:
    """The program with a last column for the value in `VALUE_UNIT`, maximised and held under every tangent."""
    height, width = program.matrix.shape
    widened = LinearProgram(
        np.append(np.zeros(width), 1.0),
        sparse.csr_matrix((program.matrix.data, program.matrix.indices, program.matrix.indptr), (height, width + 1)),
        program.row_lower,
        program.row_upper,
        np.append(program.column_lower, wanted / VALUE_UNIT),
        np.append(program.column_upper, max(1.0, wanted) / VALUE_UNIT),
        np.append(program.integer, False),
    )
    rows = np.zeros((len(tangents), width + 1))
    rows[:, : columns.size] = [-gain[columns] / VALUE_UNIT for _, gain in tangents]
    rows[:, -1] = 1.0
    constants = np.array([constant for constant, _ in tangents]) / VALUE_UNIT
    return with_rows(widened, rows, np.full(len(tangents), -np.inf), constants)
