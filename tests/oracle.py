"""Every list of a small problem, judged from the definitions; shares no code with `optimizer.portfolio`."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise, product

import numpy as np

from optimizer.arrays import BoolArray, FloatArray, IntArray
from optimizer.portfolio import FeeSchedule, Problem

SLACK = 1e-8
"""Limits and money of the random problems are whole hundredths, so only rounding lies below this."""


@dataclass(frozen=True, slots=True)
class Best:
    """The best of all lists that a problem allows."""

    mode: IntArray
    value: float


def all_lists(problem: Problem) -> IntArray:
    """Every vector of modes, -1 among them, shape (lists, programs)."""
    programs, modes, _ = np.shape(problem.offer_chance)
    return np.array(list(product(range(-1, modes), repeat=programs)))


def best_list(problem: Problem) -> Best | None:
    """The list with the highest value, or None where none is allowed."""
    lists = all_lists(problem)
    lists = lists[allowed(problem, lists)]
    if not len(lists):
        return None
    values = values_of(problem, lists)
    return Best(lists[values.argmax()], float(values.max()))


def is_possible(problem: Problem) -> bool:
    """Whether any list is allowed."""
    return bool(allowed(problem, all_lists(problem)).any())


def smallest_joint_change(problem: Problem) -> float:
    """The least sum of changes that lets a list in, in shares of the limits' bounds (of 1 where a bound is less)."""
    lists = all_lists(problem)
    lists = lists[allowed(only(problem, ()), lists)]
    total = np.zeros(len(lists))
    for limit in problem.limits:
        used = _per_list(limit.coefficient[:, :, None], lists).sum(axis=(1, 2))
        for short, bound in ((limit.minimum - used, limit.minimum), (used - limit.maximum, limit.maximum)):
            if np.isfinite(bound):
                total += np.maximum(short, 0.0) / max(abs(bound), 1.0)
    if problem.budget is not None:
        total += np.maximum(dollars_of(problem, lists) - problem.budget, 0.0) / max(problem.budget, 1.0)
    return float(total.min())


def only(problem: Problem, names: tuple[str, ...]) -> Problem:
    """The problem with no limits but the named ones; "budget" is one."""
    return replace(
        problem,
        limits=tuple(limit for limit in problem.limits if limit.name in names),
        budget=problem.budget if "budget" in names else None,
    )


def values_of(problem: Problem, lists: IntArray) -> FloatArray:
    """Expected utility of the best offer, or its mean over the worst share of scenarios, less charges.

    In each scenario it is the integral over t of the chance that an offer is worth more than t.
    """
    chance = _per_list(problem.offer_chance, lists)
    total = np.zeros((len(lists), len(problem.scenario_weight)))
    thresholds = [0.0, *sorted(set(problem.utility.tolist()) - {0.0})]
    for below, above in pairwise(thresholds):
        good_enough = problem.utility >= above
        none_of_them = np.prod(1.0 - chance[:, good_enough, :], axis=1)
        total += (above - below) * (1.0 - none_of_them)
    worth = np.array([_mean_of_worst(problem, by_scenario) for by_scenario in total])
    return worth if problem.charge is None else worth - _per_list(problem.charge[:, :, None], lists).sum(axis=(1, 2))


def _mean_of_worst(problem: Problem, by_scenario: FloatArray) -> float:
    """The highest, over levels, of the level less the mean shortfall below it per share that counts."""
    shortfall = np.maximum(by_scenario[:, None] - by_scenario, 0.0)
    return float((by_scenario - shortfall @ problem.scenario_weight / problem.worst_share).max())


def value_by_outcomes(problem: Problem, mode: IntArray) -> float:
    """Expected utility of the best offer, summed over every combination of offers of every scenario, less charges."""
    charge = np.zeros(problem.shape[:2]) if problem.charge is None else problem.charge
    charged = sum(float(charge[program, chosen]) for program, chosen in enumerate(mode) if chosen >= 0)
    return _mean_of_worst(problem, _expectations(problem, mode, lambda offers: max(offers, default=0.0) - charged))


def match_probability_by_outcomes(problem: Problem, mode: IntArray) -> float:
    """Chance of at least one offer, summed over every combination of offers of every scenario."""
    return float(_expectations(problem, mode, lambda offers: float(bool(offers))) @ problem.scenario_weight)


def _expectations(problem: Problem, mode: IntArray, of: Callable[[list[float]], float]) -> FloatArray:
    """Expectation in each scenario."""
    applied = [program for program, chosen in enumerate(mode) if chosen >= 0]
    total = np.zeros(len(problem.scenario_weight))
    for scenario in range(len(total)):
        for outcome in product((False, True), repeat=len(applied)):
            chance = 1.0
            for program, offered in zip(applied, outcome, strict=True):
                offer = float(problem.offer_chance[program, mode[program], scenario])
                chance *= offer if offered else 1.0 - offer
            offers = [float(problem.utility[p]) for p, yes in zip(applied, outcome, strict=True) if yes]
            total[scenario] += chance * of(offers)
    return total


def allowed(problem: Problem, lists: IntArray) -> BoolArray:
    """Which lists keep all limits, the budget and the locks."""
    applied = lists >= 0
    fits = np.ones(len(lists), dtype=bool)
    for program in problem.required:
        fits &= applied[:, program]
    for program in problem.forbidden:
        fits &= ~applied[:, program]
    for limit in problem.limits:
        used = _per_list(limit.coefficient[:, :, None], lists).sum(axis=(1, 2))
        fits &= (used >= limit.minimum - SLACK) & (used <= limit.maximum + SLACK)
    if problem.budget is not None:
        fits &= dollars_of(problem, lists) <= problem.budget + SLACK
    return fits


def dollars_of(problem: Problem, lists: IntArray) -> FloatArray:
    """What each list costs."""
    applied = lists >= 0
    dollars = np.zeros(len(lists))
    if problem.cost is not None:
        dollars += applied @ problem.cost
    for fee in problem.fees:
        bill = [sum(charges(fee, count)) for count in range(len(fee.members) + 1)]
        dollars += np.array(bill)[applied[:, fee.members].sum(axis=1)]
    return dollars


def charges(fee: FeeSchedule, applications: int) -> list[float]:
    """Every single charge of a schedule, the flat fee first."""
    charged = [fee.flat] if applications > 0 else []
    for number in range(1, applications + 1):
        rate = 0.0
        for start, dollars in fee.tiers:
            if start <= number:
                rate = dollars
        if number > fee.flat_covers:
            charged.append(rate)
    return charged


def _per_list(per_mode: FloatArray, lists: IntArray) -> FloatArray:
    """Entry of each program's chosen mode, 0 where it is left out; shape (lists, programs, ...)."""
    left_out = np.zeros((per_mode.shape[0], 1, per_mode.shape[2]))
    # Mode -1 takes the last entry.
    with_left_out = np.concatenate([per_mode, left_out], axis=1)
    return with_left_out[np.arange(per_mode.shape[0])[None, :], lists]
