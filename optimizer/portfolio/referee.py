"""The referee: value, money and limits of a list, computed from their definitions.

It shares no code with the solver: the value is the expectation of the best offer, program by program in order
of utility, where the solver works with sums of logarithms; fees are added tier by tier.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from optimizer.arrays import FloatArray, IntArray
from optimizer.errors import BadInput, Fault, RefereeDisagreement
from optimizer.portfolio.attendance import no_offer
from optimizer.portfolio.outcome import Solved
from optimizer.portfolio.problem import BUDGET, FORBIDDEN, REQUIRED, FeeSchedule, Problem

TOLERANCE = 1e-6
"""Slack, relative to the size of a limit's coefficients, below which a limit counts as kept."""


def evaluate(problem: Problem, mode: npt.ArrayLike) -> float:
    """Value of a list: the expected utility of the best offer, or its mean over the worst scenarios, less charges.

    Parameters
    ----------
    problem : Problem
    mode : int array, shape (programs,)
        Mode of each application, -1 = do not apply.

    Returns
    -------
    float
        Between 0 and the largest utility, less what the list's applications are charged.

    Raises
    ------
    BadInput
        `mode` has the wrong shape or names a mode that doesn't exist.
    """
    mode = _checked_mode(problem, mode)
    applied = np.flatnonzero(mode >= 0)
    best_first = applied[np.argsort(-problem.utility[applied], kind="stable")]
    chance = problem.offer_chance[best_first, mode[best_first]]
    no_offer_after = np.cumprod(1.0 - chance, axis=0)
    no_offer_before = np.vstack([np.ones(problem.shape[2]), no_offer_after[:-1]])[: best_first.size]
    value = problem.utility[best_first] @ (no_offer_before * chance)
    charged = 0.0 if problem.charge is None else float(problem.charge[applied, mode[applied]].sum())
    return mean_of_worst(value, problem.scenario_weight, problem.worst_share) - charged


def mean_of_worst(value: FloatArray, weight: FloatArray, share: float) -> float:
    """Mean over the worst scenarios that make up a share of the weight, the last of them in part."""
    return float(weight_of_worst(value, weight, share) @ value)


def weight_of_worst(value: FloatArray, weight: FloatArray, share: float) -> FloatArray:
    """Weights, sum 1, that are left of the scenarios' own when only the worst count; see `mean_of_worst`."""
    if share == 1:
        return weight
    worst_first = np.argsort(value, kind="stable")
    before = np.concatenate([[0.0], np.cumsum(weight[worst_first])[:-1]])
    counted = np.empty_like(weight)
    counted[worst_first] = np.clip(share - before, 0.0, weight[worst_first]) / share
    return counted


def match_probability(problem: Problem, mode: npt.ArrayLike) -> float:
    """Chance of at least one offer, in [0, 1], of what can be attended; arguments and errors as for `evaluate`."""
    return float(problem.scenario_weight @ (1.0 - unmatched(problem, mode)))


def unmatched(problem: Problem, mode: npt.ArrayLike) -> FloatArray:
    """Chance of no offer of what can be attended, shape (scenarios,); arguments and errors as for `evaluate`."""
    mode = _checked_mode(problem, mode)
    applied, attendance = np.flatnonzero(mode >= 0), problem.attendance
    chance = problem.offer_chance[applied, mode[applied]]
    if attendance is None or applied.size <= attendance.most:
        return np.asarray(np.prod(1.0 - chance, axis=0))
    return no_offer(chance, attendance.offer_if_attended[applied], attendance.most)


def _any_offer(problem: Problem, mode: IntArray) -> float:
    """Chance of at least one offer if everything could be attended."""
    applied = np.flatnonzero(mode >= 0)
    none = np.prod(1.0 - problem.offer_chance[applied, mode[applied]], axis=0)
    return float(problem.scenario_weight @ (1.0 - none))


def spend(problem: Problem, mode: npt.ArrayLike) -> float:
    """Dollars that a list costs, fees and costs together; arguments and errors as for `evaluate`."""
    applied = _checked_mode(problem, mode) >= 0
    dollars = 0.0 if problem.cost is None else float(problem.cost[applied].sum())
    return dollars + sum(fee_total(fee, int((applied & fee.members).sum())) for fee in problem.fees)


def fee_total(fee: FeeSchedule, applications: int) -> float:
    """Dollars that one schedule charges for a number of applications."""
    dollars = fee.flat if applications else 0.0
    ends = [start - 1 for start, _ in fee.tiers[1:]] + [applications]
    for (start, rate), end in zip(fee.tiers, ends, strict=False):
        free = max(start - 1, fee.flat_covers)
        dollars += rate * max(min(end, applications) - free, 0)
    return dollars


def violations(problem: Problem, mode: npt.ArrayLike) -> tuple[str, ...]:
    """Names of all that a list breaks: limits, "budget", "required", "forbidden"; empty where nothing is.

    Arguments and errors as for `evaluate`.
    """
    mode = _checked_mode(problem, mode)
    applied = np.flatnonzero(mode >= 0)
    broken = []
    if (mode[problem.required] < 0).any():
        broken.append(REQUIRED)
    if (mode[problem.forbidden] >= 0).any():
        broken.append(FORBIDDEN)
    for limit in problem.limits:
        used = float(limit.coefficient[applied, mode[applied]].sum())
        if not limit.minimum <= used <= limit.maximum:
            slack = TOLERANCE * max(1.0, float(np.abs(limit.coefficient).max()))
            if not limit.minimum - slack <= used <= limit.maximum + slack:
                broken.append(limit.name)
    if problem.budget is not None and spend(problem, mode) > problem.budget + TOLERANCE * max(1.0, problem.budget):
        broken.append(BUDGET)
    return tuple(broken)


def confirm(problem: Problem, solved: Solved) -> Solved:
    """The answer with the referee's own figures, if it agrees with all of it.

    The solver's match probability is that of everything attended; what can't be is taken off here.

    Raises
    ------
    RefereeDisagreement
        A limit is broken, a figure differs from the referee's, or the value is above the bound.
    """
    scale = float(problem.utility.max())
    if problem.charge is not None:
        scale = max(scale, float(problem.charge.max()))
    value, any_offer = evaluate(problem, solved.mode), _any_offer(problem, solved.mode)
    dollars = spend(problem, solved.mode)
    others = (
        Claim("match_probability", solved.match_probability, any_offer, TOLERANCE),
        Claim("spend", solved.spend, dollars, TOLERANCE * max(1.0, dollars)),
    )
    bound = confirmed_bound(solved, value, scale, violations(problem, solved.mode), others)
    matched = match_probability(problem, solved.mode)
    return replace(solved, value=value, bound=bound, match_probability=matched, spend=dollars)


class Claimed(Protocol):
    """What an answer claims of lists: their value, and what no others exceed."""

    @property
    def value(self) -> float:
        """Of the lists."""

    @property
    def bound(self) -> float:
        """Of all lists."""


class Claim(NamedTuple):
    """A figure as it was claimed, as the referee finds it, and how far the one may be from the other."""

    name: str
    claimed: float
    found: float
    tolerance: float


def confirmed_bound(
    answer: Claimed, value: float, scale: float, broken: Sequence[str], others: Sequence[Claim] = ()
) -> float:
    """The bound of an answer that the referee agrees with in all, not below the referee's value.

    Parameters
    ----------
    answer : Claimed
    value : float
        The referee's.
    scale : float
        The largest value that there can be.
    broken : sequence of str
        Names of the limits that the answer breaks.
    others : sequence of Claim
        Other figures of the answer.

    Raises
    ------
    RefereeDisagreement
        A limit is broken, a figure differs from the referee's, or the value is above the bound.
    """
    claims = (
        Claim("value", answer.value, value, TOLERANCE * scale),
        *others,
        Claim("bound", min(answer.bound, value), value, TOLERANCE * scale),
    )
    faults = [
        Fault(f"the solver's figure is not the referee's {one.found!r}", one.name, one.claimed, "the same figure")
        for one in claims
        if not abs(one.claimed - one.found) <= one.tolerance
    ]
    faults += [Fault("the list breaks a limit", name) for name in broken]
    if faults:
        raise RefereeDisagreement(faults)
    return max(answer.bound, value)


def _checked_mode(problem: Problem, mode: npt.ArrayLike) -> IntArray:
    programs, modes, _ = problem.shape
    allowed = f"{programs} whole numbers from -1 to {modes - 1}"
    try:
        array = np.asarray(mode)
    except ValueError:
        array = np.zeros((0, 0))
    if array.shape != (programs,) or not np.issubdtype(array.dtype, np.integer):
        found = f"{array.dtype} of shape {array.shape}"
        raise BadInput(Fault("is not a list of modes", "mode", found, allowed, "Give one mode a program"))
    wrong = np.flatnonzero((array < -1) | (array >= modes))
    if wrong.size:
        index = int(wrong[0])
        raise BadInput(Fault("is no mode", f"mode[{index}]", int(array[index]), allowed, "Give an existing mode"))
    return array.astype(np.int64)
