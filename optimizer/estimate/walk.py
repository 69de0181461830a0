"""The way from the average program's chance of an interview to one program's, term by term."""

from dataclasses import dataclass

import numpy as np

from optimizer.estimate.estimator import Estimate
from optimizer.estimate.log_odds import logit
from optimizer.estimate.mean_chances import mean_chance
from optimizer.estimate.steps import START, TERMS, VISA


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
        What it adds; 0 for the start. Of an unknown visa policy: by what the mean over both policies moves the chance.
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
    start = float(mean_chance(reached, any_program) @ weight)
    steps = [Step(START.name, START.says(estimate, index, mode), 0.0, start)]
    refusal = None
    for term, log_odds in added:
        reached, adds = reached + log_odds, float(log_odds)
        if term.name == VISA:
            refusal = chances.refusal.of(index)
        chance = float(mean_chance(reached, chances.spread[index], refusal) @ weight)
        if term.name == VISA and chances.refusal.share[index] > 0:
            adds = float(logit(chance) - logit(steps[-1].interview_probability))
        steps.append(Step(term.name, term.says(estimate, index, mode), adds, chance))
    return tuple(steps)
