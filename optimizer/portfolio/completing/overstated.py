"""How far the value of two lists lies above a linear function of their exposures, anywhere in a box."""

from dataclasses import replace

import numpy as np

from optimizer.arrays import FloatArray
from optimizer.portfolio.completing.box import Box
from optimizer.portfolio.completing.exposure import Exposure, Sides

_POINTS = 49
_LEAST = 1e-300
_PARTS = (0.1, 0.25, 0.4, 0.55, 0.7, 0.85, 1.0)
"""Parts of a slope that are tried: the more, the closer, and the longer it takes."""


def most_above(slope: Exposure, box: Box, ratio: Sides) -> FloatArray:
    """The most that the value lies above a linear function over a box, by level and scenario.

    Exposures c and b come of the same applications: b is between the least and the highest of their ratios times c. So
    part of the slope at one of them may be counted at the other; of some such parts the one that says least is taken.

    Parameters
    ----------
    slope : Exposure
        Slopes >= 0; the complement's by level.
    box : Box
    ratio : pair of arrays, shape (scenarios,)
        Least and highest ratio of full to alone exposure of any application; the highest may be infinite.

    Returns
    -------
    array, shape (levels, scenarios)
    """
    least, highest = ratio
    found = _most_above(slope, box)
    for part in _PARTS:
        moved = part * slope.full
        found = np.minimum(
            found, _most_above(replace(slope, alone=slope.alone + least * moved, full=slope.full - moved), box)
        )
        # No more than there is at the one can be counted at the other.
        moved = part * slope.alone / highest
        back = replace(slope, alone=(1.0 - part) * slope.alone, full=slope.full + moved)
        found = np.minimum(found, _most_above(back, box))
    return found


def _most_above(slope: Exposure, box: Box) -> FloatArray:
    """The most of ``1 - exp(-y - c) - (1 - exp(-y)) exp(-b) - slope . (c, b, y)`` over a box, by level and scenario.

    For a given y the best c and b stand apart and are known in closed form. What is left is a function of y alone: a
    concave one, what the best c brings, and a convex one, what the best b and y itself bring. Between two points of a
    grid the first lies under its tangents at both, the second under its chord, so that the sum is highest at a point
    or where the tangents meet.
    """
    low, high = box.complement
    # Finer where exp(-y) still moves.
    root = np.exp(-low / 3) + np.linspace(0.0, 1.0, _POINTS)[:, None] * (np.exp(-high / 3) - np.exp(-low / 3))
    y = np.clip(-3 * np.log(np.maximum(root, _LEAST)), low, high)
    y[0], y[-1] = low, high
    y = y[:, None, :]
    none = np.exp(-y)

    c = np.clip(-y - np.log(np.maximum(slope.alone, _LEAST)), *box.alone)
    missed = none * np.exp(-c)
    concave = -missed - slope.alone * c
    b = np.clip(np.log(np.maximum(1.0 - none, _LEAST)) - np.log(np.maximum(slope.full, _LEAST)), *box.full)
    convex = -(1.0 - none) * np.exp(-b) - slope.full * b - slope.complement * y

    width = np.diff(y, axis=0)
    # The concave part rises with y by what is missed.
    steep, flat = missed[:-1], missed[1:]
    bends = steep - flat > _LEAST
    meet = (concave[1:] - flat * width - concave[:-1]) / np.where(bends, steep - flat, 1.0)
    meet = np.where(bends, np.clip(meet, 0.0, width), 0.0)
    chord = convex[:-1] + np.diff(convex, axis=0) * meet / np.maximum(width, _LEAST)
    between = concave[:-1] + steep * meet + chord
    points = concave + convex
    return np.asarray(1.0 + np.maximum(points.max(axis=0), between.max(axis=0)))
