"""Every limit of a plan limits: without it the list is another one."""

from collections import Counter
from typing import Any

import numpy as np
import pytest

from optimizer.applicant import Tie
from optimizer.directory import Directory
from optimizer.evidence import Evidence, Signals, load_evidence, load_season
from optimizer.plan import ListedProgram, ProgramList, prepare
from optimizer.plan.planner import solve_prepared
from optimizer.portfolio import violations
from tests.people_and_programs import applicant, directory, known, plan, program, programs_in_many_cities, solved

HERE = directory(*programs_in_many_cities(40))
WEST = {"name": "West", "divisions": ("Pacific", "Mountain"), "priority": 8}
TWENTY = {"applications": {"maximum": 20}}


def listed(where: Directory = HERE, /, **parts: Any) -> ProgramList:
    return solved(plan(**parts), where)


def count(found: ProgramList, field: str, value: object) -> int:
    return Counter(getattr(one, field) for one in found.programs)[value]


def ids(found: ProgramList) -> set[str]:
    return {one.id for one in found.programs}


def by_id(found: ProgramList) -> dict[str, ListedProgram]:
    return {one.id: one for one in found.programs}


# ---- quotas

QUOTAS = [
    ("tier", "reach", "tier"),
    ("tier", "safety", "tier"),
    ("tier", "realistic", "tier"),
    ("region", "West", "region"),
    ("region", "Elsewhere", "region"),
    ("setting", "university", "setting"),
    ("setting", "community", "setting"),
    ("setting", "university-affiliated", "setting"),
]


@pytest.mark.parametrize(("table", "name", "field"), QUOTAS)
@pytest.mark.parametrize(("side", "most"), [("minimum", 15), ("maximum", 35)])
def test_a_quota_limits_and_without_it_the_list_is_another(
    table: str, name: str, field: str, side: str, most: int
) -> None:
    applications = {"applications": {"maximum": most}}
    usual = count(listed(regions=(WEST,), quotas=applications), field, name)
    asked = usual + 1 if side == "minimum" else usual - 1
    bound = listed(regions=(WEST,), quotas=applications | {table: {name: {side: asked}}})
    assert count(bound, field, name) == asked
    use = next(limit for limit in bound.limits if limit.name == f"{table} {name}")
    assert (getattr(use, side), use.used, use.binding) == (asked, asked, True)


def test_a_quota_on_unknown_settings_counts_programs_of_unknown_setting() -> None:
    assert count(listed(quotas=TWENTY | {"setting": {"unknown": {"maximum": 2}}}), "setting", None) == 2
    assert count(listed(quotas=TWENTY | {"setting": {"unknown": {"minimum": 9}}}), "setting", None) == 9


def test_the_number_of_applications_is_limited_on_both_sides() -> None:
    assert len(listed().programs) == 40
    assert len(listed(quotas={"applications": {"maximum": 7}}).programs) == 7
    assert len(listed(quotas={"applications": {"maximum": 0}}).programs) == 0
    hardly_wanted = {"elsewhere_priority": 0.1, "flexibility": 0}
    assert len(listed(quotas={"applications": {"minimum": 12, "maximum": 12}}, **hardly_wanted).programs) == 12


def test_a_quota_on_a_specialty_counts_its_programs() -> None:
    where = directory(*programs_in_many_cities(10), *programs_in_many_cities(10, prefix="p", specialty="psychiatry"))
    both = applicant(specialties=("internal-medicine", "psychiatry"))
    quotas = {"applications": {"maximum": 8}, "specialty": {"internal-medicine": {"minimum": 6, "maximum": 6}}}
    free = listed(where, applicant=both, quotas={"applications": {"maximum": 8}})
    bound = listed(where, applicant=both, quotas=quotas)
    assert count(free, "specialty", "internal-medicine") != 6
    assert count(bound, "specialty", "internal-medicine") == 6


def test_an_empty_quota_is_no_limit() -> None:
    found = listed(quotas={"tier": {"reach": {}}, "applications": {}})
    assert not any(limit.name.startswith(("tier", "applications")) for limit in found.limits)


def test_a_limit_with_room_left_is_not_binding() -> None:
    found = listed(quotas={"applications": {"minimum": 1, "maximum": 100}})
    use = next(limit for limit in found.limits if limit.name == "applications")
    assert (use.minimum, use.maximum, use.used, use.binding) == (1, 100, 40, False)


# ---- signals


def signals(found: ProgramList) -> dict[str, int]:
    return dict(Counter(one.signal for one in found.programs if one.signal != "none"))


def test_signals_are_as_many_as_the_season_has() -> None:
    assert signals(listed()) == load_season(2026).signal_caps("internal-medicine") == {"gold": 3, "silver": 12}


@pytest.mark.parametrize("kind", ["gold", "silver"])
@pytest.mark.parametrize("asked", [0, 1, 2])
def test_fewer_signals_may_be_asked_for(kind: str, asked: int) -> None:
    assert signals(listed(signals={kind: asked})).get(kind, 0) == asked


def test_a_specialty_has_only_its_kinds_of_signals() -> None:
    where = directory(*programs_in_many_cities(20, specialty="psychiatry"))
    assert signals(listed(where, applicant=applicant(specialties=("psychiatry",)))) == {"single": 10}


def test_signals_of_two_specialties_are_counted_apart() -> None:
    where = directory(*programs_in_many_cities(20), *programs_in_many_cities(20, prefix="p", specialty="psychiatry"))
    both = applicant(specialties=("internal-medicine", "psychiatry"))
    found = listed(where, applicant=both)
    kinds = Counter((one.specialty, one.signal) for one in found.programs if one.signal != "none")
    assert kinds == {
        ("internal-medicine", "gold"): 3, ("internal-medicine", "silver"): 12, ("psychiatry", "single"): 10,
    }  # fmt: skip
    assert signals(listed(where, applicant=both, signals={"single": 4})) == {"gold": 3, "silver": 12, "single": 4}


def test_a_number_asked_for_never_exceeds_what_a_specialty_has() -> None:
    """Here internal medicine has 2 single signals and psychiatry 10: 5 asked for means 2 and 5."""
    known = load_season(2026)
    own = tuple(
        Signals.model_validate(dict(one) | {"gold": None, "silver": None, "single": 2})
        if one.specialty == "internal-medicine"
        else one
        for one in known.specialty_signals
    )
    season = known.model_copy(update={"specialty_signals": own})
    rows = load_evidence().rows
    psychiatry = next(row for row in rows if row.label == "signal_effect.single/psychiatry")
    for_all = [psychiatry.model_copy(update={"specialty": None})]
    where = directory(*programs_in_many_cities(20), *programs_in_many_cities(20, prefix="p", specialty="psychiatry"))
    wanted = plan(applicant=applicant(specialties=("internal-medicine", "psychiatry")), signals={"single": 5})
    found = solve_prepared(prepare(wanted, where, Evidence.of([*rows, *for_all]), season))
    assert isinstance(found, ProgramList)
    assert Counter(one.specialty for one in found.programs if one.signal == "single") == {
        "internal-medicine": 2,
        "psychiatry": 5,
    }


def test_a_program_that_is_never_to_be_signalled_is_not() -> None:
    favourite = next(one.id for one in listed().programs if one.signal == "gold")
    found = listed(signals={"never": (favourite,)})
    assert by_id(found)[favourite].signal == "none"
    assert signals(found) == {"gold": 3, "silver": 12}


def test_closed_signals_are_no_limit_to_be_shown() -> None:
    assert [limit.name for limit in listed().limits] == [
        "silver signals in internal-medicine", "gold signals in internal-medicine",
    ][::-1]  # fmt: skip


# ---- locks


def test_a_program_locked_in_is_listed_though_another_would_be_better() -> None:
    free = listed(quotas=TWENTY)
    left_out = min({one.id for one in HERE.programs} - ids(free))
    found = listed(quotas=TWENTY, locks={"apply": (left_out,)})
    assert left_out in ids(found)
    assert by_id(found)[left_out].locked
    assert sum(one.locked for one in found.programs) == 1
    assert found.value <= free.value


def test_a_program_locked_out_is_not_listed() -> None:
    free = listed(quotas=TWENTY)
    best = free.programs[0].id
    found = listed(quotas=TWENTY, locks={"never": (best,)})
    assert best not in ids(found)
    assert len(found.programs) == 20


def test_a_signal_lock_puts_that_signal_on_that_program() -> None:
    free = listed(quotas=TWENTY)
    unsignalled = next(one.id for one in free.programs if one.signal == "none")
    found = listed(quotas=TWENTY, locks={"signal": {unsignalled: "gold"}})
    assert by_id(found)[unsignalled].signal == "gold"
    assert by_id(found)[unsignalled].locked
    assert signals(found) == {"gold": 3, "silver": 12}


def test_a_program_may_be_locked_in_and_its_signal_too() -> None:
    found = listed(locks={"apply": ("im-00",), "signal": {"im-00": "silver"}})
    assert by_id(found)["im-00"].signal == "silver"


# ---- tiers and military programs


def test_a_tier_of_the_user_s_own_choice_counts_in_the_quotas_and_is_shown_as_such() -> None:
    community = [one.id for one in HERE.programs if one.setting == "community"]
    own = dict.fromkeys(community, "reach")
    found = listed(tiers=own, quotas={"tier": {"reach": {"maximum": 0}}})
    assert not ids(found) & set(community)
    assert {one.tier for one in found.programs} == {"realistic"}
    shown = by_id(listed(tiers={"im-01": "reach"}))
    assert (shown["im-01"].tier, shown["im-01"].tier_rests_on) == ("reach", "your choice")
    assert shown["im-05"].tier_rests_on == "setting"


def test_a_tier_that_rests_on_a_known_rate_says_so() -> None:
    where = directory(program("known", interview_rate_non_us_img=0.1), program("unknown"))
    rests_on = {one.id: one.tier_rests_on for one in listed(where).programs}
    assert rests_on == {"known": "own rates", "unknown": "setting"}


ARMY = program("army", setting="military", city="San Antonio", state="TX")
WITH_ARMY = directory(*programs_in_many_cities(5), ARMY, ARMY.model_copy(update={"id": "navy", "name": "Navy"}))


def test_military_programs_are_left_out_and_that_is_said() -> None:
    found = listed(WITH_ARMY)
    assert ids(found) == {f"im-0{k}" for k in range(5)}
    assert "2 military programs are left out: they take members of the armed forces only." in found.notices


def test_one_military_program_is_said_in_the_singular() -> None:
    found = listed(WITH_ARMY, locks={"apply": ("navy",)})
    assert "1 military program is left out: they take members of the armed forces only." in found.notices


def test_a_budget_that_pays_for_all_but_closed_programs_is_not_binding() -> None:
    budget = listed(WITH_ARMY, budget={"dollars": 55}).limits[-1]
    assert (budget.name, budget.used, budget.binding) == ("budget", 55, False)


def test_whoever_serves_is_offered_military_programs() -> None:
    found = listed(WITH_ARMY, applicant=applicant(military_service=True))
    assert {"army", "navy"} <= ids(found)
    assert not any("left out" in notice for notice in found.notices)


@pytest.mark.parametrize("locks", [{"apply": ("army",)}, {"signal": {"army": "gold"}}])
def test_a_military_program_that_is_locked_in_stays(locks: dict[str, Any]) -> None:
    assert ids(listed(WITH_ARMY, locks=locks)) & {"army", "navy"} == {"army"}


# ---- the list as a whole


def test_the_referee_finds_every_limit_kept() -> None:
    wanted = plan(
        regions=(WEST,),
        quotas={"applications": {"minimum": 15, "maximum": 20}, "region": {"West": {"minimum": 8, "maximum": 9}}},
        budget={"dollars": 200},
        locks={"apply": ("im-39",), "never": ("im-00",), "signal": {"im-20": "gold"}},
    )
    found, problem = solved(wanted, HERE), prepare(wanted, HERE).problem
    modes = ("none", "single", "silver", "gold")
    mode = np.full(len(HERE.programs), -1)
    for one in found.programs:
        mode[HERE.index_by_id[one.id]] = modes.index(one.signal)
    assert violations(problem, mode) == ()


def test_programs_come_in_the_order_of_regions_and_then_of_what_they_are_worth() -> None:
    regions = ({"name": "East", "divisions": ("New England", "Middle Atlantic"), "priority": 2}, WEST)
    found = listed(regions=regions)
    place = {"East": 0, "West": 1, "Elsewhere": 2}
    keys = [(place[one.region], -known(one.marginal_value)) for one in found.programs]
    assert keys == sorted(keys)
    assert {one.region for one in found.programs} == set(place)


def test_a_directory_of_one_program_gives_a_list_of_one() -> None:
    found = listed(directory(program()))
    assert ids(found) == {"one"}
    assert found.match_probability == pytest.approx(found.programs[0].offer_probability)


def test_where_nothing_is_wanted_the_list_is_worth_nothing_and_still_an_answer() -> None:
    found = listed(flexibility=0, elsewhere_priority=0)
    assert (found.value, found.gap) == (0.0, 0.0)


def test_ties_and_evidence_of_the_plan_reach_the_estimate() -> None:
    usual = by_id(listed())["im-00"].interview_probability
    tied = applicant(ties=(Tie(kind="family", city="Los Angeles, CA"),))
    assert known(by_id(listed(applicant=tied))["im-00"].interview_probability) > known(usual)
    without = listed(applicant=tied, evidence={"tie.family": 0.0})
    assert by_id(without)["im-00"].interview_probability == pytest.approx(usual)
    assert by_id(listed(applicant=tied, weights={"ties": 0}))["im-00"].interview_probability == pytest.approx(usual)
