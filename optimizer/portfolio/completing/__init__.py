"""Two lists with one aim: an offer that counts only together with an offer of a second list."""

from optimizer.portfolio.completing.outcome import Completed, CompletionChances, CompletionOutcome
from optimizer.portfolio.completing.problem import CompletionProblem
from optimizer.portfolio.completing.referee import completion_chances, evaluate_completion
from optimizer.portfolio.completing.search import solve_completion
from optimizer.portfolio.completing.split import complements_beside, goals_beside

__all__ = [
    "Completed",
    "CompletionChances",
    "CompletionOutcome",
    "CompletionProblem",
    "complements_beside",
    "completion_chances",
    "evaluate_completion",
    "goals_beside",
    "solve_completion",
]
