"""Mean chances as smooth curves of the log-odds, and back from a rate, for thousands of programs and draws at once.

Over kinds of applications and over what a program may be like, the mean chance is a smooth function of the log-odds.
Many programs share it: they differ in their rate and in little else. So it is worked out exactly, with two derivatives,
at points along the log-odds, and by the polynomial of fifth degree that has all three at either end between them: with
points a fifth apart it is less than 1e-8 of itself away.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from optimizer.arrays import FloatArray
from optimizer.estimate.averages import Kinds
from optimizer.estimate.log_odds import logit
from optimizer.estimate.mean_chances import NODE_SHARES, NODES

_RATES = (1e-6, 1 - 1e-6)
_APART = 0.2
_MARGIN = 1.5
"""Log-odds beyond where solutions are expected that curves are worked out for."""
_AT_A_TIME = 8192
"""Rates worked out together: what is worked with then stays close to the processor."""
_STEPS = 12
_LARGEST_STEP = 2.0
_CLOSE_ENOUGH = 1e-4
"""Newton's method squares the error, and the log-odds of the mean are all but straight: then it is nothing."""
_HERMITE = np.array(
    # By powers of the place between two points: of value, slope and curvature at the first, then at the second.
    [
        [1.0, 0.0, 0.0, 0.0, 0.0, 0.0],
        [0.0, 1.0, 0.0, 0.0, 0.0, 0.0],
        [0.0, 0.0, 0.5, 0.0, 0.0, 0.0],
        [-10.0, -6.0, -1.5, 10.0, -4.0, 0.5],
        [15.0, 8.0, 1.5, -15.0, 7.0, -1.0],
        [-6.0, -3.0, -0.5, 6.0, -3.0, 0.5],
    ]
)


@dataclass(frozen=True, slots=True, eq=False)
class MeanCurves:
    """Mean chance by log-odds, one curve a row.

    Attributes
    ----------
    lowest, highest : float
        Log-odds between which the curves hold.
    pieces : array, shape (6, rows, intervals)
        Coefficients of the polynomial between each two points, by powers of the place between them.
    """

    lowest: float
    highest: float
    pieces: FloatArray

    @classmethod
    def between(cls, lowest: float, highest: float, spread: FloatArray, kinds: Kinds) -> Self:
        """Curves over a stretch of log-odds.

        Parameters
        ----------
        lowest, highest : float
            The stretch; it is lengthened to whole intervals.
        spread : array, shape (rows,)
            Standard deviation of what a program may be like.
        kinds : Kinds, shape (rows, kinds)
        """
        intervals = max(int(np.ceil((highest - lowest) / _APART)), 1)
        points = lowest + _APART * np.arange(intervals + 1)
        each = np.exp(-(kinds.effect[:, :, None] + spread[:, None, None] * NODES)).reshape(len(spread), -1)
        weight = (kinds.share[:, :, None] * NODE_SHARES).reshape(len(spread), -1)
        of_points = np.exp(-points)[:, None]
        moments = np.empty((3, len(spread), points.size))
        # Row by row in the same room: what is worked with then stays close to the processor.
        chance, power = np.empty((2, points.size, each.shape[1]))
        for row in range(len(spread)):
            np.multiply(of_points, each[row], out=chance)
            chance += 1.0
            np.reciprocal(chance, out=chance)
            moments[0, row] = chance @ weight[row]
            np.multiply(chance, chance, out=power)
            moments[1, row] = power @ weight[row]
            power *= chance
            moments[2, row] = power @ weight[row]
        mean, second, third = moments
        slope, curvature = _APART * (mean - second), _APART**2 * (mean - 3.0 * second + 2.0 * third)
        known = np.stack([mean, slope, curvature])
        ends = np.concatenate([known[..., :-1], known[..., 1:]])
        return cls(lowest, float(points[-1]), np.einsum("pe,eri->pri", _HERMITE, ends))

    def at(self, log_odds: FloatArray, row: npt.NDArray[np.int64]) -> tuple[FloatArray, FloatArray]:
        """Mean chance and its slope; beyond the ends, those of the end."""
        intervals = self.pieces.shape[-1]
        place = (np.clip(log_odds, self.lowest, self.highest) - self.lowest) / _APART
        interval = np.minimum(place.astype(np.int64), intervals - 1)
        place -= interval
        interval += row * intervals
        value, *others = (np.take(piece, interval) for piece in self.pieces.reshape(len(self.pieces), -1)[::-1])
        slope = np.zeros_like(place)
        for each in others:
            slope *= place
            slope += value
            value *= place
            value += each
        slope /= _APART
        return value, slope


def mean_at(log_odds: FloatArray, row: npt.NDArray[np.int64], spread: FloatArray, kinds: Kinds) -> FloatArray:
    """Mean chance at log-odds; `spread` and `kinds` by row as in `MeanCurves.between`."""
    curves = MeanCurves.between(float(log_odds.min()), float(log_odds.max()), spread, kinds)
    return curves.at(log_odds, row)[0]


def log_odds_at(
    rate: FloatArray, row: npt.NDArray[np.int64], spread: FloatArray, shared: Kinds, own: Kinds
) -> FloatArray:
    """Log-odds of an application that is of no kind, at which a mean rate comes out; by Newton's method.

    Parameters
    ----------
    rate : array, shape (...)
        At least one.
    row : int array, shape of the rate
        The curve of each.
    spread : array, shape (rows,)
        Standard deviation between programs and applicants together.
    shared : Kinds, shape (rows, kinds)
        That all of a row share.
    own : Kinds, shape (..., kinds)
        That each, crossed with them, has of its own.

    Returns
    -------
    array, shape (...)
    """
    shape = rate.shape
    rate, row, own = np.clip(rate, *_RATES).reshape(-1), row.reshape(-1), own.in_rows
    # Close to the solution: rare chances add up by their odds, and a smeared logistic curve is a flatter one.
    wide = np.take(spread**2 + shared.variance, row) + own.variance
    start = np.asarray(logit(rate) * np.sqrt(1 + np.pi / 8 * wide) - np.take(shared.mean, row) - own.mean)
    center, margin = np.empty_like(rate), _MARGIN
    while True:
        lowest, highest = _ends(start, own.effect)
        curves = MeanCurves.between(lowest - margin, highest + margin, spread, shared)
        inside = True
        for first in range(0, rate.size, _AT_A_TIME):
            some = slice(first, first + _AT_A_TIME)
            here = Kinds(own.effect[some], own.share[some])
            center[some], so_far = _solved(rate[some], row[some], curves, start[some], here)
            inside = inside and so_far
        if inside:
            return center.reshape(shape)
        margin *= 2.0


def _solved(
    rate: FloatArray, row: npt.NDArray[np.int64], curves: MeanCurves, start: FloatArray, own: Kinds
) -> tuple[FloatArray, bool]:
    """Log-odds at which rates come out, and whether the curves reach so far."""
    center, wanted = start, logit(rate)
    for _ in range(_STEPS):
        chance, slope = curves.at(center[..., None] + own.effect, row[..., None])
        mean, steep = (np.einsum("...k,...k->...", own.share, each) for each in (chance, slope))
        # The log-odds of the mean are all but straight, where the mean itself is an exponential.
        step = (logit(mean) - wanted) * mean * (1.0 - mean) / steep
        np.clip(step, -_LARGEST_STEP, _LARGEST_STEP, out=step)
        center = center - step
        if np.abs(step).max(initial=0.0) < _CLOSE_ENOUGH:
            break
    lowest, highest = _ends(center, own.effect)
    return center, lowest >= curves.lowest and highest <= curves.highest


def _ends(center: FloatArray, effects: FloatArray) -> tuple[float, float]:
    """Lowest and highest log-odds of any kind of application."""
    by_kind = [center + effects[..., kind] for kind in range(effects.shape[-1])]
    return min(float(each.min()) for each in by_kind), max(float(each.max()) for each in by_kind)
