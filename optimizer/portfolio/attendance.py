"""Offers that need attending first: nobody attends more than so many, however many ask for it.

An offer comes of an occasion that one is asked to and attends. The value of a `Problem` counts every such occasion;
the match probability counts the likeliest `most` of those that one is asked to. That is never more, so a value at
utility 1, and the proven bound on it, stay above the match probability of every list.
"""

from dataclasses import dataclass

import numpy as np

from optimizer.arrays import FloatArray
from optimizer.errors import Fault
from optimizer.portfolio.checks import is_whole, misshapen, numbers, outside, refuse


@dataclass(frozen=True, slots=True, eq=False)
class Attendance:
    """How many occasions can be attended, and what comes of each.

    Parameters
    ----------
    offer_if_attended : array, shape (programs, scenarios)
        Chance in [0, 1] that attending ends in an offer. Chances of offers divided by it are those of being asked.
    most : int
        Occasions that one attends at most, 1 or more.

    Raises
    ------
    BadInput
        Not a number of occasions, NaN, or chances outside [0, 1].
    """

    offer_if_attended: FloatArray
    most: int

    def __post_init__(self) -> None:
        faults: list[Fault] = []
        chance = numbers(self.offer_if_attended, "attendance: offer_if_attended", faults)
        if chance is not None:
            faults += outside(chance, "attendance: offer_if_attended", 0.0, 1.0)
        if not is_whole(self.most) or self.most < 1:
            what, allowed = "is no number of occasions", "a whole number from 1"
            faults.append(Fault(what, "attendance: most", self.most, allowed, "Give one that can be attended"))
        refuse(faults)
        object.__setattr__(self, "offer_if_attended", chance)

    def faults(self, programs: int, scenarios: int) -> list[Fault]:
        """What keeps it from belonging to a problem of so many programs and scenarios."""
        return misshapen(self.offer_if_attended, "attendance: offer_if_attended", (programs, scenarios))


def no_offer(chance: FloatArray, offer_if_attended: FloatArray, most: int) -> FloatArray:
    """Chance of no offer at all in each scenario, shape (scenarios,).

    Occasion by occasion, the likeliest to end in an offer first: how many have been attended without an offer so far.

    Parameters
    ----------
    chance, offer_if_attended : arrays, shape (applications, scenarios)
        Chance of an offer if everything can be attended, and after attending.
    most : int
    """
    ordered = np.argsort(-offer_if_attended.mean(axis=1), kind="stable")
    # A row for each number attended: over scenarios, of which there are more, NumPy runs at one go.
    attended = np.zeros((most + 1, chance.shape[1]))
    attended[0] = 1.0
    after = np.maximum(offer_if_attended, chance)
    asked = np.divide(chance, after, out=np.zeros_like(chance), where=after > 0)
    in_vain = 1.0 - after
    for index in ordered:
        going = attended[:-1] * asked[index]
        attended[:-1] -= going
        going *= in_vain[index]
        attended[1:] += going
    return np.asarray(np.ascontiguousarray(attended.T).sum(axis=1))
