"""The plan: what the applicant wants, turned into a problem, and the answer turned into a list with reasons."""

from optimizer.plan.changes import changed_plan
from optimizer.plan.explain import in_100
from optimizer.plan.interviews import InterviewSpread, interview_spread
from optimizer.plan.outcome import (
    LimitUse,
    ListedProgram,
    NoList,
    NotDecided,
    PlanOutcome,
    ProgramList,
    Suggestion,
)
from optimizer.plan.plan_file import parse_plan, plan_from_bytes, plan_from_content, plan_text, read_plan
from optimizer.plan.planner import Prepared, build_list, prepare
from optimizer.plan.prospects import Prospect, open_count, prospects
from optimizer.plan.request import ELSEWHERE, Budget, Circle, Locks, Plan, Quota, Quotas, Region, SignalUse
from optimizer.plan.why import Mention, Opposite, ProgramWhy, WhyStep, explain_program

__all__ = [
    "ELSEWHERE",
    "Budget",
    "Circle",
    "InterviewSpread",
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
    "ProgramList",
    "ProgramWhy",
    "Prospect",
    "Quota",
    "Quotas",
    "Region",
    "SignalUse",
    "Suggestion",
    "WhyStep",
    "build_list",
    "changed_plan",
    "explain_program",
    "in_100",
    "interview_spread",
    "open_count",
    "parse_plan",
    "plan_from_bytes",
    "plan_from_content",
    "plan_text",
    "prepare",
    "prospects",
    "read_plan",
]
