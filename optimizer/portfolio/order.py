"""An order of programs that depends on what they are, not on where they stand; and which of those alike are chosen."""

import numpy as np

from optimizer.arrays import FloatArray, IntArray
from optimizer.portfolio.problem import Problem

_AT_A_TIME = 500


def canonical_order(problem: Problem) -> IntArray:
    """Programs by utility, highest first, then by a fingerprint of everything that the problem knows of them."""
    everyone = np.arange(problem.shape[0])
    # Some at a time: with hundreds of limits the facts of all together take as much memory as the problem itself.
    parts = np.array_split(everyone, -(-everyone.size // _AT_A_TIME))
    fingerprint = np.concatenate([_fingerprint(_facts(problem, part)) for part in parts])
    return np.lexsort((fingerprint, -problem.utility)).astype(np.int64)


def earliest_of_the_alike(problem: Problem, mode: IntArray) -> IntArray:
    """The same list, with the earliest of programs alike in everything applied to, in their highest modes.

    Parameters
    ----------
    problem : Problem
    mode : int array, shape (programs,)
        Mode of each application, -1 = do not apply.
    """
    one_chance = problem.offer_chance[:, 0, 0]
    _, same, count = np.unique(one_chance, return_inverse=True, return_counts=True)
    applied = np.bincount(same, weights=mode >= 0, minlength=count.size) > 0
    perhaps_alike = np.flatnonzero(((count > 1) & applied)[same])
    if not perhaps_alike.size:
        return mode
    facts = _facts(problem, perhaps_alike)
    place = np.argsort(_fingerprint(facts), kind="stable")
    another = (np.diff(facts[place], axis=0) != 0).any(axis=1)
    group = np.concatenate([[0], np.cumsum(another)])[: place.size]
    own = mode[perhaps_alike[place]]
    settled = mode.copy()
    settled[perhaps_alike[place]] = own[np.lexsort((-own, group))]
    return settled


def groups_of_the_alike(problem: Problem) -> IntArray:
    """A number for each program, shape (programs,): the same for programs alike in everything the problem knows."""
    facts = _facts(problem, np.arange(problem.shape[0]))
    return np.asarray(np.unique(facts, axis=0, return_inverse=True)[1].reshape(-1), dtype=np.int64)


def _facts(problem: Problem, programs: IntArray) -> FloatArray:
    """One row for each of some programs with all that is known of it."""
    locks = np.column_stack([np.isin(programs, problem.required), np.isin(programs, problem.forbidden)])
    cost = np.zeros(programs.size) if problem.cost is None else problem.cost[programs]
    return np.hstack(
        [
            problem.offer_chance[programs].reshape(programs.size, problem.shape[1] * problem.shape[2]),
            np.column_stack([problem.utility[programs], cost, locks]),
            *(limit.coefficient[programs] for limit in problem.limits),
            *(fee.members[programs, None] for fee in problem.fees),
            *([] if problem.charge is None else [problem.charge[programs]]),
        ]
    )


def _fingerprint(facts: FloatArray) -> FloatArray:
    """A number for each row that tells different rows apart; each row is summed on its own, wherever it stands."""
    multiplier = np.random.default_rng(0).random(facts.shape[1])
    return np.asarray((facts * multiplier).sum(axis=1))
