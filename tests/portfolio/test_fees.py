"""What lists cost: the published fee tables, worked by hand."""

from dataclasses import replace
from itertools import accumulate
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.portfolio import FeeSchedule, Infeasible, Limit, Problem, Solved, solve, spend

PACKAGE = Path(__file__).parents[2] / "optimizer"
ERAS_TIERS = ((1, 11.0), (31, 30.0))


def eras(name: str, first: int, last: int, programs: int) -> FeeSchedule:
    index = np.arange(programs)
    return FeeSchedule(name, (index >= first) & (index < last), ERAS_TIERS)


def alike(programs: int, *fees: FeeSchedule, budget: float | None = None) -> Problem:
    chance = np.linspace(0.01, 0.05, programs)[:, None, None]
    return Problem(chance, np.ones(1), np.ones(programs), fees=fees, budget=budget)


def residency_cas(programs: int) -> FeeSchedule:
    return FeeSchedule(
        "ResidencyCAS", np.ones(programs, dtype=bool), ((19, 18.0), (31, 23.0)), flat=99.0, flat_covers=18
    )


@pytest.mark.parametrize(
    ("first", "second", "dollars"), [(43, 7, 797.0), (32, 32, 780.0), (30, 0, 330.0), (31, 0, 360.0)]
)
def test_eras_counts_each_specialty_by_itself(first: int, second: int, dollars: float) -> None:
    programs = 100
    problem = alike(programs, eras("medicine", 0, 50, programs), eras("psychiatry", 50, 100, programs))
    mode = np.full(programs, -1)
    mode[:first] = 0
    mode[50 : 50 + second] = 0
    assert spend(problem, mode) == dollars


@pytest.mark.parametrize(
    ("count", "dollars"), [(0, 0.0), (1, 99.0), (18, 99.0), (19, 117.0), (30, 315.0), (31, 338.0), (46, 683.0)]
)
def test_residency_cas_is_flat_for_eighteen_then_by_tiers(count: int, dollars: float) -> None:
    problem = alike(60, residency_cas(60))
    assert spend(problem, np.where(np.arange(60) < count, 0, -1)) == dollars


@pytest.mark.parametrize(("budget", "count"), [(682.99, 45), (683.0, 46), (98.99, 0), (99.0, 18), (116.0, 18)])
def test_a_cent_short_drops_the_last_program(budget: float, count: int) -> None:
    answer = solve(alike(60, residency_cas(60), budget=budget))
    assert isinstance(answer, Solved)
    assert (answer.mode >= 0).sum() == count
    assert answer.spend <= budget


def test_the_last_thirty_dollars_buy_one_program_or_two_of_another_specialty() -> None:
    programs = 100
    fees = eras("medicine", 0, 50, programs), eras("psychiatry", 50, 100, programs)
    answer = solve(replace(alike(programs, *fees, budget=797.0), limits=(first_at_least(43),)))
    assert isinstance(answer, Solved)
    assert ((answer.mode[:50] >= 0).sum(), (answer.mode[50:] >= 0).sum()) == (43, 7)
    assert answer.spend == 797.0


def test_fees_that_no_quota_can_afford_name_the_budget_and_the_quota() -> None:
    programs = 100
    fees = eras("medicine", 0, 50, programs), eras("psychiatry", 50, 100, programs)
    outcome = solve(replace(alike(programs, *fees, budget=719.0), limits=(first_at_least(43),)))
    assert isinstance(outcome, Infeasible)
    assert outcome.conflict == ("medicine count", "budget")
    assert [(r.limit, r.side, r.present, r.needed) for r in outcome.remedies] == [
        ("medicine count", "minimum", 43.0, 42.0),
        ("budget", "maximum", 719.0, 720.0),
    ]


def test_without_a_budget_fees_are_told_and_bound_nothing() -> None:
    answer = solve(alike(60, residency_cas(60)))
    assert isinstance(answer, Solved)
    assert answer.spend == 99.0 + 12 * 18.0 + 30 * 23.0


def test_a_schedule_without_tiers_or_members_charges_nothing() -> None:
    nobody = FeeSchedule("nobody", np.zeros(5, dtype=bool), ((1, 50.0),), flat=20.0)
    free = FeeSchedule("free", np.ones(5, dtype=bool), ())
    answer = solve(alike(5, nobody, free, budget=0.0))
    assert isinstance(answer, Solved)
    assert (answer.mode >= 0).all()
    assert answer.spend == 0.0


def first_at_least(count: int) -> Limit:
    return Limit("medicine count", (np.arange(100) < 50).astype(float), minimum=count)


DOLLARS = st.integers(0, 50).map(float)


@given(
    rates=st.lists(DOLLARS, max_size=3),
    starts=st.sets(st.integers(1, 9), min_size=3, max_size=3),
    flat=DOLLARS,
    covers=st.integers(0, 6),
    discount=st.sampled_from([0.0, 0.5, 1.0]),
)
def test_the_prices_shown_add_up_to_what_the_referee_counts(
    rates: list[float], starts: set[int], flat: float, covers: int, discount: float
) -> None:
    tiers = tuple(zip(sorted(starts), rates, strict=False))
    fee = FeeSchedule("any", np.ones(12, dtype=bool), tiers, flat, covers)
    lists = [np.where(np.arange(12) < count, 0, -1) for count in range(13)]
    counted = [spend(alike(12, fee), one) for one in lists]
    assert [0.0, *accumulate(fee.prices(12))] == pytest.approx(counted)
    reduced = [spend(alike(12, fee.reduced(discount)), one) for one in lists]
    assert reduced == pytest.approx([(1 - discount) * dollars for dollars in counted])


def test_the_shape_of_fees_is_known_to_the_season_the_schedule_the_solver_and_the_referee_alone() -> None:
    knowing = {str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*.py") if "flat_covers" in path.read_text()}
    assert knowing == {
        "evidence/season_parts.py",
        "portfolio/problem.py",
        "portfolio/referee.py",
        "portfolio/region.py",
    }
