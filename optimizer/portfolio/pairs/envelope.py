"""The least concave function above what two exposures in one place add: what the bound on the best pair rests on.

With exposures x and y of the two in a place, the place adds

    f(x, y) = -log(1 - (1 - exp(-x)) (1 - exp(-y)))

to the exposure of the pair. It is concave in x and in y, but not in both: it rises faster than in proportion along
rays from 0. Within a box ``0 <= x <= X, 0 <= y <= Y`` the least concave function above it is therefore found on the
ray from 0 through the point to the box's far sides, and is the lesser of two perspective functions, each concave and
proportional along rays:

    (y / Y) f(x Y / y, Y)    and    (x / X) f(X, y X / x)

Its slopes at any point give a linear function without a constant that is nowhere in the box below f.

References
----------
McCormick (1976), Computability of global solutions to factorable nonconvex programs, Mathematical Programming 10,
doi 10.1007/BF01580665.
"""

from dataclasses import dataclass

import numpy as np

from optimizer.arrays import FloatArray

_LEAST = 1e-9
"""Shares of a box: at its near sides the functions have no slope, next to them they do."""
_CERTAIN = 700.0
"""Exposure from which an offer is certain to the last digit."""


def together(x: FloatArray, y: FloatArray) -> FloatArray:
    """``f(x, y)`` of the module."""
    missed = np.exp(-np.minimum(x, _CERTAIN))
    return np.asarray(-np.log(missed + (1.0 - missed) * np.exp(-np.minimum(y, _CERTAIN))))


def _slope(x: FloatArray, y: FloatArray) -> FloatArray:
    """Derivative of ``f`` by x."""
    missed, other = np.exp(-np.minimum(x, _CERTAIN)), np.exp(-np.minimum(y, _CERTAIN))
    return np.asarray(missed * (1.0 - other) / (missed + (1.0 - missed) * other))


@dataclass(frozen=True, slots=True, eq=False)
class Above:
    """The concave function above ``f`` on boxes, at one point of each: its values and its slopes by x and by y."""

    value: FloatArray
    by_x: FloatArray
    by_y: FloatArray


def above(x: FloatArray, y: FloatArray, most_x: FloatArray, most_y: FloatArray) -> Above:
    """The concave function above ``f`` on boxes of positive size; all arrays of one shape."""
    x, y = np.maximum(x, _LEAST * most_x), np.maximum(y, _LEAST * most_y)
    upper, upper_x, upper_y = _perspective(x, y, most_y)
    right, right_y, right_x = _perspective(y, x, most_x)
    lesser = upper <= right
    return Above(np.where(lesser, upper, right), np.where(lesser, upper_x, right_x), np.where(lesser, upper_y, right_y))


def _perspective(x: FloatArray, y: FloatArray, most_y: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """``(y / Y) f(x Y / y, Y)``, and its slopes by x and y."""
    scaled = x * most_y / y
    at, slope = together(scaled, most_y), _slope(scaled, most_y)
    return y / most_y * at, slope, at / most_y - x / y * slope
