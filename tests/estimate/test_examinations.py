"""COMLEX and no Step 2 CK are answers, unlike what isn't said; penalties have a floor; the score flattens."""

import numpy as np
import pytest
from pydantic import ValidationError

from optimizer.applicant import Applicant
from optimizer.estimate import Estimate, chances_drawn, estimate
from optimizer.evidence import load_evidence, load_season
from tests.people_and_programs import applicant, directory, programs_in_many_cities

EVIDENCE, SEASON = load_evidence(), load_season(2026)
PROGRAMS = directory(*programs_in_many_cities(4))


def made(**answers: object) -> Estimate:
    return estimate(applicant(**{"type": "us-do", "visa": "none", **answers}), PROGRAMS, SEASON, EVIDENCE)


def chance(**answers: object) -> float:
    return float(made(**answers).interview_probability[0, 0])


def test_no_step_2_is_less_than_not_said_and_that_is_less_than_the_average_score_taken() -> None:
    average = round(EVIDENCE.central("step2_typical", "internal-medicine", "us-do"))
    none = chance(step2=None, step2_taken=False)
    assert none < chance(step2=None) < chance(step2=average)
    assert none == pytest.approx(
        chance(step2=None, step2_taken=False, comlex2=round(500 + (average - 231) / 0.2)), rel=0.02
    )


def test_comlex_counts_as_the_step_2_that_it_stands_for_and_its_error_widens_the_draws() -> None:
    assert chance(step2=None, comlex2=420) < chance(step2=None, comlex2=560) < chance(step2=None, comlex2=700)

    def spread(**answers: object) -> float:
        return float(np.std([one.log_odds[0, 0].mean() for one in chances_drawn(made(**answers), 64)]))

    assert spread(step2=None, comlex2=575) > spread(step2=246)
    assert "step2" not in applicant(type="us-do", step2=None, comlex2=575).unknowns
    assert "step2" in applicant(type="us-do", step2=None).unknowns


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"comlex2": 8}, "comlex2"),
        ({"comlex2": 1000}, "comlex2"),
        ({"step2": 240, "step2_taken": False}, "step2_taken"),
        ({"type": "us-md", "comlex2": 500}, "osteopathic"),
    ],
)
def test_what_can_not_be_is_named(answers: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Applicant.model_validate({"type": "us-do", "specialties": ("psychiatry",), **answers})


def test_years_and_attempts_never_take_away_more_than_the_floor() -> None:
    floor = EVIDENCE.central("requirements_floor")
    for year, attempts in ((2015, 1), (2000, 3), (1980, 10)):
        terms = made(type="non-us-img", visa="j1", graduation_year=year, failed_attempts=attempts).terms
        together = terms.graduation + terms.experience + terms.attempts
        assert (together > floor - 1e-9).all()
        assert (terms.graduation < 0).all()
        assert (terms.attempts < 0).all()


def test_the_score_counts_less_the_farther_it_is_from_the_average() -> None:
    scores = [made(step2=score).terms.score[0] for score in (206, 226, 246, 266, 286)]
    steps = np.diff(scores)
    assert (steps > 0).all()
    assert max(steps[0], steps[-1]) < 0.85 * min(steps[1:-1])
