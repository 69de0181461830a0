"""What each limit costs: the best list without it, solved again and proven."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict

from optimizer.directory import Directory
from optimizer.plan.changes import changed_plan
from optimizer.plan.decisions import LINK
from optimizer.plan.explain import LOCKS
from optimizer.plan.figures import FiguresOf, ListFigures, no_list
from optimizer.plan.limits import CLOSED_SIGNALS
from optimizer.plan.outcome import NoList, NotDecided
from optimizer.plan.planner import DEFAULT_TIME_LIMIT_S, Prepared, plan_directory, prepare
from optimizer.plan.request import Plan
from optimizer.plan.signal_limits import most_signals_by_limit
from optimizer.portfolio import Limit, Model, Outcome, Solved

APPLICATIONS, BUDGET = "applications", "budget"


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class LimitPrice(_Value):
    """What one limit costs: the best list without it, all others kept.

    Attributes
    ----------
    limit : str
    minimum, maximum, used : float or None
        None where that side is free, or where it is several limits together or a set of programs.
    status : {"solved", "undecided"}
        Where it isn't "solved", the time ran out and the figures are None.
    without : ListFigures or None
    match_probability_change, value_change, spend_change : float or None
        Without the limit against the plan's list. The value never falls; the chance may, where the list without it has
        programs that are wanted more.
    value_change_range : (float, float) or None
        Between which the proofs of both lists put the gain in the best value; where 0 lies inside, it may be none.
    """

    limit: str
    minimum: float | None = None
    maximum: float | None = None
    used: float | None = None
    status: Literal["solved", "undecided"]
    without: ListFigures | None = None
    match_probability_change: float | None = None
    value_change: float | None = None
    value_change_range: tuple[float, float] | None = None
    spend_change: float | None = None


class LimitPrices(_Value):
    """The price of each of a plan's limits, the dearest first; `present` is the plan's own list."""

    status: Literal["solved"] = "solved"
    title: str
    present: ListFigures
    prices: tuple[LimitPrice, ...]


def limit_prices(
    plan: Plan, directory: Directory | None = None, *, time_limit_s: float = DEFAULT_TIME_LIMIT_S
) -> LimitPrices | NoList | NotDecided:
    """What each limit of a plan costs: the best list is found again without it.

    Quotas, the budget, locks and signals held back are the user's and have a price; what a service or the season rules
    out has none.

    Parameters
    ----------
    plan : Plan
    directory : Directory or None
        As for `build_list`.
    time_limit_s : float
        Wall-clock seconds for each limit.

    Raises
    ------
    BadInput
        As for `build_list`.
    """
    whole = directory or plan_directory(plan)
    prepared = prepare(plan, whole)
    model = Model.of(prepared.problem)
    solved, model = model.solve_and_keep(gap=plan.gap, time_limit_s=time_limit_s)
    if not isinstance(solved, Solved):
        return no_list(plan, prepared, time_limit_s)
    figures = FiguresOf(prepared)
    prices = []
    for eased in (*_eased(prepared, model), *_without_decisions(plan, whole)):
        outcome, _ = eased.model.solve_and_keep(gap=plan.gap, time_limit_s=time_limit_s)
        prices.append(_price(eased, solved, outcome, figures))
    return LimitPrices(
        title=plan.title,
        present=ListFigures(**figures.of(solved.mode, solved.value, solved.bound, solved.spend)),
        prices=tuple(sorted(prices, key=lambda price: -(price.value_change or 0.0))),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Eased:
    """The model without something, and what that is; the limit is None where it is several, or a set of programs."""

    name: str
    limit: Limit | None
    model: Model
    dollars: float | None = None


def _eased(prepared: Prepared, model: Model) -> Iterator[_Eased]:
    """The model without each of the user's limits, without the budget, and without those that bind side by side."""
    problem = prepared.problem
    caps = most_signals_by_limit(prepared.made.situation.specialties, prepared.season)
    season_s = [replace(limit, maximum=caps[limit.name]) for limit in problem.limits if limit.name in caps]
    fixed = [limit for limit in problem.limits if limit.name == CLOSED_SIGNALS or limit.name.startswith(LINK)]
    locks = [limit for limit in problem.limits if limit.name.startswith(LOCKS)]
    for limit in problem.limits:
        if limit in fixed or limit.maximum == caps.get(limit.name):
            continue
        others = [other for other in problem.limits if other is not limit]
        loose = [cap for cap in season_s if cap.name == limit.name]
        yield _Eased(limit.name, limit, model.changed(limits=(*others, *loose)))
    if problem.budget is not None:
        yield _Eased(BUDGET, None, model.changed(budget=None), problem.budget)
    quotas = [limit.name for limit in problem.limits if limit.name not in caps and limit not in (*fixed, *locks)]
    if len(quotas) > 1:
        only = (*season_s, *fixed, *locks)
        yield _Eased("all limits but the budget and locks, together", None, model.changed(limits=only))
    if problem.budget is not None and APPLICATIONS in quotas:
        uncounted = tuple(limit for limit in problem.limits if limit.name != APPLICATIONS)
        without = model.changed(limits=uncounted, budget=None)
        yield _Eased(f"{APPLICATIONS} and {BUDGET}, together", None, without)


def _without_decisions(plan: Plan, directory: Directory) -> Iterator[_Eased]:
    """The model without the programs ruled out, and without the signals ruled out."""
    ruled_out = (
        (f"programs locked out ({len(plan.locks.never)})", "locks.never", plan.locks.never),
        (f"programs never signalled ({len(plan.signals.never)})", "signals.never", plan.signals.never),
    )
    for name, key, programs in ruled_out:
        if programs:
            yield _Eased(name, None, Model.of(prepare(changed_plan(plan, {key: ()}), directory).problem))


def _price(eased: _Eased, solved: Solved, outcome: Outcome, figures: FiguresOf) -> LimitPrice:
    named = {"limit": eased.name, **_sides(eased, solved)}
    if not isinstance(outcome, Solved):
        return LimitPrice.model_validate(named | {"status": "undecided"})
    # What keeps all limits keeps all but one: the plan's own list stands where the new one is worse within the gap.
    better = outcome if outcome.value > solved.value else replace(solved, bound=max(outcome.bound, solved.value))
    changes = {
        "status": "solved",
        "without": ListFigures(**figures.of(better.mode, better.value, better.bound, better.spend)),
        "match_probability_change": better.match_probability - solved.match_probability,
        "value_change": better.value - solved.value,
        "value_change_range": (max(better.value - solved.bound, 0.0), max(better.bound - solved.value, 0.0)),
        "spend_change": better.spend - solved.spend,
    }
    return LimitPrice.model_validate(named | changes)


def _sides(eased: _Eased, solved: Solved) -> Mapping[str, float | None]:
    """Minimum, maximum and use of a limit, as far as it has them."""
    if eased.name == BUDGET:
        return {"maximum": eased.dollars, "used": solved.spend}
    if eased.limit is None:
        return {}
    applied = np.flatnonzero(solved.mode >= 0)
    sides = {"minimum": eased.limit.minimum, "maximum": eased.limit.maximum}
    used = float(eased.limit.coefficient[applied, solved.mode[applied]].sum())
    return {name: side for name, side in sides.items() if math.isfinite(side)} | {"used": used}
