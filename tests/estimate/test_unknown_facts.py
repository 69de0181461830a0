"""Facts that nobody has brought in: what they may be, and what the chances would be then."""

from typing import Any

import numpy as np
import pytest

from optimizer.directory import Directory
from optimizer.estimate import RATE, RELATED, VISA, Estimate, UnknownFacts, estimate
from optimizer.evidence import load_evidence, load_season
from tests.people_and_programs import applicant, directory, program, programs_in_many_cities

EVIDENCE = load_evidence()
SEASON = load_season(2026)
MANY = directory(*programs_in_many_cities(12))
MIXED = directory(program("known", interview_rate_non_us_img=0.1, sponsors_j1=True), program("bare", name="Bare"))


def estimated(where: Directory = MANY, /, **answers: object) -> Estimate:
    return estimate(applicant(**answers), where, SEASON, EVIDENCE)


@pytest.mark.parametrize("kinds", [(RATE,), (VISA,), (RELATED,), (RATE, VISA)])
@pytest.mark.parametrize("visa", ["j1", "h1b"])
def test_the_mean_over_all_that_facts_may_be_is_the_estimate_itself(kinds: tuple[str, ...], visa: str) -> None:
    made = estimated(visa=visa)
    mean = sum(share[:, None, None] * offer for share, offer in UnknownFacts.of(made).cases(*kinds))
    assert mean == pytest.approx(made.chances.offer, rel=2e-6 if kinds == (VISA,) else 1e-3)


def test_the_mean_over_many_draws_is_the_estimate_itself() -> None:
    made = estimated()
    facts, rng = UnknownFacts.of(made), np.random.default_rng(1)
    for kinds in ((RATE,), (VISA,), (RELATED,), (RATE, VISA)):
        drawn = [facts.offers_knowing(facts.drawn(rng), *kinds)[:, 0].mean() for _ in range(400)]
        assert np.mean(drawn) == pytest.approx(made.chances.offer[:, 0].mean(), abs=3 * np.std(drawn) / 400**0.5)


def test_a_rate_of_non_us_imgs_tells_the_policy_on_the_j1_visa_too() -> None:
    facts = UnknownFacts.of(estimated(visa="j1"))
    cases = [offer for share, offer in facts.cases(RATE) if share.any()]
    assert len(cases) == 2 * 9
    assert len(list(UnknownFacts.of(estimated(visa="none")).cases(RATE))) == 9


def test_rates_by_signal_or_state_tell_less_than_the_rate_for_the_group_and_nothing_beside_it() -> None:
    facts = UnknownFacts.of(estimated())
    part = EVIDENCE.central("related_rate_share")
    assert facts.settled_by_related == pytest.approx(part * facts.estimate.chances.spread)
    assert facts.settled_by_related**2 + facts.left_by_related**2 == pytest.approx(facts.estimate.chances.spread**2)
    assert np.array_equal(facts.offers(1.0, None, 2.0), facts.offers(1.0, None))
    assert facts.settling_all == (RATE, VISA)


def test_rates_by_signal_known_already_leave_less_for_the_rate_to_settle() -> None:
    by_signal, bare = program("told", interview_rate_gold=0.3), program("bare", name="Bare")
    facts = UnknownFacts.of(estimated(directory(by_signal, bare)))
    # In internal medicine no rates by signal were published that it could be compared with.
    assert facts.related.tolist() == [True, True]
    states = program("told", interview_rate_in_state=0.7)
    facts = UnknownFacts.of(estimated(directory(states, bare)))
    assert facts.related.tolist() == [False, True]
    assert facts.rate.tolist() == [True, True]
    assert facts.settled[0] < facts.settled[1]


@pytest.mark.parametrize("kinds", [(RATE,), (VISA,), (RATE, VISA)])
def test_the_shares_of_all_cases_sum_to_one(kinds: tuple[str, ...]) -> None:
    total = sum(share for share, _ in UnknownFacts.of(estimated()).cases(*kinds))
    assert total == pytest.approx(np.ones(12))


@pytest.mark.parametrize("sponsors", [True, False])
@pytest.mark.parametrize("visa", ["j1", "h1b"])
def test_a_policy_that_becomes_known_counts_as_one_that_was_brought_in(sponsors: bool, visa: str) -> None:
    told: dict[str, Any] = {f"sponsors_{visa}": sponsors}
    brought_in = estimated(directory(*programs_in_many_cities(12, **told)), visa=visa)
    found = UnknownFacts.of(estimated(visa=visa)).offers(None, 0.0 if sponsors else 1.0)
    assert found == pytest.approx(brought_in.chances.offer, rel=2e-6)


def test_nothing_known_leaves_the_chances_as_they_are() -> None:
    made = estimated()
    assert UnknownFacts.of(made).offers(None, None) == pytest.approx(made.chances.offer, rel=2e-6)


def test_a_higher_rate_and_a_sponsored_visa_raise_every_chance() -> None:
    facts = UnknownFacts.of(estimated())
    assert (facts.offers(1.0, None) > facts.offers(0.0, None)).all()
    assert (facts.offers(None, 0.0) > facts.offers(None, 1.0)).all()
    assert (facts.offers(None, None, 1.0) > facts.offers(None, None, 0.0)).all()


def test_facts_that_are_known_are_not_drawn() -> None:
    made = estimated(MIXED)
    facts = UnknownFacts.of(made)
    assert facts.rate.tolist() == [False, True]
    assert facts.visa.tolist() == [False, True]
    for offer in (facts.offers(2.0, 1.0), facts.offers(-2.0, 0.0)):
        assert offer[0] == pytest.approx(made.chances.offer[0], rel=2e-6)
        assert offer[1] != pytest.approx(made.chances.offer[1], rel=0.05)


def test_knowing_the_rate_leaves_the_spread_from_season_to_season() -> None:
    facts = UnknownFacts.of(estimated())
    between, seasons = (
        EVIDENCE.central("program_spread_sd", "internal-medicine", "non-us-img"),
        EVIDENCE.central("own_rate_spread_sd"),
    )
    assert facts.settled**2 + facts.left**2 == pytest.approx(np.full(12, between**2))
    assert facts.left == pytest.approx(np.full(12, seasons))


@pytest.mark.parametrize(
    ("answers", "kinds"),
    [
        ({"visa": "j1"}, (RATE, VISA, RELATED)),
        ({"visa": "none"}, (RATE, RELATED)),
        ({"visa": None}, (RATE, RELATED)),
        ({"type": "us-md", "visa": None}, (RATE, RELATED)),
    ],
)
def test_a_policy_that_is_not_needed_is_not_asked_for(answers: dict[str, object], kinds: tuple[str, ...]) -> None:
    assert UnknownFacts.of(estimated(**answers)).kinds == kinds


def test_visas_are_drawn_as_often_sponsored_as_published() -> None:
    facts = UnknownFacts.of(estimated(visa="h1b"))
    rng = np.random.default_rng(0)
    share = np.mean([(facts.drawn(rng).policy < 1 - facts.refusing).mean() for _ in range(2000)])
    assert share == pytest.approx(EVIDENCE.central("visa_h1b_share", "internal-medicine", "non-us-img"), abs=0.01)
