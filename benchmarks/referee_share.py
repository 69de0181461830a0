"""What the referee's check of every answer costs, as a share of the solve."""

from dataclasses import dataclass

import numpy as np
from rich.table import Table

from benchmarks.instances import SEEDS, instance
from benchmarks.measuring import proven, spread, table, timed
from optimizer.portfolio import solve
from optimizer.portfolio.referee import confirm


@dataclass(frozen=True, slots=True)
class Spec:
    """Programs x 3 modes x 32 scenarios, for each of some seeds."""

    programs: int
    levels: int
    seeds: tuple[int, ...] = tuple(SEEDS)


SPECS = (Spec(650, 1), Spec(650, 10), Spec(13_700, 10, tuple(SEEDS[::10])))


def report() -> Table:
    """A row for each spec."""
    headings = (
        "programs x 3 x 32",
        "problems",
        "the referee: median / 95th / worst, ms",
        "share of the solve: median / worst",
    )
    return table("Referee", headings, (_row(spec) for spec in SPECS))


def _row(spec: Spec) -> tuple[str, ...]:
    seconds, shares = [], []
    for seed in spec.seeds:
        problem = instance(seed, programs=spec.programs, utility_levels=spec.levels)
        outcome, took = timed(solve, problem)
        _, checking = timed(confirm, problem, proven(problem, outcome, 1e-4))
        seconds.append(checking)
        shares.append(checking / took)
    label = f"{spec.programs:,}, {spec.levels} utility levels"
    return label, str(len(seconds)), spread(seconds), f"{np.median(shares):.1%} / {max(shares):.1%}"
