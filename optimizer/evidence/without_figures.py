"""Specialties that programs are known of, and no figures to estimate chances from."""

from collections.abc import Sequence

from optimizer.evidence.reading import load_evidence
from optimizer.evidence.season_folder import load_season, season_years
from optimizer.vocabulary import APPLICANT_TYPES


def without_figures(specialties: Sequence[str]) -> tuple[str, ...]:
    """Those of some specialties in which the chance is not known in the newest season, whoever applies."""
    evidence, season = load_evidence(), load_season(season_years()[-1])
    return tuple(
        specialty
        for specialty in specialties
        if specialty not in season.specialties
        or not any(evidence.has("interview_rate", specialty, kind) for kind in APPLICANT_TYPES)
    )
