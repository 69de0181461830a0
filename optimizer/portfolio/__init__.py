"""The mathematics of choosing a list: arrays in, a proven list or the reason why there is none out.

No medicine here.
"""

from typing import TYPE_CHECKING

from optimizer.doors import opened_later

if TYPE_CHECKING:
    from optimizer.portfolio.alternatives import Alternative, alternatives
    from optimizer.portfolio.attendance import Attendance
    from optimizer.portfolio.completing import (
        Completed,
        CompletionChances,
        CompletionOutcome,
        CompletionProblem,
        complements_beside,
        completion_chances,
        evaluate_completion,
        goals_beside,
        solve_completion,
    )
    from optimizer.portfolio.deadline import Deadline, Unwanted, unless_unwanted
    from optimizer.portfolio.diagnosis import diagnose, remedied
    from optimizer.portfolio.explain import Explanation, LimitWorth, Swap, explain
    from optimizer.portfolio.frontier import Frontier, FrontierPoint, frontier
    from optimizer.portfolio.marginal import marginal_values, offer_values
    from optimizer.portfolio.model import Model
    from optimizer.portfolio.order import groups_of_the_alike
    from optimizer.portfolio.outcome import Infeasible, Outcome, Remedy, Solved, Undecided
    from optimizer.portfolio.pairs import (
        NOWHERE,
        PAIR_GAP,
        PairChances,
        PairInfeasible,
        PairOutcome,
        PairProblem,
        PairSolved,
        PairUndecided,
        evaluate_pair,
        pair_chances,
        solve_pair,
    )
    from optimizer.portfolio.picking import Picked, pick
    from optimizer.portfolio.prices import Prices
    from optimizer.portfolio.problem import FeeSchedule, Limit, Problem
    from optimizer.portfolio.referee import evaluate, match_probability, spend, unmatched, violations
    from optimizer.portfolio.sharers import Aim, Member
    from optimizer.portfolio.sharing import Priced, Sharing
    from optimizer.portfolio.solver import solve

opened_later(__name__)

__all__ = [
    "NOWHERE",
    "PAIR_GAP",
    "Aim",
    "Alternative",
    "Attendance",
    "Completed",
    "CompletionChances",
    "CompletionOutcome",
    "CompletionProblem",
    "Deadline",
    "Explanation",
    "FeeSchedule",
    "Frontier",
    "FrontierPoint",
    "Infeasible",
    "Limit",
    "LimitWorth",
    "Member",
    "Model",
    "Outcome",
    "PairChances",
    "PairInfeasible",
    "PairOutcome",
    "PairProblem",
    "PairSolved",
    "PairUndecided",
    "Picked",
    "Priced",
    "Prices",
    "Problem",
    "Remedy",
    "Sharing",
    "Solved",
    "Swap",
    "Undecided",
    "Unwanted",
    "alternatives",
    "complements_beside",
    "completion_chances",
    "diagnose",
    "evaluate",
    "evaluate_completion",
    "evaluate_pair",
    "explain",
    "frontier",
    "goals_beside",
    "groups_of_the_alike",
    "marginal_values",
    "match_probability",
    "offer_values",
    "pair_chances",
    "pick",
    "remedied",
    "solve",
    "solve_completion",
    "solve_pair",
    "spend",
    "unless_unwanted",
    "unmatched",
    "violations",
]
