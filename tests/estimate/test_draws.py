"""Draws of the coefficients, one set of chances each."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import expit

from optimizer.estimate import Estimate, chances_drawn, estimate, interviews_most, list_range, match_draws
from optimizer.estimate.averages import Kinds, spread_between_applicants
from optimizer.estimate.chances import chances_of, parts_of
from optimizer.estimate.estimator import _program_drawn, alike, answers_drawn
from optimizer.estimate.holding import lost_beyond
from optimizer.estimate.mean_chances import mean_chance
from optimizer.estimate.range_ends import drawn_for
from optimizer.estimate.terms import answers_of, terms_of
from optimizer.evidence import DrawnEvidence, load_evidence, load_season
from tests.people_and_programs import applicant, directory, program, programs_in_many_cities

PROGRAMS = directory(*programs_in_many_cities(20))


def estimated(**answers: object) -> Estimate:
    return estimate(applicant(**answers), PROGRAMS, load_season(2026), load_evidence())


def drawn_of(made: Estimate, draws: int) -> DrawnEvidence:
    return drawn_for(made.evidence, made.situation.applicant.type, made.situation.specialties, draws)


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


def with_own_rates(type_: str) -> Estimate:
    """Programs without rates, with the group's, with rates by state or by signal alone, and with several."""
    of_group = {"interview_rate_us_md": 0.2, "interview_rate_non_us_img": 0.04}
    by_state = {"interview_rate_in_state": 0.3, "interview_rate_out_of_state": 0.1}
    by_signal = {"interview_rate_no_signal": 0.05, "interview_rate_gold": 0.4}
    kinds = (of_group, by_state, by_signal, of_group | by_state, of_group | by_state | by_signal)
    own = (
        program(
            f"own-{k}",
            city=("Los Angeles", "Fresno")[k % 2],
            **{name: round(rate * (0.5 + k / 40), 3) for name, rate in kinds[k % len(kinds)].items()},
        )
        for k in range(60)
    )
    return estimate(
        applicant(type=type_, home_state="CA"),
        directory(*programs_in_many_cities(20), *own),
        load_season(2026),
        load_evidence(),
    )


@pytest.mark.parametrize("type_", ["us-md", "non-us-img"])
def test_draws_together_are_the_same_as_one_after_another(type_: str) -> None:
    made = with_own_rates(type_)
    said = answers_of(made.situation)
    for view, together in zip(drawn_of(made, 6).views, chances_drawn(made, 6), strict=True):
        terms = terms_of(made.situation, said, view, made.weights)
        alone = chances_of(made.situation, terms, view, made.scenarios)
        np.testing.assert_allclose(together.offer, alone.offer, rtol=0.0, atol=1e-9)
        np.testing.assert_allclose(together.log_odds, alone.log_odds, rtol=0.0, atol=1e-8)


@pytest.mark.parametrize("type_", ["us-md", "non-us-img"])
def test_own_rates_come_out_as_quadrature_over_every_kind_of_application_says(type_: str) -> None:
    """Along smooth curves, against a sum over all kinds of applications and nodes for each program."""
    made = with_own_rates(type_)
    situation, evidence, mix = made.situation, made.evidence, made.terms.mix
    for index in np.flatnonzero(made.rests_on_own_rate):
        specialty = situation.specialty_index[index]
        signals = Kinds(mix.own_signals[index], mix.signals.share[specialty])
        address = Kinds(mix.own_addresses.effect[index], mix.own_addresses.share[0])
        kinds = address.crossed(mix.preferences.of(0)).crossed(signals)
        between = spread_between_applicants(evidence, situation.specialties, type_)[specialty]
        spread = np.hypot(between, made.chances.spread[index])
        without_anything = made.chances.base[index] + made.chances.signal[index, 0] - made.terms.signal[index, 0]
        without_anything += made.chances.geography[index] - made.terms.geography[index]
        mean = float(kinds.share @ mean_chance(without_anything + kinds.effect, spread))
        towards = evidence.central("own_rate_prior_share")
        programs = evidence.central("program_spread_sd", situation.specialties[specialty], type_)
        expected = made.chances.average[[index]] + made.terms.setting[[index]]
        (prior,) = mean_chance(expected, np.array([np.hypot(between, programs)]))
        assert mean == pytest.approx((1 - towards) * situation.own_rate[index] + towards * prior, rel=1e-7)


@pytest.mark.parametrize("type_", ["us-md", "non-us-img"])
def test_the_range_s_draws_are_those_of_one_after_another(type_: str) -> None:
    """Each draw on its own: its coefficients, what is not said, and what every program may be like."""
    made, draws = with_own_rates(type_), 6
    situation = made.situation
    mode = np.where(np.arange(len(situation.programs)) % 3, 0, 3)
    evidence = drawn_of(made, draws)
    answers = answers_drawn(situation, evidence)
    of_programs = np.stack([_program_drawn(each.id, draws) for each in situation.programs], axis=-1)
    for draw, (view, found) in enumerate(zip(evidence.views, match_draws(made, mode, draws), strict=True)):
        said = replace(answers, comlex_error=0.0)
        parts = parts_of(situation, terms_of(situation, said, view, made.weights), view, mode)
        like, policy = of_programs[:, draw]
        refused = np.where(policy >= 1.0 - parts.refusal.share, parts.refusal.add, 0.0)
        here = parts.here + parts.signal[:, 0] + parts.spread * like + refused
        interview = expit(here[:, None] + parts.luck(situation, made.scenarios))
        offer = interview * parts.offers_if(made.scenarios)[0]
        none = np.prod(1.0 - offer, axis=0)
        most = interviews_most(made.evidence)
        not_held = lost_beyond(interview.sum(axis=0), offer.sum(axis=0), len(situation.programs), most)
        assert found == pytest.approx(float((1.0 - none - not_held) @ made.scenarios.weight), abs=1e-9)


def test_programs_of_which_the_same_is_known_are_worked_out_once() -> None:
    made = estimate(applicant(), directory(*(program(f"p{k}") for k in range(9))), load_season(2026), load_evidence())
    first, kind = alike(made.situation)
    assert first.size == 1
    assert kind.tolist() == [0] * 9
