"""Solving with decisions: which regions to open is settled first, each choice with a bound of its own.

A region that is opened by a ninth costs a ninth of an opening, so the linear relaxation opens all nine by a ninth,
and its bound says little. Fixing regions one after the other (branch and bound, the most promising choice first)
leaves problems whose relaxation is as tight as without decisions.
"""

from dataclasses import dataclass, field, replace
from heapq import heappop, heappush
from itertools import count
from time import perf_counter

import numpy as np

from optimizer.portfolio import Deadline, Model, Outcome, Problem, Solved, Undecided, diagnose, solve

_WHOLE = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class _Node:
    """Decisions settled so far, and what no list with them exceeds (in shares of the largest utility)."""

    model: Model
    opened: frozenset[int]
    closed: frozenset[int]
    bound: float


@dataclass(slots=True)
class _Search:
    """The best list so far, and the highest bound among the nodes that were settled."""

    best: Solved | None = None
    settled: float = 0.0
    timed_out: bool = False
    queue: list[tuple[float, int, _Node]] = field(default_factory=list)
    number: "count[int]" = field(default_factory=count)

    def add(self, node: _Node) -> None:
        heappush(self.queue, (-node.bound, next(self.number), node))

    def take(self, found: Solved) -> None:
        if self.best is None or found.value > self.best.value:
            self.best = found


def solve_deciding(
    problem: Problem, decisions: range, *, gap: float, time_limit_s: float, model: Model | None = None
) -> Outcome:
    """Solve a problem by settling some of its rows first.

    Parameters
    ----------
    problem : Problem
    decisions : range
        Rows that are settled first, such as regions that are opened or not; empty solves as
        `optimizer.portfolio.solve`.
    gap, time_limit_s : float
        As for `optimizer.portfolio.solve`, and the same outcomes.
    model : Model or None
        Of the problem, where one is built already; then, without decisions, an impossible problem comes without a
        conflict.
    """
    if not decisions:
        if model is not None:
            return model.solve_and_keep(gap=gap, time_limit_s=time_limit_s)[0]
        return solve(problem, gap=gap, time_limit_s=time_limit_s)
    started = perf_counter()
    deadline = Deadline(started + time_limit_s)
    search = _Search()
    root = _Node(model or Model.of(problem), frozenset(), frozenset(), 1.0)
    search.add(root)
    highest = root.model.highest
    while search.queue:
        node = heappop(search.queue)[2]
        reached = -np.inf if search.best is None else search.best.value / highest
        if node.bound <= reached + gap:
            search.settled = max(search.settled, node.bound)
            break
        if deadline.has_passed:
            search.settled, search.timed_out = max(search.settled, node.bound), True
            break
        _settle(search, node, decisions, gap=gap, deadline=deadline)
    return _answer(search, problem, highest, started, gap=gap, deadline=deadline)


def _settle(search: _Search, node: _Node, decisions: range, *, gap: float, deadline: Deadline) -> None:
    """Solve a node of which nothing is left to decide; else bound it and split it."""
    undecided = [row for row in decisions if row not in node.opened | node.closed]
    relaxed = node.model.relaxed(gap=gap, time_limit_s=deadline.left_s)
    if relaxed.near is None:
        _solve_node(search, node, gap=gap, deadline=deadline)
        return
    share = relaxed.near.application.reshape(relaxed.order.size, -1).sum(axis=1)
    opened = dict(zip(relaxed.order.tolist(), share.tolist(), strict=True))
    between = [row for row in undecided if _WHOLE < opened[row] < 1 - _WHOLE]
    if not between:
        # Nothing is opened in part, so that the relaxation is as good as it gets.
        _solve_node(search, replace(node, model=relaxed), gap=gap, deadline=deadline)
        return
    row = max(between, key=lambda one: opened[one])
    for choice in ("opened", "closed"):
        settled = {"opened": node.opened, "closed": node.closed}
        settled[choice] |= {row}
        problem = node.model.problem
        model = relaxed.changed(
            required=np.union1d(problem.required, sorted(settled["opened"])).astype(np.int64),
            forbidden=np.union1d(problem.forbidden, sorted(settled["closed"])).astype(np.int64),
        )
        search.add(_Node(model, settled["opened"], settled["closed"], relaxed.near.bound))


def _solve_node(search: _Search, node: _Node, *, gap: float, deadline: Deadline) -> None:
    outcome, _ = node.model.solve_and_keep(gap=gap, time_limit_s=deadline.left_s)
    highest = node.model.highest
    if isinstance(outcome, Solved):
        search.take(outcome)
        search.settled = max(search.settled, min(outcome.bound / highest, node.bound))
    elif isinstance(outcome, Undecided):
        search.settled, search.timed_out = max(search.settled, node.bound), True


def _answer(
    search: _Search, problem: Problem, highest: float, started: float, *, gap: float, deadline: Deadline
) -> Outcome:
    seconds = perf_counter() - started
    bound = min(search.settled, 1.0) * highest
    if search.best is not None:
        value = search.best.value
        proven = bound - value <= gap * highest
        return replace(search.best, bound=max(bound, value), proven=proven, seconds=seconds)
    if search.timed_out:
        return Undecided(bound, seconds)
    # Every choice of regions was shown to be impossible.
    return diagnose(problem, deadline)
