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

from optimizer.estimate.averages import by_specialty, centred, centred_along
from optimizer.estimate.mean_chances import Otherwise, base_log_odds, mean_chance, mean_chance_apart
from optimizer.estimate.not_known import even_chances
from optimizer.estimate.own_rates import has_own_rates, related_shift
from optimizer.estimate.scenarios import FloatArray, Scenarios
from optimizer.estimate.situation import Situation
from optimizer.estimate.terms import Terms
from optimizer.evidence import AnyEvidence, Evidence


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
    offer_if_wanted, offer_if_hardly_wanted : arrays, shape (programs, scenarios)
        The same of applicants whom those who meet them want, and of those whom hardly anybody does.
    hardly_wanted : array, shape (programs,)
        Share of the latter.
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
    offer_if_wanted: FloatArray
    offer_if_hardly_wanted: FloatArray
    hardly_wanted: FloatArray
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
        Chance of an interview; chance of an interview that ends in an offer. Where no chance is known, the latter is an
        even one that says nothing (`optimizer.estimate.not_known`), and the former without meaning.
    """

    interview: FloatArray
    offer: FloatArray

    def of(self, programs: npt.NDArray[np.int64]) -> "Chances":
        """Those of some programs, by their positions, which may repeat."""
        arrays = {each.name: getattr(self, each.name)[programs] for each in fields(self) if each.name != "refusal"}
        return Chances(**arrays, refusal=self.refusal.of(programs))


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """What log-odds are the sum of, before luck; arrays of shape (programs,), of many draws (draws, programs).

    Attributes
    ----------
    here : array
        Log-odds of an interview without what the mode adds.
    signal : array, shape (..., programs, modes)
    spread : array
    refusal : Otherwise
    average, base, visa, geography : arrays
        As in `Odds`.
    offer : array
        Log-odds of an offer after an interview, of those who are wanted.
    hardly_wanted : array
        Share of those whom hardly anybody wants.
    strength_sd, region_sd, offer_sd, hardly_effect : arrays, shape (..., 1)
        Standard deviations of luck before and after the interview, and what being hardly wanted adds.
    """

    here: FloatArray
    signal: FloatArray
    spread: FloatArray
    refusal: Otherwise
    average: FloatArray
    base: FloatArray
    visa: FloatArray
    geography: FloatArray
    offer: FloatArray
    hardly_wanted: FloatArray
    strength_sd: FloatArray
    region_sd: FloatArray
    offer_sd: FloatArray
    hardly_effect: FloatArray

    def draw(self, number: int) -> "Parts":
        """One draw of many."""
        arrays = {each.name: getattr(self, each.name)[number] for each in fields(self) if each.name != "refusal"}
        return Parts(**arrays, refusal=Otherwise(self.refusal.share[number], self.refusal.add[number]))

    def luck(self, situation: Situation, scenarios: Scenarios) -> FloatArray:
        """What luck adds to the log-odds of an interview, shape (programs, scenarios)."""
        of_region = self.region_sd[..., None] * scenarios.region[:, situation.region].T
        return np.asarray(self.strength_sd[..., None] * scenarios.strength + of_region)

    def offers_if(self, scenarios: Scenarios) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Chance that an interview ends in an offer, shape (programs, scenarios).

        Of whoever it is in each scenario, then of those who are wanted, then of those whom hardly anybody wants.
        """
        luck = np.exp(-self.offer_sd[..., None] * scenarios.strength)
        inverse = np.exp(-self.offer)[..., :, None] * luck
        wanted = np.reciprocal(1.0 + inverse)
        inverse *= np.exp(-self.hardly_effect)[..., None]
        hardly = np.reciprocal(1.0 + inverse)
        return wanted + scenarios.hardly_wanted(self.hardly_wanted) * (hardly - wanted), wanted, hardly


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
    return chances_at_parts(parts_of(situation, terms, evidence, mode), situation, scenarios)


def chances_at_parts(parts: Parts, situation: Situation, scenarios: Scenarios) -> Chances:
    """The same of parts that are there already."""
    luck, (offer_if, wanted, hardly) = parts.luck(situation, scenarios), parts.offers_if(scenarios)
    here = parts.here[:, None] + parts.signal
    interview = _by_mode(here, luck, parts, situation)
    offer = even_chances(situation, interview * offer_if[:, None, :])
    return Chances(
        log_odds=here[:, :, None] + luck[:, None, :],
        offer_if_interviewed=offer_if,
        offer_if_wanted=wanted,
        offer_if_hardly_wanted=hardly,
        hardly_wanted=parts.hardly_wanted,
        spread=parts.spread,
        refusal=parts.refusal,
        average=parts.average,
        base=parts.base,
        visa=parts.visa,
        geography=parts.geography,
        signal=parts.signal,
        interview=interview,
        offer=offer,
    )


def _by_mode(here: FloatArray, luck: FloatArray, parts: Parts, situation: Situation) -> FloatArray:
    """Chances of interviews; a mode that no program has open counts as no signal, and is worked out with it."""
    own = np.flatnonzero(situation.open_mode.any(axis=0))
    if here.shape[1] != situation.open_mode.shape[1] or own.size == here.shape[1] or not own.size:
        return mean_chance_apart(here, luck, parts.spread, parts.refusal)
    found = np.empty((*here.shape, luck.shape[1]))
    found[:, own] = mean_chance_apart(here[:, own], luck, parts.spread, parts.refusal)
    closed = np.setdiff1d(np.arange(here.shape[1]), own)
    found[:, closed] = found[:, :1]
    return found


def parts_of(
    situation: Situation, terms: Terms, evidence: AnyEvidence, mode: npt.NDArray[np.int64] | None = None
) -> Parts:
    """What the log-odds of every program and mode are the sum of; `mode` as in `chances_of`."""
    kind, index = situation.applicant.type, situation.specialty_index
    levels = _levels(situation, terms, evidence)
    visa, geography = terms.visa - levels.visa, terms.geography - levels.geography
    signal = terms.signal - levels.signal[..., None]
    if mode is not None:
        signal = np.take_along_axis(signal, np.broadcast_to(mode[:, None], (*signal.shape[:-1], 1)), axis=-1)
    offer_sd, hardly_effect = evidence.figure("strength_sd_offer", None, kind), evidence.figure("hardly_wanted_effect")
    offer_rate = by_specialty(evidence, "offer_given_interview", situation.specialties, kind)
    hardly = by_specialty(evidence, "hardly_wanted_share", situation.specialties, kind)
    effects = np.stack(np.broadcast_arrays(0.0, hardly_effect), axis=-1)
    offer_base = base_log_odds(offer_rate, offer_sd, effects, np.stack([1.0 - hardly, hardly], axis=-1))
    here = levels.base + terms.applicant + visa + geography + terms.ties
    return Parts(
        here=here,
        signal=signal,
        spread=levels.spread,
        refusal=Otherwise(*(np.broadcast_to(each, here.shape) for each in (terms.refusal.share, terms.refusal.add))),
        average=levels.average,
        base=levels.base,
        visa=np.broadcast_to(visa, here.shape),
        geography=geography,
        offer=offer_base[..., index] + terms.score_offer + terms.ties_offer,
        hardly_wanted=hardly[..., index],
        strength_sd=evidence.figure("strength_sd_interview", None, kind),
        region_sd=evidence.figure("region_sd"),
        offer_sd=offer_sd,
        hardly_effect=hardly_effect,
    )


def interview_rates(evidence: AnyEvidence, specialties: tuple[str, ...], applicant_type: str) -> FloatArray:
    """Mean interview rate of each specialty for a group: the published one, and what calibration adds to it.

    Published is the mean over programs; people apply where they fit, so their applications lie above it.
    """
    published, shift = (
        by_specialty(evidence, name, specialties, applicant_type) for name in ("interview_rate", "interview_rate_shift")
    )
    return np.asarray(expit(logit(published) + shift + evidence.figure("aim_effect", None, applicant_type)))


def spread_between_applicants(evidence: AnyEvidence, specialties: tuple[str, ...], applicant_type: str) -> FloatArray:
    """Standard deviation in log-odds between applicants of a group, shape (..., specialties)."""
    shared = evidence.figure("strength_sd_interview", None, applicant_type) ** 2 + evidence.figure("region_sd") ** 2
    tens_of_points = evidence.figure("step2_sd") / 10
    slopes = by_specialty(evidence, "step2_slope", specialties, applicant_type)
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


def _levels(situation: Situation, terms: Terms, evidence: AnyEvidence) -> _Levels:
    kind, index = situation.applicant.type, situation.specialty_index
    between_applicants = spread_between_applicants(evidence, situation.specialties, kind)
    between_programs = by_specialty(evidence, "program_spread_sd", situation.specialties, kind)
    both = np.hypot(between_applicants, between_programs)
    rates = interview_rates(evidence, situation.specialties, kind)
    group = centred(rates, both, terms.mix.policies, terms.mix.places, terms.mix.signals)
    average, setting_base = group.average[..., index], group.average[..., index] + terms.setting
    of_specialty = _Levels(
        average,
        setting_base,
        between_programs[..., index],
        *(each[..., index] for each in (group.visa, group.geography, group.signal)),
    )
    special = has_own_rates(situation)
    if not special.any():
        return of_specialty
    return _with_own_rates(situation, terms, evidence, of_specialty, between_applicants[..., index], special)


def _with_own_rates(
    situation: Situation,
    terms: Terms,
    evidence: AnyEvidence,
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
    towards = evidence.figure("own_rate_prior_share")
    rate = np.where(known, (1 - towards) * np.nan_to_num(situation.own_rate) + towards * prior, prior)
    left = np.sqrt(1 - evidence.figure("related_rate_share") ** 2)
    unknown_spread = np.where(np.isfinite(related), left * levels.spread, levels.spread)
    spread = np.where(known, evidence.figure("own_rate_spread_sd"), unknown_spread)
    own = centred_along(
        rate[..., special],
        np.hypot(between_applicants, spread)[..., special],
        terms.mix.own_policies.of(special),
        terms.mix.own_places.of(special),
        terms.mix.own_signals.of(special),
    )
    base, visa, geography, signal = (
        each.copy() for each in (levels.base, levels.visa, levels.geography, levels.signal)
    )
    base[..., special], visa[..., special], geography[..., special], signal[..., special] = (
        own.average,
        own.visa,
        own.geography,
        own.signal,
    )
    return _Levels(levels.average, base, spread, visa, geography, signal)
