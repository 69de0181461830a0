"""What a plan ends in as one JSON object."""

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from optimizer.plan import PlanOutcome


def outcome_json(outcome: "PlanOutcome") -> str:
    """A list, the limits that clash, or no decision in time as one JSON object; `status` says which.

    The keys are the fields of `ProgramList`, `NoList` and `NotDecided`; what is unknown is null, and a number is always
    a number: never NaN, never Infinity.
    """
    return json.dumps(outcome.model_dump(mode="json"), ensure_ascii=False, allow_nan=False, indent=2)
