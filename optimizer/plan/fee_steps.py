"""Where on the way to a long list the next application becomes dearer."""

from dataclasses import dataclass
from itertools import pairwise

from optimizer.evidence import load_season
from optimizer.plan.limits import assisted_tiers
from optimizer.plan.request import Plan


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


def fee_steps(plan: Plan) -> tuple[FeeStep, ...]:
    """Steps in the fees of a plan's specialty, ascending.

    None where fees aren't known; nor where the plan has several specialties, since each counts anew and the dollars of
    one say nothing of the others.
    """
    season = load_season(plan.season)
    fees = season.fees(plan.applicant.specialties[0]) if len(plan.applicant.specialties) == 1 else None
    if fees is None:
        return ()
    assistance = season.fee_assistance
    assisted = plan.budget.fee_assistance and fees.service == assistance.service
    tiers = assisted_tiers(fees.tiers, assistance, assistance.covers_applications) if assisted else fees.tiers
    steps, spent = [], fees.flat
    for (first, before), (number, after) in pairwise(tiers):
        spent += (number - first) * before
        steps.append(FeeStep(spent, number, before, after))
    return tuple(steps)
