"""The plan of the season: as the store keeps it, with the ties that came about since."""

from collections.abc import Sequence

from pydantic import ValidationError

from optimizer.applicant import Tie
from optimizer.errors import BadInput, Fault
from optimizer.plan import Plan, changed_plan, parse_plan
from optimizer.season.tracker import KeptPlan, KeptTie


def season_plan(kept: KeptPlan, ties: Sequence[KeptTie] = ()) -> Plan:
    """The plan of the season, its applicant with the ties that came about after it was made.

    Raises
    ------
    BadInput
        The kept text is no plan any more, or a tie is none.
    """
    plan = parse_plan(kept.content, f"the kept plan {kept.title!r}")
    found = tuple(tie_of(tie, f"tie {tie.id}") for tie in ties)
    return changed_plan(plan, {"applicant.ties": (*plan.applicant.ties, *found)}) if found else plan


def tie_of(tie: KeptTie, where: str) -> Tie:
    """A kept tie as the applicant's.

    Raises
    ------
    BadInput
        There is no such kind of tie, or no such kind of place.
    """
    try:
        return Tie.model_validate({"kind": tie.kind, "note": tie.note, tie.scope: tie.place})
    except ValidationError:
        allowed = Tie.model_fields["kind"].description or ""
        raise BadInput(Fault("no such tie", where, f"{tie.kind} ({tie.place})", allowed, "Correct it")) from None
