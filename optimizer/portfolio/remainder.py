"""The last few choices, counted out: every list that the prices leave within reach, judged in plain arithmetic.

Integer solvers compare to about a billionth and take milliseconds to start. Where few lists are left, looking at all of
them is quicker and exact.
"""

from dataclasses import replace

import numpy as np

from optimizer.arrays import BoolArray, FloatArray, IntArray
from optimizer.portfolio.concave import SearchedValue
from optimizer.portfolio.exposures import applications_of, summed
from optimizer.portfolio.found import Found
from optimizer.portfolio.linear import Verdict
from optimizer.portfolio.problem import BUDGET
from optimizer.portfolio.region import STRUCTURE, Region, modes_of
from optimizer.portfolio.relaxation import Relaxed

MOST_LISTS = 10_000
"""Lists, whole or begun, above which the remainder is left to an integer solver."""

MOST_PROGRAMS = 50
"""Programs with a choice above which counting isn't begun."""

_ROUNDING = 1e-9


def count_out(value: SearchedValue, region: Region, relaxed: Relaxed, reach: float, best: Found) -> Found | None:
    """The best list whose regrets sum to no more than the reach, or the one known; None where there are too many.

    Its bound holds for all such lists.
    """
    counted = _counted(region, relaxed, reach)
    if counted is None:
        return None
    settled, programs, chosen = counted
    if not len(chosen):
        return replace(best, verdict=Verdict.OPTIMAL if best.application.size else Verdict.INFEASIBLE, bound=-np.inf)
    values = value.of_choices(settled, programs, chosen)
    highest = int(values.argmax())
    if values[highest] > best.value:
        settled[programs] = chosen[highest]
        best = replace(best, application=applications_of(settled, region.modes), value=float(values[highest]))
    return replace(best, verdict=Verdict.OPTIMAL, bound=float(values[highest]))


def lists_within(
    value: SearchedValue, region: Region, relaxed: Relaxed, reach: float
) -> tuple[IntArray, FloatArray] | None:
    """Every allowed list that may be worth the relaxation's bound less the reach; None where there are too many.

    Returns
    -------
    mode : int array, shape (lists, programs)
        -1 = do not apply.
    value : array, shape (lists,)
        In shares of the largest utility.
    """
    counted = _counted(region, relaxed, reach)
    if counted is None:
        return None
    settled, programs, chosen = counted
    mode = np.repeat(settled[None], len(chosen), axis=0)
    mode[:, programs] = chosen
    values = value.of_choices(settled, programs, chosen) if len(chosen) else np.zeros(0)
    return np.where(mode == region.modes, -1, mode), values


def best_corner(value: SearchedValue, region: Region, relaxed: Relaxed, best: Found) -> Found:
    """The best of the relaxation's corners that are lists, or the list known: with few limits most corners are."""
    whole = relaxed.corners[(np.abs(relaxed.corners - np.round(relaxed.corners)) <= _ROUNDING).all(axis=1)]
    nothing_open = np.zeros(0, dtype=np.int64), np.zeros((1, 0), dtype=np.int64)
    for corner in np.round(whole):
        worth = value.at(value.exposure(corner))
        if worth <= best.value:
            continue
        mode = modes_of(corner, region)
        if _allowed(region, np.where(mode < 0, region.modes, mode), *nothing_open).all():
            best = replace(best, application=corner, value=worth, verdict=Verdict.OPTIMAL)
    return best


def _counted(region: Region, relaxed: Relaxed, reach: float) -> tuple[IntArray, IntArray, IntArray] | None:
    """What every list within reach has in common, the programs that differ, and by allowed list their choices."""
    choices = np.column_stack(relaxed.regret(region.required))
    # Choices that are closed have an endless regret.
    lists = _within(choices, min(reach, np.finfo(np.float64).max))
    if lists is None:
        return None
    programs, chosen = lists
    settled = np.where(np.isin(np.arange(region.programs), programs), region.modes, choices.argmin(axis=1))
    return settled, programs, chosen[_allowed(region, settled, programs, chosen)]


def _within(choices: FloatArray, reach: float) -> tuple[IntArray, IntArray] | None:
    """Programs with more than one choice within reach, and by list their choices, shape (lists, programs)."""
    second = np.partition(choices, 1, axis=1)[:, 1]
    programs = np.flatnonzero(second <= reach)
    if programs.size > MOST_PROGRAMS:
        return None
    # The dearest choices first: they soonest leave nothing for others.
    programs = programs[np.argsort(-second[programs], kind="stable")]
    spent = np.zeros(1)
    chosen = np.zeros((1, 0), dtype=np.int64)
    for program in programs:
        total = spent[:, None] + choices[program]
        begun, choice = np.nonzero(total <= reach)
        if begun.size > MOST_LISTS:
            return None
        spent = total[begun, choice]
        chosen = np.column_stack([chosen[begun], choice])
    return programs, chosen


def _allowed(region: Region, settled: IntArray, programs: IntArray, chosen: IntArray) -> BoolArray:
    """Which lists keep all limits and the budget; shape (lists,)."""
    modes = np.arange(region.modes)
    base = applications_of(settled, region.modes)
    columns = (programs[:, None] * region.modes + modes).ravel()
    used = region.matrix @ np.concatenate([base, np.zeros(region.upper.size - base.size)])
    owned = np.array([owner not in (STRUCTURE, BUDGET) for owner in region.owner], dtype=bool)
    choices = region.by_column[columns]
    # Rows in which no choice counts are kept by all lists or by none: mostly nearly all rows.
    counts = np.isin(np.arange(owned.size), choices.indices)
    rows = np.flatnonzero(owned & counts)
    entries = choices[:, rows].toarray().reshape(programs.size, region.modes, rows.size)
    keeps = _kept(region, used[rows] + summed(entries, chosen), rows)
    settled_rows = np.flatnonzero(owned & ~counts)
    keeps &= _kept(region, used[settled_rows], settled_rows)
    if BUDGET in region.owner:
        dollars = region.dollars[: base.size].reshape(-1, region.modes)
        spent = summed(dollars[programs][:, :, None], chosen)[:, 0] + region.dollars[: base.size] @ base
        for members, bill in region.bills:
            applications = (chosen[:, members[programs]] < region.modes).sum(axis=1)
            spent = spent + bill[applications + int((members & (settled < region.modes)).sum())]
        keeps &= spent <= region.row_upper[-1] * region.scale[-1] + _ROUNDING * region.scale[-1]
    return np.asarray(keeps)


def _kept(region: Region, used: FloatArray, rows: IntArray) -> BoolArray:
    """Whether some rows lie between their sides, all of them; shape of `used` (..., rows)."""
    short, over = used < region.row_lower[rows] - _ROUNDING, used > region.row_upper[rows] + _ROUNDING
    return np.asarray(~(short | over).any(axis=-1))
