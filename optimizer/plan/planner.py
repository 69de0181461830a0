"""From a plan to its list."""

from dataclasses import replace

import numpy as np

from optimizer.directory import Directory
from optimizer.estimate import Scenarios
from optimizer.evidence import Evidence, Season, load_evidence, load_season
from optimizer.plan.document import Plan, changed_plan, preset
from optimizer.plan.listing import (
    NotDecided,
    PlanOutcome,
    ProgramList,
    first_year_list,
    no_list,
    program_list,
    with_standing,
)
from optimizer.plan.presets import fitted, preset_notices, preset_use, shaped_plan
from optimizer.plan.problem import (
    Ground,
    Prepared,
    closed_programs,
    first_year_chosen,
    ground_of,
    plan_directory,
    prepared_on,
    solve_deciding,
)
from optimizer.portfolio import Infeasible, Outcome, Solved, Undecided, evaluate, match_probability, spend, violations

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
    plan: Plan,
    directory: Directory | None = None,
    *,
    time_limit_s: float = DEFAULT_TIME_LIMIT_S,
    standing: bool = False,
) -> PlanOutcome:
    """Build the list of a plan.

    Parameters
    ----------
    plan : Plan
    directory : Directory or None
        None reads the plan's program files, or the shipped directory where it names none.
    time_limit_s : float
        Wall-clock seconds for the solve.
    standing : bool
        Whether to work out how firmly each program stands on the list, which takes 32 more solves.

    Returns
    -------
    ProgramList, NoList or NotDecided

    Raises
    ------
    BadInput
        The plan names something that doesn't exist, or a file can't be used.
    """
    prepared = prepare(plan, directory)
    found = solve_prepared(prepared, time_limit_s=time_limit_s)
    return with_standing(found, prepared) if standing and isinstance(found, ProgramList) else found


def solve_prepared(prepared: Prepared, *, time_limit_s: float = DEFAULT_TIME_LIMIT_S) -> PlanOutcome:
    """Solve a prepared plan and say the answer as `build_list` does."""
    outcome = _first_list(prepared) or _solved(prepared, time_limit_s)
    if isinstance(outcome, Infeasible):
        return no_list(prepared, outcome)
    if isinstance(outcome, Undecided):
        return NotDecided(title=prepared.plan.title, bound=outcome.bound, seconds=outcome.seconds)
    found = _with_first_year(prepared, outcome, program_list(prepared, outcome))
    if prepared.preset is None:
        return found
    use = preset_use(prepared.preset, prepared.ground, found, time_limit_s)
    first = 0 if found.about_season is None else len(found.about_season.notices)
    notices = (*found.notices[:first], *preset_notices(use), *found.notices[first:])
    return found.model_copy(update={"preset": use, "notices": notices})


def _solved(prepared: Prepared, time_limit_s: float) -> Outcome:
    gap, settled = prepared.plan.gap, prepared.settled_first
    return solve_deciding(prepared.problem, settled, gap=gap, time_limit_s=time_limit_s)


def _first_list(prepared: Prepared) -> Solved | None:
    """The list of a plan whose second list is chosen too, as both were solved together; None without a second list.

    What may be missing is what may be missing of the value of both.
    """
    chosen = prepared.first_year
    if chosen is None or chosen.found is None or chosen.modes is None or not chosen.dollars:
        return None
    mode = np.append(chosen.modes[0], 0)
    problem, found = prepared.problem, chosen.found
    if violations(problem, mode):
        # Limits came to it after both lists were chosen, such as places that classmates have.
        return None
    value = evaluate(problem, mode)
    return Solved(
        mode=mode,
        value=value,
        bound=value + found.bound - found.value,
        match_probability=match_probability(problem, mode),
        spend=spend(problem, mode),
        proven=found.proven,
        seconds=found.seconds,
    )


def _with_first_year(prepared: Prepared, solved: Solved, found: ProgramList) -> ProgramList:
    """The list with its second list, if it has one, and what is to be known of it."""
    first_year = first_year_list(prepared, solved)
    if first_year is None:
        return found
    said = 0 if found.about_season is None else len(found.about_season.notices)
    notices = (*found.notices[:said], *first_year.notices, *found.notices[said:])
    return found.model_copy(update={"first_year": first_year, "notices": notices})


def prepare(
    plan: Plan,
    directory: Directory | None = None,
    evidence: Evidence | None = None,
    season: Season | None = None,
    scenarios: Scenarios | None = None,
    ground: Ground | None = None,
) -> Prepared:
    """Estimate chances and write a plan as a problem; what is left out is read from files. Raises as `build_list`.

    `ground` is that of a plan with the same `chances_mark`: wishes that change leave chances as they are.

    A plan that names a preset is taken in its shape, fitted to what the directory and the budget can serve.
    """
    season = season or load_season(plan.season)
    evidence = evidence or load_evidence()
    whole = directory or plan_directory(plan)
    ground = ground_of(plan, whole, evidence, season, scenarios, ground)
    if plan.preset is None:
        return _beside_first_year(prepared_on(plan, ground), whole, evidence)
    shaped = fitted(shaped_plan(plan, preset(plan.preset), ground), ground)
    return replace(_beside_first_year(prepared_on(shaped.plan, ground), whole, evidence), preset=shaped)


def _beside_first_year(prepared: Prepared, whole: Directory, evidence: Evidence) -> Prepared:
    """A plan with what its first year takes of the budget, where an advanced position needs one."""
    chosen = first_year_chosen(prepared, whole, evidence)
    return prepared if chosen is None else prepared_on(prepared.plan, replace(prepared.ground, first_year=chosen))


def with_preset(plan: Plan, slug: str, directory: Directory | None = None) -> tuple[Plan, tuple[str, ...]]:
    """The plan in the shape of a preset, written out: nothing in it depends on the preset any more.

    Parameters
    ----------
    plan : Plan
        What it says itself stays; a preset that it names already is replaced.
    slug : str
        Name of the preset.
    directory : Directory or None
        None reads the plan's program files, or the shipped directory where it names none.

    Returns
    -------
    Plan
    tuple of str
        Every adjustment to what the directory and the budget can serve.

    Raises
    ------
    BadInput
        There is no such preset, or the plan doesn't say what it needs; else as `build_list`.
    """
    prepared = prepare(changed_plan(plan, {"preset": slug}), directory)
    return prepared.plan, () if prepared.preset is None else prepared.preset.notices


def preset_price(
    plan: Plan, slug: str, directory: Directory | None = None, *, time_limit_s: float = DEFAULT_TIME_LIMIT_S
) -> PlanOutcome:
    """The list of a plan in the shape of a preset; its `preset` says what that costs. As `build_list`."""
    return build_list(changed_plan(plan, {"preset": slug}), directory, time_limit_s=time_limit_s)
