"""The interview log-odds, term by term: what each fact about applicant and program adds, from the evidence table."""

from dataclasses import dataclass

import numpy as np

from optimizer.estimate.averages import Kinds, Mix, places
from optimizer.estimate.own_rates import own_in_state_effect, own_signal_effects
from optimizer.estimate.scenarios import FloatArray
from optimizer.estimate.situation import HOME_KINDS, MODES, SCOPES, Situation
from optimizer.estimate.weights import Weights
from optimizer.evidence import Evidence

PLACE_BOUND = frozenset({"family", "partner", "grew-up", "school", "conference"})
"""Kinds of ties whose own place is a city; the others' is a program."""


@dataclass(frozen=True, slots=True)
class Answers:
    """The applicant's figures that may be unknown and then be drawn; see `Applicant`. Attempts may be fractional."""

    step2: float | None
    years_since_graduation: float | None
    us_clinical_months: float | None
    failed_attempts: float | None


def answers_of(situation: Situation) -> Answers:
    """What the applicant said."""
    applicant = situation.applicant
    year = applicant.graduation_year
    return Answers(
        None if applicant.step2 is None else float(applicant.step2),
        None if year is None else float(situation.season - year),
        applicant.us_clinical_months,
        None if applicant.failed_attempts is None else float(applicant.failed_attempts),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """Additions to the log-odds of an interview; arrays have shape (programs,), each weighted already.

    Attributes
    ----------
    setting : state and kind of the program, relative to the specialty's average program
    score, graduation, experience, attempts : the applicant's figures against typical applicants of the group; 0 where
        not said
    visa : policy of the program against the group's average
    geography : in-state, stated preference and a metropolitan area in demand, against an application from outside to a
        division not preferred; `Chances.geography` has it against average applications
    ties : all ties together
    each_tie : shape (ties, programs), what each tie would add on its own
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


def terms_of(situation: Situation, answers: Answers, evidence: Evidence, weights: Weights) -> Terms:
    """All terms for every program."""
    each_tie = _each_tie(situation, evidence)
    ties = weights.ties * _together(each_tie, evidence)
    score = _score(situation, answers, evidence)
    in_state = own_in_state_effect(situation, evidence)
    desired = _desired_by_specialty(situation, evidence)
    desired_here = desired[situation.specialty_index] * _desirability(situation, evidence)
    by_specialty = _signal_by_specialty(situation, evidence)
    signal = own_signal_effects(situation, evidence, by_specialty[situation.specialty_index])
    return Terms(
        setting=weights.setting * _setting(situation, evidence),
        score=weights.score * score * _per_program(situation, evidence, "step2_slope"),
        graduation=weights.requirements * _graduation(situation, answers, evidence),
        experience=weights.requirements * _experience(situation, answers, evidence),
        attempts=weights.requirements * _attempts(situation, answers, evidence),
        visa=visa_term(situation, evidence),
        geography=weights.geography
        * (in_state * situation.in_state + _preference(situation, evidence) + desired_here * ~situation.in_state),
        ties=ties,
        each_tie=weights.ties * each_tie,
        signal=weights.signals * signal,
        score_offer=weights.score * score * _per_program(situation, evidence, "step2_slope_offer"),
        ties_offer=ties * evidence.central("tie_offer_share"),
        mix=_mix(situation, evidence, weights, in_state, (desired, desired_here), (by_specialty, signal)),
    )


def _mix(
    situation: Situation,
    evidence: Evidence,
    weights: Weights,
    in_state: FloatArray,
    desired: tuple[FloatArray, FloatArray],
    signals: tuple[FloatArray, FloatArray],
) -> Mix:
    """What rates average over; of pairs the first is by specialty, the second by program."""
    kind, shares = situation.applicant.type, signal_shares(situation, evidence)
    of_all = np.full(len(situation.specialties), evidence.central("in_state_effect", None, kind))
    desired_share = np.full_like(of_all, evidence.central("desired_metro_share"))
    # A program's own rate averages over applications to one place, which is in demand or isn't.
    everyone = np.ones_like(in_state)
    return Mix(
        places(evidence, kind, of_all, desired[0], desired_share).times(weights.geography),
        Kinds(weights.signals * signals[0], shares),
        places(evidence, kind, in_state, desired[1], everyone).times(weights.geography),
        Kinds(weights.signals * signals[1], shares[situation.specialty_index]),
    )


def average_step2(evidence: Evidence, specialty: str, applicant_type: str) -> float:
    """Mean Step 2 CK of all applicants, over whom interview rates average; typical are those with a rank list."""
    below = evidence.central("step2_below_typical", None, applicant_type)
    return evidence.central("step2_typical", specialty, applicant_type) - below


def _per_program(situation: Situation, evidence: Evidence, name: str) -> FloatArray:
    """A figure for each program's specialty and the applicant's type."""
    kind = situation.applicant.type
    return np.array([evidence.central(name, specialty, kind) for specialty in situation.specialties])[
        situation.specialty_index
    ]


def _setting(situation: Situation, evidence: Evidence) -> FloatArray:
    kind = situation.applicant.type
    states = [evidence.central_or(0.0, "state_effect", None, kind, state) for state in situation.states]
    university = evidence.central("university_effect", None, kind)
    research = evidence.central("research_intensive_effect", None, kind)
    # The effects are against programs that aren't; the rate they add to is the mean over all programs.
    setting = university * _beyond(situation.university, evidence.central("university_share"))
    setting += research * _beyond(situation.top_research, evidence.central("top_research_share"))
    return np.asarray(np.array(states)[situation.state_index] + setting, dtype=np.float64)


def _beyond(flag: FloatArray, share: float) -> FloatArray:
    """A flag against the share of programs that have it; unknown counts as an average program."""
    return np.where(np.isnan(flag), share, flag) - share


def _score(situation: Situation, answers: Answers, evidence: Evidence) -> FloatArray:
    """Tens of points above the average applicant."""
    if answers.step2 is None:
        return np.zeros(len(situation.programs))
    kind = situation.applicant.type
    average = np.array([average_step2(evidence, specialty, kind) for specialty in situation.specialties])
    return (answers.step2 - average[situation.specialty_index]) / 10.0


def _graduation(situation: Situation, answers: Answers, evidence: Evidence) -> FloatArray:
    years = answers.years_since_graduation
    typical = _per_program(situation, evidence, "years_since_graduation_typical")
    beyond = np.zeros(len(typical)) if years is None else years - typical
    return beyond * _per_program(situation, evidence, "years_since_graduation_slope")


def _experience(situation: Situation, answers: Answers, evidence: Evidence) -> FloatArray:
    months = answers.us_clinical_months
    if months is None or not evidence.has("us_clinical_months_slope", None, situation.applicant.type):
        return np.zeros(len(situation.programs))
    counted = np.minimum(months, _per_program(situation, evidence, "us_clinical_months_cap"))
    beyond = counted - _per_program(situation, evidence, "us_clinical_months_typical")
    return beyond * _per_program(situation, evidence, "us_clinical_months_slope")


def _attempts(situation: Situation, answers: Answers, evidence: Evidence) -> FloatArray:
    effect = _per_program(situation, evidence, "attempt_effect")
    if answers.failed_attempts is None:
        return np.zeros(effect.size)
    share = evidence.central("failed_attempt_share", None, situation.applicant.type)
    return np.asarray(answers.failed_attempts * effect - np.log1p(share * np.expm1(effect)))


def sponsor_share(situation: Situation, evidence: Evidence) -> FloatArray:
    """Published share of programs that sponsor the visa that the applicant needs, shape (programs,)."""
    name = "visa_h1b_share" if situation.applicant.visa == "h1b" else "visa_j1_share"
    return _per_program(situation, evidence, name)


def visa_term(situation: Situation, evidence: Evidence) -> FloatArray:
    """Policies against what the group's rate already averages over.

    The rate of non-US IMGs is mostly that of applicants who need a J-1, over programs with either policy: an unknown
    policy leaves it as it is. Programs that refuse interview next to nobody who needs the visa, so those
    that sponsor make up for them. Where the program's own rate is known, its policy is inside that rate. An applicant
    who hasn't said which visa is needed counts as the group's average.
    """
    kind, visa = situation.applicant.type, situation.applicant.visa
    if visa is None:
        return np.zeros(len(situation.programs))
    if visa == "none":
        has = evidence.has("visa_not_needed_effect", None, kind)
        return np.full(len(situation.programs), evidence.central("visa_not_needed_effect", None, kind) if has else 0.0)
    share_in_rate = _per_program(situation, evidence, "visa_j1_share") if kind == "non-us-img" else 1.0
    own = np.isfinite(situation.own_rate)
    sponsored = np.where(own, 0.0, -np.log(share_in_rate * np.ones(own.size)))
    unknown = np.log(sponsor_share(situation, evidence) / share_in_rate)
    refused = np.log(evidence.central("visa_refused_share"))
    return np.select([situation.visa == "sponsored", situation.visa == "unknown"], [sponsored, unknown], refused)


def _preference(situation: Situation, evidence: Evidence) -> FloatArray:
    """Stated preference against one for another division; not decided yet counts as the average of what is stated."""
    aligned, none = evidence.central("preference_aligned_effect"), evidence.central("preference_none_effect")
    shares = evidence.central("preference_aligned_share"), evidence.central("preference_none_share")
    average = np.log1p(shares[0] * np.expm1(aligned) + shares[1] * np.expm1(none))
    stated = situation.preference
    return np.select([stated == "aligned", stated == "none", stated == "open"], [aligned, none, average], 0.0)


def _desired_by_specialty(situation: Situation, evidence: Evidence) -> FloatArray:
    """Effect on outsiders in a metropolitan area in demand, shape (specialties,): strong where positions are scarce."""
    competitive = [evidence.central("competitiveness", specialty) for specialty in situation.specialties]
    # Never a help, whatever is drawn.
    return np.asarray(min(evidence.central("desired_metro_effect"), 0.0) * np.array(competitive))


def _desirability(situation: Situation, evidence: Evidence) -> FloatArray:
    known = [evidence.central_or(0.0, f"metro_desirability.{slug}") for slug in situation.metros]
    return np.array(known)[situation.metro_index]


def _each_tie(situation: Situation, evidence: Evidence) -> FloatArray:
    """What each tie adds on its own, shape (ties, programs): in full at its own place, less the farther away."""
    reach = np.array([*(evidence.central(f"tie_reach.{scope}") for scope in SCOPES), 0.0])
    effects = np.zeros((len(situation.ties), len(situation.programs)))
    for effect, tie in zip(effects, situation.ties, strict=True):
        share = np.minimum(reach / reach[SCOPES.index("city" if tie.kind in PLACE_BOUND else "program")], 1.0)
        counted = share[tie.nearest]
        if tie.kind in HOME_KINDS:
            # Geography counts the state of a school and of a home program already, so only what is nearer comes on top.
            counted = np.maximum(counted - situation.in_state * share[SCOPES.index("state")], 0.0)
        effect[:] = evidence.central(f"tie.{tie.kind}") * counted
    return effects


def _together(each_tie: FloatArray, evidence: Evidence) -> FloatArray:
    """The strongest tie in full, each further one in part, all together up to a cap."""
    if not each_tie.size:
        return np.zeros(each_tie.shape[1])
    ordered = -np.sort(-each_tie, axis=0)
    total = ordered[0] + evidence.central("tie_further_share") * ordered[1:].sum(axis=0)
    return np.asarray(np.minimum(total, evidence.central("tie_cap")), dtype=np.float64)


def _signal_by_specialty(situation: Situation, evidence: Evidence) -> FloatArray:
    """Effect of each mode against no signal, shape (specialties, modes); 0 for modes that a specialty doesn't have."""
    kind = situation.applicant.type
    effects = [
        [
            evidence.central(f"signal_effect.{mode}", name, kind) if mode in situation.signal_caps[name] else 0.0
            for mode in MODES
        ]
        for name in situation.specialties
    ]
    return np.array(effects)


def signal_shares(situation: Situation, evidence: Evidence) -> FloatArray:
    """Share of the average applicant's applications that go out in each mode, shape (specialties, modes).

    The more signals a specialty has, the larger a share of applications carries one, and the less one adds to the mean.
    """
    by_specialty = []
    for specialty in situation.specialties:
        caps = situation.signal_caps[specialty]
        count = evidence.central("applications_typical", specialty, situation.applicant.type)
        signalled = {mode: cap / max(count, sum(caps.values())) for mode, cap in caps.items()}
        by_specialty.append([signalled.get(mode, 0.0) for mode in MODES])
    shares = np.array(by_specialty)
    shares[:, MODES.index("none")] = 1.0 - shares.sum(axis=1)
    return shares
