"""How the time of one solve grows: from 64 to 13,700 programs, with modes, scenarios, levels, money, and many alike."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from rich.table import Table

from benchmarks.instances import SEEDS, instance
from benchmarks.measuring import proven, spread, table, timed
from optimizer.portfolio import solve


@dataclass(frozen=True, slots=True)
class Spec:
    """650 programs x 3 modes x 32 scenarios, 10 utility levels, but for what is named."""

    named: str
    but: dict[str, Any] = field(default_factory=dict)
    seeds: tuple[int, ...] = tuple(SEEDS[::4])


GAP = 1e-4
SPECS = (
    *(Spec(f"{n:,} programs", {"programs": n}) for n in (64, 256, 650, 2_000, 5_000, 13_700)),
    Spec("1 mode", {"modes": 1}),
    *(Spec(f"{n} scenarios", {"scenarios": n}) for n in (1, 8, 64)),
    *(Spec(f"{n} utility levels", {"utility_levels": n}) for n in (1, 20)),
    Spec("tight budget", {"budget": 700.0}),
    Spec("loose budget", {"budget": 20_000.0}),
    *(Spec(f"{n} different programs", {"kinds": n}) for n in (1, 10)),
)


def report() -> Table:
    """A row for each spec."""
    headings = (
        "650 programs x 3 x 32, 10 levels, but",
        "problems",
        "solve: median / 95th / worst, ms",
        "worst gap",
        "growth",
    )
    rows, before = [], None
    for spec in SPECS:
        seconds, gap = _run(spec)
        size = spec.but.get("programs")
        grown = ""
        if size and before:
            exponent = np.log(np.median(seconds) / before[1]) / np.log(size / before[0])
            grown = f"programs to the power of {exponent:.1f}"
        before = (size, float(np.median(seconds))) if size else None
        rows.append((spec.named, str(len(seconds)), spread(seconds, spec.named), f"{gap:.1e}", grown))
    return table("Sizes", headings, rows)


def _run(spec: Spec) -> tuple[list[float], float]:
    seconds, worst = [], 0.0
    for seed in spec.seeds:
        problem = instance(seed, **({"utility_levels": 10} | spec.but))
        outcome, took = timed(solve, problem, gap=GAP)
        solved = proven(problem, outcome, GAP)
        seconds.append(took)
        worst = max(worst, solved.bound - solved.value)
    return seconds, worst
