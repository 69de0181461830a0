"""The way from the average program's chance of an interview to one program's, term by term."""

from dataclasses import dataclass

import numpy as np
from scipy.special import logit

from optimizer.estimate.estimator import Estimate
from optimizer.estimate.mean_chances import mean_chance

AVERAGE = "average"
OWN_RATE = "own rate"


@dataclass(frozen=True, slots=True)
class Step:
    """One term of the log-odds of an interview.

    Attributes
    ----------
    term : str
        "average" for the start; then "setting" or, where the program's own rate is known, "own rate"; then the
        names of the applicant's terms as in `Terms`, and "signal".
    log_odds : float
        What it adds; 0 for the start. Of an unknown visa policy: by what the mean over both policies moves the chance.
    interview_probability : float
        Chance of an interview with this and all earlier steps, in [0, 1].
    """

    term: str
    log_odds: float
    interview_probability: float


def chance_walk(made: Estimate, index: int, mode: int) -> tuple[Step, ...]:
    """Steps from a typical applicant at the average program of the specialty to this applicant at this program.

    The last step's chance is the estimate's own. What a step adds to the chance depends on the steps before it; what
    it adds to the log-odds doesn't.

    Parameters
    ----------
    made : Estimate
    index, mode : int
        Program and mode of the application, as positions in the estimate.
    """
    chances, terms, weight = made.chances, made.terms, made.scenarios.weight
    added = {
        OWN_RATE if made.rests_on_own_rate[index] else "setting": chances.base[index] - chances.average[index],
        "score": terms.score[index],
        "graduation": terms.graduation[index],
        "experience": terms.experience[index],
        "attempts": terms.attempts[index],
        "visa": chances.visa[index],
        "geography": chances.geography[index],
        "ties": terms.ties[index],
        "signal": chances.signal[index, mode],
    }
    reached = chances.log_odds[index, mode] - sum(added.values())
    specialty = made.situation.programs[index].specialty
    any_program = np.asarray(
        made.evidence.central("program_spread_sd", specialty, made.situation.applicant.type), dtype=np.float64
    )
    steps = [Step(AVERAGE, 0.0, float(mean_chance(reached, any_program) @ weight))]
    refusal = None
    for term, log_odds in added.items():
        reached, adds = reached + log_odds, float(log_odds)
        if term == "visa":
            refusal = chances.refusal.of(index)
        chance = float(mean_chance(reached, chances.spread[index], refusal) @ weight)
        if term == "visa" and chances.refusal.share[index] > 0:
            adds = float(logit(chance) - logit(steps[-1].interview_probability))
        steps.append(Step(term, adds, chance))
    return tuple(steps)
