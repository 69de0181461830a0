"""What each limit costs: the best list without it, solved again and proven."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict

from optimizer.directory import Directory
from optimizer.plan.document import Plan
from optimizer.plan.listing import NoList, NotDecided
from optimizer.plan.planner import DEFAULT_TIME_LIMIT_S, prepare
from optimizer.plan.problem import BUDGET, Wish, require_chances, solve_deciding
from optimizer.plan.questions.easing import Eased, eased
from optimizer.plan.questions.figures import FiguresOf, ListFigures, no_list
from optimizer.portfolio import Model, Outcome, Solved


class _Value(BaseModel):
    model_config = ConfigDict(defer_build=True, frozen=True)


class LimitPrice(_Value):
    """What one limit costs: the best list without it, all others kept.

    Attributes
    ----------
    limit : str
    about : Wish or None
        What the limit is; None where it is several limits together, a condition, or a set of programs.
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
    about: Wish | None = None
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

    Quotas, the budget, conditions, locks and signals held back are the user's and have a price; what a service or the
    season rules out has none. A condition that is a preference leaves nobody out, and has none either.

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
    prepared = prepare(plan, directory)
    require_chances(prepared, "what a limit costs")
    model = Model.of(prepared.problem).relaxed(gap=plan.gap, time_limit_s=time_limit_s)

    def best(model: Model) -> Outcome:
        settled = prepared.settled_first
        return solve_deciding(model.problem, settled, gap=plan.gap, time_limit_s=time_limit_s, model=model)

    solved = best(model)
    if not isinstance(solved, Solved):
        return no_list(plan, prepared, time_limit_s)
    figures = FiguresOf(prepared)
    prices = [_price(one, solved, best(one.model), figures) for one in eased(prepared, model)]
    return LimitPrices(
        title=plan.title,
        present=ListFigures(**figures.of(solved.mode, solved.value, solved.bound, solved.spend)),
        prices=tuple(sorted(prices, key=lambda price: -(price.value_change or 0.0))),
    )


def _price(without: Eased, solved: Solved, outcome: Outcome, figures: FiguresOf) -> LimitPrice:
    named = {"limit": without.name, "about": without.about, **_sides(without, solved)}
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


def _sides(without: Eased, solved: Solved) -> Mapping[str, float]:
    """Minimum, maximum and use of a limit, as far as it has them."""
    if without.about == BUDGET:
        return {**(without.sides or {}), "used": solved.spend}
    if without.limit is None:
        return without.sides or {}
    applied = np.flatnonzero(solved.mode >= 0)
    sides = {"minimum": without.limit.minimum, "maximum": without.limit.maximum}
    used = float(without.limit.coefficient[applied, solved.mode[applied]].sum())
    return {name: side for name, side in sides.items() if math.isfinite(side)} | {"used": used}
