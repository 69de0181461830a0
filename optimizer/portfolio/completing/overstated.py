"""By how much a linear function understates the value of two lists, anywhere in a box: exactly, but for a fine grid."""

import numpy as np

from optimizer.portfolio.arrays import FloatArray

_CELLS = 48
_LEAST = 1e-12


def most_above(
    slopes: tuple[FloatArray, FloatArray, FloatArray],
    alone: tuple[FloatArray, FloatArray],
    full: tuple[FloatArray, FloatArray],
    complement: tuple[FloatArray, FloatArray],
) -> FloatArray:
    """The most of ``1 - r e^-c - (1 - r) e^-b - g_c c - g_b b - g_y y`` with ``r = e^-y`` over a box of exposures.

    For a given y the best c and b stand apart and are known in closed form. What is left is a function of y alone, the
    sum of a concave one, ``max over c``, and a convex one, ``max over b`` and ``- g_y y``: between two points of a grid
    it is at most the tangent of the first and the chord of the second.

    Parameters
    ----------
    slopes : three arrays, shape (levels, scenarios)
        g_c, g_b, g_y, each >= 0.
    alone, full : pairs of arrays, shape (levels, scenarios)
        Sides of c and of b.
    complement : pair of arrays, shape (scenarios,)
        Sides of y.
    """
    g_c, g_b, g_y = slopes
    (low, high) = complement
    # Fine where e^-y still moves.
    at = np.linspace(0.0, 1.0, _CELLS + 1)[:, None]
    r = np.exp(-low) + at * (np.exp(-high) - np.exp(-low))
    y = -np.log(r)
    y[0], y[-1] = low, high
    y, r = y[:, None, :], np.exp(-y)[:, None, :]

    best_c = np.clip(-y - np.log(np.maximum(g_c, _LEAST)), *alone)
    left_c = r * np.exp(-best_c)
    of_c = -left_c - g_c * best_c
    best_b = np.clip(np.log(np.maximum(1.0 - r, _LEAST)) - np.log(np.maximum(g_b, _LEAST)), *full)
    of_b = -(1.0 - r) * np.exp(-best_b) - g_b * best_b - g_y * y

    # The tangent at one end of a cell is above the concave part at its other end; its slope is left_c.
    cell = np.diff(y, axis=0)
    from_left = of_c[:-1] + left_c[:-1] * cell
    from_right = of_c[1:] - left_c[1:] * cell
    # Two tangents that meet within the cell: their lower envelope is highest, with the chord, at an end or where they
    # meet; the ends are exact there.
    slope_left, slope_right = left_c[:-1], left_c[1:]
    meet = np.clip(
        (of_c[1:] - slope_right * cell - of_c[:-1]) / np.maximum(slope_left - slope_right, _LEAST), 0.0, cell
    )
    chord = of_b[:-1] + np.diff(of_b, axis=0) * np.where(cell > 0, meet / np.maximum(cell, _LEAST), 0.0)
    inside = of_c[:-1] + slope_left * meet + chord
    inside = np.where(slope_left - slope_right > _LEAST, inside, np.minimum(from_left, of_c[1:]) + of_b[1:])
    ends = of_c + of_b
    del from_right
    return np.asarray(1.0 + np.maximum(ends.max(axis=0), inside.max(axis=0)))
