"""A plan's quotas, conditions, signals and locks as limits over programs, modes and decisions."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from optimizer.directory import Directory
from optimizer.errors import Fault
from optimizer.estimate import Estimate
from optimizer.evidence import Season
from optimizer.plan.document import Plan, Quota
from optimizer.plan.problem.decisions import Decision, Row, limits_of
from optimizer.plan.problem.fits import Fit, unknown_limits
from optimizer.plan.problem.institutions import institution_decisions, institution_limits
from optimizer.plan.problem.opened import opened_limits, region_decisions, region_links
from optimizer.plan.problem.signal_limits import closed_signals, most_signals, signal_decisions, signal_links
from optimizer.plan.problem.wanted_first import first_decisions, first_rows, wanted_first
from optimizer.plan.problem.wishes import APPLICATIONS, CLOSED_SIGNALS, REACHES, Wish, Wished, WishKind
from optimizer.portfolio import Limit
from optimizer.vocabulary import MODES


@dataclass(frozen=True, slots=True, eq=False)
class Sorted:
    """The programs as the plan sees them.

    Attributes
    ----------
    region, tier : arrays of str, shape (programs,)
    preference : array, shape (programs,)
        How much the applicant wants each, 0 to 1.
    is_open : bool array, shape (programs,)
        Whether it may be on the list at all.
    fits : tuple of Fit
        To each condition of the plan.
    """

    region: npt.NDArray[np.str_]
    tier: npt.NDArray[np.str_]
    preference: npt.NDArray[np.float64]
    is_open: npt.NDArray[np.bool_]
    fits: tuple[Fit, ...]


def plan_limits(
    plan: Plan, directory: Directory, season: Season, estimate: Estimate, programs: Sorted
) -> tuple[tuple[Limit, ...], Wished, tuple[Decision, ...]]:
    """All limits of a plan, the wish behind each, and the decisions that stand after the programs."""
    region, modes = programs.region, len(MODES)
    first = wanted_first(plan, directory, programs.preference, programs.is_open)
    chance = programs.preference * (estimate.chances.offer[:, 0] @ estimate.scenarios.weight)
    # One after the other: each is an array over all programs.
    rows = chain(
        _quota_rows(plan, directory, region, programs.tier),
        _reach_floor(plan, programs),
        unknown_limits(programs.fits, modes),
        (Row(CLOSED_SIGNALS, closed_signals(plan, season, estimate, region).astype(np.float64), maximum=0.0),),
        _lock_rows(plan, directory),
        institution_limits(plan, directory, modes),
        opened_limits(plan, region, modes),
        region_links(plan, region, chance, (np.inf, *most_signals(estimate.situation.specialties, season))),
        signal_links(plan, season, estimate),
        first_rows(plan, directory, first, programs.is_open, modes),
    )
    decisions = (
        *first_decisions(first),
        *region_decisions(plan),
        *signal_decisions(estimate),
        *institution_decisions(plan, directory),
    )
    return *limits_of(rows, decisions), decisions


def wanted_reaches(programs: Sorted) -> npt.NDArray[np.bool_]:
    """Reaches that are open and wanted no less than the middle of the open programs, shape (programs,)."""
    if not programs.is_open.any():
        return programs.is_open
    middle = np.median(programs.preference[programs.is_open])
    return np.asarray(programs.is_open & (programs.tier == "reach") & (programs.preference >= middle))


def _reach_floor(plan: Plan, programs: Sorted) -> Iterator[Row]:
    wanted = wanted_reaches(programs)
    floor = min(plan.quotas.reach_floor, int(wanted.sum()))
    if floor:
        yield Row(REACHES, _each_mode(wanted.astype(np.float64)), minimum=float(floor))


def _quota_rows(
    plan: Plan, directory: Directory, region: npt.NDArray[np.str_], tier: npt.NDArray[np.str_]
) -> Iterator[Row]:
    setting = np.array([program.setting or "unknown" for program in directory.programs])
    specialty = np.array([program.specialty for program in directory.programs])
    tables: tuple[tuple[WishKind, Mapping[str, Quota], npt.NDArray[np.str_]], ...] = (
        ("tier", {str(name): quota for name, quota in plan.quotas.tier.items()}, tier),
        ("region", plan.quotas.region, region),
        ("setting", {str(name): quota for name, quota in plan.quotas.setting.items()}, setting),
        ("specialty", plan.quotas.specialty, specialty),
    )
    yield from _quota(plan.quotas.applications, APPLICATIONS, np.ones(len(directory.programs)))
    for kind, quotas, member in tables:
        for name, quota in quotas.items():
            yield from _quota(quota, Wish(kind, (name,)), (member == name).astype(float))


def _quota(quota: Quota, wish: Wish, counted: npt.NDArray[np.float64]) -> Iterator[Row]:
    if quota.minimum is not None or quota.maximum is not None:
        low = -np.inf if quota.minimum is None else float(quota.minimum)
        yield Row(wish, _each_mode(counted), low, np.inf if quota.maximum is None else float(quota.maximum))


def _each_mode(counted: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.repeat(counted[:, None], len(MODES), axis=1)


def _lock_rows(plan: Plan, directory: Directory) -> Iterator[Row]:
    programs = len(directory.programs)
    for program in plan.locks.apply:
        counted = np.zeros((programs, len(MODES)))
        counted[directory.index_by_id[program]] = 1.0
        yield Row(Wish("lock", (program,)), counted, minimum=1.0)
    for program, kind in plan.locks.signal.items():
        counted = np.zeros((programs, len(MODES)))
        counted[directory.index_by_id[program], MODES.index(kind)] = 1.0
        yield Row(Wish("signal lock", (program,), signal=kind), counted, minimum=1.0)


def lock_faults(plan: Plan, directory: Directory) -> Iterator[Fault]:
    """Ids in the plan that no program of the directory has."""
    tables: dict[str, Iterable[str]] = {
        "locks.apply": plan.locks.apply,
        "locks.never": plan.locks.never,
        "locks.signal": plan.locks.signal,
        "signals.never": plan.signals.never,
        "tiers": plan.tiers,
    }
    for where, ids in tables.items():
        for program in ids:
            if program not in directory.index_by_id:
                yield unknown_program(program, directory, where)


def unknown_program(given: str, directory: Directory, where: str, remedy: str = "Correct or remove it") -> Fault:
    """Say that no program has an id, and which ids may be meant."""
    similar = "; ".join(f"{program.id} ({program.name})" for program in directory.similar_to(given))
    allowed = similar or "an id of a program in the applicant's specialties"
    return Fault("no program has this id", where, given, allowed, remedy)
