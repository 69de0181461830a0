"""The typical applicant of a specialty and type: what usual applications bring, to compare with what is published."""

import numpy as np
from pydantic import BaseModel, ConfigDict

from optimizer.errors import BadInput, Fault
from optimizer.estimate.estimator import interviews_most
from optimizer.estimate.population import population
from optimizer.estimate.range_ends import RANGE_DRAWS, drawn_for, ends_of_chances
from optimizer.evidence import Evidence, Season
from optimizer.vocabulary import APPLICANT_TYPES, NO_SIGNAL

LOWEST_STEP2, HIGHEST_STEP2 = 100, 300
RANKS = tuple(range(1, 13))


class Typical(BaseModel):
    """What usual applications bring a typical applicant, at average programs.

    Attributes
    ----------
    specialty, type : str
    step2 : float
        As given; else the middle of the group, of all of whose scores the figures are then the mean.
    applications : int
        Usual number in this specialty.
    signals : mapping of str to int
        Signals of the season by kind, all used.
    interviews, interviews_range : float, (float, float)
        Expected number that can be held.
    interviews_if_any : float
        Expected number of those with at least one, whose ranks are published.
    interview_rate : float
        Interviews per application.
    interview_rate_by_signal : mapping of str to float
        The same by what the application carries: "none", then the kinds of `signals`.
    any_interview : float
        Chance of at least one interview, in [0, 1].
    match_rate, range : float, (float, float)
        Chance of matching in the specialty of those with at least one interview, which is what published match rates
        count (applicants with a rank order list); 10th to 90th percentile over draws of the evidence.
    match_rate_by_ranks : mapping of str to float
        Of those who hold so many interviews, what share matches: applicants of all scores, from 1 to 12.
    match_rate_of_all : float
        The same before it is known whether there will be an interview.
    match_rate_if_independent : float
        What `match_rate` would be if programs judged independently of each other. They don't: for comparison only.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    specialty: str
    type: str
    step2: float
    applications: int
    signals: dict[str, int]
    interviews: float
    interviews_range: tuple[float, float]
    interviews_if_any: float
    interview_rate: float
    interview_rate_by_signal: dict[str, float]
    any_interview: float
    match_rate: float
    range: tuple[float, float]
    match_rate_by_ranks: dict[str, float]
    match_rate_of_all: float
    match_rate_if_independent: float


def typical_applicant(
    specialty: str, applicant_type: str, season: Season, evidence: Evidence, step2: float | None = None
) -> Typical:
    """Estimate what usual applications bring: usual number and signals, average geography, no ties, all else typical.

    Parameters
    ----------
    specialty, applicant_type : str
    season : Season
    evidence : Evidence
    step2 : float or None
        None is the scores of the group.

    Raises
    ------
    BadInput
        The specialty, the type or the score is none.
    """
    _check(specialty, applicant_type, season, evidence, step2)
    score = evidence.central("step2_typical", specialty, applicant_type) if step2 is None else step2
    applications = evidence.central("applications_typical", specialty, applicant_type)
    interviews, listed, matched = _outcome(evidence, season, specialty, applicant_type, step2, applications)
    people = population(evidence, season, specialty, applicant_type, step2=step2)
    everybody = population(evidence, season, specialty, applicant_type)
    offer = evidence.central("offer_given_interview", specialty, applicant_type)
    by_ranks = everybody.match_rate_by_ranks(RANKS, offer, applications)
    drawn = np.array(
        [
            _outcome(view, season, specialty, applicant_type, step2, applications)
            for view in drawn_for(evidence, applicant_type, (specialty,), RANGE_DRAWS).views
        ]
    )
    most = interviews_most(evidence)
    few, many = (most * end for end in ends_of_chances(drawn[:, 0] / most))
    low, high = ends_of_chances(drawn[:, 2])
    return Typical(
        specialty=specialty,
        type=applicant_type,
        step2=score,
        applications=round(applications),
        signals=dict(season.signal_caps(specialty)),
        interviews=interviews,
        interviews_range=(min(few, interviews), max(many, interviews)),
        interviews_if_any=interviews / listed,
        interview_rate=people.interviews(applications) / applications,
        interview_rate_by_signal=dict(
            zip((NO_SIGNAL, *season.signal_caps(specialty)), (people.interview @ people.share).tolist(), strict=True)
        ),
        any_interview=listed,
        match_rate=matched,
        range=(min(low, matched), max(high, matched)),
        match_rate_by_ranks=dict(zip(map(str, RANKS), by_ranks.tolist(), strict=True)),
        match_rate_of_all=matched * listed,
        match_rate_if_independent=people.match_rate_if_independent(offer, applications),
    )


def _outcome(
    evidence: Evidence, season: Season, specialty: str, applicant_type: str, step2: float | None, applications: float
) -> tuple[float, float, float]:
    """Expected interviews, chance of any, and chance of a match given one."""
    people = population(evidence, season, specialty, applicant_type, step2=step2)
    offer = evidence.central("offer_given_interview", specialty, applicant_type)
    return people.held(applications), people.listed(applications), people.match_rate(offer, applications)


def _check(specialty: str, applicant_type: str, season: Season, evidence: Evidence, step2: float | None) -> None:
    faults = []
    if applicant_type not in APPLICANT_TYPES:
        faults.append(
            Fault("no such type of applicant", "type", applicant_type, ", ".join(APPLICANT_TYPES), "Choose one")
        )
    estimated = [name for name in season.specialties if evidence.has("interview_rate", name, APPLICANT_TYPES[0])]
    if specialty not in estimated:
        what = "there are no figures to estimate its chances from"
        faults.append(Fault(what, "specialty", specialty, ", ".join(estimated), "Choose one of these"))
    if step2 is not None and not LOWEST_STEP2 <= step2 <= HIGHEST_STEP2:
        faults.append(Fault("no Step 2 CK score", "step2", step2, f"{LOWEST_STEP2} to {HIGHEST_STEP2}", "Correct it"))
    if faults:
        raise BadInput(faults)
