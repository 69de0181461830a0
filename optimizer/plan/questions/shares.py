"""How many programs of each region a list has, and what the first one of a region without any would cost."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from optimizer.directory import Directory
from optimizer.plan.document import ELSEWHERE, Plan
from optimizer.plan.listing import ProgramList
from optimizer.plan.planner import prepare
from optimizer.plan.problem import Prepared, solve_deciding
from optimizer.portfolio import Limit, Solved

_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class RegionShare:
    """One region of a plan, or everywhere else.

    Attributes
    ----------
    name : str
    listed, to_choose_from : int
        Programs of it on the list, and those that could be.
    first_costs : float or None
        What the chance to match, in [0, 1], loses if at least one program of it has to be listed; negative where it
        gains. None where some are listed, where there is none to choose from, where no list within the other limits
        has one, or where the chance isn't known.
    """

    name: str
    listed: int
    to_choose_from: int
    first_costs: float | None = None

    @property
    def is_left_out(self) -> bool:
        """Whether it has programs to choose from and none is listed."""
        return self.listed == 0 < self.to_choose_from


def region_shares(
    plan: Plan, found: ProgramList, directory: Directory | None = None, *, prepared: Prepared | None = None
) -> tuple[RegionShare, ...]:
    """Each region's share of a list, in the plan's order, everywhere else last.

    Parameters
    ----------
    plan : Plan
    found : ProgramList
        The plan's list.
    directory : Directory or None
        As for `build_list`.
    prepared : Prepared or None
        What `prepare` makes of both, where that has been done.

    Raises
    ------
    BadInput
        As for `build_list`.
    """
    prepared = prepared or prepare(plan, directory)
    names = [*(region.name for region in plan.regions), ELSEWHERE]
    return tuple(_share(name, prepared, found) for name in names)


def _share(name: str, prepared: Prepared, found: ProgramList) -> RegionShare:
    inside = (prepared.region == name) & prepared.view.is_open
    share = RegionShare(name, sum(program.region == name for program in found.programs), int(inside.sum()))
    return replace(share, first_costs=_first_costs(inside, prepared, found)) if share.is_left_out else share


def _first_costs(inside: npt.NDArray[np.bool_], prepared: Prepared, found: ProgramList) -> float | None:
    if found.match_probability is None:
        return None
    problem = prepared.problem
    coefficient = np.zeros((problem.utility.size, problem.offer_chance.shape[1]))
    coefficient[np.flatnonzero(inside)] = 1.0
    asked = replace(problem, limits=(*problem.limits, Limit("at least one program of a region", coefficient, 1.0)))
    outcome = solve_deciding(asked, prepared.settled_first, gap=prepared.plan.gap, time_limit_s=_SECONDS)
    return found.match_probability - outcome.match_probability if isinstance(outcome, Solved) else None
