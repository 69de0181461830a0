"""What each limit of a plan is, as a value; its name is for showing."""

from optimizer.plan import Plan, Wish, prepare
from optimizer.plan.problem import Prepared
from tests.people_and_programs import directory, plan, programs_in_many_cities

REGION_NAMED_LIKE_A_LIMIT = {"name": "lock on im-01", "priority": 9.0, "divisions": ("Pacific",)}


def prepared(**parts: object) -> Prepared:
    return prepare(plan(**parts), directory(*programs_in_many_cities(12)))


def test_a_wish_stands_behind_every_limit_and_is_called_as_the_limit() -> None:
    found = prepared(
        quotas={"applications": {"maximum": 9}, "tier": {"reach": {"minimum": 1}}, "opened_regions": {"maximum": 1}},
        regions=({"name": "West", "priority": 9.0, "divisions": ("Pacific", "Mountain")},),
        locks={"apply": ("im-01",), "signal": {"im-02": "gold"}},
    )
    behind = [found.wished.behind(limit) for limit in found.problem.limits]
    assert [wish.name for wish in behind] == [limit.name for limit in found.problem.limits]
    assert len({wish.name for wish in behind}) == len(behind)
    assert Wish("lock", ("im-01",)) in behind
    assert Wish("signal lock", ("im-02",), signal="gold") in behind
    assert Wish("tier", ("reach",)) in behind
    assert Wish("regions opened") in behind


def test_what_a_decision_means_is_a_rule_and_what_is_asked_for_is_none() -> None:
    found = prepared(
        quotas={"opened_regions": {"maximum": 1}},
        regions=({"name": "West", "priority": 9.0, "divisions": ("Pacific", "Mountain")},),
    )
    rules = {limit.name for limit in found.problem.limits if found.wished.behind(limit).is_rule}
    assert rules == found.wished.of_kind("link", "closed signals")
    assert {limit.name for limit in found.problem.limits if limit.structural} == found.wished.of_kind("link")


def test_a_region_that_is_named_like_another_limit_stays_a_region() -> None:
    found = prepared(regions=(REGION_NAMED_LIKE_A_LIMIT,), quotas={"region": {"lock on im-01": {"maximum": 2}}})
    (about,) = (one for one in map(found.wished.behind, found.problem.limits) if one.kind == "region")
    assert about == Wish("region", ("lock on im-01",))


def test_the_budget_is_a_wish_like_any_other() -> None:
    assert prepared().wished.behind("budget") == Wish("budget")
    assert isinstance(prepared().plan, Plan)
