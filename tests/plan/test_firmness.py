"""Core, swing and fringe: how firmly programs stand on a list when coefficients are drawn from their ranges."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from optimizer.estimate import chances_drawn
from optimizer.plan import Plan, Prepared, ProgramList, build_list, prepare, program_standing, with_standing
from optimizer.plan.listing import firmness
from optimizer.plan.listing.firmness import standing_of
from optimizer.portfolio import Undecided, solve
from tests.oracle import best_list
from tests.people_and_programs import directory, plan, program, programs_in_many_cities, solved

PROGRAMS = directory(*programs_in_many_cities(14))
WEST = {"name": "West", "priority": 9.0, "divisions": ("Pacific", "Mountain")}


def wanted(**parts: Any) -> Plan:
    given = {"regions": (WEST,), "flexibility": 0.4, "elsewhere_priority": 3.0}
    return plan(**(given | {"quotas": {"applications": {"maximum": 6}}} | parts))


def prepared(about: Plan | None = None) -> Prepared:
    return prepare(about or wanted(), PROGRAMS)


def test_shares_are_those_of_the_best_of_every_list_draw_by_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(firmness, "STANDING_GAP", 1e-9)
    five = directory(*programs_in_many_cities(5))
    about = prepare(wanted(gap=1e-9, quotas={"applications": {"maximum": 2}}, signals={"gold": 1, "silver": 1}), five)
    times = np.zeros(5)
    for chances in chances_drawn(about.estimate, 12):
        best = best_list(replace(about.problem, offer_chance=chances.offer))
        assert best is not None
        times += best.mode >= 0
    found = program_standing(about, 12)
    assert list(found.values()) == pytest.approx(times / 12)
    assert sum(0 < share < 1 for share in found.values()) > 0


def test_shares_sum_to_the_length_of_the_list() -> None:
    assert sum(program_standing(prepared()).values()) == pytest.approx(6)


def test_the_same_plan_has_the_same_shares_every_time() -> None:
    assert program_standing(prepared()) == program_standing(prepared())


def test_programs_of_which_the_same_is_known_share_evenly() -> None:
    alike = directory(*(program(f"p{k}", name=f"Program {k}") for k in range(8)))
    about = prepare(plan(quotas={"applications": {"maximum": 2}}), alike)
    assert list(program_standing(about).values()) == pytest.approx([0.25] * 8)


def test_a_program_locked_in_is_core_and_one_locked_out_never_chosen() -> None:
    share = program_standing(prepared(wanted(locks={"apply": ("im-08",), "never": ("im-00",)})))
    assert share["im-08"] == 1
    assert share["im-00"] == 0


@pytest.mark.parametrize(
    ("share", "word"),
    [(1.0, "core"), (0.8, "core"), (0.79, "swing"), (0.4, "swing"), (0.39, "fringe"), (0.0, "fringe")],
)
def test_the_word_for_a_share(share: float, word: str) -> None:
    assert standing_of(share) == word


def test_a_list_says_how_firmly_each_program_stands_and_which_come_next() -> None:
    share = program_standing(prepared())
    found = build_list(wanted(), PROGRAMS, standing=True)
    assert isinstance(found, ProgramList)
    for listed in found.programs:
        assert listed.standing_share == share[listed.id]
        assert listed.standing == standing_of(share[listed.id])
    assert found.next_in_line is not None
    on_list = {listed.id for listed in found.programs}
    expected = {identity for identity, part in share.items() if part >= 0.2 and identity not in on_list}
    assert {following.id for following in found.next_in_line} == expected
    shares = [following.standing_share for following in found.next_in_line]
    assert shares == sorted(shares, reverse=True)


def test_the_list_itself_stays_the_same() -> None:
    plain, told = solved(wanted(), PROGRAMS), build_list(wanted(), PROGRAMS, standing=True)
    assert isinstance(told, ProgramList)
    assert [listed.id for listed in told.programs] == [listed.id for listed in plain.programs]
    assert {listed.standing for listed in plain.programs} == {None}
    assert plain.next_in_line is None


def test_there_is_no_standing_where_there_is_no_list() -> None:
    impossible = wanted(quotas={"applications": {"minimum": 15}})
    assert build_list(impossible, PROGRAMS, standing=True).status == "infeasible"


def test_where_time_runs_out_standings_stay_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(firmness, "solve_deciding", lambda *_, **__: Undecided(1.0, 2.0))
    about = prepared()
    found = solved(wanted(), PROGRAMS)
    assert program_standing(about) == {}
    assert with_standing(found, about) == found


def test_a_draw_that_is_not_solved_in_time_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes = iter([solve(prepared().problem), Undecided(1.0, 2.0)])
    monkeypatch.setattr(firmness, "solve_deciding", lambda *_, **__: next(outcomes))
    assert sum(program_standing(prepared(), 2).values()) == pytest.approx(6)
