"""The whole country at once: time and peak memory of one solve, each in a process of its own."""

import json
import resource
import sys
from dataclasses import dataclass

from rich.table import Table

from benchmarks.instances import SEEDS, instance
from benchmarks.measuring import in_child, note, proven, spread, table, timed
from optimizer.portfolio import solve


@dataclass(frozen=True, slots=True)
class Spec:
    """A problem for each of some seeds, 3 modes x 32 scenarios."""

    programs: int
    levels: int
    seeds: tuple[int, ...] = tuple(SEEDS[::5])


GAP = 1e-4
SPECS = (Spec(13_700, 1), Spec(13_700, 10))


def report() -> Table:
    """A row for each spec."""
    headings = (
        "programs x 3 x 32",
        "problems",
        "solve: median / 95th / worst, ms",
        "peak memory, MB",
        "of it for the data",
    )
    return table("Country", headings, (_row(spec) for spec in SPECS))


def _row(spec: Spec) -> tuple[str, ...]:
    runs = [in_child("benchmarks.country", str(seed), str(spec.programs), str(spec.levels)) for seed in spec.seeds]
    peak, before = (max(run[what] for run in runs) for what in ("peak_mb", "before_mb"))
    label = f"{spec.programs:,} programs, {spec.levels} utility levels"
    note(f"{label}, peak memory", "MB", peak)
    return label, str(len(runs)), spread([run["seconds"] for run in runs], label), f"{peak:.0f}", f"{before:.0f}"


def _child(seed: int, programs: int, levels: int) -> None:
    solve(instance(0, programs=50))  # libraries are loaded by the first solve
    problem = instance(seed, programs=programs, utility_levels=levels)
    before = _peak_mb()
    outcome, seconds = timed(solve, problem, gap=GAP)
    proven(problem, outcome, GAP)
    print(json.dumps({"seconds": seconds, "before_mb": before, "peak_mb": _peak_mb()}))


def _peak_mb() -> float:
    """Megabytes; macOS counts bytes where Linux counts kilobytes."""
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


if __name__ == "__main__":
    _child(*(int(argument) for argument in sys.argv[1:]))
