"""A model population: applicants of one type in one specialty, as the estimate sees them, at average programs.

What is published about groups (match rates, contiguous ranks, scores of those who matched) can only be compared with
a group. Here strength and score are spread as in the estimate, programs have no rate of their own, applications go near
and far as usual, all signals are used.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields

import numpy as np
import scipy
from scipy.special import expit, logit

from optimizer.estimate.averages import Kinds, places, visa_policies
from optimizer.estimate.mean_chances import Otherwise, base_log_odds, mean_chance
from optimizer.estimate.scenarios import FloatArray
from optimizer.estimate.terms import average_step2
from optimizer.evidence import Evidence, Season

_NODES, _NODE_WEIGHTS = np.polynomial.hermite_e.hermegauss(15)
_NODE_SHARES = _NODE_WEIGHTS / _NODE_WEIGHTS.sum()
_POINTS = 41


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of one specialty and type that calibration looks for; see the rows of these names.

    Attributes
    ----------
    strength_sd_interview, strength_sd_offer, step2_slope, step2_slope_offer, interview_rate_shift : float
    signal_effect : mapping of kind of signal to float
        Those that stand in place of the evidence table's.
    """

    strength_sd_interview: float
    strength_sd_offer: float
    step2_slope: float
    step2_slope_offer: float
    interview_rate_shift: float
    signal_effect: Mapping[str, float]

    @classmethod
    def of(cls, evidence: Evidence, specialty: str, applicant_type: str) -> "Figures":
        """Those of the evidence table."""
        named = (field.name for field in fields(cls) if field.name != "signal_effect")
        found = {name: evidence.central(name, specialty, applicant_type) for name in named}
        return cls(**found, signal_effect={})


@dataclass(frozen=True, slots=True, eq=False)
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
    offer_luck : array, shape (applicants,)
        What strength and score add to the log-odds of an offer after an interview.
    offer_spread : float
        Standard deviation of strength in it.
    """

    share: FloatArray
    step2: FloatArray
    interview: FloatArray
    signals: FloatArray
    offer_luck: FloatArray
    offer_spread: float

    def interviews(self, applications: float) -> float:
        """Mean number of interviews."""
        return float(self.share @ (self._count(applications) @ self.interview))

    def listed(self, applications: float) -> float:
        """Share with at least one interview."""
        return float(self.share @ (1.0 - self._none_of(self.interview, applications)))

    def match_rate(self, offer_given_interview: float, applications: float) -> float:
        """Share that matches of those with at least one interview."""
        return float(self.share @ self._matched(offer_given_interview, applications)) / self.listed(applications)

    def match_rate_if_independent(self, offer_given_interview: float, applications: float) -> float:
        """What `match_rate` would be if programs judged applicants independently of each other; for comparison only."""
        interview = self.interview @ self.share
        offer = (self.interview * self._offer_if(offer_given_interview)) @ self.share
        matched, listed = (1.0 - float(self._none_of(chance, applications)) for chance in (offer, interview))
        return matched / listed

    def match_rate_after(self, interviews: int, offer_given_interview: float) -> float:
        """Share that matches of those with so many interviews, were strength spread among them as among all."""
        return float(self.share @ (1.0 - (1.0 - self._offer_if(offer_given_interview)) ** interviews))

    def ranks_ratio(self, offer_given_interview: float, applications: float) -> float:
        """Mean number of interviews of those who match over that of those who don't, of all with one at least."""
        count, offer_if = self._count(applications), self._offer_if(offer_given_interview)
        held = self.share * (count @ self.interview)
        unmatched = self._none_of(self.interview * offer_if, applications)
        fruitless = self.interview * (1 - offer_if) / (1 - self.interview * offer_if)
        in_vain = self.share * unmatched * (count @ fruitless)
        matched, left = self._shares(offer_given_interview, applications)
        return float((held.sum() - in_vain.sum()) / matched.sum() / (in_vain.sum() / left.sum()))

    def step2_gap(self, offer_given_interview: float, applications: float) -> float:
        """Mean Step 2 CK of those who match less that of those who don't, of all with at least one interview."""
        matched, left = self._shares(offer_given_interview, applications)
        return float(matched @ self.step2 / matched.sum() - left @ self.step2 / left.sum())

    def _shares(self, offer_given_interview: float, applications: float) -> tuple[FloatArray, FloatArray]:
        """Shares of all applicants that match, and that don't though they have an interview."""
        matched = self._matched(offer_given_interview, applications)
        listed = 1.0 - self._none_of(self.interview, applications)
        return self.share * matched, self.share * (listed - matched)

    def _matched(self, offer_given_interview: float, applications: float) -> FloatArray:
        return 1.0 - self._none_of(self.interview * self._offer_if(offer_given_interview), applications)

    def _offer_if(self, offer_given_interview: float) -> FloatArray:
        return np.asarray(expit(base_log_odds(offer_given_interview, self.offer_spread) + self.offer_luck))

    def _count(self, applications: float) -> FloatArray:
        return np.concatenate([[applications - self.signals.sum()], self.signals])

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
    strength, strength_share, tens = _NODES, _NODE_SHARES, np.zeros(_NODES.size)
    if step2 is None:
        strength, tens = (grid.ravel() for grid in np.meshgrid(_NODES, _NODES * sd / 10))
        strength_share = np.outer(_NODE_SHARES, _NODE_SHARES).ravel()
    else:
        tens = tens + (step2 - average) / 10
    of_programs = np.hypot(
        evidence.central("program_spread_sd", specialty, applicant_type), evidence.central("region_sd")
    )
    of_applicants = np.hypot(figures.strength_sd_interview, figures.step2_slope * sd / 10)
    rate = expit(logit(evidence.central("interview_rate", specialty, applicant_type)) + figures.interview_rate_shift)
    geography, signals, caps = _kinds(evidence, season, specialty, applicant_type, figures.signal_effect)
    policies = visa_policies(evidence, [specialty], applicant_type).of(0)
    all_kinds = policies.crossed(geography).crossed(signals)
    spread = np.hypot(of_programs, of_applicants)
    plain = float(base_log_odds(rate, spread, all_kinds.effect, all_kinds.share))
    refusal = Otherwise(1.0 - policies.share[:1], policies.effect[-1:] - policies.effect[:1])
    luck = figures.strength_sd_interview * strength + figures.step2_slope * tens
    effect = plain + policies.effect[0] + geography.effect[:, None] + signals.effect[None, :]

    def interviewed(luck: FloatArray) -> FloatArray:
        chance = mean_chance(effect[:, :, None] + luck, np.asarray(of_programs), refusal)
        return np.asarray(np.einsum("k,kma->ma", geography.share, chance))

    interview = _along(interviewed, luck)
    offer_luck = figures.strength_sd_offer * strength + figures.step2_slope_offer * tens
    return Population(strength_share, average + 10 * tens, interview, caps, offer_luck, figures.strength_sd_offer)


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
