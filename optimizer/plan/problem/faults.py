"""All that can't be in a plan, found before anything is estimated, so that the user hears of everything at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping

import numpy as np

from optimizer.directory import Directory
from optimizer.errors import BadInput, Fault
from optimizer.estimate import applicant_faults
from optimizer.evidence import Evidence, Season
from optimizer.plan.document import ELSEWHERE, Plan, SignalCounts, preset
from optimizer.plan.problem.first_year import advanced_specialties
from optimizer.plan.problem.fits import fits_of
from optimizer.plan.problem.limits import lock_faults
from optimizer.plan.problem.opened import MOST_REGIONS, opens_regions
from optimizer.plan.problem.own_figures import plan_evidence
from optimizer.plan.problem.regions import region_of_programs
from optimizer.plan.problem.wanted import preference_for_programs
from optimizer.vocabulary import specialty_name


def plan_faults(plan: Plan, directory: Directory, season: Season, evidence: Evidence) -> tuple[Fault, ...]:
    """Faults of a plan against the directory, the season and the evidence table.

    Parameters
    ----------
    plan : Plan
    directory : Directory
        Programs of the applicant's specialties.
    season : Season
    evidence : Evidence
        Without the plan's own figures.
    """
    return (
        *applicant_faults(plan.applicant, directory, season),
        *_raised_by(lambda: plan_evidence(plan, evidence)),
        *_raised_by(lambda: region_of_programs(plan, directory)),
        *_asked_faults(plan, directory, season),
        *_raised_by(lambda: None if plan.preset is None else preset(plan.preset)),
        *lock_faults(plan, directory),
        *_signal_faults(plan, season),
        *_signal_lock_faults(plan, directory, season),
        *_fee_faults(plan, season),
        *_first_year_faults(plan, evidence),
        *_region_faults(plan),
    )


def _raised_by(attempt: Callable[[], object]) -> tuple[Fault, ...]:
    try:
        attempt()
    except BadInput as error:
        return error.faults
    return ()


def _asked_faults(plan: Plan, directory: Directory, season: Season) -> tuple[Fault, ...]:
    """Conditions and priorities that can't be asked."""
    faults: list[Fault] = []
    nowhere = np.full(len(directory.programs), ELSEWHERE)
    fits = fits_of(plan, directory, season.season, faults)
    preference_for_programs(plan, directory, nowhere, fits, faults)
    return tuple(faults)


def _known(plan: Plan, season: Season) -> tuple[str, ...]:
    """The applicant's specialties that the season knows; the others are a fault of their own."""
    return tuple(name for name in plan.applicant.specialties if name in season.specialties)


def _signal_faults(plan: Plan, season: Season) -> Iterator[Fault]:
    """Signals of a kind that no specialty has, or more than any has."""
    most: dict[str, int] = {}
    for specialty in _known(plan, season):
        for kind, cap in season.signal_caps(specialty).items():
            most[kind] = max(cap, most.get(kind, 0))
    yield from _signal_counts("signals", plan.signals, most, season)
    for specialty in _known(plan, season):
        if specialty in plan.signals.specialty:
            caps, where = season.signal_caps(specialty), f"signals.specialty.{specialty}"
            yield from _signal_counts(where, plan.signals.specialty[specialty], caps, season)
    for kind in plan.signals.only_in:
        if kind not in most:
            what = f"no specialty of the plan has {kind} signals in {season.season}"
            yield Fault(what, f"signals.only_in.{kind}", None, _either(most), "Remove it")


def _signal_counts(where: str, counts: SignalCounts, most: Mapping[str, int], season: Season) -> Iterator[Fault]:
    for kind, asked in counts.wanted.items():
        if asked and kind not in most:
            what = f"no specialty of the plan has {kind} signals in {season.season}"
            yield Fault(what, f"{where}.{kind}", asked, _either(most), "Remove it")
        elif asked is not None and asked > most.get(kind, 0):
            what, allowed = f"more signals than {season.season} has", f"0 to {most[kind]}"
            yield Fault(what, f"{where}.{kind}", asked, allowed, "Lower the number")


def _signal_lock_faults(plan: Plan, directory: Directory, season: Season) -> Iterator[Fault]:
    """Signals locked on a program whose specialty doesn't have them, or that is not to be signalled."""
    for program, kind in plan.locks.signal.items():
        where = f"locks.signal.{program}"
        if program in directory.index_by_id:
            specialty = directory.programs[directory.index_by_id[program]].specialty
            caps = season.signal_caps(specialty) if specialty in season.specialties else {}
            if kind not in caps:
                what = f"its specialty has no {kind} signals in {season.season}"
                yield Fault(what, where, kind, _either(caps), "Correct or remove it")
        if program in plan.signals.never:
            what = "a signal is locked on a program that signals.never names"
            yield Fault(what, where, kind, "one of the two", "Remove one")


def _either(kinds: Iterable[str]) -> str:
    return " or ".join(sorted(kinds)) or "no signals"


def _first_year_faults(plan: Plan, evidence: Evidence) -> Iterator[Fault]:
    """A reserve that the budget doesn't hold."""
    dollars, reserve = plan.budget.dollars, plan.first_year.reserve
    if dollars is None or reserve <= dollars or not plan.first_year.apply:
        return
    if advanced_specialties(plan, evidence):
        remedy = "Lower the reserve or raise the budget"
        yield Fault("the budget doesn't hold the reserve", "first_year.reserve", reserve, f"0 to {dollars:g}", remedy)


def _fee_faults(plan: Plan, season: Season) -> Iterator[Fault]:
    """A budget in dollars where it isn't known what applications cost."""
    for specialty in _known(plan, season):
        if plan.budget.dollars is not None and season.fees(specialty) is None:
            named, year = specialty_name(specialty), season.season
            what = f"what applications in {named} cost is not known for {year}, so no budget can bound them"
            remedy = "Leave out budget.dollars and bound the number of applications under [quotas]"
            yield Fault(what, "budget.dollars", plan.budget.dollars, "no budget", remedy)


def _region_faults(plan: Plan) -> Iterator[Fault]:
    """More regions than can be weighed against each other, where a list may open only some of them."""
    if opens_regions(plan) and len(plan.regions) > MOST_REGIONS:
        what = "too many regions to choose those that are opened"
        remedy = "Join regions, or take out quotas.opened_regions and quotas.per_opened_region"
        yield Fault(what, "regions", len(plan.regions), f"{MOST_REGIONS} regions or fewer", remedy)
