"""Why a program is on one of two lists only: the nearest cause that the two plans show."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from optimizer.plan.document import Plan
from optimizer.plan.kept import KeptProgram
from optimizer.plan.problem import Prepared, not_wanted
from optimizer.wording import in_100

_NOTICEABLE = 0.05
"""Share by which a chance or a wish has to differ to be called another one."""


@dataclass(frozen=True, slots=True)
class Known:
    """A plan with its estimate, and how many applications its list has."""

    plan: Plan
    prepared: Prepared
    applications: int


def why_it_went(one: KeptProgram, first: Known | None, second: Known | None) -> str:
    """Why a program of the first list isn't on the second; what can't be told is said so."""
    if second is None:
        return "the list's plan isn't known"
    closed = _closed(one.id, second)
    if closed:
        return closed
    if first is not None and one.id in first.plan.locks.applied and one.id not in second.plan.locks.applied:
        return "no longer locked in"
    changes = [] if first is None else list(_changes(one.id, first, second))
    if changes:
        return "; ".join(changes)
    fewer = first is not None and first.applications > second.applications
    return f"{'the list is shorter now, and' if fewer else 'within the limits now,'} others add more"


def why_it_came(one: KeptProgram, first: Known | None, second: Known | None) -> str:
    """Why a program of the second list wasn't on the first."""
    if second is not None and one.id in second.plan.locks.applied:
        return "locked in"
    if first is None:
        return "the other list's plan isn't known"
    closed = _closed(one.id, first)
    if closed:
        return f"before: {closed}"
    changes = [] if second is None else list(_changes(one.id, first, second))
    if changes:
        return "; ".join(changes)
    longer = second is not None and second.applications > first.applications
    return "the list is longer now" if longer else "within the limits now, it adds more than others"


def _closed(program: str, known: Known) -> str:
    """Why a plan can't have a program at all; empty where it can."""
    plan, prepared = known.plan, known.prepared
    index = prepared.directory.index_by_id.get(program)
    if index is None:
        return "not among the programs of the plan's specialties and files"
    if program in plan.locks.never:
        return "locked out"
    if not_wanted(plan, prepared.directory, prepared.region)[index] and program not in plan.locks.applied:
        return "not wanted: its region, or its kind, has priority 0"
    if index in set(prepared.problem.forbidden):
        return "ruled out by the plan's limits, or closed to this applicant"
    return ""


def _changes(program: str, first: Known, second: Known) -> Iterator[str]:
    """What the two plans hold differently of a program that both could have."""
    was, now = first.prepared, second.prepared
    if program not in was.directory.index_by_id or program not in now.directory.index_by_id:
        return
    k, j = was.directory.index_by_id[program], now.directory.index_by_id[program]
    chances = float(was.estimate.interview_probability[k, 0]), float(now.estimate.interview_probability[j, 0])
    if np.isfinite(chances).all() and abs(np.log(chances[1] / chances[0]) - _usual_change(was, now)) > _NOTICEABLE:
        said = [in_100(chance) for chance in chances]
        slight = f"a slightly {'higher' if chances[1] > chances[0] else 'lower'} chance of an interview"
        yield slight if said[0] == said[1] else f"chance of an interview {said[0]} before, {said[1]} now"
    wishes = float(was.problem.utility[k]), float(now.problem.utility[j])
    if _differ(*wishes):
        yield f"wanted {'more' if wishes[1] > wishes[0] else 'less'} ({wishes[0]:.2f} before, {wishes[1]:.2f} now)"
    if was.region[k] != now.region[j]:
        yield f"in another region of the plan ({was.region[k]} before, {now.region[j]} now)"
    if was.tier[k] != now.tier[j]:
        yield f"in another tier ({was.tier[k]} before, {now.tier[j]} now)"


def _usual_change(was: Prepared, now: Prepared) -> float:
    """Median change of the logarithm of chances: what moves all programs alike is no reason for one of them."""
    shared = [one for one in was.directory.index_by_id if one in now.directory.index_by_id]
    before = was.estimate.interview_probability[[was.directory.index_by_id[one] for one in shared], 0]
    after = now.estimate.interview_probability[[now.directory.index_by_id[one] for one in shared], 0]
    both = np.isfinite(before) & np.isfinite(after)
    return float(np.median(np.log(after[both] / before[both]))) if both.any() else 0.0


def _differ(was: float, now: float) -> bool:
    return abs(now - was) > _NOTICEABLE * max(abs(was), abs(now))
