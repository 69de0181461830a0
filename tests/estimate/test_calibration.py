"""Calibration: published figures come out, and the shipped table holds what is found."""

import importlib.util
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from scipy.special import expit, logit

from optimizer.data_folder import data_folder
from optimizer.estimate import Calibration, Weights, calibrated_with, draw_scenarios, fingerprint
from optimizer.estimate.calibrated import is_found
from optimizer.estimate.chances import chances_of
from optimizer.estimate.comparison import Comparison
from optimizer.estimate.said_beside import is_said_beside
from optimizer.estimate.situation import situation_of
from optimizer.estimate.terms import ApplicantAnswers, terms_of
from optimizer.estimate.unknowns import AIM, OFFER, SHIFT
from optimizer.evidence import Evidence, load_evidence, load_season
from optimizer.vocabulary import APPLICANT_TYPES, MODES
from tests.estimate.once import Calibrated
from tests.people_and_programs import CITIES, applicant, directory, program

EVIDENCE = load_evidence()
SEASON = load_season(calibrated_with().season)
SPECIALTIES = tuple(name for name in SEASON.specialties if EVIDENCE.has("interview_rate", name, "us-md"))


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("calibrate", data_folder() / "calibrate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def calibration() -> Calibration:
    return Calibration(EVIDENCE, SEASON)


# ---- what the table holds


@pytest.mark.long
def test_the_table_holds_what_calibration_finds(calibrated_anew: Calibrated) -> None:
    assert calibrated_anew.table_holds
    for found in calibrated_anew.found:
        row = EVIDENCE.row(found.name, found.specialty, found.applicant_type)
        assert (row.low, row.central, row.high) == pytest.approx(
            (found.low, found.central, found.high), rel=0.03, abs=0.02
        )
        assert row.note == found.note
        assert row.source == f"Calibration {calibrated_with().version} of this table"


@pytest.mark.long
def test_all_that_calibration_finds_and_nothing_else_is_marked_as_found(calibrated_anew: Calibrated) -> None:
    marked = {row.key for row in EVIDENCE.rows if is_found(row, EVIDENCE)}
    found = {(one.name, one.specialty, one.applicant_type, None) for one in calibrated_anew.found}
    assert marked == found
    assert marked == {row.key for row in EVIDENCE.rows if row.source.startswith("Calibration ")}


def test_the_version_names_the_figures_that_it_was_made_from() -> None:
    assert calibrated_with().inputs == fingerprint(EVIDENCE)
    assert fingerprint(EVIDENCE.override({"match_rate_published.preferred-2026/psychiatry/us-md": 0.9})) != fingerprint(
        EVIDENCE
    )
    assert fingerprint(EVIDENCE.override({OFFER: 0.5})) == fingerprint(EVIDENCE)


def test_figures_that_no_chance_is_made_of_are_none_that_it_was_made_from() -> None:
    beside = {row.label for row in EVIDENCE.rows if is_said_beside(row.name)}
    assert {"first_year_applications", "second_look_effect"} <= beside
    assert any(label.startswith("advanced_share/") for label in beside)
    left = Evidence.of(row for row in EVIDENCE.rows if row.label not in beside)
    assert fingerprint(left) == fingerprint(EVIDENCE)


def test_what_was_found_before_is_where_the_search_begins_and_nothing_else(calibration: Calibration) -> None:
    before = {OFFER: 0.5, "step2_slope": 0.9, "signal_effect.single/orthopaedic-surgery": 1.0, "match_rate": 0.5}
    other = Calibration(EVIDENCE.override(before), SEASON)
    found = calibration.shipped
    assert [one.reproduced for one in other.comparisons(found)] == [
        one.reproduced for one in calibration.comparisons(found)
    ]
    assert other.match_rates == calibration.match_rates
    assert not np.allclose(other.shipped, found)


@pytest.mark.long
def test_writing_what_is_found_keeps_every_other_row(
    calibrated_anew: Calibrated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script, copy = _script(), tmp_path / "evidence.csv"
    copy.write_bytes((data_folder() / "evidence.csv").read_bytes())
    monkeypatch.setattr(script, "EVIDENCE_FILE", copy)
    monkeypatch.setattr(script, "VERSION_FILE", tmp_path / "calibration.toml")
    found = calibrated_anew.found
    assert list(script.differences(found, EVIDENCE.rows)) == []
    in_table = {row.key: row for row in EVIDENCE.rows}
    rows = [in_table[one.name, one.specialty, one.applicant_type, None] for one in found]
    rounded = tuple(
        replace(one, low=row.low, central=row.central, high=row.high) for one, row in zip(found, rows, strict=True)
    )
    script.write_found(rounded, calibrated_with().version, EVIDENCE)
    script.write_version(calibrated_with().version, EVIDENCE)
    assert copy.read_text("utf-8") == (data_folder() / "evidence.csv").read_text("utf-8")
    assert (tmp_path / "calibration.toml").read_text("utf-8") == (data_folder() / "calibration.toml").read_text("utf-8")


# ---- what comes out


def test_every_published_match_rate_comes_out_within_three_points(calibration: Calibration) -> None:
    rates = [one for one in calibration.comparisons(calibration.shipped) if one.row.name == "match_rate"]
    assert len(rates) == sum(row.name == "match_rate" for row in EVIDENCE.rows)
    for one in rates:
        assert one.reproduced == pytest.approx(one.row.central, abs=0.03), one.row.label


def test_the_average_application_is_aimed_and_lies_above_the_mean_over_programs(calibration: Calibration) -> None:
    """By little among US MD seniors and non-US IMGs, by much among US DO seniors, who apply where they are taken."""
    rates = [one for one in calibration.comparisons(calibration.shipped) if one.row.name == "interview_rate"]
    assert len(rates) == len(SPECIALTIES) * len(APPLICANT_TYPES)
    for kind, most in (("us-md", 1.5), ("us-do", 3.2), ("us-img", 2.6), ("non-us-img", 1.7)):
        moved = [one.reproduced / one.row.central for one in rates if one.row.applicant_type == kind]
        assert 1.0 < np.mean(moved) < most
        assert min(moved) > 0.7


def test_the_interview_rate_comes_out_as_it_is_moved(calibration: Calibration) -> None:
    for one in calibration.comparisons(calibration.shipped):
        if one.row.name == "interview_rate":
            cell = (one.row.specialty or "", one.row.applicant_type or "")
            shifted = expit(
                logit(one.row.central) + EVIDENCE.central(SHIFT, *cell) + EVIDENCE.central(AIM, None, cell[1])
            )
            assert one.reproduced == pytest.approx(shifted, rel=0.04)


def test_types_stand_in_the_order_of_their_match_rates() -> None:
    for specialty in SPECIALTIES:
        md, do, us_img, non_us_img = (EVIDENCE.central("match_rate", specialty, kind) for kind in APPLICANT_TYPES)
        assert md > do > max(us_img, non_us_img)


def test_rank_curves_come_out_within_five_points_on_average(calibration: Calibration) -> None:
    """Also those that don't rise to 100: with 12 ranks 45 of 100 non-US IMGs in surgery have no match."""
    curves = [one for one in calibration.comparisons(calibration.shipped) if "by_ranks" in one.row.name]
    assert len(curves) >= 50
    assert np.mean([abs(one.reproduced - one.row.central) for one in curves]) < 0.05
    assert abs(np.mean([one.reproduced - one.row.central for one in curves])) < 0.015


def test_low_scores_of_us_md_seniors_come_out_within_six_points_on_average(calibration: Calibration) -> None:
    bands = [
        one
        for one in calibration.comparisons(calibration.shipped)
        if one.row.name == "match_rate_at_score.225" and one.row.applicant_type == "us-md"
    ]
    assert (
        len(bands) == len([one for one in SPECIALTIES if EVIDENCE.has("match_rate_at_score.225", one, "us-md")]) >= 16
    )
    assert np.mean([abs(one.reproduced - one.row.central) for one in bands]) < 0.06


def test_a_residual_is_counted_in_standard_deviations_of_the_published_range() -> None:
    row = EVIDENCE.row("interview_rate", "psychiatry", "us-md")
    assert Comparison(row, row.central, fitted=True).residual == 0
    assert Comparison(row, row.high, fitted=True).residual == pytest.approx(1.28, abs=0.1)
    assert Comparison(row, row.low, fitted=True).residual == pytest.approx(-1.28, abs=0.1)


@pytest.mark.parametrize("specialty", SPECIALTIES)
def test_the_estimate_itself_gives_the_match_rate_of_us_md_seniors(specialty: str) -> None:
    """Of those with an interview, who apply to the typical number of average programs and use all their signals."""
    count = round(EVIDENCE.central("applications_typical", specialty, "us-md"))
    where = directory(
        *(
            program(f"p{k}", specialty=specialty, **dict(zip(("city", "state"), CITIES[k % 10], strict=True)))
            for k in range(count)
        )
    )
    person = applicant(type="us-md", specialties=(specialty,), visa="none", failed_attempts=None)
    situation, scenarios = situation_of(person, where, SEASON), draw_scenarios(32)
    caps = SEASON.signal_caps(specialty)
    signalled = [MODES.index(kind) for kind, cap in caps.items() for _ in range(cap)]
    mode = np.array([*signalled, *[0] * (count - len(signalled))])
    matched = listed = 0.0
    nodes, node_weights = np.polynomial.hermite_e.hermegauss(9)
    for node, weight in zip(nodes, node_weights / node_weights.sum(), strict=True):
        score = EVIDENCE.central("step2_typical", specialty, "us-md") + node * EVIDENCE.central("step2_sd")
        terms = terms_of(
            situation, ApplicantAnswers(score, None, None, None), EVIDENCE, Weights(setting=0, geography=0)
        )
        chances = chances_of(situation, terms, EVIDENCE, scenarios, mode)
        matched += weight * float(scenarios.weight @ (1 - np.prod(1 - chances.offer[:, 0], axis=0)))
        listed += weight * float(scenarios.weight @ (1 - np.prod(1 - chances.interview[:, 0], axis=0)))
    assert matched / listed == pytest.approx(EVIDENCE.central("match_rate", specialty, "us-md"), abs=0.03)
