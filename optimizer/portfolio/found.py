"""What a search has found so far."""

from dataclasses import dataclass

import numpy as np

from optimizer.arrays import FloatArray
from optimizer.portfolio.linear import Verdict


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Best list of a search and the bound it proves, in shares of the largest utility.

    Attributes
    ----------
    verdict : Verdict
        OPTIMAL: proven to the gap, or as near to it as the integer solver's tolerance lets it come. FEASIBLE or
        OUT_OF_TIME: the time ran out with or without a list. INFEASIBLE: there is no list at all.
    application : array, shape (programs * modes,)
        0 or 1; empty without a list.
    value, bound : float
    tangents : tuple of (float, array)
        Linear functions that no list's value exceeds; only ones that mattered.
    """

    verdict: Verdict
    application: FloatArray
    value: float
    bound: float
    tangents: tuple[tuple[float, FloatArray], ...]


NOTHING_YET = Found(Verdict.OUT_OF_TIME, np.zeros(0), -np.inf, np.inf, ())
