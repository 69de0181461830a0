"""What facts about programs that nobody has brought in may turn out to be, and what the chances would be then.

A program's interview rate is a draw from the spread between programs. Bringing its rate of last season in settles all
of that spread but `own_rate_spread_sd`, by which rates move from season to season. Its visa policy is one of two, with
the published share that sponsors. Both are drawn apart from each other: the spread is what is left beside the policy.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Self

import numpy as np
import numpy.typing as npt

from optimizer.estimate.estimator import Estimate
from optimizer.estimate.mean_chances import mean_chance
from optimizer.estimate.scenarios import BoolArray, FloatArray
from optimizer.estimate.terms import answers_of, terms_of

RATE, VISA = "interview rate", "visa policy"
_NODES, _NODE_WEIGHTS = np.polynomial.hermite_e.hermegauss(9)


@dataclass(frozen=True, slots=True, eq=False)
class UnknownFacts:
    """Facts about programs that the estimate would use and doesn't have; arrays have one entry per program.

    Attributes
    ----------
    made : Estimate
    rate, visa : bool arrays
        Whether the program's interview rate for the applicant's type, and its policy on the visa that the applicant
        needs, are unknown. A policy that the applicant doesn't need, or hasn't said to need, is not asked for.
    settled : float array
        Standard deviation in log-odds that knowing the rate would settle; 0 where it is known.
    left : float array
        Standard deviation that knowing the rate would leave.
    sponsors_share : float array
        Chance that the program sponsors the visa.
    if_sponsored, if_refused : float arrays
        What learning the policy would add to the log-odds of the unknown policy.
    """

    made: Estimate
    rate: BoolArray
    visa: BoolArray
    settled: FloatArray
    left: FloatArray
    sponsors_share: FloatArray
    if_sponsored: FloatArray
    if_refused: FloatArray

    @classmethod
    def of(cls, made: Estimate) -> Self:
        """The unknown facts behind an estimate."""
        situation, evidence = made.situation, made.evidence
        rate, visa = ~made.rests_on_own_rate, situation.visa == "unknown"
        left = np.minimum(evidence.central("own_rate_spread_sd"), made.chances.spread)
        name = "visa_h1b_share" if situation.applicant.visa == "h1b" else "visa_j1_share"
        shares = [evidence.central(name, specialty, situation.applicant.type) for specialty in situation.specialties]
        return cls(
            made=made,
            rate=rate,
            visa=visa,
            settled=np.where(rate, np.sqrt(made.chances.spread**2 - left**2), 0.0),
            left=np.where(rate, left, made.chances.spread),
            sponsors_share=np.array(shares)[situation.specialty_index],
            if_sponsored=np.where(visa, _visa_term(made, "sponsored") - made.terms.visa, 0.0),
            if_refused=np.where(visa, _visa_term(made, "refused") - made.terms.visa, 0.0),
        )

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of facts of which any is unknown."""
        return tuple(kind for kind, unknown in ((RATE, self.rate), (VISA, self.visa)) if unknown.any())

    def drawn(self, rng: np.random.Generator) -> tuple[FloatArray, BoolArray]:
        """One draw of what all programs may be like: score of the rate, and whether the visa is sponsored."""
        programs = self.rate.size
        return rng.normal(size=programs), rng.random(programs) < self.sponsors_share

    def offers(self, score: FloatArray | float | None, sponsors: BoolArray | bool | None) -> FloatArray:
        """Chances of offers, shape (programs, modes, scenarios), once facts are known.

        Parameters
        ----------
        score : float array, or one number for all, or None
            In how many standard deviations each program's rate lies above the middle; None leaves rates unknown.
        sponsors : bool array, or one for all, or None
            Whether each program sponsors the visa; None leaves policies unknown.
        """
        chances = self.made.chances
        shift = np.zeros(self.rate.size)
        if score is not None:
            shift = shift + score * self.settled
        if sponsors is not None:
            shift = shift + np.where(sponsors, self.if_sponsored, self.if_refused)
        spread = chances.spread if score is None else self.left
        interview = mean_chance(chances.log_odds + shift[:, None, None], spread[:, None, None])
        return np.asarray(interview * (chances.offer / chances.interview))

    def cases(self, *kinds: str) -> Iterator[tuple[FloatArray, FloatArray]]:
        """All that facts of some kinds may turn out to be, one program at a time: share, and chances of offers.

        Yields
        ------
        share : array, shape (programs,)
            How likely the case is; over the cases they sum to 1.
        offer : array, shape (programs, modes, scenarios)
        """
        none = [(np.ones(self.rate.size), None)]
        scores = [(np.full(self.rate.size, weight), float(node)) for node, weight in _QUADRATURE]
        policies = [(self.sponsors_share, True), (1.0 - self.sponsors_share, False)]
        for (likely, score), (share, sponsors) in product(
            scores if RATE in kinds else none, policies if VISA in kinds else none
        ):
            yield likely * share, self.offers(score, sponsors)


_QUADRATURE: tuple[tuple[float, float], ...] = tuple(
    zip(_NODES.tolist(), (_NODE_WEIGHTS / _NODE_WEIGHTS.sum()).tolist(), strict=True)
)


def _visa_term(made: Estimate, standing: str) -> npt.NDArray[np.float64]:
    """The term of a policy at every program."""
    situation = replace(made.situation, visa=np.full(len(made.situation.programs), standing))
    return terms_of(situation, answers_of(situation), made.evidence, made.weights).visa
