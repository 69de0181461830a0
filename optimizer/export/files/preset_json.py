"""Presets, and what each would cost a plan, as one JSON object."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from optimizer.plan import PlanOutcome, Preset


def presets_json(presets: Sequence["Preset"], answers: "Mapping[str, PlanOutcome | str] | None" = None) -> str:
    """Presets as one JSON object under the key `presets`.

    With `answers`, by slug, each has a key `answer`: the list as `matchlist build --json` prints it (its `preset` holds
    the price), or a text that says why the preset doesn't fit the plan.
    """
    rows = []
    for preset in presets:
        row = preset.model_dump(mode="json", exclude_defaults=True) | {"label": preset.label}
        if answers is not None:
            answer = answers[preset.slug]
            row["answer"] = answer if isinstance(answer, str) else answer.model_dump(mode="json")
        rows.append(row)
    return json.dumps({"presets": rows}, ensure_ascii=False, allow_nan=False, indent=2)
