"""The statement of geographic preference under which a plan's best list is worth most, by few solves and many bounds.

There are 130 statements of up to three of nine divisions. The prices of one solved statement bound the lists of all
others, so a statement is solved for only while its bound promises more than the best one found of its size; each solve
brings prices that fit its like better. What is left out is proven to be worth no more than the gap beyond.
"""

from itertools import combinations

import numpy as np

from optimizer.directory import DIVISIONS
from optimizer.estimate import PreferenceChances
from optimizer.plan.listing import all_rows, problem_at
from optimizer.plan.problem import Prepared, solve_deciding
from optimizer.portfolio import Prices, Problem, Solved, Undecided

Statement = tuple[str, ...]
"""Divisions in the order of `DIVISIONS`; none of them: "no preference"."""


def statement_of(divisions: tuple[str, ...]) -> Statement:
    """Divisions in any order as a statement."""
    return tuple(division for division in DIVISIONS if division in divisions)


class StatementSearch:
    """Statements of up to some number of divisions, each with what its best list is worth, or at most could be.

    Parameters
    ----------
    prepared : Prepared
    most : int
        How many divisions may be stated.
    time_limit_s : float
        Wall-clock seconds for each solve.

    Attributes
    ----------
    found : dict of Statement to Solved
        Statements that were solved for.
    bound : dict of Statement to float
        What no list is worth more than, statement by statement.
    """

    def __init__(self, prepared: Prepared, most: int, time_limit_s: float) -> None:
        self._prepared, self._gap, self._time_limit_s = prepared, prepared.plan.gap, time_limit_s
        self._chances = PreferenceChances.of(prepared.estimate)
        self._tried: set[Statement] = set()
        highest = float(prepared.problem.utility.max())
        self._tolerance = self._gap * highest
        self.found: dict[Statement, Solved] = {}
        self.bound = {statement: highest for size in range(most + 1) for statement in combinations(DIVISIONS, size)}

    def problem_of(self, statement: Statement) -> Problem:
        """The plan's problem when this is stated."""
        return problem_at(self._prepared, self._chances.offers(statement))

    def solve_for(self, statement: Statement) -> Solved | None:
        """The best list when this is stated; None where none was found in time."""
        if statement not in self._tried:
            self._tried.add(statement)
            problem = self.problem_of(statement)
            settled = self._prepared.settled_first
            outcome = solve_deciding(problem, settled, gap=self._gap, time_limit_s=self._time_limit_s)
            if isinstance(outcome, Solved):
                self.found[statement] = outcome
            if isinstance(outcome, Solved | Undecided):
                self.bound[statement] = min(self.bound[statement], outcome.bound)
            prices = Prices.of(problem, gap=self._gap, time_limit_s=self._time_limit_s)
            if prices is not None:
                self._tighten(prices)
        return self.found.get(statement)

    def best_of_size(self, size: int) -> Statement | None:
        """The statement of so many divisions whose list is worth most; None where none was solved in time."""
        statements = [statement for statement in self.bound if len(statement) == size]
        while True:
            solved = [statement for statement in statements if statement in self.found]
            best = max(solved, key=lambda each: self.found[each].value, default=None)
            floor = -np.inf if best is None else self.found[best].value + self._tolerance
            promising = [each for each in statements if each not in self._tried and self.bound[each] > floor]
            if not promising:
                return best
            self.solve_for(max(promising, key=self.bound.__getitem__))

    def gap_of_size(self, size: int) -> float:
        """No statement of so many divisions is worth more than the best one solved for by more than this; >= 0."""
        statements = [statement for statement in self.bound if len(statement) == size]
        best = max((self.found[each].value for each in statements if each in self.found), default=0.0)
        return max(0.0, *(self.bound[each] - best for each in statements))

    def _tighten(self, prices: Prices) -> None:
        chances = self._chances
        aligned, elsewhere, none = (
            prices.profit(all_rows(self._prepared, offers))
            for offers in (chances.aligned, chances.elsewhere, chances.none)
        )
        nowhere, no_preference = prices.fixed + float(elsewhere.sum()), prices.fixed + float(none.sum())
        beyond = (aligned - elsewhere)[: chances.division.size]
        gain = {division: float(beyond[chances.division == division].sum()) for division in DIVISIONS}
        for statement in self.bound:
            most = nowhere + sum(gain[division] for division in statement) if statement else no_preference
            self.bound[statement] = min(self.bound[statement], most)
