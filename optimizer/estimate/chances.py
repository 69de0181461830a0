"""From log-odds to chances: interview and offer for every program, signal and scenario.

    logit P(interview) = base + setting + applicant + visa + geography + ties + signal + shared luck
    logit P(offer | interview) = base + score + ties + shared luck

The base of a specialty and group is such that the published mean interview rate comes out over programs and
applicants, and over applications from near and far, with and without signals. A program without a rate of its own is a
draw from the spread between programs: the chance is the mean over that spread, by Gauss-Hermite quadrature, not the
chance of an average program. Likewise a program of unknown visa policy: the chance is the mean over both policies.
"""

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit

from optimizer.estimate.averages import centred
from optimizer.estimate.mean_chances import Otherwise, base_log_odds, mean_chance
from optimizer.estimate.own_rates import has_own_rates, related_shift
from optimizer.estimate.scenarios import FloatArray, Scenarios
from optimizer.estimate.situation import Situation
from optimizer.estimate.terms import Terms
from optimizer.evidence import Evidence


@dataclass(frozen=True, slots=True, eq=False)
class Odds:
    """What chances come from, before the mean over what each program may be like.

    Attributes
    ----------
    log_odds : array, shape (programs, modes, scenarios)
        Log-odds of an interview at the middle of what the program may be like; if it sponsors the visa, where that
        isn't known.
    offer_if_interviewed : array, shape (programs, scenarios)
        Chance that an interview ends in an offer.
    spread : array, shape (programs,)
        Standard deviation of what the program may be like, in log-odds.
    refusal : Otherwise, shape (programs,)
        With which chance the program refuses the visa, where that isn't known, and what is added then.
    average : array, shape (programs,)
        Log-odds of a typical applicant of the group at the average program of the program's specialty.
    base : array, shape (programs,)
        The same at this program, by its setting or its own rate.
    visa : array, shape (programs,)
        What the policy adds to the average application's log-odds; if the program sponsors, where that isn't known.
    geography : array, shape (programs,)
        What the place adds to the average application's log-odds: below 0 from outside, as the average application
        has a link to the place with some chance.
    signal : array, shape (programs, modes)
        What each mode adds to the average application's log-odds: below 0 without a signal, as the average
        application has one with some chance.
    """

    log_odds: FloatArray
    offer_if_interviewed: FloatArray
    spread: FloatArray
    refusal: Otherwise
    average: FloatArray
    base: FloatArray
    visa: FloatArray
    geography: FloatArray
    signal: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Chances(Odds):
    """What comes of applying to each program in each mode and scenario, and what that comes from.

    Attributes
    ----------
    interview, offer : arrays, shape (programs, modes, scenarios)
        Chance of an interview; chance of an interview that ends in an offer.
    """

    interview: FloatArray
    offer: FloatArray


def chances_of(
    situation: Situation,
    terms: Terms,
    evidence: Evidence,
    scenarios: Scenarios,
    mode: npt.NDArray[np.int64] | None = None,
) -> Chances:
    """Chances of an interview and an offer for every program, mode and scenario; `mode` as in `odds_of`."""
    odds = odds_of(situation, terms, evidence, scenarios, mode)
    interview = mean_chance(odds.log_odds, odds.spread[:, None, None], odds.refusal.beside(2))
    offer = interview * odds.offer_if_interviewed[:, None, :]
    return Chances(**{each.name: getattr(odds, each.name) for each in fields(odds)}, interview=interview, offer=offer)


def odds_of(
    situation: Situation,
    terms: Terms,
    evidence: Evidence,
    scenarios: Scenarios,
    mode: npt.NDArray[np.int64] | None = None,
) -> Odds:
    """What the chances of every program, mode and scenario come from.

    With `mode`, the position of one mode for each program, only that one is worked out and the arrays have one mode.
    """
    kind = situation.applicant.type
    strength_sd, region_sd = evidence.central("strength_sd_interview"), evidence.central("region_sd")
    luck = strength_sd * scenarios.strength[None, :] + region_sd * scenarios.region[:, situation.region].T
    levels = _levels(situation, terms, evidence)
    visa, geography = terms.visa - levels.visa, terms.geography - levels.geography
    signal = terms.signal - levels.signal[:, None]
    if mode is not None:
        signal = np.take_along_axis(signal, mode[:, None], axis=1)
    here = levels.base + terms.applicant + visa + geography + terms.ties
    log_odds = here[:, None, None] + signal[:, :, None] + luck[:, None, :]
    offer_rate = np.array([evidence.central("offer_given_interview", s, kind) for s in situation.specialties])
    offer_base = base_log_odds(offer_rate, evidence.central("strength_sd_offer"))[situation.specialty_index]
    offer_luck = evidence.central("strength_sd_offer") * scenarios.strength[None, :]
    offer_if = expit((offer_base + terms.score_offer + terms.ties_offer)[:, None] + offer_luck)
    return Odds(
        log_odds=log_odds,
        offer_if_interviewed=offer_if,
        spread=levels.spread,
        refusal=terms.refusal,
        average=levels.average,
        base=levels.base,
        visa=visa,
        geography=geography,
        signal=signal,
    )


def interview_rates(evidence: Evidence, specialties: tuple[str, ...], applicant_type: str) -> FloatArray:
    """Mean interview rate of each specialty for a group: the published one, and what calibration adds to it."""
    return np.array(
        [
            expit(
                logit(evidence.central("interview_rate", specialty, applicant_type))
                + evidence.central("interview_rate_shift", specialty, applicant_type)
            )
            for specialty in specialties
        ]
    )


def spread_between_applicants(evidence: Evidence, specialties: tuple[str, ...], applicant_type: str) -> FloatArray:
    """Standard deviation in log-odds between applicants of a group, shape (specialties,)."""
    shared = evidence.central("strength_sd_interview") ** 2 + evidence.central("region_sd") ** 2
    tens_of_points = evidence.central("step2_sd") / 10
    slopes = np.array([evidence.central("step2_slope", specialty, applicant_type) for specialty in specialties])
    return np.asarray(np.sqrt(shared + (slopes * tens_of_points) ** 2))


@dataclass(frozen=True, slots=True, eq=False)
class _Levels:
    """Log-odds that the terms add to, shape (programs,) each; see `Chances`.

    `visa`, `geography` and `signal` are what the average application has of them.
    """

    average: FloatArray
    base: FloatArray
    spread: FloatArray
    visa: FloatArray
    geography: FloatArray
    signal: FloatArray


def _levels(situation: Situation, terms: Terms, evidence: Evidence) -> _Levels:
    kind, index = situation.applicant.type, situation.specialty_index
    between_applicants = spread_between_applicants(evidence, situation.specialties, kind)
    between_programs = np.array([evidence.central("program_spread_sd", name, kind) for name in situation.specialties])
    both = np.hypot(between_applicants, between_programs)
    rates = interview_rates(evidence, situation.specialties, kind)
    group = centred(rates, both, terms.mix.policies, terms.mix.places, terms.mix.signals)
    average, setting_base = group.average[index], group.average[index] + terms.setting
    of_specialty = _Levels(
        average,
        setting_base,
        between_programs[index],
        *(each[index] for each in (group.visa, group.geography, group.signal)),
    )
    special = has_own_rates(situation)
    if not special.any():
        return of_specialty
    return _with_own_rates(situation, terms, evidence, of_specialty, between_applicants[index], special)


def _with_own_rates(
    situation: Situation,
    terms: Terms,
    evidence: Evidence,
    levels: _Levels,
    between_applicants: FloatArray,
    special: npt.NDArray[np.bool_],
) -> _Levels:
    """Levels in which programs with rates of their own stand at these, each centred on its own applications."""
    known = np.isfinite(situation.own_rate)
    related = related_shift(situation, evidence)
    expected = levels.base + np.nan_to_num(related)
    # The rate that a program of this state and setting has on average is what its own rate is drawn towards.
    prior = mean_chance(expected, np.hypot(between_applicants, levels.spread))
    towards = evidence.central("own_rate_prior_share")
    rate = np.where(known, (1 - towards) * np.nan_to_num(situation.own_rate) + towards * prior, prior)
    left = np.sqrt(1 - evidence.central("related_rate_share") ** 2)
    unknown_spread = np.where(np.isfinite(related), left * levels.spread, levels.spread)
    spread = np.where(known, evidence.central("own_rate_spread_sd"), unknown_spread)
    own = centred(
        rate[special],
        np.hypot(between_applicants, spread)[special],
        terms.mix.own_policies.of(special),
        terms.mix.own_places.of(special),
        terms.mix.own_signals.of(special),
    )
    base, visa, geography, signal = (
        each.copy() for each in (levels.base, levels.visa, levels.geography, levels.signal)
    )
    base[special], visa[special], geography[special], signal[special] = (
        own.average,
        own.visa,
        own.geography,
        own.signal,
    )
    return _Levels(levels.average, base, spread, visa, geography, signal)
