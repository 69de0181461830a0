"""The part of a plan that the panel lets one change: read from a plan, and written into it."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from optimizer.dashboard.words import limit_label
from optimizer.errors import BadInput, Fault
from optimizer.estimate import TIERS
from optimizer.plan import ELSEWHERE, Plan, Quota, Suggestion

Span = tuple[int | None, int | None]
"""At least and at most this many; None where that side is free."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the panel asks for.

    Parameters
    ----------
    budget_usd : float or None
        Dollars for application fees; None is no bound.
    priority : mapping of str to float
        0 to 10 for each region of the plan, and for "Elsewhere".
    flexibility : float
        0 = only where I want, 1 = anywhere.
    applications : Span
        Of all applications together.
    tier, region : mapping of str to Span
        For each tier, and for each region of the plan and "Elsewhere".
    """

    budget_usd: float | None
    priority: Mapping[str, float]
    flexibility: float
    applications: Span
    tier: Mapping[str, Span]
    region: Mapping[str, Span]


def wishes_of(plan: Plan) -> Wishes:
    """What a plan asks for."""
    priority = {region.name: region.priority for region in plan.regions} | {ELSEWHERE: plan.elsewhere_priority}
    tier: dict[str, Quota] = {str(name): quota for name, quota in plan.quotas.tier.items()}
    return Wishes(
        budget_usd=plan.budget.dollars,
        priority=priority,
        flexibility=plan.flexibility,
        applications=_span(plan.quotas.applications),
        tier={name: _span(tier.get(name, Quota())) for name in TIERS},
        region={name: _span(plan.quotas.region.get(name, Quota())) for name in priority},
    )


def _span(quota: Quota) -> Span:
    return quota.minimum, quota.maximum


def plan_with(plan: Plan, wishes: Wishes) -> Plan:
    """The plan, asking for other things.

    Raises
    ------
    BadInput
        Wishes that contradict themselves, such as a minimum above its maximum; all of them at once.
    """
    faults: list[Fault] = []
    quotas = {
        "applications": _quota("applications", wishes.applications, faults),
        "tier": _quotas("tier", wishes.tier, faults),
        "region": _quotas("region", wishes.region, faults),
    }
    if faults:
        raise BadInput(faults)
    regions = tuple(region.model_copy(update={"priority": wishes.priority[region.name]}) for region in plan.regions)
    return plan.model_copy(
        update={
            "flexibility": wishes.flexibility,
            "elsewhere_priority": wishes.priority[ELSEWHERE],
            "regions": regions,
            "budget": plan.budget.model_copy(update={"dollars": wishes.budget_usd}),
            "quotas": plan.quotas.model_copy(update=quotas),
        }
    )


def _quotas(kind: str, spans: Mapping[str, Span], faults: list[Fault]) -> dict[str, Quota]:
    made = {name: _quota(f"{kind} {name}", span, faults) for name, span in spans.items()}
    return {name: quota for name, quota in made.items() if quota != Quota()}


def _quota(name: str, span: Span, faults: list[Fault]) -> Quota:
    minimum, maximum = span
    try:
        return Quota(minimum=minimum, maximum=maximum)
    except ValidationError:
        what = f"at least {minimum} and at most {maximum} can't both hold"
        faults.append(Fault(what, limit_label(name), remedy="Lower the first number or raise the second"))
        return Quota()


def mended(plan: Plan, remedy: Suggestion) -> Plan | None:
    """The plan with a remedy taken, or None where it concerns something that the panel doesn't show."""
    kind, _, name = remedy.limit.partition(" ")
    if remedy.limit == "budget":
        return plan.model_copy(update={"budget": plan.budget.model_copy(update={"dollars": remedy.needed})})
    if remedy.limit == "applications":
        changed: object = _moved(plan.quotas.applications, remedy)
    elif kind in ("tier", "region") and name in getattr(plan.quotas, kind):
        quotas: Mapping[str, Quota] = getattr(plan.quotas, kind)
        changed = {**quotas, name: _moved(quotas[name], remedy)}
    else:
        return None
    return plan.model_copy(update={"quotas": plan.quotas.model_copy(update={kind: changed})})


def _moved(quota: Quota, remedy: Suggestion) -> Quota:
    return quota.model_copy(update={remedy.side: round(remedy.needed)})
