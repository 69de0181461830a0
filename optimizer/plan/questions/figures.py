"""What a list comes to, for setting lists against each other, and why a plan has none."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict

from optimizer.estimate import list_range
from optimizer.plan.document import Plan
from optimizer.plan.listing import NoList, NotDecided
from optimizer.plan.planner import solve_prepared
from optimizer.plan.problem import Prepared
from optimizer.portfolio import match_probability

Modes = npt.NDArray[np.int64]


class ListFigures(BaseModel):
    """What one list comes to.

    Attributes
    ----------
    match_probability : float or None
        With its range, the 10th and 90th percentile of what is not known. None, as the interviews, where the chance in
        a specialty isn't known.
    value, bound : float
        What the list is built for: a match counted by how much the program is wanted; and what no list exceeds.
    expected_interviews, spend, applications
        The spend in dollars.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    match_probability: float | None
    match_probability_range: tuple[float, float] | None
    value: float
    bound: float
    expected_interviews: float | None
    spend: float
    applications: int


class FiguresOf:
    """Figures of lists, each list's range worked out once: it takes longer than finding the list."""

    def __init__(self, prepared: Prepared) -> None:
        self._prepared = prepared
        self._ranges: dict[bytes, tuple[float | None, tuple[float, float] | None, float | None]] = {}

    def of(
        self, mode: Modes, value: float, bound: float, spend: float
    ) -> dict[str, float | int | tuple[float, float] | None]:
        """Fields of `ListFigures`, from modes of all the problem's rows."""
        key = np.ascontiguousarray(mode).tobytes()
        if key not in self._ranges:
            self._ranges[key] = self._worked_out(mode)
        chance, span, interviews = self._ranges[key]
        return {
            "match_probability": chance,
            "match_probability_range": span,
            "value": value,
            "bound": bound,
            "expected_interviews": interviews,
            "spend": spend,
            "applications": int((self._prepared.of_programs(mode) >= 0).sum()),
        }

    def _worked_out(self, mode: Modes) -> tuple[float | None, tuple[float, float] | None, float | None]:
        estimate, listed = self._prepared.estimate, self._prepared.of_programs(mode)
        if not estimate.known[listed >= 0].all():
            return None, None, None
        ranges = list_range(estimate, listed)
        span = ranges.match_probability
        chance = match_probability(self._prepared.problem, mode)
        return chance, (min(span.low, chance), max(span.high, chance)), ranges.held


def no_list(plan: Plan, prepared: Prepared, time_limit_s: float) -> NoList | NotDecided:
    """Why a plan has no list, in words."""
    problem = replace(prepared.problem, budget=plan.budget.dollars)
    found = solve_prepared(replace(prepared, plan=plan, problem=problem), time_limit_s=time_limit_s)
    if isinstance(found, NoList | NotDecided):
        return found
    # It was found this time: the clock decided.
    return NotDecided(title=plan.title, bound=found.bound, seconds=time_limit_s)
