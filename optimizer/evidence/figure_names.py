"""What the figures of the evidence table are called where people read them."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from optimizer.evidence.row import EvidenceRow, Unit
from optimizer.vocabulary import (
    NO_SIGNAL,
    SETTING_NAMES,
    SIGNALS_SENT,
    TIE_KINDS,
    TYPE_NAMES,
    specialty_name,
    tie_name,
)
from optimizer.wording import within_sentence

_PRIOR = "_prior"
"""Ends the name of what a figure was before calibration fitted it."""
_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "advanced_share": "positions that begin in the second year",
        "aim_effect": "applying where one fits",
        "applicants_per_position": "applicants for each position",
        "applications_typical": "usual number of applications",
        "attempt_effect": "a failed attempt at an examination",
        "comlex2_at_500": "Step 2 CK score that COMLEX-USA Level 2 CE 500 stands for",
        "comlex2_error_sd": "spread of Step 2 CK scores at one COMLEX-USA score",
        "comlex2_slope": "Step 2 CK points for one point of COMLEX-USA Level 2 CE",
        "comlex_only_share": "applicants with COMLEX-USA alone",
        "competitiveness": "how competitive the specialty is",
        "desired_metro_effect": "coming from outside to an area that everybody wants",
        "desired_metro_share": "applications from outside to areas that everybody wants",
        "failed_attempt_share": "applicants with a failed attempt",
        "first_year_applications": "usual number of applications to first years",
        "hardly_wanted_effect": "being hardly wanted after the interview",
        "hardly_wanted_share": "people whom hardly any program wants after the interview",
        "in_state_effect": "school or permanent address in the state",
        "in_state_share": "applications to programs in one's own state",
        "interview_rate": "interview rate",
        "interview_rate_by": "interview rate {}",
        "interview_rate_shift": "interviews of the group against the mean of programs' rates",
        "interview_rate_signalled": "interview rate of all applicants {}",
        "interviews_held": "interviews that one applicant holds",
        "interviews_most": "most interviews that anybody holds",
        "interviews_reported": "interviews that applicants reported",
        "invitations_out": "invitations sent {}",
        "letter_of_interest_effect": "a letter of interest",
        "match_rate": "match rate",
        "match_rate_any_position": "match rate in any position in {}",
        "match_rate_at_score": "match rate at Step 2 CK {}",
        "match_rate_by_ranks": "match rate with {}",
        "match_rate_published": "published match rate of {}",
        "match_rate_reported": "match rate that is told and no chance made of",
        "metro_desirability": "how much everybody wants {}",
        "offer_given_interview": "chance that an interview ends in an offer",
        "own_effect_share": "weight of a program's own differences by signal and state",
        "own_rate_prior_share": "how far a program's own interview rate is drawn towards that of its kind",
        "own_rate_spread_sd": "how far a program's interview rate moves from season to season",
        "pgy1_match_rate": "match rate in first-year positions",
        "positions_filled": "positions filled",
        "preference_aligned_effect": "a stated preference for the program's division",
        "preference_aligned_share": "applications to divisions of a stated preference",
        "preference_none_effect": "“no preference” stated",
        "preference_none_share": "applications with no preference stated",
        "preferred_match_rate": "match rate in the preferred specialty",
        "program_prior": "fact about the program",
        "program_prior_level": "taken off for all facts about programs",
        "program_prior_surgical": "fact about the program, surgical specialties",
        "program_spread_sd": "spread of interview rates between programs",
        "ranked_at_all_gap": "who prefers the specialty against all who rank it",
        "ranks_matched": "ranks on the lists of those who matched",
        "ranks_ratio": "ranks of those who matched against those who did not",
        "rates_alike_share": "how far what is peculiar to a specialty holds for this type",
        "rates_cell_season_sd": "spread of match rates of a specialty and type in one season",
        "rates_cell_sd": "spread of match rates of a specialty and type",
        "rates_demand_sd": "what applicants for each position may move match rates by",
        "rates_interview_sd": "what interview rates may move match rates by",
        "rates_interview_usual": "interview rates of other types against US MD seniors",
        "rates_season_sd": "spread of a specialty's match rates in one season",
        "rates_season_share": "how far a season of a specialty holds for this type",
        "rates_season_years": "years until a season's deviation has faded",
        "rates_seniors_sd": "what US MD seniors for each position may move match rates by",
        "rates_specialty_sd": "spread of match rates between specialties",
        "rates_type_demand_sd": "what applicants for each position may move one type's match rates by",
        "rates_type_sd": "spread of usual match rates between types",
        "rates_type_season_sd": "spread of one type's match rates between seasons",
        "rates_type_seniors_sd": "what US MD seniors for each position may move one type's match rates by",
        "rates_usual": "usual match rate in a specialty of usual demand",
        "rates_year_share": "how far a year's match rate holds within one specialty",
        "region_sd": "luck that programs of one division share",
        "rejections_out": "rejections sent {}",
        "related_rate_share": "weight of rates by signal and state where the group's own is not known",
        "requirements_floor": "most that graduation, months and attempts take away together",
        "research_intensive_effect": "school with much research funding",
        "second_look_effect": "a second visit after the interview",
        "seniors_per_position": "US MD seniors for each position",
        "signal_effect": "applying {}",
        "state_effect": "the program's state",
        "step2_after_interview": "part of the Step 2 CK score that counts again after the interview",
        "step2_below_typical": "Step 2 CK: all who apply below those with a rank order list",
        "step2_not_taken_effect": "no Step 2 CK score, COMLEX-USA alone",
        "step2_reach": "points from the usual Step 2 CK score within which it counts",
        "step2_sd": "spread of Step 2 CK scores within a group",
        "step2_slope": "Step 2 CK score before the interview",
        "step2_slope_offer": "Step 2 CK score after the interview",
        "step2_typical": "usual Step 2 CK score",
        "strength_sd_interview": "how differently programs find one application before the interview",
        "strength_sd_offer": "how differently programs find one application after the interview",
        "tie": "tie",
        "tie_cap": "most that all ties count together",
        "tie_further_share": "part of each further tie that counts",
        "tie_offer_share": "part of a tie that counts again after the interview",
        "tie_reach": "part of a tie that counts {}",
        "tier_reach_from": "steps of selectivity from which a program is a reach",
        "tier_reach_odds_ratio": "odds of an interview up to which a program is a reach",
        "tier_safety_chance": "chance of an interview from which a program is a safety",
        "tier_safety_chance_low": "low end of that chance from which a program is a safety",
        "tier_safety_odds_ratio": "odds of an interview from which a program is a safety",
        "tier_safety_to": "steps of selectivity up to which a program is a safety",
        "tier_selectivity": "steps of selectivity",
        "tier_shift_least": "most that weak figures move an applicant down",
        "tier_shift_most": "most that strong figures move an applicant up",
        "time_share": "part of the time of a move for {}",
        "top_research_share": "programs at schools with much research funding",
        "university_effect": "university or school of medicine in the program's name",
        "university_share": "programs that are the main one of a university",
        "us_clinical_months_cap": "most months of US clinical experience that count",
        "us_clinical_months_slope": "US clinical experience",
        "us_clinical_months_spread": "spread of months of US clinical experience",
        "us_clinical_months_typical": "usual months of US clinical experience",
        "visa_h1b_filed_share": "H-1B sponsored where the employer has filed for residents",
        "visa_h1b_share": "programs that sponsor H-1B",
        "visa_h1b_unfiled_part": "H-1B sponsored where nothing was filed",
        "visa_j1_filed_share": "J-1 sponsored where the employer has filed for residents",
        "visa_j1_share": "programs that sponsor J-1",
        "visa_j1_unfiled_part": "J-1 sponsored where nothing was filed",
        "visa_not_needed_effect": "needing no visa",
        "visa_refused_share": "odds of an interview where the visa is not sponsored",
        "years_since_graduation_slope": "years since graduation",
        "years_since_graduation_spread": "spread of years since graduation",
        "years_since_graduation_typical": "usual years since graduation",
    }
)
"""Where a figure has several kinds, braces stand for the kind; else it comes behind."""
_KINDS: Mapping[str, str] = MappingProxyType(
    {
        **{kind: tie_name(kind) for kind in TIE_KINDS},
        **{kind: words for kind, words in SIGNALS_SENT.items() if kind != NO_SIGNAL},
        **{kind: within_sentence(words) for kind, words in SETTING_NAMES.items()},
        "no-signal": SIGNALS_SENT[NO_SIGNAL],
        "in-state": "in state",
        "out-of-state": "out of state",
        "top-25": "school among the 25 with most research funding",
        "26-60": "school among the next 35 by research funding",
        "some-research": "school among the next 35 by research funding",
        "miles-to-university": "miles to the nearest university program",
        "programs-in-city": "programs in its city",
        "programs-in-metro": "programs in its metropolitan area",
        "hospital-dual-eligible": "hospital's patients with both Medicare and Medicaid",
        "hospital-for-profit": "hospital run for profit",
        "hospital-government": "hospital of a government",
        "hospital-growth": "hospital's growth in residents",
        "hospital-newly-teaching": "hospital new to teaching",
        "hospital-residents": "hospital's number of residents",
        "hospital-stars": "hospital's stars",
        "name-community-health-center": "community health center by its name",
        "name-consortium": "consortium by its name",
        "name-county": "county hospital by its name",
        "name-hca": "hospital of HCA by its name",
        "name-kaiser": "hospital of Kaiser by its name",
        "name-osteopathic": "osteopathic by its name",
        "name-school-in-name": "university or school in its name",
        "program": "at the program itself",
        "institution": "within the institution",
        "city": "within the city",
        "metro": "within the metropolitan area",
        "state": "within the state",
        "division": "within the Census division",
        "away-rotations": "away rotations",
        "conferences": "conferences",
        "networking": "networking",
        "tailoring": "tailoring of documents",
        "earlier-graduates": "graduates of earlier years",
    }
)
_UNITS: Mapping[Unit, str] = MappingProxyType(
    {
        Unit.LOG_ODDS_SD: "spread of log-odds",
        Unit.STEPS: "steps of selectivity",
        Unit.TARGET_SHARE: "share, to compare with",
        Unit.TARGET_COUNT: "number, to compare with",
        Unit.TARGET_GAP: "log-odds, to compare with",
    }
)
"""Where the unit's own word isn't one of people's."""
_MATCHES = {
    "preferred": "those who prefer the specialty",
    "ranked-at-all": "all who rank the specialty",
    "one-specialty": "those who rank one specialty",
    "several-specialties": "those who rank several specialties",
    "aua": "match of the American Urological Association",
    "sf-match": "San Francisco Match",
}
"""Whom a rate is of, before the year."""


def figure_name(name: str) -> str:
    """A figure's name in words.

    Parameters
    ----------
    name : str
        As the table of evidence has it (``signal_effect.gold``).

    Returns
    -------
    str
        As people read it ("applying with a gold signal").

    Raises
    ------
    KeyError
        No figure of the shipped table begins so.
    """
    figure, _, kind = name.partition(".")
    is_prior = figure not in _NAMES
    said = _NAMES[figure.removesuffix(_PRIOR)] if is_prior else _NAMES[figure]
    if kind:
        said = said.format(_kind(figure, kind)) if "{}" in said else f"{said}: {_kind(figure, kind)}"
    return f"{said}, before the fit" if is_prior else said


def figure_whose(row: EvidenceRow) -> str:
    """Whose figure it is, in words ("general surgery, US MD"); empty where it is everybody's."""
    specialty = row.specialty and specialty_name(row.specialty)
    return ", ".join(filter(None, (specialty, row.applicant_type and TYPE_NAMES[row.applicant_type], row.state)))


def unit_name(unit: Unit) -> str:
    """What a figure is measured in, in words."""
    return _UNITS.get(unit, str(unit))


def _kind(figure: str, kind: str) -> str:
    if kind in _KINDS:
        return _KINDS[kind]
    if days := re.fullmatch(r"(\d+)-days", kind):
        return f"by {days[1]} days after programs may begin to review"
    if figure == "match_rate_by_ranks":
        return f"{kind} rank{'' if kind == '1' else 's'}"
    whom, _, year = kind.rpartition("-")
    if whom in _MATCHES:
        return f"{_MATCHES[whom]}, {year}"
    return kind.replace("-", " ").title()
