"""Rules of thumb: what they choose, what they cost, and to whom signals go."""

from dataclasses import replace

import numpy as np
import pytest

from optimizer.cohort.market.applying import (
    FOLKLORE,
    NOT_APPLIED,
    Purse,
    Seen,
    aimed,
    by_chance,
    by_luck,
    by_nearness,
    by_regions,
    by_reputation,
    by_tiers,
    follow,
    heard_of,
)
from optimizer.evidence import load_season
from optimizer.portfolio import Limit, Problem, spend
from optimizer.vocabulary import APPLICANT_TYPES, MODES
from tests.cohort.market.seasons import evidence, opened

PROGRAMS = 40
CAPS = {"gold": 2, "silver": 3}


def seen(people: int = 3, length: int = 20) -> Seen:
    rng = np.random.default_rng(4)
    shape = (people, PROGRAMS)
    own_state = np.zeros(shape, dtype=np.bool_)
    own_state[:, :6] = True
    preferred = np.zeros(shape, dtype=np.bool_)
    preferred[:, 6:16] = True
    return Seen(
        length=length,
        utility=np.where(own_state | preferred, 1.0, 0.7),
        near_first=-rng.random(shape) * 1000,
        reputation=np.broadcast_to(rng.normal(size=PROGRAMS), shape),
        own_state=own_state,
        preferred=preferred,
        luck=rng.random(shape),
        tier=np.broadcast_to(np.array(["reach", "realistic", "safety", "realistic"] * 10), shape),
        chance=rng.random(shape) * 0.3,
    )


@pytest.mark.parametrize("name", FOLKLORE)
def test_every_rule_spends_the_same_and_no_more_signals_than_there_are(name: str) -> None:
    lists = follow(FOLKLORE[name], seen(), CAPS)
    assert ((lists != NOT_APPLIED).sum(axis=1) == 20).all()
    for kind in MODES[1:]:
        assert ((lists == MODES.index(kind)).sum(axis=1) == CAPS.get(kind, 0)).all()


def test_nearest_reputed_and_likeliest_are_what_they_say() -> None:
    everything = seen()
    for rule, values in (
        (by_nearness, everything.near_first),
        (by_reputation, everything.reputation),
        (by_chance, everything.chance),
    ):
        assert values is not None
        lists = follow(rule, everything, {})
        for mode, value in zip(lists, values, strict=True):
            assert value[mode != NOT_APPLIED].min() >= value[mode == NOT_APPLIED].max()


def test_tiers_are_split_as_the_guides_say() -> None:
    lists = follow(by_tiers, seen(), {})
    tier = seen().tier
    assert tier is not None
    for mode, tiers in zip(lists, tier, strict=True):
        chosen = tiers[mode != NOT_APPLIED]
        # 7.5 : 20 : 15 of 20; what is rounded goes to the next tier.
        assert [int((chosen == name).sum()) for name in ("reach", "realistic", "safety")] == [4, 9, 7]


def test_regions_are_split_as_the_guides_say_and_filled_up_where_a_region_is_small() -> None:
    for mode in follow(by_regions, seen(length=12), {}):
        chosen = np.flatnonzero(mode != NOT_APPLIED)
        assert [int((chosen < 6).sum()), int(((chosen >= 6) & (chosen < 16)).sum())] == [3, 4]
    small = follow(by_regions, seen(length=36), {})
    assert ((small != NOT_APPLIED).sum(axis=1) == 36).all()
    assert (small[:, :6] != NOT_APPLIED).all()


def test_the_strongest_signals_go_to_the_favourites() -> None:
    everything = seen()
    for mode, utility, near in zip(
        follow(by_nearness, everything, CAPS), everything.utility, everything.near_first, strict=True
    ):
        golden, none = mode == MODES.index("gold"), mode == MODES.index("none")
        assert utility[golden].min() >= utility[none].max()
        same = none & (utility == 1.0)
        if same.any():
            assert near[golden].min() > near[same].max()


@pytest.mark.parametrize("rule", [by_tiers, by_chance])
def test_a_rule_that_needs_an_estimate_says_so(rule) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    with pytest.raises(ValueError, match="no estimate"):
        rule(replace(seen(), tier=None, chance=None))


@pytest.mark.parametrize("specialty", ["psychiatry", "emergency-medicine"])
@pytest.mark.parametrize("count", [1, 17, 18, 19, 30, 31, 46])
def test_a_purse_costs_what_the_fees_of_a_problem_cost(specialty: str, count: int) -> None:
    purse = Purse.of(load_season(2026), specialty, count, 100)
    assert purse.applications == count
    assert purse.fees is not None
    problem = Problem(
        offer_chance=np.full((100, 1, 1), 0.1),
        scenario_weight=np.ones(1),
        utility=np.ones(100),
        fees=(purse.fees,),
        limits=(Limit("none", np.ones((100, 1))),),
    )
    mode = np.where(np.arange(100) < count, 0, -1)
    assert purse.cost(count) == pytest.approx(spend(problem, mode))
    assert purse.dollars == purse.cost(count)
    assert purse.cost(0) == 0.0


def test_where_fees_are_unknown_the_number_of_applications_is_the_budget() -> None:
    purse = Purse.of(load_season(2026), "obstetrics-gynecology", 70, 252)
    assert purse.dollars is None
    assert purse.applications == 70
    assert purse.cost(70) == 0.0


def test_in_a_small_world_nobody_applies_everywhere() -> None:
    assert Purse.of(load_season(2026), "internal-medicine", 160, 58).applications == 38


@pytest.mark.parametrize("aim", [-0.2, 0.0, 0.5])
def test_who_has_heard_applies_where_people_like_them_are_taken_as_far_as_said(aim: float) -> None:
    rng = np.random.default_rng(4)
    welcome, length = rng.normal(size=120), 30
    blank = np.zeros((400, 120))
    people = Seen(length, blank + 1.0, blank, blank, blank > 0, blank > 0, rng.random((400, 120)))
    rule = aimed(by_luck, heard_of(welcome, 400, rng), welcome, aim)
    lists = follow(rule, people, {})
    assert ((lists >= 0).sum(axis=1) == length).all()
    applied = np.broadcast_to(welcome, lists.shape)[lists >= 0]
    assert applied.mean() - welcome.mean() == pytest.approx(aim, abs=0.01)


def test_who_applies_everywhere_has_nothing_to_aim_at() -> None:
    rng = np.random.default_rng(4)
    welcome, blank = rng.normal(size=6), np.zeros((5, 6))
    people = Seen(6, blank + 1.0, blank, blank, blank > 0, blank > 0, rng.random((5, 6)))
    assert (follow(aimed(by_luck, heard_of(welcome, 5, rng), welcome, 0.7), people, {}) >= 0).all()


def test_the_background_of_a_season_aims_as_the_evidence_says() -> None:
    found = opened("psychiatry", 1.0)
    programs, kinds = found.market.programs, found.market.people.type[found.folklore.person]
    for column, kind in enumerate(APPLICANT_TYPES):
        welcome = programs.effect[:, column]
        asked = welcome[found.folklore.program[kinds == column]].mean() - welcome.mean()
        assert asked == pytest.approx(evidence().central("aim_effect", None, kind), abs=0.06)
