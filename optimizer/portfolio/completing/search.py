"""The best two lists in one budget, and the proof.

The value of two lists is not concave, but nearly: what a linear function with its slopes understates, anywhere in a box
of exposures, is known (`optimizer.portfolio.completing.overstated`), and it is nothing or next to nothing over most of
the boxes that matter. So a linear function above the value, maximised by weak duality, bounds all lists in the box. Its
prices say which choices better lists can make at all, and so how far their exposures can be apart: a smaller box, over
which the function lies closer, and so on. Where that comes to a halt above the gap, the box is divided at an exposure
and both halves are bounded by themselves (branch and bound); within a box that is tight enough, an integer search under
such linear functions finds the best lists.

References
----------
Tawarmalani and Sahinidis (2004), Global optimization of mixed-integer nonlinear programs, Mathematical Programming 99,
doi 10.1007/s10107-003-0467-6: branching with ranges reduced by prices.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush
from itertools import count
from time import perf_counter
from typing import Literal

import numpy as np

from optimizer.arrays import FloatArray, IntArray
from optimizer.portfolio.candidates import search
from optimizer.portfolio.completing.box import Box, box_within_reach, sides_at_mean
from optimizer.portfolio.completing.exposure import Exposure, Hazards, Sides
from optimizer.portfolio.completing.outcome import Completed, CompletionChances, CompletionOutcome
from optimizer.portfolio.completing.overstated import most_above
from optimizer.portfolio.completing.problem import CompletionProblem
from optimizer.portfolio.completing.referee import confirm_completion
from optimizer.portfolio.completing.turns import Turns, single_problem
from optimizer.portfolio.completing.value import CompletionValue
from optimizer.portfolio.concave import Value
from optimizer.portfolio.deadline import Deadline
from optimizer.portfolio.diagnosis import diagnose
from optimizer.portfolio.found import NOTHING_YET, Found
from optimizer.portfolio.linear import Verdict
from optimizer.portfolio.model import check_settings
from optimizer.portfolio.order import canonical_order, earliest_of_the_alike
from optimizer.portfolio.outcome import Undecided
from optimizer.portfolio.problem import Limit, Problem
from optimizer.portfolio.region import Region, allowed_region, modes_of
from optimizer.portfolio.relaxation import Relaxed, bounded, relax
from optimizer.portfolio.remainder import count_out

_HALT = 0.8
"""Share of what is missing above which a smaller box is not worth another look."""
_LOOKS = 25
_FIRST_TOLERANCE = 1e-3
_INTEGER_SHARE = 0.5
"""Share of the gap that linear functions may overstate for an integer search to be worth it."""
_ABOVE = 1.5
"""How much more than what is overstated an integer search aims for: less can't be proven."""
_SEARCH_SHARE = 0.2
"""Share of the time left that one integer search may take."""
_LEFT_OUT = 0.9
"""Share of the gap by which lists may be better that aren't counted out."""
_EDGE = 0.05
"""A node is cut at the fractional lists' exposure, unless that is so near a side."""
_NO_CHANCES = CompletionChances(0.0, 0.0, 0.0)

Kind = Literal["alone", "full", "complement"]
KINDS: tuple[Kind, ...] = ("complement", "alone", "full")


def solve_completion(
    completion: CompletionProblem, *, gap: float = 1e-4, time_limit_s: float = 10.0
) -> CompletionOutcome:
    """The goals and the complements with the highest value, proven to a gap.

    Parameters
    ----------
    completion : CompletionProblem
    gap : float
        Absolute, in value / largest utility; > 0.
    time_limit_s : float
        Wall-clock seconds, >= 0.

    Returns
    -------
    Completed
        The referee has confirmed it. `proven` is False only where the time ran out first, or the gap is finer than the
        integer solver's own tolerance (about 1e-8).
    Infeasible, Undecided
        As `optimizer.portfolio.solve`.

    Raises
    ------
    BadInput
        A gap that isn't positive or a negative time limit.
    RefereeDisagreement
        The referee contradicts the search: a defect of matchlist.
    """
    started = perf_counter()
    check_settings(gap, time_limit_s)
    deadline = Deadline(started + time_limit_s)
    single = single_problem(completion)
    if np.intersect1d(single.required, single.forbidden).size:
        return diagnose(completion.problem, deadline)
    order = canonical_order(single)
    found = _Search(single, order, Hazards.of(completion, order), gap, deadline)
    verdict = found.run()
    seconds = perf_counter() - started
    if verdict is Verdict.INFEASIBLE:
        return diagnose(completion.problem, deadline)
    unit = completion.unit_of_value
    if not found.best.size:
        return Undecided(min(found.bound, 1.0) * unit, seconds)
    mode = np.empty(order.size, dtype=np.int64)
    mode[order] = modes_of(found.best, found.region)
    claimed = Completed(
        mode=earliest_of_the_alike(single, mode),
        value=found.value * unit,
        bound=max(min(found.bound, 1.0), found.value) * unit,
        chances=_NO_CHANCES,
        spend=0.0,
        proven=found.bound - found.value <= gap,
        seconds=seconds,
    )
    return replace(confirm_completion(completion, claimed), seconds=perf_counter() - started)


@dataclass(frozen=True, slots=True, eq=False)
class _Node:
    """Lists whose mean exposures lie between sides.

    Attributes
    ----------
    sides : dict
        By kind of exposure the least and highest mean over scenarios and levels.
    box : Box
    bound : float
    near : Relaxed
        Fractional lists to start from.
    """

    sides: dict[Kind, tuple[float, float]]
    box: Box
    bound: float
    near: Relaxed


@dataclass(slots=True, eq=False)
class _Search:
    """The best lists so far, and what is left to look at.

    Attributes
    ----------
    single : Problem
        See `optimizer.portfolio.completing.turns.single_problem`.
    order : int array, shape (programs,)
    hazards : Hazards
        In that order.
    gap : float
    deadline : Deadline
    best : array, shape (programs * modes,)
        0 or 1; empty before there are any lists.
    value, bound : float
        In shares of the largest utility.
    """

    single: Problem
    order: IntArray
    hazards: Hazards
    gap: float
    deadline: Deadline
    best: FloatArray = field(default_factory=lambda: np.zeros(0))
    value: float = -np.inf
    bound: float = 1.0
    region: Region = field(init=False)
    turns: Turns = field(init=False)
    mean: dict[Kind, FloatArray] = field(init=False)
    ratio: Sides = field(init=False)
    queue: list[tuple[float, int, _Node]] = field(default_factory=list)
    number: "count[int]" = field(default_factory=count)

    def __post_init__(self) -> None:
        self.region = allowed_region(self.single, self.order)
        self.turns = Turns.of(self.single, self.hazards, self.order)
        self.ratio = self.hazards.ratio
        weight = self.hazards.weight
        self.mean = {kind: getattr(self.hazards, kind) @ weight for kind in KINDS}

    def run(self) -> Verdict:
        """Look until nothing better than the gap can be left, or the time runs out."""
        near = self._first_lists()
        if isinstance(near, Verdict):
            return near
        closed = self.value
        self._add(_Node({}, Box.everything(self.hazards), 1.0, near))
        while self.queue:
            node = heappop(self.queue)[2]
            if node.bound <= self.value + self.gap or self.deadline.has_passed:
                closed = max(closed, node.bound)
                break
            for settled in self._looked_at(node):
                closed = max(closed, settled)
        self.bound = max(closed, self.value)
        return Verdict.OPTIMAL if self.best.size or self.deadline.has_passed else Verdict.INFEASIBLE

    def _add(self, node: _Node) -> None:
        heappush(self.queue, (-node.bound, next(self.number), node))

    def _take(self, application: FloatArray) -> None:
        if application.size:
            value = self.hazards.mean(self.hazards.exposure(application).chance)
            if value > self.value:
                self.best, self.value = application, value

    def _first_lists(self) -> Relaxed | Verdict:
        """Lists by turns from both ends: everything for two steps, and goals that need no second one."""
        levels, scenarios = self.hazards.shape
        both, goals = (
            self.turns.around(np.full(scenarios, complement), np.full((levels, scenarios), missing))
            for complement, missing in ((0.9, 0.5), (0.0, 0.0))
        )
        near = relax(both, self.region, tolerance=_FIRST_TOLERANCE, deadline=self.deadline)
        if isinstance(near, Verdict):
            return near
        near = self._by_turns(both, near)
        self._by_turns(goals, near)
        return near

    def _by_turns(self, value: Value, near: Relaxed) -> Relaxed:
        """Take the lists found by turns from a value; the fractional ones before them, or those given without any."""
        fractions = self.turns.fractions(near, value, self.region, _FIRST_TOLERANCE, self.deadline)
        lists = self.turns.lists(fractions, self.region, max(self.gap / 2, 5e-4), self.deadline)
        self._take(lists)
        return fractions if lists.size else near

    def _looked_at(self, node: _Node) -> Iterator[float]:
        """Bound a node and settle it, or divide it; the bounds of what is settled."""
        region = self._region(node)
        node = self._under_ceiling(replace(node, near=replace(node.near, corners=node.near.corners[:0])), region)
        if node.bound <= self.value + self.gap:
            yield node.bound
            return
        at = self.hazards.exposure(node.near.application)
        value = self.turns.around(at.complement_chance, at.missing)
        fractions = self.turns.fractions(node.near, value, region, self.gap / 5, self.deadline)
        at = self.hazards.exposure(fractions.application)
        slope = at.slope
        linear = bounded(region, 0.0, self.hazards.gain(slope), self.deadline)
        if isinstance(linear, Verdict):
            yield -np.inf if linear is Verdict.INFEASIBLE else node.bound
            return
        # With this constant the linear function would touch the value.
        touching = self.hazards.mean(at.chance) - float(self.hazards.gain(slope) @ fractions.application)
        box, bound, constant = self._tightened(node, region, linear, slope)
        if bound <= self.value + self.gap:
            yield bound
            return
        relaxed = replace(linear, bound=bound, constant=bound - linear.bound, application=fractions.application)
        inside = CompletionValue(self.hazards, box)
        start = replace(NOTHING_YET, application=self.best, value=self.value, bound=bound)
        left_out = self.value + _LEFT_OUT * self.gap
        counted = count_out(inside, region, relaxed, max(bound - left_out, 0.0), start)
        if counted is not None:
            self._take(counted.application)
            yield min(bound, max(left_out, self.value))
            return
        over = constant - touching
        if over <= max(_INTEGER_SHARE * self.gap, _INTEGER_SHARE * (bound - self.value)):
            wanted = max(self.gap, _ABOVE * over)
            # Two halves of a node may be settled sooner than one whole.
            until = Deadline.after(_SEARCH_SHARE * self.deadline.left_s)
            found: Found = search(inside, region, relaxed, gap=wanted, deadline=until, start=start)
            self._take(found.application)
            if found.bound <= self.value + self.gap or self.deadline.has_passed:
                yield found.bound
                return
            bound = min(bound, found.bound)
        self._divide(replace(node, box=box, bound=bound, near=fractions), at)

    def _under_ceiling(self, node: _Node, region: Region) -> _Node:
        """A node bounded as if complements were found as surely as they can be in its box, which is a single list."""
        surest = -np.expm1(-node.box.complement[1])
        value = self.turns.around(surest, np.zeros(self.hazards.shape))
        ceiling = relax(value, region, tolerance=self.gap / 5, deadline=self.deadline, near=node.near)
        if isinstance(ceiling, Verdict):
            return replace(node, bound=-np.inf) if ceiling is Verdict.INFEASIBLE else node
        missing, box = ceiling.bound - self.value, node.box
        if 0.0 <= missing < np.inf:
            box = box.within(box_within_reach(self.hazards, ceiling, region.required, missing))
        return replace(node, box=box, bound=min(node.bound, ceiling.bound))

    def _region(self, node: _Node) -> Region:
        """The lists of a node."""
        if not node.sides:
            return self.region
        back = np.argsort(self.order)
        rows = tuple(
            Limit(f"mean exposure {kind}", self.mean[kind][back], low if low > 0 else -np.inf, high, structural=True)
            for kind, (low, high) in node.sides.items()
        )
        return allowed_region(replace(self.single, limits=(*self.single.limits, *rows)), self.order)

    def _tightened(self, node: _Node, region: Region, linear: Relaxed, slope: Exposure) -> tuple[Box, float, float]:
        """The box of all better lists, what none of them exceeds, and the constant of the linear function above it."""
        box, missing, constant = node.box, np.inf, np.inf
        for _ in range(_LOOKS):
            constant = self.hazards.mean(most_above(slope, box, self.ratio))
            before, missing = missing, linear.bound + constant - self.value
            if missing <= self.gap or missing > _HALT * before or np.isinf(missing):
                break
            box = box.within(box_within_reach(self.hazards, linear, region.required, missing))
        return box, min(node.bound, self.value + missing), constant

    def _at_mean(self, box: Box, kind: Kind, lowest: float, highest: float) -> Box:
        """What a box has left where the mean of one kind of exposure lies between two sides."""
        low, high = sides_at_mean(getattr(self.hazards, kind), self.hazards.weight, lowest, highest)
        least, most = (np.array(side, copy=True) for side in getattr(box, kind))
        # The mean is that over all levels, which is the last one's.
        whole = (slice(None),) if kind == "complement" else (-1,)
        least[whole] = np.maximum(least[whole], np.minimum(low, most[whole]))
        most[whole] = np.maximum(np.minimum(most[whole], high), least[whole])
        sides = {"alone": box.alone, "full": box.full, "complement": box.complement, kind: (least, most)}
        return Box(**sides)

    def _divide(self, node: _Node, at: Exposure) -> None:
        """Two halves of a node, by the mean exposure of the kind whose halves are overstated least."""
        halves = min((self._halves(node, at, kind) for kind in KINDS), key=lambda two: self._overstated(at, two))
        for half in halves:
            self._add(half)

    def _halves(self, node: _Node, at: Exposure, kind: Kind) -> tuple[_Node, _Node]:
        """A node cut in two at the fractional lists' mean exposure of a kind, or in the middle."""
        weight = self.hazards.weight
        low, high = (float((side if side.ndim == 1 else side[-1]) @ weight) for side in getattr(node.box, kind))
        least, most = node.sides.get(kind, (0.0, np.inf))
        low, high = max(low, least), min(high, most)
        here = getattr(at, kind)
        cut = float((here if here.ndim == 1 else here[-1]) @ weight)
        if not _EDGE * (high - low) < cut - low < (1 - _EDGE) * (high - low):
            cut = (low + high) / 2
        lower, upper = (
            replace(node, sides={**node.sides, kind: sides}, box=self._at_mean(node.box, kind, *sides))
            for sides in ((least, cut), (cut, most))
        )
        return lower, upper

    def _overstated(self, at: Exposure, halves: tuple[_Node, _Node]) -> float:
        return max(self.hazards.mean(most_above(at.slope, half.box, self.ratio)) for half in halves)
