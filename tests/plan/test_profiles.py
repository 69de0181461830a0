"""What docs/estimate.md tells of typical profiles is what the estimate says of them today."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.special import logit

from optimizer.directory import load_directory
from optimizer.estimate import Typical, typical_applicant
from optimizer.evidence import load_evidence, load_season
from optimizer.plan import ProgramList
from tests.people_and_programs import applicant, known, plan, solved

TEXT = (Path(__file__).parents[2] / "docs" / "estimate.md").read_text(encoding="utf-8")
YEAR = 2026
EVIDENCE, SEASON = load_evidence(), load_season(YEAR)


def told(start: str) -> str:
    """What the table has of a profile today."""
    (row,) = re.findall(rf"^\| {re.escape(start)}[^|]* \|[^|]*\|([^|]*)\|", TEXT, flags=re.MULTILINE)
    return str(row).strip()


def typical(specialty: str, kind: str, step2: float | None = None) -> Typical:
    return typical_applicant(specialty, kind, SEASON, EVIDENCE, step2=step2)


def in_100(found: Typical) -> str:
    low, high = found.range
    return f"{100 * found.match_rate:.0f} ({100 * low:.0f}-{100 * high:.0f})"


def best_list(count: int, **answers: Any) -> ProgramList:
    """The best list of so many applications, wherever they are."""
    person = applicant(preferred_divisions=(), **answers)
    wanted = plan(
        season=YEAR,
        applicant=person,
        flexibility=1.0,
        budget={"dollars": None},
        quotas={"applications": {"minimum": count, "maximum": count}},
    )
    return solved(wanted, load_directory().of_specialties(person.specialties))


def log_odds(found: ProgramList) -> float:
    return float(logit(known(found.match_probability)))


def senior(count: int, **answers: Any) -> ProgramList:
    """The same of a senior, who graduates in the season and needs no visa."""
    return best_list(count, graduation_year=YEAR, visa="none", **answers)


def chance(found: ProgramList) -> float:
    return 100 * known(found.match_probability)


@pytest.mark.parametrize(
    ("start", "specialty", "kind", "step2"),
    [
        ("US DO in orthopaedics, 238", "orthopaedic-surgery", "us-do", 238),
        ("US DO in anesthesiology, 232", "anesthesiology", "us-do", 232),
        ("US MD in general surgery, 235", "general-surgery", "us-md", 235),
    ],
)
def test_seniors_of_a_score_are_told_with_their_range(start: str, specialty: str, kind: str, step2: float) -> None:
    assert told(start).startswith(in_100(typical(specialty, kind, step2)))


def test_low_scores_of_us_md_seniors() -> None:
    specialties = ("anesthesiology", "diagnostic-radiology", "general-surgery")
    first, second, third = (f"{100 * typical(one, 'us-md', 225).match_rate:.0f}" for one in specialties)
    assert told("US MD in anesthesiology, radiology, surgery at 225") == f"{first}, {second} and {third}"


def test_usual_applications_bring_so_many_interviews() -> None:
    found = {kind: typical("internal-medicine", kind) for kind in ("us-md", "us-do", "non-us-img")}
    assert told("US MD, 40 applications") == f"{found['us-md'].interviews:.1f}"
    assert told("US DO, 67") == f"{found['us-do'].interviews:.1f}"
    img = found["non-us-img"]
    assert told("Non-US IMG, 160") == f"{img.interviews_if_any:.1f} with at least one, {img.interviews:.1f} of all"


@pytest.mark.long
def test_years_an_attempt_and_a_visa_of_a_graduate_from_abroad() -> None:
    recent = best_list(130, step2=245)
    old, attempt, both, h1b, without = (
        best_list(130, step2=245, **answers)
        for answers in (
            {"graduation_year": 2012},
            {"failed_attempts": 1},
            {"graduation_year": 2012, "failed_attempts": 1},
            {"visa": "h1b"},
            {"visa": "none"},
        )
    )
    low, high = known(both.match_probability_range)
    assert told("Non-US IMG of 2012 with a failed attempt") == (
        f"{chance(both):.0f} ({100 * low:.0f}-{100 * high:.0f}), against {chance(recent):.0f} for a graduate of 2024 "
        f"without, {chance(old):.0f} with the years alone, {chance(attempt):.0f} with the attempt alone"
    )
    low, high = known(h1b.match_probability_range)
    assert told("The same of 2024, no attempt, needs an H-1B") == (
        f"{chance(h1b):.0f} ({100 * low:.0f}-{100 * high:.0f}), against {chance(recent):.0f} with a J-1 and "
        f"{chance(without):.0f} without a need"
    )
    lost = [log_odds(without) - log_odds(other) for other in (recent, h1b)]
    assert lost == pytest.approx([0.3, 0.85], abs=0.05)
    assert log_odds(recent) - log_odds(attempt) == pytest.approx(0.6, abs=0.05)


@pytest.mark.long
def test_a_us_do_senior_without_step_2_ck() -> None:
    lists = [
        (
            senior(count, type="us-do", specialties=(specialty,), step2=score),
            senior(count, type="us-do", specialties=(specialty,), step2=None, step2_taken=False),
        )
        for specialty, count, score in (("internal-medicine", 67, 246), ("anesthesiology", 60, 247))
    ]
    (medicine, medicine_none), (anesthesiology, anesthesiology_none) = lists
    assert told("US DO without Step 2 CK") == (
        f"{chance(medicine_none):.0f} in place of {chance(medicine):.0f} in internal medicine (67 applications), "
        f"{chance(anesthesiology_none):.0f} in place of {chance(anesthesiology):.0f} in anesthesiology (60); "
        f"{medicine_none.expected_interviews:.0f} interviews in place of {medicine.expected_interviews:.0f}, and "
        f"{anesthesiology_none.expected_interviews:.0f} in place of {anesthesiology.expected_interviews:.0f}"
    )
    lost = [log_odds(with_score) - log_odds(without) for with_score, without in lists]
    assert lost == pytest.approx([0.7, 0.3], abs=0.05)


@pytest.mark.long
def test_many_applications_of_a_strong_us_md_senior() -> None:
    found = senior(150, type="us-md", step2=265)
    low, high = known(found.match_probability_range)
    assert told("US MD, 265, 150 applications") == (
        f"{found.expected_interviews:.0f} held, more than 99, range more than 99 at both ends"
    )
    assert 0.99 < low <= high


@pytest.mark.parametrize("kind", ["us-md", "us-do"])
def test_three_times_the_best_applications_bring_a_weak_senior_less_than_twice_the_interviews(kind: str) -> None:
    """Psychiatry, where interviews at programs drawn at random grow most; as the validation page tells."""
    step2 = round(EVIDENCE.central("step2_typical", "psychiatry", kind)) - 20
    few, many = (
        senior(count, type=kind, specialties=("psychiatry",), step2=step2, us_clinical_months=None)
        for count in (40, 120)
    )
    elasticity = np.log(known(many.expected_interviews) / known(few.expected_interviews)) / np.log(3.0)
    assert 0.3 < elasticity < 0.55
