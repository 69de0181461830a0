"""What programs make of applicants: term by term what the estimate makes of them, hidden things apart."""

from dataclasses import replace

import numpy as np
import pytest

from optimizer.cohort.market.chance import generator
from optimizer.cohort.market.figures import load_market
from optimizer.cohort.market.knowing import Adviser, Facts
from optimizer.cohort.market.pairs import Truth, pairs_of
from optimizer.cohort.market.people import People, draw_people
from optimizer.cohort.market.programs import NOWHERE, Programs, draw_programs
from optimizer.estimate import OUT_OF_REACH, Weights, draw_scenarios
from optimizer.estimate.terms import answers_of, terms_of
from optimizer.evidence import load_evidence, load_season
from optimizer.vocabulary import APPLICANT_TYPES, MODES

EVIDENCE, SEASON = load_evidence(), load_season(2026)
NO_LEVEL = Truth(EVIDENCE, np.zeros(4), np.zeros(4))


def world(specialty: str, kind: str, count: int = 12) -> tuple[Programs, People]:
    programs = draw_programs(load_market(), EVIDENCE, specialty, scale=0.3, seed=5)
    people = draw_people(load_market(), EVIDENCE, programs, {kind: count}, generator(5, "standing", kind))
    blank = np.zeros(people.count)
    wanted = np.ones(people.count)
    return programs, replace(people, strength=blank, reception=wanted, region_luck=np.zeros_like(people.region_luck))


@pytest.mark.parametrize("kind", APPLICANT_TYPES)
@pytest.mark.parametrize("specialty", ["psychiatry", "anesthesiology"])
def test_the_worlds_terms_are_the_estimates_at_the_same_coefficients(specialty: str, kind: str) -> None:
    """Between programs and modes both add the same; only a constant of the type, centred in the estimate, differs."""
    programs, people = world(specialty, kind)
    effect = np.zeros_like(programs.effect)
    programs = replace(programs, effect=effect)
    facts = replace(Facts.none(programs), visa_known=True)
    adviser = Adviser(programs, EVIDENCE, SEASON, facts, draw_scenarios(8))
    everywhere = np.arange(programs.count)
    for person in range(people.count):
        situation = adviser.situation(people, person)
        terms = terms_of(situation, answers_of(situation), EVIDENCE, Weights(setting=0.0))
        pairs = pairs_of(people, programs, np.full(programs.count, person), everywhere)
        differences = []
        for mode, name in enumerate(MODES):
            if situation.open_mode[0, mode]:
                own = NO_LEVEL.interview(people, programs, pairs, np.full(programs.count, mode))
                differences.append(own - (terms.program + terms.geography + terms.signal[:, MODES.index(name)]))
        # A program that refuses a visa is measured against all programs here, and against those that sponsor there.
        sponsored = pairs.sponsored
        spread = np.array(differences)[:, sponsored]
        np.testing.assert_allclose(spread, spread[0, 0], atol=1e-9)
        offer = NO_LEVEL.offer(people, programs, pairs) - terms.score_offer - terms.ties_offer
        np.testing.assert_allclose(offer, 0.0, atol=1e-9)


def test_a_tie_is_nearest_at_its_own_program_and_nowhere_where_there_is_none() -> None:
    programs, people = world("psychiatry", "us-md", 40)
    people = replace(people, home=np.arange(40) % programs.count, family=np.full(40, NOWHERE))
    pairs = pairs_of(people, programs, np.arange(40), np.arange(40) % programs.count)
    assert not pairs.home_nearest.any()
    assert (pairs.family_nearest == OUT_OF_REACH).all()
    assert pairs.in_state.all()


def test_strength_and_luck_in_a_division_move_an_interview_and_only_strength_moves_the_ranking() -> None:
    programs, people = world("psychiatry", "us-img")
    pairs = pairs_of(people, programs, np.zeros(3, dtype=np.int64), np.arange(3))
    plain = np.zeros(3, dtype=np.int64)
    stronger = replace(people, strength=people.strength + 2.0)
    luckier = replace(people, region_luck=people.region_luck + 2.0)
    base, offer = NO_LEVEL.interview(people, programs, pairs, plain), NO_LEVEL.offer(people, programs, pairs)
    sd, region, sd_offer = (
        EVIDENCE.central(name, None, "us-img") for name in ("strength_sd_interview", "region_sd", "strength_sd_offer")
    )
    np.testing.assert_allclose(NO_LEVEL.interview(stronger, programs, pairs, plain) - base, 2 * sd)
    np.testing.assert_allclose(NO_LEVEL.interview(luckier, programs, pairs, plain) - base, 2 * region)
    np.testing.assert_allclose(NO_LEVEL.offer(stronger, programs, pairs) - offer, 2 * sd_offer)
    np.testing.assert_allclose(NO_LEVEL.offer(luckier, programs, pairs), offer)
    unwelcome = replace(people, reception=np.zeros(people.count))
    np.testing.assert_allclose(
        NO_LEVEL.offer(unwelcome, programs, pairs) - offer, EVIDENCE.central("hardly_wanted_effect")
    )
    np.testing.assert_allclose(NO_LEVEL.interview(unwelcome, programs, pairs, plain), base)


def test_a_program_that_refuses_the_visa_hardly_ever_invites() -> None:
    programs, people = world("psychiatry", "non-us-img", 60)
    needs = int(np.flatnonzero(people.visa == 1)[0])
    pairs = pairs_of(people, programs, np.full(programs.count, needs), np.arange(programs.count))
    j1, _ = programs.visa
    np.testing.assert_array_equal(pairs.sponsored, j1)
    free = replace(people, visa=np.zeros_like(people.visa))
    unneeded = pairs_of(free, programs, pairs.person, pairs.program)
    assert unneeded.sponsored.all()
    difference = NO_LEVEL.interview(free, programs, unneeded, np.zeros(programs.count, dtype=np.int64)) - (
        NO_LEVEL.interview(people, programs, pairs, np.zeros(programs.count, dtype=np.int64))
    )
    bonus = EVIDENCE.central("visa_not_needed_effect", None, "non-us-img")
    refused = -np.log(EVIDENCE.central("visa_refused_share"))
    np.testing.assert_allclose(difference[j1], bonus)
    np.testing.assert_allclose(difference[~j1], bonus + refused)
