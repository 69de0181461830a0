"""The search for the best pair of lists: by turns, from many beginnings, with a bound beside it.

With one partner's list given, the other's best is a concave problem that is solved to a gap, as a single list is. Each
turn raises the worth of the pair, until neither can raise it alone. Where that ends depends on where it begins: so it
begins at the two lists that each would choose by themselves, at the fractional lists of the relaxation, at a partner
who has applied everywhere, and then, from the best pair so far, with each place given or taken away.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np

from optimizer.arrays import FloatArray, IntArray
from optimizer.portfolio.best import best_list
from optimizer.portfolio.deadline import Deadline
from optimizer.portfolio.exposures import applications_of
from optimizer.portfolio.model import check_settings
from optimizer.portfolio.outcome import Infeasible, Solved
from optimizer.portfolio.pairs.beside import beside
from optimizer.portfolio.pairs.bound import PairBound, pair_bound
from optimizer.portfolio.pairs.outcome import PairChances, PairInfeasible, PairOutcome, PairSolved, PairUndecided
from optimizer.portfolio.pairs.problem import PairProblem
from optimizer.portfolio.pairs.referee import confirm_pair
from optimizer.portfolio.pairs.terms import Terms, terms_of
from optimizer.portfolio.region import Region, allowed_region, modes_of
from optimizer.portfolio.relaxation import Relaxed
from optimizer.portfolio.solver import solve

PAIR_GAP = 0.01
"""One in a hundred of the largest utility: what may be missing, unless something else is asked for."""
_TURNS = 20
_BOUND_SHARE, _LOOK_SHARE = 0.5, 0.85
"""Shares of the time after which the bound, and looking around, have to be done."""
_COARSE, _FINE, _ALONE = 1e-3, 1e-5, 1e-4
"""Gaps of a single list: while looking around, at the end, and of what each would choose alone."""
_BETTER = 1e-7
_MOST_PLACES, _MOST_ROUNDS = 10, 3
"""Places that are given or taken away, those with most to gain first, and how often from the start."""
_NO_CHANCES = PairChances(0.0, 0.0, 0.0, (0.0, 0.0))


def solve_pair(problem: PairProblem, *, gap: float = PAIR_GAP, time_limit_s: float = 30.0) -> PairOutcome:
    """The pair of lists with the highest worth found, and what no pair exceeds.

    Parameters
    ----------
    problem : PairProblem
    gap : float
        Absolute, in value / largest utility, > 0: the search ends early where so little is missing. What is missing in
        the end may be more: the answer says it.
    time_limit_s : float
        Wall-clock seconds, >= 0.

    Returns
    -------
    PairSolved
        The referee has confirmed it.
    PairInfeasible
        One of the two has no list at all.
    PairUndecided
        The time ran out before both had one.

    Raises
    ------
    BadInput
        A gap that isn't positive or a negative time limit.
    RefereeDisagreement
        The referee contradicts the search: a defect of matchlist.
    """
    check_settings(gap, time_limit_s)
    started = perf_counter()
    deadline = Deadline(started + time_limit_s)
    apart = []
    for who, one in enumerate(problem.problems):
        alone = solve(one, gap=_ALONE, time_limit_s=deadline.left_s)
        if isinstance(alone, Infeasible):
            return PairInfeasible(who, alone)
        if not isinstance(alone, Solved):
            return PairUndecided(perf_counter() - started)
        apart.append(alone.mode)
    regions = allowed_region(problem.problems[0]), allowed_region(problem.problems[1])
    search = _Search(problem, terms_of(problem), regions, deadline)
    search.take((applications_of(apart[0], regions[0].modes), applications_of(apart[1], regions[1].modes)))
    bound = pair_bound(search.terms, search.regions, search.best, Deadline(started + _BOUND_SHARE * time_limit_s))
    search.look_around(bound, gap, Deadline(started + _LOOK_SHARE * time_limit_s))
    reached = search.value * problem.unit_of_value
    highest = max(float(one.utility.max()) for one in problem.problems)
    solved = PairSolved(
        lists=search.lists,
        value=reached,
        bound=max(reached, highest if bound is None else bound.bound * problem.unit_of_value),
        chances=_NO_CHANCES,
        apart=(apart[0], apart[1]),
        spend=(0.0, 0.0),
        settled=search.settled,
        starts=search.starts,
        seconds=perf_counter() - started,
    )
    return confirm_pair(problem, solved)


@dataclass(slots=True, eq=False)
class _Search:
    """The best pair so far.

    Attributes
    ----------
    problem, terms, regions
        What is searched.
    deadline : Deadline
    best : pair of arrays, shape (programs * modes,)
        Applications, 0 or 1.
    value : float
        Worth of the best pair, in shares of the largest utility.
    starts : int
    settled : bool
        Whether neither of the best pair can improve alone.
    near : list of Relaxed or None
        By partner, the relaxation that the next turn starts from.
    """

    problem: PairProblem
    terms: Terms
    regions: tuple[Region, Region]
    deadline: Deadline
    best: tuple[FloatArray, FloatArray] = field(default=(np.zeros(0), np.zeros(0)))
    value: float = -np.inf
    starts: int = 0
    settled: bool = False
    near: list[Relaxed | None] = field(default_factory=lambda: [None, None])

    @property
    def lists(self) -> tuple[IntArray, IntArray]:
        """Modes of the best pair."""
        first, second = self.regions
        return modes_of(self.best[0], first), modes_of(self.best[1], second)

    def take(self, pair: tuple[FloatArray, FloatArray]) -> bool:
        """Keep a pair that is better than the best; whether it is."""
        value = self._worth(pair)
        if value <= self.value + _BETTER:
            return False
        self.best, self.value, self.settled = pair, value, False
        return True

    def look_around(self, bound: PairBound | None, gap: float, until: Deadline) -> None:
        """Improve by turns from every beginning, until no more than the gap can be missing or the time runs out."""
        limit = np.inf if bound is None else bound.bound
        for fractions in (self.best, *(() if bound is None else (bound.applications,)), self._everywhere()):
            for who in (0, 1):
                self._by_turns(who, fractions[1 - who], _COARSE)
        self._finish()
        for _ in range(_MOST_ROUNDS):
            if limit - self.value <= gap or not self._better_with_other_places(until):
                break
        self._finish()

    def _better_with_other_places(self, until: Deadline) -> bool:
        """Begin once with each place given or taken away; whether that found a better pair within the time."""
        better = False
        for who, fractions in self._other_places():
            if until.has_passed:
                return False
            better |= self._by_turns(who, fractions, _COARSE)
        return better

    def _finish(self) -> None:
        """Improve the best pair by turns to the fine gap."""
        while not self.settled and not self.deadline.has_passed:
            first, second = self._answer(0, self.best[1], _FINE), None
            changed = first is not None and self.take((first, self.best[1]))
            second = self._answer(1, self.best[0], _FINE)
            changed |= second is not None and self.take((self.best[0], second))
            self.settled = not changed and first is not None and second is not None

    def _everywhere(self) -> tuple[FloatArray, FloatArray]:
        """Applications everywhere, without signals."""
        both = []
        for region in self.regions:
            applied = np.zeros((region.programs, region.modes))
            applied[:, 0] = 1.0
            both.append(applied.ravel())
        return both[0], both[1]

    def _other_places(self) -> Iterator[tuple[int, FloatArray]]:
        """By partner whose turn is first, the other's best list with all of a place given to it, or taken away."""
        places = np.unique(self.terms.place)
        room = []
        for place in places:
            most = []
            for one, where in zip(self.problem.problems, self.problem.place, strict=True):
                offers = one.offer_chance[where == place, 0]
                most.append(float(self.terms.weight @ (1.0 - np.prod(1.0 - offers, axis=0))))
            room.append(min(most))
        for place in places[np.argsort(-np.array(room), kind="stable")][:_MOST_PLACES]:
            for who in (0, 1):
                other = 1 - who
                here = self.problem.place[other] == place
                modes = self.regions[other].modes
                given = self.best[other].reshape(-1, modes).copy()
                applied = given.any(axis=1)
                taken = given.copy()
                given[here & ~applied, 0] = 1.0
                yield who, given.ravel()
                if (here & applied).any():
                    taken[here] = 0.0
                    yield who, taken.ravel()

    def _by_turns(self, who: int, partner: FloatArray, gap: float) -> bool:
        """Improve by turns, one's turn first, beside a partner's (fractions of) applications; whether it beats all."""
        self.starts += 1
        answer = self._answer(who, partner, gap)
        reached, better = -np.inf, False
        for _ in range(_TURNS):
            if answer is None:
                break
            who, own = 1 - who, answer
            answer = self._answer(who, own, gap)
            if answer is None:
                break
            pair = (answer, own) if who == 0 else (own, answer)
            better |= self.take(pair)
            value = self._worth(pair)
            if value <= reached + gap / 5:
                break
            reached = value
        return better

    def _worth(self, pair: tuple[FloatArray, FloatArray]) -> float:
        """Worth of a pair, in shares of the largest utility."""
        first, second = (side.exposure(own) for side, own in zip(self.terms.sides, pair, strict=True))
        return beside(self.terms, 0, second).at(first)

    def _answer(self, who: int, partner: FloatArray, gap: float) -> FloatArray | None:
        """One's best list beside the partner's (fractions of) applications; None where the time runs out."""
        value = beside(self.terms, who, self.terms.sides[1 - who].exposure(partner))
        self.near[who], found = best_list(
            value, self.regions[who], gap=gap, deadline=self.deadline, near=self.near[who]
        )
        return found.application if found.application.size else None
