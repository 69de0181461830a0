"""Why there is no list: conflict and verified remedies of plans with thirty limits."""

from dataclasses import dataclass, replace

import numpy as np
from rich.table import Table

from benchmarks.instances import SEEDS, instance
from benchmarks.measuring import WrongAnswer, proven, require, spread, table, timed
from optimizer.portfolio import Infeasible, Limit, Problem, remedied, solve


@dataclass(frozen=True, slots=True)
class Spec:
    """650 programs x 3 modes x 32 scenarios, 30 limits, for each of some seeds; `clash` says what can't be."""

    clash: str
    seeds: tuple[int, ...] = tuple(SEEDS[::4])


LIMITS = 30
SPECS = (Spec("quotas beyond the budget"), Spec("quotas beyond a count"), Spec("two independent clashes"))


def report() -> Table:
    """A row for each spec."""
    headings = (
        "650 programs x 3 x 32, 30 limits",
        "problems",
        "median / 95th / worst, ms",
        "the last conflict",
        "remedies",
    )
    return table("Impossible", headings, (_row(spec) for spec in SPECS))


def _row(spec: Spec) -> tuple[str, ...]:
    seconds, last = [], Infeasible(())
    for seed in spec.seeds:
        problem = _plan(spec, seed)
        require(len(problem.limits) == LIMITS, "not thirty limits")
        outcome, took = timed(solve, problem)
        seconds.append(took)
        last = _checked(problem, outcome)
    remedies = f"{len(last.remedies)} single" if last.remedies else f"{len(last.joint)} jointly"
    return spec.clash, str(len(spec.seeds)), spread(seconds, spec.clash), ", ".join(last.conflict), remedies


def _checked(problem: Problem, outcome: object) -> Infeasible:
    if not isinstance(outcome, Infeasible):
        raise WrongAnswer(f"there is a list: {outcome}")
    for remedies in [[remedy] for remedy in outcome.remedies] + ([outcome.joint] if outcome.joint else []):
        changed = remedied(problem, remedies)
        proven(changed, solve(changed), 1e-4)
    for left_out in (None, *outcome.conflict):
        names = set(outcome.conflict) - {left_out}
        kept = tuple(limit for limit in problem.limits if limit.name in names)
        fewer = replace(problem, limits=kept, budget=problem.budget if "budget" in names else None)
        clashes = isinstance(solve(fewer), Infeasible)
        require(clashes == (left_out is None), f"not a minimal conflict: {outcome.conflict}")
    return outcome


def _plan(spec: Spec, seed: int) -> Problem:
    problem = instance(seed)
    rng = np.random.default_rng(seed)
    everyone = np.ones(650)
    tight = spec.clash != "quotas beyond the budget"
    wanted = {
        "quotas beyond the budget": (Limit("all", everyone, minimum=130), Limit("loose", everyone, maximum=600)),
        "quotas beyond a count": (Limit("all", everyone, maximum=39), Limit("loose", everyone, minimum=1)),
        "two independent clashes": (Limit("all", everyone, maximum=39), Limit("nowhere", 0 * everyone, minimum=1)),
    }[spec.clash]
    more = (
        Limit(f"setting {k}", (rng.random(650) < 0.3).astype(float), 0, 60 + k)
        for k in range(LIMITS - len(problem.limits) - len(wanted))
    )
    return replace(problem, limits=(*problem.limits, *wanted, *more), budget=None if tight else problem.budget)
