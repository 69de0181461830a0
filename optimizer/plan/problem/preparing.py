"""From a plan to a problem: what the chances are, which programs are open, and what is asked of the list."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from optimizer.arrays import IntArray
from optimizer.directory import Directory, Program, load_directory
from optimizer.directory.kept import directory_with
from optimizer.errors import BadInput, Fault
from optimizer.estimate import Estimate, Scenarios, estimate, interviews_most
from optimizer.evidence import Evidence, Season, load_evidence, load_season
from optimizer.plan.document import Plan, Shaped
from optimizer.plan.problem.decisions import Decision, with_rows
from optimizer.plan.problem.faults import plan_faults
from optimizer.plan.problem.fees import plan_fees
from optimizer.plan.problem.first_year import (
    FIRST_YEAR,
    advanced_specialties,
    both_lists,
    first_year_plan,
    first_year_programs,
    least_for_both,
    needs_first_year,
    usual_applications,
    with_first_year,
)
from optimizer.plan.problem.fits import Fit, fits_of
from optimizer.plan.problem.limits import Sorted, plan_limits
from optimizer.plan.problem.opened import region_decisions
from optimizer.plan.problem.own_figures import plan_evidence
from optimizer.plan.problem.regions import region_of_programs
from optimizer.plan.problem.wanted import preference_for_programs, utility_of_programs
from optimizer.plan.problem.wanted_first import ALL_LISTED, locked_in, not_wanted
from optimizer.plan.problem.wishes import Wished
from optimizer.portfolio import Attendance, Completed, CompletionProblem, Problem, solve_completion, spend


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What a list is made from that no wish changes: programs, season, chances.

    Attributes
    ----------
    directory : Directory
        Programs of the applicant's specialties only.
    season : Season
    estimate : Estimate
    first_year : FirstYearChosen or None
        What was decided about the year before an advanced position; None where that isn't asked.
    """

    directory: Directory
    season: Season
    estimate: Estimate
    first_year: "FirstYearChosen | None" = None


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A plan with everything that the solve needs.

    Attributes
    ----------
    plan : Plan
    directory : Directory
        Programs of the applicant's specialties only.
    season : Season
    estimate : Estimate
    region, tier : arrays of str, shape (programs,)
    problem : Problem
        The directory's programs first, in its order; after them the decisions, which are no programs.
    view : Sorted
        Region, tier, preference, and how each program stands to the plan's conditions.
    wished : Wished
        Which wish stands behind each limit of the problem.
    decisions : tuple of Decision
    preset : Shaped or None
        The preset behind the plan, whose own key `preset` is empty by now.
    """

    plan: Plan
    directory: Directory
    season: Season
    estimate: Estimate
    region: npt.NDArray[np.str_]
    tier: npt.NDArray[np.str_]
    problem: Problem
    view: Sorted
    wished: Wished
    decisions: tuple[Decision, ...] = ()
    preset: Shaped | None = None
    first_year: "FirstYearChosen | None" = None

    @property
    def settled_first(self) -> range:
        """Rows of the problem that say whether others than the most wanted come, and which regions are opened.

        See `optimizer.plan.problem.branching`.
        """
        first = len(self.directory.programs)
        waiting = ALL_LISTED in self.decisions
        return range(first, first + waiting + len(region_decisions(self.plan)))

    @property
    def with_second(self) -> tuple["Prepared", ...]:
        """The plan's own list, and its second one for the first year, where programs of one are known."""
        second = None if self.first_year is None else self.first_year.beside
        return (self,) if second is None else (self, second)

    @property
    def to_choose_from(self) -> dict[str, tuple[Program, str]]:
        """Programs of the plan's own list and of its second one by id, each with its region."""
        return {
            program.id: (program, str(region))
            for part in self.with_second
            for program, region in zip(part.directory.programs, part.region, strict=True)
        }

    @property
    def directory_with_second(self) -> Directory:
        """The programs of the plan's own list and of its second one."""
        return Directory.of([program for program, _ in self.to_choose_from.values()])

    def of_programs(self, mode: IntArray) -> IntArray:
        """Modes of the programs, of modes of all the problem's rows: decisions, which stand after them, are none."""
        return mode[: len(self.directory.programs)]

    @property
    def ground(self) -> Ground:
        """What no wish changes."""
        return Ground(self.directory, self.season, self.estimate, self.first_year)


@dataclass(frozen=True, slots=True, eq=False)
class FirstYearChosen:
    """What was decided about the year before an advanced position.

    Attributes
    ----------
    evidence : Evidence
        With the plan's own figures.
    beside : Prepared or None
        The plan as it holds for first years; None where no program of one is known.
    completion : CompletionProblem or None
        Of both lists: the plan's own rows, then those of `beside`.
    found : Completed or None
        None where there is no list at all, or none was found in time.
    dollars, reserve : float
        Of the first year's applications, and kept for ones that are still to be found.
    least : float
        Dollars that one application of each list costs, and the reserve.
    """

    evidence: Evidence
    beside: Prepared | None = None
    completion: CompletionProblem | None = None
    found: Completed | None = None
    dollars: float = 0.0
    reserve: float = 0.0
    least: float = 0.0

    @property
    def taken(self) -> float:
        """Dollars of the budget that aren't left for the list."""
        return self.dollars + self.reserve

    @property
    def modes(self) -> tuple[IntArray, IntArray] | None:
        """Modes of the plan's own rows and of those of `beside`; None where nothing was found."""
        if self.found is None or self.completion is None:
            return None
        theirs = self.completion.complement
        return self.found.mode[~theirs], self.found.mode[theirs]


FIRST_YEAR_TIME_S = 2.0
"""Seconds for the split: where they aren't enough the list says how much may be missing."""


def first_year_chosen(prepared: Prepared, whole: Directory, evidence: Evidence) -> FirstYearChosen | None:
    """Divide a plan's dollars between its list and the year before an advanced position.

    Parameters
    ----------
    prepared : Prepared
        Without a first year.
    whole : Directory
        Of all programs.
    evidence : Evidence
        Without the plan's own figures.

    Returns
    -------
    FirstYearChosen
        None where the plan wants no second list, or none of its specialties has advanced positions.
    """
    plan = prepared.plan
    if not plan.first_year.apply or not advanced_specialties(plan, evidence):
        return None
    figures = plan_evidence(plan, evidence)
    reserve = plan.first_year.reserve
    programs = first_year_programs(plan, whole)
    if not programs.programs:
        return FirstYearChosen(figures, reserve=reserve)
    theirs = first_year_plan(plan, programs)
    scenarios = prepared.estimate.scenarios
    estimated = estimate(theirs.applicant, programs, prepared.season, figures, plan.weights, scenarios)
    beside = prepared_on(theirs, Ground(programs, prepared.season, estimated))
    completion = both_lists(
        prepared.problem,
        beside.problem,
        needs_first_year(prepared.directory, figures),
        np.append(estimated.known, np.ones(len(beside.decisions), dtype=np.bool_)),
        usual_applications(figures).central,
        reserve,
    )
    outcome = solve_completion(completion, gap=plan.gap, time_limit_s=FIRST_YEAR_TIME_S)
    found = outcome if isinstance(outcome, Completed) else None
    dollars = 0.0
    if found is not None:
        dollars = spend(beside.problem, found.mode[prepared.problem.shape[0] :])
    return FirstYearChosen(
        figures, beside, completion, found, dollars, reserve, least_for_both(prepared.problem, beside.problem, reserve)
    )


def ground_of(
    plan: Plan,
    directory: Directory | None = None,
    evidence: Evidence | None = None,
    season: Season | None = None,
    scenarios: Scenarios | None = None,
    alike: Ground | None = None,
) -> Ground:
    """Check a plan and estimate its chances, in other scenarios than the usual ones if some are given.

    What is left out is read from files. `alike` is the ground of a plan with the same `chances_mark`, whose chances
    then need not be estimated again.

    Raises
    ------
    BadInput
        The plan names something that doesn't exist, or a file can't be used; all at once.
    """
    season = season or load_season(plan.season)
    evidence = evidence or load_evidence()
    whole = directory or plan_directory(plan)
    faults = _faults_with(plan, whole, season, evidence)
    if faults:
        raise BadInput(faults)
    if alike is not None:
        return Ground(alike.directory, alike.season, alike.estimate)
    part = whole.of_specialties(plan.applicant.specialties)
    estimated = estimate(plan.applicant, part, season, plan_evidence(plan, evidence), plan.weights, scenarios)
    return Ground(part, season, estimated)


def faults_of(plan: Plan, directory: Directory | None = None) -> tuple[Fault, ...]:
    """All that can't be in a plan, found without estimating anything; empty where a list can be asked for.

    Parameters
    ----------
    plan : Plan
    directory : Directory or None
        None reads the plan's program files, or the shipped directory where it names none.
    """
    try:
        return _faults_with(plan, directory or plan_directory(plan), load_season(plan.season), load_evidence())
    except BadInput as error:
        return error.faults


def _faults_with(plan: Plan, whole: Directory, season: Season, evidence: Evidence) -> tuple[Fault, ...]:
    part = whole.of_specialties(plan.applicant.specialties)
    return plan_faults(plan, part if part.programs else whole, season, evidence)


def prepared_on(plan: Plan, ground: Ground) -> Prepared:
    """Write a plan without faults as a problem, on chances that were estimated for its applicant."""
    part, season, estimated = ground.directory, ground.season, ground.estimate
    view = sorted_programs(plan, ground)
    limits, wished, decisions = plan_limits(plan, part, season, estimated, view)
    extra = len(decisions)
    decided = ground.first_year
    problem = Problem(
        offer_chance=with_rows(estimated.chances.offer, extra),
        scenario_weight=estimated.scenarios.weight,
        utility=with_rows(utility_of_programs(view.preference, plan, part), extra),
        budget=plan.budget.dollars,
        fees=plan_fees(plan, part, season, extra),
        limits=limits,
        forbidden=np.flatnonzero(~view.is_open),
        attendance=Attendance(
            with_rows(estimated.chances.offer_if_interviewed, extra), interviews_most(estimated.evidence)
        ),
    )
    if decided is not None and decided.taken > 0:
        problem = with_first_year(problem, decided.taken)
        decisions = (*decisions, FIRST_YEAR)
    return Prepared(
        plan, part, season, estimated, view.region, view.tier, problem, view, wished, decisions, first_year=decided
    )


def sorted_programs(plan: Plan, ground: Ground) -> Sorted:
    """The programs as a plan without faults sees them."""
    part = ground.directory
    region = region_of_programs(plan, part)
    tier = np.array(
        [plan.tiers.get(program.id, found) for program, found in zip(part.programs, ground.estimate.tier, strict=True)]
    )
    fits = fits_of(plan, part, ground.season.season, [])
    is_open = open_programs(plan, part, fits) & (~not_wanted(plan, part, region) | locked_in(plan, part))
    return Sorted(region, tier, preference_for_programs(plan, part, region, fits, []), is_open, fits)


def open_programs(plan: Plan, directory: Directory, fits: tuple[Fit, ...]) -> npt.NDArray[np.bool_]:
    """Programs that may be on the list, shape (programs,).

    Parameters
    ----------
    plan : Plan
    directory : Directory
        Programs of the applicant's specialties.
    fits : tuple of Fit
        To the conditions that count.
    """
    is_open = np.ones(len(directory.programs), dtype=np.bool_)
    for one in fits:
        is_open &= ~one.removes
    # The user knows better than a condition, as far as a program is locked in.
    is_open |= locked_in(plan, directory)
    is_open[[directory.index_by_id[program] for program in plan.locks.never]] = False
    is_open[closed_programs(plan, directory)] = False
    return is_open


def plan_directory(plan: Plan) -> Directory:
    """The directory in the plan's program files; where it names none, the shipped one with the facts that are kept.

    Raises
    ------
    BadInput
        As `load_directory`, or as `directory_with` where the plan's facts aren't kept.
    """
    if plan.programs:
        return load_directory(tuple(Path(file) for file in plan.programs))
    return directory_with(plan.facts)


def closed_programs(plan: Plan, directory: Directory) -> list[int]:
    """Positions of programs that don't take this applicant at all, for any of the reasons of `closed_by_reason`."""
    return sorted({index for closed in closed_by_reason(plan, directory).values() for index in closed})


ClosedFor = Literal["military", "no USMLE score"]


def closed_by_reason(plan: Plan, directory: Directory) -> Mapping[ClosedFor, list[int]]:
    """Positions of programs that don't take this applicant at all, by reason.

    Military ones, unless the applicant serves; those known to ask for a USMLE score, where none will be taken. A
    program that the plan locks in stays open: the user knows better.
    """
    person, chosen = plan.applicant, plan.locks.applied
    left = [(k, program) for k, program in enumerate(directory.programs) if program.id not in chosen]
    return {
        "military": [k for k, one in left if one.setting == "military" and not person.military_service],
        "no USMLE score": [k for k, one in left if one.accepts_comlex_alone is False and person.has_step2 is False],
    }
