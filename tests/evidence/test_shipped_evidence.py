"""The evidence table that comes with matchlist."""

import math
from itertools import product

import numpy as np
import pytest

from optimizer.evidence import APPLICANT_TYPES, Evidence, load_evidence, load_season

SPECIALTIES = ("internal-medicine", "psychiatry")
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
    assert named == set(SPECIALTIES)
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


def test_a_gold_signal_outweighs_a_silver_one(evidence: Evidence) -> None:
    gold, silver = (evidence.row(f"signal_effect.{kind}", "internal-medicine") for kind in ("gold", "silver"))
    assert gold.low > silver.low
    assert gold.central > silver.central
    assert gold.high > silver.high


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
    assert california.central == -0.443
    assert (california.high - california.low) / 2 == pytest.approx(1.2816 * 0.065, abs=1e-4)


@pytest.mark.parametrize(
    ("specialty", "applicant_type", "rate"),
    [
        ("internal-medicine", "us-md", 0.267),
        ("internal-medicine", "non-us-img", 0.022),
        ("psychiatry", "us-do", 0.086),
        ("psychiatry", "us-img", 0.028),
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


def test_internal_medicine_typical_step2_mixes_matched_and_not_matched(evidence: Evidence) -> None:
    mixed = (3392 * 251 + 3600 * 243) / (3392 + 3600)
    assert evidence.central("step2_typical", "internal-medicine", "non-us-img") == pytest.approx(mixed, abs=0.05)


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
