"""What people ask of a plan and its list: why, what if, at what price, what is missing, what to state and to signal."""

from typing import TYPE_CHECKING

from optimizer.doors import opened_later

if TYPE_CHECKING:
    from optimizer.plan.problem import application_dollars, usual_applications
    from optimizer.plan.questions.advice import preference_advice
    from optimizer.plan.questions.answers import (
        Meaning,
        is_unknown,
        meanings,
        meant_amount,
        meant_choice,
        meant_home,
        meant_number,
        meant_specialties,
        meant_yes_or_no,
        programs_within,
    )
    from optimizer.plan.questions.budgets import (
        MOST_POINTS,
        BudgetFrontier,
        BudgetPoint,
        budget_frontier,
        budgets_between,
    )
    from optimizer.plan.questions.choices import Prospect, open_count, prospects
    from optimizer.plan.questions.comparison import (
        Comparison,
        KeyChange,
        KeyEffect,
        ProgramChange,
        Side,
        SignalChange,
        compare,
    )
    from optimizer.plan.questions.dearer import FeeStep, fee_steps
    from optimizer.plan.questions.figures import ListFigures
    from optimizer.plan.questions.flexibility import FlexibilityFrontier, FlexibilityPoint, flexibility_frontier
    from optimizer.plan.questions.interviews import InterviewSpread, interview_spread
    from optimizer.plan.questions.missing import missing_facts
    from optimizer.plan.questions.prices import LimitPrice, LimitPrices, limit_prices
    from optimizer.plan.questions.shares import RegionShare, region_shares
    from optimizer.plan.questions.signals import SignalAt, SignalMove, SignalsIn, list_signals
    from optimizer.plan.questions.statements import (
        StatementModule,
        StatementPlan,
        StatementProgram,
        WithoutStory,
        statement_plan,
    )
    from optimizer.plan.questions.why import Mention, Opposite, ProgramWhy, WhyStep, explain_program
    from optimizer.plan.questions.worth import (
        Advice,
        ConnectionRule,
        FactWorth,
        Gain,
        MissingFacts,
        PreferenceAdvice,
        ProgramToAsk,
        SignalRule,
        SignalTo,
        StatedPreference,
    )

opened_later(__name__)

__all__ = [
    "MOST_POINTS",
    "Advice",
    "BudgetFrontier",
    "BudgetPoint",
    "Comparison",
    "ConnectionRule",
    "FactWorth",
    "FeeStep",
    "FlexibilityFrontier",
    "FlexibilityPoint",
    "Gain",
    "InterviewSpread",
    "KeyChange",
    "KeyEffect",
    "LimitPrice",
    "LimitPrices",
    "ListFigures",
    "Meaning",
    "Mention",
    "MissingFacts",
    "Opposite",
    "PreferenceAdvice",
    "ProgramChange",
    "ProgramToAsk",
    "ProgramWhy",
    "Prospect",
    "RegionShare",
    "Side",
    "SignalAt",
    "SignalChange",
    "SignalMove",
    "SignalRule",
    "SignalTo",
    "SignalsIn",
    "StatedPreference",
    "StatementModule",
    "StatementPlan",
    "StatementProgram",
    "WhyStep",
    "WithoutStory",
    "application_dollars",
    "budget_frontier",
    "budgets_between",
    "compare",
    "explain_program",
    "fee_steps",
    "flexibility_frontier",
    "interview_spread",
    "is_unknown",
    "limit_prices",
    "list_signals",
    "meanings",
    "meant_amount",
    "meant_choice",
    "meant_home",
    "meant_number",
    "meant_specialties",
    "meant_yes_or_no",
    "missing_facts",
    "open_count",
    "preference_advice",
    "programs_within",
    "prospects",
    "region_shares",
    "statement_plan",
    "usual_applications",
]
