"""How the chances of two lists differ when what isn't known moves both at once."""

from dataclasses import dataclass

import numpy as np

from optimizer.estimate import RANGE_PERCENTILES, Estimate, match_draws
from optimizer.plan.questions.figures import Modes


@dataclass(frozen=True, slots=True)
class PairedChange:
    """The chance to match of a second list less that of a first, over draws that both share.

    Attributes
    ----------
    low, high : float
        10th and 90th percentile of the difference.
    higher_share : float
        Share of the draws in which the second list has the higher chance, in [0, 1]; those alike count half.
    """

    low: float
    high: float
    higher_share: float


def paired_change(before: tuple[Estimate, Modes], after: tuple[Estimate, Modes]) -> PairedChange | None:
    """How much more likely a match is with the second list, with a range; None where the draws have no pairs.

    Draws have pairs where both evidence tables draw the same coefficients: with an own figure that has no range in one
    of them, they don't.

    Parameters
    ----------
    before, after : (Estimate, int array of shape (programs,))
        Each list's estimate, and the mode of each program, -1 = not applied to.
    """
    drawn = [tuple(row.key for row in one.evidence.coefficients) for one, _ in (before, after)]
    if drawn[0] != drawn[1]:
        return None
    change = match_draws(*after) - match_draws(*before)
    low, high = np.percentile(change, RANGE_PERCENTILES)
    higher = float(np.where(change == 0.0, 0.5, change > 0.0).mean())
    return PairedChange(float(low), float(high), higher)
