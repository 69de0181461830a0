"""A flat map of the country: outlines of the states, and where a point lies; Alaska, Hawaii, Puerto Rico are inset."""

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimizer.arrays import FloatArray
from optimizer.data_folder import data_folder

MAP_WIDTH, MAP_HEIGHT = 980.0, 640.0
"""Size of the map in its own units; x grows to the right, y downwards."""

_UNITS_PER_RADIUS = 1340.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A part of the map with a projection of its own.

    Parameters
    ----------
    parallels : (float, float)
        Standard parallels of Albers' equal-area conic projection, degrees north.
    origin : (float, float)
        Longitude and latitude of the point that lies at `center`, degrees.
    center : (float, float)
        Map units.
    scale : float
        Against that of the contiguous states.
    """

    parallels: tuple[float, float]
    origin: tuple[float, float]
    center: tuple[float, float]
    scale: float = 1.0

    def flat(self, latitude: npt.ArrayLike, longitude: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
        """Map units of points given in degrees; NaN stays NaN.

        References
        ----------
        Snyder (1987), Map Projections: A Working Manual, USGS Professional Paper 1395, equations 14-1 to 14-6.
        """
        first, second = np.radians(self.parallels)
        middle, reference = np.radians(self.origin)
        n = (np.sin(first) + np.sin(second)) / 2
        c = np.cos(first) ** 2 + 2 * n * np.sin(first)
        north = np.radians(np.asarray(latitude, dtype=np.float64))
        east = np.radians(np.asarray(longitude, dtype=np.float64))
        # The shorter way round: the Aleutians reach beyond 180 degrees.
        around = np.mod(east - middle + np.pi, 2 * np.pi) - np.pi
        radius = np.sqrt(c - 2 * n * np.sin(north)) / n
        at_origin = np.sqrt(c - 2 * n * np.sin(reference)) / n
        units = _UNITS_PER_RADIUS * self.scale
        x = self.center[0] + units * radius * np.sin(n * around)
        y = self.center[1] - units * (at_origin - radius * np.cos(n * around))
        return x, y


CONTIGUOUS = Sheet((29.5, 45.5), (-96.0, 38.0), (502.0, 320.0))
INSETS: Mapping[str, Sheet] = {
    "AK": Sheet((55.0, 65.0), (-154.0, 60.0), (122.0, 560.0), 0.32),
    "HI": Sheet((8.0, 18.0), (-157.4, 20.5), (305.0, 600.0), 1.0),
    "PR": Sheet((8.0, 18.0), (-66.4, 18.2), (905.0, 615.0), 2.0),
}
"""By state; everything else is contiguous. Their sizes can't be compared with the rest of the map."""


def flat_positions(
    latitude: npt.ArrayLike, longitude: npt.ArrayLike, states: Sequence[str]
) -> tuple[FloatArray, FloatArray]:
    """Where points lie on the map.

    Parameters
    ----------
    latitude, longitude : arrays of float, shape (points,)
        Degrees; NaN where unknown, which stays NaN.
    states : sequence of str
        Postal code of each point's state.

    Returns
    -------
    x, y : arrays of float, shape (points,)
        Map units, from the upper left corner.
    """
    north, east = np.asarray(latitude, dtype=np.float64), np.asarray(longitude, dtype=np.float64)
    state = np.asarray(states)
    x, y = CONTIGUOUS.flat(north, east)
    for code, sheet in INSETS.items():
        here = state == code
        x[here], y[here] = sheet.flat(north[here], east[here])
    return x, y


Ring = tuple[tuple[float, float], ...]


@functools.cache
def load_outlines() -> Mapping[str, tuple[Ring, ...]]:
    """Outlines of the states, the District of Columbia and Puerto Rico: closed rings in map units, by postal code."""
    content = json.loads((data_folder() / "state_outlines.json").read_text(encoding="utf-8"))
    return {state: tuple(tuple((x, y) for x, y in ring) for ring in rings) for state, rings in content.items()}
