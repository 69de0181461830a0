"""Two lists with one aim: both matched in one place."""

from optimizer.portfolio.pairs.outcome import (
    PairChances,
    PairInfeasible,
    PairOutcome,
    PairSolved,
    PairUndecided,
)
from optimizer.portfolio.pairs.problem import NOWHERE, PairProblem
from optimizer.portfolio.pairs.referee import evaluate_pair, pair_chances
from optimizer.portfolio.pairs.search import PAIR_GAP, solve_pair

__all__ = [
    "NOWHERE",
    "PAIR_GAP",
    "PairChances",
    "PairInfeasible",
    "PairOutcome",
    "PairProblem",
    "PairSolved",
    "PairUndecided",
    "evaluate_pair",
    "pair_chances",
    "solve_pair",
]
