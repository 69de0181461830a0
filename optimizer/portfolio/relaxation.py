"""The best fractional list, and a bound on every list that rests on weak duality alone.

Simplicial decomposition: linearise the value at the best point so far, solve that linear program (its size depends on
neither scenarios nor utility levels), and move to the best mixture of the corners found. Each linear program also
bounds every list: the tangent lies above the value, and the bound is recomputed here over all applications from the
prices of the rows, so that it holds whatever the linear solver's tolerances, and whichever applications the
linear program left out.

References
----------
von Hohenbalken (1977), Simplicial decomposition in nonlinear programming algorithms, Mathematical Programming 13,
doi 10.1007/BF01584323.
"""

from dataclasses import dataclass, replace

import numpy as np

from optimizer.arrays import BoolArray, FloatArray
from optimizer.portfolio.concave import ListValue
from optimizer.portfolio.deadline import Deadline
from optimizer.portfolio.linear import LinearAnswer, Verdict, maximise
from optimizer.portfolio.mixture import best_mixture
from optimizer.portfolio.region import Region, program_over


@dataclass(frozen=True, slots=True, eq=False)
class Relaxed:
    """A bound with the prices that prove it.

    Attributes
    ----------
    bound : float
        No list within the limits has a higher value (in shares of the largest utility).
    profit : array, shape (programs, modes)
        Gain of each application less the price of the limits it uses; -inf where it is closed.
    price : array, shape (rows,)
        By how much the bound rises when a row's upper side rises by one (> 0), or, negative, its lower side.
    constant, gain : float and array, shape (programs * modes,)
        The tangent behind the bound.
    application : array, shape (programs * modes,)
        The best fractional list found.
    corners : array, shape (corners, programs * modes)
        The lists, each at a corner of what is allowed, that it is a mixture of.
    slack : float
        The bound less that list's value.
    """

    bound: float
    profit: FloatArray
    price: FloatArray
    constant: float
    gain: FloatArray
    application: FloatArray
    corners: FloatArray
    slack: float = np.inf

    def regret(self, required: BoolArray) -> tuple[FloatArray, FloatArray]:
        """How far the bound falls for lists that make a choice, below its best choice for that program.

        Returns
        -------
        regret : array, shape (programs, modes)
            Of each application.
        stay_out : array, shape (programs,)
            Of not applying; inf where the program is required.
        """
        best_mode = self.profit.max(axis=1)
        best = np.where(required, best_mode, np.maximum(best_mode, 0.0))
        return best[:, None] - self.profit, np.where(required, np.inf, best)


_ROUNDS = 30
KEPT_APPLICATIONS = 240
"""Applications beside those of the best fractional list that a linear program keeps once prices are known, as many of
each mode, the least regretted; others join when they pay."""


def relax(
    value: ListValue, region: Region, *, tolerance: float, deadline: Deadline, near: Relaxed | None = None
) -> Relaxed | Verdict:
    """The tightest bound found when the relaxation is solved to `tolerance`, the rounds or the time run out.

    Parameters
    ----------
    value, region
        What to maximise, over which lists.
    tolerance : float
        Stop when the bound is this close to the best fractional list.
    deadline : Deadline
    near : Relaxed or None
        The relaxation of a similar problem (same programs and modes) to start from.

    Returns
    -------
    Relaxed, or the verdict where there is no fractional list or no time for the first bound.
    """
    at, emphasis = np.ones(value.shape) if near is None else value.exposure(near.application), None
    kept = np.ones(region.applications, dtype=bool) if near is None else _promising(near, region)
    lists = np.zeros((0, region.applications)) if near is None else near.corners
    corners = np.array([value.exposure(corner) for corner in lists]).reshape(-1, *value.shape)
    if len(corners):
        share, emphasis = best_mixture(value, corners, tolerance / 10)
        at = np.tensordot(share, corners, axes=1)
    best: Relaxed | None = None
    for _ in range(_ROUNDS):
        answered = _corner(region, *value.tangent(at, emphasis), kept, tolerance / 2, deadline)
        if isinstance(answered, Verdict):
            return answered if best is None else best
        found, joined = answered
        # Only rounding keeps a list that is known already from closing the gap: it would come again and again.
        known = (lists == found.application).all(axis=1).any()
        lists = np.vstack([lists, found.application])
        corners = np.concatenate([corners, value.exposure(found.application)[None]])
        share, emphasis = best_mixture(value, corners, tolerance / 10)
        at = np.tensordot(share, corners, axes=1)
        best = found if best is None or found.bound < best.bound else best
        best = replace(best, application=share @ lists, slack=best.bound - value.at(at), corners=lists[share > 0])
        if best.slack <= tolerance or known:
            break
        kept = _promising(best, region) | joined
    return best or Verdict.OUT_OF_TIME


def bounded(region: Region, constant: float, gain: FloatArray, deadline: Deadline) -> Relaxed | Verdict:
    """What no list makes of a linear function of the applications, with the prices that prove it."""
    answered = _corner(region, constant, gain, np.ones(region.applications, dtype=bool), 0.0, deadline)
    return answered if isinstance(answered, Verdict) else answered[0]


def promised(region: Region, constant: float, gain: FloatArray, deadline: Deadline) -> float | None:
    """What no list makes of a linear function of the applications; None where the time runs out or there is no list."""
    answered = bounded(region, constant, gain, deadline)
    return None if isinstance(answered, Verdict) else answered.bound


def _promising(relaxed: Relaxed, region: Region) -> BoolArray:
    """All applications that the best fractional list uses, all of required programs, and the least regretted others."""
    used = (relaxed.application > 0).reshape(region.programs, region.modes)
    kept = used | region.required[:, None]
    regret = np.where(kept, np.inf, relaxed.regret(np.zeros_like(region.required))[0])
    more = -(-KEPT_APPLICATIONS // region.modes)
    least = np.argpartition(regret, min(more, region.programs - 1), axis=0)[:more]
    np.put_along_axis(kept, least, True, axis=0)
    return kept.ravel()


def _corner(
    region: Region, constant: float, gain: FloatArray, kept: BoolArray, tolerance: float, deadline: Deadline
) -> tuple[Relaxed, BoolArray] | Verdict:
    """The corner that a tangent promises most over the kept applications and others that turn out to pay, and those."""
    objective = np.concatenate([gain, np.zeros(region.upper.size - gain.size)])
    joined = np.zeros_like(kept)
    while True:
        columns = np.flatnonzero(kept & (region.upper[: gain.size] > 0))
        program = program_over(region, columns, region.required, objective, integer=False)
        answer = maximise(program, deadline=deadline)
        if answer.verdict is Verdict.OPTIMAL:
            application = np.zeros(gain.size)
            application[columns] = answer.x[: columns.size]
            found = _weak_duality(region, constant, gain, answer, application)
            paying = (found.profit.ravel() > 0) & ~kept
            if found.bound - constant - answer.bound <= tolerance or not paying.any():
                return found, joined
            kept, joined = kept | paying, joined | paying
        elif answer.verdict is Verdict.INFEASIBLE and not kept.all():
            kept = np.ones_like(kept)
        else:
            return answer.verdict


def _weak_duality(
    region: Region, constant: float, gain: FloatArray, answer: LinearAnswer, application: FloatArray
) -> Relaxed:
    """Bound from the rows' prices: any prices give one, so the solver's are only taken as a suggestion."""
    price = answer.row_price[: region.row_lower.size].copy()
    price[(price > 0) & ~np.isfinite(region.row_upper)] = 0.0
    price[(price < 0) & ~np.isfinite(region.row_lower)] = 0.0
    side = np.where(price > 0, region.row_upper, region.row_lower)
    rows = float((price * np.where(price != 0, side, 0.0)).sum())
    used = region.by_column @ price
    profit = (gain - used[: region.applications]).reshape(region.programs, region.modes)
    open_profit = np.where(region.upper[: region.applications].reshape(profit.shape) > 0, profit, -np.inf)
    best_mode = open_profit.max(axis=1)
    programs = float(np.where(region.required, best_mode, np.maximum(best_mode, 0.0)).sum())
    fees = -used[region.applications :]
    fee_columns = float(np.maximum(fees * region.upper[region.applications :], 0.0).sum())
    bound = constant + rows + programs + fee_columns
    return Relaxed(bound, open_profit, price / region.scale, constant, gain, application, application[None])
