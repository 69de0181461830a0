"""The panel's wishes and the plan they are written into."""

from dataclasses import replace

import pytest

from optimizer.dashboard.opening import EXAMPLES, open_example
from optimizer.dashboard.wishes import mended, plan_with, wishes_of
from optimizer.errors import BadInput
from optimizer.plan import ELSEWHERE, Plan, Quota, Suggestion
from tests.people_and_programs import plan as small_plan


def two_regions() -> Plan:
    return small_plan(
        regions=({"name": "home", "priority": 9, "states": ("CA",)}, {"name": "east", "states": ("NY",)}),
        quotas={
            "tier": {"reach": {"minimum": 2}},
            "region": {ELSEWHERE: {"maximum": 7}},
            "setting": {"unknown": {"maximum": 1}},
        },
    )


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_untouched_is_the_plan_of_its_file(name: str) -> None:
    plan = open_example(name).plan
    assert plan_with(plan, wishes_of(plan)) == plan


def test_each_wish_arrives_in_the_plan() -> None:
    plan = two_regions()
    wishes = replace(
        wishes_of(plan),
        budget_usd=500.0,
        priority={"home": 1.0, "east": 2.0, ELSEWHERE: 3.0},
        flexibility=1.0,
        applications=(3, 8),
        tier={"reach": (None, None), "realistic": (1, None), "safety": (None, 4)},
        region={"home": (1, 2), "east": (None, None), ELSEWHERE: (0, 0)},
    )
    changed = plan_with(plan, wishes)
    assert wishes_of(changed) == wishes
    assert changed.quotas.tier == {"realistic": Quota(minimum=1), "safety": Quota(maximum=4)}


def test_what_the_panel_does_not_show_stays() -> None:
    plan = two_regions()
    changed = plan_with(plan, replace(wishes_of(plan), budget_usd=1.0))
    assert changed.quotas.setting == plan.quotas.setting
    assert changed.applicant == plan.applicant


def test_all_contradictions_are_named_at_once() -> None:
    wishes = replace(
        wishes_of(two_regions()),
        applications=(9, 8),
        tier={"reach": (5, 4), "realistic": (None, None), "safety": (None, None)},
        region={"home": (3, 2), "east": (None, None), ELSEWHERE: (None, None)},
    )
    with pytest.raises(BadInput) as refused:
        plan_with(two_regions(), wishes)
    assert [fault.where for fault in refused.value.faults] == ["All applications", "Reach programs", "home"]


def remedy(limit: str, side: str, needed: float) -> Suggestion:
    return Suggestion.model_validate({"limit": limit, "side": side, "present": 0.0, "needed": needed, "words": ""})


def test_a_remedy_changes_its_limit_and_nothing_else() -> None:
    plan = two_regions()
    richer = mended(plan, remedy("budget", "maximum", 330.0))
    assert richer is not None
    assert wishes_of(richer) == replace(wishes_of(plan), budget_usd=330.0)
    fewer = mended(plan, remedy("tier reach", "minimum", 1.0))
    assert fewer is not None
    assert fewer.quotas.tier == {"reach": Quota(minimum=1)}
    assert fewer.quotas.region == plan.quotas.region
    elsewhere = mended(plan, remedy(f"region {ELSEWHERE}", "maximum", 9.0))
    assert elsewhere is not None
    assert elsewhere.quotas.region == {ELSEWHERE: Quota(maximum=9)}
    more = mended(plan, remedy("applications", "maximum", 9.0))
    assert more is not None
    assert more.quotas.applications == Quota(maximum=9)


@pytest.mark.parametrize("limit", ["lock on x", "setting unknown", "gold signals in psychiatry", "region nowhere"])
def test_a_remedy_that_the_panel_does_not_show_is_left_to_the_plan_file(limit: str) -> None:
    assert mended(two_regions(), remedy(limit, "minimum", 0.0)) is None
