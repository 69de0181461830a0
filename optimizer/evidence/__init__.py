"""What is known in general: published figures with their ranges, and the rules and fees of a season."""

from optimizer.evidence.age import of_words, seasons_before
from optimizer.evidence.even import Meeting, normal_scores, normal_shares
from optimizer.evidence.figure_names import figure_name, figure_whose, unit_name
from optimizer.evidence.left_out import LeftOut, load_left_out
from optimizer.evidence.own_figures import read_own_figures
from optimizer.evidence.reading import load_evidence, read_evidence
from optimizer.evidence.row import EvidenceRow, Unit
from optimizer.evidence.season import Season
from optimizer.evidence.season_file import read_season
from optimizer.evidence.season_folder import (
    FURTHER_FOLDER,
    SeasonChoice,
    load_season,
    season_choice,
    season_for,
    season_years,
)
from optimizer.evidence.season_parts import (
    DateKind,
    EarlyMatch,
    FeeAssistance,
    FurtherCost,
    GeographicPreference,
    HomeAndAway,
    Letters,
    MatchRegistration,
    Release,
    SeasonDate,
    ServiceFees,
    Signals,
    SignalStatement,
    SoapRules,
    VisaNote,
)
from optimizer.evidence.sourced import (
    STATUSES,
    Amount,
    FigureUnit,
    FigureValue,
    Freshness,
    SeasonFigure,
    Sourced,
    Status,
)
from optimizer.evidence.table import AnyEvidence, DrawnEvidence, Evidence
from optimizer.evidence.unknown import unknown_name
from optimizer.evidence.usual_rates import usual_rates
from optimizer.evidence.without_figures import without_figures
from optimizer.evidence.yearly import (
    MATCH_RATE,
    YearlyFigure,
    drift_sd,
    load_match_totals,
    read_match_totals,
    with_drift,
    yearly_changes,
)

__all__ = [
    "FURTHER_FOLDER",
    "MATCH_RATE",
    "STATUSES",
    "Amount",
    "AnyEvidence",
    "DateKind",
    "DrawnEvidence",
    "EarlyMatch",
    "Evidence",
    "EvidenceRow",
    "FeeAssistance",
    "FigureUnit",
    "FigureValue",
    "Freshness",
    "FurtherCost",
    "GeographicPreference",
    "HomeAndAway",
    "LeftOut",
    "Letters",
    "MatchRegistration",
    "Meeting",
    "Release",
    "Season",
    "SeasonChoice",
    "SeasonDate",
    "SeasonFigure",
    "ServiceFees",
    "SignalStatement",
    "Signals",
    "SoapRules",
    "Sourced",
    "Status",
    "Unit",
    "VisaNote",
    "YearlyFigure",
    "drift_sd",
    "figure_name",
    "figure_whose",
    "load_evidence",
    "load_left_out",
    "load_match_totals",
    "load_season",
    "normal_scores",
    "normal_shares",
    "of_words",
    "read_evidence",
    "read_match_totals",
    "read_own_figures",
    "read_season",
    "season_choice",
    "season_for",
    "season_years",
    "seasons_before",
    "unit_name",
    "unknown_name",
    "usual_rates",
    "with_drift",
    "without_figures",
    "yearly_changes",
]
