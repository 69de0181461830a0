"""Why this program, why not that one, what a limit costs: answered by solving again, or by bounds where they do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from optimizer.errors import Fault
from optimizer.portfolio.checks import refuse
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
        The loss in value lies between them, both >= 0; `most` is inf where no list is possible that way, or nothing
        better is known.
    solved : bool
        True: the loss comes from solving again (to the gap). False: bounds alone answer.
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
    side : str
        "minimum" (lowered by a unit) or "maximum" (raised by one).
    unit : float
        1 for limits, dollars for the budget.
    gain : float
        In value, >= 0 (to the gap).
    """

    limit: str
    side: str
    unit: float
    gain: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Answers for programs and for binding limits."""

    programs: tuple[Swap, ...]
    limits: tuple[LimitWorth, ...]


def explain(
    problem: Problem,
    solved: Solved,
    programs: Iterable[int] | None = None,
    *,
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
    gap : float
        As for `solve`; losses smaller than it can't be told from none.
    time_limit_s : float
        Wall-clock seconds for each solve.

    Raises
    ------
    BadInput
        A program that doesn't exist.
    """
    count = problem.shape[0]
    asked = None if programs is None else list(programs)
    refuse(
        [
            Fault("is no program's index", f"programs[{k}]", program, f"0 to {count - 1}", "Give an existing program")
            for k, program in enumerate(asked or ())
            if not 0 <= program < count
        ]
    )
    _, model = Model.of(problem).solve_and_keep(gap=gap, time_limit_s=time_limit_s)
    chosen = np.flatnonzero(solved.mode >= 0).tolist()
    to_solve = set(chosen if asked is None else asked)
    answered = range(count) if asked is None else asked
    bounds = _bounds(problem, solved, model)
    swaps = tuple(
        bounds[program]
        if program not in to_solve or bounds[program].most - bounds[program].least <= gap * _highest(problem)
        else _solved_swap(model, solved, bounds[program], gap, time_limit_s)
        for program in answered
    )
    return Explanation(swaps, tuple(_limit_worths(model, solved, gap, time_limit_s)))


def _highest(problem: Problem) -> float:
    return max(float(problem.utility.max()), 1e-300)


def _bounds(problem: Problem, solved: Solved, model: Model) -> list[Swap]:
    """For every program what the prices of the relaxation and a list without it say."""
    chosen = solved.mode >= 0
    least = np.zeros(chosen.size)
    if model.near is not None:
        regret, stay_out = model.near.regret(model.region.required)
        against = np.where(chosen[model.order], stay_out, regret.min(axis=1))
        least[model.order] = solved.value - (model.near.bound - against) * _highest(problem)
    marginal = marginal_values(problem, solved.mode)
    return [
        Swap(
            program=int(program),
            chosen=bool(chosen[program]),
            least=max(float(least[program]), 0.0),
            most=_most(problem, solved, int(program), float(marginal[program])),
            solved=False,
        )
        for program in range(chosen.size)
    ]


def _most(problem: Problem, solved: Solved, program: int, marginal: float) -> float:
    """An upper bound on the loss: the list less the program, where that keeps every limit."""
    if solved.mode[program] < 0:
        return np.inf
    without = solved.mode.copy()
    without[program] = -1
    return np.inf if violations(problem, without) else max(marginal, 0.0)


def _solved_swap(model: Model, solved: Solved, bounds: Swap, gap: float, time_limit_s: float) -> Swap:
    problem = model.problem
    if bounds.chosen:
        changed = model.changed(forbidden=np.append(problem.forbidden, bounds.program))
    else:
        changed = model.changed(required=np.append(problem.required, bounds.program))
    outcome, _ = changed.solve_and_keep(gap=gap, time_limit_s=time_limit_s)
    if isinstance(outcome, Solved):
        before, after = set(np.flatnonzero(solved.mode >= 0)), set(np.flatnonzero(outcome.mode >= 0))
        loss = max(solved.value - outcome.value, 0.0)
        leaves, enters = tuple(int(k) for k in sorted(before - after)), tuple(int(k) for k in sorted(after - before))
        return Swap(
            bounds.program,
            bounds.chosen,
            min(loss, max(solved.value - outcome.bound, 0.0)),
            loss,
            True,
            True,
            leaves,
            enters,
        )
    if isinstance(outcome, Infeasible):
        return replace(bounds, least=np.inf, most=np.inf, solved=True, possible=False)
    return bounds


def _limit_worths(model: Model, solved: Solved, gap: float, time_limit_s: float) -> Iterator[LimitWorth]:
    problem = model.problem
    applied = np.flatnonzero(solved.mode >= 0)
    for limit in problem.limits:
        used = float(limit.coefficient[applied, solved.mode[applied]].sum())
        for side, eased in (
            ("minimum", Limit(limit.name, limit.coefficient, limit.minimum - 1, limit.maximum)),
            ("maximum", Limit(limit.name, limit.coefficient, limit.minimum, limit.maximum + 1)),
        ):
            if abs(used - getattr(limit, side)) < 1:
                limits = tuple(eased if other is limit else other for other in problem.limits)
                outcome, _ = model.changed(limits=limits).solve_and_keep(gap=gap, time_limit_s=time_limit_s)
                yield LimitWorth(limit.name, side, 1.0, _gain(outcome, solved))
    if problem.budget is not None:
        more = model.changed(budget=problem.budget + BUDGET_STEP_DOLLARS)
        outcome, _ = more.solve_and_keep(gap=gap, time_limit_s=time_limit_s)
        yield LimitWorth(BUDGET, "maximum", BUDGET_STEP_DOLLARS, _gain(outcome, solved))


def _gain(outcome: Outcome, solved: Solved) -> float:
    return max(outcome.value - solved.value, 0.0) if isinstance(outcome, Solved) else 0.0
