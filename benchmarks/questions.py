"""What people ask of a list: what a budget buys, why this program, which lists are as good."""

from dataclasses import dataclass, replace

import numpy as np
from rich.table import Table

from benchmarks.instances import SEEDS, instance
from benchmarks.measuring import proven, require, spread, table, timed
from optimizer.portfolio import Problem, Solved, alternatives, explain, frontier, solve


@dataclass(frozen=True, slots=True)
class Spec:
    """650 programs x 3 modes x 32 scenarios, 10 utility levels, for each of some seeds."""

    seeds: tuple[int, ...] = tuple(SEEDS[::3])
    budgets: tuple[float, ...] = tuple(np.linspace(600, 5000, 25).tolist())
    loss: float = 0.005


SPEC = Spec()
GAP = 1e-4


def report() -> Table:
    """A row for each question."""
    asked = {
        f"frontier of {len(SPEC.budgets)} budgets": _frontier,
        "why, one chosen program": _why_chosen,
        "why not, one unchosen program": _why_not,
        "one program and all binding limits": _why_with_limits,
        "why, all chosen programs": _why_all,
        f"most different list within {SPEC.loss:g}": _alternative,
    }
    rows: dict[str, tuple[list[float], list[str]]] = {question: ([], []) for question in asked}
    for seed in SPEC.seeds:
        problem = instance(seed, utility_levels=10)
        solved = proven(problem, solve(problem, gap=GAP), GAP)
        for question, answer in asked.items():
            seconds, said = answer(problem, solved)
            rows[question][0].append(seconds)
            rows[question][1].append(said)
    headings = ("650 programs x 3 x 32, 10 utility levels", "problems", "median / 95th / worst, ms", "the last answer")
    lines = ((question, str(len(taken)), spread(taken, question), said[-1]) for question, (taken, said) in rows.items())
    return table("Questions", headings, lines)


def _frontier(problem: Problem, _: Solved) -> tuple[float, str]:
    found, seconds = timed(frontier, problem, SPEC.budgets, gap=GAP)
    values = [point.value for point in found.points]
    require(values == sorted(values), "the frontier falls")
    middle = found.points[len(found.points) // 2]
    at_budget = replace(problem, budget=middle.budget)
    again = proven(at_budget, solve(at_budget, gap=GAP), GAP)
    require(abs(again.value - middle.value) <= GAP and middle.bound >= again.value, "a point is not the best list")
    return seconds, f"{len(found.points)} points, {len(found.impossible)} impossible"


def _why_chosen(problem: Problem, solved: Solved) -> tuple[float, str]:
    return _why(problem, solved, int(np.flatnonzero(solved.mode >= 0)[0]))


def _why_not(problem: Problem, solved: Solved) -> tuple[float, str]:
    return _why(problem, solved, int(np.flatnonzero(solved.mode < 0)[0]))


def _why(problem: Problem, solved: Solved, program: int) -> tuple[float, str]:
    explanation, seconds = timed(explain, problem, solved, [program], limits=False, gap=GAP)
    (swap,) = explanation.programs
    locked = replace(problem, forbidden=[program]) if swap.chosen else replace(problem, required=[program])
    again = proven(locked, solve(locked, gap=GAP), GAP)
    require(swap.least - GAP <= solved.value - again.value <= swap.most + GAP, "the loss is not what a solve shows")
    return seconds, f"loses {swap.least:.5f} to {swap.most:.5f}"


def _why_with_limits(problem: Problem, solved: Solved) -> tuple[float, str]:
    program = int(np.flatnonzero(solved.mode < 0)[-1])
    explanation, seconds = timed(explain, problem, solved, [program], gap=GAP)
    return seconds, f"{len(explanation.limits)} limits, {sum(worth.solved for worth in explanation.limits)} solved"


def _why_all(problem: Problem, solved: Solved) -> tuple[float, str]:
    explanation, seconds = timed(explain, problem, solved, limits=False, gap=GAP)
    chosen = [swap for swap in explanation.programs if swap.chosen]
    require(all(swap.most - swap.least <= GAP for swap in chosen), "a loss is not known to the gap")
    return seconds, f"{len(chosen)} programs, {sum(swap.solved for swap in chosen)} solved again, others by bounds"


def _alternative(problem: Problem, solved: Solved) -> tuple[float, str]:
    found, seconds = timed(alternatives, problem, solved, loss=SPEC.loss, gap=GAP)
    require(all(other.value >= solved.value - SPEC.loss - GAP for other in found), "an alternative loses more")
    return seconds, ", ".join(f"{other.leaves} of {(solved.mode >= 0).sum()} can change" for other in found)
