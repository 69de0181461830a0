"""What a plan ends in as one JSON object."""

import json
from typing import TYPE_CHECKING

from optimizer.export.files.facts_behind import facts_behind

if TYPE_CHECKING:
    from optimizer.plan import Advice, MissingFacts, Plan, PlanOutcome


def outcome_json(outcome: "PlanOutcome | MissingFacts | Advice", plan: "Plan | None" = None) -> str:
    """A list, the limits that clash, or no decision in time as one JSON object; `status` says which.

    The keys are the fields of `ProgramList`, `NoList` and `NotDecided`, or of `MissingFacts` and `Advice`; what is
    unknown is null, and a number is always a number: never NaN, never Infinity.

    Parameters
    ----------
    outcome : ProgramList, NoList, NotDecided, MissingFacts or Advice
    plan : Plan or None
        The plan that it was built from: it is written under `plan`, so that `matchlist build` builds the same list from
        the file, and a list's `list_id` with it, so that the list is known when the file comes back edited.
    """
    values = outcome.model_dump(mode="json")
    if plan is not None:
        if hasattr(outcome, "list_id"):
            values["list_id"] = outcome.list_id
        values["plan"] = plan.values_by_key()
        pins = facts_behind(plan)
        if pins:
            # Facts that are kept later, or otherwise, would give another list.
            values["plan"]["facts"] = list(pins)
    return json.dumps(values, ensure_ascii=False, allow_nan=False, indent=2)
