"""How far signals carry exposures in a place, and slopes of the bound on the best pair that know it.

Without signals a list reaches less in a place than with all of them, so the boxes that hold for every list overstate
what lists do in the many places where nobody signals. Here the exposures that a place's lists reach are bounded by how
many signals they send there; a slope that is taken in the box without signals stays above the value everywhere if each
signal adds as much as the boxes beyond need. It bounds the value by

    by_x * x + by_y * y + by_signal[0] * (signals of the first) + by_signal[1] * (signals of the second)
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from optimizer.arrays import FloatArray, IntArray
from optimizer.portfolio.deadline import Deadline
from optimizer.portfolio.linear import Verdict, maximise
from optimizer.portfolio.pairs.envelope import Above, above, together
from optimizer.portfolio.pairs.terms import Side
from optimizer.portfolio.region import Region, program_over

_SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)
"""How the price of signals may be divided between the two."""
LEAST_SIDE = 1e-12
"""Exposure that a box has at least, so that it has a size."""


@dataclass(frozen=True, slots=True, eq=False)
class Slope:
    """A linear function above the value in one place; arrays have shape (cells, scenarios).

    Attributes
    ----------
    value : array
        At the point where it was taken.
    by_x, by_y : arrays
    by_signal : pair of arrays or None
        What each signal of either adds; None where it adds nothing.
    """

    value: FloatArray
    by_x: FloatArray
    by_y: FloatArray
    by_signal: tuple[FloatArray, FloatArray] | None = None

    @classmethod
    def of(cls, found: Above, cells: IntArray | slice = slice(None)) -> "Slope":
        """The slope that knows no signals."""
        return cls(found.value[cells], found.by_x[cells], found.by_y[cells])


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """What one's exposure doesn't exceed in the cells of a place, by how many signals are sent there.

    Attributes
    ----------
    most : array, shape (signals + 1, cells, scenarios)
    """

    most: FloatArray

    @property
    def quiet(self) -> FloatArray:
        """Without a signal, shape (cells, scenarios)."""
        return np.asarray(self.most[0])


@dataclass(frozen=True, eq=False)
class Signalling:
    """One partner's exposures by signals.

    Attributes
    ----------
    side : Side
    quiet : array, shape (cells, scenarios)
        What no list's exposure exceeds, each application counted as one without a signal: that of applying everywhere.
    most : array, shape (cells, scenarios)
        What no list's exposure exceeds.
    signals : int
        What no list's signals exceed.
    """

    side: Side
    quiet: FloatArray
    most: FloatArray
    signals: int

    @classmethod
    def of(cls, side: Side, region: Region, most: FloatArray, deadline: Deadline) -> "Signalling":
        """The exposures of the lists that a region allows, where most is what none of them exceeds."""
        # Few places have more programs than a list may hold, so that no linear program is asked for less.
        by_group = np.zeros((side.groups, side.hazard.shape[2]))
        np.add.at(by_group, side.group, side.hazard[:, 0])
        quiet = np.minimum(np.asarray(side.near @ by_group), most)
        return cls(side, quiet, most, _most_signals(region, deadline))

    @cached_property
    def _gain(self) -> FloatArray:
        """What a signal adds to each program's hazard at most, shape (programs, scenarios)."""
        hazard = self.side.hazard
        return np.asarray((hazard[:, 1:] - hazard[:, :1]).max(axis=1, initial=0.0))

    def reach(self, cells: IntArray, programs: IntArray, near: FloatArray) -> Reach:
        """The reach in a place; programs are those that count there, near (cells, programs) in which of its cells."""
        count = min(self.signals, programs.size)
        gains = near[:, :, None] * self._gain[programs]
        highest = -np.sort(-gains, axis=1)[:, :count]
        none = np.zeros((cells.size, 1, gains.shape[2]))
        more = np.concatenate([none, np.cumsum(highest, axis=1)], axis=1)
        most = np.minimum(self.quiet[cells][:, None] + more, self.most[cells][:, None])
        return Reach(np.moveaxis(np.maximum(most, LEAST_SIDE), 1, 0))


def _most_signals(region: Region, deadline: Deadline) -> int:
    """What the signals of no list of a region exceed."""
    sends = np.zeros((region.programs, region.modes))
    sends[:, 1:] = 1.0
    objective = np.concatenate([sends.ravel(), np.zeros(region.upper.size - region.applications)])
    columns = np.flatnonzero(region.upper[: region.applications] > 0)
    nobody = np.zeros(region.programs, dtype=np.bool_)
    answer = maximise(program_over(region, columns, nobody, objective, integer=False), deadline=deadline)
    if answer.verdict is not Verdict.OPTIMAL:
        return region.programs
    return min(int(np.floor(answer.bound + 1e-6)), region.programs)


def quiet_slope(x: FloatArray, y: FloatArray, sent: tuple[FloatArray, FloatArray], reach: tuple[Reach, Reach]) -> Slope:
    """The slope of the box without signals, with what each signal has to add to it.

    Parameters
    ----------
    x, y : arrays, shape (cells, scenarios)
        Exposures at which it is taken.
    sent : pair of arrays, shape (cells,)
        (Fractions of) signals there, for which the sum is kept low.
    reach : pair of Reach
    """
    first, second = reach
    at = above(np.minimum(x, first.quiet), np.minimum(y, second.quiet), first.quiet, second.quiet)
    beyond = _beyond(at, first.most[:, None], second.most[None])
    of_first = np.arange(len(first.most))[:, None]
    of_second = np.arange(len(second.most))[None]
    best = np.full_like(x, np.inf)
    by_signal = np.zeros_like(x), np.zeros_like(x)
    for share in _SHARES:
        units = share * of_first + (1.0 - share) * of_second
        price = (beyond / np.where(units > 0, units, np.inf)[:, :, None, None]).max(axis=(0, 1))
        cost = price * (share * sent[0] + (1.0 - share) * sent[1])[:, None]
        better = cost < best
        best = np.where(better, cost, best)
        by_signal = (
            np.where(better, share * price, by_signal[0]),
            np.where(better, (1.0 - share) * price, by_signal[1]),
        )
    value = at.by_x * x + at.by_y * y + best
    return Slope(np.asarray(value), at.by_x, at.by_y, by_signal)


def _beyond(slope: Above, most_x: FloatArray, most_y: FloatArray) -> FloatArray:
    """By how much a place's value exceeds a linear function in boxes at most, 0 where it doesn't.

    The least concave function above the value is proportional along rays, so that what it exceeds a linear function by
    is highest at the boxes' far sides; there it is the value itself, concave along each side.
    """
    right = _along(most_x, slope.by_y, most_y) - slope.by_x * most_x
    upper = _along(most_y, slope.by_x, most_x) - slope.by_y * most_y
    return np.asarray(np.maximum(np.maximum(right, upper), 0.0))


def _along(fixed: FloatArray, slope: FloatArray, most: FloatArray) -> FloatArray:
    """Highest of ``f(fixed, z) - slope * z`` for z from 0 to a most."""
    chance = -np.expm1(-fixed)
    with np.errstate(divide="ignore", invalid="ignore"):
        left = slope * (1.0 - chance) / (chance * (1.0 - slope))
        best = np.where((slope < 1.0) & (chance > 0.0), -np.log(left), 0.0)
    z = np.clip(np.nan_to_num(best, nan=0.0, posinf=np.inf, neginf=0.0), 0.0, most)
    return np.asarray(together(fixed, z) - slope * z)
