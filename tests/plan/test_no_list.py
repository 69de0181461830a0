"""Plans that can't be met: which limits clash, and changes that really mend it; and no decision in time."""

import re
from typing import Any

import pytest

from optimizer.plan import NoList, NotDecided, Plan, ProgramList, Suggestion, Wish, build_list, changed_plan
from optimizer.plan.listing.explain import suggestion
from optimizer.portfolio import Remedy
from tests.people_and_programs import applicant, directory, plan, program, programs_in_many_cities

HERE = directory(*programs_in_many_cities(40))
WEST = {"name": "West", "divisions": ("Pacific", "Mountain")}


def refused(wanted: Plan) -> NoList:
    answer = build_list(wanted, HERE)
    assert isinstance(answer, NoList), answer
    return answer


def with_remedy(wanted: Plan, remedy: Suggestion) -> Plan:
    table, _, name = remedy.limit.partition(" ")
    if remedy.limit == "budget":
        return changed_plan(wanted, {"budget.dollars": remedy.needed})
    if remedy.limit == "applications":
        return changed_plan(wanted, {f"quotas.applications.{remedy.side}": round(remedy.needed)})
    if table in ("gold", "silver", "single") and name.startswith("signals in"):
        return changed_plan(wanted, {f"signals.{table}": round(remedy.needed)})
    if remedy.limit.startswith("lock on "):
        kept = tuple(program for program in wanted.locks.apply if program != remedy.limit.removeprefix("lock on "))
        return changed_plan(wanted, {"locks.apply": kept})
    if "signal lock on " in remedy.limit:
        taken = remedy.limit.rpartition(" ")[2]
        return changed_plan(
            wanted, {"locks.signal": {key: kind for key, kind in wanted.locks.signal.items() if key != taken}}
        )
    return changed_plan(wanted, {f"quotas.{table}.{name}.{remedy.side}": round(remedy.needed)})


CASES: list[tuple[dict[str, Any], set[str], int]] = [
    ({"budget": {"dollars": 300}, "quotas": {"applications": {"minimum": 30}}}, {"applications", "budget"}, 2),
    ({"quotas": {"applications": {"minimum": 41}}}, {"applications"}, 1),
    (
        {"regions": (WEST,), "quotas": {"applications": {"maximum": 5}, "region": {"West": {"minimum": 6}}}},
        {"applications", "region West"},
        2,
    ),
    (
        {"quotas": {"setting": {"university": {"maximum": 3}}, "tier": {"reach": {"minimum": 5}}}},
        {"setting university", "tier reach"},
        2,
    ),
    ({"quotas": {"setting": {"military": {"minimum": 1}}}}, {"setting military"}, 1),
    (
        {"locks": {"apply": ("im-00", "im-01")}, "quotas": {"applications": {"maximum": 1}}},
        {"applications", "lock on im-00", "lock on im-01"},
        3,
    ),
    (
        {"locks": {"signal": {"im-00": "gold", "im-01": "gold"}}, "signals": {"gold": 1}},
        {"gold signals in internal-medicine", "gold signal lock on im-00", "gold signal lock on im-01"},
        3,
    ),
    (
        {"budget": {"dollars": 20, "fee_assistance": True}, "quotas": {"tier": {"safety": {"minimum": 7}}}},
        {"tier safety", "budget"},
        2,
    ),
]


@pytest.mark.parametrize(("parts", "conflict", "remedies"), CASES)
def test_the_limits_that_clash_are_named_and_every_remedy_mends_it(
    parts: dict[str, Any], conflict: set[str], remedies: int
) -> None:
    wanted = plan(**parts)
    answer = refused(wanted)
    assert set(answer.conflict) == conflict
    assert len(answer.remedies) == remedies
    for remedy in answer.remedies:
        assert isinstance(build_list(with_remedy(wanted, remedy), HERE), ProgramList), remedy.words


@pytest.mark.parametrize("parts", [parts for parts, _, _ in CASES])
def test_a_remedy_is_the_smallest_that_helps(parts: dict[str, Any]) -> None:
    wanted = plan(**parts)
    for remedy in refused(wanted).remedies:
        step = 0.01 if remedy.limit == "budget" else 1
        smaller = remedy.needed + step if remedy.side == "minimum" else remedy.needed - step
        if "lock" not in remedy.limit:
            changed = with_remedy(wanted, remedy.model_copy(update={"needed": smaller}))
            assert isinstance(build_list(changed, HERE), NoList), remedy.words


def test_nobody_is_told_to_use_more_signals_than_the_season_has() -> None:
    locks = {"signal": {f"im-0{k}": "gold" for k in range(4)}}
    answer = refused(plan(locks=locks))
    assert "gold signals in internal-medicine" in answer.conflict
    assert {remedy.words for remedy in answer.remedies} == {
        f"Take back the gold signal lock on im-0{k}." for k in range(4)
    }


def test_the_words_name_the_budget_and_the_quota() -> None:
    answer = refused(plan(budget={"dollars": 300}, quotas={"applications": {"minimum": 30}}))
    assert answer.words == "No list can keep 'applications' and the budget together."
    assert [remedy.words for remedy in answer.remedies] == [
        "Lower the minimum of 'applications' from 30 to 27.",
        "Raise the budget from $300 to $330.",
    ]


def test_a_limit_that_clashes_with_the_directory_alone_is_said_so() -> None:
    answer = refused(plan(quotas={"applications": {"minimum": 41}}))
    assert answer.words == (
        "No list can keep 'applications': the directory doesn't have the programs for it. "
        "'applications' asks for 41; the directory has 40."
    )


def test_an_amount_with_cents_is_never_rounded_down() -> None:
    (remedy,) = [
        remedy
        for remedy in refused(
            plan(budget={"dollars": 20, "fee_assistance": True}, quotas={"applications": {"minimum": 7}})
        ).remedies
        if remedy.limit == "budget"
    ]
    assert remedy.words == "Raise the budget from $20 to $23.10."
    told = re.findall(r"\$([\d.]+\d)", remedy.words)[1]
    assert float(told) >= remedy.needed - 1e-9
    assert (
        suggestion(Remedy("budget", "maximum", 1.0, 1000.001), Wish("budget")).words
        == "Raise the budget from $1 to $1,000.01."
    )


def test_a_maximum_is_to_be_raised() -> None:
    words = suggestion(Remedy("tier reach", "maximum", 3.0, 5.0), Wish("tier", ("reach",))).words
    assert words == "Raise the maximum of 'tier reach' from 3 to 5."


def test_two_specialties_with_locks_beyond_a_budget_clash() -> None:
    where = directory(program("im"), program("p", specialty="psychiatry"))
    both = applicant(specialties=("internal-medicine", "psychiatry"))
    wanted = plan(applicant=both, locks={"apply": ("im", "p")}, budget={"dollars": 21})
    answer = build_list(wanted, where)
    assert isinstance(answer, NoList)
    assert set(answer.conflict) == {"lock on im", "lock on p", "budget"}
    assert isinstance(build_list(changed_plan(wanted, {"budget.dollars": 22.0}), where), ProgramList)


def test_without_time_nothing_is_decided_and_the_bound_is_what_could_be() -> None:
    answer = build_list(plan(title="In a hurry"), HERE, time_limit_s=0)
    assert isinstance(answer, NotDecided)
    assert (answer.status, answer.title) == ("undecided", "In a hurry")
    assert 0 < answer.bound <= 1
