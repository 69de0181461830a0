"""What is said of left-out figures and of growth with applications, where the page of validation rests on it."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import nbinom

from optimizer.arrays import FloatArray
from optimizer.estimate import Growth, typical_applicant
from optimizer.estimate.calibration import RANKS, Calibration
from optimizer.estimate.population import Figures, population
from optimizer.estimate.terms import average_step2
from optimizer.estimate.validation import Block, Held
from optimizer.evidence import load_evidence, load_season

EVIDENCE, SEASON = load_evidence(), load_season(2026)
LOW = 225
SENIORS = [
    (specialty, kind)
    for kind in ("us-md", "us-do")
    for specialty in SEASON.specialties
    if EVIDENCE.has("interview_rate", specialty, "us-md")
]


def growth(specialty: str, kind: str, below: float = 0.0) -> Growth:
    step2 = average_step2(EVIDENCE, specialty, kind) - below
    people = population(EVIDENCE, SEASON, specialty, kind, step2=step2)
    held, invited = ((of(40), of(120)) for of in (people.held, people.interviews))
    return Growth(specialty, kind, step2, (40, 120), held, invited)


def test_elasticity_is_the_power_that_applications_are_raised_to() -> None:
    one = Growth("psychiatry", "us-md", 245.0, (40, 120), (5.0, 5.0 * 3**0.4), (5.0, 15.0))
    assert one.elasticity == pytest.approx(0.4)
    assert one.elasticity_of_invitations == pytest.approx(1.0)


@pytest.mark.parametrize("cell", SENIORS, ids="/".join)
def test_three_times_the_applications_of_a_us_senior_bring_less_than_twice_the_interviews(
    cell: tuple[str, str],
) -> None:
    """Thoracic surgery apart, where US DO seniors hold two interviews of forty applications, and forty is too many."""
    found = growth(*cell)
    assert found.elasticity <= found.elasticity_of_invitations + 1e-9
    if cell != ("thoracic-surgery", "us-do"):
        assert found.elasticity < 0.6


def test_of_seniors_well_below_the_average_only_those_told_of_gain_more() -> None:
    beyond = {cell for cell in SENIORS if growth(*cell, below=20.0).elasticity > 0.6}
    assert beyond == {
        ("psychiatry", "us-md"),
        ("psychiatry", "us-do"),
        ("thoracic-surgery", "us-do"),
        ("vascular-surgery", "us-do"),
    }
    assert max(growth("psychiatry", kind, below=20.0).elasticity for kind in ("us-md", "us-do")) < 0.615


def test_who_is_far_from_what_can_be_held_gains_more() -> None:
    assert 0.7 < growth("internal-medicine", "non-us-img").elasticity < 0.8


def at_low_scores(slope: float) -> float:
    """Mean distance at 225 between what quartiles imply of US MD seniors and what one slope for all says."""
    calibration = Calibration(EVIDENCE, SEASON)
    after = float(calibration.shipped[calibration.layout.after_interview])
    off = []
    for specialty, kind in calibration.layout.cells:
        name = f"match_rate_at_score.{LOW}"
        if kind == "us-md" and EVIDENCE.has(name, specialty, kind):
            own = Figures.of(EVIDENCE, specialty, kind)
            figures = replace(own, step2_slope=slope, step2_slope_offer=slope * after)
            everybody, low = (
                population(EVIDENCE, SEASON, specialty, kind, figures=figures, step2=step2) for step2 in (None, LOW)
            )
            applications = calibration.applications((specialty, kind))
            rate = EVIDENCE.central("match_rate", specialty, kind)
            offer = calibration.offer_of(everybody, (specialty, kind), rate)
            off.append(low.match_rate(offer, applications) - EVIDENCE.central(name, specialty, kind))
    assert len(off) == 16
    return float(np.abs(off).mean())


@pytest.mark.long
def test_no_slope_that_all_specialties_share_says_low_scores_within_six_points() -> None:
    errors = [at_low_scores(slope) for slope in (0.38, 0.42, 0.46, 0.5, 0.54)]
    assert min(errors) > 0.06
    assert 0 < errors.index(min(errors)) < 4


def curve_of(matched: tuple[int, float, float], not_matched: tuple[int, float, float]) -> FloatArray:
    """Share that matches by number of ranks, of negative binomials: people, mean and standard deviation of ranks."""

    def people(count: int, mean: float, sd: float) -> FloatArray:
        share = (mean - 1) / sd**2
        return np.asarray(count * nbinom.pmf(np.array(RANKS) - 1, (mean - 1) * share / (1 - share), share))

    return people(*matched) / (people(*matched) + people(*not_matched))


@pytest.mark.parametrize(
    ("specialty", "matched", "not_matched", "error", "ranks", "said"),
    [
        ("internal-medicine", (3392, 6.1, 4.5), (3600, 2.5, 2.2), 0.01, 4.3, 4.3),
        ("physical-medicine-rehabilitation", (21, 6.3, 4.2), (18, 2.7, 2.3), 0.12, 4.6, 4.2),
        ("child-neurology", (26, 5.4, 4.6), (24, 2.0, 1.7), 0.07, 3.8, 4.3),
    ],
)
def test_curves_that_stand_in_no_row_are_missed_by_so_much(
    specialty: str,
    matched: tuple[int, float, float],
    not_matched: tuple[int, float, float],
    error: float,
    ranks: float,
    said: float,
) -> None:
    """And that of internal medicine, which does, is made in the same way and comes out."""
    found = typical_applicant(specialty, "non-us-img", SEASON, EVIDENCE)
    by_ranks = np.array([found.match_rate_by_ranks[str(count)] for count in RANKS])
    assert np.abs(by_ranks - curve_of(matched, not_matched)).mean() == pytest.approx(error, abs=0.005)
    people = np.array([matched[0], not_matched[0]])
    assert people @ np.array([matched[1], not_matched[1]]) / people.sum() == pytest.approx(ranks, abs=0.06)
    assert found.interviews_if_any == pytest.approx(said, abs=0.06)


def test_figures_missed_together_may_have_a_bias_that_those_missed_apart_have_not() -> None:
    held = [Held("a rate", "us-md", 0.5, 0.6, 0.5)] * 4
    apart, together = np.eye(4) * 0.01, np.full((4, 4), 0.01)
    assert Block.of("all", held, apart).bias_by_chance == pytest.approx(0.05)
    assert Block.of("all", held, together).bias_by_chance == pytest.approx(0.1)
    assert Block.of("all", held).bias_by_chance is None
