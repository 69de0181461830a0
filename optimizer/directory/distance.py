"""Distances on the Earth's surface."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

EARTH_RADIUS_MILES = 3958.7613
"""Mean radius of the Earth (6371.0088 km, International Union of Geodesy and Geophysics)."""


def distances_miles(
    latitude: ArrayLike, longitude: ArrayLike, other_latitude: ArrayLike, other_longitude: ArrayLike
) -> NDArray[np.float64]:
    """Great-circle distances by the haversine formula, on a sphere.

    Parameters
    ----------
    latitude, longitude, other_latitude, other_longitude : array_like of float
        Degrees; any shapes that broadcast together, such as (programs,) and ().

    Returns
    -------
    ndarray of float
        Statute miles in the broadcast shape; NaN where a coordinate is NaN. Off by up to 0.5 % because the
        Earth is no sphere.
    """
    phi, other_phi = np.radians(latitude), np.radians(other_latitude)
    half_turn = (np.radians(other_longitude) - np.radians(longitude)) / 2.0
    chord = np.sin((other_phi - phi) / 2.0) ** 2 + np.cos(phi) * np.cos(other_phi) * np.sin(half_turn) ** 2
    # Rounding can push antipodes past 1, where arcsin is undefined.
    arc = 2.0 * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0)))
    return np.asarray(EARTH_RADIUS_MILES * arc, dtype=np.float64)
