"""How many interviews a plan's list may bring, as dots that a person can count."""

from dataclasses import dataclass

from optimizer.directory import Directory
from optimizer.estimate import interview_count_chances, quantiles
from optimizer.plan.document import Plan
from optimizer.plan.listing import ProgramList, modes_listed
from optimizer.plan.planner import prepare
from optimizer.plan.problem import Prepared, require_chances

DOTS = 20


@dataclass(frozen=True, slots=True)
class InterviewSpread:
    """How many interviews to reckon with.

    Attributes
    ----------
    dots : tuple of int
        So many equally likely numbers, ascending: each dot stands for one chance in as many.
    chance_of_none : float
        Chance of no interview at all.
    """

    dots: tuple[int, ...]
    chance_of_none: float


def interview_spread(
    plan: Plan,
    found: ProgramList,
    directory: Directory | None = None,
    dots: int = DOTS,
    *,
    prepared: Prepared | None = None,
) -> InterviewSpread:
    """Spread the number of interviews of a plan's list over luck and over what is uncertain.

    Parameters
    ----------
    plan : Plan
    found : ProgramList
        Its list.
    directory : Directory or None
        As for `build_list`.
    dots : int
    prepared : Prepared or None
        What `prepare` makes of plan and directory, where that has been done.
    """
    prepared = prepared or prepare(plan, directory)
    require_chances(prepared, "how many interviews to expect")
    chance = interview_count_chances(prepared.estimate, prepared.of_programs(modes_listed(prepared, found)))
    return InterviewSpread(quantiles(chance, dots), float(chance[0]))
