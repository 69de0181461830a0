"""From a plan to its list."""

from optimizer.directory import Directory
from optimizer.evidence import Evidence, Season
from optimizer.plan.absence import no_list
from optimizer.plan.branching import solve_deciding
from optimizer.plan.listing import program_list
from optimizer.plan.opened import region_decisions
from optimizer.plan.outcome import NotDecided, PlanOutcome
from optimizer.plan.preparing import Prepared, closed_programs, ground_of, plan_directory, prepared_on
from optimizer.plan.request import Plan
from optimizer.portfolio import Infeasible, Undecided

__all__ = [
    "DEFAULT_TIME_LIMIT_S",
    "Prepared",
    "build_list",
    "closed_programs",
    "plan_directory",
    "prepare",
    "solve_prepared",
]

DEFAULT_TIME_LIMIT_S = 10.0


def build_list(
    plan: Plan, directory: Directory | None = None, *, time_limit_s: float = DEFAULT_TIME_LIMIT_S
) -> PlanOutcome:
    """Build the list of a plan.

    Parameters
    ----------
    plan : Plan
    directory : Directory or None
        None reads the plan's program files, or the shipped directory where it names none.
    time_limit_s : float
        Wall-clock seconds for the solve.

    Returns
    -------
    ProgramList, NoList or NotDecided

    Raises
    ------
    BadInput
        The plan names something that doesn't exist, or a file can't be used.
    """
    return solve_prepared(prepare(plan, directory), time_limit_s=time_limit_s)


def solve_prepared(prepared: Prepared, *, time_limit_s: float = DEFAULT_TIME_LIMIT_S) -> PlanOutcome:
    """Solve a prepared plan and say the answer as `build_list` does."""
    first = len(prepared.directory.programs)
    regions = range(first, first + len(region_decisions(prepared.plan)))
    outcome = solve_deciding(prepared.problem, regions, gap=prepared.plan.gap, time_limit_s=time_limit_s)
    if isinstance(outcome, Infeasible):
        return no_list(prepared, outcome)
    if isinstance(outcome, Undecided):
        return NotDecided(title=prepared.plan.title, bound=outcome.bound, seconds=outcome.seconds)
    return program_list(prepared, outcome)


def prepare(
    plan: Plan,
    directory: Directory | None = None,
    evidence: Evidence | None = None,
    season: Season | None = None,
) -> Prepared:
    """Estimate chances and write a plan as a problem; what is left out is read from files. Raises as `build_list`."""
    return prepared_on(plan, ground_of(plan, directory, evidence, season))
