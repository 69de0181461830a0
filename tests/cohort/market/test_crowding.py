"""Chances that expect others to follow the same advice: programs hold as many interviews, whoever applies."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit, logit

from optimizer.cohort.market.adoption import everybody
from optimizer.cohort.market.crowding import Sent, crowding, with_crowding
from optimizer.cohort.market.knowing import Adviser, Facts
from optimizer.cohort.market.study import NOTHING_KNOWN, Study
from optimizer.estimate import draw_scenarios
from optimizer.evidence import load_season
from tests.cohort.market.seasons import evidence, opened
from tests.drawn import examples

PROGRAMS = 4


@examples(50)
@given(
    program=st.lists(st.integers(0, PROGRAMS - 1), min_size=1, max_size=60),
    seed=st.integers(0, 1000),
    share=st.floats(0.05, 0.95),
)
def test_a_program_holds_as_many_interviews_whoever_applies(program: list[int], seed: int, share: float) -> None:
    chance = np.random.default_rng(seed).uniform(0.01, 0.9, len(program))
    sent = Sent(np.array(program), chance)
    wanted = np.asarray(share * np.bincount(sent.program, minlength=PROGRAMS), dtype=np.float64)
    shift = crowding(sent, wanted)
    held = np.bincount(sent.program, expit(logit(chance) + shift[sent.program]), PROGRAMS)
    asked = np.bincount(sent.program, minlength=PROGRAMS) > 0
    np.testing.assert_allclose(held[asked], wanted[asked], atol=1e-6)


def test_where_the_same_people_apply_nothing_changes_and_where_twice_as_many_do_chances_fall() -> None:
    sent = Sent(np.array([0, 0, 1]), np.array([0.3, 0.1, 0.5]))
    assert crowding(sent, sent.expected(2)) == pytest.approx([0.0, 0.0], abs=1e-9)
    twice = Sent(np.tile(sent.program, 2), np.tile(sent.chance, 2))
    assert (crowding(twice, sent.expected(2)) < 0).all()


def test_a_program_where_fewer_apply_than_it_can_interview_is_open_to_all() -> None:
    shift = crowding(Sent(np.array([0]), np.array([0.2])), np.array([5.0, 1.0]))
    assert shift == pytest.approx([12.0, 12.0])


def test_crowding_moves_interviews_alone_and_where_there_is_none_nothing() -> None:
    season = opened()
    programs = season.market.programs
    adviser = Adviser(programs, evidence(), load_season(2026), Facts.none(programs), draw_scenarios(8))
    told = adviser.tell(season.market.people, 0)
    same = with_crowding(told, np.zeros(programs.count))
    np.testing.assert_allclose(same.chances.offer, told.chances.offer, rtol=1e-9)
    crowded = with_crowding(told, np.where(np.arange(programs.count) == 0, -1.0, 0.0))
    assert (crowded.chances.interview[0] < told.chances.interview[0]).all()
    np.testing.assert_allclose(crowded.chances.interview[1:], told.chances.interview[1:], rtol=1e-9)
    np.testing.assert_allclose(
        crowded.chances.offer[0] / crowded.chances.interview[0], told.chances.offer[0] / told.chances.interview[0]
    )


def test_advice_that_expects_others_ends_in_a_season_of_its_own() -> None:
    study = Study(("neurological-surgery",), scale=0.02, replications=1, adoption_scale=0.02, adoption_rounds=2)
    first = everybody(study, "neurological-surgery", NOTHING_KNOWN)
    one = first.expecting
    assert one.matched.size == first.matched.size
    assert 1 <= one.rounds <= 2
    assert 0 < one.changed < 1
    assert ((one.alone >= 0) & (one.alone <= 1)).all()
    # What one more person with the first list can expect is what the season of the first lists gives, on average.
    assert one.alone_unaware.mean() == pytest.approx(first.matched.mean(), abs=0.15)
