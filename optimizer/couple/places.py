"""Places: programs of both that are near each other, each in one place at most.

By city or metropolitan area that is plain. By a distance it isn't, as what is near the same city needn't be near each
other: cities are joined, nearest first, for as long as all of them stay within the distance (complete linkage). Two
programs of one place are then never too far apart; pairs within the distance that fell into different places are not
counted, so the chance to match near each other is said rather too low.

References
----------
Defays (1977), An efficient algorithm for a complete link method, The Computer Journal 20(4),
doi 10.1093/comjnl/20.4.364.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.arrays import BoolArray, IntArray
from optimizer.directory import Directory, distances_miles
from optimizer.errors import BadInput, Fault
from optimizer.plan import Couple
from optimizer.portfolio import NOWHERE


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Which programs lie in which place.

    Attributes
    ----------
    names : tuple of str
        Of each place.
    of : pair of int arrays, shape (programs of each,)
        Number of each program's place; `NOWHERE` where it has none, or none of the partner's lies there.
    """

    names: tuple[str, ...]
    of: tuple[IntArray, IntArray]


def shared_places(
    directories: tuple[Directory, Directory], is_open: tuple[BoolArray, BoolArray], wish: Couple
) -> Places:
    """The places in which both have a program that they may apply to.

    Parameters
    ----------
    directories : pair of Directory
        Programs of each.
    is_open : pair of bool arrays, shape (programs of each,)
        Which of them may be on the list.
    wish : Couple
        What counts as near.

    Raises
    ------
    BadInput
        No program of one is near one of the other.
    """
    by_city = wish.near == "city" or wish.within_miles is not None
    keys = [_keys(directory, by_city=by_city) for directory in directories]
    if wish.within_miles is not None:
        group = _joined(directories, wish.within_miles)
        keys = [[None if key is None else group[key] for key in own] for own in keys]
    counted = [
        {key for key, opened in zip(own, flags.tolist(), strict=True) if opened and key is not None}
        for own, flags in zip(keys, is_open, strict=True)
    ]
    shared = sorted(counted[0] & counted[1])
    if not shared:
        raise BadInput(_too_far(directories, is_open, wish))
    number = {key: k for k, key in enumerate(shared)}
    of = [np.array([number.get(key, NOWHERE) if key else NOWHERE for key in own], dtype=np.int64) for own in keys]
    return Places(tuple(shared), (of[0], of[1]))


def _keys(directory: Directory, *, by_city: bool) -> list[str | None]:
    """What each program shares with those near it: a metropolitan area, or a city; None where nothing is known."""
    found: list[str | None] = []
    for program, place in zip(directory.programs, directory.places, strict=True):
        city = f"{program.city}, {program.state}" if program.city else None
        in_area = not by_city and place is not None and place.metro is not None
        found.append(place.metro if in_area and place is not None else city)
    return found


def _joined(directories: Sequence[Directory], miles: float) -> dict[str, str]:
    """Name of the group of each city; all cities of a group are within the distance of each other."""
    from scipy.cluster.hierarchy import fcluster, linkage  # noqa: PLC0415 - slow to load, for this wish only
    from scipy.spatial.distance import squareform  # noqa: PLC0415

    where: dict[str, tuple[float, float]] = {}
    size: dict[str, int] = {}
    for directory in directories:
        latitude, longitude = directory.coordinates
        for program, north, east in zip(directory.programs, latitude.tolist(), longitude.tolist(), strict=True):
            city = f"{program.city}, {program.state}"
            size[city] = size.get(city, 0) + 1
            if not np.isnan(north):
                where[city] = north, east
    cities = sorted(where)
    group = {city: city for city in size}
    if len(cities) > 1:
        north, east = np.array([where[city] for city in cities]).T
        apart = distances_miles(north[:, None], east[:, None], north, east)
        np.fill_diagonal(apart, 0.0)
        joined = fcluster(linkage(squareform(apart, checks=False), "complete"), miles, "distance")
        for one in np.unique(joined):
            members = [cities[k] for k in np.flatnonzero(joined == one)]
            largest = max(members, key=lambda city: (size[city], city))
            group |= dict.fromkeys(members, largest if len(members) == 1 else f"Around {largest}")
    return group


def _too_far(directories: tuple[Directory, Directory], is_open: tuple[BoolArray, BoolArray], wish: Couple) -> Fault:
    """That nothing is near, with how far the nearest two programs are from each other."""
    degrees = [np.array(directory.coordinates)[:, flags] for directory, flags in zip(directories, is_open, strict=True)]
    apart = distances_miles(degrees[0][0][:, None], degrees[0][1][:, None], degrees[1][0], degrees[1][1])
    known = apart[np.isfinite(apart)]
    nearest = "" if not known.size else f"; the nearest two are {float(known.min()):,.0f} miles apart"
    key = next((name for name in ("near", "miles", "hours") if getattr(wish, name) is not None), "near")
    remedy = "Ask for a greater distance, or open more programs to both"
    return Fault(
        f"no program open to one is near a program open to the other{nearest}",
        f"couple.{key}",
        getattr(wish, key) or "metro",
        "a distance that two programs meet",
        remedy,
    )
