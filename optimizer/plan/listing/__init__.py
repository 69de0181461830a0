"""The answer and its words: the list, the limits that clash, the reasons, and what the user should know."""

from optimizer.plan.listing.absence import no_list
from optimizer.plan.listing.answer import program_list
from optimizer.plan.listing.explain import program_reasons
from optimizer.plan.listing.firmness import program_standing, with_standing
from optimizer.plan.listing.first_year import complete_draws, first_year_list
from optimizer.plan.listing.other_chances import all_rows, modes_listed, problem_at
from optimizer.plan.listing.outcome import (
    AboutSeason,
    AdvancedShare,
    ConditionUse,
    FirstYearList,
    InputCompleteness,
    InputFact,
    LimitUse,
    ListedProgram,
    NextInLine,
    NoList,
    NotDecided,
    PlanOutcome,
    PresetUse,
    ProgramList,
    SeasonFigures,
    ShapePart,
    SpecialtyChance,
    Suggestion,
    TieThere,
)
from optimizer.plan.listing.published import hospital_facts, visa_filings
from optimizer.plan.listing.said_tiers import said_tier
from optimizer.plan.listing.seasons import (
    Moment,
    Phase,
    about_season,
    figures_words,
    moment_of,
    season_notices,
    season_words,
    soap_words,
)
from optimizer.plan.listing.shape import shape_parts, shape_words

__all__ = [
    "AboutSeason",
    "AdvancedShare",
    "ConditionUse",
    "FirstYearList",
    "InputCompleteness",
    "InputFact",
    "LimitUse",
    "ListedProgram",
    "Moment",
    "NextInLine",
    "NoList",
    "NotDecided",
    "Phase",
    "PlanOutcome",
    "PresetUse",
    "ProgramList",
    "SeasonFigures",
    "ShapePart",
    "SpecialtyChance",
    "Suggestion",
    "TieThere",
    "about_season",
    "all_rows",
    "complete_draws",
    "figures_words",
    "first_year_list",
    "hospital_facts",
    "modes_listed",
    "moment_of",
    "no_list",
    "problem_at",
    "program_list",
    "program_reasons",
    "program_standing",
    "said_tier",
    "season_notices",
    "season_words",
    "shape_parts",
    "shape_words",
    "soap_words",
    "visa_filings",
    "with_standing",
]
