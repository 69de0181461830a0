"""Draws of the coefficients, one set of chances each."""

import numpy as np

from optimizer.estimate import Estimate, chances_drawn, estimate, list_range
from optimizer.evidence import load_evidence, load_season
from tests.people_and_programs import applicant, directory, programs_in_many_cities

PROGRAMS = directory(*programs_in_many_cities(20))


def estimated(**answers: object) -> Estimate:
    return estimate(applicant(**answers), PROGRAMS, load_season(2026), load_evidence())


def test_the_range_of_a_list_is_that_of_the_draws_and_of_what_its_programs_may_be_like() -> None:
    made = estimated()
    matched = [
        float(made.scenarios.weight @ (1 - np.prod(1 - chances.offer[:, 0], axis=0)))
        for chances in chances_drawn(made, 64)
    ]
    low, high = np.percentile(matched, (10, 90))
    span = list_range(made, np.zeros(20, dtype=np.int64)).match_probability
    assert span.low < low < high < span.high
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
