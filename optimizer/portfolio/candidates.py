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

from dataclasses import dataclass
from time import perf_counter

import numpy as np
from scipy import sparse

from optimizer.portfolio.arrays import BoolArray, FloatArray, IntArray
from optimizer.portfolio.concave import Value
from optimizer.portfolio.linear import LinearProgram, Verdict, maximise, with_rows
from optimizer.portfolio.region import Region, program_over
from optimizer.portfolio.relaxation import Relaxed

FIRST_CANDIDATES = 40
"""Programs left open in the first integer search."""

VALUE_UNIT = 1e-5
"""Unit of value inside integer programs: their solvers drop what is below a billionth, and compare to that much."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Best list of a search and the bound it proves, in shares of the largest utility.

    Attributes
    ----------
    verdict : Verdict
        OPTIMAL: proven to the gap. FEASIBLE or OUT_OF_TIME: the time ran out with or without a list.
        INFEASIBLE: there is no list at all.
    application : array, shape (programs * modes,)
        0 or 1; empty without a list.
    value, bound : float
    """

    verdict: Verdict
    application: FloatArray
    value: float
    bound: float


def search(value: Value, region: Region, relaxed: Relaxed, *, gap: float, deadline: float) -> Found:
    """The best list to a gap, widening the reach until nothing outside it can matter.

    Parameters
    ----------
    value, region, relaxed
        What to maximise, over which lists, and the bound and prices of the relaxation.
    gap : float
        Absolute, in shares of the largest utility.
    deadline : float
        On the clock of `time.perf_counter`.
    """
    regret, stay_out = relaxed.regret(region.required)
    second = np.sort(np.column_stack([regret, stay_out]), axis=1)[:, 1]
    spread = np.sort(second[np.isfinite(second)])
    reach = float(spread[FIRST_CANDIDATES]) if spread.size > FIRST_CANDIDATES else np.inf
    best = Found(Verdict.OUT_OF_TIME, np.zeros(0), -np.inf, relaxed.bound)
    while True:
        must_apply = region.required | (stay_out > reach)
        inside = _within_reach(value, region, relaxed, regret <= reach, must_apply, gap, best, deadline)
        bound = min(best.bound, max(inside.bound, relaxed.bound - reach))
        best = Found(inside.verdict, inside.application, inside.value, bound)
        if inside.verdict in (Verdict.FEASIBLE, Verdict.OUT_OF_TIME):
            return best
        if best.bound - best.value <= gap or np.isinf(reach):
            return best
        nothing_yet = inside.verdict is Verdict.INFEASIBLE
        reach = 10 * max(reach, gap) if nothing_yet else max(2 * reach, relaxed.bound - best.value)
        if reach >= spread[-1]:
            reach = np.inf


def _within_reach(
    value: Value,
    region: Region,
    relaxed: Relaxed,
    open_choice: BoolArray,
    must_apply: BoolArray,
    gap: float,
    best: Found,
    deadline: float,
) -> Found:
    """Outer approximation over the open choices, starting from the relaxation's tangent."""
    columns = np.flatnonzero(open_choice.ravel())
    program = program_over(region, columns, must_apply, np.zeros(region.upper.size), integer=True)
    tangents = [(relaxed.constant, relaxed.gain)]
    application, worth, bound = best.application, best.value, relaxed.bound
    while True:
        promising = _under(program, tangents, columns)
        answer = maximise(promising, time_limit_s=deadline - perf_counter(), absolute_gap=gap / 4 / VALUE_UNIT)
        if not answer.x.size:
            if application.size:
                return Found(Verdict.FEASIBLE, application, worth, bound)
            nothing = answer.verdict is Verdict.INFEASIBLE
            return Found(answer.verdict, application, worth, -np.inf if nothing else bound)
        bound = min(bound, answer.bound * VALUE_UNIT)
        found = np.zeros(region.applications)
        found[columns] = np.round(answer.x[: columns.size])
        exposure = value.exposure(found)
        promise = min(constant + float(gain @ found) for constant, gain in tangents)
        if value.at(exposure) > worth:
            application, worth = found, value.at(exposure)
        if bound - worth <= gap or promise - value.at(exposure) <= gap / 4:
            # Tangents that meet the value can't be tightened: what is left is the integer solver's tolerance.
            return Found(answer.verdict, application, worth, bound)
        if answer.verdict is Verdict.FEASIBLE:
            return Found(Verdict.FEASIBLE, application, worth, bound)
        tangents.append(value.tangent(exposure))


def _under(program: LinearProgram, tangents: list[tuple[float, FloatArray]], columns: IntArray) -> LinearProgram:
    """The program with a last column for the value in `VALUE_UNIT`, maximised and held under every tangent."""
    height, width = program.matrix.shape
    widened = LinearProgram(
        np.append(np.zeros(width), 1.0),
        sparse.csr_matrix((program.matrix.data, program.matrix.indices, program.matrix.indptr), (height, width + 1)),
        program.row_lower,
        program.row_upper,
        np.append(program.column_lower, 0.0),
        np.append(program.column_upper, 1.0 / VALUE_UNIT),
        np.append(program.integer, False),
    )
    rows = np.zeros((len(tangents), width + 1))
    rows[:, : columns.size] = [-gain[columns] / VALUE_UNIT for _, gain in tangents]
    rows[:, -1] = 1.0
    constants = np.array([constant for constant, _ in tangents]) / VALUE_UNIT
    return with_rows(widened, rows, np.full(len(tangents), -np.inf), constants)
