"""Small problems of two lists, and every pair of lists by plain counting."""

from dataclasses import replace
from functools import cache
from itertools import combinations, product

import numpy as np
import numpy.typing as npt

from optimizer.portfolio import FeeSchedule, Problem
from optimizer.portfolio.completing import CompletionProblem
from tests.strategies import random_problem

FEES = ((1, 11.0), (4, 30.0))
DOLLARS = (0.0, 11.0, 22.0, 33.0, 63.0, 93.0)
"""What so many applications cost, up to the most that 120 dollars buy."""


def random_completion(seed: int) -> CompletionProblem:
    """Up to six programs, any of which may be complements, any share of whose offers may need one."""
    rng = np.random.default_rng(seed)
    problem = replace(random_problem(seed), worst_share=1.0, charge=None)
    programs = problem.shape[0]
    kind = rng.random()
    needs = rng.random(programs) if kind < 0.4 else np.full(programs, 1.0 if kind < 0.7 else 0.8)
    return CompletionProblem(problem, rng.random(programs) < 0.4, np.where(rng.random(programs) < 0.2, 0.0, needs))


def value_by_outcomes(completion: CompletionProblem, mode: npt.NDArray[np.int64]) -> float:
    """Expected utility of the best offer that counts, over every combination of offers and of what they need."""
    problem = completion.problem
    applied = np.flatnonzero(mode >= 0)
    expected = 0.0
    for scenario, weight in enumerate(problem.scenario_weight):
        for outcome in product((0, 1, 2), repeat=applied.size):
            chance, completed, alone, beside = float(weight), False, 0.0, 0.0
            for program, result in zip(applied, outcome, strict=True):
                offer = float(problem.offer_chance[program, mode[program], scenario])
                needs = 1.0 if completion.complement[program] else float(completion.needs[program])
                chance *= (1.0 - offer, offer * needs, offer * (1.0 - needs))[result]
                if result and completion.complement[program]:
                    completed = True
                elif result:
                    worth = float(problem.utility[program])
                    beside = max(beside, worth)
                    alone = max(alone, worth) if result == 2 else alone
            expected += chance * (beside if completed else alone)
    return expected


def spread_completion(seed: int, *, luck: float, needs: float) -> CompletionProblem:
    """Fourteen goals and eight complements; what is a good year for goals is a bad one for complements.

    Parameters
    ----------
    seed : int
    luck : float
        Standard deviation, in log-odds, of what a year does to all chances.
    needs : float
        Share of a goal's offers that count beside a complement's only.
    """
    rng = np.random.default_rng(seed)
    is_complement = np.arange(22) >= 14
    own, shared = rng.normal(-1.5, 1.0, 22), rng.normal(size=6)
    odds = own[:, None, None] + luck * shared * np.where(is_complement, -1, 1)[:, None, None]
    fees = tuple(FeeSchedule(name, is_complement == kind, FEES) for name, kind in (("goals", False), ("others", True)))
    problem = Problem(1 / (1 + np.exp(-odds)), np.full(6, 1 / 6), np.ones(22), budget=120.0, fees=fees)
    return CompletionProblem(problem, is_complement, np.full(22, needs))


@cache
def best_of_spread(seed: int, *, luck: float, needs: float) -> float:
    """Value of the best of all pairs of lists that `spread_completion` can pay for, each by plain products."""
    completion = spread_completion(seed, luck=luck, needs=needs)
    offer = completion.problem.offer_chance[:, 0]

    def every(members: npt.NDArray[np.bool_]) -> list[list[int]]:
        numbers = np.flatnonzero(members).tolist()
        return [list(some) for size in range(len(DOLLARS)) for some in combinations(numbers, size)]

    def of_none(chance: npt.NDArray[np.float64], lists: list[list[int]]) -> npt.NDArray[np.float64]:
        return np.array([(1.0 - chance[some]).prod(axis=0) for some in lists])

    goals, complements = every(~completion.complement), every(completion.complement)
    no_complement = of_none(offer, complements)
    no_goal, no_goal_alone = of_none(offer, goals), of_none(offer * (1.0 - completion.needs)[:, None], goals)
    weight = completion.problem.scenario_weight
    value = ((1.0 - no_goal) @ weight)[:, None] - (weight * (no_goal_alone - no_goal)) @ no_complement.T
    dollars = np.array([[DOLLARS[len(first)] + DOLLARS[len(second)] for second in complements] for first in goals])
    return float(value[dollars <= completion.problem.budget].max())
