"""A slider moved: a problem built and solved, then solved again with other utilities or another budget."""

from dataclasses import dataclass

import numpy as np
from rich.table import Table

from benchmarks.instances import BUDGET_DOLLARS, SEEDS, instance
from benchmarks.measuring import proven, spread, table, timed
from optimizer.portfolio import Model, Outcome, Problem
from optimizer.portfolio.model import Changes


@dataclass(frozen=True, slots=True)
class Spec:
    """650 programs x 3 modes x 32 scenarios, one problem for every seed; each slider takes these steps in turn."""

    levels: int
    budgets: tuple[float, ...] = ()
    flexibilities: tuple[float, ...] = ()


GAP = 1e-4
SPECS = (
    Spec(levels=1, budgets=(BUDGET_DOLLARS - 100, BUDGET_DOLLARS + 100, BUDGET_DOLLARS + 500)),
    Spec(levels=10, budgets=(BUDGET_DOLLARS - 100, BUDGET_DOLLARS + 100, BUDGET_DOLLARS + 500)),
    Spec(levels=10, flexibilities=(0.1, 0.2, 0.6)),
)


def report() -> Table:
    """A row for each spec."""
    headings = (
        "650 programs x 3 x 32",
        "first: median / 95th / worst, ms",
        "after a move, ms",
        "median ratio in one run",
    )
    return table("Slider: a built and solved model changed", headings, (_row(spec) for spec in SPECS))


def _row(spec: Spec) -> tuple[str, ...]:
    first, moves, ratios = [], [], []
    for seed in SEEDS:
        problem = instance(seed, utility_levels=spec.levels)
        (outcome, model), took = timed(_build_and_solve, problem)
        proven(problem, outcome, GAP)
        first.append(took)
        for change in _changes(spec, problem):
            (outcome, model), moved = timed(_change_and_solve, model, change)
            proven(model.problem, outcome, GAP)
            moves.append(moved)
            ratios.append(moved / took)
    moved_what = "budget" if spec.budgets else "flexibility (all utilities)"
    label = f"{spec.levels} utility levels, {moved_what}"
    return label, spread(first), spread(moves, label), f"{np.median(ratios):.0%}"


def _changes(spec: Spec, problem: Problem) -> list[Changes]:
    budgets: list[Changes] = [{"budget": budget} for budget in spec.budgets]
    utilities: list[Changes] = [
        {"utility": (1 - flexibility) * problem.utility + flexibility} for flexibility in spec.flexibilities
    ]
    return budgets + utilities


def _build_and_solve(problem: Problem) -> tuple[Outcome, Model]:
    return Model.of(problem).solve_and_keep(gap=GAP)


def _change_and_solve(model: Model, change: Changes) -> tuple[Outcome, Model]:
    return model.changed(**change).solve_and_keep(gap=GAP)
