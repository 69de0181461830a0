"""Changes of a plan, one by one."""

import pytest

from optimizer.dashboard import edits
from optimizer.errors import BadInput
from optimizer.plan import APPLICATIONS, ELSEWHERE, Plan, Quota, Region, Suggestion, Wish
from tests.people_and_programs import directory, plan, programs_in_many_cities, solved


def two_regions() -> Plan:
    return plan(
        regions=({"name": "home", "priority": 9, "states": ("CA",)}, {"name": "east", "states": ("NY",)}),
        quotas={
            "tier": {"reach": {"minimum": 2}},
            "region": {ELSEWHERE: {"maximum": 7}, "home": {"minimum": 1}},
            "setting": {"unknown": {"maximum": 1}},
        },
        locks={"apply": ("x",), "signal": {"y": "gold"}, "never": ("z",)},
    )


def test_priorities_are_those_of_the_regions_and_of_everywhere_else() -> None:
    assert edits.priorities(two_regions()) == {"home": 9.0, "east": 5.0, ELSEWHERE: 5.0}


@pytest.mark.parametrize("name", ["home", "east", ELSEWHERE])
def test_one_priority_changes_and_nothing_else(name: str) -> None:
    changed = edits.with_priority(two_regions(), name, 1.5)
    assert edits.priorities(changed) == edits.priorities(two_regions()) | {name: 1.5}
    assert edits.with_priority(changed, name, edits.priorities(two_regions())[name]) == two_regions()


def test_a_new_region_comes_first_and_can_be_removed_again() -> None:
    region = Region(name="mine", priority=8.0, cities=("Reno, NV",))
    added = edits.with_region(two_regions(), region)
    assert [one.name for one in added.regions] == ["mine", "home", "east"]
    assert edits.without_region(added, "mine") == two_regions()


def test_a_region_goes_with_its_quota() -> None:
    assert set(edits.without_region(two_regions(), "home").quotas.region) == {ELSEWHERE}


def test_a_quota_on_both_sides_free_is_none() -> None:
    changed = edits.with_quota(two_regions(), Wish("tier", ("reach",)), (None, None))
    assert changed.quotas.tier == {}
    assert changed.quotas.region == two_regions().quotas.region


def test_a_contradiction_is_told_by_the_limits_own_name() -> None:
    with pytest.raises(BadInput) as refused:
        edits.with_quota(two_regions(), APPLICATIONS, (9, 8))
    assert refused.value.faults[0].where == "All applications"


@pytest.mark.parametrize("decision", ["free", "apply", "gold", "silver", "never", "no signal"])
@pytest.mark.parametrize("program", ["x", "y", "z", "new"])
def test_the_last_decision_about_a_program_is_the_only_one(program: str, decision: str) -> None:
    changed = edits.with_decision(two_regions(), program, decision)
    assert edits.decision_on(changed, program) == decision
    others = [other for other in ("x", "y", "z") if other != program]
    assert [edits.decision_on(changed, other) for other in others] == [
        edits.decision_on(two_regions(), other) for other in others
    ]
    assert (program in edits.decided(changed)) == (decision != "free")


def test_decisions_offered_are_those_that_the_season_has_signals_for() -> None:
    found = solved(plan(), directory(*programs_in_many_cities(3)))
    assert edits.kinds_of_decision(found) == ["free", "apply", "gold", "silver", "no signal", "never"]
    without = found.model_copy(update={"limits": ()})
    assert edits.kinds_of_decision(without) == ["free", "apply", "never"]


def remedy(about: Wish, side: str, needed: float) -> Suggestion:
    given = {"limit": about.name, "about": about, "side": side, "present": 0.0, "needed": needed, "words": ""}
    return Suggestion.model_validate(given)


def test_a_remedy_changes_its_limit_and_nothing_else() -> None:
    present = two_regions()
    richer = edits.mended(present, remedy(Wish("budget"), "maximum", 330.0))
    assert richer is not None
    assert richer.budget.dollars == 330.0
    fewer = edits.mended(present, remedy(Wish("tier", ("reach",)), "minimum", 1.0))
    assert fewer is not None
    assert fewer.quotas.tier == {"reach": Quota(minimum=1)}
    assert fewer.quotas.region == present.quotas.region
    elsewhere = edits.mended(present, remedy(Wish("region", (ELSEWHERE,)), "maximum", 9.0))
    assert elsewhere is not None
    assert elsewhere.quotas.region[ELSEWHERE] == Quota(maximum=9)
    kinds = edits.mended(present, remedy(Wish("setting", ("unknown",)), "maximum", 3.0))
    assert kinds is not None
    assert kinds.quotas.setting == {"unknown": Quota(maximum=3)}
    more = edits.mended(present, remedy(APPLICATIONS, "maximum", 9.0))
    assert more is not None
    assert more.quotas.applications == Quota(maximum=9)


@pytest.mark.parametrize(
    ("limit", "program"), [(Wish("lock", ("x",)), "x"), (Wish("signal lock", ("y",), signal="gold"), "y")]
)
def test_a_lock_is_taken_back_by_its_remedy(limit: Wish, program: str) -> None:
    changed = edits.mended(two_regions(), remedy(limit, "minimum", 0.0))
    assert changed is not None
    assert edits.decision_on(changed, program) == "free"


@pytest.mark.parametrize(
    "limit",
    [
        Wish("lock", ("q",)),
        Wish("signals", ("psychiatry",), signal="gold"),
        Wish("region", ("nowhere",)),
        Wish("reaches"),
    ],
)
def test_a_remedy_for_what_the_plan_does_not_have_is_none(limit: Wish) -> None:
    assert edits.mended(two_regions(), remedy(limit, "minimum", 0.0)) is None
