"""Why this program, why not that one, what a limit costs: answered by solving again, or by bounds where they do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from optimizer.arrays import FloatArray
from optimizer.errors import Fault
from optimizer.portfolio.checks import program_indices, refuse
from optimizer.portfolio.marginal import marginal_values
from optimizer.portfolio.model import Model
from optimizer.portfolio.outcome import Infeasible, Outcome, Solved
from optimizer.portfolio.problem import BUDGET, Limit, Problem
from optimizer.portfolio.referee import violations

BUDGET_STEP_DOLLARS = 100.0


@dataclass(frozen=True, slots=True)
class Swap:
    """What one program means for the list.

    Attributes
    ----------
    program : int
    chosen : bool
        Whether it is on the list. If so, the question is what is lost without it; else, what forcing it in costs.
    least, most : float
        The loss in value lies between them, both >= 0. `most` is inf where nothing better is known; both are inf where
        no list is possible that way.
    solved : bool
        True: the loss comes from solving again, and `most - least` is within the gap. False: bounds alone answer.
    possible : bool or None
        Whether there is a list that way; None where it was not solved.
    leaves, enters : tuple of int
        Programs that leave and enter the list in the new solution; empty where it was not solved.
    """

    program: int
    chosen: bool
    least: float
    most: float
    solved: bool
    possible: bool | None = None
    leaves: tuple[int, ...] = ()
    enters: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LimitWorth:
    """What one unit more of a binding limit would bring.

    Attributes
    ----------
    limit : str
        Name, or "budget".
    side : {"minimum", "maximum"}
        A minimum is lowered by a unit, a maximum raised by one.
    unit : float
        1 for limits, `BUDGET_STEP_DOLLARS` for the budget.
    gain, most : float
        In value, >= 0: what the best list found gains, and what no list exceeds.
    solved : bool
        True: from solving again. False: the limit's price shows that the gain is within the gap.
    """

    limit: str
    side: Literal["minimum", "maximum"]
    unit: float
    gain: float
    most: float
    solved: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """Answers for programs, ascending, and for binding limits: those within a unit of a side, and the budget."""

    programs: tuple[Swap, ...]
    limits: tuple[LimitWorth, ...]


def explain(
    problem: Problem,
    solved: Solved,
    programs: Iterable[int] | None = None,
    *,
    limits: bool = True,
    gap: float = 1e-4,
    time_limit_s: float = 10.0,
) -> Explanation:
    """What each program of a list is worth, what others would cost, and what each binding limit holds back.

    Parameters
    ----------
    problem : Problem
    solved : Solved
        Its solution.
    programs : iterable of int or None
        Programs to answer for by solving again, wherever bounds don't settle it. None answers for the whole list that
        way, and for all other programs by bounds only.
    limits : bool
        Whether to answer for binding limits too.
    gap : float
        As for `solve`; losses and gains smaller than it can't be told from none.
    time_limit_s : float
        Wall-clock seconds for each solve.

    Raises
    ------
    BadInput
        A program that doesn't exist; and as for `solve`.
    """
    faults: list[Fault] = []
    asked = None if programs is None else program_indices(list(programs), "programs", problem.shape[0], faults)
    refuse(faults)
    model = Model.of(problem).relaxed(gap=gap, time_limit_s=time_limit_s)
    answered = np.arange(problem.shape[0]) if asked is None else asked
    to_solve = solved.mode >= 0 if asked is None else np.ones(problem.shape[0], dtype=bool)
    least, marginal = _least_losses(model, solved), marginal_values(problem, solved.mode)
    swaps = []
    for program in answered.tolist():
        swap = _by_bounds(problem, solved, program, float(least[program]), float(marginal[program]))
        if to_solve[program] and not swap.most - swap.least <= gap * model.highest:
            swap = _solved_again(model, solved, swap, gap, time_limit_s)
        swaps.append(swap)
    worths = tuple(_limit_worths(model, solved, gap, time_limit_s)) if limits else ()
    return Explanation(tuple(swaps), worths)


def _least_losses(model: Model, solved: Solved) -> FloatArray:
    """What changing each program's fate loses at least, by the prices of the relaxation; shape (programs,)."""
    least = np.zeros(solved.mode.size)
    if model.near is not None:
        regret, stay_out = model.near.regret(model.region.required)
        regretted = np.where(solved.mode[model.order] >= 0, stay_out, regret.min(axis=1))
        least[model.order] = solved.value - (model.near.bound - regretted) * model.highest
    return np.maximum(least, 0.0)


def _by_bounds(problem: Problem, solved: Solved, program: int, least: float, marginal: float) -> Swap:
    """The list less the program bounds the loss from above, where it keeps every limit."""
    chosen = bool(solved.mode[program] >= 0)
    without = np.where(np.arange(solved.mode.size) == program, -1, solved.mode)
    most = max(marginal, least) if chosen and not violations(problem, without) else np.inf
    return Swap(program, chosen, least, most, solved=False)


def _solved_again(model: Model, solved: Solved, bounds: Swap, gap: float, time_limit_s: float) -> Swap:
    problem = model.problem
    changed = (
        model.changed(forbidden=np.append(problem.forbidden, bounds.program))
        if bounds.chosen
        else model.changed(required=np.append(problem.required, bounds.program))
    )
    outcome, _ = changed.solve_and_keep(gap=gap, time_limit_s=time_limit_s)
    if isinstance(outcome, Infeasible):
        return replace(bounds, least=np.inf, most=np.inf, solved=True, possible=False)
    if not isinstance(outcome, Solved):
        return bounds
    before, after = solved.mode >= 0, outcome.mode >= 0
    most = max(solved.value - outcome.value, 0.0)
    return replace(
        bounds,
        least=min(max(solved.value - outcome.bound, 0.0), most),
        most=most,
        solved=True,
        possible=True,
        leaves=tuple(np.flatnonzero(before & ~after).tolist()),
        enters=tuple(np.flatnonzero(after & ~before).tolist()),
    )


def _limit_worths(model: Model, solved: Solved, gap: float, time_limit_s: float) -> Iterator[LimitWorth]:
    problem = model.problem
    applied = np.flatnonzero(solved.mode >= 0)
    for row, limit in enumerate(problem.limits):
        used = float(limit.coefficient[applied, solved.mode[applied]].sum())
        price = 0.0 if model.near is None else model.near.price[row] * model.highest
        sides: tuple[tuple[Literal["minimum", "maximum"], float, Limit, float], ...] = (
            ("minimum", used - limit.minimum, replace(limit, minimum=limit.minimum - 1), -price),
            ("maximum", limit.maximum - used, replace(limit, maximum=limit.maximum + 1), price),
        )
        for side, left, eased, rise in sides:
            if left >= 1:
                continue
            most = np.inf if model.near is None else model.near.bound * model.highest + max(rise, 0.0) - solved.value
            if most <= gap * model.highest:
                yield LimitWorth(limit.name, side, 1.0, 0.0, max(most, 0.0), solved=False)
            else:
                limits = tuple(eased if other is limit else other for other in problem.limits)
                outcome, _ = model.changed(limits=limits).solve_and_keep(gap=gap, time_limit_s=time_limit_s)
                yield _worth(limit.name, side, 1.0, outcome, solved)
    if problem.budget is not None:
        more = model.changed(budget=problem.budget + BUDGET_STEP_DOLLARS)
        outcome, _ = more.solve_and_keep(gap=gap, time_limit_s=time_limit_s)
        yield _worth(BUDGET, "maximum", BUDGET_STEP_DOLLARS, outcome, solved)


def _worth(name: str, side: Literal["minimum", "maximum"], unit: float, outcome: Outcome, solved: Solved) -> LimitWorth:
    """The gain of a solve with a limit eased; a list that kept the limit before keeps it still."""
    value = outcome.value if isinstance(outcome, Solved) else solved.value
    bound = np.inf if isinstance(outcome, Infeasible) else outcome.bound
    gain = max(value - solved.value, 0.0)
    return LimitWorth(name, side, unit, gain, max(bound - solved.value, gain), solved=isinstance(outcome, Solved))
