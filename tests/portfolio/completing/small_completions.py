"""Small problems of two lists, and every pair of lists by plain counting."""

from dataclasses import replace
from itertools import product

import numpy as np
import numpy.typing as npt

from optimizer.portfolio.completing import CompletionProblem
from tests.strategies import random_problem


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
