"""Applicant, directory and evidence together: chances of interviews and offers, term by term, with ranges."""

from optimizer.estimate.chances import Chances
from optimizer.estimate.estimator import Estimate, ListRange, Span, chances_at, drawn_chances, estimate, list_range
from optimizer.estimate.scenarios import REGIONS, Scenarios, draw_scenarios
from optimizer.estimate.situation import MODES, OUT_OF_REACH, applicant_faults
from optimizer.estimate.tiers import TIERS
from optimizer.estimate.walk import OWN_RATE, Step, chance_walk
from optimizer.estimate.weights import Weights

__all__ = [
    "MODES",
    "OUT_OF_REACH",
    "OWN_RATE",
    "REGIONS",
    "TIERS",
    "Chances",
    "Estimate",
    "ListRange",
    "Scenarios",
    "Span",
    "Step",
    "Weights",
    "applicant_faults",
    "chance_walk",
    "chances_at",
    "draw_scenarios",
    "drawn_chances",
    "estimate",
    "list_range",
]
