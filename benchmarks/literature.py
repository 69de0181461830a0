"""The literature's problem to its exact optimum, beside the exact dynamic program over cost, in one run.

One scenario, one mode, one knapsack of whole costs, distinct utilities. The solver has no special case for it.

References
----------
Kapur and Hong (2022), The College Application Problem, arXiv 2205.01869.
"""

from dataclasses import dataclass

import numpy as np
from rich.table import Table

from benchmarks.measuring import proven, require, spread, table, timed
from optimizer.arrays import IntArray
from optimizer.portfolio import Problem, evaluate, solve


@dataclass(frozen=True, slots=True)
class Spec:
    """Random markets: exponential utilities, chances that fall with them, costs of 5 to 10, money for some."""

    programs: int
    affordable: float = 0.5
    problems: int = 20


EXACT = 1e-9
SPECS = (*(Spec(programs) for programs in (64, 256, 1024, 4096)), Spec(256, 0.1), Spec(4096, 0.1))


def report() -> Table:
    """A row for each spec."""
    headings = (
        "programs",
        "problems",
        "solve: median / 95th / worst, ms",
        "dynamic program, ms",
        "median ratio in one run",
        "optimum found",
        "worst shortfall",
    )
    return table("Literature: one knapsack, exact optimum", headings, (_row(spec) for spec in SPECS))


def market(seed: int, spec: Spec) -> Problem:
    """A random market of the literature's kind."""
    rng = np.random.default_rng(seed)
    utility = 10 * rng.exponential(1.0, spec.programs)
    chance = 1 / (1 + utility + 9 * rng.random(spec.programs))
    cost = rng.integers(5, 11, spec.programs).astype(np.float64)
    budget = float(int(spec.affordable * cost.sum()))
    return Problem(chance[:, None, None], np.ones(1), utility, cost=cost, budget=budget)


def dynamic_program(problem: Problem) -> tuple[float, IntArray]:
    """Best value and list: programs by rising utility, the best value with each whole number of dollars.

    The best offer is worth `chance * utility + (1 - chance) * rest`, where the rest is the best of lesser programs with
    the dollars that are left: so the table of one program follows from that of the program before it.
    """
    chance, cost = problem.offer_chance[:, 0, 0], np.asarray(problem.cost).astype(np.int64)
    rising = np.argsort(problem.utility, kind="stable")
    best = np.zeros(int(problem.budget or 0) + 1)
    taken = np.zeros((rising.size, best.size), dtype=bool)
    for step, program in enumerate(rising):
        if cost[program] < best.size:
            fails, price = 1 - chance[program], cost[program]
            with_it = chance[program] * problem.utility[program] + fails * best[: best.size - price]
            taken[step, price:] = with_it > best[price:]
            best[price:] = np.maximum(best[price:], with_it)
    mode, dollars = np.full(rising.size, -1), best.size - 1
    for step in range(rising.size - 1, -1, -1):
        if taken[step, dollars]:
            mode[rising[step]] = 0
            dollars -= cost[rising[step]]
    return float(best[-1]), mode


def _row(spec: Spec) -> tuple[str, ...]:
    solve_s, dynamic_s, shortfalls = [], [], []
    for seed in range(spec.problems):
        problem = market(seed, spec)
        highest = float(problem.utility.max())
        (optimum, mode), dynamic = timed(dynamic_program, problem)
        require(
            abs(evaluate(problem, mode) - optimum) <= EXACT * highest, "the dynamic program's list has another value"
        )
        outcome, took = timed(solve, problem, gap=EXACT)
        solved = proven(problem, outcome, 1.0)
        require(solved.value <= optimum + EXACT * highest, "a list is worth more than the optimum")
        require(solved.bound >= optimum - EXACT * highest, f"the bound {solved.bound} is below the optimum {optimum}")
        solve_s.append(took)
        dynamic_s.append(dynamic)
        shortfalls.append((optimum - solved.value) / highest)
    exact = sum(shortfall <= EXACT for shortfall in shortfalls)
    return (
        f"{spec.programs:,}, {spec.affordable:.0%} of all costs",
        str(spec.problems),
        spread(solve_s),
        spread(dynamic_s),
        f"{np.median(np.array(solve_s) / dynamic_s):.1f} x",
        f"{exact} of {spec.problems}",
        f"{max(shortfalls):.0e}",
    )
