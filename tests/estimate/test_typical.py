"""Typical applicants: what usual applications bring them agrees with what is published, and moves the right way."""

from functools import cache
from itertools import pairwise, product

import pytest

from optimizer.errors import BadInput
from optimizer.estimate import Typical, typical_applicant
from optimizer.evidence import load_evidence, load_season
from optimizer.vocabulary import APPLICANT_TYPES
from tests.drawn import drawn

EVIDENCE = load_evidence()
SEASON = load_season(2026)
SPECIALTIES = tuple(name for name in SEASON.specialties if EVIDENCE.has("interview_rate", name, "us-md"))
CELLS = drawn(tuple(product(SPECIALTIES, APPLICANT_TYPES)), 3)
PUBLISHED = [cell for cell in CELLS if EVIDENCE.has("match_rate", *cell.values)]


@cache
def typical(specialty: str, kind: str, step2: float | None = None) -> Typical:
    return typical_applicant(specialty, kind, SEASON, EVIDENCE, step2)


@pytest.mark.parametrize(("specialty", "kind"), CELLS)
def test_interviews_are_those_that_can_be_held(specialty: str, kind: str) -> None:
    one = typical(specialty, kind)
    assert one.interviews <= one.interview_rate * one.applications + 1e-6
    assert one.interviews < EVIDENCE.central("interviews_most")
    if one.interview_rate * one.applications < 5:
        assert one.interviews == pytest.approx(one.interview_rate * one.applications, rel=0.1)


@pytest.mark.parametrize(("specialty", "kind"), PUBLISHED)
def test_a_typical_applicant_matches_as_published(specialty: str, kind: str) -> None:
    assert typical(specialty, kind).match_rate == pytest.approx(
        EVIDENCE.central("match_rate", specialty, kind), abs=0.01
    )


@pytest.mark.parametrize(("specialty", "kind"), CELLS)
def test_ranges_hold_what_they_belong_to_and_shares_are_shares(specialty: str, kind: str) -> None:
    one = typical(specialty, kind)
    assert 0 < one.range[0] <= one.match_rate <= one.range[1] < 1
    assert 0 < one.interviews_range[0] <= one.interviews <= one.interviews_range[1]
    assert 0 < one.match_rate_of_all <= one.match_rate < 1
    assert one.match_rate_of_all == pytest.approx(one.match_rate * one.any_interview)


@pytest.mark.parametrize(
    ("specialty", "kind", "applications", "low", "high"),
    [
        ("internal-medicine", "us-md", 40, 12.0, 14.0),
        ("internal-medicine", "us-do", 67, 12.0, 16.0),
        ("internal-medicine", "non-us-img", 160, 3.2, 5.0),
    ],
)
def test_typical_profiles_in_internal_medicine(
    specialty: str, kind: str, applications: int, low: float, high: float
) -> None:
    one = typical(specialty, kind)
    assert one.applications == applications
    assert low < one.interviews < high
    assert one.interviews < one.interviews_if_any < high
    assert one.interviews == pytest.approx(one.interviews_if_any * one.any_interview)


def test_orthopaedics_is_closed_without_a_signal() -> None:
    """Of all who apply 24 and 1 in 100; of those who prefer it, and aim, some more."""
    rates = typical("orthopaedic-surgery", "us-md").interview_rate_by_signal
    assert 0 < rates["none"] < 0.03
    assert 0.22 < rates["single"] < 0.35


def test_three_of_four_signals_in_emergency_medicine_are_answered() -> None:
    assert typical("emergency-medicine", "us-md").interview_rate_by_signal["single"] == pytest.approx(0.76, abs=0.04)


@pytest.mark.parametrize(("specialty", "kind"), CELLS)
def test_rates_by_signal_make_the_rate_of_all_applications(specialty: str, kind: str) -> None:
    one = typical(specialty, kind)
    sent = {"none": one.applications - sum(one.signals.values()), **one.signals}
    assert set(sent) == set(one.interview_rate_by_signal)
    interviews = sum(count * one.interview_rate_by_signal[signal] for signal, count in sent.items())
    assert interviews == pytest.approx(one.interview_rate * one.applications, rel=0.02)


@pytest.mark.parametrize(("specialty", "kind"), CELLS)
def test_a_higher_score_brings_more_interviews_and_a_higher_match_rate(specialty: str, kind: str) -> None:
    for lower, higher in pairwise(typical(specialty, kind, score) for score in (215, 235, 255, 275)):
        assert lower.interviews < higher.interviews
        assert lower.match_rate < higher.match_rate


@pytest.mark.parametrize("specialty", SPECIALTIES)
def test_the_four_types_come_in_the_order_of_their_interview_rates(specialty: str) -> None:
    """But for US DO seniors, whose applications are aimed at programs that take them."""
    md, do, us_img, non_us_img = (typical(specialty, kind).interview_rate for kind in APPLICANT_TYPES)
    assert min(md, do) > max(us_img, non_us_img)


def test_us_seniors_match_more_often_than_international_graduates_everywhere() -> None:
    for specialty in SPECIALTIES:
        md, do, us_img, non_us_img = (typical(specialty, kind).match_rate for kind in APPLICANT_TYPES)
        assert md > do > max(us_img, non_us_img)


def test_without_a_score_the_figures_are_means_over_the_scores_of_the_group() -> None:
    """A mean over scores lies below what the middle score has: low scores lose more than high ones gain."""
    middle = EVIDENCE.central("step2_typical", "psychiatry", "us-md")
    group, one = typical("psychiatry", "us-md"), typical("psychiatry", "us-md", middle)
    assert group.step2 == one.step2 == middle
    assert one.match_rate - 0.05 < group.match_rate < one.match_rate


def test_all_signals_of_the_season_are_used() -> None:
    assert typical("internal-medicine", "us-md").signals == {"gold": 3, "silver": 12}


@pytest.mark.parametrize(("specialty", "kind"), CELLS)
def test_more_interviews_mean_a_higher_match_rate(specialty: str, kind: str) -> None:
    rates = list(typical(specialty, kind).match_rate_by_ranks.values())
    assert len(rates) == 12
    assert all(0 < one < other < 1 for one, other in pairwise(rates))


def test_the_chance_after_so_many_interviews_is_about_what_rank_lists_say() -> None:
    """Non-US IMGs in internal medicine: half of those who matched had 3 to 8 ranks, half of the others 2 or fewer."""
    rates = typical("internal-medicine", "non-us-img").match_rate_by_ranks
    assert rates["2"] < 0.4
    assert 0.5 < rates["5"] < 0.75
    assert rates["12"] > 0.8


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(BadInput) as told:
        typical_applicant("astrology", "us-phd", SEASON, EVIDENCE, 9)
    assert [fault.where for fault in told.value.faults] == ["type", "specialty", "step2"]
