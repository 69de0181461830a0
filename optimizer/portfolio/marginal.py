"""What each application of a list adds to it."""

import numpy as np

from optimizer.arrays import FloatArray, IntArray
from optimizer.portfolio.problem import Problem
from optimizer.portfolio.referee import mean_of_worst, weight_of_worst


def marginal_values(problem: Problem, mode: IntArray) -> FloatArray:
    """Value that the list loses without each of its applications, nothing put in its place, and their charges saved.

    Parameters
    ----------
    problem : Problem
    mode : int array, shape (programs,)
        Mode of each application, -1 = do not apply.

    Returns
    -------
    array, shape (programs,)
        >= 0 where nothing is charged; 0 for programs that aren't applied to.
    """
    applied = np.flatnonzero(mode >= 0)
    best_first = applied[np.argsort(-problem.utility[applied], kind="stable")]
    chance = problem.offer_chance[best_first, mode[best_first]]
    utility = problem.utility[best_first]
    better_failed = np.cumprod(np.vstack([np.ones(problem.shape[2]), 1.0 - chance[:-1]]), axis=0)[: best_first.size]
    fallback = np.zeros(problem.shape[2])
    lost = np.zeros((problem.shape[0], problem.shape[2]))
    for rank in range(best_first.size - 1, -1, -1):
        lost[best_first[rank]] = better_failed[rank] * chance[rank] * (utility[rank] - fallback)
        fallback = chance[rank] * utility[rank] + (1.0 - chance[rank]) * fallback
    charged = np.zeros(problem.shape[0])
    if problem.charge is not None:
        charged[applied] = problem.charge[applied, mode[applied]]
    if problem.worst_share == 1:
        return np.asarray(lost @ problem.scenario_weight - charged)
    whole = mean_of_worst(fallback, problem.scenario_weight, problem.worst_share)
    marginal = np.zeros(problem.shape[0])
    for program in applied:
        without = mean_of_worst(fallback - lost[program], problem.scenario_weight, problem.worst_share)
        marginal[program] = max(whole - without, 0.0)
    return marginal - charged


def offer_values(problem: Problem, mode: IntArray) -> FloatArray:
    """Value of a sure offer from each program, beside a list without that program, scenario by scenario.

    The value of a list is linear in each program's chance: the list without it, and chance times this, less its charge.

    Parameters
    ----------
    problem : Problem
    mode : int array, shape (programs,)
        Mode of each application, -1 = do not apply.

    Returns
    -------
    array, shape (programs, scenarios)
        >= 0. Each scenario is weighted already, with a worst share by the weights that count for the list as it is.
    """
    applied = np.flatnonzero(mode >= 0)
    best_first = applied[np.argsort(-problem.utility[applied], kind="stable")]
    chance, utility = problem.offer_chance[best_first, mode[best_first]], problem.utility[best_first]
    no_better = np.cumprod(np.vstack([np.ones(problem.shape[2]), 1.0 - chance]), axis=0)
    fallback = np.zeros((best_first.size + 1, problem.shape[2]))
    for rank in range(best_first.size - 1, -1, -1):
        fallback[rank] = chance[rank] * utility[rank] + (1.0 - chance[rank]) * fallback[rank + 1]
    place = np.searchsorted(-utility, -problem.utility, side="left")
    below = place.copy()
    place[best_first] = np.arange(best_first.size)
    below[best_first] = place[best_first] + 1
    weight = weight_of_worst(fallback[0], problem.scenario_weight, problem.worst_share)
    return np.asarray(weight * no_better[place] * (problem.utility[:, None] - fallback[below]))
