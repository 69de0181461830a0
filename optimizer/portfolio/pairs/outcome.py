"""What the search for a pair ends in: two lists with what no pair exceeds, or an honest "none in time"."""

from dataclasses import dataclass

from optimizer.arrays import IntArray
from optimizer.portfolio.outcome import Infeasible


@dataclass(frozen=True, slots=True)
class PairChances:
    """What comes of two lists, as chances in [0, 1].

    Attributes
    ----------
    together : float
        Both have an offer in one place.
    both : float
        Both have an offer, wherever.
    either : float
        At least one of them has one.
    each : pair of float
        By each of the two, wherever.
    """

    together: float
    both: float
    either: float
    each: tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class PairSolved:
    """Two lists that neither can improve alone, and what no pair exceeds.

    Attributes
    ----------
    lists : pair of int arrays, shape (programs,)
        Mode of the application to each program; -1 = do not apply.
    value : float
        Expected worth of the best that comes of both lists, as the referee computes it.
    bound : float
        No pair of lists within the limits has a higher value than this.
    chances : PairChances
    apart : pair of int arrays, shape (programs,)
        The best list of each without a thought of the other.
    spend : pair of float
        Fees and costs in dollars.
    settled : bool
        Whether neither can improve by another list alone, beyond the gap of a single list. False only where the time
        ran out first.
    starts : int
        From how many beginnings the lists were improved by turns.
    seconds : float
    """

    lists: tuple[IntArray, IntArray]
    value: float
    bound: float
    chances: PairChances
    apart: tuple[IntArray, IntArray]
    spend: tuple[float, float]
    settled: bool
    starts: int
    seconds: float


@dataclass(frozen=True, slots=True)
class PairInfeasible:
    """One of the two has no list that keeps all limits.

    Attributes
    ----------
    who : {0, 1}
    why : Infeasible
    """

    who: int
    why: Infeasible


@dataclass(frozen=True, slots=True)
class PairUndecided:
    """The time ran out before both had a list."""

    seconds: float


PairOutcome = PairSolved | PairInfeasible | PairUndecided
