"""One applicant's season: how long a solve takes and how close its proof comes."""

from dataclasses import dataclass, replace

from rich.table import Table

from benchmarks.instances import SEEDS, instance
from benchmarks.measuring import proven, spread, table, timed
from optimizer.portfolio import solve


@dataclass(frozen=True, slots=True)
class Spec:
    """650 programs x 3 modes x 32 scenarios, one problem for every seed."""

    levels: int
    gap: float
    two_services: bool = False
    worst_share: float = 1.0


SPECS = (
    Spec(levels=1, gap=1e-4),
    Spec(levels=10, gap=1e-4),
    Spec(levels=20, gap=1e-4),
    Spec(levels=10, gap=1e-4, two_services=True),
    Spec(levels=10, gap=1e-4, worst_share=0.25),
    Spec(levels=1, gap=1e-6),
    Spec(levels=10, gap=1e-6),
)


def report() -> Table:
    """A row for each spec."""
    headings = ("650 programs x 3 x 32", "gap asked", "solve: median / 95th / worst, ms", "worst gap", "match in 100")
    return table("Season: quotas, fees, two kinds of signals", headings, (_row(spec) for spec in SPECS))


def _row(spec: Spec) -> tuple[str, ...]:
    seconds, gaps, chances = [], [], []
    for seed in SEEDS:
        problem = instance(seed, utility_levels=spec.levels, two_services=spec.two_services)
        problem = replace(problem, worst_share=spec.worst_share)
        outcome, took = timed(solve, problem, gap=spec.gap)
        solved = proven(problem, outcome, spec.gap)
        seconds.append(took)
        gaps.append(solved.bound - solved.value)
        chances.append(100 * solved.match_probability)
    services = ", ERAS + ResidencyCAS" if spec.two_services else ""
    worst = f", worst {spec.worst_share:.0%}" if spec.worst_share < 1 else ""
    label = f"{spec.levels} utility levels{services}{worst}"
    return (
        label,
        f"{spec.gap:g}",
        spread(seconds, f"{label}, gap {spec.gap:g}"),
        f"{max(gaps):.1e}",
        f"{min(chances):.0f} to {max(chances):.0f}",
    )
