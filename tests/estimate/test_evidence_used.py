"""Every figure that the estimate asks for is in the table, every one in the table is asked for, and code has none."""

import ast
from itertools import product
from pathlib import Path

import pytest

import optimizer.estimate
from optimizer.applicant import Tie
from optimizer.directory import load_hospitals, load_visa_evidence
from optimizer.errors import BadInput
from optimizer.estimate import estimate, list_range
from optimizer.estimate.said_beside import is_said_beside
from optimizer.evidence import Evidence, load_evidence, load_season
from optimizer.vocabulary import APPLICANT_TYPES, TIE_KINDS, VISAS
from tests.estimate.once import NAMES_ASKED_FOR, Calibrated, Recording
from tests.people_and_programs import applicant, directory, program, programs_in_many_cities

ROW_BY_ROW = ("match_rate_published.", "match_rate_any_position.", "interviews_reported")
"""Beginnings of published figures that are read as they stand in the table, however many there are."""


def _ask_for_chances(recording: Recording) -> None:
    season = load_season(2026)
    specialties = ("internal-medicine", "psychiatry", "anesthesiology", "general-surgery")
    settings = ("university", "university-affiliated", "community")
    where = directory(
        *programs_in_many_cities(10, sponsors_j1=True),
        *programs_in_many_cities(4, prefix="p", specialty="psychiatry", interview_rate_non_us_img=0.1),
        program("refuses", sponsors_j1=False, sponsors_h1b=False, interview_rate_us_md=0.2),
        *(program(setting, setting=setting, research_intensity="26-60") for setting in settings),
        program("plain", setting="university"),
        program("surgical", specialty="general-surgery"),
        *(program(one) for one in (min(load_visa_evidence()), min(load_hospitals()))),
        program("seattle", city="Seattle", state="WA"),
        program("san-diego", city="San Diego"),
        program("by-signal", specialty="anesthesiology", interview_rate_gold=0.5, interview_rate_in_state=0.3),
    )
    ties = tuple(Tie.model_validate({"kind": kind, "city": "Los Angeles, CA"}) for kind in TIE_KINDS)
    for type_, visa in product(APPLICANT_TYPES, VISAS):
        silent = {"step2": None, "graduation_year": None, "us_clinical_months": None, "failed_attempts": None}
        person = applicant(type=type_, visa=visa, specialties=specialties, ties=ties, **silent)
        made = estimate(person, where, season, recording)
        list_range(made, made.situation.specialty_index * 0, draws=2)
    with_comlex = applicant(type="us-do", visa="none", step2=None, step2_taken=False, comlex2=520)
    estimate(with_comlex, where.of_specialties(("internal-medicine",)), season, recording)


@pytest.mark.long
def test_every_figure_is_used_by_the_estimate_or_by_its_calibration_and_every_one_used_is_there(
    calibrated_anew: Calibrated,
) -> None:
    recording = Recording.of(load_evidence().rows)
    NAMES_ASKED_FOR.clear()
    _ask_for_chances(recording)
    targets = {row.name for row in recording.rows if row.unit.is_target}
    assert not targets & NAMES_ASKED_FOR
    asked_for = NAMES_ASKED_FOR | calibrated_anew.asked_for
    assert set(recording.names()) >= asked_for
    row_by_row = {name for name in recording.names() if name.startswith(ROW_BY_ROW)}
    beside = {name for name in recording.names() if is_said_beside(name)}
    # The rates that calibration makes of all published ones stand in the table to be seen, and for simulated seasons.
    assert set(recording.names()) - row_by_row - beside - {"match_rate"} == asked_for


def test_a_figure_that_is_missing_is_named() -> None:
    table = Evidence.of(row for row in load_evidence().rows if row.name != "region_sd")
    with pytest.raises(BadInput, match="region_sd"):
        estimate(applicant(), directory(program()), load_season(2026), table)


# ---- no figure of the model stands in the code

ARITHMETIC: set[float] = {0, 1, -1, 2, 4, 0.5, 10}
"""Neutral elements, halves and quarters, tens of points."""
NUMERICAL: dict[str, set[float]] = {
    "mean_chances": {
        9,
        5,
        8,
        1e-6,
        3,
        12,
        1e-7,
        -2,
        150,
        128,
        6,
        0.75,
        7,
    },  # nodes, MacKay's pi / 8, clipping, steps, tolerance, an axis, how many at a time, room to work in
    "averages": {-2},  # an axis
    "mean_curves": {
        *(1e-6, 0.2, 1.5, 12, 1e-4, 8192, 3, 8),  # clipping, points and their margin, steps, tolerance, at a time
        *(-3, -4, 5, 6, 7, -8, -15),  # Hermite's polynomials
        10,
        -10,
    },
    "not_known": {0.01, 1.5},  # an even chance that stands nowhere, and how much likelier with a signal
    "own_levels": {3, -2},  # sorts of rates; an axis
    "scenarios": {32, 2026, 3, 64},  # how many, seed; a position, how many of two together
    "interview_count": {24},  # draws
    "estimator": {100, 20_000, 3, 0.01},  # percentiles, how many are kept, arrays, what is noticed
    "range_ends": {64, 90, 100, 20260320, 1e-12, 3, 6},  # draws, percentiles, seed, no log of nothing, skewness
    "tiers": {1e-12, 1e-9},  # no division by zero
    "weights": {3},  # what a user may set
    "population": {11, 31},  # nodes, points of a spline
    "holding": {1e-9},  # no logarithm of nothing
    "terms": {500, 1e-9, 3},  # where the line to Step 2 CK is given; no division by zero; a position
    "published_rates": {0.1},  # how exactly rates over all specialties come out
    # People that count, rounding, ten points; applications of few and of many, points below the average; a search; five
    # points.
    "validation": {40, 0.97, 0.1, 120, 20.0, 4.0, 1e-3, 0.05},
    "applicants_rows": {
        100,
        300,
        0.1,
        0.9,
        0.25,
        0.75,
        0.005,
    },  # scores that exist, percentiles, bins, no log of nothing
    "comparison": {1.2815515655446004, 0.01},  # the normal distribution's 90th percentile; no division by zero
    "unknowns": {0.05, 2.5, 0.01, 0.98, 0.005, 0.8, 1.5},  # bounds of the search
    "prior_fit": {0.02, 0.03, 30, 100, 300, 1000},  # half a rounded percent, a variance, penalties that are tried
    "calibration": {1e-4, 2000, 3, 5, 8, 12, 225, 240, 255},  # step, tolerance; ranks and scores of targets
    "calibrated": {0.02, -2.0},  # tolerance; a variance
    "typical": {100, 300, 13},  # scores that exist, ranks told
    "low_discrepancy": {*range(3, 50)},  # polynomials of the sequence, binary digits
    "situation": {8},  # names shown in a message
}


def test_no_coefficient_stands_in_the_code() -> None:
    for module in sorted(Path(optimizer.estimate.__file__).parent.glob("*.py")):
        tree = ast.parse(module.read_text("utf-8"))
        numbers = {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, int | float)
            and not isinstance(node.value, bool)
        }
        negative = {
            -node.operand.value
            for node in ast.walk(tree)
            if isinstance(node, ast.UnaryOp)
            and isinstance(node.op, ast.USub)
            and isinstance(node.operand, ast.Constant)
            and isinstance(node.operand.value, int | float)
        }
        allowed = ARITHMETIC | NUMERICAL.get(module.stem, set())
        unexplained = {number for number in numbers if number not in allowed and -number not in negative & allowed}
        assert unexplained == set(), module.name
