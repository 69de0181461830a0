"""Applicant, directory and evidence together: chances of interviews and offers, term by term, with ranges."""

from optimizer.estimate.estimator import Estimate, ListRange, Span, estimate, list_range
from optimizer.estimate.interview_count import interview_count_chances, quantiles
from optimizer.estimate.scenarios import Scenarios, draw_scenarios
from optimizer.estimate.situation import MODES, OUT_OF_REACH, applicant_faults
from optimizer.estimate.tiers import TIERS
from optimizer.estimate.walk import OWN_RATE, Step, chance_walk
from optimizer.estimate.weights import Weights

__all__ = [
    "MODES",
    "OUT_OF_REACH",
    "OWN_RATE",
    "TIERS",
    "Estimate",
    "ListRange",
    "Scenarios",
    "Span",
    "Step",
    "Weights",
    "applicant_faults",
    "chance_walk",
    "draw_scenarios",
    "estimate",
    "interview_count_chances",
    "list_range",
    "quantiles",
]
