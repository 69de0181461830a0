"""Applicant, directory and evidence together: chances of interviews and offers, term by term, with ranges."""

from optimizer.estimate.calibrated import Found, calibrated_with, fingerprint, found_figures, holds
from optimizer.estimate.calibration import Calibration
from optimizer.estimate.comparison import Comparison
from optimizer.estimate.estimator import Estimate, ListRange, Span, estimate, list_range
from optimizer.estimate.scenarios import Scenarios, draw_scenarios
from optimizer.estimate.situation import MODES, OUT_OF_REACH, applicant_faults
from optimizer.estimate.tiers import TIERS
from optimizer.estimate.typical import Typical, typical_applicant
from optimizer.estimate.walk import OWN_RATE, Step, chance_walk
from optimizer.estimate.weights import Weights

__all__ = [
    "MODES",
    "OUT_OF_REACH",
    "OWN_RATE",
    "TIERS",
    "Calibration",
    "Comparison",
    "Estimate",
    "Found",
    "ListRange",
    "Scenarios",
    "Span",
    "Step",
    "Typical",
    "Weights",
    "applicant_faults",
    "calibrated_with",
    "chance_walk",
    "draw_scenarios",
    "estimate",
    "fingerprint",
    "found_figures",
    "holds",
    "list_range",
    "typical_applicant",
]
