"""The evidence table that comes with matchlist."""

import math
from itertools import product

import numpy as np
import pytest

from optimizer.evidence import Evidence, load_evidence, load_season
from optimizer.vocabulary import APPLICANT_TYPES

SPECIALTIES = (
    "anesthesiology",
    "dermatology",
    "diagnostic-radiology",
    "emergency-medicine",
    "family-medicine",
    "general-surgery",
    "internal-medicine",
    "neurological-surgery",
    "neurology",
    "obstetrics-gynecology",
    "orthopaedic-surgery",
    "otolaryngology",
    "pathology",
    "pediatrics",
    "physical-medicine-rehabilitation",
    "psychiatry",
)
PER_SPECIALTY_AND_TYPE = ("interview_rate", "step2_typical", "applications_typical", "offer_given_interview")
PER_TYPE = (
    "program_spread_sd",
    "university_effect",
    "research_intensive_effect",
    "years_since_graduation_slope",
    "years_since_graduation_typical",
    "in_state_share",
    "pgy1_match_rate",
)
TIES = (
    "home-program",
    "away-rotation",
    "letter",
    "research",
    "conference",
    "contact",
    "family",
    "partner",
    "grew-up",
    "school",
)
REACHES = ("program", "institution", "city", "metro", "state", "division")


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return load_evidence()


def test_every_figure_has_grade_source_and_ordered_range(evidence: Evidence) -> None:
    for row in evidence.rows:
        assert row.grade in {"A", "B", "C"}
        assert row.source.strip()
        assert row.low <= row.central <= row.high


def test_every_figure_that_is_not_an_assumption_names_a_season(evidence: Evidence) -> None:
    assert all(row.season for row in evidence.rows if row.grade != "C")


def test_specialties_are_those_of_the_season(evidence: Evidence) -> None:
    named = {row.specialty for row in evidence.rows if row.specialty}
    assert named >= set(SPECIALTIES)
    assert named <= set(load_season(2026).specialties)


@pytest.mark.parametrize(("specialty", "applicant_type"), list(product(SPECIALTIES, APPLICANT_TYPES)))
def test_each_specialty_and_type_has_the_figures_the_estimate_needs(
    evidence: Evidence, specialty: str, applicant_type: str
) -> None:
    missing = [
        name
        for name in (*PER_SPECIALTY_AND_TYPE, *PER_TYPE, "step2_slope", "step2_slope_offer", "attempt_effect")
        if not evidence.has(name, specialty, applicant_type)
    ]
    assert missing == []


def test_us_clinical_months_count_for_international_graduates_only(evidence: Evidence) -> None:
    for part in ("slope", "typical", "cap"):
        name = f"us_clinical_months_{part}"
        having = [group for group in APPLICANT_TYPES if evidence.has(name, applicant_type=group)]
        assert having == ["us-img", "non-us-img"]


def test_ties_and_their_reach_are_complete(evidence: Evidence) -> None:
    assert [name for name in evidence.names() if name.startswith("tie.")] == [f"tie.{kind}" for kind in TIES]
    reach = [evidence.central(f"tie_reach.{area}") for area in REACHES]
    assert reach[0] == 1.0
    assert reach == sorted(reach, reverse=True)


def test_no_single_tie_passes_the_cap_of_all_ties(evidence: Evidence) -> None:
    assert max(evidence.central(f"tie.{kind}") for kind in TIES) < evidence.central("tie_cap")


def test_signal_effects_fit_the_signals_of_the_season(evidence: Evidence) -> None:
    for specialty in SPECIALTIES:
        kinds = {
            row.name.removeprefix("signal_effect.")
            for row in evidence.rows
            if row.name.startswith("signal_effect.") and row.specialty == specialty
        }
        assert kinds == set(load_season(2026).signal_caps(specialty))


@pytest.mark.parametrize(
    "specialty",
    ["anesthesiology", "dermatology", "diagnostic-radiology", "internal-medicine", "obstetrics-gynecology"],
)
def test_a_gold_signal_outweighs_a_silver_one(evidence: Evidence, specialty: str) -> None:
    gold, silver = (evidence.row(f"signal_effect.{kind}", specialty) for kind in ("gold", "silver"))
    assert gold.low > silver.low
    assert gold.central > silver.central
    assert gold.high > silver.high


def test_central_signal_effects_stay_below_the_raw_odds_ratios(evidence: Evidence) -> None:
    """Of rates with and without a signal: those who signal fit better anyway.

    Ratios of means over programs understate the ratio at one program by about a quarter of its logarithm.
    """
    raw = {
        ("gold", "anesthesiology"): (0.534, 0.031),
        ("silver", "anesthesiology"): (0.309, 0.031),
        ("gold", "dermatology"): (0.543, 0.010),
        ("silver", "dermatology"): (0.155, 0.010),
        ("gold", "diagnostic-radiology"): (0.541, 0.059),
        ("silver", "diagnostic-radiology"): (0.400, 0.059),
        ("gold", "obstetrics-gynecology"): (0.529, 0.056),
        ("silver", "obstetrics-gynecology"): (0.359, 0.056),
        ("single", "family-medicine"): (0.436, 0.174),
        ("single", "pediatrics"): (0.554, 0.221),
        ("single", "pathology"): (0.360, 0.094),
        ("single", "neurological-surgery"): (0.312, 0.067),
        ("single", "otolaryngology"): (0.408, 0.050),
        ("single", "orthopaedic-surgery"): (0.244, 0.0092),
    }
    for (kind, specialty), (signalled, other) in raw.items():
        ratio = (signalled / (1 - signalled) / (other / (1 - other))) ** (4 / 3)
        assert 1 < math.exp(evidence.central(f"signal_effect.{kind}", specialty)) < ratio


def test_signals_of_a_season_are_no_more_than_a_typical_applicant_s_applications(evidence: Evidence) -> None:
    season = load_season(2026)
    for specialty, group in product(SPECIALTIES, APPLICANT_TYPES):
        count = evidence.central("applications_typical", specialty, group)
        assert sum(season.signal_caps(specialty).values()) < count


def test_state_effects_cover_all_states_for_all_types_but_no_made_up_state(evidence: Evidence) -> None:
    states = {
        group: {row.state for row in evidence.rows if row.name == "state_effect" and row.applicant_type == group}
        for group in APPLICANT_TYPES
    }
    assert {len(named) for named in states.values()} == {52}
    assert all(named == states["us-md"] for named in states.values())
    assert {"DC", "PR", "CA"} <= {state for state in states["us-md"] if state}


def test_a_state_effects_range_is_its_standard_error(evidence: Evidence) -> None:
    california = evidence.row("state_effect", "psychiatry", "non-us-img", "CA")
    assert california.central == -0.256
    assert (california.high - california.low) / 2 == pytest.approx(1.2816 * 0.041, abs=1e-3)


@pytest.mark.parametrize(
    ("specialty", "applicant_type", "rate"),
    [
        ("internal-medicine", "us-md", 0.267),
        ("internal-medicine", "non-us-img", 0.022),
        ("psychiatry", "us-do", 0.086),
        ("psychiatry", "us-img", 0.028),
        ("pathology", "us-md", 0.35),
        ("orthopaedic-surgery", "us-do", 0.04),
        ("physical-medicine-rehabilitation", "non-us-img", 0.048),
        ("obstetrics-gynecology", "us-img", 0.018),
        ("diagnostic-radiology", "us-md", 0.15),
    ],
)
def test_interview_rates_are_the_published_ones(
    evidence: Evidence, specialty: str, applicant_type: str, rate: float
) -> None:
    assert evidence.central("interview_rate", specialty, applicant_type) == rate


def test_visa_shares_are_those_of_the_419_programs(evidence: Evidence) -> None:
    assert evidence.central("visa_j1_share", "internal-medicine") == pytest.approx(267 / 419, abs=5e-4)
    h1b = evidence.central("visa_h1b_share", "internal-medicine")
    assert h1b == pytest.approx(267 / 419 * 0.345, abs=5e-4)


def test_specialties_without_visa_shares_of_their_own_have_the_general_ones(evidence: Evidence) -> None:
    for name in ("visa_j1_share", "visa_h1b_share"):
        general = evidence.row(name, "dermatology", "non-us-img")
        assert (general.specialty, general.grade) == (None, "C")
        assert general.high - general.low > 0.2
    assert evidence.central("visa_h1b_share", "dermatology") < evidence.central("visa_j1_share", "dermatology")


def test_internal_medicine_typical_step2_mixes_matched_and_not_matched(evidence: Evidence) -> None:
    mixed = (3392 * 251 + 3600 * 243) / (3392 + 3600)
    assert evidence.central("step2_typical", "internal-medicine", "non-us-img") == pytest.approx(mixed, abs=0.05)


@pytest.mark.parametrize("group", APPLICANT_TYPES)
def test_typical_scores_of_every_specialty_lie_where_scores_lie(evidence: Evidence, group: str) -> None:
    typical = {specialty: evidence.central("step2_typical", specialty, group) for specialty in SPECIALTIES}
    assert min(typical.values()) >= 220
    assert max(typical.values()) <= 260
    assert min(typical, key=lambda specialty: typical[specialty]) == "family-medicine"


def test_us_md_seniors_have_the_highest_typical_score_of_each_specialty(evidence: Evidence) -> None:
    for specialty in SPECIALTIES:
        md, *others = (evidence.central("step2_typical", specialty, group) for group in APPLICANT_TYPES)
        assert md > max(others)


@pytest.mark.parametrize(
    ("specialty", "group", "matched", "not_matched"),
    [
        ("orthopaedic-surgery", "us-md", 628, 245),
        ("pediatrics", "us-md", 1127, 6),
        ("pediatrics", "non-us-img", 542, 249),
        ("general-surgery", "non-us-img", 124, 309),
    ],
)
def test_match_rates_are_those_who_matched_of_those_with_a_rank_list(
    evidence: Evidence, specialty: str, group: str, matched: int, not_matched: int
) -> None:
    rate = evidence.central("match_rate_published.preferred-2026", specialty, group)
    assert rate == pytest.approx((matched + 0.5) / (matched + not_matched + 1), abs=5e-4)
    # Many people stand for themselves; few are drawn to what other rates say.
    assert evidence.central("match_rate", specialty, group) == pytest.approx(rate, abs=0.015)


def test_the_range_of_a_single_signal_is_the_published_one(evidence: Evidence) -> None:
    single = evidence.row("signal_effect.single", "psychiatry")
    assert math.exp(single.low) == pytest.approx(2.71, abs=0.02)
    assert math.exp(single.high) == pytest.approx(9.07, abs=0.08)


def test_draws_keep_median_and_range_of_every_coefficient(evidence: Evidence) -> None:
    values = np.array([view.values for view in evidence.draws(401, seed=2026)])
    low, median, high = np.quantile(values, [0.1, 0.5, 0.9], axis=0)
    for position, row in enumerate(evidence.rows):
        if row in evidence.coefficients:
            width = row.high - row.low
            assert median[position] == pytest.approx(row.central, rel=1e-6, abs=1e-9)
            assert low[position] == pytest.approx(row.low, abs=0.02 * width)
            assert high[position] == pytest.approx(row.high, abs=0.02 * width)
        else:
            assert low[position] == median[position] == high[position] == row.central
