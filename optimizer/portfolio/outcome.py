"""What a solve ends in: a list with its proof, why there is none, or an honest "not decided in time"."""

from dataclasses import dataclass
from typing import Literal

from optimizer.arrays import IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """A list of applications with the proof of how close to the best possible it is.

    Attributes
    ----------
    mode : int array, shape (programs,)
        Mode of the application to each program; -1 = do not apply.
    value : float
        Expected utility of the best offer, less charges, as the referee computes it. Below 0 only where applications
        that have to be sent are charged more than they bring.
    bound : float
        No list within the limits has a higher value than this.
    match_probability : float
        Chance of at least one offer, in [0, 1].
    spend : float
        Fees and costs in dollars.
    proven : bool
        Whether bound - value is within the gap that was asked for, times the largest utility. False only
        where the time ran out, or where the gap is finer than the integer solver's tolerance (about 1e-8).
    seconds : float
        Wall-clock time of the solve.
    """

    mode: IntArray
    value: float
    bound: float
    match_probability: float
    spend: float
    proven: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Remedy:
    """The smallest change of one limit that makes the problem solvable, all others as they are.

    Attributes
    ----------
    limit : str
        Name of the limit, or "budget".
    side : {"minimum", "maximum"}
        Which side has to give way.
    present, needed : float
        The value now, and the nearest one with which there is a list.
    """

    limit: str
    side: Literal["minimum", "maximum"]
    present: float
    needed: float


@dataclass(frozen=True, slots=True)
class Infeasible:
    """No list keeps all limits.

    Attributes
    ----------
    conflict : tuple of str
        Names of limits ("budget" is one) that no list keeps together, while any of them left out would leave
        the others possible. ("required", "forbidden") where a program is both.
    remedies : tuple of Remedy
        Single changes, each of which alone makes the problem solvable; empty where none does.
    joint : tuple of Remedy
        Where no single change does: changes that make the problem solvable together, the smallest in the sum of
        shares of the limits' bounds (of 1 where a bound is less).
    minimal : bool
        Whether each limit of the conflict was shown to be needed for it. False where the time ran out before: the
        limits clash all the same, but fewer of them may, and changes that help may not have been found.
    """

    conflict: tuple[str, ...]
    remedies: tuple[Remedy, ...] = ()
    joint: tuple[Remedy, ...] = ()
    minimal: bool = True


@dataclass(frozen=True, slots=True)
class Undecided:
    """The time ran out before any list was found or shown to be impossible.

    Attributes
    ----------
    bound : float
        No list within the limits has a higher value than this.
    seconds : float
        Wall-clock time spent.
    """

    bound: float
    seconds: float


Outcome = Solved | Infeasible | Undecided
