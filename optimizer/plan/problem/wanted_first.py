"""What the two ends of the wishes mean: nothing where nothing is wanted, and the most wanted programs before others."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from optimizer.arrays import BoolArray
from optimizer.directory import Directory
from optimizer.plan.document import ELSEWHERE, Plan, Quota, Quotas
from optimizer.plan.problem.decisions import Decision, Row
from optimizer.plan.problem.wishes import link

ALL_LISTED = Decision("the most wanted programs are all listed")


def not_wanted(plan: Plan, directory: Directory, region: npt.NDArray[np.str_]) -> BoolArray:
    """Programs of a region or a setting with priority 0, shape (programs,): none of them is listed.

    Parameters
    ----------
    plan : Plan
    directory : Directory
        Programs of the applicant's specialties.
    region : array of str, shape (programs,)
        The plan's region of each.
    """
    priority = {item.name: item.priority for item in plan.regions} | {ELSEWHERE: plan.elsewhere_priority}
    by_setting = plan.settings.model_dump(by_alias=True)
    return np.array(
        [
            priority[name] == 0 or by_setting.get(program.setting or "", 1.0) == 0
            for name, program in zip(region.tolist(), directory.programs, strict=True)
        ],
        dtype=np.bool_,
    )


def locked_in(plan: Plan, directory: Directory) -> BoolArray:
    """Programs that the plan has to apply to, shape (programs,): the user knows better than any wish."""
    chosen = plan.locks.applied
    return np.array([program.id in chosen for program in directory.programs], dtype=np.bool_)


def wanted_first(
    plan: Plan, directory: Directory, preference: npt.NDArray[np.float64], is_open: BoolArray
) -> BoolArray:
    """Programs that are listed before any other, shape (programs,); none where the plan makes no such difference.

    With flexibility 0, "only where I want", an application elsewhere has to wait until the most wanted programs are all
    listed. A plan with numbers of its own for tiers, regions and the like says itself how many go where.
    """
    none = np.zeros(preference.shape, dtype=np.bool_)
    only_a_maximum = Quotas(applications=Quota(maximum=plan.quotas.applications.maximum))
    if plan.flexibility > 0 or plan.quotas != only_a_maximum or not is_open.any():
        return none
    most = np.asarray(is_open & (preference >= preference[is_open].max()))
    return none if not _others(plan, directory, most, is_open).any() else most


def first_decisions(first: BoolArray) -> tuple[Decision, ...]:
    """The decision whether all programs that come first are listed, where there are such programs."""
    return (ALL_LISTED,) if first.any() else ()


def first_rows(plan: Plan, directory: Directory, first: BoolArray, is_open: BoolArray, modes: int) -> Iterator[Row]:
    """What the decision means: others only where it holds, and it holds only where all of them are listed."""
    if not first.any():
        return
    most = plan.quotas.applications.maximum
    number = float(first.sum()) if most is None else float(min(first.sum(), most))
    others = _others(plan, directory, first, is_open)
    rest = np.repeat(others.astype(np.float64)[:, None], modes, axis=1)
    own = np.repeat(first.astype(np.float64)[:, None], modes, axis=1)
    at_most, at_least = np.zeros(modes), np.zeros(modes)
    at_most[0], at_least[0] = -float(others.sum()), -number
    yield Row(link("others wait for the most wanted"), rest, maximum=0.0, over_decisions={ALL_LISTED.name: at_most})
    yield Row(link("the most wanted are listed first"), own, minimum=0.0, over_decisions={ALL_LISTED.name: at_least})


def _others(plan: Plan, directory: Directory, first: BoolArray, is_open: BoolArray) -> BoolArray:
    """Open programs that have to wait; what the user has locked in waits for nobody."""
    return is_open & ~first & ~locked_in(plan, directory)
