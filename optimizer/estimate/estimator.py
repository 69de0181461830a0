"""Applicant, directory and evidence in; chances with tiers and ranges out."""

from dataclasses import dataclass, replace
from zlib import crc32

import numpy as np
import numpy.typing as npt
from scipy.special import expit, ndtri

from optimizer.applicant import Applicant
from optimizer.directory import Directory
from optimizer.errors import BadInput
from optimizer.estimate.chances import Chances, chances_of, odds_of
from optimizer.estimate.scenarios import BoolArray, FloatArray, Scenarios, draw_scenarios
from optimizer.estimate.situation import MODES, Situation, applicant_faults, situation_of
from optimizer.estimate.terms import Answers, Terms, answers_of, average_step2, terms_of
from optimizer.estimate.tiers import tiers_of
from optimizer.estimate.weights import Weights
from optimizer.evidence import Evidence, Season

RANGE_DRAWS = 64
RANGE_PERCENTILES = (10, 90)
RANGE_SEED = 20260320


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """Estimated chances of one applicant at every program of a directory.

    Attributes
    ----------
    situation, terms, chances
        Facts, what each adds to the log-odds, and the chances that come out.
    scenarios : Scenarios
    tier : array of str, shape (programs,)
    evidence, weights
        What the estimate was made with.
    """

    situation: Situation
    terms: Terms
    chances: Chances
    scenarios: Scenarios
    tier: npt.NDArray[np.str_]
    evidence: Evidence
    weights: Weights

    @property
    def modes(self) -> tuple[str, ...]:
        """Names of the modes: "none", then the kinds of signals."""
        return MODES

    @property
    def interview_probability(self) -> FloatArray:
        """Chance of an interview, shape (programs, modes), averaged over scenarios."""
        return self.chances.interview @ self.scenarios.weight

    @property
    def offer_probability(self) -> FloatArray:
        """Chance of an interview that ends in an offer, shape (programs, modes), averaged over scenarios."""
        return self.chances.offer @ self.scenarios.weight

    @property
    def rests_on_own_rate(self) -> BoolArray:
        """Programs whose own interview rate is known, shape (programs,)."""
        return np.isfinite(self.situation.own_rate)


@dataclass(frozen=True, slots=True)
class Span:
    """10th to 90th percentile over draws of the evidence (and of answers not given)."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ListRange:
    """How far the figures of a given list move within what is known.

    Attributes
    ----------
    match_probability, expected_interviews : Span
        Of the whole list, over draws of the evidence.
    interview_probability : tuple of Span
        Of each program of the list, in the order of their positions; over draws of the evidence and of what a
        program without known rates may be like.
    """

    match_probability: Span
    expected_interviews: Span
    interview_probability: tuple[Span, ...]


def estimate(
    applicant: Applicant,
    directory: Directory,
    season: Season,
    evidence: Evidence,
    weights: Weights | None = None,
    scenarios: Scenarios | None = None,
) -> Estimate:
    """Estimate the chances of one applicant.

    Parameters
    ----------
    applicant : Applicant
    directory : Directory
        Programs of the applicant's specialties; others are left out by `Directory.of_specialties` beforehand.
    season : Season
        Its year dates the graduation; its signals are the modes.
    evidence : Evidence
    weights : Weights or None
        None leaves every term as estimated.
    scenarios : Scenarios or None
        None is the default set.

    Raises
    ------
    BadInput
        Ties, states or specialties that don't exist, or a specialty without evidence; all at once.
    """
    faults = applicant_faults(applicant, directory, season, evidence)
    if faults:
        raise BadInput(faults)
    weights = weights or Weights()
    scenarios = scenarios or draw_scenarios()
    situation = situation_of(applicant, directory, season)
    terms = terms_of(situation, answers_of(situation), evidence, weights)
    chances = chances_of(situation, terms, evidence, scenarios)
    tier = tiers_of(situation, terms, chances.interview[:, 0, :] @ scenarios.weight, evidence)
    return Estimate(situation, terms, chances, scenarios, tier, evidence, weights)


def list_range(made: Estimate, mode: npt.NDArray[np.int64], draws: int = RANGE_DRAWS) -> ListRange:
    """Range of a given list's match probability and interviews over draws of all that isn't known.

    Every coefficient is drawn from its range, every answer that the applicant has not given from what is typical of
    the group, and for every program whose rate or visa policy isn't known what it may be like. The list stays as it is.

    Parameters
    ----------
    made : Estimate
    mode : int array, shape (programs,)
        Mode of each application, -1 = not applied to.
    draws : int
        How many; the same seed is used every time.
    """
    matched, interviews, each = _list_drawn(made, mode, draws)
    return ListRange(_span(matched), _span(interviews), tuple(_span(own) for own in each.T))


def match_draws(made: Estimate, mode: npt.NDArray[np.int64], draws: int = RANGE_DRAWS) -> FloatArray:
    """A given list's match probability, draw by draw of all that isn't known; `list_range` has its percentiles.

    Draws of two lists are paired: the k-th has the same coefficients, the same of what isn't said, and takes a program
    that is on both for the same. So the range of their difference leaves out what moves both alike.

    Parameters
    ----------
    made, mode, draws
        As for `list_range`. Estimates of two lists are paired where their evidence has the same coefficients.

    Returns
    -------
    array, shape (draws,)
    """
    return _list_drawn(made, mode, draws)[0]


def _list_drawn(made: Estimate, mode: npt.NDArray[np.int64], draws: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    """By draw the chance to match, the expected interviews, and each program's chance, shape (draws, programs)."""
    applied = np.flatnonzero(mode >= 0)
    if not applied.size:
        return np.zeros(draws), np.zeros(draws), np.zeros((draws, 0))
    situation, chosen_mode = part_of(made.situation, applied), mode[applied]
    rng = np.random.default_rng(RANGE_SEED)
    weight = made.scenarios.weight
    kind, policy = _programs_drawn(situation, draws)
    # One draw of luck for all programs, evenly spread over the draws: a program's range then rests on what is known of
    # it and not on its place in the list, and programs of which the same is known have the same range.
    luck = ndtri((rng.permutation(draws) + 0.5) / draws)
    matched, interviews, each = [], [], []
    for drawn, evidence in enumerate(made.evidence.draws(draws, RANGE_SEED)):
        terms = terms_of(situation, answers_drawn(situation, evidence, rng), evidence, made.weights)
        odds = odds_of(situation, terms, evidence, made.scenarios, chosen_mode)
        refused = policy[drawn] >= 1.0 - odds.refusal.share
        here = odds.spread * kind[drawn] + np.where(refused, odds.refusal.add, 0.0)
        interview = expit(odds.log_odds[:, 0] + here[:, None])
        offer = interview * odds.offer_if_interviewed
        matched.append(float(weight @ (1.0 - np.prod(1.0 - offer, axis=0))))
        interviews.append(float((interview @ weight).sum()))
        at_luck = odds.log_odds[:, 0] + (odds.spread * luck[drawn])[:, None]
        each.append(odds.refusal.beside(1).chance(at_luck) @ weight)
    return np.array(matched), np.array(interviews), np.array(each)


def _programs_drawn(situation: Situation, draws: int) -> tuple[FloatArray, FloatArray]:
    """What each program may be like: normal deviates and even ones, shape (draws, programs); alike for every list."""
    even = np.empty((2, draws, len(situation.programs)))
    for number, program in enumerate(situation.programs):
        rng = np.random.default_rng([RANGE_SEED, crc32(program.id.encode())])
        even[0, :, number], even[1, :, number] = ((rng.permutation(draws) + 0.5) / draws for _ in range(2))
    return ndtri(even[0]), even[1]


def _span(values: FloatArray) -> Span:
    low, high = np.percentile(values, RANGE_PERCENTILES)
    return Span(float(low), float(high))


def part_of(situation: Situation, kept: npt.NDArray[np.int64]) -> Situation:
    """The situation at some of the programs, by their positions."""
    return replace(
        situation,
        programs=tuple(situation.programs[k] for k in kept),
        specialty_index=situation.specialty_index[kept],
        state_index=situation.state_index[kept],
        own_rate=situation.own_rate[kept],
        rate_by_state=situation.rate_by_state[kept],
        rate_by_mode=situation.rate_by_mode[kept],
        metro_index=situation.metro_index[kept],
        university=situation.university[kept],
        top_research=situation.top_research[kept],
        in_state=situation.in_state[kept],
        preference=situation.preference[kept],
        visa=situation.visa[kept],
        region=situation.region[kept],
        ties=tuple(replace(tie, nearest=tie.nearest[kept]) for tie in situation.ties),
        open_mode=situation.open_mode[kept],
    )


def answers_drawn(situation: Situation, evidence: Evidence, rng: np.random.Generator) -> Answers:
    """The applicant's answers, with what was not said drawn from typical applicants of the group.

    Every draw takes the same number of random numbers, so that giving one answer leaves the others' draws alone.
    """
    said, kind = answers_of(situation), situation.applicant.type
    score, years, months, attempt, home = rng.normal(), rng.normal(), rng.normal(), rng.random(), rng.random()

    def typical(name: str) -> float:
        """Over the specialties: whoever applies in several is one person all the same."""
        return float(np.mean([evidence.central(name, specialty, kind) for specialty in situation.specialties]))

    def around(name: str, deviate: float) -> float:
        """So many years or months, never below 0; the spread is a share of the typical."""
        return max(typical(f"{name}_typical") * (1 + evidence.central(f"{name}_spread") * deviate), 0.0)

    average_score = float(np.mean([average_step2(evidence, specialty, kind) for specialty in situation.specialties]))
    counts_months = evidence.has("us_clinical_months_slope", None, kind)
    return Answers(
        step2=average_score + score * evidence.central("step2_sd") if said.step2 is None else said.step2,
        years_since_graduation=around("years_since_graduation", years)
        if said.years_since_graduation is None
        else said.years_since_graduation,
        us_clinical_months=around("us_clinical_months", months)
        if said.us_clinical_months is None and counts_months
        else said.us_clinical_months,
        failed_attempts=float(attempt < evidence.central("failed_attempt_share", None, kind))
        if said.failed_attempts is None
        else said.failed_attempts,
        home=_home_drawn(situation, evidence, home) if situation.applicant.home_state is None else None,
    )


def _home_drawn(situation: Situation, evidence: Evidence, quantile: float) -> int:
    """A home state among those of the programs, or none: such that as many applications are in state as on average."""
    if not situation.programs:
        return -1
    share = np.bincount(situation.state_index, minlength=len(situation.states)) / len(situation.programs)
    in_state = evidence.central("in_state_share", None, situation.applicant.type)
    any_of_them = min(in_state / float(share @ share), 1.0)
    if quantile >= any_of_them:
        return -1
    return int(np.searchsorted(share.cumsum(), quantile / any_of_them, side="right"))
