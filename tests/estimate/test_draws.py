"""Draws of the coefficients, one set of chances each."""

import numpy as np
import pytest

from optimizer.estimate import Estimate, chances_drawn, estimate, list_range
from optimizer.estimate.chances import chances_of
from optimizer.estimate.estimator import RANGE_SEED, alike
from optimizer.estimate.terms import answers_of, terms_of
from optimizer.evidence import load_evidence, load_season
from tests.people_and_programs import applicant, directory, program, programs_in_many_cities

PROGRAMS = directory(*programs_in_many_cities(20))


def estimated(**answers: object) -> Estimate:
    return estimate(applicant(**answers), PROGRAMS, load_season(2026), load_evidence())


def test_the_range_of_a_list_is_that_of_the_draws_and_of_what_its_programs_may_be_like() -> None:
    made = estimated()
    matched = [
        float(made.scenarios.weight @ (1 - np.prod(1 - chances.offer[:, 0], axis=0)))
        for chances in chances_drawn(made, 256)
    ]
    low, high = np.percentile(matched, (10, 90))
    span = list_range(made, np.zeros(20, dtype=np.int64), 256).match_probability
    assert high - low < span.high - span.low
    # The coefficients are the same ones in both, and programs even out.
    assert span.high - span.low < 3 * (high - low)


def test_draws_are_the_same_every_time_and_differ_from_each_other() -> None:
    first, again = (list(chances_drawn(estimated(step2=None), 8)) for _ in range(2))
    assert len(first) == 8
    for one, other in zip(first, again, strict=True):
        assert np.array_equal(one.offer, other.offer)
    assert len({float(chances.offer[0, 0, 0]) for chances in first}) == 8


def test_an_answer_not_given_is_drawn_too() -> None:
    def spread(made: Estimate) -> float:
        return float(np.std([chances.log_odds[0, 0].mean() for chances in chances_drawn(made, 32)]))

    assert spread(estimated(step2=None)) > 1.05 * spread(estimated())


@pytest.mark.parametrize("type_", ["us-md", "non-us-img"])
def test_draws_together_are_the_same_as_one_after_another(type_: str) -> None:
    """With rates of their own too: what is worked out along a curve differs by less than can be seen."""
    rates = {"interview_rate_us_md": 0.2, "interview_rate_non_us_img": 0.04, "interview_rate_in_state": 0.3}
    own = (
        program(f"own-{k}", **{name: round(rate * (0.5 + k / 40), 3) for name, rate in rates.items()})
        for k in range(80)
    )
    made = estimate(
        applicant(type=type_, home_state="CA"),
        directory(*programs_in_many_cities(20), *own),
        load_season(2026),
        load_evidence(),
    )
    said = answers_of(made.situation)
    for view, together in zip(made.evidence.draws(6, RANGE_SEED), chances_drawn(made, 6), strict=True):
        terms = terms_of(made.situation, said, view, made.weights)
        alone = chances_of(made.situation, terms, view, made.scenarios)
        assert together.offer == pytest.approx(alone.offer, abs=1e-5)
        assert together.base == pytest.approx(alone.base, abs=1e-5)


def test_programs_of_which_the_same_is_known_are_worked_out_once() -> None:
    made = estimate(applicant(), directory(*(program(f"p{k}") for k in range(9))), load_season(2026), load_evidence())
    first, kind = alike(made.situation)
    assert first.size == 1
    assert kind.tolist() == [0] * 9
