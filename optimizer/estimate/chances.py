"""From log-odds to chances: interview and offer for every program, signal and scenario.

    logit P(interview) = base + setting + applicant + visa + geography + ties + signal + shared luck
    logit P(offer | interview) = base + score + ties + shared luck

The base of a specialty and group is such that the published mean interview rate comes out over programs and
applicants, and over applications with and without signals. A program without a rate of its own is a draw from the
spread between programs: the chance is the mean over that spread, by Gauss-Hermite quadrature, not the chance of an
average program.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit

from optimizer.estimate.scenarios import FloatArray, Scenarios
from optimizer.estimate.situation import Situation
from optimizer.estimate.terms import Terms, signal_shares
from optimizer.evidence import Evidence

_NODES, _NODE_WEIGHTS = np.polynomial.hermite_e.hermegauss(9)
_NODE_SHARES = _NODE_WEIGHTS / _NODE_WEIGHTS.sum()
_LOWEST_RATE, _HIGHEST_RATE = 1e-6, 1 - 1e-6
_NEWTON_STEPS = 8
_LARGEST_STEP = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Chances:
    """Chances per program, mode and scenario, and the log-odds they come from.

    Attributes
    ----------
    interview, offer : arrays, shape (programs, modes, scenarios)
        Chance of an interview; chance of an interview that ends in an offer.
    log_odds : array, shape (programs, modes, scenarios)
        Log-odds of an interview at the middle of what the program may be like.
    spread : array, shape (programs,)
        Standard deviation of what the program may be like, in log-odds.
    average : array, shape (programs,)
        Log-odds of a typical applicant of the group at the average program of the program's specialty.
    base : array, shape (programs,)
        The same at this program, by its setting or its own rate.
    signal : array, shape (programs, modes)
        What each mode adds to the average application's log-odds: below 0 without a signal, as the average
        application has one with some chance.
    """

    interview: FloatArray
    offer: FloatArray
    log_odds: FloatArray
    spread: FloatArray
    average: FloatArray
    base: FloatArray
    signal: FloatArray


def chances_of(
    situation: Situation,
    terms: Terms,
    evidence: Evidence,
    scenarios: Scenarios,
    mode: npt.NDArray[np.int64] | None = None,
) -> Chances:
    """Chances of an interview and an offer for every program, mode and scenario.

    With `mode`, the position of one mode for each program, only that one is worked out and the arrays have one mode.
    """
    kind = situation.applicant.type
    strength_sd, region_sd = evidence.central("strength_sd_interview"), evidence.central("region_sd")
    luck = strength_sd * scenarios.strength[None, :] + region_sd * scenarios.region[:, situation.region].T
    between_applicants = _spread_between_applicants(situation, evidence)
    average, base, spread = _bases_and_spread(situation, terms, evidence, between_applicants)
    signal = _against_the_average(
        terms.signal, signal_shares(situation, evidence), base, np.hypot(between_applicants, spread)
    )
    if mode is not None:
        signal = np.take_along_axis(signal, mode[:, None], axis=1)
    log_odds = (base + terms.program)[:, None, None] + signal[:, :, None] + luck[:, None, :]
    interview = mean_chance(log_odds, spread[:, None, None])
    offer_rate = np.array([evidence.central("offer_given_interview", s, kind) for s in situation.specialties])
    offer_base = base_log_odds(offer_rate, evidence.central("strength_sd_offer"))[situation.specialty_index]
    offer_luck = evidence.central("strength_sd_offer") * scenarios.strength[None, :]
    offer_if = expit((offer_base + terms.score_offer + terms.ties_offer)[:, None] + offer_luck)
    return Chances(interview, interview * offer_if[:, None, :], log_odds, spread, average, base, signal)


def mean_chance(log_odds: FloatArray, spread: FloatArray) -> FloatArray:
    """Mean of ``expit(log_odds + spread * normal)``; the arrays broadcast."""
    total = np.zeros(np.broadcast_shapes(log_odds.shape, spread.shape))
    for node, share in zip(_NODES, _NODE_SHARES, strict=True):
        total += share * expit(log_odds + node * spread)
    return total


def base_log_odds(
    rate: npt.ArrayLike, spread: npt.ArrayLike, effects: npt.ArrayLike = 0.0, shares: npt.ArrayLike = 1.0
) -> FloatArray:
    """Log-odds around which a normal spread gives a mean chance: the inverse of `mean_chance`, by Newton's method.

    Parameters
    ----------
    rate : array
        Mean chance.
    spread : array
        Standard deviation in log-odds; broadcasts to `rate`.
    effects, shares : arrays, shape (..., modes)
        What each mode adds to the log-odds, and its share of the cases that `rate` is the mean of; the log-odds
        found are those of a mode that adds nothing. By default there is one such mode.
    """
    rate = np.clip(np.asarray(rate, dtype=np.float64), _LOWEST_RATE, _HIGHEST_RATE)
    spread = np.broadcast_to(np.asarray(spread, dtype=np.float64), rate.shape)
    effects, shares = np.atleast_1d(effects), np.atleast_1d(shares)
    # A logistic curve smeared by a normal is close to a flatter logistic curve (MacKay 1992, Neural Computation 4(5)).
    center = logit(rate) * np.sqrt(1 + np.pi / 8 * spread**2) - np.log((shares * np.exp(effects)).sum(axis=-1))
    each = effects[..., None] + _NODES * spread[..., None, None]
    weight = shares[..., None] * _NODE_SHARES
    for _ in range(_NEWTON_STEPS):
        chance = expit(center[..., None, None] + each)
        excess = (chance * weight).sum(axis=(-2, -1)) - rate
        slope = (chance * (1 - chance) * weight).sum(axis=(-2, -1))
        center = center - np.clip(excess / slope, -_LARGEST_STEP, _LARGEST_STEP)
    return np.asarray(center)


def _against_the_average(effects: FloatArray, shares: FloatArray, base: FloatArray, spread: FloatArray) -> FloatArray:
    """Effects of the modes against an application that may have any: the mean chance stays that of `base`.

    Parameters
    ----------
    effects, shares : arrays, shape (programs, modes)
        Effect against no signal, and share of applications.
    base, spread : arrays, shape (programs,)
        Log-odds of the average application, and standard deviation between programs and applicants together.
    """
    without = base_log_odds(mean_chance(base, spread), spread, effects, shares)
    return effects + (without - base)[:, None]


def _spread_between_applicants(situation: Situation, evidence: Evidence) -> FloatArray:
    """Standard deviation in log-odds between applicants of the group, shape (programs,)."""
    kind = situation.applicant.type
    shared = evidence.central("strength_sd_interview") ** 2 + evidence.central("region_sd") ** 2
    tens_of_points = evidence.central("step2_sd") / 10
    slopes = np.array([evidence.central("step2_slope", specialty, kind) for specialty in situation.specialties])
    return np.asarray(np.sqrt(shared + (slopes * tens_of_points) ** 2))[situation.specialty_index]


def _bases_and_spread(
    situation: Situation, terms: Terms, evidence: Evidence, between_applicants: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Log-odds of the specialty's average program, of the program before the applicant's terms, and its spread."""
    kind = situation.applicant.type
    between_programs = evidence.central("program_spread_sd", None, kind)
    rates = np.array([evidence.central("interview_rate", s, kind) for s in situation.specialties])
    both = np.hypot(between_applicants, between_programs)
    group_base = base_log_odds(rates[situation.specialty_index], both)
    setting_base = group_base + terms.setting
    known = np.isfinite(situation.own_rate)
    if not known.any():
        return group_base, setting_base, np.full(known.shape, between_programs)
    # The rate that a program of this state and setting has on average is what its own rate is drawn towards.
    prior = mean_chance(setting_base, both)
    weight = evidence.central("own_rate_prior_share")
    shrunk = np.where(known, (1 - weight) * np.nan_to_num(situation.own_rate) + weight * prior, prior)
    own_spread = evidence.central("own_rate_spread_sd")
    own_base = base_log_odds(shrunk, np.hypot(between_applicants, own_spread))
    base = np.where(known, own_base, setting_base)
    return group_base, base, np.where(known, own_spread, between_programs)
