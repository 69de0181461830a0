"""What each limit costs, against lists built without it."""

import pytest

from optimizer.plan import (
    LimitPrice,
    LimitPrices,
    NoList,
    NotDecided,
    Plan,
    ProgramList,
    build_list,
    changed_plan,
    limit_prices,
)
from tests.people_and_programs import directory as directory_of
from tests.people_and_programs import plan, programs_in_many_cities, solved

WHERE = directory_of(*programs_in_many_cities(40))
WANTED = plan(
    regions=({"name": "West", "priority": 10.0, "divisions": ("Pacific", "Mountain")},),
    budget={"dollars": 220.0},
    quotas={
        "applications": {"maximum": 20},
        "region": {"West": {"maximum": 4}},
        "tier": {"reach": {"minimum": 3}},
    },
    signals={"silver": 1},
)


def prices(wanted: Plan = WANTED) -> dict[str, LimitPrice]:
    found = limit_prices(wanted, WHERE)
    assert isinstance(found, LimitPrices)
    assert found.present.value == pytest.approx(solved(wanted, WHERE).value, abs=1e-4)
    assert [one.value_change for one in found.prices] == sorted(
        (one.value_change or 0.0 for one in found.prices), reverse=True
    )
    return {one.limit: one for one in found.prices}


@pytest.mark.parametrize(
    ("limit", "without"),
    [
        ("applications", {"quotas.applications": {}}),
        ("budget", {"budget.dollars": None}),
        ("region West", {"quotas.region": {}}),
        ("tier reach", {"quotas.tier": {}}),
        ("silver signals in internal-medicine", {"signals.silver": None}),
        ("applications and budget, together", {"quotas.applications": {}, "budget.dollars": None}),
        ("all limits but the budget and locks, together", {"quotas": {}, "signals.silver": None}),
    ],
)
def test_a_price_is_what_the_list_without_the_limit_gains(limit: str, without: dict[str, object]) -> None:
    price, free = prices()[limit], build_list(changed_plan(WANTED, without), WHERE)
    assert isinstance(free, ProgramList)
    with_all = solved(WANTED, WHERE)
    assert price.without is not None
    assert price.without.value == pytest.approx(free.value, abs=1e-4)
    assert price.value_change == pytest.approx(free.value - with_all.value, abs=2e-4)
    assert price.spend_change == pytest.approx(price.without.spend - with_all.spend)
    assert price.value_change_range is not None
    low, high = price.value_change_range
    assert low - 1e-12 <= (price.value_change or 0.0) <= high + 1e-12


def test_limits_that_bind_side_by_side_cost_together_what_neither_costs_alone() -> None:
    found = prices(plan(budget={"dollars": 220.0}, quotas={"applications": {"maximum": 20}}))
    assert found["applications"].value_change == pytest.approx(0.0, abs=1e-4)
    assert found["budget"].value_change == pytest.approx(0.0, abs=1e-4)
    assert (found["applications and budget, together"].value_change or 0.0) > 0.01


def test_the_season_s_own_caps_have_no_price() -> None:
    assert not any("signals" in limit for limit in prices(plan(budget={"dollars": 220.0})))


def test_a_lock_has_a_price() -> None:
    listed = {one.id for one in solved(plan(quotas={"applications": {"maximum": 39}}), WHERE).programs}
    (worst,) = {one.id for one in WHERE.programs} - listed
    found = prices(
        plan(quotas={"applications": {"maximum": 2}}, locks={"apply": (worst,)}, signals={"never": (worst,)})
    )
    assert (found[f"lock on {worst}"].value_change or 0.0) > 0


def test_programs_ruled_out_for_the_list_or_for_signals_have_a_price() -> None:
    best = solved(plan(quotas={"applications": {"maximum": 2}}), WHERE).programs[0]
    alike = tuple(one.id for one in WHERE.programs if one.setting == best.setting)
    others = tuple(one.id for one in WHERE.programs if one.id not in alike)
    found = prices(plan(quotas={"applications": {"maximum": 2}}, locks={"never": alike}, signals={"never": others}))
    assert (found[f"programs locked out ({len(alike)})"].value_change or 0.0) > 0
    assert (found[f"programs never signalled ({len(others)})"].value_change or 0.0) > 0
    assert found[f"programs locked out ({len(alike)})"].used is None


def test_a_limit_says_its_sides_and_how_far_it_is_used() -> None:
    found = prices()
    assert (found["applications"].minimum, found["applications"].maximum, found["applications"].used) == (None, 20, 20)
    assert (found["tier reach"].minimum, found["tier reach"].maximum) == (3, None)
    assert (found["budget"].maximum, found["budget"].used) == (220.0, 220.0)


def test_a_plan_without_limits_has_no_prices() -> None:
    assert prices(plan()) == {}


def test_where_there_is_no_list_the_clash_is_told() -> None:
    assert isinstance(limit_prices(plan(quotas={"applications": {"minimum": 50}}), WHERE), NoList)
    assert isinstance(limit_prices(WANTED, WHERE, time_limit_s=0.0), NotDecided)


NEAR = {"of": "Los Angeles, CA", "miles": 400.0}


@pytest.mark.parametrize(
    ("conditions", "row", "without"),
    [
        ({"distance": (NEAR,)}, "condition: within 400 miles of Los Angeles, CA (leaves out 20)", {"distance": ()}),
        ({"step2": {"unknown": 4}}, "condition: your Step 2 CK is high enough (leaves out 0)", {"step2": None}),
        ({"step2": {"weight": 5.0, "unknown": "exclude"}}, None, {"step2": {"weight": 5.0}}),
    ],
)
def test_a_condition_costs_what_the_list_without_it_gains(
    conditions: dict[str, object], row: str | None, without: dict[str, object]
) -> None:
    some_known = directory_of(
        *(one.model_copy(update={"step2_minimum": 220 + k if k < 9 else None}) for k, one in enumerate(WHERE.programs))
    )
    wanted = plan(conditions=conditions, quotas={"applications": {"maximum": 8}}, locks={"never": ("im-00",)})
    found = limit_prices(wanted, some_known)
    assert isinstance(found, LimitPrices)
    (price,) = [one for one in found.prices if one.limit.startswith("condition: ")]
    assert row in {None, price.limit}
    free = solved(changed_plan(wanted, {f"conditions.{key}": value for key, value in without.items()}), some_known)
    assert price.without is not None
    assert price.without.value == pytest.approx(free.value, abs=1e-4)
    assert (price.value_change or 0.0) > 0.0003


def test_conditions_have_a_price_together_where_there_are_several_and_preferences_have_none() -> None:
    wanted = plan(
        conditions={
            "distance": (NEAR,),
            "setting": {"any_of": ("university",)},
            "price_parity": {"maximum": 100.0, "weight": 3.0},
        }
    )
    found = prices(wanted)
    each = [one.value_change or 0.0 for name, one in found.items() if name.startswith("condition: ")]
    assert len(each) == 2
    assert (found["all conditions, together"].value_change or 0.0) > max(each)
    assert not any("price level" in name for name in found)


def test_specialties_at_an_institution_have_one_price() -> None:
    both = directory_of(
        *programs_in_many_cities(6),
        *programs_in_many_cities(6, prefix="fm", specialty="family-medicine", institution="Hospital im-00"),
        *programs_in_many_cities(4, prefix="hm", institution="Hospital im-00"),
    )
    wanted = plan(
        applicant={"type": "us-md", "specialties": ("internal-medicine", "family-medicine")},
        quotas={"specialties_per_institution": 1},
    )
    found = limit_prices(wanted, both)
    assert isinstance(found, LimitPrices)
    (price,) = found.prices
    assert (price.limit, price.maximum, price.used) == ("one specialty at an institution", 1.0, None)
    free = solved(changed_plan(wanted, {"quotas.specialties_per_institution": None}), both)
    assert price.without is not None
    assert price.without.value == pytest.approx(free.value, abs=1e-4)
    told = solved(wanted, both).limits[0]
    assert (told.name, told.maximum, told.used, told.binding) == ("one specialty at an institution", 1.0, 1.0, True)


def test_a_minimum_in_each_opened_region_is_told_as_it_was_asked_for() -> None:
    found = prices(
        plan(
            regions=({"name": "West", "priority": 10.0, "divisions": ("Pacific", "Mountain")},),
            quotas={"per_opened_region": {"minimum": 3}, "applications": {"maximum": 6}},
        )
    )
    assert found["programs in West, if it is opened"].minimum == 3.0
