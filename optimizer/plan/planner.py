"""From a plan to a list: estimate, problem, solve, and the answer in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from optimizer.directory import Directory, load_directory
from optimizer.errors import BadInput
from optimizer.estimate import Estimate, estimate, list_range
from optimizer.estimate.estimator import ListRange
from optimizer.evidence import Evidence, Season, load_evidence, load_season
from optimizer.plan.explain import conflict_words, program_reasons, suggestion
from optimizer.plan.faults import plan_faults
from optimizer.plan.firmness import with_standing
from optimizer.plan.inputs import input_completeness
from optimizer.plan.limits import CLOSED_SIGNALS, plan_fees, plan_limits, signal_limit_name
from optimizer.plan.notices import notices_on_money, notices_on_programs
from optimizer.plan.outcome import (
    LimitUse,
    ListedProgram,
    NoList,
    NotDecided,
    PlanOutcome,
    ProgramList,
    TierBasis,
)
from optimizer.plan.regions import preference_of_programs, region_of_programs
from optimizer.plan.request import Plan
from optimizer.portfolio import Infeasible, Limit, Problem, Remedy, Solved, Undecided, marginal_values, solve

DEFAULT_TIME_LIMIT_S = 10.0
_BINDING_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A plan with everything that the solve needs.

    Attributes
    ----------
    plan : Plan
    directory : Directory
        Programs of the applicant's specialties only.
    season : Season
    made : Estimate
    region, tier : arrays of str, shape (programs,)
    problem : Problem
    """

    plan: Plan
    directory: Directory
    season: Season
    made: Estimate
    region: npt.NDArray[np.str_]
    tier: npt.NDArray[np.str_]
    problem: Problem


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
    plan = prepared.plan
    outcome = solve(prepared.problem, gap=plan.gap, time_limit_s=time_limit_s)
    if isinstance(outcome, Infeasible):
        return NoList(
            title=plan.title,
            conflict=outcome.conflict,
            words=conflict_words(outcome),
            remedies=tuple(suggestion(remedy) for remedy in outcome.remedies if _is_up_to_user(remedy, prepared)),
        )
    if isinstance(outcome, Undecided):
        return NotDecided(title=plan.title, bound=outcome.bound, seconds=outcome.seconds)
    return program_list(prepared, outcome)


def _is_up_to_user(remedy: Remedy, prepared: Prepared) -> bool:
    """Nobody can give out more signals than the season has."""
    return all(
        remedy.limit != signal_limit_name(kind, specialty) or remedy.needed <= cap
        for specialty, caps in prepared.made.situation.signal_caps.items()
        for kind, cap in caps.items()
    )


def prepare(
    plan: Plan,
    directory: Directory | None = None,
    evidence: Evidence | None = None,
    season: Season | None = None,
) -> Prepared:
    """Estimate chances and write a plan as a problem; what is left out is read from files. Raises as `build_list`."""
    season = season or load_season(plan.season)
    evidence = evidence or load_evidence()
    whole = directory or plan_directory(plan)
    part = whole.of_specialties(plan.applicant.specialties)
    faults = plan_faults(plan, part if part.programs else whole, season, evidence)
    if faults:
        raise BadInput(faults)
    made = estimate(plan.applicant, part, season, evidence.override(plan.evidence), plan.weights)
    region = region_of_programs(plan, part)
    tier = np.array(
        [plan.tiers.get(program.id, found) for program, found in zip(part.programs, made.tier, strict=True)]
    )
    preference = preference_of_programs(plan, part, region)
    problem = Problem(
        offer_chance=made.chances.offer,
        scenario_weight=made.scenarios.weight,
        utility=(1 - plan.flexibility) * preference + plan.flexibility,
        budget=plan.budget.dollars,
        fees=plan_fees(plan, part, season),
        limits=plan_limits(plan, part, region, tier, made),
        forbidden=[part.index_by_id[program] for program in plan.locks.never] + closed_programs(plan, part),
    )
    return Prepared(plan, part, season, made, region, tier, problem)


def plan_directory(plan: Plan) -> Directory:
    """The directory in the plan's program files, or the shipped one where it names none. Raises as `load_directory`."""
    return load_directory(tuple(Path(file) for file in plan.programs))


def closed_programs(plan: Plan, directory: Directory) -> list[int]:
    """Positions of programs that don't take this applicant at all: military ones, unless the applicant serves.

    A program that the plan locks in stays open: the user knows better.
    """
    chosen = {*plan.locks.apply, *plan.locks.signal}
    return [
        index
        for index, program in enumerate(directory.programs)
        if program.setting == "military" and not plan.applicant.military_service and program.id not in chosen
    ]


def program_list(prepared: Prepared, solved: Solved, notices: Sequence[str] = ()) -> ProgramList:
    """A solution of a prepared plan as a list, with reasons and ranges.

    Parameters
    ----------
    prepared : Prepared
    solved : Solved
        Of the plan's problem, or of one with further limits that says what no list within those exceeds.
    notices : sequence of str
        What the user should know besides.
    """
    plan, made = prepared.plan, prepared.made
    ranges = list_range(made, solved.mode)
    applied = np.flatnonzero(solved.mode >= 0)
    highest = max(float(prepared.problem.utility.max()), 1e-300)
    interviews = made.interview_probability[applied, solved.mode[applied]]
    return ProgramList(
        title=plan.title,
        season=plan.season,
        match_probability=solved.match_probability,
        match_probability_range=_around(
            solved.match_probability, ranges.match_probability.low, ranges.match_probability.high
        ),
        expected_interviews=float(interviews.sum()),
        expected_interviews_range=_around(
            float(interviews.sum()), ranges.expected_interviews.low, ranges.expected_interviews.high
        ),
        value=solved.value,
        bound=solved.bound,
        gap=(solved.bound - solved.value) / highest,
        proven=solved.proven,
        spend=solved.spend,
        seconds=solved.seconds,
        programs=tuple(_listed(prepared, solved, ranges)),
        limits=tuple(_limit_uses(prepared, solved)),
        notices=(*notices, *_notices(prepared, solved, applied)),
        completeness=input_completeness(made, solved.mode),
    )


def _around(value: float, low: float, high: float) -> tuple[float, float]:
    """A range that never leaves out the value it belongs to."""
    return min(low, value), max(high, value)


def _listed(prepared: Prepared, solved: Solved, ranges: ListRange) -> Iterator[ListedProgram]:
    plan, made, directory = prepared.plan, prepared.made, prepared.directory
    marginal = marginal_values(prepared.problem, solved.mode)
    latitude, longitude = directory.coordinates
    applied = np.flatnonzero(solved.mode >= 0)
    span = dict(zip(applied.tolist(), ranges.interview_probability, strict=True))
    regions = [item.name for item in plan.regions]
    place = {name: k for k, name in enumerate(regions)}
    order = sorted(applied.tolist(), key=lambda k: (place.get(str(prepared.region[k]), len(regions)), -marginal[k], k))
    for index in order:
        program, mode = directory.programs[index], int(solved.mode[index])
        chance = float(made.interview_probability[index, mode])
        basis: TierBasis = "own rates" if made.rests_on_own_rate[index] else "setting"
        yield ListedProgram(
            **program.model_dump(include={"id", "name", "institution", "specialty", "city", "state", "setting"}),
            division=program.division,
            region=str(prepared.region[index]),
            tier=str(prepared.tier[index]),
            tier_rests_on="your choice" if program.id in plan.tiers else basis,
            signal=made.modes[mode],
            interview_probability=chance,
            interview_probability_range=_around(chance, span[index].low, span[index].high),
            offer_probability=float(made.offer_probability[index, mode]),
            marginal_value=float(marginal[index]),
            locked=program.id in {*plan.locks.apply, *plan.locks.signal},
            reasons=program_reasons(made, index, mode, str(prepared.region[index]), plan),
            latitude=None if np.isnan(latitude[index]) else float(latitude[index]),
            longitude=None if np.isnan(longitude[index]) else float(longitude[index]),
        )


def _limit_uses(prepared: Prepared, solved: Solved) -> Iterator[LimitUse]:
    applied = np.flatnonzero(solved.mode >= 0)
    for limit in prepared.problem.limits:
        if limit.name != CLOSED_SIGNALS:
            used = float(limit.coefficient[applied, solved.mode[applied]].sum())
            yield _limit_use(limit, used)
    if prepared.problem.budget is not None:
        budget = prepared.problem.budget
        cheapest = _next_application_dollars(prepared, solved)
        yield LimitUse(
            name="budget",
            minimum=None,
            maximum=budget,
            used=solved.spend,
            binding=solved.spend + cheapest > budget,
        )


def _limit_use(limit: Limit, used: float) -> LimitUse:
    at_limit = used <= limit.minimum + _BINDING_TOLERANCE or used >= limit.maximum - _BINDING_TOLERANCE
    return LimitUse(
        name=limit.name,
        minimum=None if np.isinf(limit.minimum) else limit.minimum,
        maximum=None if np.isinf(limit.maximum) else limit.maximum,
        used=used,
        binding=bool(at_limit),
    )


def _next_application_dollars(prepared: Prepared, solved: Solved) -> float:
    """What the cheapest further application would cost; 0 where there is none."""
    applied = solved.mode >= 0
    left = ~applied
    left[prepared.problem.forbidden] = False
    rates = []
    for fee in prepared.problem.fees:
        if (fee.members & left).any():
            count = int((applied & fee.members).sum()) + 1
            reached = [dollars for start, dollars in fee.tiers if start <= count]
            rates.append(reached[-1] if reached else 0.0)
    return min(rates, default=0.0)


def _notices(prepared: Prepared, solved: Solved, applied: npt.NDArray[np.int64]) -> Iterator[str]:
    plan, directory = prepared.plan, prepared.directory
    safeties = applied[prepared.tier[applied] == "safety"]
    closed = len(closed_programs(plan, directory))
    yield from notices_on_programs(plan, directory, prepared.made, applied, safeties, closed)
    yield from notices_on_money(plan, prepared.season)
    if not solved.proven:
        yield "The time ran out before the list was proven to the gap asked for."
