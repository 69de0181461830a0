"""Equally good lists: how much can change, and which lists differ most, without losing more than a given value."""

from dataclasses import dataclass

import numpy as np

from optimizer.arrays import BoolArray, FloatArray, IntArray
from optimizer.errors import Fault
from optimizer.portfolio.candidates import VALUE_UNIT
from optimizer.portfolio.checks import is_amount, refuse
from optimizer.portfolio.deadline import Deadline
from optimizer.portfolio.linear import LinearProgram, maximise, with_rows
from optimizer.portfolio.model import Model
from optimizer.portfolio.outcome import Solved
from optimizer.portfolio.problem import Problem
from optimizer.portfolio.referee import evaluate
from optimizer.portfolio.region import program_over


@dataclass(frozen=True, slots=True, eq=False)
class Alternative:
    """A list that differs from the solution and is nearly as good.

    Attributes
    ----------
    mode : int array, shape (programs,)
    value : float
        At least that of the solution less the loss that was allowed.
    leaves : int
        Programs of the solution that it does without.
    most_leaves : int or None
        No list within the loss does without more; known for the first alternative only. Equal to `leaves` unless the
        time ran out.
    """

    mode: IntArray
    value: float
    leaves: int
    most_leaves: int | None


def alternatives(
    problem: Problem,
    solved: Solved,
    *,
    loss: float,
    count: int = 1,
    gap: float = 1e-4,
    time_limit_s: float = 10.0,
) -> tuple[Alternative, ...]:
    """Lists that keep as few of the solution's programs as they can without losing more than a given value.

    The first says how many programs can change. Each further one keeps as few programs as it can of the solution and
    of the alternatives before it, all counted together.

    Parameters
    ----------
    problem : Problem
    solved : Solved
        Its solution.
    loss : float
        In value, >= 0.
    count : int
        How many lists at most; fewer come where there are no more.
    gap : float
        As for `solve`: the value may fall short of the solution's less the loss by gap times the largest utility.
    time_limit_s : float
        Wall-clock seconds for each list.

    Raises
    ------
    BadInput
        A loss that is negative or not finite.
    """
    if not is_amount(loss):
        refuse([Fault("is not an amount of value", "loss", loss, ">= 0 and finite", "Give a loss from 0")])
    model = Model.of(problem).relaxed(gap=gap, time_limit_s=time_limit_s)
    lists = [solved.mode >= 0]
    found: list[Alternative] = []
    while len(found) < count:
        alternative = _next(model, solved, lists, loss, gap, Deadline.after(time_limit_s))
        if alternative is None:
            break
        found.append(alternative)
        lists.append(alternative.mode >= 0)
    return tuple(found)


def _next(
    model: Model, solved: Solved, lists: list[BoolArray], loss: float, gap: float, deadline: Deadline
) -> Alternative | None:
    """The list within the loss that has least in common with some lists, told apart from each of them."""
    problem, region, value, near = model.problem, model.region, model.value, model.near
    if near is None:
        return None
    # A little lower, so that rounding shuts out no list just as good.
    floor = (solved.value - loss) / model.highest - gap / 2
    regret, stay_out = near.regret(region.required)
    # No list that makes a choice regretted more than this is worth the floor.
    reach = near.bound - floor + gap
    columns = np.flatnonzero((regret <= reach).ravel())
    must_apply = region.required | (stay_out > reach)
    members = np.array([chosen[model.order] for chosen in lists], dtype=np.float64)
    overlap = np.zeros((len(lists), region.upper.size))
    overlap[:, : region.applications] = np.repeat(members, region.modes, axis=1)
    kept = np.concatenate([columns, np.arange(region.applications, region.upper.size)])
    program = program_over(region, columns, must_apply, -overlap.sum(axis=0), integer=True)
    program = with_rows(program, overlap[:, kept], np.full(len(lists), -np.inf), members.sum(axis=1) - 1)
    program = _above(program, near.constant, near.gain, columns, floor)
    while True:
        answer = maximise(program, deadline=deadline, absolute_gap=0.5)
        if not answer.x.size:
            return None
        application = np.zeros(region.applications)
        application[columns] = np.round(answer.x[: columns.size])
        exposure = value.exposure(application)
        if value.at(exposure) >= floor - gap / 2:
            break
        program = _above(program, *value.tangent(exposure), columns, floor)
    mode = model.modes_as_given(application)
    fewest_kept = max(int(np.ceil(-answer.bound - 0.5)), 0)
    return Alternative(
        mode=mode,
        value=evaluate(problem, mode),
        leaves=int((lists[0] & (mode < 0)).sum()),
        most_leaves=int(lists[0].sum()) - fewest_kept if len(lists) == 1 else None,
    )


def _above(program: LinearProgram, constant: float, gain: FloatArray, columns: IntArray, floor: float) -> LinearProgram:
    """The program with a row that keeps a tangent above the floor."""
    row = np.zeros((1, program.column_upper.size))
    row[0, : columns.size] = gain[columns] / VALUE_UNIT
    return with_rows(program, row, np.array([floor - constant]) / VALUE_UNIT, np.array([np.inf]))
