"""What applications add up to, by group of programs: what every value of lists is a function of."""

from collections.abc import Callable, Iterator

import numpy as np

from optimizer.arrays import FloatArray, IntArray

_MOST_NUMBERS = 2_000_000
"""Numbers that are held at a time while many lists are valued."""


def applications_of(mode: IntArray, modes: int) -> FloatArray:
    """Applications, 0 or 1, shape (programs * modes,), by each program's mode; any that there isn't = do not apply."""
    return np.asarray(mode[:, None] == np.arange(modes), dtype=np.float64).ravel()


def by_group(hazard: FloatArray, group: IntArray, groups: int, application: FloatArray) -> FloatArray:
    """Sums over the programs of each group, shape (groups, scenarios).

    Parameters
    ----------
    hazard : array, shape (programs, modes, scenarios)
    group : int array, shape (programs,)
    groups : int
    application : array, shape (programs * modes,)
        (Fractions of) applications.
    """
    _, modes, scenarios = hazard.shape
    used = np.flatnonzero(application)
    own = np.zeros((groups, scenarios))
    np.add.at(own, group[used // modes], application[used, None] * hazard.reshape(-1, scenarios)[used])
    return own


def levels_of(worth: FloatArray) -> tuple[IntArray, FloatArray]:
    """Index of each program's worth among the distinct ones, highest first, and the drop below each of these."""
    distinct, level = np.unique(-worth, return_inverse=True)
    return level.astype(np.int64), -distinct - np.append(-distinct[1:], 0.0)


def of_modes(entries: FloatArray, chosen: IntArray) -> Iterator[FloatArray]:
    """By program its entries in the modes that lists choose, each of shape (lists, width); 0 where one doesn't apply.

    Parameters
    ----------
    entries : array, shape (programs, modes, width)
    chosen : int array, shape (lists, programs)
        Mode of each application; the number of modes = none.
    """
    none = np.zeros((1, entries.shape[2]))
    for own, choice in zip(entries, chosen.T, strict=True):
        yield np.vstack([own, none])[choice]


def summed(entries: FloatArray, chosen: IntArray) -> FloatArray:
    """Sums over programs of `of_modes`, shape (lists, width)."""
    total = np.zeros((len(chosen), entries.shape[2]))
    for own in of_modes(entries, chosen):
        total += own
    return total


def summed_by_group(hazard: FloatArray, group: IntArray, groups: int, chosen: IntArray) -> FloatArray:
    """Sums over the programs of each group, shape (lists, groups, scenarios), of `of_modes`.

    Parameters
    ----------
    hazard : array, shape (programs, modes, scenarios)
    group : int array, shape (programs,)
    groups : int
    chosen : int array, shape (lists, programs)
    """
    total = np.zeros((len(chosen), groups, hazard.shape[2]))
    for one, own in zip(group, of_modes(hazard, chosen), strict=True):
        total[:, one] += own
    return total


def a_part_at_a_time(values: Callable[[IntArray], FloatArray], chosen: IntArray, numbers: int) -> FloatArray:
    """Values of many lists, shape (lists,), from those of some: each list takes a number of numbers, 1 or more."""
    size = max(_MOST_NUMBERS // numbers, 1)
    return np.concatenate([values(chosen[start : start + size]) for start in range(0, len(chosen), size)])
