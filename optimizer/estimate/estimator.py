"""Applicant, directory and evidence in; chances with tiers and ranges out."""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import starmap
from zlib import crc32

import numpy as np
import numpy.typing as npt

from optimizer.applicant import Applicant
from optimizer.arrays import BoolArray, FloatArray
from optimizer.directory import Directory
from optimizer.errors import BadInput
from optimizer.estimate.averages import by_specialty
from optimizer.estimate.chances import ExplainedChances, chances_of, parts_of
from optimizer.estimate.holding import held_chances, held_quantiles, lost_beyond
from optimizer.estimate.not_known import knowing, with_stand_ins
from optimizer.estimate.priors import LEVEL, moved_by_hospital
from optimizer.estimate.range_ends import (
    ATTEMPT,
    HOME,
    LUCK,
    MONTHS,
    RANGE_DRAWS,
    RANGE_PERCENTILES,
    RANGE_SEED,
    SCORE,
    YEARS,
    drawn_for,
    ends_of_chances,
)
from optimizer.estimate.scenarios import Scenarios, draw_scenarios
from optimizer.estimate.situation import Situation, applicant_faults, situation_of
from optimizer.estimate.terms import ApplicantAnswers, Terms, answers_of, average_step2_by_specialty, terms_of
from optimizer.estimate.tiers import tiers_of
from optimizer.estimate.weights import Weights
from optimizer.evidence import DrawnEvidence, Evidence, Season, normal_scores, normal_shares
from optimizer.vocabulary import MODES


@dataclass(frozen=True, eq=False)
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
    chances: ExplainedChances
    scenarios: Scenarios
    tier: npt.NDArray[np.str_]
    evidence: Evidence
    weights: Weights

    @property
    def modes(self) -> tuple[str, ...]:
        """Names of the modes: "none", then the kinds of signals."""
        return MODES

    @cached_property
    def interview_probability(self) -> FloatArray:
        """Chance of an interview, shape (programs, modes), averaged over scenarios; NaN where it isn't known."""
        return self._where_known(self.chances.interview)

    @cached_property
    def offer_probability(self) -> FloatArray:
        """Chance of an interview that ends in an offer, shape (programs, modes); NaN where it isn't known."""
        return self._where_known(self.chances.offer)

    def _where_known(self, chances: FloatArray) -> FloatArray:
        """Asked for with every program of a list, so kept, and of one array for all who ask."""
        mean = np.where(self.known[:, None], chances @ self.scenarios.weight, np.nan)
        mean.setflags(write=False)
        return mean

    @property
    def known(self) -> BoolArray:
        """Programs whose chances are known, within a range, shape (programs,)."""
        return self.situation.chance_known

    def known_among(self, mode: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """The modes of a list with the applications left out (-1) of which the chance isn't known."""
        return np.where(self.known, mode, -1)

    @cached_property
    def rests_on_hospital(self) -> BoolArray:
        """Programs without a rate of their own whose chance facts of their hospital move, shape (programs,)."""
        situation, kind = self.situation, self.situation.applicant.type
        if self.weights.setting == 0 or not self.evidence.has(LEVEL, None, kind):
            return np.zeros(len(situation.programs), dtype=np.bool_)
        moved = moved_by_hospital(
            situation.traits, situation.specialties, situation.specialty_index, self.evidence, kind
        )
        return ~self.rests_on_own_rate & (np.abs(moved) >= _NOTICEABLE)

    @property
    def rests_on_own_rate(self) -> BoolArray:
        """Programs whose own interview rate is known, shape (programs,)."""
        return np.isfinite(self.situation.own_rate)


_NOTICEABLE = 0.01
"""Log-odds, below which nobody would see that a fact counts."""


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
        Of the whole list, over draws of the evidence: where the average of people like this one may lie.
    match_probability_for_you, interviews_for_you : Span
        Where one may be oneself: over unseen strength too, which is the same for all programs of the list, and over
        luck. Interviews are whole numbers, held.
    held : float
        Interviews that the list is expected to bring and that can be held, at the middle of what is known.
    interview_probability : tuple of Span
        Of each program of the list whose chance is known, in the order of their positions; over draws of the evidence
        and of what a program without known rates may be like.
    """

    match_probability: Span
    expected_interviews: Span
    match_probability_for_you: Span
    interviews_for_you: Span
    held: float
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
        Ties, states or specialties that don't exist, or a specialty without programs; all at once.
    """
    faults = applicant_faults(applicant, directory, season)
    if faults:
        raise BadInput(faults)
    weights = weights or Weights()
    scenarios = scenarios or draw_scenarios()
    evidence = with_stand_ins(evidence, applicant.specialties)
    situation = knowing(situation_of(applicant, directory, season), evidence)
    terms = terms_of(situation, answers_of(situation), evidence, weights)
    chances = chances_of(situation, terms, evidence, scenarios)
    tier = tiers_of(situation, terms, chances.interview[:, 0, :] @ scenarios.weight, evidence)
    return Estimate(situation, terms, chances, scenarios, tier, evidence, weights)


def list_range(estimated: Estimate, mode: npt.NDArray[np.int64], draws: int = RANGE_DRAWS) -> ListRange:
    """Range of a given list's match probability and interviews over draws of all that isn't known.

    Every coefficient is drawn from its range, every answer that the applicant has not given from what is typical of
    the group, and for every program whose rate or visa policy isn't known what it may be like. The list stays as it is,
    but for programs whose chance isn't known, which count in none of it.

    Parameters
    ----------
    estimated : Estimate
    mode : int array, shape (programs,)
        Mode of each application, -1 = not applied to.
    draws : int
        How many; the same seed is used every time.
    """
    mode = estimated.known_among(mode)
    if not (mode >= 0).any():
        nothing = Span(0.0, 0.0)
        return ListRange(nothing, nothing, nothing, nothing, 0.0, ())
    drawn = _list_drawn(estimated, mode, draws)
    of_each = np.percentile(drawn.each, RANGE_PERCENTILES, axis=0)
    weight = estimated.scenarios.weight
    most = interviews_most(estimated.evidence)
    applications = int((mode >= 0).sum())
    held = held_chances(drawn.invited, applications, most)
    low, high = ends_of_chances(held @ np.arange(most + 1.0) @ weight / most)
    number = held_quantiles(np.einsum("s,dsk->k", weight, held) / draws, np.array(RANGE_PERCENTILES) / 100)
    return ListRange(
        match_probability=Span(*ends_of_chances(drawn.matched @ weight)),
        expected_interviews=Span(low * most, high * most),
        # Scenarios weigh alike, so all draws of all of them do.
        match_probability_for_you=_span(drawn.matched.ravel()),
        interviews_for_you=Span(*number.tolist()),
        held=held_interviews(estimated, mode),
        interview_probability=tuple(starmap(Span, of_each.T.tolist())),
    )


def interviews_most(evidence: Evidence) -> int:
    """Interviews that one person holds at most."""
    return round(evidence.central("interviews_most"))


def held_interviews(estimated: Estimate, mode: npt.NDArray[np.int64]) -> float:
    """Expected number of interviews of a list that can be held.

    Parameters
    ----------
    estimated : Estimate
    mode : int array, shape (programs,)
        Mode of each application, -1 = not applied to.
    """
    mode = estimated.known_among(mode)
    applied = np.flatnonzero(mode >= 0)
    if not applied.size:
        return 0.0
    invited = estimated.chances.interview[applied, mode[applied]].sum(axis=0)
    most = interviews_most(estimated.evidence)
    held = held_chances(invited, applied.size, most) @ np.arange(most + 1.0)
    return float(held @ estimated.scenarios.weight)


def match_draws(estimated: Estimate, mode: npt.NDArray[np.int64], draws: int = RANGE_DRAWS) -> FloatArray:
    """A given list's match probability, draw by draw of all that isn't known; `list_range` has its percentiles.

    Draws of two lists are paired: the k-th has the same coefficients, the same of what isn't said, and takes a program
    that is on both for the same. So the range of their difference leaves out what moves both alike.

    Parameters
    ----------
    estimated, mode, draws
        As for `list_range`. Estimates of two lists are paired where their evidence has the same coefficients.

    Returns
    -------
    array, shape (draws,)
    """
    return np.asarray(offer_draws(estimated, mode, draws) @ estimated.scenarios.weight)


def offer_draws(estimated: Estimate, mode: npt.NDArray[np.int64], draws: int = RANGE_DRAWS) -> FloatArray:
    """Chance that any program of a list makes an offer, in every draw of all that isn't known and every scenario.

    Parameters
    ----------
    estimated, mode, draws
        As for `match_draws`, and paired as there.

    Returns
    -------
    array, shape (draws, scenarios)
    """
    return _list_drawn(estimated, estimated.known_among(mode), draws).matched


@dataclass(frozen=True, slots=True, eq=False)
class _Drawn:
    """A list in every draw.

    Attributes
    ----------
    matched, invited : arrays, shape (draws, scenarios)
        Chance to match from interviews that can be held, and expected invitations.
    each : array, shape (draws, applications)
        Each program's chance of an interview.
    """

    matched: FloatArray
    invited: FloatArray
    each: FloatArray


def _list_drawn(estimated: Estimate, mode: npt.NDArray[np.int64], draws: int) -> _Drawn:
    applied = np.flatnonzero(mode >= 0)
    if not applied.size:
        nothing = np.zeros((draws, estimated.scenarios.weight.size))
        return _Drawn(nothing, nothing, np.zeros((draws, 0)))
    situation, chosen_mode = part_of(estimated.situation, applied), mode[applied]
    weight, scenarios = estimated.scenarios.weight, estimated.scenarios
    kind, policy = _programs_drawn(situation, draws)
    evidence = drawn_for(estimated.evidence, situation.applicant.type, situation.specialties, draws)
    # One draw of luck for all programs, evenly spread over the draws: a program's range then rests on what is known of
    # it and not on its place in the list, and programs of which the same is known have the same range.
    luck = evidence.others[:, LUCK]
    terms = terms_of(situation, answers_drawn(situation, evidence), evidence, estimated.weights)
    parts = parts_of(situation, terms, evidence, chosen_mode)
    plain = np.exp(-(parts.here + parts.signal[..., 0]))
    refusal = parts.refusal
    refused = np.where(policy >= 1.0 - refusal.share, refusal.add, 0.0)
    as_drawn = plain * np.exp(-(parts.spread * kind + refused))
    at_luck = plain * np.exp(-parts.spread * luck[:, None])
    at_luck_refused = at_luck * np.exp(-refusal.add)
    any_unknown = bool(refusal.share.any())
    matched, invited, offered = (np.empty((draws, weight.size)) for _ in range(3))
    each = np.empty((draws, applied.size))
    # Odds multiply where log-odds add: no exponential for each program and scenario.
    inverse_by_region = np.exp(-parts.luck_by_region(scenarios))
    first, after_interview = parts.alike_after_interview(situation)
    several, told_apart = first.size > 1, parts.at(first)
    for drawn in range(draws):
        inverse = np.take(inverse_by_region[drawn], situation.region, axis=0)
        interview = as_drawn[drawn, :, None] * inverse
        interview += 1.0
        np.reciprocal(interview, out=interview)
        invited[drawn] = interview.sum(axis=0)
        offer_if = told_apart.draw(drawn).offers_if(scenarios)[0]
        interview *= np.take(offer_if, after_interview, axis=0) if several else offer_if
        offered[drawn] = interview.sum(axis=0)
        np.subtract(1.0, interview, out=interview)
        matched[drawn] = 1.0 - np.prod(interview, axis=0)
        each[drawn] = _mean_over_luck(at_luck[drawn], inverse, weight, interview)
        if any_unknown:
            other = _mean_over_luck(at_luck_refused[drawn], inverse, weight, interview)
            each[drawn] += refusal.share[drawn] * (other - each[drawn])
    matched -= lost_beyond(invited, offered, applied.size, interviews_most(estimated.evidence))
    return _Drawn(matched, invited, each)


def _mean_over_luck(inverse: FloatArray, luck: FloatArray, weight: FloatArray, into: FloatArray) -> FloatArray:
    """Mean chance over scenarios at inverse odds (programs,) times those of luck (programs, scenarios)."""
    np.multiply(inverse[:, None], luck, out=into)
    into += 1.0
    np.reciprocal(into, out=into)
    return np.asarray(into @ weight)


def _programs_drawn(situation: Situation, draws: int) -> tuple[FloatArray, FloatArray]:
    """What each program may be like: normal deviates and even ones, shape (draws, programs); alike for every list."""
    if not situation.programs:
        return np.empty((draws, 0)), np.empty((draws, 0))
    drawn = np.stack([_program_drawn(program.id, draws) for program in situation.programs], axis=-1)
    return drawn[0], drawn[1]


@lru_cache(maxsize=20_000)
def _program_drawn(program_id: str, draws: int) -> FloatArray:
    """Normal and even deviates of one program in an order of its own, shape (2, draws); asked for with every list."""
    rng = np.random.default_rng([RANGE_SEED, crc32(program_id.encode())])
    even = np.stack([(rng.permutation(draws) + 0.5) / draws for _ in range(2)])
    even[0] = normal_scores(even[0])
    even.setflags(write=False)
    return even


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
        traits=situation.traits[kept],
        filed=situation.filed[kept],
        in_state=situation.in_state[kept],
        preference=situation.preference[kept],
        visa=situation.visa[kept],
        region=situation.region[kept],
        ties=tuple(replace(tie, nearest=tie.nearest[kept]) for tie in situation.ties),
        open_mode=situation.open_mode[kept],
        chance_known=situation.chance_known[kept],
    )


def answers_drawn(situation: Situation, evidence: DrawnEvidence) -> ApplicantAnswers:
    """The applicant's answers, with what was not said drawn from typical applicants of the group, shape (draws, 1).

    Each answer has deviates of its own, so that giving one leaves the others' draws alone.
    """
    said, kind, deviate = answers_of(situation), situation.applicant.type, evidence.others[:, None, :]

    def around(name: str, of: int) -> FloatArray:
        """So many years or months, never below 0; the spread is a share of the typical.

        Over the specialties: whoever applies in several is one person all the same.
        """
        typical = by_specialty(evidence, f"{name}_typical", situation.specialties, kind).mean(axis=-1, keepdims=True)
        return np.asarray(np.maximum(typical * (1 + evidence.figure(f"{name}_spread") * deviate[..., of]), 0.0))

    knows_score = said.step2 is not None or situation.applicant.comlex2 is not None
    average_score = average_step2_by_specialty(situation, evidence).mean(axis=-1, keepdims=True)
    counts_months = evidence.has("us_clinical_months_slope", None, kind)
    return ApplicantAnswers(
        step2=said.step2 if knows_score else average_score + deviate[..., SCORE] * evidence.figure("step2_sd"),
        years_since_graduation=around("years_since_graduation", YEARS)
        if said.years_since_graduation is None
        else said.years_since_graduation,
        us_clinical_months=around("us_clinical_months", MONTHS)
        if said.us_clinical_months is None and counts_months
        else said.us_clinical_months,
        failed_attempts=(
            normal_shares(deviate[..., ATTEMPT]) < evidence.figure("failed_attempt_share", None, kind)
        ).astype(np.float64)
        if said.failed_attempts is None
        else said.failed_attempts,
        comlex_error=deviate[..., SCORE],
        home=_home_drawn(situation, evidence, normal_shares(deviate[..., HOME]))
        if situation.applicant.home_state is None
        else None,
    )


def _home_drawn(situation: Situation, evidence: DrawnEvidence, quantile: FloatArray) -> npt.NDArray[np.int64]:
    """A home state among those of the programs, or none: such that as many applications are in state as on average."""
    if not situation.programs:
        return np.full(quantile.shape, -1, dtype=np.int64)
    share = np.bincount(situation.state_index, minlength=len(situation.states)) / len(situation.programs)
    in_state = evidence.figure("in_state_share", None, situation.applicant.type)
    any_of_them = np.minimum(in_state / float(share @ share), 1.0)
    one_of_them = np.searchsorted(share.cumsum(), quantile / any_of_them, side="right")
    return np.where(quantile >= any_of_them, -1, one_of_them).astype(np.int64)


def alike(situation: Situation) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Programs of which everything known is the same: the first of each kind, and the kind of every program.

    Parameters
    ----------
    situation : Situation

    Returns
    -------
    first : int array, shape (kinds,)
    kind : int array, shape (programs,)
    """
    words = [np.unique(each, return_inverse=True)[1] for each in (situation.preference, situation.visa)]
    facts = [
        situation.specialty_index,
        situation.state_index,
        situation.own_rate,
        *situation.rate_by_state.T,
        *situation.rate_by_mode.T,
        situation.metro_index,
        situation.university,
        situation.top_research,
        *situation.traits.T,
        situation.filed,
        situation.in_state,
        *words,
        situation.region,
        *(tie.nearest for tie in situation.ties),
    ]
    table = np.nan_to_num(np.stack(facts, axis=1).astype(np.float64), nan=-1.0)
    _, first, kind = np.unique(table, axis=0, return_index=True, return_inverse=True)
    return first, kind.reshape(-1)
