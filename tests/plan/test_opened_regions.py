"""Opening regions: at most so many, and enough in each; checked against every choice of regions."""

from itertools import combinations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.errors import BadInput
from optimizer.plan import ELSEWHERE, NoList, NotDecided, Plan, ProgramList, build_list, prepare
from optimizer.plan.problem.branching import solve_deciding
from optimizer.portfolio import Limit, Model, Problem, Solved, Undecided, evaluate, solve, violations
from optimizer.vocabulary import MODES
from tests.drawn import examples
from tests.people_and_programs import directory, plan, program, programs_in_many_cities, solved

DIVISIONS = ("Pacific", "Mountain", "West South Central", "Middle Atlantic")
REGIONS = tuple({"name": name, "divisions": (name,), "priority": k + 4} for k, name in enumerate(DIVISIONS))
HERE = directory(*programs_in_many_cities(30))


def counts(found: ProgramList) -> dict[str, int]:
    names = [one.region for one in found.programs]
    return {name: names.count(name) for name in DIVISIONS if name in names}


def wanted(**quotas: Any) -> Plan:
    budget = quotas.pop("dollars", 132.0)
    return plan(regions=REGIONS, budget={"dollars": budget}, flexibility=0.2, quotas=quotas)


def best_of_every_choice(asked: Plan) -> float:
    """The best value over all choices of regions, each solved without decisions."""
    opened, each = asked.quotas.opened_regions, asked.quotas.per_opened_region
    least = 0 if opened.minimum is None else opened.minimum
    most = len(DIVISIONS) if opened.maximum is None else opened.maximum
    free: dict[str, Any] = {"opened_regions": {}, "per_opened_region": {}}
    best = -np.inf
    for number in range(least, most + 1):
        for chosen in combinations(DIVISIONS, number):
            region = {name: {"maximum": 0} for name in DIVISIONS if name not in chosen}
            region |= {
                name: {"minimum": max(each.minimum or 0, 1)}
                | ({} if each.maximum is None else {"maximum": each.maximum})
                for name in chosen
            }
            quotas = asked.quotas.model_dump() | free | {"region": region}
            answer = build_list(Plan.model_validate(asked.model_dump(by_alias=True) | {"quotas": quotas}), HERE)
            if isinstance(answer, ProgramList):
                best = max(best, answer.bound)
    return best


@examples(5)
@given(
    most=st.integers(1, 3),
    least=st.integers(0, 1),
    each=st.sampled_from([{}, {"minimum": 2}, {"minimum": 4}, {"maximum": 3}, {"minimum": 2, "maximum": 5}]),
    dollars=st.sampled_from([33.0, 88.0, 154.0]),
)
def test_no_choice_of_regions_is_better(most: int, least: int, each: dict[str, int], dollars: float) -> None:
    asked = wanted(opened_regions={"minimum": least, "maximum": most}, per_opened_region=each, dollars=dollars)
    answer = build_list(asked, HERE)
    best = best_of_every_choice(asked)
    if isinstance(answer, NoList):
        assert best == -np.inf
        return
    assert isinstance(answer, ProgramList)
    assert answer.proven
    assert answer.value <= best + 1e-9
    assert answer.bound >= best - 2e-4
    assert answer.value >= best - 2e-4
    opened = counts(answer)
    assert least <= len(opened) <= most
    assert all(each.get("minimum", 1) <= number <= each.get("maximum", 99) for number in opened.values())
    assert answer.opened_regions == tuple(opened)


def test_elsewhere_is_no_region_that_is_opened() -> None:
    some = plan(regions=REGIONS[:2], quotas={"opened_regions": {"maximum": 0}})
    assert {one.region for one in solved(some, HERE).programs} == {ELSEWHERE}


def test_without_regions_there_is_nothing_to_open() -> None:
    assert len(solved(plan(quotas={"opened_regions": {"maximum": 1}}), HERE).programs) == 30
    assert prepare(plan(quotas={"opened_regions": {"maximum": 1}}), HERE).decisions == ()


def test_a_region_without_programs_is_never_opened() -> None:
    nowhere = {"name": "Hawaii", "states": ("HI",), "priority": 10}
    some = plan(regions=(nowhere, *REGIONS), quotas={"opened_regions": {"minimum": 1, "maximum": 1}})
    assert solved(some, HERE).opened_regions[0] != "Hawaii"
    answer = build_list(plan(regions=(nowhere,), quotas={"opened_regions": {"minimum": 1}}), HERE)
    assert isinstance(answer, NoList)
    assert answer.conflict == ("regions opened",)


def test_the_answer_holds_programs_only_and_the_referee_agrees() -> None:
    asked = wanted(opened_regions={"maximum": 2}, per_opened_region={"minimum": 3})
    prepared, found = prepare(asked, HERE), solved(asked, HERE)
    assert prepared.problem.shape[0] == 30 + len(DIVISIONS)
    assert {one.id for one in found.programs} <= {one.id for one in HERE.programs}
    mode = np.full(prepared.problem.shape[0], -1)
    for one in found.programs:
        mode[HERE.index_by_id[one.id]] = prepared.estimate.modes.index(one.signal)
    for k, name in enumerate(DIVISIONS):
        mode[30 + k] = 0 if name in found.opened_regions else -1
    assert violations(prepared.problem, mode) == ()
    assert found.spend == 11 * len(found.programs)


def test_the_limits_shown_are_the_user_s_wishes_in_numbers_of_programs() -> None:
    found = solved(wanted(opened_regions={"maximum": 2}, per_opened_region={"minimum": 3, "maximum": 9}), HERE)
    by_name = {limit.name: limit for limit in found.limits}
    assert not any(limit.about.is_rule for limit in found.limits)
    assert (by_name["regions opened"].used, by_name["regions opened"].maximum) == (2, 2)
    name = found.opened_regions[0]
    use = by_name[f"programs in {name}, if it is opened"]
    assert (use.minimum, use.used) == (3, counts(found)[name])
    assert by_name[f"most programs in {name}"].maximum == 9
    said = {other for other in DIVISIONS if f"programs in {other}, if it is opened" in by_name}
    assert said == set(found.opened_regions)


def test_a_clash_is_told_in_the_user_s_numbers_and_its_remedies_mend_it() -> None:
    asked = wanted(opened_regions={"minimum": 2}, per_opened_region={"minimum": 7}, dollars=5000.0)
    answer = build_list(asked, HERE)
    assert isinstance(answer, NoList)
    assert not any(name.startswith("link:") for name in answer.conflict)
    assert "regions opened" in answer.conflict
    assert answer.remedies
    for remedy in answer.remedies:
        assert not remedy.about.is_rule
        quotas = {"opened_regions": {"minimum": 2}, "per_opened_region": {"minimum": 7}}
        if remedy.limit == "regions opened":
            quotas["opened_regions"] = {remedy.side: round(remedy.needed)}
        else:
            assert 0 < remedy.needed < 7 == remedy.present
            quotas["per_opened_region"] = {"minimum": round(remedy.needed)}
        assert isinstance(build_list(wanted(**quotas, dollars=5000.0), HERE), ProgramList), remedy.words


def test_locks_in_two_regions_clash_with_one_opened_region() -> None:
    locks = {"apply": ("im-00", "im-07")}
    answer = build_list(plan(regions=REGIONS, locks=locks, quotas={"opened_regions": {"maximum": 1}}), HERE)
    assert isinstance(answer, NoList)
    assert set(answer.conflict) == {"regions opened", "lock on im-00", "lock on im-07"}
    assert {one.words for one in answer.remedies} >= {"Raise the maximum of 'regions opened' from 1 to 2."}


def test_large_regions_share_links_and_the_list_is_the_same() -> None:
    many = directory(*programs_in_many_cities(60))
    asked = plan(regions=REGIONS, budget={"dollars": 165.0}, quotas={"opened_regions": {"maximum": 2}})
    fine = solved(asked, many)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("optimizer.plan.problem.opened._MOST_LINKS", 5)
        coarse = solved(asked, many)
        assert len(prepare(asked, many).problem.limits) < 60
    assert coarse.value == pytest.approx(fine.value, abs=1e-4)
    assert coarse.proven


def test_without_time_nothing_is_decided_and_the_bound_holds() -> None:
    answer = build_list(wanted(opened_regions={"maximum": 1}), HERE, time_limit_s=0)
    assert isinstance(answer, NotDecided)
    assert answer.bound >= solved(wanted(opened_regions={"maximum": 1}), HERE).value


# ---- branch and bound itself


def small_problem(seed: int, rows: int = 7, decisions: int = 3) -> Problem:
    """Some programs and, after them, decisions that programs need."""
    rng = np.random.default_rng(seed)
    total = rows + decisions
    chance = np.zeros((total, 1, 2))
    chance[:rows] = rng.uniform(0.05, 0.6, (rows, 1, 2))
    utility = np.concatenate([rng.choice([0.3, 0.7, 1.0], rows), np.zeros(decisions)])
    owner = rng.integers(0, decisions, rows)
    limits = []
    for k in range(rows):
        counted = np.zeros(total)
        counted[k], counted[rows + owner[k]] = 1.0, -1.0
        limits.append(Limit(f"needs {k}", counted, maximum=0.0))
    counted = np.concatenate([np.zeros(rows), np.ones(decisions)])
    limits.append(Limit("opened", counted, maximum=float(rng.integers(1, decisions))))
    limits.append(Limit("programs", np.concatenate([np.ones(rows), np.zeros(decisions)]), maximum=4.0))
    return Problem(chance, np.array([0.5, 0.5]), utility, limits=tuple(limits))


@examples(30)
@given(seed=st.integers(0, 10_000))
def test_settling_decisions_first_finds_what_counting_out_all_lists_finds(seed: int) -> None:
    problem = small_problem(seed)
    found = solve_deciding(problem, range(7, 10), gap=1e-6, time_limit_s=30)
    assert isinstance(found, Solved)
    assert violations(problem, found.mode) == ()
    best = 0.0
    for choice in product((-1, 0), repeat=10):
        mode = np.array(choice)
        if not violations(problem, mode):
            best = max(best, evaluate(problem, mode))
    assert found.value == pytest.approx(best, abs=1e-6)
    assert found.bound >= best - 1e-9
    assert found.proven


def test_a_node_that_runs_out_of_time_keeps_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = small_problem(3)
    whole = solve(problem)
    assert isinstance(whole, Solved)

    def out_of_time(self: Any, **_: Any) -> Any:
        return Undecided(1.0, 0.0), self

    monkeypatch.setattr(Model, "solve_and_keep", out_of_time)
    found = solve_deciding(problem, range(7, 10), gap=1e-4, time_limit_s=30)
    assert isinstance(found, Undecided)
    assert found.bound >= whole.value


def test_two_programs_in_one_region_need_no_choice() -> None:
    here = directory(program("a"), program("b"))
    found = solved(plan(regions=REGIONS[:1], quotas={"opened_regions": {"maximum": 1}}), here)
    assert len(found.programs) == 2


def test_regions_beyond_what_can_be_weighed_are_refused_where_only_some_are_opened() -> None:
    regions = tuple({"name": f"Region {k}", "states": ("CA",)} for k in range(201))
    with pytest.raises(BadInput) as caught:
        prepare(plan(regions=regions, quotas={"opened_regions": {"maximum": 3}}), HERE)
    assert [(fault.what, fault.value, fault.allowed) for fault in caught.value.faults if fault.where == "regions"] == [
        ("too many regions to choose those that are opened", 201, "200 regions or fewer")
    ]
    assert prepare(plan(regions=regions[:200], quotas={"opened_regions": {"maximum": 3}}), HERE).problem.limits


def test_signals_bind_a_region_only_where_it_has_more_programs_than_signals() -> None:
    rows = [limit.name for limit in prepare(wanted(opened_regions={"maximum": 2}), HERE).problem.limits]
    # Nine, six and less programs in a region, three gold signals and twelve silver ones.
    said = {kind: [name for name in rows if name.endswith(f"signalled ({MODES.index(kind)})")] for kind in MODES[1:]}
    assert [name.removeprefix("link: ").split(" is opened")[0] for name in said["gold"]] == ["Pacific", "Mountain"]
    assert said["silver"] == []
