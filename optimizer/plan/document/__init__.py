"""The request and its file: a plan as one frozen value, in and out of TOML, and the presets that it may name."""

from optimizer.plan.document.changes import changed_plan, with_program_in, with_program_out
from optimizer.plan.document.commented import commented_plan_text
from optimizer.plan.document.conditions import Condition, Conditions, VisaCondition
from optimizer.plan.document.mark import chances_mark, plan_mark, programs_mark
from optimizer.plan.document.plan_file import (
    parse_plan,
    parse_record,
    plan_from_bytes,
    plan_from_content,
    plan_in_record,
    plan_text,
    read_plan,
)
from optimizer.plan.document.plan_keys import ABSENT, Absent, Difference, differences, with_difference
from optimizer.plan.document.priorities import SCORE_STEP, Priorities
from optimizer.plan.document.renewal import Renewal, renewed, renewed_text, season_changes
from optimizer.plan.document.request import (
    ELSEWHERE,
    MILES_AN_HOUR,
    Budget,
    Circle,
    Couple,
    Dual,
    FirstYearWish,
    Locks,
    Plan,
    Quota,
    Quotas,
    Region,
    SignalCounts,
    SignalUse,
)
from optimizer.plan.document.rules_of_thumb import NEED_WORDS, Preset, Shaped, all_presets, preset
from optimizer.plan.document.uploaded import Uploaded, plan_of_upload

__all__ = [
    "ABSENT",
    "ELSEWHERE",
    "MILES_AN_HOUR",
    "NEED_WORDS",
    "SCORE_STEP",
    "Absent",
    "Budget",
    "Circle",
    "Condition",
    "Conditions",
    "Couple",
    "Difference",
    "Dual",
    "FirstYearWish",
    "Locks",
    "Plan",
    "Preset",
    "Priorities",
    "Quota",
    "Quotas",
    "Region",
    "Renewal",
    "Shaped",
    "SignalCounts",
    "SignalUse",
    "Uploaded",
    "VisaCondition",
    "all_presets",
    "chances_mark",
    "changed_plan",
    "commented_plan_text",
    "differences",
    "parse_plan",
    "parse_record",
    "plan_from_bytes",
    "plan_from_content",
    "plan_in_record",
    "plan_mark",
    "plan_of_upload",
    "plan_text",
    "preset",
    "programs_mark",
    "read_plan",
    "renewed",
    "renewed_text",
    "season_changes",
    "with_difference",
    "with_program_in",
    "with_program_out",
]
