"""Facts that nobody has brought in: what they may be, and what the chances would be then."""

from typing import Any

import numpy as np
import pytest

from optimizer.directory import Directory
from optimizer.estimate import RATE, VISA, Estimate, UnknownFacts, estimate
from optimizer.evidence import load_evidence, load_season
from tests.people_and_programs import applicant, directory, program, programs_in_many_cities

EVIDENCE = load_evidence()
SEASON = load_season(2026)
MANY = directory(*programs_in_many_cities(12))
MIXED = directory(program("known", interview_rate_non_us_img=0.1, sponsors_j1=True), program("bare", name="Bare"))


def estimated(where: Directory = MANY, /, **answers: object) -> Estimate:
    return estimate(applicant(**answers), where, SEASON, EVIDENCE)


def test_the_mean_over_all_that_rates_may_be_is_the_estimate_itself() -> None:
    made = estimated()
    mean = sum(share[:, None, None] * offer for share, offer in UnknownFacts.of(made).cases(RATE))
    assert mean == pytest.approx(made.chances.offer, rel=1e-3)


@pytest.mark.parametrize("kinds", [(RATE,), (VISA,), (RATE, VISA)])
def test_the_shares_of_all_cases_sum_to_one(kinds: tuple[str, ...]) -> None:
    total = sum(share for share, _ in UnknownFacts.of(estimated()).cases(*kinds))
    assert total == pytest.approx(np.ones(12))


@pytest.mark.parametrize("sponsors", [True, False])
@pytest.mark.parametrize("visa", ["j1", "h1b"])
def test_a_policy_that_becomes_known_counts_as_one_that_was_brought_in(sponsors: bool, visa: str) -> None:
    told: dict[str, Any] = {f"sponsors_{visa}": sponsors}
    brought_in = estimated(directory(*programs_in_many_cities(12, **told)), visa=visa)
    found = UnknownFacts.of(estimated(visa=visa)).offers(None, sponsors)
    assert found == pytest.approx(brought_in.chances.offer, rel=1e-12)


def test_nothing_known_leaves_the_chances_as_they_are() -> None:
    made = estimated()
    assert UnknownFacts.of(made).offers(None, None) == pytest.approx(made.chances.offer, rel=1e-12)


def test_a_higher_rate_and_a_sponsored_visa_raise_every_chance() -> None:
    facts = UnknownFacts.of(estimated())
    assert (facts.offers(1.0, None) > facts.offers(0.0, None)).all()
    assert (facts.offers(None, True) > facts.offers(None, False)).all()


def test_facts_that_are_known_are_not_drawn() -> None:
    made = estimated(MIXED)
    facts = UnknownFacts.of(made)
    assert facts.rate.tolist() == [False, True]
    assert facts.visa.tolist() == [False, True]
    for offer in (facts.offers(2.0, False), facts.offers(-2.0, True)):
        assert offer[0] == pytest.approx(made.chances.offer[0], rel=1e-12)
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
        ({"visa": "j1"}, (RATE, VISA)),
        ({"visa": "none"}, (RATE,)),
        ({"visa": None}, (RATE,)),
        ({"type": "us-md", "visa": None}, (RATE,)),
    ],
)
def test_a_policy_that_is_not_needed_is_not_asked_for(answers: dict[str, object], kinds: tuple[str, ...]) -> None:
    assert UnknownFacts.of(estimated(**answers)).kinds == kinds


def test_visas_are_drawn_as_often_sponsored_as_published() -> None:
    facts = UnknownFacts.of(estimated(visa="h1b"))
    rng = np.random.default_rng(0)
    share = np.mean([facts.drawn(rng)[1].mean() for _ in range(2000)])
    assert share == pytest.approx(EVIDENCE.central("visa_h1b_share", "internal-medicine", "non-us-img"), abs=0.01)
