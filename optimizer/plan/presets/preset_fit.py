"""A preset's numbers, lowered to what the directory, the conditions and the budget can serve; every change is said."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from optimizer.plan.document import Plan, Quota, Quotas, Shaped
from optimizer.plan.problem import (
    APPLICATIONS,
    BUDGET,
    QUOTAS,
    REGIONS_OPENED,
    Ground,
    Prepared,
    Wish,
    added_dollars,
    everywhere,
    prepared_on,
    solve_deciding,
)
from optimizer.portfolio import Deadline, Infeasible, Problem, Remedy, solve
from optimizer.vocabulary import specialty_name
from optimizer.wording import percentage

_ROUNDS = 12
_ROUGHLY = 0.05
"""Gap of the solve that only asks whether there is a list."""
_TIME_LIMIT_S = 6.0
_PATIENCE_S = 6.0
"""Wall-clock seconds after which no further round is begun: the plan stays as far as it was mended."""
_CENT = 0.01


@dataclass(frozen=True, slots=True)
class _Numbers:
    """One quota of a plan, and the wish that it becomes."""

    wish: Wish
    table: str
    key: str | None
    quota: Quota


def fitted(shaped: Shaped, ground: Ground) -> Shaped:
    """Lower the preset's numbers until there is a list; the plan's own are never touched."""
    for step in (_visa_cap, _to_budget, _to_directory):
        shaped = step(shaped, ground)
    deadline = Deadline.after(_PATIENCE_S)
    for _ in range(_ROUNDS):
        if deadline.has_passed:
            break
        prepared = prepared_on(shaped.plan, ground)
        found = solve_deciding(prepared.problem, prepared.settled_first, gap=_ROUGHLY, time_limit_s=_TIME_LIMIT_S)
        if not isinstance(found, Infeasible):
            break
        mended = _with_remedy(shaped, prepared, found)
        if mended is None:
            # The plan's own wishes clash, which is said when its list is built.
            break
        shaped = mended
    return shaped


def _owned(shaped: Shaped) -> list[_Numbers]:
    """The preset's numbers as they are now, where the plan has none of its own."""
    own, now, asked = shaped.free.quotas, shaped.plan.quotas, shaped.asked
    found = [
        _Numbers(APPLICATIONS, "applications", None, now.applications),
        _Numbers(REGIONS_OPENED, "opened_regions", None, now.opened_regions),
        _Numbers(Wish("opened region"), "per_opened_region", None, now.per_opened_region),
    ]
    found = [one for one in found if getattr(own, one.table) == Quota() and getattr(asked, one.table) != Quota()]
    for table in QUOTAS:
        for key in getattr(asked, table):
            if key not in getattr(own, table):
                found.append(_Numbers(Wish(table, (key,)), table, key, getattr(now, table)[key]))
    return found


def _changed(shaped: Shaped, one: _Numbers, quota: Quota, notice: str | None) -> Shaped:
    value: object = quota if one.key is None else {**getattr(shaped.plan.quotas, one.table), one.key: quota}
    quotas = shaped.plan.quotas.model_copy(update={one.table: value})
    notices = shaped.notices if notice is None else (*shaped.notices, notice)
    return replace(shaped, plan=shaped.plan.model_copy(update={"quotas": quotas}), notices=notices)


def _asked_words(quota: Quota) -> str:
    low, high = quota.minimum, quota.maximum
    if low is not None and high is not None:
        return f"{low}-{high}"
    return f"at least {low}" if high is None else f"at most {high}"


def _with_minimum(quota: Quota, minimum: int) -> Quota:
    return quota.model_copy(update={"minimum": minimum or None})


# ---- what is known of visas


def _visa_cap(shaped: Shaped, ground: Ground) -> Shaped:
    """Without enough programs that are known to sponsor, a cap on unknown ones would leave no list."""
    visa = shaped.plan.conditions.visa
    if shaped.free.conditions.visa == visa or visa is None or not isinstance(visa.unknown, int):
        return shaped
    prepared = prepared_on(shaped.plan, ground)
    fit = next(one for one in prepared.view.fits if one.condition is visa)
    sponsors = int((prepared.view.is_open & (fit.meets == 1.0)).sum())
    needed = shaped.plan.quotas.applications.minimum or 0
    if sponsors + visa.unknown >= needed:
        return shaped
    conditions = shaped.plan.conditions.model_copy(update={"visa": visa.model_copy(update={"unknown": "keep"})})
    total = len(prepared.directory.programs)
    notice = (
        f"{shaped.preset.title} caps programs of unknown {fit.fact} at {visa.unknown}; only {sponsors} of {total} "
        "are known to sponsor, so there is no cap: check each program before you pay."
    )
    return replace(
        shaped,
        plan=shaped.plan.model_copy(update={"conditions": conditions}),
        notices=(*shaped.notices, notice),
    )


# ---- what the directory has


def _to_directory(shaped: Shaped, ground: Ground) -> Shaped:
    """Minimums above what exists and is open, one by one; and regions that are asked for but not there."""
    prepared = prepared_on(shaped.plan, ground)
    for one in _owned(shaped):
        there = _available(prepared, one)
        minimum = one.quota.minimum
        if minimum is not None and minimum > there:
            what = "regions have programs" if one.table == "opened_regions" else "are there and open to you"
            notice = f"{_asks(shaped, one)}; {there} {what}: {_lowered(minimum, there)}."
            shaped = _changed(shaped, one, _with_minimum(one.quota, there), notice)
    return shaped


def _asks(shaped: Shaped, one: _Numbers) -> str:
    return f"{shaped.preset.title} asks for {_asked_words(one.quota)} {_counted_words(one)}"


def _counted_words(one: _Numbers) -> str:
    """What a quota counts: "safety programs", "programs in Home"."""
    if one.table in ("tier", "setting"):
        return f"{one.key} programs"
    if one.table == "region":
        return f"programs in {one.key}"
    if one.table == "specialty":
        return f"programs of {specialty_name(one.key or '')}"
    return {"opened_regions": "regions", "per_opened_region": "programs in each region"}.get(one.table, "programs")


def _lowered(minimum: int, to: int) -> str:
    return f"its minimum of {minimum} is lowered to {to}"


def _available(prepared: Prepared, one: _Numbers) -> int:
    """How many programs could count to a quota; of opened regions, how many have a program."""
    if one.table == "opened_regions":
        return len({name for name in prepared.region[prepared.view.is_open] if name in _region_names(prepared.plan)})
    return int((prepared.view.is_open & _members(prepared, one)).sum())


def _region_names(plan: Plan) -> set[str]:
    return {region.name for region in plan.regions}


def _members(prepared: Prepared, one: _Numbers) -> npt.NDArray[np.bool_]:
    programs = prepared.directory.programs
    if one.table == "tier":
        return np.asarray(prepared.tier == one.key)
    if one.table == "region":
        return np.asarray(prepared.region == one.key)
    if one.table == "setting":
        return np.array([(program.setting or "unknown") == one.key for program in programs])
    if one.table == "specialty":
        return np.array([program.specialty == one.key for program in programs])
    return np.ones(len(programs), dtype=np.bool_)


# ---- what the budget pays for


def _to_budget(shaped: Shaped, ground: Ground) -> Shaped:
    """All the preset's numbers in proportion, where the budget pays for fewer programs than they ask for."""
    prepared = prepared_on(shaped.plan, ground)
    owned = [one for one in _owned(shaped) if one.table != "opened_regions"]
    needed = _needed(shaped.plan.quotas)
    paid = _affordable(prepared, needed)
    most = shaped.plan.quotas.applications.maximum
    own_most = shaped.free.quotas.applications.maximum
    paid = paid if own_most is None or most is None else min(paid, most)
    if paid >= needed:
        return shaped
    share = paid / needed
    for one in owned:
        low, high = one.quota.minimum, one.quota.maximum
        minimum = None if low is None else int(low * share)
        maximum = None if high is None else max(int(np.ceil(high * share)), minimum or 0)
        shaped = _changed(shaped, one, Quota(minimum=minimum or None, maximum=maximum), None)
    what = "Your number of applications" if paid == own_most else "Your budget"
    notice = (
        f"{what} is enough for {paid} programs; {shaped.preset.title} asks for {needed} or more: all its numbers are "
        f"scaled to {percentage(share)}."
    )
    return replace(shaped, notices=(*shaped.notices, notice))


def _needed(quotas: Quotas) -> int:
    """How many programs the minimums ask for at least."""
    sums = [sum(quota.minimum or 0 for quota in getattr(quotas, table).values()) for table in QUOTAS]
    each = (quotas.opened_regions.minimum or 0) * (quotas.per_opened_region.minimum or 0)
    return max(quotas.applications.minimum or 0, each, *sums)


def _affordable(prepared: Prepared, needed: int) -> int:
    """How many programs the budget pays for, at most `needed`; the cheapest next, as far as each specialty has some."""
    budget = prepared.problem.budget
    if budget is None:
        return needed
    problem, applied = prepared.problem, np.zeros(prepared.problem.shape[0], dtype=np.bool_)
    allowed = np.zeros_like(applied)
    allowed[: prepared.view.is_open.size] = prepared.view.is_open
    spent = 0.0
    for number in range(needed):
        if not allowed.any():
            return number
        prices = np.where(allowed, added_dollars(problem.fees, applied), np.inf)
        cheapest = int(prices.argmin())
        spent += float(prices[cheapest])
        if spent > budget + _CENT:
            return number
        applied[cheapest], allowed[cheapest] = True, False
    return needed


# ---- what can't be kept together


def _with_remedy(shaped: Shaped, prepared: Prepared, found: Infeasible) -> Shaped | None:
    """The smallest change of one of the preset's numbers that mends it or helps to; None where there is none."""
    numbers = {one.wish: one for one in _owned(shaped)}

    def owner(remedy: Remedy) -> _Numbers | None:
        wish = prepared.wished.behind(remedy.limit)
        return numbers.get(everywhere(wish) if wish.kind == "opened region" else wish)

    usable = [(one, remedy) for remedy in found.remedies if (one := owner(remedy))]
    usable = usable or [(one, remedy) for remedy in _of_conflict(prepared.problem, found) if (one := owner(remedy))]
    if not usable:
        return None
    one, remedy = min(usable, key=lambda each: abs(each[1].needed - each[1].present) / max(abs(each[1].present), 1.0))
    quota = _moved(one, remedy)
    notice = (
        f"{_asks(shaped, one)}, which can't be kept together with the rest of the plan here: "
        f"it is taken as {_asked_words(quota) if quota != Quota() else 'any number'}."
    )
    return _changed(shaped, one, quota, notice)


def _of_conflict(problem: Problem, found: Infeasible) -> tuple[Remedy, ...]:
    """Changes that mend this conflict where no single one mends all: another conflict is left for the next round."""
    limits = tuple(limit for limit in problem.limits if limit.name in found.conflict)
    alone = replace(problem, limits=limits, budget=problem.budget if BUDGET.name in found.conflict else None)
    outcome = solve(alone, gap=_ROUGHLY, time_limit_s=_TIME_LIMIT_S)
    return outcome.remedies if isinstance(outcome, Infeasible) else ()


def _moved(one: _Numbers, remedy: Remedy) -> Quota:
    quota = one.quota
    if remedy.side == "minimum":
        # The row of an opened region bounds its distance from the minimum.
        needed = remedy.needed + ((quota.minimum or 0) if one.table == "per_opened_region" else 0)
        return _with_minimum(quota, int(max(needed, 0)))
    return quota.model_copy(update={"maximum": int(np.ceil(remedy.needed - 1e-6))})
