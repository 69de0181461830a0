"""Draws of the coefficients and curves, weighed by how likely they make the answers."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import numpy.typing as npt

from optimizer.arrays import FloatArray
from optimizer.estimate import RANGE_DRAWS, Estimate, ends_of_chances, list_chances_drawn
from optimizer.season.outlook.answers import ProgramAnswers
from optimizer.season.outlook.arrivals import Arrivals
from optimizer.season.outlook.luck import GridChances, Luck, answered, luck_after, luck_grid

FEWEST_DRAWS_THAT_COUNT = 16
"""Weights of the draws are flattened until they are worth so many equal ones."""
_SEED = 20260320


@dataclass(frozen=True, slots=True, eq=False)
class WeighedDraws:
    """The luck at each draw of what isn't known exactly, and how much the draw counts.

    Attributes
    ----------
    lucks : tuple of Luck
    weight : array, shape (draws,)
        Summing to 1.
    """

    lucks: tuple[Luck, ...]
    weight: FloatArray

    @classmethod
    def of(
        cls,
        estimate: Estimate,
        answers: ProgramAnswers,
        region: npt.NDArray[np.int64],
        interview: FloatArray,
        draws: int = RANGE_DRAWS,
    ) -> Self:
        """Draw coefficients and curves, and weigh each draw by the answers.

        A draw weighs as much as it makes the answers likely, flattened until `FEWEST_DRAWS_THAT_COUNT` of them count:
        so few draws can't tell coefficients apart as sharply as their likelihoods seem to say. When rejections are
        written says next to nothing of chances and would decide over most of the weight: of the curves drawn, those are
        taken that make the answers likely, each as often as it does, and the weight is freed of it again.

        Parameters
        ----------
        estimate : Estimate
        answers : ProgramAnswers
        region : int array, shape (applications,)
            Index into `REGIONS`.
        interview : array, shape (applications,)
            Chance of an invitation at each program, all things considered: with it curves of rejections are judged.
        draws : int
            How many, at least 1.
        """
        drawn = list(list_chances_drawn(estimate, answers.mode, luck_grid(), draws))
        curves = [Arrivals.of(evidence) for evidence, _ in drawn]
        central = Arrivals.of(estimate.evidence)
        likely = np.array(
            [answered(answers, interview, replace(central, rejected=one.rejected)).log_likelihood for one in curves]
        )
        taken = _as_likely(likely)
        lucks = tuple(
            luck_after(answers, GridChances.of(chances, region), replace(curve, rejected=curves[other].rejected))
            for (_, chances), curve, other in zip(drawn, curves, taken.tolist(), strict=True)
        )
        return cls(lucks, flattened_weights(np.array([luck.log_evidence for luck in lucks]) - likely[taken]))

    def ends(self, of_each: npt.ArrayLike, most: float = 1.0) -> tuple[float, float]:
        """10th and 90th percentile of something between 0 and `most` that was worked out at each draw."""
        low, high = ends_of_chances(np.asarray(of_each, dtype=np.float64) / most, self.weight)
        return most * low, most * high


def _as_likely(log_likelihood: FloatArray) -> npt.NDArray[np.int64]:
    """As many of them as there are, each as often as it is likely, in an order that has nothing to do with theirs."""
    count = log_likelihood.size
    relative = np.exp(log_likelihood - log_likelihood.max())
    upto = np.cumsum(relative / relative.sum())
    taken = np.minimum(np.searchsorted(upto, (np.arange(count) + 0.5) / count), count - 1)
    return np.asarray(np.random.default_rng(_SEED).permutation(taken))


def flattened_weights(log_evidence: FloatArray) -> FloatArray:
    """Weights in proportion to likelihoods, or to a root of them where too few would count."""
    relative = log_evidence - log_evidence.max()
    power = 1.0
    while True:
        weight = np.exp(power * relative)
        weight /= weight.sum()
        if 1.0 / (weight**2).sum() >= min(FEWEST_DRAWS_THAT_COUNT, weight.size):
            return np.asarray(weight)
        power *= 0.8
