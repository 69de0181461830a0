"""What facts about programs that nobody has brought in may turn out to be, and what the chances would be then.

A program's interview rate is a draw from the spread between programs. Bringing its rate of last season in settles all
of that spread but `own_rate_spread_sd`, by which rates move from season to season. Its rates by signal or by state of
school settle a part of it: their distance from the specialty's says `related_rate_share` of the distance of the rate
for the group. Its visa policy is one of two, with the published share that sponsors. Rate and policy are drawn apart
from each other, as the spread is what is left beside the policy; but a rate of non-US IMGs has the policy on J-1 in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Self

import numpy as np

from optimizer.arrays import BoolArray, FloatArray
from optimizer.estimate.estimator import Estimate
from optimizer.estimate.mean_chances import NODE_SHARES, NODES, Otherwise, mean_chance
from optimizer.estimate.own_rates import tells_of_rate
from optimizer.estimate.terms import share_in_rate

RATE, VISA, RELATED = "interview rate", "visa policy", "rates by signal or state"
_QUADRATURE: tuple[tuple[float, float], ...] = tuple(zip(NODES.tolist(), NODE_SHARES.tolist(), strict=True))


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """One draw of what all programs may be like; arrays of shape (programs,).

    Attributes
    ----------
    rate, related : float arrays
        In how many standard deviations each program's rate for the group, and its rates by signal or state, lie above
        the middle.
    policy : float array
        Even on [0, 1): the lower, the more visas the program sponsors.
    """

    rate: FloatArray
    related: FloatArray
    policy: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class UnknownFacts:
    """Facts about programs that the estimate would use and doesn't have; arrays have one entry per program.

    Attributes
    ----------
    estimate : Estimate
    rate, related, visa : bool arrays
        Whether the program's interview rate for the applicant's type, any of its rates by signal or state (or else that
        rate), and its policy on the visa that the applicant needs, are unknown. A policy that the applicant doesn't
        need, or hasn't said to need, is not asked for.
    settled, left : float arrays
        Standard deviation in log-odds that knowing the rate would settle (0 where it is known), and leave.
    settled_by_related, left_by_related : float arrays
        The same of rates by signal or state.
    refusing : float array
        Chance that the program refuses the visa; 0 where that is known.
    refusing_in_rate : float array
        Chance that the program refuses what most of the group need, which a rate for the group would tell.
    """

    estimate: Estimate
    rate: BoolArray
    related: BoolArray
    visa: BoolArray
    settled: FloatArray
    left: FloatArray
    settled_by_related: FloatArray
    left_by_related: FloatArray
    refusing: FloatArray
    refusing_in_rate: FloatArray

    @classmethod
    def of(cls, estimate: Estimate) -> Self:
        """The unknown facts behind an estimate."""
        situation, evidence, spread = estimate.situation, estimate.evidence, estimate.chances.spread
        rate, related = ~estimate.rests_on_own_rate, ~tells_of_rate(situation, evidence)
        visa = (situation.visa == "unknown") & (estimate.chances.refusal.share > 0)
        left = np.where(rate, np.minimum(evidence.central("own_rate_spread_sd"), spread), spread)
        part = np.where(related, evidence.central("related_rate_share"), 0.0)
        return cls(
            estimate=estimate,
            rate=rate,
            related=related,
            visa=visa,
            settled=np.sqrt(spread**2 - left**2),
            left=left,
            settled_by_related=part * spread,
            left_by_related=np.sqrt(1 - part**2) * spread,
            refusing=np.where(visa, estimate.chances.refusal.share, 0.0),
            refusing_in_rate=np.where(visa & rate, 1.0 - share_in_rate(situation, evidence), 0.0),
        )

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of facts of which any is unknown."""
        unknown = {RATE: self.rate, VISA: self.visa, RELATED: self.related}
        return tuple(kind for kind, programs in unknown.items() if programs.any())

    @property
    def settling_all(self) -> tuple[str, ...]:
        """The kinds that settle all that can be settled: rates by signal or state tell nothing beside the rate."""
        return tuple(kind for kind in self.kinds if kind != RELATED)

    def drawn(self, rng: np.random.Generator) -> Drawn:
        """One draw of what all programs may be like."""
        related, beside, policy = (
            rng.normal(size=self.rate.size),
            rng.normal(size=self.rate.size),
            rng.random(self.rate.size),
        )
        part = np.where(self.related, self.estimate.evidence.central("related_rate_share"), 0.0)
        return Drawn(part * related + np.sqrt(1 - part**2) * beside, related, policy)

    def offers_knowing(self, drawn: Drawn, *kinds: str) -> FloatArray:
        """Chances of offers, shape (programs, modes, scenarios), once facts of some kinds are known, as drawn."""
        return self.offers(
            drawn.rate if RATE in kinds else None,
            self._refusing_knowing(drawn, *kinds),
            drawn.related if RELATED in kinds else None,
        )

    def offers(
        self,
        rate: FloatArray | float | None,
        refusing: FloatArray | float | None = None,
        related: FloatArray | float | None = None,
    ) -> FloatArray:
        """Chances of offers, shape (programs, modes, scenarios), once facts are known.

        Parameters
        ----------
        rate, related : float array, or one number for all, or None
            In how many standard deviations the program's rate for the group, or its rates by signal or state, lie above
            the middle; None leaves them unknown. Beside the rate, the others tell nothing.
        refusing : float array, or one number for all, or None
            Chance that the program refuses the visa, once more is known; None leaves policies as unknown as they are.
        """
        chances = self.estimate.chances
        shift, spread = np.zeros(self.rate.size), chances.spread
        if rate is not None:
            shift, spread = rate * self.settled, self.left
        elif related is not None:
            shift, spread = related * self.settled_by_related, self.left_by_related
        share = chances.refusal.share
        refusal = Otherwise(
            share if refusing is None else np.where(self.visa, refusing, share), chances.refusal.add
        ).beside(2)
        interview = mean_chance(chances.log_odds + shift[:, None, None], spread[:, None, None], refusal)
        return np.asarray(interview * (chances.offer / chances.interview))

    def cases(self, *kinds: str) -> Iterator[tuple[FloatArray, FloatArray]]:
        """All that facts of some kinds may turn out to be, one program at a time: share, and chances of offers.

        Yields
        ------
        share : array, shape (programs,)
            How likely the case is; over the cases they sum to 1.
        offer : array, shape (programs, modes, scenarios)
        """
        scores = _QUADRATURE if {RATE, RELATED} & set(kinds) else ((0.0, 1.0),)
        for (score, likely), (share, refusing) in product(scores, self._policies_knowing(*kinds)):
            yield (
                likely * share,
                self.offers(score if RATE in kinds else None, refusing, score if RELATED in kinds else None),
            )

    def _policies_knowing(self, *kinds: str) -> Iterator[tuple[FloatArray, FloatArray | float | None]]:
        """How likely each case is of what facts of some kinds tell of policies, and the chance of a refusal then."""
        if VISA in kinds:
            yield 1.0 - self.refusing, 0.0
            yield self.refusing, 1.0
        elif RATE in kinds:
            yield 1.0 - self.refusing_in_rate, self._refusing_beside_rate
            if self.refusing_in_rate.any():
                yield self.refusing_in_rate, 1.0
        else:
            yield np.ones(self.rate.size), None

    def _refusing_knowing(self, drawn: Drawn, *kinds: str) -> FloatArray | None:
        """Chance that each program refuses the visa, once facts of some kinds are known, as drawn."""
        if VISA in kinds:
            return np.asarray(drawn.policy >= 1.0 - self.refusing, dtype=np.float64)
        if RATE in kinds:
            return np.where(drawn.policy >= 1.0 - self.refusing_in_rate, 1.0, self._refusing_beside_rate)
        return None

    @property
    def _refusing_beside_rate(self) -> FloatArray:
        """Chance that a program refuses the visa though its rate tells that it sponsors what most of the group need."""
        return 1.0 - np.minimum((1.0 - self.refusing) / (1.0 - self.refusing_in_rate), 1.0)
