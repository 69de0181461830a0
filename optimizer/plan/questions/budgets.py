"""What dollars buy: the best list at every budget, solved again and proven."""

import math
from collections.abc import Iterator, Sequence
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict

from optimizer.directory import Directory
from optimizer.errors import BadInput, Fault
from optimizer.plan.document import Plan, changed_plan
from optimizer.plan.listing import NoList, NotDecided
from optimizer.plan.planner import DEFAULT_TIME_LIMIT_S, prepare
from optimizer.plan.problem import Prepared, unknown_specialties
from optimizer.plan.questions.figures import FiguresOf, ListFigures, no_list
from optimizer.portfolio import Frontier, FrontierPoint, Infeasible, Model, Solved, frontier

DEFAULT_GAIN = 0.005
"""Half a point in 100 for another $100: about what a reader asks for before spending them."""
PER_DOLLARS = 100.0
_NOTICED = 0.01
"""Less than a point in 100 above a straight line is no bend."""
_STEPS = (10.0, 25.0, 50.0, 100.0, 200.0, 250.0, 500.0, 1000.0, 2000.0, 2500.0, 5000.0, 10_000.0)
_MOST_POINTS_BY_DEFAULT = 10
MOST_POINTS = 100


class BudgetPoint(ListFigures):
    """The best list within one budget, in dollars."""

    budget: float


class BudgetFrontier(BaseModel):
    """What each budget buys, by ascending budget.

    Attributes
    ----------
    present : float or None
        The plan's own budget.
    points : tuple of BudgetPoint
        Values never fall.
    impossible, undecided : tuple of float
        Budgets at which no list keeps the other limits; for which the time ran out.
    least : float or None
        Fewest dollars with which the limits can be kept; None where no budget asked for was too small.
    knee : float or None
        The budget farthest above the straight line from the first point to the last, where that is at least a point in
        100 above it; None without three points, and where the line doesn't bend.
    gain, worth_up_to : float, float or None
        The last budget past which no larger one gains `gain` in value for each $100.
    unknown : tuple of str
        Specialties in which the chance is not known: then no point has a chance, and neither has a knee.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    status: Literal["solved"] = "solved"
    title: str
    present: float | None
    points: tuple[BudgetPoint, ...]
    impossible: tuple[float, ...]
    undecided: tuple[float, ...]
    least: float | None
    knee: float | None
    gain: float
    worth_up_to: float | None
    unknown: tuple[str, ...] = ()


def budget_frontier(
    plan: Plan,
    directory: Directory | None = None,
    *,
    budgets: Sequence[float] | None = None,
    gain: float = DEFAULT_GAIN,
    keep_quotas: bool = True,
    time_limit_s: float = DEFAULT_TIME_LIMIT_S,
) -> BudgetFrontier | NoList | NotDecided:
    """The best list at each of some budgets, all other limits kept.

    Parameters
    ----------
    plan : Plan
    directory : Directory or None
        As for `build_list`.
    budgets : sequence of float or None
        Dollars >= 0, at most `MOST_POINTS`. None is about ten from the fewest dollars that keep the limits to all that
        can be spent, or twice the plan's budget.
    gain : float
        In value, above 0, for another $100; see `BudgetFrontier.worth_up_to`.
    keep_quotas : bool
        Whether the plan's quotas hold; without them smaller budgets are possible.
    time_limit_s : float
        Wall-clock seconds for each budget.

    Raises
    ------
    BadInput
        Budgets or a gain that can't be used, fees that aren't known; and as for `build_list`.
    """
    plan = plan if keep_quotas else changed_plan(plan, {"quotas": {}})
    prepared = prepare(plan, directory)
    faults = [*_asked_faults(budgets, gain), *_fee_faults(prepared)]
    if faults:
        raise BadInput(faults)
    model = Model.of(prepared.problem)
    least: float | None = None
    if budgets is None:
        everything, model = model.changed(budget=None).solve_and_keep(gap=plan.gap, time_limit_s=time_limit_s)
        if not isinstance(everything, Solved):
            return no_list(changed_plan(plan, {"budget.dollars": None}), prepared, time_limit_s)
        least = _least_dollars(model)
        budgets = _budgets(least, everything.spend, plan.budget.dollars)
    found = frontier(prepared.problem, budgets, gap=plan.gap, time_limit_s=time_limit_s)
    if not found.points:
        return no_list(changed_plan(plan, {"budget.dollars": max(budgets)}), prepared, time_limit_s)
    if least is None and found.impossible:
        least = _least_dollars(model)
    figures = FiguresOf(prepared)
    knee, worth = _bend(found), found.worth_up_to(gain, PER_DOLLARS)
    unknown = unknown_specialties(prepared)
    if unknown:
        # Even chances that stand in for unknown ones say nothing about where more dollars stop to pay.
        knee = worth = None
    return BudgetFrontier(
        title=plan.title,
        present=plan.budget.dollars,
        points=tuple(
            BudgetPoint(budget=point.budget, **figures.of(point.mode, point.value, point.bound, point.spend))
            for point in found.points
        ),
        impossible=found.impossible,
        undecided=found.undecided,
        least=least,
        knee=None if knee is None else knee.budget,
        gain=gain,
        worth_up_to=None if worth is None else worth.budget,
        unknown=unknown,
    )


def _bend(found: Frontier) -> FrontierPoint | None:
    """The knee, where anyone would notice one."""
    knee, first, last = found.knee, found.points[0], found.points[-1]
    if knee is None:
        return None
    straight = first.value + (last.value - first.value) * (knee.budget - first.budget) / (last.budget - first.budget)
    return knee if knee.value - straight >= _NOTICED else None


def _asked_faults(budgets: Sequence[float] | None, gain: float) -> Iterator[Fault]:
    if not (math.isfinite(gain) and gain > 0):
        yield Fault("is no gain", "gain", gain, "a number above 0", "Give a share, such as 0.005")
    if budgets is not None and not 0 < len(budgets) <= MOST_POINTS:
        yield Fault("can't be so many budgets", "budgets", len(budgets), f"1 to {MOST_POINTS}", "Take larger steps")


def _fee_faults(prepared: Prepared) -> Iterator[Fault]:
    for specialty in prepared.plan.applicant.specialties:
        if prepared.season.fees(specialty) is None:
            what = f"the fees of {specialty} are not known, so dollars can't be set against chances"
            yield Fault(what, "applicant.specialties", specialty, "specialties with known fees", "Leave it out")


def _least_dollars(model: Model) -> float:
    """Fewest dollars with which a list keeps all other limits; the model has such a list."""
    outcome = model.changed(budget=0.0).solve()
    if isinstance(outcome, Infeasible):
        return next((remedy.needed for remedy in outcome.remedies if remedy.limit == "budget"), 0.0)
    return 0.0


def _budgets(least: float, most: float, present: float | None) -> list[float]:
    """Round budgets from the least to the most, or to twice the present one, which is among them."""
    high = max(least, most if present is None else min(most, 2 * present))
    step = next((step for step in _STEPS if (high - least) / step <= _MOST_POINTS_BY_DEFAULT), high or 1.0)
    rounds = np.arange(math.ceil(least / step), math.floor(high / step) + 1) * step
    # Where nothing is spent yet the first applications count most: one step there would hide how.
    first = (step / 4, step / 2) if least == 0.0 else ()
    own = () if present is None or not least <= present <= high else (present,)
    return sorted({least, *first, *rounds.tolist(), *own, high})


def budgets_between(low: float, high: float, step: float) -> tuple[float, ...]:
    """Budgets from the low to the high one, both among them where the step meets them."""
    return tuple(low + k * step for k in range(math.floor((high - low) / step + 1e-9) + 1))
