"""Changes of a plan, each from one plan to another; BadInput where there is no such plan."""

from collections.abc import Iterable, Mapping
from typing import Any

from optimizer.applicant import Tie
from optimizer.directory import Directory
from optimizer.errors import BadInput, Fault
from optimizer.export import limit_label
from optimizer.plan import (
    APPLICATIONS,
    ELSEWHERE,
    QUOTAS,
    Plan,
    ProgramList,
    Quota,
    Region,
    SignalMove,
    Suggestion,
    Wish,
    changed_plan,
)
from optimizer.vocabulary import STRONGEST_FIRST

Span = tuple[int | None, int | None]
"""At least and at most this many; None where that side is free."""

FREE, APPLY, NEVER, UNSIGNALLED = "free", "apply", "never", "no signal"
"""What the user may decide about a program, beside the kinds of signals."""


def set_to(key: str) -> Any:  # noqa: ANN401 - the value of any key
    """A change of one key, tables joined by dots."""
    return lambda plan, value: changed_plan(plan, {key: value})


def priorities(plan: Plan) -> dict[str, float]:
    """Priority of each region of the plan, and of everywhere else."""
    return {region.name: region.priority for region in plan.regions} | {ELSEWHERE: plan.elsewhere_priority}


def with_priority(plan: Plan, name: str, value: float) -> Plan:
    """The plan with another priority of one region."""
    if name == ELSEWHERE:
        return changed_plan(plan, {"elsewhere_priority": value})
    regions = [
        region.model_copy(update={"priority": value}) if region.name == name else region for region in plan.regions
    ]
    return changed_plan(plan, {"regions": tuple(region.model_dump() for region in regions)})


def with_region(plan: Plan, region: Region) -> Plan:
    """The plan with one region more; it comes first, since a program belongs to the first region that has it."""
    return changed_plan(plan, {"regions": tuple(each.model_dump() for each in (region, *plan.regions))})


def without_region(plan: Plan, name: str) -> Plan:
    """The plan without a region and its quota."""
    quotas = {other: quota.model_dump() for other, quota in plan.quotas.region.items() if other != name}
    regions = tuple(region.model_dump() for region in plan.regions if region.name != name)
    return changed_plan(plan, {"regions": regions, "quotas.region": quotas})


def with_region_changed(plan: Plan, name: str, region: Region) -> Plan:
    """The plan with another region in the place of one; its quota goes with its name."""
    regions = tuple((region if each.name == name else each).model_dump() for each in plan.regions)
    quotas = {
        region.name if other == name else other: quota.model_dump() for other, quota in plan.quotas.region.items()
    }
    return changed_plan(plan, {"regions": regions, "quotas.region": quotas})


def without_what_is_gone(plan: Plan, directory: Directory) -> Plan:
    """The plan without decisions about programs, and ties to them, that its specialties don't have.

    A tie to an institution that has no program in them becomes one to its city, where the directory knows it.

    Parameters
    ----------
    plan : Plan
    directory : Directory
        All programs that are known.
    """
    own = directory.of_specialties(plan.applicant.specialties)
    known = own.index_by_id.keys()
    ties = [kept for tie in plan.applicant.ties if (kept := _usable_tie(tie, own, directory)) is not None]
    locks = plan.locks
    return changed_plan(
        plan,
        {
            "applicant.ties": tuple(tie.model_dump() for tie in ties),
            "locks.apply": tuple(one for one in locks.apply if one in known),
            "locks.never": tuple(one for one in locks.never if one in known),
            "locks.signal": {one: kind for one, kind in locks.signal.items() if one in known},
            "signals.never": tuple(one for one in plan.signals.never if one in known),
        },
    )


def _usable_tie(tie: Tie, own: Directory, directory: Directory) -> Tie | None:
    if tie.scope == "program":
        return tie if tie.place in own.index_by_id else None
    if tie.scope != "institution" or any(_same(tie.place, one.institution) for one in own.programs):
        return tie
    home = next((one for one in directory.programs if _same(tie.place, one.institution)), None)
    if home is None:
        return None
    note = tie.note or tie.place
    return Tie.model_validate({"kind": tie.kind, "city": f"{home.city}, {home.state}", "note": note})


def _same(one: str, other: str) -> bool:
    return one.casefold().strip() == other.casefold().strip()


def span_of(quota: Quota | None) -> Span:
    """A quota as two numbers."""
    return (None, None) if quota is None else (quota.minimum, quota.maximum)


def with_quota(plan: Plan, about: Wish, span: Span) -> Plan:
    """The plan with another quota: of all applications, or of a tier, region, setting or specialty.

    Raises
    ------
    BadInput
        The minimum is above the maximum.
    """
    minimum, maximum = span
    if minimum is not None and maximum is not None and minimum > maximum:
        label = limit_label(about)
        what = f"at least {minimum} and at most {maximum} can't both hold"
        raise BadInput(Fault(what, label, remedy="Lower the first number or raise the second"))
    quota = {"minimum": minimum, "maximum": maximum}
    if about == APPLICATIONS:
        return changed_plan(plan, {"quotas.applications": quota})
    kind, (name,) = about.kind, about.of
    present: Mapping[str, Quota] = getattr(plan.quotas, kind)
    others = {other: kept.model_dump() for other, kept in present.items() if other != name}
    return changed_plan(plan, {f"quotas.{kind}": others if span == (None, None) else others | {name: quota}})


def decision_on(plan: Plan, program: str) -> str:
    """What the user has decided about a program."""
    if program in plan.locks.signal:
        return plan.locks.signal[program]
    if program in plan.locks.apply:
        return APPLY
    if program in plan.locks.never:
        return NEVER
    return UNSIGNALLED if program in plan.signals.never else FREE


def with_decision(plan: Plan, program: str, decision: str) -> Plan:
    """The plan with another decision about a program, whatever was decided before."""
    signal = {other: kind for other, kind in plan.locks.signal.items() if other != program}
    return changed_plan(
        plan,
        {
            "locks.apply": _with(plan.locks.apply, program, decision == APPLY),
            "locks.never": _with(plan.locks.never, program, decision == NEVER),
            "locks.signal": signal | ({program: decision} if decision in STRONGEST_FIRST else {}),
            "signals.never": _with(plan.signals.never, program, decision == UNSIGNALLED),
        },
    )


def with_signal_moved(plan: Plan, move: SignalMove, given_back: str | None) -> Plan:
    """The plan that gives a signal to another program; `given_back` is the kind that comes back for it, if any does."""
    moved = with_decision(plan, move.target, move.signal)
    return with_decision(moved, move.source, given_back or UNSIGNALLED)


def _with(programs: Iterable[str], program: str, wanted: bool) -> tuple[str, ...]:
    others = tuple(other for other in programs if other != program)
    return (*others, program) if wanted else others


def decided(plan: Plan) -> tuple[str, ...]:
    """Programs about which the user has decided something."""
    locks = plan.locks
    return tuple(dict.fromkeys((*locks.apply, *locks.signal, *locks.never, *plan.signals.never)))


def kinds_of_decision(found: ProgramList) -> list[str]:
    """What may be decided about a program of a list, given the signals that its season has."""
    kinds = [
        kind
        for kind in STRONGEST_FIRST
        if any(limit.about.kind == "signals" and limit.about.signal == kind for limit in found.limits)
    ]
    return [FREE, APPLY, *kinds, *([UNSIGNALLED] if kinds else []), NEVER]


def mended(plan: Plan, remedy: Suggestion) -> Plan | None:
    """The plan with a remedy taken, or None where the plan has nothing of the remedy's name."""
    about = remedy.about
    if about.kind == "budget":
        return changed_plan(plan, {"budget.dollars": remedy.needed})
    if about.kind == "applications":
        return _moved(plan, plan.quotas.applications, remedy)
    if about.kind in QUOTAS:
        quota = getattr(plan.quotas, about.kind).get(about.of[0])
        return None if quota is None else _moved(plan, quota, remedy)
    locked = about.kind in ("lock", "signal lock") and about.of[0] in decided(plan)
    return with_decision(plan, about.of[0], FREE) if locked else None


def _moved(plan: Plan, quota: Quota, remedy: Suggestion) -> Plan:
    moved = quota.model_copy(update={remedy.side: round(remedy.needed)})
    return with_quota(plan, remedy.about, (moved.minimum, moved.maximum))
