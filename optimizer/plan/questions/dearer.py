"""Where on the way to a long list the next application becomes dearer."""

from dataclasses import dataclass
from itertools import accumulate, pairwise

from optimizer.directory import Directory
from optimizer.evidence import load_season
from optimizer.plan.document import Plan
from optimizer.plan.problem import plan_directory, plan_fees

_TENTH_OF_A_CENT = 0.001


@dataclass(frozen=True, slots=True)
class FeeStep:
    """The application from which on each costs another amount.

    Attributes
    ----------
    budget : float
        Dollars that all applications before it cost.
    application : int
        Its number, counted from 1.
    before, after : float
        Dollars for the application before it, and for it.
    """

    budget: float
    application: int
    before: float
    after: float


def fee_steps(plan: Plan, directory: Directory | None = None) -> tuple[FeeStep, ...]:
    """Steps up in what the applications of a plan's specialty cost, ascending; what gets cheaper is none.

    None where fees aren't known; nor where the plan has several specialties, since each counts anew and the dollars of
    one say nothing of the others.

    Parameters
    ----------
    plan : Plan
    directory : Directory or None
        None reads the plan's program files, or the shipped directory where it names none.
    """
    if len(plan.applicant.specialties) != 1:
        return ()
    part = (directory or plan_directory(plan)).of_specialties(plan.applicant.specialties)
    fees = plan_fees(plan, part, load_season(plan.season))
    price = [sum(prices) for prices in zip(*(fee.prices(len(part.programs)) for fee in fees), strict=True)]
    spent = [0.0, *accumulate(price)]
    return tuple(
        FeeStep(spent[number - 1], number, before, after)
        for number, (before, after) in enumerate(pairwise(price), start=2)
        if after > before + _TENTH_OF_A_CENT
    )
