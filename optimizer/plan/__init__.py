"""The plan: what the applicant wants, turned into a problem, and the answer turned into a list with reasons."""

from optimizer.plan.advice import preference_advice
from optimizer.plan.changes import changed_plan
from optimizer.plan.firmness import program_standing, with_standing
from optimizer.plan.missing import missing_facts
from optimizer.plan.outcome import (
    InputCompleteness,
    InputFact,
    LimitUse,
    ListedProgram,
    NextInLine,
    NoList,
    NotDecided,
    PlanOutcome,
    ProgramList,
    Standing,
    Suggestion,
)
from optimizer.plan.plan_file import parse_plan, plan_from_bytes, plan_from_content, plan_text, read_plan
from optimizer.plan.planner import Prepared, build_list, prepare, program_list, solve_prepared
from optimizer.plan.request import ELSEWHERE, Budget, Circle, Locks, Plan, Quota, Quotas, Region, SignalUse
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
    "Advice",
    "Budget",
    "Circle",
    "FactWorth",
    "Gain",
    "InputCompleteness",
    "InputFact",
    "LimitUse",
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
    "ProgramList",
    "ProgramToAsk",
    "ProgramWhy",
    "Quota",
    "Quotas",
    "Region",
    "SignalRule",
    "SignalTo",
    "SignalUse",
    "Standing",
    "StatedPreference",
    "Suggestion",
    "WhyStep",
    "build_list",
    "changed_plan",
    "explain_program",
    "in_100",
    "missing_facts",
    "parse_plan",
    "plan_from_bytes",
    "plan_from_content",
    "plan_text",
    "preference_advice",
    "prepare",
    "program_list",
    "program_standing",
    "read_plan",
    "solve_prepared",
    "with_standing",
]
