"""The two plans of a couple, checked against each other."""

from dataclasses import dataclass
from pathlib import Path

from optimizer.errors import BadInput, Fault
from optimizer.plan import Couple, Plan, read_plan


@dataclass(frozen=True, slots=True)
class Partners:
    """Two plans of one season, and what the two want together.

    Attributes
    ----------
    plans : pair of Plan
        Of the one whose plan names the other, then of the other; neither with a table [couple].
    wish : Couple
    """

    plans: tuple[Plan, Plan]
    wish: Couple


def partners_of(plan: Plan) -> Partners:
    """The two plans behind a plan with a table [couple]; a partner's file is read here.

    Raises
    ------
    BadInput
        The plan is of one person alone, the partner's can't be read, has a partner of its own, or is of another season.
    """
    wish = plan.couple
    if wish is None:
        remedy = 'Add a table [couple] with partner = "OTHER.toml"'
        raise BadInput(Fault("is the plan of one person alone", "couple", None, "a table [couple]", remedy))
    partner = wish.partner if isinstance(wish.partner, Plan) else read_plan(Path(wish.partner))
    return together(plan.model_copy(update={"couple": None}), partner, wish)


def together(plan: Plan, partner: Plan, wish: Couple) -> Partners:
    """Two plans as those of a couple. Raises as `partners_of`."""
    faults = []
    if partner.couple is not None:
        what, remedy = "the partner's plan has a table [couple] too", "Take it out of the partner's plan"
        faults.append(Fault(what, "couple.partner", None, "[couple] in one of the two plans", remedy))
    if partner.season != plan.season:
        what, remedy = "the two plans are of different seasons", "Carry the older one over with matchlist renew"
        faults.append(Fault(what, "couple.partner: season", partner.season, f"{plan.season}, as in this plan", remedy))
    if faults:
        raise BadInput(faults)
    return Partners((plan, partner), wish)
