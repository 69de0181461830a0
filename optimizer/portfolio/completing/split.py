"""Each of two lists beside the other, given one: a problem of a single list, with the same value.

Beside given complements, each scenario falls into two: there is an offer of a complement, or there is none. Beside
given goals, a complement is worth what it completes, in each scenario its own amount.
"""

from dataclasses import replace

import numpy as np

from optimizer.arrays import IntArray
from optimizer.portfolio.completing.exposure import Hazards
from optimizer.portfolio.completing.problem import CompletionProblem
from optimizer.portfolio.problem import Problem


def goals_beside(completion: CompletionProblem, mode: IntArray) -> Problem:
    """The goals as one list beside the complements of two lists.

    A list of it has the value that both lists have together.

    Parameters
    ----------
    completion : CompletionProblem
    mode : int array, shape (programs,)
        Of both lists.

    Returns
    -------
    Problem
        Of the same programs, fees and limits, with twice the scenarios: first those without an offer of a complement.
        Complements bring no offer in it.
    """
    problem = completion.problem
    complement = Hazards.of(completion).of_mode(mode).complement_chance
    chance = np.where(completion.complement[:, None, None], 0.0, problem.offer_chance)
    alone = chance * (1.0 - completion.needs)[:, None, None]
    weight = problem.scenario_weight
    return replace(
        problem,
        offer_chance=np.concatenate([alone, chance], axis=2),
        scenario_weight=np.concatenate([weight * (1.0 - complement), weight * complement]),
        utility=np.where(completion.complement, 0.0, problem.utility),
        attendance=None,
    )


def complements_beside(completion: CompletionProblem, mode: IntArray) -> Problem | None:
    """The complements as one list beside the goals of two lists; None where no goal needs one.

    Its value is what the complements add.

    Parameters
    ----------
    completion : CompletionProblem
    mode : int array, shape (programs,)
        Of both lists.
    """
    problem = completion.problem
    hazards = Hazards.of(completion)
    worth = problem.scenario_weight * (hazards.drop @ hazards.of_mode(mode).missing)
    total = float(worth.sum())
    if total <= 0:
        return None
    return replace(
        problem,
        offer_chance=np.where(completion.complement[:, None, None], problem.offer_chance, 0.0),
        scenario_weight=worth / total,
        utility=np.where(completion.complement, total * completion.unit_of_value, 0.0),
        attendance=None,
    )
