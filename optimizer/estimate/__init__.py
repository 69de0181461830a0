"""Applicant, directory and evidence together: chances of interviews and offers, term by term, with ranges."""

from optimizer.estimate.chances import Chances
from optimizer.estimate.completeness import Completeness, FactKnown, completeness
from optimizer.estimate.draws import chances_at, chances_drawn, list_chances_drawn
from optimizer.estimate.estimator import Estimate, ListRange, Span, estimate, list_range
from optimizer.estimate.interview_count import interview_count_chances, quantiles
from optimizer.estimate.preferences import PreferenceChances, with_preference
from optimizer.estimate.scenarios import REGIONS, Scenarios, draw_scenarios
from optimizer.estimate.situation import MODES, OUT_OF_REACH, applicant_faults
from optimizer.estimate.tiers import TIERS
from optimizer.estimate.unknown_facts import RATE, VISA, UnknownFacts
from optimizer.estimate.walk import OWN_RATE, Step, chance_walk
from optimizer.estimate.weights import Weights

__all__ = [
    "MODES",
    "OUT_OF_REACH",
    "OWN_RATE",
    "RATE",
    "REGIONS",
    "TIERS",
    "VISA",
    "Chances",
    "Completeness",
    "Estimate",
    "FactKnown",
    "ListRange",
    "PreferenceChances",
    "Scenarios",
    "Span",
    "Step",
    "UnknownFacts",
    "Weights",
    "applicant_faults",
    "chance_walk",
    "chances_at",
    "chances_drawn",
    "completeness",
    "draw_scenarios",
    "estimate",
    "interview_count_chances",
    "list_chances_drawn",
    "list_range",
    "quantiles",
    "with_preference",
]
