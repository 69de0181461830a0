"""What is known in general: published figures with their ranges, and the rules and fees of a season."""

from optimizer.evidence.reading import load_evidence, read_evidence
from optimizer.evidence.row import APPLICANT_TYPES, EvidenceRow, Grade, Unit
from optimizer.evidence.season import (
    FeeAssistance,
    HomeAndAway,
    MatchRegistration,
    Season,
    SeasonDate,
    ServiceFees,
    Signals,
)
from optimizer.evidence.season_file import load_season, read_season, seasons
from optimizer.evidence.table import Evidence

__all__ = [
    "APPLICANT_TYPES",
    "Evidence",
    "EvidenceRow",
    "FeeAssistance",
    "Grade",
    "HomeAndAway",
    "MatchRegistration",
    "Season",
    "SeasonDate",
    "ServiceFees",
    "Signals",
    "Unit",
    "load_evidence",
    "load_season",
    "read_evidence",
    "read_season",
    "seasons",
]
