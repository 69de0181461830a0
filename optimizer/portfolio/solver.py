"""From a problem to a list with its proof."""

from optimizer.portfolio.model import Model
from optimizer.portfolio.outcome import Outcome
from optimizer.portfolio.problem import Problem


def solve(problem: Problem, *, gap: float = 1e-4, time_limit_s: float = 10.0) -> Outcome:
    """The list with the highest value, proven to a gap.

    Parameters
    ----------
    problem : Problem
    gap : float
        Absolute, in value / largest utility; > 0.
    time_limit_s : float
        Wall-clock seconds, >= 0. Within it the same problem gives the same list on every run, and in any order of
        its programs.

    Returns
    -------
    Solved
        The referee has confirmed it. `proven` is False only where the time ran out first, or the gap is finer than
        the integer solver's own tolerance (about 1e-8).
    Infeasible
        With a conflict, which is minimal unless the time ran out first, and changes that help.
    Undecided
        The time ran out before any list was found.

    Raises
    ------
    BadInput
        A gap that isn't positive or a negative time limit.
    RefereeDisagreement
        The referee contradicts the solver: a defect of matchlist.
    """
    return Model.of(problem).solve(gap=gap, time_limit_s=time_limit_s)
