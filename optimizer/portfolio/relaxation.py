"""The best fractional list, and a bound on every list that rests on weak duality alone.

Simplicial decomposition: linearise the value at the best point so far, solve that linear program over all
applications (its size depends on neither scenarios nor utility levels), and move to the best mixture of the
corners found. Each linear program also bounds every list: the tangent lies above the value, and the bound is
recomputed here from the prices of the rows, so that it holds whatever the linear solver's tolerances.

References
----------
von Hohenbalken (1977), Simplicial decomposition in nonlinear programming algorithms, Mathematical Programming
13, doi 10.1007/BF01584323.
"""

from dataclasses import dataclass
from time import perf_counter

import numpy as np
from scipy import optimize, sparse

from optimizer.portfolio.arrays import FloatArray
from optimizer.portfolio.concave import Value
from optimizer.portfolio.linear import LinearAnswer, LinearProgram, Verdict, maximise
from optimizer.portfolio.region import Region, one_mode_rows


@dataclass(frozen=True, slots=True, eq=False)
class Relaxed:
    """A bound with the prices that prove it.

    Attributes
    ----------
    bound : float
        No list within the limits has a higher value (in shares of the largest utility).
    profit : array, shape (programs, modes)
        Gain of each application less the price of the limits it uses.
    constant, gain : float and array, shape (programs * modes,)
        The tangent behind the bound.
    """

    bound: float
    profit: FloatArray
    constant: float
    gain: FloatArray


_ROUNDS = 30


def relax(
    value: Value, region: Region, *, tolerance: float, deadline: float, start: FloatArray | None = None
) -> Relaxed | Verdict:
    """The tightest bound found when the relaxation is solved to `tolerance`, the rounds or the time run out.

    Parameters
    ----------
    value, region
        What to maximise, over which lists.
    tolerance : float
        Stop when the bound is this close to the best fractional list.
    deadline : float
        On the clock of `time.perf_counter`.
    start : array, shape (levels, scenarios), or None
        Exposure to linearise at first; None is a middling one.

    Returns
    -------
    Relaxed, or the verdict where there is no fractional list or no time for the first bound.
    """
    program = _tangent_program(region)
    at = np.ones(value.weight.shape) if start is None else start
    corners: list[FloatArray] = []
    best: Relaxed | None = None
    while True:
        constant, gain = value.tangent(at)
        answer = maximise(_with_gain(program, gain), time_limit_s=deadline - perf_counter())
        if answer.verdict is not Verdict.OPTIMAL:
            return best or answer.verdict
        found = _weak_duality(region, constant, gain, answer)
        best = found if best is None or found.bound < best.bound else best
        corners.append(value.exposure(answer.x[: region.applications]))
        at = _best_mixture(value, corners)
        if best.bound - value.at(at) <= tolerance or len(corners) == _ROUNDS:
            return best


def _tangent_program(region: Region) -> LinearProgram:
    applications = np.arange(region.applications)
    one_mode, lower = one_mode_rows(region, applications, region.required)
    fee_columns = region.upper.size - region.applications
    matrix = sparse.vstack(
        [region.matrix, sparse.hstack([one_mode, sparse.csr_matrix((one_mode.shape[0], fee_columns))])],
        format="csr",
    )
    return LinearProgram(
        objective=np.zeros(region.upper.size),
        matrix=matrix,
        row_lower=np.concatenate([region.row_lower, lower]),
        row_upper=np.concatenate([region.row_upper, np.ones(lower.size)]),
        column_lower=region.lower,
        column_upper=region.upper,
        integer=np.zeros(region.upper.size, dtype=bool),
    )


def _with_gain(program: LinearProgram, gain: FloatArray) -> LinearProgram:
    objective = np.zeros(program.column_upper.size)
    objective[: gain.size] = gain
    return LinearProgram(
        objective,
        program.matrix,
        program.row_lower,
        program.row_upper,
        program.column_lower,
        program.column_upper,
        program.integer,
    )


def _weak_duality(region: Region, constant: float, gain: FloatArray, answer: LinearAnswer) -> Relaxed:
    """Bound from the rows' prices: any prices give one, so the solver's are only taken as a suggestion."""
    price = answer.row_price[: region.row_lower.size].copy()
    price[(price > 0) & ~np.isfinite(region.row_upper)] = 0.0
    price[(price < 0) & ~np.isfinite(region.row_lower)] = 0.0
    side = np.where(price > 0, region.row_upper, region.row_lower)
    rows = float((price * np.where(price != 0, side, 0.0)).sum())
    used = np.asarray(region.matrix.T @ price)
    profit = (gain - used[: region.applications]).reshape(region.programs, region.modes)
    open_profit = np.where(region.upper[: region.applications].reshape(profit.shape) > 0, profit, -np.inf)
    best_mode = open_profit.max(axis=1)
    programs = float(np.where(region.required, best_mode, np.maximum(best_mode, 0.0)).sum())
    fees = -used[region.applications :]
    fee_columns = float(np.maximum(fees * region.upper[region.applications :], 0.0).sum())
    return Relaxed(constant + rows + programs + fee_columns, open_profit, constant, gain)


def _best_mixture(value: Value, corners: list[FloatArray]) -> FloatArray:
    """Exposure of the best convex mixture of corners."""
    stack = np.array(corners)
    count = len(corners)

    def loss(share: FloatArray) -> tuple[float, FloatArray]:
        exposure = np.tensordot(share, stack, axes=1)
        slope = value.weight * np.exp(-exposure)
        return -value.at(exposure), -np.tensordot(stack, slope, axes=2)

    each = [value.at(corner) for corner in corners]
    start = np.full(count, 0.1 / count)
    start[int(np.argmax(each))] += 0.9
    found = optimize.minimize(
        loss,
        start,
        jac=True,
        method="SLSQP",
        bounds=[(0.0, 1.0)] * count,
        constraints=optimize.LinearConstraint(np.ones((1, count)), 1.0, 1.0),
        options={"maxiter": 100, "ftol": 1e-12},
    )
    share = np.clip(found.x, 0.0, None)
    mixed = np.tensordot(share / share.sum(), stack, axes=1)
    best = int(np.argmax(each))
    return mixed if value.at(mixed) >= each[best] else corners[best]
