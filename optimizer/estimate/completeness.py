"""How complete the inputs of a list are: which facts are known, weighed by how far each would move the chances."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from optimizer.arrays import BoolArray, FloatArray
from optimizer.estimate.estimator import Estimate
from optimizer.estimate.mean_chances import NODE_SHARES, NODES, mean_chance
from optimizer.estimate.own_rates import own_in_state_effect, tells_of_rate
from optimizer.estimate.priors import COMMUNITY
from optimizer.estimate.terms import answers_of, sponsor_share, visa_terms
from optimizer.estimate.unknown_facts import RATE, RELATED, VISA
from optimizer.vocabulary import HOME_KINDS, INTERNATIONAL_TYPES, NO_VISA, US_SCHOOL_TYPES

Case = tuple[FloatArray, FloatArray]
"""How likely a fact turns out one way, and what it then adds to the log-odds; both of shape (programs,)."""


@dataclass(frozen=True, slots=True)
class FactKnown:
    """One kind of fact that the estimate uses.

    Attributes
    ----------
    fact : str
    of_program : bool
        Whether it is a fact about each program; else an answer of the applicant.
    known : int
        For how many programs of the list it is known; of an answer all or none.
    weight : float
        Variance of the chance of an interview that knowing it settles, in squares of the chance, mean over the list.
    """

    fact: str
    of_program: bool
    known: int
    weight: float


@dataclass(frozen=True, slots=True)
class Completeness:
    """How complete the inputs of a list are.

    Attributes
    ----------
    share : float
        Share, in [0, 1], of the variance that the facts could settle that those known do settle; 1 where nothing
        could.
    programs : int
        How many the list has.
    facts : tuple of FactKnown
    """

    share: float
    programs: int
    facts: tuple[FactKnown, ...]


def completeness(estimate: Estimate, mode: npt.NDArray[np.int64]) -> Completeness:
    """How complete the inputs of a list are.

    Parameters
    ----------
    estimate : Estimate
    mode : int array, shape (programs,)
        Mode of each application, -1 = not applied to.
    """
    applied = np.flatnonzero(estimate.known_among(mode) >= 0)
    between = _between(estimate)
    # At an average program in place of the one that is known: what is learnt of a program leaves the measure alone.
    chances = estimate.chances
    here = (chances.base - chances.average + chances.visa)[applied]
    average = chances.log_odds_at(applied, mode[applied]) - here[:, None]
    settled = could_settle = 0.0
    facts = []
    for fact, of_program, known, cases in _facts(estimate, between):
        of_applied = [(share[applied], add[applied]) for share, add in cases]
        variance = _relative_variance(average, between[applied], of_applied, estimate.scenarios.weight)
        settled += float(variance[known[applied]].sum())
        could_settle += float(variance.sum())
        weight = float(variance.mean()) if applied.size else 0.0
        facts.append(FactKnown(fact, of_program, int(known[applied].sum()), weight))
    share = settled / could_settle if could_settle > 0 else 1.0
    return Completeness(share, int(applied.size), tuple(facts))


def _relative_variance(
    log_odds: FloatArray, spread: FloatArray, cases: Sequence[Case], weight: FloatArray
) -> FloatArray:
    """Variance of the chance of an interview over the cases, in squares of its mean; shape (applications,)."""
    each = np.array([mean_chance(log_odds + add[:, None], spread[:, None]) @ weight for _, add in cases])
    share = np.array([share for share, _ in cases])
    mean = (share * each).sum(axis=0)
    return np.asarray((share * (each - mean) ** 2).sum(axis=0) / mean**2)


def _facts(estimate: Estimate, between: FloatArray) -> Iterator[tuple[str, bool, BoolArray, Sequence[Case]]]:
    """Each kind of fact: its name, whether it is a program's, where it is known, and how it may turn out."""
    situation, evidence, own = estimate.situation, estimate.evidence, estimate.rests_on_own_rate
    kind, programs = situation.applicant.type, own.size
    settled = between**2 - evidence.central("own_rate_spread_sd") ** 2
    yield RATE, True, own, _normal(np.sqrt(np.maximum(settled, 0.0)))
    # Where the rate for the group is known, rates by signal or state tell nothing more of it; nor does the policy that
    # is inside of it.
    part = evidence.central("related_rate_share") * between
    yield RELATED, True, tells_of_rate(situation, evidence), _normal(part)
    if situation.applicant.visa_need != NO_VISA and kind in INTERNATIONAL_TYPES:
        policy = np.isin(situation.visa, ["sponsored", "refused"])
        inside = own & (situation.visa == "unknown") & (estimate.chances.refusal.share == 0)
        yield VISA, True, policy | inside, _visa_cases(estimate)
    for fact, effect, flag, share in (
        ("setting", "university_effect", situation.university, "university_share"),
        ("research intensity", "research_intensive_effect", situation.top_research, "top_research_share"),
    ):
        full = estimate.weights.setting * evidence.central(effect, None, kind)
        if fact == "setting":
            # Community hospitals too are told apart from the others.
            full = float(np.hypot(full, estimate.weights.setting * evidence.central_or(0.0, COMMUNITY, None, kind)))
        # Where the program's own rate is known, its setting tells nothing more.
        yield fact, True, own | np.isfinite(flag), _flag(np.full(programs, full), evidence.central(share))
    yield from _answers(estimate)


def _answers(estimate: Estimate) -> Iterator[tuple[str, bool, BoolArray, Sequence[Case]]]:
    situation, evidence, weights, said = (
        estimate.situation,
        estimate.evidence,
        estimate.weights,
        answers_of(estimate.situation),
    )
    kind, programs = situation.applicant.type, len(situation.programs)

    def per_program(name: str) -> FloatArray:
        figures = [evidence.central(name, specialty, kind) for specialty in situation.specialties]
        return np.array(figures)[situation.specialty_index]

    def answer(given: object) -> BoolArray:
        return np.full(programs, given is not None)

    score = weights.score * per_program("step2_slope") * evidence.central("step2_sd") / 10
    yield "Step 2 CK", False, answer(said.step2), _normal(score)
    years = per_program("years_since_graduation_slope") * per_program("years_since_graduation_typical")
    graduation = weights.requirements * evidence.central("years_since_graduation_spread") * years
    yield "graduation year", False, answer(said.years_since_graduation), _normal(graduation)
    if evidence.has("us_clinical_months_slope", None, kind):
        months = per_program("us_clinical_months_slope") * per_program("us_clinical_months_typical")
        experience = weights.requirements * evidence.central("us_clinical_months_spread") * months
        yield "US clinical months", False, answer(said.us_clinical_months), _normal(experience)
    attempt = weights.requirements * per_program("attempt_effect")
    share = evidence.central("failed_attempt_share", None, kind)
    yield "failed attempts", False, answer(said.failed_attempts), _flag(attempt, share)
    in_state = weights.geography * own_in_state_effect(situation, evidence)
    inside = _flag(in_state, evidence.central("in_state_share", None, kind))
    yield "home state", False, answer(situation.applicant.home_state), inside
    if kind in US_SCHOOL_TYPES:
        has_school = any(tie.kind in HOME_KINDS for tie in situation.applicant.ties)
        yield "school", False, np.full(programs, has_school), inside


def _normal(spread: FloatArray) -> list[Case]:
    return [
        (np.full(spread.size, share), node * spread)
        for node, share in zip(NODES.tolist(), NODE_SHARES.tolist(), strict=True)
    ]


def _flag(effect: FloatArray, share: float) -> list[Case]:
    """A fact that holds for a share of programs or applicants and has an effect on the log-odds."""
    return [
        (np.full(effect.size, share), effect * (1 - share)),
        (np.full(effect.size, 1 - share), -effect * share),
    ]


def _visa_cases(estimate: Estimate) -> list[Case]:
    """Sponsors or not; whoever hasn't said which visa is needed is taken to need a J-1."""
    situation = replace(
        estimate.situation,
        applicant=estimate.situation.applicant.model_copy(
            update={"visa": estimate.situation.applicant.visa_need or "j1"}
        ),
        own_rate=np.full_like(estimate.situation.own_rate, np.nan),
    )
    share = sponsor_share(situation, estimate.evidence)
    cases = []
    for policy, likely in (("sponsored", share), ("refused", 1 - share)):
        as_if = replace(situation, visa=np.full(share.size, policy))
        cases.append((likely, visa_terms(as_if, estimate.evidence)[0]))
    return cases


def _between(estimate: Estimate) -> FloatArray:
    """Spread between programs of which nothing is known, shape (programs,)."""
    situation, kind = estimate.situation, estimate.situation.applicant.type
    between = [estimate.evidence.central("program_spread_sd", specialty, kind) for specialty in situation.specialties]
    return np.array(between)[situation.specialty_index]
