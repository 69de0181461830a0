"""From log-odds to chances: interview and offer for every program, signal and scenario.

    logit P(interview) = base + setting + applicant + visa + geography + ties + signal + shared luck
    logit P(offer | interview) = base + score + ties + shared luck

The base of a specialty and group is such that the published mean interview rate comes out over programs and
applicants, and over applications from near and far, with and without signals. A program without a rate of its own is a
draw from the spread between programs: the chance is the mean over that spread, by Gauss-Hermite quadrature, not the
chance of an average program. Likewise a program of unknown visa policy: the chance is the mean over both policies.
"""

from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt

from optimizer.arrays import FloatArray
from optimizer.estimate.averages import by_program, by_specialty, centred, spread_between_applicants
from optimizer.estimate.log_odds import expit, logit
from optimizer.estimate.mean_chances import Otherwise, base_log_odds, mean_chance_apart
from optimizer.estimate.not_known import even_chances
from optimizer.estimate.own_levels import OWN_LEVELS, own_levels
from optimizer.estimate.own_rates import has_own_rates
from optimizer.estimate.scenarios import Scenarios
from optimizer.estimate.situation import Situation
from optimizer.estimate.terms import Terms
from optimizer.evidence import AnyEvidence, Evidence


@dataclass(frozen=True, slots=True, eq=False)
class Chances:
    """What comes of applying to each program in each mode and scenario, and what that comes from.

    Attributes
    ----------
    here : array, shape (programs, modes)
        Log-odds of an interview at the middle of what the program may be like, without luck; if it sponsors the visa,
        where that isn't known.
    luck : array, shape (programs, scenarios)
        What luck adds.
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
    interview, offer : arrays, shape (programs, modes, scenarios)
        Chance of an interview; chance of an interview that ends in an offer. Where no chance is known, the latter is an
        even one that says nothing (`optimizer.estimate.not_known`), and the former without meaning.
    """

    here: FloatArray
    luck: FloatArray
    offer_if_interviewed: FloatArray
    offer_if_wanted: FloatArray
    offer_if_hardly_wanted: FloatArray
    hardly_wanted: FloatArray
    spread: FloatArray
    refusal: Otherwise
    interview: FloatArray
    offer: FloatArray

    @property
    def log_odds(self) -> FloatArray:
        """`here` and `luck` together, shape (programs, modes, scenarios)."""
        return np.asarray(self.here[:, :, None] + self.luck[:, None, :])

    def log_odds_at(self, program: npt.NDArray[np.int64] | int, mode: npt.NDArray[np.int64] | int) -> FloatArray:
        """The same of one application, or of each of several, by their positions; shape (..., scenarios)."""
        return np.asarray(self.here[program, mode][..., None] + self.luck[program])

    def of(self, programs: npt.NDArray[np.int64]) -> "Chances":
        """Those of some programs, by their positions, which may repeat."""
        return Chances(**_each(self, Chances, programs), refusal=self.refusal.of(programs))


def _each(whole: object, kind: type, index: npt.NDArray[np.int64] | int) -> dict[str, FloatArray]:
    """The arrays of a dataclass but `refusal`, at some positions of their first axis."""
    return {each.name: getattr(whole, each.name)[index] for each in fields(kind) if each.name != "refusal"}


@dataclass(frozen=True, slots=True, eq=False)
class ExplainedChances(Chances):
    """Chances, and what their log-odds are the sum of beside the applicant's own figures and ties.

    Attributes
    ----------
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

    average: FloatArray
    base: FloatArray
    visa: FloatArray
    geography: FloatArray
    signal: FloatArray


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
    offer: FloatArray
    hardly_wanted: FloatArray
    strength_sd: FloatArray
    region_sd: FloatArray
    offer_sd: FloatArray
    hardly_effect: FloatArray

    def at(self, programs: npt.NDArray[np.int64]) -> "Parts":
        """Those of some programs of many draws."""
        of_programs = ("here", "signal", "spread", "offer", "hardly_wanted")
        refusal = Otherwise(self.refusal.share[:, programs], self.refusal.add[:, programs])
        return replace(self, **{name: getattr(self, name)[:, programs] for name in of_programs}, refusal=refusal)

    def draw(self, number: int) -> "Parts":
        """One draw of many."""
        return Parts(**_each(self, Parts, number), refusal=self.refusal.of(number))

    def luck(self, situation: Situation, scenarios: Scenarios) -> FloatArray:
        """What luck adds to the log-odds of an interview, shape (programs, scenarios)."""
        return np.take(self.luck_by_region(scenarios), situation.region, axis=-2)

    def luck_by_region(self, scenarios: Scenarios) -> FloatArray:
        """The same for the programs of each region, shape (regions, scenarios)."""
        of_region = self.region_sd[..., None] * scenarios.region.T
        return np.asarray(self.strength_sd[..., None] * scenarios.strength + of_region)

    def alike_after_interview(self, situation: Situation) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Programs that are alike once they interview: the first of each kind, and the kind of every program.

        Most programs of a specialty are: the score counts everywhere alike, and few have ties.
        """
        draws = self.offer.reshape(-1, self.offer.shape[-1])
        # One sum over the draws tells them apart.
        telling = np.einsum("d,dp->p", np.sqrt(1.0 + np.arange(len(draws))), draws)
        code = np.unique(telling, return_inverse=True)[1].reshape(-1) * len(situation.specialties)
        _, first, kind = np.unique(code + situation.specialty_index, return_index=True, return_inverse=True)
        return first, kind.reshape(-1)

    def offers_if(self, scenarios: Scenarios) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Chance that an interview ends in an offer, shape (programs, scenarios).

        Of whoever it is in each scenario, then of those who are wanted, then of those whom hardly anybody wants.
        """
        luck = np.exp(-self.offer_sd[..., None] * scenarios.strength)
        inverse = np.exp(-self.offer)[..., :, None] * luck
        wanted = 1.0 + inverse
        np.reciprocal(wanted, out=wanted)
        inverse *= np.exp(-self.hardly_effect)[..., None]
        inverse += 1.0
        hardly = np.reciprocal(inverse, out=inverse)
        whoever = hardly - wanted
        whoever *= scenarios.hardly_wanted(self.hardly_wanted)
        whoever += wanted
        return whoever, wanted, hardly


def chances_of(
    situation: Situation,
    terms: Terms,
    evidence: Evidence,
    scenarios: Scenarios,
    mode: npt.NDArray[np.int64] | None = None,
) -> ExplainedChances:
    """Chances of an interview and an offer for every program, mode and scenario.

    With `mode`, the position of one mode for each program, only that one is worked out and the arrays have one mode.
    """
    levels = _levels(situation, terms, evidence, apart=True)
    found = chances_at_parts(_parts(situation, terms, evidence, levels, mode), situation, scenarios)
    here = (len(situation.programs),)
    signal = _in_mode(terms.signal - levels.signal[..., None], mode)
    return ExplainedChances(
        **{each.name: getattr(found, each.name) for each in fields(Chances)},
        average=np.broadcast_to(levels.average, here),
        base=np.broadcast_to(levels.base, here),
        visa=np.broadcast_to(terms.visa - levels.visa, here),
        geography=np.broadcast_to(terms.geography - levels.geography, here),
        signal=signal,
    )


def chances_at_parts(parts: Parts, situation: Situation, scenarios: Scenarios) -> Chances:
    """The same of parts that are there already, and not explained."""
    luck, (offer_if, wanted, hardly) = parts.luck(situation, scenarios), parts.offers_if(scenarios)
    here = parts.here[:, None] + parts.signal
    interview = _by_mode(here, luck, parts, situation)
    offer = even_chances(situation, interview * offer_if[:, None, :])
    return Chances(
        here=here,
        luck=luck,
        offer_if_interviewed=offer_if,
        offer_if_wanted=wanted,
        offer_if_hardly_wanted=hardly,
        hardly_wanted=parts.hardly_wanted,
        spread=parts.spread,
        refusal=parts.refusal,
        interview=interview,
        offer=offer,
    )


def _by_mode(here: FloatArray, luck: FloatArray, parts: Parts, situation: Situation) -> FloatArray:
    """Chances of interviews; a mode that no program has open counts as no signal, and is worked out with it."""
    own = np.flatnonzero(situation.open_mode.any(axis=0))
    every = here.shape[1] != situation.open_mode.shape[1] or own.size == here.shape[1] or not own.size
    return mean_chance_apart(here, luck, parts.spread, parts.refusal, None if every else own)


def parts_of(
    situation: Situation, terms: Terms, evidence: AnyEvidence, mode: npt.NDArray[np.int64] | None = None
) -> Parts:
    """What the log-odds of every program and mode are the sum of; `mode` as in `chances_of`."""
    return _parts(situation, terms, evidence, _levels(situation, terms, evidence, apart=False), mode)


def _in_mode(signal: FloatArray, mode: npt.NDArray[np.int64] | None) -> FloatArray:
    """Of every program that of all modes, or of the one that is asked for."""
    if mode is None:
        return signal
    return np.take_along_axis(signal, np.broadcast_to(mode[:, None], (*signal.shape[:-1], 1)), axis=-1)


def _parts(
    situation: Situation,
    terms: Terms,
    evidence: AnyEvidence,
    levels: "_Levels",
    mode: npt.NDArray[np.int64] | None,
) -> Parts:
    kind, index = situation.applicant.type, situation.specialty_index
    offer_sd, hardly_effect = evidence.figure("strength_sd_offer", None, kind), evidence.figure("hardly_wanted_effect")
    offer_rate = by_specialty(evidence, "offer_given_interview", situation.specialties, kind)
    hardly = by_specialty(evidence, "hardly_wanted_share", situation.specialties, kind)
    effects = np.stack(np.broadcast_arrays(0.0, hardly_effect), axis=-1)
    offer_base = base_log_odds(offer_rate, offer_sd, effects, np.stack([1.0 - hardly, hardly], axis=-1))
    own = (*evidence.leading, len(situation.programs))
    beyond = levels.base - levels.visa - levels.geography
    here = np.broadcast_to(beyond + terms.applicant + terms.visa + terms.geography + terms.ties, own)
    return Parts(
        here=here,
        signal=_in_mode(terms.signal - levels.signal[..., None], mode),
        spread=np.broadcast_to(levels.spread, own),
        refusal=Otherwise(*(np.broadcast_to(each, own) for each in (terms.refusal.share, terms.refusal.add))),
        offer=by_program(offer_base, index) + terms.score_offer + terms.ties_offer,
        hardly_wanted=np.broadcast_to(by_program(hardly, index), own),
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


@dataclass(frozen=True, slots=True, eq=False)
class _Levels:
    """Log-odds that the terms add to, shape (programs,) each; see `ExplainedChances`.

    `visa`, `geography` and `signal` are what the average application has of them. Of one specialty alone they may have
    the shape (1,).
    """

    average: FloatArray
    base: FloatArray
    spread: FloatArray
    visa: FloatArray
    geography: FloatArray
    signal: FloatArray


def _levels(situation: Situation, terms: Terms, evidence: AnyEvidence, *, apart: bool) -> _Levels:
    """Levels of every program; if nobody asks for them `apart`, what programs with own rates have is all in one."""
    kind, index = situation.applicant.type, situation.specialty_index
    between_applicants = spread_between_applicants(evidence, situation.specialties, kind)
    between_programs = by_specialty(evidence, "program_spread_sd", situation.specialties, kind)
    both = np.hypot(between_applicants, between_programs)
    rates = interview_rates(evidence, situation.specialties, kind)
    group = centred(rates, both, terms.mix.policies, terms.mix.places, terms.mix.signals)
    average = by_program(group.average, index)
    of_specialty = _Levels(
        average,
        average + terms.setting,
        *(by_program(each, index) for each in (between_programs, group.visa, group.geography, group.signal)),
    )
    special = np.flatnonzero(has_own_rates(situation))
    if not special.size:
        return of_specialty
    own = own_levels(situation, terms, evidence, special, of_specialty.base, apart=apart)
    shape = (*evidence.leading, len(situation.programs))
    known = {name: np.array(np.broadcast_to(getattr(of_specialty, name), shape)) for name in OWN_LEVELS}
    for name, level in known.items():
        level[..., special] = getattr(own, name)
    return replace(of_specialty, **known)
