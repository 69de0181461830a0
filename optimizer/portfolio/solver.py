"""From a problem to a list with its proof: the one place where the pieces are put together."""

from dataclasses import replace
from time import perf_counter

import numpy as np

from optimizer.errors import Fault
from optimizer.portfolio.candidates import search
from optimizer.portfolio.checks import is_amount, is_number, refuse
from optimizer.portfolio.concave import value_function
from optimizer.portfolio.diagnosis import diagnose
from optimizer.portfolio.linear import Verdict
from optimizer.portfolio.outcome import Infeasible, Outcome, Solved, Undecided
from optimizer.portfolio.problem import FORBIDDEN, REQUIRED, Problem
from optimizer.portfolio.referee import confirm, evaluate, match_probability, spend
from optimizer.portfolio.region import allowed_region, modes_of
from optimizer.portfolio.relaxation import Relaxed, relax


def solve(problem: Problem, *, gap: float = 1e-4, time_limit_s: float = 10.0) -> Outcome:
    """The list with the highest expected utility of the best offer, proven to a gap.

    Parameters
    ----------
    problem : Problem
    gap : float
        Absolute, in value / largest utility; > 0.
    time_limit_s : float
        Wall-clock seconds, >= 0. Within it the same problem gives the same list on every run.

    Returns
    -------
    Solved
        The referee has confirmed it. `proven` is False only where the time ran out first.
    Infeasible
        With a minimal conflict and single remedies.
    Undecided
        The time ran out before any list was found.

    Raises
    ------
    BadInput
        A gap that isn't positive or a negative time limit.
    RefereeDisagreement
        The referee contradicts the solver: a defect of matchlist.
    """
    started = perf_counter()
    _check_settings(gap, time_limit_s)
    if np.intersect1d(problem.required, problem.forbidden).size:
        return Infeasible((REQUIRED, FORBIDDEN))
    deadline = started + time_limit_s
    highest = float(problem.utility.max())
    region, value = allowed_region(problem), value_function(problem)
    relaxed = relax(value, region, tolerance=gap / 10, deadline=deadline)
    if not isinstance(relaxed, Relaxed):
        return diagnose(problem) if relaxed is Verdict.INFEASIBLE else Undecided(highest, perf_counter() - started)
    found = search(value, region, relaxed, gap=gap, deadline=deadline)
    if found.verdict is Verdict.INFEASIBLE:
        return diagnose(problem)
    if not found.application.size:
        return Undecided(min(found.bound, 1.0) * highest, perf_counter() - started)
    mode = modes_of(found.application, region)
    exact = evaluate(problem, mode)
    solved = Solved(
        mode=mode,
        value=exact,
        bound=max(min(found.bound, 1.0) * highest, exact),
        match_probability=match_probability(problem, mode),
        spend=spend(problem, mode),
        proven=found.bound - found.value <= gap,
        seconds=perf_counter() - started,
    )
    return replace(confirm(problem, solved), seconds=perf_counter() - started)


def _check_settings(gap: float, time_limit_s: float) -> None:
    faults = []
    if not (is_amount(gap) and gap > 0):
        faults.append(Fault("the gap is not positive", "gap", gap, "> 0, such as 1e-4", "Give a small positive number"))
    if not (is_number(time_limit_s) and time_limit_s >= 0):
        faults.append(
            Fault(
                "the time limit is negative",
                "time_limit_s",
                time_limit_s,
                "seconds >= 0",
                "Give a time from 0",
            )
        )
    refuse(faults)
