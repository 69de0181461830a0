"""Chances without dice: what comes out when dice are thrown, and what the estimate says where it is right."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest
from scipy.special import logit

from optimizer.cohort.market import Applications, Luck, calibration, load_market, play, prospects
from optimizer.cohort.market.applying import by_nearness, follow, seen_by
from optimizer.cohort.market.chance import generator
from optimizer.cohort.market.people import People, draw_people
from optimizer.evidence import load_evidence, load_season
from tests.cohort.market.own_world import stated_and_true
from tests.cohort.market.seasons import opened, played

EVIDENCE, SEASON = load_evidence(), load_season(2026)
THROWS = 300
Drawn = Callable[[np.ndarray, np.ndarray], np.ndarray]


def with_one_more(people: People, one: People) -> People:
    return People(*(np.concatenate([getattr(people, name), getattr(one, name)]) for name in People.__slots__))


@dataclass(frozen=True)
class OneMore(Luck):
    """The luck of a season's people, and below it that of one more."""

    others: Luck
    theirs: Luck
    tastes: Luck

    def __init__(self, others: Luck, theirs: Luck, tastes: Luck) -> None:
        for name, value in (("others", others), ("theirs", theirs), ("tastes", tastes)):
            object.__setattr__(self, name, value)

    def screening(self, person: np.ndarray, program: np.ndarray) -> np.ndarray:
        return self._stacked(self.others.screening, self.theirs.screening, person, program)

    def interview(self, person: np.ndarray, program: np.ndarray) -> np.ndarray:
        return self._stacked(self.others.interview, self.theirs.interview, person, program)

    def taste(self, person: np.ndarray, program: np.ndarray) -> np.ndarray:
        return self._stacked(self.others.taste, self.tastes.taste, person, program)

    def _stacked(self, others: Drawn, theirs: Drawn, person: np.ndarray, program: np.ndarray) -> np.ndarray:
        last = self.others.people
        old = person < last
        return np.concatenate([others(person[old], program[old]), theirs(person[~old] - last, program[~old])])


def test_chances_are_those_of_dice_thrown_with_the_applicant_in_the_season() -> None:
    """One more applicant really takes part: whole seasons played again and again with other luck for that one only."""
    found, season = opened(scale=0.2), played(scale=0.2)
    programs = found.market.programs
    one = draw_people(load_market(), EVIDENCE, programs, {"us-md": 1}, generator(3, "one more"))
    seen = seen_by(one, programs, np.array([0]), 20, 0.7, generator(3, "seen"))
    lists = follow(by_nearness, seen, SEASON.signal_caps(programs.specialty))
    taste = Luck.draw(1, programs.count, 3, "taste")
    expected = prospects(found.market, season, one, lists, taste)
    with_them = replace(found.market, people=with_one_more(found.market.people, one))
    last = found.market.people.count
    own = Applications.of(lists)
    applications = Applications(
        np.concatenate([found.folklore.person, own.person + last]),
        np.concatenate([found.folklore.program, own.program]),
        np.concatenate([found.folklore.mode, own.mode]),
    )
    matched, interviews, utility = [], [], []
    for throw in range(THROWS):
        theirs = Luck.draw(1, programs.count, 100 + throw, "throw")
        after = play(with_them, applications, OneMore(found.luck, theirs, taste))
        matched.append(after.matched[last])
        utility.append(after.utility[last])
        interviews.append(after.interviews_of()[last])
    error = np.sqrt(expected.matched[0] * (1 - expected.matched[0]) / THROWS)
    assert 0.1 < expected.matched[0] < 0.95
    assert np.mean(matched) == pytest.approx(expected.matched[0], abs=4 * error + 0.01)
    assert np.mean(utility) == pytest.approx(expected.utility[0], abs=4 * error + 0.01)
    assert np.mean(interviews) == pytest.approx(
        expected.interviews[0], abs=4 * np.sqrt(expected.interviews[0] / THROWS)
    )


@pytest.mark.parametrize("kind", ["us-md", "non-us-img"])
def test_in_a_world_that_follows_the_estimate_stated_chances_are_true(kind: str) -> None:
    stated, true = (
        np.concatenate(parts) for parts in zip(*(stated_and_true(kind, seed) for seed in range(14)), strict=True)
    )
    found = calibration(stated, true, np.ones(stated.size))
    assert found.expected_error < 0.035
    assert abs(found.bias) < 0.025
    assert stated.std() > 0.1


def test_in_a_world_that_is_harder_than_the_estimate_believes_stated_chances_are_too_high() -> None:
    stated, true = stated_and_true("us-img", 1, off=-1.0)
    in_the_same_world_as_believed = calibration(*stated_and_true("us-img", 1), np.ones(stated.size)).bias
    found = calibration(stated, true, np.ones(stated.size)).bias
    assert found > 0.05
    assert found > in_the_same_world_as_believed + 0.1
    assert logit(stated.mean()) > logit(true.mean())
