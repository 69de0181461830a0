"""What is known in general: published figures with their ranges, and the rules and fees of a season."""

from optimizer.evidence.left_out import LeftOut, load_left_out
from optimizer.evidence.own_figures import read_own_figures
from optimizer.evidence.reading import load_evidence, read_evidence
from optimizer.evidence.row import APPLICANT_TYPES, EvidenceRow, Grade, Unit
from optimizer.evidence.season import (
    DateKind,
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
from optimizer.evidence.unknown import unknown_name
from optimizer.evidence.usual_rates import usual_rates

__all__ = [
    "APPLICANT_TYPES",
    "DateKind",
    "Evidence",
    "EvidenceRow",
    "FeeAssistance",
    "Grade",
    "HomeAndAway",
    "LeftOut",
    "MatchRegistration",
    "Season",
    "SeasonDate",
    "ServiceFees",
    "Signals",
    "Unit",
    "load_evidence",
    "load_left_out",
    "load_season",
    "read_evidence",
    "read_own_figures",
    "read_season",
    "seasons",
    "unknown_name",
    "usual_rates",
]
