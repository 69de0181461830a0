"""Other ways to a list, on the same problems: a careful search by hand, every list, and CP-SAT on the same model."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np
from rich.table import Table

from benchmarks.constraint_solver import solve_with_constraints
from benchmarks.greedy import greedy_with_swaps
from benchmarks.instances import SEEDS, instance
from benchmarks.measuring import proven, require, spread, table, timed
from optimizer.arrays import IntArray
from optimizer.portfolio import Problem, Solved, evaluate, solve, violations


@dataclass(frozen=True, slots=True)
class Spec:
    """Problems for some seeds, and who else solves them."""

    rival: str
    programs: int
    modes: int
    scenarios: int
    levels: int
    seeds: tuple[int, ...]
    budget: float = 2500.0


GAP = 1e-4
EVERY_LIST, BY_HAND, CONSTRAINTS = "every list", "greedy with swaps", "CP-SAT, scenarios under tangents"
SPECS = (
    Spec(EVERY_LIST, 6, 2, 3, 3, tuple(SEEDS[::4]), budget=30.0),
    Spec(BY_HAND, 650, 3, 32, 1, tuple(SEEDS)),
    Spec(BY_HAND, 650, 3, 32, 10, tuple(SEEDS)),
    Spec(CONSTRAINTS, 64, 3, 8, 1, tuple(SEEDS[::7]), budget=250.0),
)


def report() -> Table:
    """A row for each spec."""
    headings = (
        "rival",
        "size",
        "problems",
        "solve: median / 95th / worst, ms",
        "rival, ms",
        "median ratio in one run",
        "rival falls short by: median / worst",
        "no list",
    )
    return table("Rivals (shortfalls in points of 100)", headings, (_row(spec) for spec in SPECS))


def _row(spec: Spec) -> tuple[str, ...]:
    ours, theirs, shortfalls = [], [], []
    for seed in spec.seeds:
        problem = instance(
            seed,
            programs=spec.programs,
            modes=spec.modes,
            scenarios=spec.scenarios,
            utility_levels=spec.levels,
            budget=spec.budget,
        )
        outcome, took = timed(solve, problem, gap=GAP)
        solved = proven(problem, outcome, GAP)
        mode, rival_took = timed(_RIVALS[spec.rival], problem)
        ours.append(took)
        theirs.append(rival_took)
        if mode is not None and not violations(problem, mode):
            shortfalls.append(_shortfall(problem, solved, mode))
    return (
        spec.rival,
        f"{spec.programs} x {spec.modes} x {spec.scenarios}, {spec.levels} levels",
        str(len(spec.seeds)),
        spread(ours),
        spread(theirs),
        f"{np.median(np.array(theirs) / ours):.3g} x",
        f"{np.median(shortfalls):.3f} / {max(shortfalls):.3f}" if shortfalls else "-",
        str(len(spec.seeds) - len(shortfalls)),
    )


def _shortfall(problem: Problem, solved: Solved, mode: IntArray) -> float:
    value, highest = evaluate(problem, mode), float(problem.utility.max())
    require(value <= solved.bound + 1e-9 * highest, f"a rival found {value}, above the proven bound {solved.bound}")
    return 100 * (solved.value - value) / highest


def _every_list(problem: Problem) -> IntArray:
    """The best of all lists, judged by the referee one by one."""
    programs, modes, _ = problem.shape
    lists = (np.array(mode) for mode in product(range(-1, modes), repeat=programs))
    return max((mode for mode in lists if not violations(problem, mode)), key=lambda mode: evaluate(problem, mode))


_RIVALS: dict[str, Callable[[Problem], IntArray | None]] = {
    EVERY_LIST: _every_list,
    BY_HAND: greedy_with_swaps,
    CONSTRAINTS: solve_with_constraints,
}
