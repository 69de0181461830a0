"""Draws of the coefficients and curves, weighed by the answers: against likelihoods summed over all that can happen."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.arrays import FloatArray
from optimizer.estimate import list_chances_drawn, range_ends
from optimizer.season.outlook import Arrivals, SeasonView
from optimizer.season.outlook.luck import GridChances, answered, luck_after, luck_grid
from optimizer.season.outlook.weighing import FEWEST_DRAWS_THAT_COUNT, WeighedDraws, flattened_weights
from tests.season.outlook.views import prepared, view
from tests.season.seasons import DECEMBER, NOVEMBER, OCTOBER

_SHARE = st.floats(0.0, 1.0)
_BEFORE_REVIEW, _AFTER_ALL = 0.0, 200.0


def half_answered(count: int = 24, day: date = DECEMBER) -> SeasonView:
    made = prepared(count)
    ids = [program.id for program in made.directory.programs]
    invited: dict[str, dict[str, Any]] = {identity: {"invited": OCTOBER} for identity in ids[: count // 4]}
    refused: dict[str, dict[str, Any]] = {identity: {"rejected": NOVEMBER} for identity in ids[count // 4 : count // 3]}
    return view(made, invited | refused, day)


def weighed(season: SeasonView, draws: int = 64) -> WeighedDraws:
    interview = season.luck.mean(season.chances.interview)
    return WeighedDraws.of(season.prepared.estimate, season.answers, season.region, interview, draws)


def matched(drawn: WeighedDraws) -> FloatArray:
    return np.array([luck.match_probability for luck in drawn.lucks])


@given(
    interview=_SHARE,
    invited=st.lists(_SHARE, min_size=5, max_size=5),
    rejected=st.lists(_SHARE, min_size=5, max_size=5),
    days=st.tuples(st.floats(_BEFORE_REVIEW, _AFTER_ALL), st.floats(_BEFORE_REVIEW, _AFTER_ALL)),
)
def test_whatever_the_curves_one_of_all_answers_comes(
    interview: float, invited: list[float], rejected: list[float], days: tuple[float, float]
) -> None:
    one = view(prepared(12), count=1)
    curves = replace(
        one.arrivals, invited=np.array([0.0, *sorted(invited)]), rejected=np.array([0.0, *sorted(rejected)])
    )
    waiting = replace(one.answers, sent_day=np.array([min(days)]), day=np.array([max(days)]))
    yes = np.array([True])
    answers = (waiting, replace(waiting, interviewed=yes), replace(waiting, refused=yes))
    with np.errstate(divide="ignore"):
        likely = [np.exp(answered(some, np.array([interview]), curves).log_likelihood) for some in answers]
    assert sum(likely) == pytest.approx(1.0, abs=1e-9)


def test_answers_speak_for_the_curve_by_which_they_are_out() -> None:
    season = half_answered()
    early, late = (replace(season.arrivals, invited=season.arrivals.invited**power) for power in (0.8, 4.0))
    told = [luck_after(season.answers, season.chances, curves).log_evidence for curves in (early, late)]
    assert told[0] > told[1]
    silent = season.answers.unanswered()
    silent = replace(silent, day=season.answers.day)
    told = [luck_after(silent, season.chances, curves).log_evidence for curves in (early, late)]
    assert told[0] < told[1]


def test_rejections_taken_as_they_are_likely_leave_the_same_mean() -> None:
    season = half_answered()
    made = weighed(season, 512)
    plainly = [
        luck_after(season.answers, GridChances.of(chances, season.region), Arrivals.of(evidence))
        for evidence, chances in list_chances_drawn(
            season.prepared.estimate, season.answers.mode, luck_grid(), made.weight.size
        )
    ]
    logarithm = np.array([luck.log_evidence for luck in plainly])
    weight = np.exp(logarithm - logarithm.max())
    expected = weight @ [luck.match_probability for luck in plainly] / weight.sum()
    assert made.weight @ matched(made) == pytest.approx(expected, abs=0.01)
    # That's what they are for: far more of the draws count.
    assert (made.weight**2).sum() < 0.8 * (weight**2).sum() / weight.sum() ** 2


@pytest.mark.parametrize("day", [OCTOBER, DECEMBER])
def test_the_ends_hardly_hang_on_the_luck_of_the_draws(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    season = half_answered(24, day)
    ends = []
    for seed in range(6):
        monkeypatch.setattr(range_ends, "RANGE_SEED", 500 + seed)
        drawn = weighed(season)
        ends.append(drawn.ends(matched(drawn)))
    many = weighed(season, 1024)
    order = np.argsort(matched(many))
    middle = np.cumsum(many.weight[order]) - many.weight[order] / 2
    true = np.interp([0.1, 0.9], middle, matched(many)[order])
    assert np.sqrt(((np.array(ends) - true) ** 2).mean()) < 0.015


def test_few_draws_never_decide_alone() -> None:
    weight = flattened_weights(np.array([0.0, *[-500.0] * 63]))
    assert 1 / (weight**2).sum() >= FEWEST_DRAWS_THAT_COUNT
    assert flattened_weights(np.zeros(64)) == pytest.approx(np.full(64, 1 / 64))


def test_ends_of_a_number_lie_between_none_and_the_most() -> None:
    season = half_answered()
    drawn = season.drawn
    coming = [luck.mean(luck.later).sum() for luck in drawn.lucks]
    most = float(season.answers.open.sum())
    low, high = drawn.ends(coming, most)
    assert 0 < low < drawn.weight @ coming < high < most
    assert drawn.ends(np.full(64, 3.0), most) == pytest.approx((3.0, 3.0))
