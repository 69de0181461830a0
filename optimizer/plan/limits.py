"""A plan's quotas, signals, locks and fees as limits over programs and modes."""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import numpy.typing as npt

from optimizer.directory import Directory
from optimizer.errors import Fault
from optimizer.estimate import MODES, Estimate
from optimizer.evidence import FeeAssistance, Season
from optimizer.plan.request import Plan, Quota
from optimizer.portfolio import FeeSchedule, Limit

CLOSED_SIGNALS = "signals that a specialty doesn't have"


def plan_limits(
    plan: Plan, directory: Directory, region: npt.NDArray[np.str_], tier: npt.NDArray[np.str_], made: Estimate
) -> tuple[Limit, ...]:
    """All limits of a plan, named as the user would name them."""
    return (
        *_quota_limits(plan, directory, region, tier),
        *_signal_limits(plan, made),
        *_lock_limits(plan, directory),
    )


def _quota_limits(
    plan: Plan, directory: Directory, region: npt.NDArray[np.str_], tier: npt.NDArray[np.str_]
) -> Iterator[Limit]:
    setting = np.array([program.setting or "unknown" for program in directory.programs])
    specialty = np.array([program.specialty for program in directory.programs])
    tables: tuple[tuple[str, Mapping[str, Quota], npt.NDArray[np.str_]], ...] = (
        ("tier", {str(name): quota for name, quota in plan.quotas.tier.items()}, tier),
        ("region", plan.quotas.region, region),
        ("setting", {str(name): quota for name, quota in plan.quotas.setting.items()}, setting),
        ("specialty", plan.quotas.specialty, specialty),
    )
    yield from _quota(plan.quotas.applications, "applications", np.ones(len(directory.programs)))
    for kind, quotas, member in tables:
        for name, quota in quotas.items():
            yield from _quota(quota, f"{kind} {name}", (member == name).astype(float))


def _quota(quota: Quota, name: str, counted: npt.NDArray[np.float64]) -> Iterator[Limit]:
    if quota.minimum is not None or quota.maximum is not None:
        low = -np.inf if quota.minimum is None else float(quota.minimum)
        yield Limit(name, _each_mode(counted), low, np.inf if quota.maximum is None else float(quota.maximum))


def _each_mode(counted: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.repeat(counted[:, None], len(MODES), axis=1)


def _signal_limits(plan: Plan, made: Estimate) -> Iterator[Limit]:
    """Caps per specialty and kind; signals that a specialty doesn't have are closed."""
    situation, wanted = made.situation, plan.signals.wanted
    for specialty, caps in situation.signal_caps.items():
        for kind, cap in caps.items():
            asked = wanted[kind]
            yield Limit(
                signal_limit_name(kind, specialty),
                _in_mode(made, kind, situation.specialty == specialty),
                maximum=float(cap if asked is None else min(asked, cap)),
            )
    closed = (~situation.open_mode).astype(float)
    closed[np.isin([program.id for program in situation.programs], plan.signals.never), 1:] = 1.0
    yield Limit(CLOSED_SIGNALS, closed, maximum=0.0)


def signal_limit_name(kind: str, specialty: str) -> str:
    """Name of the limit on one kind of signals in a specialty."""
    return f"{kind} signals in {specialty}"


def _in_mode(made: Estimate, kind: str, member: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    counted = np.zeros((len(made.situation.programs), len(made.modes)))
    counted[member, made.modes.index(kind)] = 1.0
    return counted


def _lock_limits(plan: Plan, directory: Directory) -> Iterator[Limit]:
    programs = len(directory.programs)
    for program in plan.locks.apply:
        counted = np.zeros((programs, len(MODES)))
        counted[directory.index_by_id[program]] = 1.0
        yield Limit(f"lock on {program}", counted, minimum=1.0)
    for program, kind in plan.locks.signal.items():
        counted = np.zeros((programs, len(MODES)))
        counted[directory.index_by_id[program], MODES.index(kind)] = 1.0
        yield Limit(f"{kind} signal lock on {program}", counted, minimum=1.0)


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


def plan_fees(plan: Plan, directory: Directory, season: Season) -> tuple[FeeSchedule, ...]:
    """What each specialty's service charges in the season; nothing where that isn't known."""
    assistance = season.fee_assistance
    services = [season.service_of(name) for name in plan.applicant.specialties]
    # The covered applications are shared out evenly, so that several specialties never claim too many.
    covered = assistance.covers_applications // max(services.count(assistance.service), 1)
    specialty = np.array([program.specialty for program in directory.programs])
    schedules = []
    for name in plan.applicant.specialties:
        fees = season.fees(name)
        if fees is None:
            continue
        assisted = plan.budget.fee_assistance and fees.service == assistance.service
        tiers = assisted_tiers(fees.tiers, assistance, covered) if assisted else fees.tiers
        schedules.append(FeeSchedule(f"{fees.service} {name}", specialty == name, tiers, fees.flat, fees.flat_covers))
    return tuple(schedules)


def assisted_tiers(
    tiers: tuple[tuple[int, float], ...], assistance: FeeAssistance, covered: int
) -> tuple[tuple[int, float], ...]:
    """Tiers with the discount on the first `covered` applications."""
    starts = sorted({start for start, _ in tiers} | {covered + 1})
    full = {start: [dollars for first, dollars in tiers if first <= start][-1] for start in starts}
    return tuple((s, full[s] * (1 - assistance.discount) if s <= covered else full[s]) for s in starts)
