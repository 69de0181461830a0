"""What flexibility buys and costs: the chance and the preference that the best list reaches."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict

from optimizer.directory import Directory
from optimizer.plan.document import Plan, changed_plan
from optimizer.plan.listing import NoList, NotDecided
from optimizer.plan.planner import DEFAULT_TIME_LIMIT_S, prepare
from optimizer.plan.problem import plan_directory, require_chances, solve_deciding
from optimizer.plan.questions.figures import FiguresOf, ListFigures, no_list
from optimizer.portfolio import Infeasible, Model, Undecided, evaluate

FLEXIBILITIES = (0.0, 0.25, 0.5, 0.75, 1.0)


class FlexibilityPoint(ListFigures):
    """The best list at one flexibility.

    Attributes
    ----------
    preference : float
        Expected preference of the match, 0 to 1; no match counts 0.
    preference_if_matched : float
        How much the place is wanted on average where there is a match.
    """

    flexibility: float
    preference: float
    preference_if_matched: float


class FlexibilityFrontier(BaseModel):
    """What going anywhere buys in chance and costs in preference, by ascending flexibility."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    status: Literal["solved"] = "solved"
    title: str
    present: float
    points: tuple[FlexibilityPoint, ...]
    undecided: tuple[float, ...]


def flexibility_frontier(
    plan: Plan,
    directory: Directory | None = None,
    *,
    flexibilities: Sequence[float] = FLEXIBILITIES,
    time_limit_s: float = DEFAULT_TIME_LIMIT_S,
) -> FlexibilityFrontier | NoList | NotDecided:
    """The best list at each of some flexibilities, with the chance and the preference that it reaches.

    Parameters
    ----------
    plan : Plan
    directory : Directory or None
        As for `build_list`.
    flexibilities : sequence of float
        From 0 to 1, in any order.
    time_limit_s : float
        Wall-clock seconds for each.

    Raises
    ------
    BadInput
        A flexibility outside 0 to 1; and as for `build_list`.
    """
    whole = directory or plan_directory(plan)
    wanted = prepare(changed_plan(plan, {"flexibility": 0.0}), whole)
    require_chances(wanted, "what flexibility buys")
    anywhere = prepare(changed_plan(plan, {"flexibility": 1.0}), whole)
    count = len(anywhere.directory.programs)
    preference = np.zeros(anywhere.problem.utility.size)
    preference[:count] = wanted.problem.utility[:count]
    model, by_preference = Model.of(anywhere.problem), replace(anywhere.problem, utility=preference)
    figures_anywhere = FiguresOf(anywhere)
    points, undecided = [], []
    for flexibility in sorted({*flexibilities}):
        changed_plan(plan, {"flexibility": flexibility})  # refuses what a plan's flexibility can't be
        if flexibility == 0.0:
            # Only here others wait for the most wanted, so the problem is one of its own.
            on, problem, figures = wanted, wanted.problem, FiguresOf(wanted)
            outcome = solve_deciding(problem, wanted.settled_first, gap=plan.gap, time_limit_s=time_limit_s)
        else:
            utility = (1 - flexibility) * preference + flexibility * anywhere.problem.utility
            on, problem, figures = anywhere, by_preference, figures_anywhere
            outcome, model = model.changed(utility=utility).solve_and_keep(gap=plan.gap, time_limit_s=time_limit_s)
        if isinstance(outcome, Infeasible):
            return no_list(plan, on, time_limit_s)
        if isinstance(outcome, Undecided):
            undecided.append(flexibility)
            continue
        reached = evaluate(problem, outcome.mode)
        points.append(
            FlexibilityPoint(
                flexibility=flexibility,
                preference=reached,
                preference_if_matched=reached / outcome.match_probability if outcome.match_probability else 0.0,
                **figures.of(outcome.mode, outcome.value, outcome.bound, outcome.spend),
            )
        )
    return FlexibilityFrontier(
        title=plan.title, present=plan.flexibility, points=tuple(points), undecided=tuple(undecided)
    )
