"""The mathematics of choosing a list: arrays in, a proven list or the reason why there is none out.

No medicine here.
"""

from optimizer.portfolio.marginal import marginal_values
from optimizer.portfolio.outcome import Infeasible, Outcome, Remedy, Solved, Undecided
from optimizer.portfolio.problem import FeeSchedule, Limit, Problem
from optimizer.portfolio.referee import evaluate, match_probability, spend, violations
from optimizer.portfolio.solver import solve

__all__ = [
    "FeeSchedule",
    "Infeasible",
    "Limit",
    "Outcome",
    "Problem",
    "Remedy",
    "Solved",
    "Undecided",
    "evaluate",
    "marginal_values",
    "match_probability",
    "solve",
    "spend",
    "violations",
]
