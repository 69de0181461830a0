"""Specialties that programs are known of, and no figures to estimate chances from."""

from collections.abc import Sequence

from optimizer.evidence import APPLICANT_TYPES, load_evidence, load_season, seasons


def without_figures(specialties: Sequence[str]) -> tuple[str, ...]:
    """Those of some specialties for which no list can be built in the newest season, whoever applies."""
    evidence, season = load_evidence(), load_season(seasons()[-1])
    return tuple(
        specialty
        for specialty in specialties
        if specialty not in season.specialties
        or not any(evidence.has("interview_rate", specialty, kind) for kind in APPLICANT_TYPES)
    )
