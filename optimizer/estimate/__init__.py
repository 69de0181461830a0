"""Applicant, directory and evidence together: chances of interviews and offers, term by term, with ranges."""

from typing import TYPE_CHECKING

from optimizer.doors import opened_later

if TYPE_CHECKING:
    from optimizer.estimate.applicants_rows import HeldAgainst, held_against, read_applicants
    from optimizer.estimate.behind import rows_behind
    from optimizer.estimate.calibrated import Found, calibrated_with, fingerprint, found_figures, holds
    from optimizer.estimate.calibration import Calibration
    from optimizer.estimate.chances import Chances, ExplainedChances, chances_of, interview_rates
    from optimizer.estimate.comparison import Comparison
    from optimizer.estimate.completeness import Completeness, FactKnown, completeness
    from optimizer.estimate.draws import chances_at, chances_drawn, list_chances_drawn
    from optimizer.estimate.estimator import (
        Estimate,
        ListRange,
        Span,
        estimate,
        held_interviews,
        interviews_most,
        list_range,
        match_draws,
        offer_draws,
    )
    from optimizer.estimate.interview_count import interview_count_chances, quantiles
    from optimizer.estimate.low_discrepancy import sobol_points
    from optimizer.estimate.not_known import chance_is_known
    from optimizer.estimate.preferences import PreferenceChances, with_preference
    from optimizer.estimate.range_ends import RANGE_DRAWS, RANGE_PERCENTILES, ends_of_chances
    from optimizer.estimate.scenarios import REGIONS, Scenarios, draw_for_two, draw_scenarios, even_quantiles
    from optimizer.estimate.situation import OUT_OF_REACH, SCOPES, Situation, TieReach, applicant_faults, situation_of
    from optimizer.estimate.terms import answers_of, average_step2, flattened, terms_of
    from optimizer.estimate.tiers import tiers_of
    from optimizer.estimate.typical import Typical, typical_applicant
    from optimizer.estimate.unknown_facts import RATE, RELATED, VISA, UnknownFacts
    from optimizer.estimate.validation import Block, Growth, Reported, Validation, validate
    from optimizer.estimate.walk import Step, chance_walk
    from optimizer.estimate.weights import Weights

opened_later(__name__)

__all__ = [
    "OUT_OF_REACH",
    "RANGE_DRAWS",
    "RANGE_PERCENTILES",
    "RATE",
    "REGIONS",
    "RELATED",
    "SCOPES",
    "VISA",
    "Block",
    "Calibration",
    "Chances",
    "Comparison",
    "Completeness",
    "Estimate",
    "ExplainedChances",
    "FactKnown",
    "Found",
    "Growth",
    "HeldAgainst",
    "ListRange",
    "PreferenceChances",
    "Reported",
    "Scenarios",
    "Situation",
    "Span",
    "Step",
    "TieReach",
    "Typical",
    "UnknownFacts",
    "Validation",
    "Weights",
    "answers_of",
    "applicant_faults",
    "average_step2",
    "calibrated_with",
    "chance_is_known",
    "chance_walk",
    "chances_at",
    "chances_drawn",
    "chances_of",
    "completeness",
    "draw_for_two",
    "draw_scenarios",
    "ends_of_chances",
    "estimate",
    "even_quantiles",
    "fingerprint",
    "flattened",
    "found_figures",
    "held_against",
    "held_interviews",
    "holds",
    "interview_count_chances",
    "interview_rates",
    "interviews_most",
    "list_chances_drawn",
    "list_range",
    "match_draws",
    "offer_draws",
    "quantiles",
    "read_applicants",
    "rows_behind",
    "situation_of",
    "sobol_points",
    "terms_of",
    "tiers_of",
    "typical_applicant",
    "validate",
    "with_preference",
]
