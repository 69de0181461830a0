"""The plan: what the applicant wants, turned into a problem, and the answer turned into a list with reasons."""

from optimizer.plan.advice import preference_advice
from optimizer.plan.branching import solve_deciding
from optimizer.plan.budget_frontier import MOST_POINTS, BudgetFrontier, BudgetPoint, budget_frontier, budgets_between
from optimizer.plan.changes import changed_plan
from optimizer.plan.commented import commented_plan_text
from optimizer.plan.comparison import Comparison, KeyChange, KeyEffect, ProgramChange, Side, SignalChange, compare
from optimizer.plan.conditions import Condition, Conditions
from optimizer.plan.fee_steps import FeeStep, fee_steps
from optimizer.plan.figures import ListFigures
from optimizer.plan.firmness import program_standing, with_standing
from optimizer.plan.flexibility import FlexibilityFrontier, FlexibilityPoint, flexibility_frontier
from optimizer.plan.history import History, Version, history_folder, next_version, read_history
from optimizer.plan.interviews import InterviewSpread, interview_spread
from optimizer.plan.limit_prices import LimitPrice, LimitPrices, limit_prices
from optimizer.plan.list_edits import EditedPlan, ListEdits, edited_plan, plan_from_list
from optimizer.plan.list_file import KeptList, KeptProgram, kept_list, read_list
from optimizer.plan.listing import program_list
from optimizer.plan.missing import missing_facts
from optimizer.plan.outcome import (
    ConditionUse,
    InputCompleteness,
    InputFact,
    LimitUse,
    ListedProgram,
    NextInLine,
    NoList,
    NotDecided,
    PlanOutcome,
    PresetUse,
    ProgramList,
    ShapePart,
    Standing,
    Suggestion,
    TieThere,
)
from optimizer.plan.plan_file import parse_plan, plan_from_bytes, plan_from_content, plan_text, read_plan
from optimizer.plan.plan_keys import differences
from optimizer.plan.planner import Prepared, build_list, prepare, preset_price, solve_prepared, with_preset
from optimizer.plan.preparing import faults_of
from optimizer.plan.priorities import Priorities
from optimizer.plan.prospects import Prospect, open_count, prospects
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
from optimizer.plan.uploaded import Uploaded, plan_of_upload
from optimizer.plan.why import Mention, Opposite, ProgramWhy, WhyStep, explain_program
from optimizer.plan.worth import (
    Advice,
    FactWorth,
    Gain,
    MissingFacts,
    PreferenceAdvice,
    ProgramToAsk,
    SignalRule,
    SignalTo,
    StatedPreference,
)
from optimizer.wording import in_100

__all__ = [
    "ELSEWHERE",
    "MOST_POINTS",
    "Advice",
    "Budget",
    "BudgetFrontier",
    "BudgetPoint",
    "Circle",
    "Comparison",
    "Condition",
    "ConditionUse",
    "Conditions",
    "Dual",
    "EditedPlan",
    "FactWorth",
    "FeeStep",
    "FlexibilityFrontier",
    "FlexibilityPoint",
    "Gain",
    "History",
    "InputCompleteness",
    "InputFact",
    "InterviewSpread",
    "KeptList",
    "KeptProgram",
    "KeyChange",
    "KeyEffect",
    "LimitPrice",
    "LimitPrices",
    "LimitUse",
    "ListEdits",
    "ListFigures",
    "ListedProgram",
    "Locks",
    "Mention",
    "MissingFacts",
    "NextInLine",
    "NoList",
    "NotDecided",
    "Opposite",
    "Plan",
    "PlanOutcome",
    "PreferenceAdvice",
    "Prepared",
    "Preset",
    "PresetUse",
    "Priorities",
    "ProgramChange",
    "ProgramList",
    "ProgramToAsk",
    "ProgramWhy",
    "Prospect",
    "Quota",
    "Quotas",
    "Region",
    "ShapePart",
    "Side",
    "SignalChange",
    "SignalCounts",
    "SignalRule",
    "SignalTo",
    "SignalUse",
    "Standing",
    "StatedPreference",
    "StatementModule",
    "StatementPlan",
    "StatementProgram",
    "Suggestion",
    "TieThere",
    "Uploaded",
    "Version",
    "WhyStep",
    "WithoutStory",
    "budget_frontier",
    "budgets_between",
    "build_list",
    "changed_plan",
    "commented_plan_text",
    "compare",
    "differences",
    "edited_plan",
    "explain_program",
    "faults_of",
    "fee_steps",
    "flexibility_frontier",
    "history_folder",
    "in_100",
    "interview_spread",
    "kept_list",
    "limit_prices",
    "missing_facts",
    "next_version",
    "open_count",
    "parse_plan",
    "plan_from_bytes",
    "plan_from_content",
    "plan_from_list",
    "plan_of_upload",
    "plan_text",
    "preference_advice",
    "prepare",
    "preset",
    "preset_price",
    "presets",
    "program_list",
    "program_standing",
    "prospects",
    "read_history",
    "read_list",
    "read_plan",
    "shape_parts",
    "solve_deciding",
    "solve_prepared",
    "statement_plan",
    "with_preset",
    "with_standing",
]
