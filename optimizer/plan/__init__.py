"""The plan: what the applicant wants, turned into a problem, and the answer turned into a list with reasons."""

from optimizer.plan.changes import changed_plan
from optimizer.plan.conditions import Condition, Conditions
from optimizer.plan.explain import in_100
from optimizer.plan.outcome import (
    ConditionUse,
    LimitUse,
    ListedProgram,
    NoList,
    NotDecided,
    PlanOutcome,
    PresetUse,
    ProgramList,
    ShapePart,
    Suggestion,
    TieThere,
)
from optimizer.plan.plan_file import parse_plan, plan_from_bytes, plan_text, read_plan
from optimizer.plan.planner import Prepared, build_list, prepare, preset_price, with_preset
from optimizer.plan.priorities import Priorities
from optimizer.plan.request import (
    ELSEWHERE,
    Budget,
    Circle,
    Dual,
    Locks,
    Plan,
    Quota,
    Quotas,
    Region,
    SignalCounts,
    SignalUse,
)
from optimizer.plan.rules_of_thumb import Preset, preset, presets
from optimizer.plan.shape import shape_parts
from optimizer.plan.statements import StatementModule, StatementPlan, StatementProgram, WithoutStory, statement_plan
from optimizer.plan.why import Mention, Opposite, ProgramWhy, WhyStep, explain_program

__all__ = [
    "ELSEWHERE",
    "Budget",
    "Circle",
    "Condition",
    "ConditionUse",
    "Conditions",
    "Dual",
    "LimitUse",
    "ListedProgram",
    "Locks",
    "Mention",
    "NoList",
    "NotDecided",
    "Opposite",
    "Plan",
    "PlanOutcome",
    "Prepared",
    "Preset",
    "PresetUse",
    "Priorities",
    "ProgramList",
    "ProgramWhy",
    "Quota",
    "Quotas",
    "Region",
    "ShapePart",
    "SignalCounts",
    "SignalUse",
    "StatementModule",
    "StatementPlan",
    "StatementProgram",
    "Suggestion",
    "TieThere",
    "WhyStep",
    "WithoutStory",
    "build_list",
    "changed_plan",
    "explain_program",
    "in_100",
    "parse_plan",
    "plan_from_bytes",
    "plan_text",
    "prepare",
    "preset",
    "preset_price",
    "presets",
    "read_plan",
    "shape_parts",
    "statement_plan",
    "with_preset",
]
