"""The way from the average program's chance of an interview to one program's, term by term."""

from dataclasses import dataclass

import numpy as np

from optimizer.estimate.estimator import Estimate
from optimizer.estimate.log_odds import logit
from optimizer.estimate.mean_chances import Otherwise, mean_chance
from optimizer.estimate.steps import START, TERMS, VISA
from optimizer.estimate.terms import share_in_rate


@dataclass(frozen=True, slots=True)
class Step:
    """One term of the log-odds of an interview.

    Attributes
    ----------
    term : str
        Name of a term as in `optimizer.estimate.steps`.
    words : str
        What it is about at this program.
    log_odds : float
        What it adds; 0 for the start. Of a visa policy: by what it moves the chance. The steps before it have the mean
        over the policies that the group's rate averages over, so that not to know a program's adds nothing.
    interview_probability : float
        Chance of an interview with this and all earlier steps, in [0, 1].
    """

    term: str
    words: str
    log_odds: float
    interview_probability: float


def chance_walk(estimate: Estimate, index: int, mode: int) -> tuple[Step, ...]:
    """Steps from a typical applicant at the average program of the specialty to this applicant at this program.

    The last step's chance is the estimate's own. What a step adds to the chance depends on the steps before it; what
    it adds to the log-odds doesn't.

    Parameters
    ----------
    estimate : Estimate
    index, mode : int
        Program and mode of the application, as positions in the estimate.
    """
    chances, weight = estimate.chances, estimate.scenarios.weight
    added = [(term, term.adds(estimate, index, mode)) for term in TERMS if term.holds(estimate, index)]
    reached = chances.log_odds_at(index, mode) - sum(log_odds for _, log_odds in added)
    specialty = estimate.situation.programs[index].specialty
    any_program = np.asarray(
        estimate.evidence.central("program_spread_sd", specialty, estimate.situation.applicant.type), dtype=np.float64
    )
    sponsors, refusal = _policy_in_rate(estimate, index)
    start = float(mean_chance(reached, any_program) @ weight)
    steps = [Step(START.name, START.says(estimate, index, mode), 0.0, start)]
    spread = chances.spread[index]
    for term, log_odds in added:
        adds = float(log_odds)
        if term.name == VISA and (chances.refusal.share[index] > 0 or _averages_policies(estimate, index)):
            before = float(mean_chance(reached + sponsors, spread, refusal) @ weight)
            sponsors, refusal = 0.0, chances.refusal.of(index)
            adds = float(logit(mean_chance(reached + log_odds, spread, refusal) @ weight) - logit(before))
        reached = reached + log_odds
        chance = float(mean_chance(reached + sponsors, spread, refusal) @ weight)
        steps.append(Step(term.name, term.says(estimate, index, mode), adds, chance))
    return tuple(steps)


def _averages_policies(estimate: Estimate, index: int) -> bool:
    """Whether the rate behind a program's chance averages over visa policies, and which of them it has matters."""
    situation = estimate.situation
    matters = str(situation.visa[index]) != "not needed"
    return matters and situation.applicant.type == "non-us-img" and not np.isfinite(situation.own_rate[index])


def _policy_in_rate(estimate: Estimate, index: int) -> tuple[float, Otherwise | None]:
    """What a program adds that sponsors the visa, and how the others differ, where a rate averages over both."""
    if not _averages_policies(estimate, index):
        return 0.0, None
    shares = share_in_rate(estimate.situation, estimate.evidence)
    sponsor = np.broadcast_to(shares, estimate.chances.visa.shape)[index]
    average = estimate.terms.visa[index] - estimate.chances.visa[index]
    refused = np.log(estimate.evidence.central("visa_refused_share"))
    return float(-np.log(sponsor) - average), Otherwise(
        np.asarray(1.0 - sponsor), np.asarray(refused + np.log(sponsor))
    )
