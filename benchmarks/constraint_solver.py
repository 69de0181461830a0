"""The same model for CP-SAT: whole numbers throughout, the value of each scenario and level held under tangents.

Exposures are counted in millionths and values in hundred millionths; forty tangents hold the value within 1e-4 of its
curve. So its list may be worth a little less than the best one, and its objective is a bound with that slack.
"""

import numpy as np
import numpy.typing as npt
from ortools.sat.python import cp_model

from optimizer.portfolio import FeeSchedule, Problem

EXPOSURE_UNIT = 1e-6
VALUE_UNIT = 1e-8
TANGENTS = 40
TIME_LIMIT_S = 10.0
GAP = 1e-4


def solve_with_constraints(problem: Problem) -> npt.NDArray[np.int64] | None:
    """CP-SAT's list, by one worker, proven to the gap or as far as it came in the time; None where it found none."""
    model = cp_model.CpModel()
    programs, modes, scenarios = problem.shape
    applied = [[model.new_bool_var(f"apply {i} {m}") for m in range(modes)] for i in range(programs)]
    for choices in applied:
        model.add_at_most_one(choices)
    flat = [variable for choices in applied for variable in choices]
    for limit in problem.limits:
        whole = limit.coefficient.astype(int).ravel().tolist()
        low, high = int(max(limit.minimum, -1e6)), int(min(limit.maximum, 1e6))
        model.add_linear_constraint(cp_model.LinearExpr.weighted_sum(flat, whole), low, high)
    _add_fees(model, problem, applied)
    hazard = np.round(-np.log1p(-problem.offer_chance) / EXPOSURE_UNIT).astype(int)
    utility = problem.utility / problem.utility.max()
    levels = np.unique(utility)[::-1]
    parts = []
    for level, below in zip(levels, [*levels[1:], 0.0], strict=True):
        members = np.repeat(utility >= level, modes)
        for scenario in range(scenarios):
            exposure = cp_model.LinearExpr.weighted_sum(flat, (hazard[:, :, scenario].ravel() * members).tolist())
            parts.append(_under_tangents(model, exposure, float(problem.scenario_weight[scenario] * (level - below))))
    model.maximize(sum(parts))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = TIME_LIMIT_S
    solver.parameters.absolute_gap_limit = GAP / VALUE_UNIT
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    chosen = np.array([[solver.value(variable) for variable in choices] for choices in applied])
    return np.where(chosen.any(axis=1), chosen.argmax(axis=1), -1)


def _under_tangents(model: cp_model.CpModel, exposure: cp_model.LinearExpr, worth: float) -> cp_model.IntVar:
    """A variable for `worth * (1 - exp(-exposure))`, from above."""
    value = model.new_int_var(0, round(worth / VALUE_UNIT), "")
    for at in -np.log1p(-np.linspace(0, 0.995, TANGENTS)):
        slope = worth * np.exp(-at) * EXPOSURE_UNIT / VALUE_UNIT
        constant = worth * (1 - np.exp(-at) * (1 + at)) / VALUE_UNIT
        # Slopes are below one hundred: in thousandths they are whole enough.
        model.add(1000 * value <= round(1000 * slope) * exposure + round(1000 * constant) + 1000)
    return value


def _add_fees(model: cp_model.CpModel, problem: Problem, applied: list[list[cp_model.IntVar]]) -> None:
    """The budget; only for schedules that never get cheaper and have no flat fee."""
    bills = []
    for fee in problem.fees:
        count = sum(variable for i in np.flatnonzero(fee.members) for variable in applied[i])
        bills.append(_bill(model, fee, count))
    if problem.budget is not None:
        model.add(sum(bills) <= int(problem.budget))


def _bill(model: cp_model.CpModel, fee: FeeSchedule, count: cp_model.LinearExprT) -> cp_model.IntVar:
    bill = model.new_int_var(0, 10**6, fee.name)
    dollars = 0
    rate_before = 0
    for start, rate in fee.tiers:
        dollars += rate_before * (start - 1) - int(rate) * (start - 1)
        rate_before = int(rate)
        model.add(bill >= int(rate) * count + dollars)
    return bill
