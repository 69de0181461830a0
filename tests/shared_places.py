"""Small problems that share places, and every choice of lists for all of them."""

from itertools import product

import numpy as np
from scipy import sparse

from optimizer.arrays import FloatArray, IntArray
from optimizer.portfolio import Aim, Limit, Member, Model, Problem
from tests.oracle import all_lists, allowed, values_of


def small_problem(rng: np.random.Generator, **fields: object) -> Problem:
    """Three programs, two modes, two scenarios, at most two of them."""
    chance = rng.random((3, 2, 2)) * 0.6
    chance[:, 1] = np.minimum(chance[:, 0] * 1.7, 1.0)
    given: dict[str, object] = {
        "limits": (Limit("count", np.ones(3), maximum=2),),
        "worst_share": float(rng.choice([1.0, 1.0, 0.4])),
    }
    return Problem(chance, np.array([0.4, 0.6]), rng.choice([0.3, 0.7, 1.0], 3), **(given | fields))  # type: ignore[arg-type]


def one_place_a_program(kind: str) -> sparse.csr_matrix:
    """Applications, shape (programs * modes), that take the program's only place: all, or those with a signal."""
    taken = np.ones(6) if kind == "applying" else np.tile([0.0, 1.0], 3)
    return sparse.csr_matrix((taken, (np.arange(6), np.repeat(np.arange(3), 2))), (6, 3))


def members_of(problems: list[Problem], kind: str) -> list[Member]:
    uses = one_place_a_program(kind)
    return [Member(Model.of(problem).relaxed(gap=1e-6, time_limit_s=10.0), uses) for problem in problems]


def possible_lists(problem: Problem) -> tuple[IntArray, FloatArray]:
    lists = all_lists(problem)
    lists = lists[allowed(problem, lists)]
    return lists, values_of(problem, lists)


def best_by_enumeration(members: list[Member], capacity: FloatArray, aim: Aim) -> float:
    each = [possible_lists(member.model.problem) for member in members]
    used = [np.array([member.used(mode) for mode in lists]) for member, (lists, _) in zip(members, each, strict=True)]
    best = -np.inf
    for chosen in product(*(range(len(lists)) for lists, _ in each)):
        taken = sum(own[k] for own, k in zip(used, chosen, strict=True))
        if (taken <= capacity).all():
            best = max(best, aim.of(np.array([values[k] for (_, values), k in zip(each, chosen, strict=True)])))
    return best
