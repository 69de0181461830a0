"""The interview log-odds, term by term: what each fact about applicant and program adds, from the evidence table."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimizer.arrays import FloatArray
from optimizer.estimate.averages import (
    Kinds,
    Mix,
    addresses_of_programs,
    by_program,
    by_specialty,
    in_a_row,
    places,
    preferences,
    visa_policies,
)
from optimizer.estimate.mean_chances import Otherwise
from optimizer.estimate.own_rates import own_in_state_effect, own_signal_effects
from optimizer.estimate.priors import LEVEL, prior_effects
from optimizer.estimate.situation import SCOPES, Situation
from optimizer.estimate.weights import Weights
from optimizer.evidence import AnyEvidence, Evidence
from optimizer.vocabulary import HOME_KINDS, MODES, NO_SIGNAL, PLACE_BOUND_KINDS

COMLEX_MIDDLE = 500
"""COMLEX Level 2 CE score at which the line to Step 2 CK is given."""
_SMALLEST = 1e-9


@dataclass(frozen=True, slots=True)
class ApplicantAnswers:
    """The applicant's answers that may be unknown and then be drawn; see `Applicant`. Attempts may be fractional.

    Many draws of an answer have the shape (draws, 1).

    Attributes
    ----------
    comlex_error : float or float array
        How far the score that COMLEX Level 2 CE stands for lies from the line, in standard deviations.
    home : int, int array or None
        The home state's position in `Situation.states`, -1 outside of them; None where it is as said, or unknown.
    """

    step2: float | FloatArray | None
    years_since_graduation: float | FloatArray | None
    us_clinical_months: float | FloatArray | None
    failed_attempts: float | FloatArray | None
    comlex_error: float | FloatArray = 0.0
    home: int | npt.NDArray[np.int64] | None = None


def answers_of(situation: Situation) -> ApplicantAnswers:
    """What the applicant said."""
    applicant = situation.applicant
    year = applicant.graduation_year
    return ApplicantAnswers(
        None if applicant.step2 is None else float(applicant.step2),
        None if year is None else float(max(situation.season - year, 0)),
        applicant.us_clinical_months,
        None if applicant.failed_attempts is None else float(applicant.failed_attempts),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """Additions to the log-odds of an interview; arrays have shape (programs,), each weighted already.

    Of many draws of the coefficients, every array has their axis before the programs'.

    Attributes
    ----------
    setting : state and kind of the program, relative to the specialty's average program
    score, graduation, experience, attempts : the applicant's figures against typical applicants of the group; 0 where
        not said
    visa : policy of the program against the group's average; where it isn't known, as if it sponsors
    refusal : with which chance the program refuses the visa, where that isn't known, and what it adds then
    geography : in-state, stated preference and a metropolitan area in demand, against an application from outside to a
        division not preferred; `Chances.geography` has it against average applications. A home state that isn't known
        counts as that of the average application
    ties : all ties together
    each_tie : shape (ties, ..., programs), what each tie would add on its own
    signal : shape (programs, modes), against no signal; `Chances.signal` has it against average applications
    score_offer : the score's addition to the log-odds of an offer after an interview
    ties_offer : the same of the ties
    mix : what published rates and the programs' own average over
    """

    setting: FloatArray
    score: FloatArray
    graduation: FloatArray
    experience: FloatArray
    attempts: FloatArray
    visa: FloatArray
    refusal: Otherwise
    geography: FloatArray
    ties: FloatArray
    each_tie: FloatArray
    signal: FloatArray
    score_offer: FloatArray
    ties_offer: FloatArray
    mix: Mix

    @property
    def applicant(self) -> FloatArray:
        """What the applicant's own figures add, everywhere in a specialty alike."""
        return self.score + self.graduation + self.experience + self.attempts

    @property
    def program(self) -> FloatArray:
        """Everything but setting, geography and signal."""
        return self.applicant + self.visa + self.ties


def terms_of(situation: Situation, answers: ApplicantAnswers, evidence: AnyEvidence, weights: Weights) -> Terms:
    """All terms for every program."""
    each_tie = _each_tie(situation, evidence)
    ties = weights.ties * _together(each_tie, evidence)
    score = _score(situation, answers, evidence)
    in_state, inside = own_in_state_effect(situation, evidence), _inside(situation, answers, evidence)
    desired = _desired_by_specialty(situation, evidence)
    desired_here = by_program(desired, situation.specialty_index) * _desirability(situation, evidence)
    kinds = _signal_by_specialty(situation, evidence)
    signal = own_signal_effects(situation, evidence, np.take(kinds, situation.specialty_index, axis=-2))
    visa, refusal = visa_terms(situation, evidence)
    graduation, experience, attempts = _requirements(situation, answers, evidence)
    own = (*evidence.leading, len(situation.programs))

    def of_programs(term: FloatArray) -> FloatArray:
        """What is the same for all programs of a specialty is worked out once."""
        return np.broadcast_to(term, own)

    return Terms(
        setting=weights.setting * _setting(situation, evidence),
        score=of_programs(
            weights.score
            * (score * _per_program(situation, evidence, "step2_slope") + _without_step2(situation, evidence))
        ),
        graduation=of_programs(weights.requirements * graduation),
        experience=of_programs(weights.requirements * experience),
        attempts=of_programs(weights.requirements * attempts),
        visa=visa,
        refusal=refusal,
        geography=weights.geography
        * (np.log1p(inside * np.expm1(in_state)) + _preference(situation, evidence) + desired_here * (1 - inside)),
        ties=ties,
        each_tie=weights.ties * each_tie,
        signal=weights.signals * signal,
        score_offer=of_programs(weights.score * score * _per_program(situation, evidence, "step2_slope_offer")),
        ties_offer=ties * evidence.figure("tie_offer_share"),
        mix=_mix(situation, evidence, weights, in_state, (desired, desired_here), (kinds, signal)),
    )


def _mix(
    situation: Situation,
    evidence: AnyEvidence,
    weights: Weights,
    in_state: FloatArray,
    desired: tuple[FloatArray, FloatArray],
    signals: tuple[FloatArray, FloatArray],
) -> Mix:
    """What rates average over; of pairs the first is by specialty, the second by program."""
    kind, shares = situation.applicant.type, signal_shares(situation, evidence)
    of_all = np.repeat(evidence.figure("in_state_effect", None, kind), len(situation.specialties), axis=-1)
    desired_share = evidence.figure("desired_metro_share")
    return Mix(
        places=places(evidence, kind, of_all, desired[0], desired_share).times(weights.geography),
        signals=Kinds(weights.signals * signals[0], shares),
        policies=visa_policies(evidence, situation.specialties, kind),
        preferences=preferences(evidence).times(weights.geography),
        own_addresses=addresses_of_programs(evidence, kind, in_state, desired[1]).times(weights.geography),
        own_signals=weights.signals * signals[1],
    )


def average_step2(evidence: Evidence, specialty: str, applicant_type: str) -> float:
    """Mean Step 2 CK of all applicants, over whom interview rates average; typical are those with a rank list."""
    below = evidence.central("step2_below_typical", None, applicant_type)
    return evidence.central("step2_typical", specialty, applicant_type) - below


def flattened(tens: FloatArray, reach: float | FloatArray) -> FloatArray:
    """Tens of points as they count: in full near the average, ever less towards `reach` tens above or below it."""
    return np.asarray(reach * np.tanh(tens / reach))


def average_step2_by_specialty(situation: Situation, evidence: AnyEvidence) -> FloatArray:
    """`average_step2` of each specialty, shape (..., specialties)."""
    kind = situation.applicant.type
    below = evidence.figure("step2_below_typical", None, kind)
    return np.asarray(by_specialty(evidence, "step2_typical", situation.specialties, kind) - below)


def _per_program(situation: Situation, evidence: AnyEvidence, name: str) -> FloatArray:
    """A figure for each program's specialty and the applicant's type."""
    found = by_specialty(evidence, name, situation.specialties, situation.applicant.type)
    return by_program(found, situation.specialty_index)


def _known_or_none(evidence: AnyEvidence, name: str, kind: str | None = None, state: str | None = None) -> FloatArray:
    """A figure, or 0 where there is none."""
    known = evidence.has(name, None, kind, state)
    return evidence.figure(name, None, kind, state) if known else np.zeros((*evidence.leading, 1))


def _setting(situation: Situation, evidence: AnyEvidence) -> FloatArray:
    kind = situation.applicant.type
    states = [_known_or_none(evidence, "state_effect", kind, state) for state in situation.states]
    by_state = np.take(in_a_row(evidence, states), situation.state_index, axis=-1)
    if evidence.has(LEVEL, None, kind):
        traits = prior_effects(situation.traits, situation.specialties, situation.specialty_index, evidence, kind)
        return np.asarray(by_state + traits, dtype=np.float64)
    university = evidence.figure("university_effect", None, kind)
    research = evidence.figure("research_intensive_effect", None, kind)
    # The effects are against programs that aren't; the rate they add to is the mean over all programs.
    setting = university * _beyond(situation.university, evidence.figure("university_share"))
    setting += research * _beyond(situation.top_research, evidence.figure("top_research_share"))
    return np.asarray(by_state + setting, dtype=np.float64)


def _beyond(flag: FloatArray, share: FloatArray) -> FloatArray:
    """A flag against the share of programs that have it; unknown counts as an average program."""
    return np.where(np.isnan(flag), share, flag) - share


def _score(situation: Situation, answers: ApplicantAnswers, evidence: AnyEvidence) -> FloatArray:
    """Tens of points above the average applicant, as they count."""
    score, comlex2 = answers.step2, situation.applicant.comlex2
    if score is None and comlex2 is not None:
        line = evidence.figure("comlex2_at_500") + evidence.figure("comlex2_slope") * (comlex2 - COMLEX_MIDDLE)
        score = line + answers.comlex_error * evidence.figure("comlex2_error_sd")
    if score is None:
        return np.zeros(len(situation.programs))
    average = average_step2_by_specialty(situation, evidence)
    tens = np.asarray((score - by_program(average, situation.specialty_index)) / 10.0)
    return flattened(tens, evidence.figure("step2_reach") / 10.0)


def _without_step2(situation: Situation, evidence: AnyEvidence) -> FloatArray:
    """What it adds that Step 2 CK was taken, or was not, against the average of the group: some have COMLEX only."""
    applicant = situation.applicant
    if applicant.has_step2 is None:
        return np.zeros((*evidence.leading, 1))
    effect, name = evidence.figure("step2_not_taken_effect"), "comlex_only_share"
    known = evidence.has(name, None, applicant.type)
    share = evidence.figure(name, None, applicant.type) if known else np.zeros_like(effect)
    return np.asarray((0.0 if applicant.has_step2 else effect) - np.log1p(share * np.expm1(effect)))


def _requirements(
    situation: Situation, answers: ApplicantAnswers, evidence: AnyEvidence
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Graduation, experience and attempts; where together they would take away more than the floor, each its part."""
    parts = [term(situation, answers, evidence) for term in (_graduation, _experience, _attempts)]
    total, floor = sum(parts, np.zeros(1)), np.minimum(evidence.figure("requirements_floor"), -_SMALLEST)
    # In full down to half the floor; from there ever less, and no sum goes below the floor.
    half = floor / 2
    least = np.minimum(total, half)
    kept = np.where(total < half, (half + half * np.tanh((least - half) / half)) / least, 1.0)
    graduation, experience, attempts = (each * kept for each in parts)
    return graduation, experience, attempts


def _graduation(situation: Situation, answers: ApplicantAnswers, evidence: AnyEvidence) -> FloatArray:
    years = answers.years_since_graduation
    typical = _per_program(situation, evidence, "years_since_graduation_typical")
    beyond = np.zeros_like(typical) if years is None else years - typical
    return beyond * _per_program(situation, evidence, "years_since_graduation_slope")


def _experience(situation: Situation, answers: ApplicantAnswers, evidence: AnyEvidence) -> FloatArray:
    months = answers.us_clinical_months
    if months is None or not evidence.has("us_clinical_months_slope", None, situation.applicant.type):
        return np.zeros(len(situation.programs))
    counted = np.minimum(months, _per_program(situation, evidence, "us_clinical_months_cap"))
    beyond = counted - _per_program(situation, evidence, "us_clinical_months_typical")
    return beyond * _per_program(situation, evidence, "us_clinical_months_slope")


def _attempts(situation: Situation, answers: ApplicantAnswers, evidence: AnyEvidence) -> FloatArray:
    effect = _per_program(situation, evidence, "attempt_effect")
    if answers.failed_attempts is None:
        return np.zeros_like(effect)
    share = evidence.figure("failed_attempt_share", None, situation.applicant.type)
    return np.asarray(answers.failed_attempts * effect - np.log1p(share * np.expm1(effect)))


def sponsor_share(situation: Situation, evidence: AnyEvidence) -> FloatArray:
    """Share of programs that sponsor the visa that the applicant needs, shape (..., programs).

    The published share, higher where the program's employer filed labor condition applications for residents, and a
    little lower where none was found; as published where nobody looked. It is how likely a yes is, never more than one.
    """
    visa = "h1b" if situation.applicant.visa_need == "h1b" else "j1"
    published = _per_program(situation, evidence, f"visa_{visa}_share")
    filed, unfiled = evidence.figure(f"visa_{visa}_filed_share"), evidence.figure(f"visa_{visa}_unfiled_part")
    likely = np.where(situation.filed == 1, np.maximum(filed, published), unfiled * published)
    return np.where(np.isnan(situation.filed), published, likely)


def share_in_rate(situation: Situation, evidence: AnyEvidence) -> FloatArray:
    """Share of programs that sponsor what most of those need over whom the group's rate averages, shape (programs,)."""
    if situation.applicant.type == "non-us-img":
        return _per_program(situation, evidence, "visa_j1_share")
    return np.ones(len(situation.programs))


def visa_terms(situation: Situation, evidence: AnyEvidence) -> tuple[FloatArray, Otherwise]:
    """Policies against what the group's rate already averages over, and what is not known of them.

    The rate of non-US IMGs is mostly that of applicants who need a J-1, over programs with either policy. Programs that
    refuse interview next to nobody who needs the visa, so those that sponsor make up for them. An unknown policy is
    either, with the published share; over both the chance is averaged, not the odds, as strong applications gain less
    where they are welcome than they lose where they aren't. Where the program's own rate is known, its policy is inside
    that rate. An applicant who hasn't said which visa is needed counts as the group's average.
    """
    kind, visa, programs = situation.applicant.type, situation.applicant.visa_need, len(situation.programs)
    none = np.zeros(programs)
    if visa == "none" or (visa is None and kind != "non-us-img"):
        free = visa == "none" and evidence.has("visa_not_needed_effect", None, kind)
        return none + (evidence.figure("visa_not_needed_effect", None, kind) if free else 0.0), Otherwise(none, none)
    own, in_rate = np.isfinite(situation.own_rate), share_in_rate(situation, evidence)
    sponsored, refused = np.where(own, 0.0, -np.log(in_rate)), np.log(evidence.figure("visa_refused_share"))
    refusing = 1.0 - np.minimum(sponsor_share(situation, evidence) / np.where(own, in_rate, 1.0), 1.0)
    unknown = np.isin(situation.visa, ["unknown", "not said"])
    return np.where(situation.visa == "refused", refused, sponsored), Otherwise(
        np.where(unknown, refusing, 0.0), np.where(unknown, refused - sponsored, 0.0)
    )


def _preference(situation: Situation, evidence: AnyEvidence) -> FloatArray:
    """Stated preference against one for another division; nothing stated counts as the average of what is stated."""
    aligned, none = evidence.figure("preference_aligned_effect"), evidence.figure("preference_none_effect")
    shares = evidence.figure("preference_aligned_share"), evidence.figure("preference_none_share")
    average = np.log1p(shares[0] * np.expm1(aligned) + shares[1] * np.expm1(none))
    stated = situation.preference
    by_statement = np.concatenate([np.zeros_like(average), aligned, none, average], axis=-1)
    unstated = (stated == "open") | (stated == "not asked")
    return np.take(by_statement, np.select([stated == "aligned", stated == "none", unstated], [1, 2, 3]), axis=-1)


def _inside(situation: Situation, answers: ApplicantAnswers, evidence: AnyEvidence) -> FloatArray:
    """Chance that each program lies in the applicant's own state: 0 or 1 but where the home state isn't known."""
    if answers.home is not None:
        elsewhere = (situation.state_index == answers.home).astype(np.float64)
    elif situation.applicant.home_state is None:
        elsewhere = evidence.figure("in_state_share", None, situation.applicant.type)
    else:
        elsewhere = np.zeros(len(situation.programs))
    return np.where(situation.in_state, 1.0, elsewhere)


def _desired_by_specialty(situation: Situation, evidence: AnyEvidence) -> FloatArray:
    """Effect on outsiders in a metropolitan area in demand, shape (specialties,): strong where positions are scarce."""
    competitive = by_specialty(evidence, "competitiveness", situation.specialties)
    # Never a help, whatever is drawn.
    return np.asarray(np.minimum(evidence.figure("desired_metro_effect"), 0.0) * competitive)


def _desirability(situation: Situation, evidence: AnyEvidence) -> FloatArray:
    known = [_known_or_none(evidence, f"metro_desirability.{slug}") for slug in situation.metros]
    return np.take(in_a_row(evidence, known), situation.metro_index, axis=-1)


def _each_tie(situation: Situation, evidence: AnyEvidence) -> FloatArray:
    """What each tie adds on its own, shape (ties, ..., programs): in full at its own place, less the farther away."""
    nowhere = np.zeros((*evidence.leading, 1))
    reach = np.concatenate([*(evidence.figure(f"tie_reach.{scope}") for scope in SCOPES), nowhere], axis=-1)
    effects = np.zeros((len(situation.ties), *evidence.leading, len(situation.programs)))
    for effect, tie in zip(effects, situation.ties, strict=True):
        own = SCOPES.index("city" if tie.kind in PLACE_BOUND_KINDS else "program")
        share = np.minimum(reach / reach[..., own : own + 1], 1.0)
        counted = np.take(share, tie.nearest, axis=-1)
        if tie.kind in HOME_KINDS:
            # Geography counts the state of a school and of a home program already, so only what is nearer comes on top.
            in_state = share[..., SCOPES.index("state"), None]
            counted = np.maximum(counted - situation.in_state * in_state, 0.0)
        effect[...] = evidence.figure(f"tie.{tie.kind}") * counted
    return effects


def _together(each_tie: FloatArray, evidence: AnyEvidence) -> FloatArray:
    """The strongest tie in full, each further one in part, all together up to a cap."""
    if not each_tie.size:
        return np.zeros(each_tie.shape[1:])
    ordered = -np.sort(-each_tie, axis=0)
    total = ordered[0] + evidence.figure("tie_further_share") * ordered[1:].sum(axis=0)
    return np.asarray(np.minimum(total, evidence.figure("tie_cap")), dtype=np.float64)


def _signal_by_specialty(situation: Situation, evidence: AnyEvidence) -> FloatArray:
    """Effect of each mode against no signal, shape (specialties, modes); 0 for modes that a specialty doesn't have."""
    kind = situation.applicant.type
    effects = np.zeros((*evidence.leading, len(situation.specialties), len(MODES)))
    for row, name in enumerate(situation.specialties):
        for column, mode in enumerate(MODES):
            if mode in situation.signal_caps[name]:
                effects[..., row, column] = evidence.figure(f"signal_effect.{mode}", name, kind)[..., 0]
    return effects


def signal_shares(situation: Situation, evidence: AnyEvidence) -> FloatArray:
    """Share of the average applicant's applications that go out in each mode, shape (specialties, modes).

    The more signals a specialty has, the larger a share of applications carries one, and the less one adds to the mean.
    """
    shares = np.zeros((*evidence.leading, len(situation.specialties), len(MODES)))
    for row, specialty in enumerate(situation.specialties):
        caps = situation.signal_caps[specialty]
        count = evidence.figure("applications_typical", specialty, situation.applicant.type)[..., 0]
        for mode, cap in caps.items():
            shares[..., row, MODES.index(mode)] = cap / np.maximum(count, sum(caps.values()))
    shares[..., MODES.index(NO_SIGNAL)] = 1.0 - shares.sum(axis=-1)
    return shares
