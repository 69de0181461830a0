"""Draws of all that isn't known for the range of a list, and where the ends of a range lie."""

import numpy as np

from optimizer.arrays import FloatArray
from optimizer.evidence import DrawnEvidence, Evidence, Meeting, normal_scores

RANGE_DRAWS = 64
RANGE_PERCENTILES = (10, 90)
RANGE_SEED = 20260320

_LEADING = (
    "interview_rate",
    "interview_rate_shift",
    "offer_given_interview",
    "hardly_wanted_share",
    "program_spread_sd",
    "step2_typical",
    "step2_slope",
    "step2_slope_offer",
    "signal_effect.gold",
    "signal_effect.silver",
    "signal_effect.single",
    "aim_effect",
    "strength_sd_interview",
    "strength_sd_offer",
    "step2_below_typical",
    "years_since_graduation_typical",
    "years_since_graduation_slope",
    "us_clinical_months_typical",
    "us_clinical_months_slope",
    "in_state_effect",
    "tie.family",
    "tie.away-rotation",
)
"""Figures that make more than a hundredth of the variance of the log of expected offers of one of nine lists."""
SCORE, YEARS, MONTHS, ATTEMPT, HOME, LUCK = range(6)
"""What is drawn beside the figures: answers that were not given, and the luck of one program looked at by itself."""
_ANY_CHANCE = 1e-12


def drawn_for(evidence: Evidence, applicant_type: str, specialties: tuple[str, ...], draws: int) -> DrawnEvidence:
    """Draws of the coefficients for somebody's lists: those that matter most there are uncorrelated.

    Draws of two applicants, or of one with other specialties, are paired as far as their figures are the same.

    Parameters
    ----------
    evidence : Evidence
    applicant_type : str
    specialties : tuple of str
    draws : int
        At least 1; the same seed is used every time.
    """
    meeting = Meeting(_LEADING, applicant_type, specialties, others=LUCK + 1)
    return evidence.draws_together(draws, RANGE_SEED, meeting)


def ends_of_chances(chances: FloatArray, weight: FloatArray | None = None) -> tuple[float, float]:
    """10th and 90th percentile of chances, told from the mean, spread and skewness of the log of expected offers.

    A chance of any offer is 1 - exp(-offers), and the log of expected offers is close to a sum of what the coefficients
    add. Of 64 draws the sixth from either end, which is what percentiles rest on, lies twice as far off by luck.

    Parameters
    ----------
    chances : array, shape (draws,)
        In [0, 1].
    weight : array, shape (draws,), or None
        How much each draw counts, summing to 1; None = all alike.

    References
    ----------
    Cornish and Fisher, Revue de l'Institut International de Statistique 1938;5(4):307, doi 10.2307/1400905.
    """
    log_offers = np.log(-np.log1p(-np.clip(chances, _ANY_CHANCE, 1.0 - _ANY_CHANCE)))
    mean = np.average(log_offers, weights=weight)
    spread = np.sqrt(np.average((log_offers - mean) ** 2, weights=weight))
    if spread < _ANY_CHANCE:
        return float(chances.min()), float(chances.max())
    skewness = np.average(((log_offers - mean) / spread) ** 3, weights=weight)
    score = normal_scores(np.array(RANGE_PERCENTILES) / 100.0)
    low, high = -np.expm1(-np.exp(mean + spread * (score + (score**2 - 1.0) * skewness / 6.0)))
    return float(low), float(high)
