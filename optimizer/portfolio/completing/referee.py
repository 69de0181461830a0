"""The referee of two lists: worth and chances from their definitions, and limits.

It shares no code with the search: chances are multiplied offer by offer, best goal first, where the search works with
sums of logarithms by level of utility.
"""

from dataclasses import replace

import numpy as np

from optimizer.arrays import FloatArray, IntArray
from optimizer.portfolio.completing.outcome import Completed, CompletionChances
from optimizer.portfolio.completing.problem import CompletionProblem
from optimizer.portfolio.referee import confirmed_bound, spend, violations


def evaluate_completion(completion: CompletionProblem, mode: IntArray) -> float:
    """Expected utility of the best offer that counts.

    Parameters
    ----------
    completion : CompletionProblem
    mode : int array, shape (programs,)
        Mode of each application, -1 = do not apply.
    """
    problem = completion.problem
    goals = np.flatnonzero((mode >= 0) & ~completion.complement)
    best_first = goals[np.argsort(-problem.utility[goals], kind="stable")]
    complement = _any_complement(completion, mode)
    value = np.zeros(problem.shape[2])
    for share, counts in ((1.0 - complement, 1.0 - completion.needs), (complement, np.ones_like(completion.needs))):
        nothing_better = np.ones(problem.shape[2])
        for program in best_first:
            offered = problem.offer_chance[program, mode[program]] * counts[program]
            value += share * nothing_better * offered * problem.utility[program]
            nothing_better = nothing_better * (1.0 - offered)
    return float(problem.scenario_weight @ value)


def completion_chances(completion: CompletionProblem, mode: IntArray) -> CompletionChances:
    """Chances of an offer that counts, of a goal's, and of a complement's; arguments as above."""
    problem = completion.problem
    goals = np.flatnonzero((mode >= 0) & ~completion.complement)
    chance = problem.offer_chance[goals, mode[goals]]
    goal = 1.0 - np.prod(1.0 - chance, axis=0)
    alone = 1.0 - np.prod(1.0 - chance * (1.0 - completion.needs[goals])[:, None], axis=0)
    complement = _any_complement(completion, mode)
    complete = (1.0 - complement) * alone + complement * goal
    weight = problem.scenario_weight
    return CompletionChances(float(weight @ complete), float(weight @ goal), float(weight @ complement))


def _any_complement(completion: CompletionProblem, mode: IntArray) -> FloatArray:
    """Chance in each scenario of an offer of a complement."""
    chosen = np.flatnonzero((mode >= 0) & completion.complement)
    return np.asarray(1.0 - np.prod(1.0 - completion.problem.offer_chance[chosen, mode[chosen]], axis=0))


def confirm_completion(completion: CompletionProblem, claimed: Completed) -> Completed:
    """The answer with the referee's own figures, if it agrees with all of it.

    Raises
    ------
    RefereeDisagreement
        A limit is broken, the value differs from the referee's, or is above the bound.
    """
    value, broken = evaluate_completion(completion, claimed.mode), violations(completion.problem, claimed.mode)
    return replace(
        claimed,
        value=value,
        bound=confirmed_bound(claimed, value, completion.unit_of_value, broken),
        chances=completion_chances(completion, claimed.mode),
        spend=spend(completion.problem, claimed.mode),
    )
