"""The two examples that come with matchlist, with the directory that comes with it."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from optimizer.data_folder import data_folder
from optimizer.evidence import load_season
from optimizer.plan import Plan, ProgramList, Quota, build_list, read_plan
from optimizer.vocabulary import TIERS

EXAMPLES = data_folder() / "examples"
NAMES = ("los-angeles-img", "los-angeles-psychiatry")

pytestmark = pytest.mark.parametrize("name", NAMES)


@cache
def plan(name: str) -> Plan:
    return read_plan(EXAMPLES / f"{name}.toml")


@cache
def listed(name: str) -> ProgramList:
    found = build_list(plan(name))
    assert isinstance(found, ProgramList)
    return found


def test_the_example_is_solved_and_proven(name: str) -> None:
    found = listed(name)
    assert found.proven
    assert 0 <= found.gap <= 1e-4


def test_it_keeps_to_its_budget_and_to_the_season_s_fees(name: str) -> None:
    found, fees = listed(name), load_season(2026).fees(plan(name).applicant.specialties[0])
    assert fees is not None
    count = len(found.programs)
    assert found.spend == pytest.approx(11 * min(count, 30) + 30 * max(count - 30, 0))
    assert found.spend <= (plan(name).budget.dollars or 0)


def test_every_quota_is_met(name: str) -> None:
    found, quotas = listed(name).programs, plan(name).quotas
    tables: list[tuple[Counter[str], dict[str, Quota]]] = [
        (Counter({"all": len(found)}), {"all": quotas.applications}),
        (Counter(one.tier for one in found), {str(tier): quota for tier, quota in quotas.tier.items()}),
        (Counter(one.region for one in found), dict(quotas.region)),
    ]
    for counted, table in tables:
        for key, quota in table.items():
            assert counted[key] >= (quota.minimum or 0), key
            assert quota.maximum is None or counted[key] <= quota.maximum, key


def test_signals_are_all_used(name: str) -> None:
    signals = Counter(one.signal for one in listed(name).programs if one.signal != "none")
    assert signals == load_season(2026).signal_caps(plan(name).applicant.specialties[0])


def test_no_tier_and_no_region_is_empty(name: str) -> None:
    found = listed(name).programs
    assert {one.tier for one in found} == set(TIERS)
    assert {one.region for one in found} == {region.name for region in plan(name).regions} | {"Elsewhere"}


def test_community_hospitals_are_no_reaches(name: str) -> None:
    tiers = {one.tier for one in listed(name).programs if one.setting == "community"}
    assert tiers <= {"realistic", "safety"}


def test_a_second_run_gives_the_same_list(name: str) -> None:
    again = build_list(plan(name))
    assert isinstance(again, ProgramList)
    assert again.model_copy(update={"seconds": 0.0}) == listed(name).model_copy(update={"seconds": 0.0})


def test_the_example_can_be_read_from_any_folder(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_plan(EXAMPLES / f"{name}.toml") == plan(name)
