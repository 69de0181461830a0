"""The referee of pairs: worth and chances of two lists, computed from their definitions, and limits of each.

It shares no code with the search: chances are multiplied offer by offer and place by place, where the search works
with sums of logarithms by group.
"""

from dataclasses import replace

import numpy as np

from optimizer.arrays import FloatArray, IntArray
from optimizer.portfolio.pairs.outcome import PairChances, PairSolved
from optimizer.portfolio.pairs.problem import NOWHERE, PairProblem
from optimizer.portfolio.referee import confirmed_bound, match_probability, spend, violations

Lists = tuple[IntArray, IntArray]


def evaluate_pair(problem: PairProblem, lists: Lists) -> float:
    """Expected worth of the best that comes of two lists.

    Parameters
    ----------
    problem : PairProblem
    lists : pair of int arrays, shape (programs,)
        Mode of the application to each program; -1 = do not apply.

    Returns
    -------
    float
        Between 0 and the largest utility.
    """
    utility = [one.utility for one in problem.problems]
    worths = sorted({*utility[0], *utility[1], *(problem.alone * one for own in utility for one in own)} - {0.0})
    value, below = 0.0, 0.0
    for worth in worths:
        reached = 1.0 - _nothing_worth(problem, lists, worth)
        value += (worth - below) * float(problem.weight @ reached)
        below = worth
    return value


def _nothing_worth(problem: PairProblem, lists: Lists, worth: float) -> FloatArray:
    """Chance in each scenario that nothing that comes of two lists is worth so much."""
    nothing = np.ones(problem.weight.size)
    for place in {NOWHERE, *problem.place[0].tolist(), *problem.place[1].tolist()}:
        neither, beside = np.ones(problem.weight.size), []
        for one, mode, where in zip(problem.problems, lists, problem.place, strict=True):
            here = np.flatnonzero((where == place) & (mode >= 0))
            chance = one.offer_chance[here, mode[here]]
            alone = problem.alone * one.utility[here] >= worth
            counts = (one.utility[here] >= worth) & ~alone
            neither = neither * np.prod(1.0 - chance[alone], axis=0)
            beside.append(1.0 - np.prod(1.0 - chance[counts], axis=0))
        if place != NOWHERE:
            neither = neither * (1.0 - beside[0] * beside[1])
        nothing = nothing * neither
    return nothing


def pair_chances(problem: PairProblem, lists: Lists) -> PairChances:
    """Chances that both have an offer in one place, both at all, at least one, and each; arguments as above."""
    scenarios = problem.weight.size
    none = [
        np.prod(1.0 - one.offer_chance[np.flatnonzero(mode >= 0), mode[mode >= 0]], axis=0)
        for one, mode in zip(problem.problems, lists, strict=True)
    ]
    apart = np.ones(scenarios)
    for place in {*problem.place[0].tolist()} & {*problem.place[1].tolist()} - {NOWHERE}:
        offered = np.ones(scenarios)
        for one, mode, where in zip(problem.problems, lists, problem.place, strict=True):
            here = np.flatnonzero((where == place) & (mode >= 0))
            offered = offered * (1.0 - np.prod(1.0 - one.offer_chance[here, mode[here]], axis=0))
        apart = apart * (1.0 - offered)
    weight = problem.weight
    return PairChances(
        together=float(weight @ (1.0 - apart)),
        both=float(weight @ ((1.0 - none[0]) * (1.0 - none[1]))),
        either=float(weight @ (1.0 - none[0] * none[1])),
        each=(
            match_probability(problem.problems[0], lists[0]),
            match_probability(problem.problems[1], lists[1]),
        ),
    )


def confirm_pair(problem: PairProblem, solved: PairSolved) -> PairSolved:
    """The answer with the referee's own figures, if it agrees with all of it.

    Raises
    ------
    RefereeDisagreement
        A limit is broken, the value differs from the referee's, or is above the bound.
    """
    value = evaluate_pair(problem, solved.lists)
    broken = [
        f"lists[{who}]: {name}"
        for who, (one, mode) in enumerate(zip(problem.problems, solved.lists, strict=True))
        for name in violations(one, mode)
    ]
    first, second = problem.problems
    return replace(
        solved,
        value=value,
        bound=confirmed_bound(solved, value, problem.unit_of_value, broken),
        chances=pair_chances(problem, solved.lists),
        spend=(spend(first, solved.lists[0]), spend(second, solved.lists[1])),
    )
