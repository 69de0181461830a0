"""A plan with some keys changed, checked as a plan file is."""

from collections.abc import Mapping

from optimizer.plan.document.checked import checked_plan
from optimizer.plan.document.request import Plan


def changed_plan(plan: Plan, changes: Mapping[str, object], where: str = "plan") -> Plan:
    """The plan with other values at some keys.

    Parameters
    ----------
    plan : Plan
    changes : mapping of str to object
        New values by key, tables joined by dots: ``{"budget.dollars": 2000.0, "quotas.reach_floor": 5}``.
    where : str
        Names the plan in messages.

    Raises
    ------
    BadInput
        A key or value that a plan file couldn't have either; all at once, each place naming its key.
    """
    content = plan.left_open(plan.model_dump(by_alias=True))
    for key, value in changes.items():
        *tables, last = key.split(".")
        inner = content
        for table in tables:
            inner = inner[table]
        inner[last] = value
    return checked_plan(content, where)


def with_program_in(plan: Plan, program: str) -> Plan:
    """The plan with one program locked in."""
    locks = {
        "locks.apply": (*_without(plan.locks.apply, program), program),
        "locks.never": _without(plan.locks.never, program),
    }
    return changed_plan(plan, locks)


def with_program_out(plan: Plan, program: str) -> Plan:
    """The plan with one program locked out."""
    signal = {other: kind for other, kind in plan.locks.signal.items() if other != program}
    locks = {
        "locks.apply": _without(plan.locks.apply, program),
        "locks.signal": signal,
        "locks.never": (*_without(plan.locks.never, program), program),
    }
    return changed_plan(plan, locks)


def _without(programs: tuple[str, ...], program: str) -> tuple[str, ...]:
    return tuple(other for other in programs if other != program)
