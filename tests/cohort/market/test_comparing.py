"""Differences and calibration, counted by hand."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import ttest_rel

from optimizer.cohort.market import Interval, Seasons, Study, calibration, cells_of
from optimizer.cohort.market.comparing import (
    adopted_means,
    calibration_of_trials,
    calibration_when_adopted,
    interval,
    settling_of,
    totals_of,
    world_means,
)
from optimizer.cohort.market.study import MATCHLIST, NOTHING_KNOWN, RULES, Adopted, Expecting, Group, Trial

STUDY = Study(("psychiatry", "neurology"), ("us-do",), replications=3, people=2)
WEIGHT = {("psychiatry", "us-do"): 300.0, ("neurology", "us-do"): 100.0}


def trial(specialty: str, rule: str, replication: int, matched: float) -> Trial:
    two = np.full(2, matched) + np.array([-0.01, 0.01])
    dollars = np.full(2, np.nan if specialty == "neurology" else 780.0)
    return Trial(
        specialty,
        "us-do",
        rule,
        NOTHING_KNOWN,
        replication,
        two,
        two * 10,
        two,
        two * 0.9,
        two * 8,
        np.array([45, 45]),
        dollars,
    )


def seasons(shift: float = 0.05) -> Seasons:
    trials = tuple(
        trial(
            specialty,
            rule,
            season,
            0.5 + 0.01 * season**2 + (shift + 0.01 * season) * (rule == MATCHLIST) + 0.02 * (rule == "greedy"),
        )
        for specialty in STUDY.specialties
        for rule in RULES
        for season in range(3)
    )
    return Seasons(STUDY, trials, (), ())


def test_an_interval_is_students_over_seasons_and_paired() -> None:
    (cell, _) = cells_of(seasons())
    difference = np.array([0.03, 0.04, 0.05])
    assert cell.best == "greedy"
    assert cell.best_plain == "tiers"
    assert cell.matched.mean == pytest.approx(0.04)
    expected = ttest_rel(difference, np.zeros(3)).confidence_interval(0.95)
    assert (cell.matched.low, cell.matched.high) == pytest.approx((expected.low, expected.high))
    assert cell.matched.tells_apart
    assert cell.matched_plain.mean == pytest.approx(0.06)
    assert cell.utility.mean == pytest.approx(0.036)


def test_where_folklore_wins_the_difference_is_below_zero() -> None:
    (cell, _) = cells_of(seasons(shift=-0.2))
    assert cell.matched.high < 0
    assert cell.matched.tells_apart


def test_one_season_takes_people_for_values_and_one_value_has_no_interval() -> None:
    study = replace(STUDY, replications=1)
    once = Seasons(study, tuple(one for one in seasons().trials if one.replication == 0), (), ())
    assert cells_of(once)[0].matched.low < cells_of(once)[0].matched.high or math.isclose(
        cells_of(once)[0].matched.low, cells_of(once)[0].matched.high
    )
    alone = interval(np.array([0.3]))
    assert alone.mean == 0.3
    assert math.isnan(alone.low)
    assert not alone.tells_apart
    assert not Interval(0.1, -0.1, 0.3).tells_apart


def test_totals_weigh_specialties_by_their_applicants_and_dollars_where_they_are_known() -> None:
    shifted = [
        replace(one, matched=one.matched - 0.4) if one.specialty == "neurology" else one for one in seasons().trials
    ]
    (total,) = totals_of(Seasons(STUDY, tuple(shifted), (), ()), WEIGHT)
    (cell, _) = cells_of(seasons())
    assert total.rules[MATCHLIST].matched == pytest.approx(cell.rules[MATCHLIST].matched - 0.1)
    assert total.rules[MATCHLIST].dollars == pytest.approx(780.0)


def test_the_expected_calibration_error_is_the_mean_distance_over_tenths() -> None:
    stated = np.array([0.05, 0.95, 0.95, 1.0])
    happened = np.array([0.0, 1.0, 0.0, 1.0])
    found = calibration(stated, happened, np.ones(4))
    assert [one.share for one in found.bins] == pytest.approx([0.25, 0.75])
    assert found.expected_error == pytest.approx(0.25 * 0.05 + 0.75 * (2.9 / 3 - 2 / 3))
    assert found.bias == pytest.approx((0.05 - 0.0 + 2.9 - 2.0) / 4)
    assert calibration(happened, happened, np.ones(4)).expected_error == 0.0


def test_calibration_weighs_people_by_how_many_they_stand_for() -> None:
    trials = [
        replace(one, stated=one.matched + (0.1 if one.specialty == "psychiatry" else -0.1)) for one in seasons().trials
    ]
    assert calibration_of_trials(trials, WEIGHT).bias == pytest.approx(0.05)
    assert calibration_of_trials(trials, WEIGHT, "us-do").bias == pytest.approx(0.05)


def test_a_season_of_everybody_is_told_by_type() -> None:
    def adopted(specialty: str, after: list[bool]) -> Adopted:
        matched, before = np.array(after), np.array([True, False, False, True])
        return Adopted(
            specialty,
            NOTHING_KNOWN,
            np.array([0, 0, 1, 1]),
            np.full(4, 0.75),
            matched,
            before,
            matched * 1.0,
            before * 0.7,
            np.array([1, 2, 3, 4]),
            np.array([1, 1, 1, 1]),
            Expecting(
                stated=np.full(4, 0.5),
                matched=~matched,
                utility=~matched * 0.7,
                interviews=np.array([2, 2, 2, 2]),
                alone=np.array([0.6, 0.6, 0.2, 0.2]),
                alone_unaware=np.array([0.5, 0.3, 0.2, 0.2]),
                rounds=3 if specialty == "psychiatry" else 5,
                still_moving=0.1,
                changed=0.25,
            ),
        )

    both = [adopted("psychiatry", [True, True, False, False]), adopted("neurology", [True, True, True, False])]
    us_md, us_do, *others = adopted_means(both)
    assert (us_md.applicants, us_md.matched, us_md.matched_before) == (4, 1.0, 0.5)
    assert (us_do.matched, us_do.utility_before, us_do.interviews) == pytest.approx((0.25, 0.35, 3.5))
    assert all(one.applicants == 0 and math.isnan(one.matched) for one in others)
    assert calibration_when_adopted(both, NOTHING_KNOWN).bias == pytest.approx(0.75 - 5 / 8)
    assert us_md.more_matched.mean == pytest.approx(0.5)
    assert (us_md.expecting.matched, us_md.expecting.more_matched.mean) == (0.0, -1.0)
    assert (us_md.expecting.alone, us_md.expecting.more_alone.mean) == pytest.approx((0.6, 0.2))
    assert us_do.expecting.more_alone.mean == 0.0
    assert calibration_when_adopted(both, NOTHING_KNOWN, expecting=True).bias == pytest.approx(0.5 - 3 / 8)
    settled = settling_of(both, NOTHING_KNOWN)
    assert (settled.rounds, settled.changed) == (4.0, 0.25)
    assert (settled.matched_before, settled.matched, settled.matched_expecting) == pytest.approx((0.5, 5 / 8, 3 / 8))


def test_match_rates_of_the_world_are_of_those_with_an_interview() -> None:
    groups = [
        Group("psychiatry", "us-md", season, 10, listed, matched, 0.1 + 0.1 * season, 5.0, 3.0)
        for season, listed, matched in ((0, 8, 4), (1, 8, 8))
    ]
    (found,) = world_means(groups)
    assert found.match_rate == 0.75
    assert found.interview_rate == pytest.approx(0.15)
    (nobody,) = world_means([replace(groups[0], listed=0, matched=0)])
    assert math.isnan(nobody.match_rate)
