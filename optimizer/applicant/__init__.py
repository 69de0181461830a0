"""Who applies: the applicant and the ties to places and programs."""

from optimizer.applicant.profile import (
    APPLICANT_TYPES,
    HOME_KINDS,
    NO_STATE,
    TIE_KINDS,
    VISAS,
    Applicant,
    ApplicantType,
    Tie,
    TieKind,
    Visa,
)

__all__ = [
    "APPLICANT_TYPES",
    "HOME_KINDS",
    "NO_STATE",
    "TIE_KINDS",
    "VISAS",
    "Applicant",
    "ApplicantType",
    "Tie",
    "TieKind",
    "Visa",
]
