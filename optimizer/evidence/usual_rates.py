"""Interview rates that are usual, by specialty and by the field of a program that holds such a rate."""

from collections.abc import Mapping

from optimizer.evidence.table import Evidence
from optimizer.vocabulary import APPLICANT_TYPES

RATE = "interview_rate"


def usual_rates(evidence: Evidence) -> Mapping[str, Mapping[str, float]]:
    """Published interview rates of each group of applicants, by specialty and field of a program."""
    specialties = sorted({row.specialty for row in evidence.rows if row.name == RATE and row.specialty is not None})
    return {
        specialty: {
            f"{RATE}_{group.replace('-', '_')}": evidence.central(RATE, specialty, group)
            for group in APPLICANT_TYPES
            if evidence.has(RATE, specialty, group)
        }
        for specialty in specialties
    }
