"""A model population: applicants of one type in one specialty, as the estimate sees them, at average programs.

What is published about groups (match rates, contiguous ranks, scores of those who matched) can only be compared with
a group. Here strength and score are spread as in the estimate, programs have no rate of their own, applications go near
and far as usual, all signals are used. Nobody holds more than `interviews_most` interviews, and some are hardly wanted
by anybody who has met them (`hardly_wanted_share`): those have a list, and hardly a chance.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import scipy
from scipy.special import expit, logit

from optimizer.arrays import FloatArray
from optimizer.estimate.averages import Kinds, places, visa_policies
from optimizer.estimate.holding import held_chances
from optimizer.estimate.mean_chances import Otherwise, base_log_odds, gauss_hermite, mean_chance
from optimizer.estimate.terms import average_step2, flattened
from optimizer.evidence import Evidence, Season

_NODES, _NODE_SHARES = gauss_hermite(11)
_POINTS = 31

BY_CELL = ("step2_slope", "step2_slope_offer", "interview_rate_shift", "hardly_wanted_share")
BY_TYPE = ("strength_sd_interview", "strength_sd_offer", "aim_effect")


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of one specialty and type that calibration looks for; see the rows of these names.

    Attributes
    ----------
    strength_sd_interview, strength_sd_offer, aim_effect, step2_slope, step2_slope_offer : float
    interview_rate_shift, hardly_wanted_share : float
    signal_effect : mapping of kind of signal to float
        Those that stand in place of the evidence table's.
    """

    strength_sd_interview: float
    strength_sd_offer: float
    aim_effect: float
    step2_slope: float
    step2_slope_offer: float
    interview_rate_shift: float
    hardly_wanted_share: float
    signal_effect: Mapping[str, float]

    @classmethod
    def of(cls, evidence: Evidence, specialty: str, applicant_type: str) -> "Figures":
        """Those of the evidence table."""
        found = {name: evidence.central(name, specialty, applicant_type) for name in BY_CELL}
        found |= {name: evidence.central(name, None, applicant_type) for name in BY_TYPE}
        return cls(**found, signal_effect={})


@dataclass(frozen=True, eq=False)
class Population:
    """Applicants of one type in one specialty.

    Attributes
    ----------
    share : array, shape (applicants,)
        Sums to 1.
    step2 : array, shape (applicants,)
    interview : array, shape (modes, applicants)
        Chance of an interview at a program drawn at random, without a signal first.
    signals : array, shape (modes - 1,)
        How many signals of each kind there are.
    strength, scored : arrays, shape (applicants,)
        Unseen strength, and tens of points as they count.
    offer_spread, offer_slope : float
        Standard deviation of strength after the interview, and slope of the score.
    hardly_wanted, hardly_wanted_effect : float
        Share of those interviewed whom hardly anybody wants, and what that adds to the log-odds of an offer.
    most : int
        Interviews that anybody holds.
    """

    share: FloatArray
    step2: FloatArray
    interview: FloatArray
    signals: FloatArray
    strength: FloatArray
    scored: FloatArray
    offer_spread: float
    offer_slope: float
    hardly_wanted: float
    hardly_wanted_effect: float
    most: int

    def with_figures(self, figures: Figures) -> "Population":
        """The same people with other figures of what comes after the interview."""
        return replace(
            self,
            offer_spread=figures.strength_sd_offer,
            offer_slope=figures.step2_slope_offer,
            hardly_wanted=figures.hardly_wanted_share,
        )

    def interviews(self, applications: float) -> float:
        """Mean number of invitations."""
        return float(self.share @ (self._count(applications) @ self.interview))

    def held(self, applications: float) -> float:
        """Mean number of interviews held: nobody holds more than `most`."""
        return float(self.share @ self._held(applications) @ self._numbers)

    def held_distribution(self, applications: float) -> FloatArray:
        """Chances that one of them holds 0, 1, 2, ... interviews, shape (most + 1,)."""
        return np.asarray(self.share @ self._held(applications))

    def listed(self, applications: float) -> float:
        """Share with at least one interview."""
        return float(1.0 - self.share @ self._held(applications)[:, 0])

    def match_rate(self, offer_given_interview: float, applications: float) -> float:
        """Share that matches of those with at least one interview."""
        matched = (self._held(applications) * self._matched_of(offer_given_interview)).sum(axis=1)
        return float(self.share @ matched) / self.listed(applications)

    def match_rate_if_independent(self, offer_given_interview: float, applications: float) -> float:
        """What `match_rate` would be if programs judged applicants independently of each other; for comparison only."""
        interview = self.interview @ self.share
        first = 1.0 - self._matched_of(offer_given_interview)[:, 1]
        offer = interview * float(self.share @ (1.0 - first))
        matched, listed = (1.0 - float(self._none_of(chance, applications)) for chance in (offer, interview))
        return matched / listed

    def match_rate_by_ranks(
        self, ranks: Sequence[int], offer_given_interview: float, applications: float
    ) -> FloatArray:
        """Share that matches of those who hold so many interviews, for each of some numbers."""
        chosen = np.minimum(np.array(ranks), self.most)
        held, matched = self._held(applications)[:, chosen], self._matched_of(offer_given_interview)[:, chosen]
        weight = self.share[:, None] * held
        return np.asarray((weight * matched).sum(axis=0) / weight.sum(axis=0))

    def ranks_ratio(self, offer_given_interview: float, applications: float) -> float:
        """Mean number of interviews of those who match over that of those who don't, of all with one at least."""
        held = self.share[:, None] * self._held(applications)
        matched = (held * self._matched_of(offer_given_interview)).sum(axis=0)
        left = held.sum(axis=0) - matched
        left[0] = 0.0
        return float(matched @ self._numbers / matched.sum() / (left @ self._numbers / left.sum()))

    def step2_gap(self, offer_given_interview: float, applications: float) -> float:
        """Mean Step 2 CK of those who match less that of those who don't, of all with at least one interview."""
        held = self.share[:, None] * self._held(applications)
        matched = (held * self._matched_of(offer_given_interview)).sum(axis=1)
        left = held[:, 1:].sum(axis=1) - matched
        return float(matched @ self.step2 / matched.sum() - left @ self.step2 / left.sum())

    @cached_property
    def _numbers(self) -> FloatArray:
        """0, 1, 2, ... to the most."""
        return np.arange(self.most + 1, dtype=np.float64)

    def _held(self, applications: float) -> FloatArray:
        """Chances of holding 0, 1, 2, ... interviews, shape (applicants, most + 1)."""
        return held_chances(self._count(applications) @ self.interview, applications, self.most)

    def _matched_of(self, offer_given_interview: float) -> FloatArray:
        """Chance of a match after 0, 1, 2, ... interviews, shape (applicants, most + 1)."""
        effects = np.array([0.0, self.hardly_wanted_effect])
        shares = np.array([1.0 - self.hardly_wanted, self.hardly_wanted])
        base = base_log_odds(offer_given_interview, self.offer_spread, effects, shares)
        luck = self.offer_spread * self.strength + self.offer_slope * self.scored
        none = np.log1p(-expit(base + luck[:, None] + effects))
        return np.asarray(1.0 - np.exp(none[:, :, None] * self._numbers).transpose(0, 2, 1) @ shares)

    def _count(self, applications: float) -> FloatArray:
        signals = self.signals * min(applications / max(self.signals.sum(), 1.0), 1.0)
        return np.concatenate([[applications - signals.sum()], signals])

    def _none_of(self, chance: FloatArray, applications: float) -> FloatArray:
        count = self._count(applications)
        return np.asarray(np.prod((1.0 - chance) ** count.reshape(-1, *[1] * (chance.ndim - 1)), axis=0))


def population(
    evidence: Evidence,
    season: Season,
    specialty: str,
    applicant_type: str,
    *,
    figures: Figures | None = None,
    step2: float | None = None,
) -> Population:
    """Applicants whose mean interview rate is the one of the evidence table.

    Parameters
    ----------
    evidence : Evidence
    season : Season
        Whose signals are used.
    specialty, applicant_type : str
    figures : Figures or None
        In place of those of the evidence table.
    step2 : float or None
        Only applicants of this score; None is all of them.
    """
    figures = figures or Figures.of(evidence, specialty, applicant_type)
    average, sd = average_step2(evidence, specialty, applicant_type), evidence.central("step2_sd")
    reach = evidence.central("step2_reach") / 10
    strength, strength_share, tens = _NODES, _NODE_SHARES, np.zeros(_NODES.size)
    if step2 is None:
        strength, tens = (grid.ravel() for grid in np.meshgrid(_NODES, _NODES * sd / 10))
        strength_share = np.outer(_NODE_SHARES, _NODE_SHARES).ravel()
    else:
        tens = tens + (step2 - average) / 10
    scored = flattened(tens, reach)
    of_programs = np.hypot(
        evidence.central("program_spread_sd", specialty, applicant_type), evidence.central("region_sd")
    )
    of_applicants = np.hypot(figures.strength_sd_interview, figures.step2_slope * sd / 10)
    moved = figures.interview_rate_shift + figures.aim_effect
    rate = expit(logit(evidence.central("interview_rate", specialty, applicant_type)) + moved)
    geography, signals, caps = _kinds(evidence, season, specialty, applicant_type, figures.signal_effect)
    policies = visa_policies(evidence, [specialty], applicant_type).of(0)
    all_kinds = policies.crossed(geography).crossed(signals)
    spread = np.hypot(of_programs, of_applicants)
    plain = float(base_log_odds(rate, spread, all_kinds.effect, all_kinds.share))
    refusal = Otherwise(1.0 - policies.share[:1], policies.effect[-1:] - policies.effect[:1])
    luck = figures.strength_sd_interview * strength + figures.step2_slope * scored
    effect = plain + policies.effect[0] + geography.effect[:, None] + signals.effect[None, :]

    def interviewed(luck: FloatArray) -> FloatArray:
        chance = mean_chance(effect[:, :, None] + luck, np.asarray(of_programs), refusal)
        return np.asarray(np.einsum("k,kma->ma", geography.share, chance))

    return Population(
        share=strength_share,
        step2=average + 10 * tens,
        interview=_along(interviewed, luck),
        signals=caps,
        strength=strength,
        scored=scored,
        offer_spread=figures.strength_sd_offer,
        offer_slope=figures.step2_slope_offer,
        hardly_wanted=figures.hardly_wanted_share,
        hardly_wanted_effect=evidence.central("hardly_wanted_effect"),
        most=round(evidence.central("interviews_most")),
    )


def _along(chances: Callable[[FloatArray], FloatArray], luck: FloatArray) -> FloatArray:
    """Chances that are smooth in luck, of many applicants: worked out at some points, and by a spline between them."""
    if luck.size <= _POINTS:
        return chances(luck)
    points = np.linspace(luck.min(), luck.max(), _POINTS)
    return np.asarray(np.exp(scipy.interpolate.CubicSpline(points, np.log(chances(points)), axis=-1)(luck)))


def _kinds(
    evidence: Evidence, season: Season, specialty: str, applicant_type: str, found: Mapping[str, float]
) -> tuple[Kinds, Kinds, FloatArray]:
    """Kinds of applications by place and by signal, and how many signals there are of each kind."""
    geography = places(
        evidence,
        applicant_type,
        evidence.figure("in_state_effect", None, applicant_type),
        evidence.figure("competitiveness", specialty) * evidence.figure("desired_metro_effect"),
        evidence.figure("desired_metro_share"),
    ).of(0)
    caps = season.signal_caps(specialty)
    count = np.array(list(caps.values()), dtype=np.float64)
    effects = [
        found[mode] if mode in found else evidence.central(f"signal_effect.{mode}", specialty, applicant_type)
        for mode in caps
    ]
    share = count / max(evidence.central("applications_typical", specialty, applicant_type), count.sum())
    return geography, Kinds(np.array([0.0, *effects]), np.array([1.0 - share.sum(), *share])), count
