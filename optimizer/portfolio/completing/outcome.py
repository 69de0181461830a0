"""What a search for two lists ends in."""

from dataclasses import dataclass

from optimizer.arrays import IntArray
from optimizer.portfolio.outcome import Infeasible, Undecided


@dataclass(frozen=True, slots=True)
class CompletionChances:
    """What comes of two lists, each in [0, 1].

    Attributes
    ----------
    complete : float
        An offer that counts: by itself, or with a complement's.
    goal : float
        An offer of a goal, whether it counts or not.
    complement : float
        An offer of a complement.
    """

    complete: float
    goal: float
    complement: float


@dataclass(frozen=True, slots=True, eq=False)
class Completed:
    """Goals and complements to apply to, with the proof of how close to the best possible they are.

    Attributes
    ----------
    mode : int array, shape (programs,)
        Mode of the application to each program; -1 = do not apply.
    value : float
        Expected utility of the best offer that counts, as the referee computes it.
    bound : float
        No two lists within the limits have a higher value than this.
    chances : CompletionChances
    spend : float
        Fees and costs in dollars.
    proven : bool
        Whether bound - value is within the gap that was asked for, times the largest utility.
    seconds : float
        Wall-clock time of the search.
    """

    mode: IntArray
    value: float
    bound: float
    chances: CompletionChances
    spend: float
    proven: bool
    seconds: float


CompletionOutcome = Completed | Infeasible | Undecided
