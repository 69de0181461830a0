"""What dollars buy, against lists built one by one."""

from itertools import pairwise
from typing import Any

import pytest

from optimizer.directory import Directory
from optimizer.errors import BadInput
from optimizer.plan import (
    BudgetFrontier,
    NoList,
    NotDecided,
    Plan,
    ProgramList,
    budget_frontier,
    budgets_between,
    build_list,
    changed_plan,
)
from tests.people_and_programs import directory as directory_of
from tests.people_and_programs import known, plan, programs_in_many_cities

WHERE = directory_of(*programs_in_many_cities(40))


def frontier(wanted: Plan, where: Directory = WHERE, **options: Any) -> BudgetFrontier:
    found = budget_frontier(wanted, where, **options)
    assert isinstance(found, BudgetFrontier)
    return found


def test_every_point_is_the_list_that_the_plan_gives_with_that_budget() -> None:
    budgets = (55.0, 110.0, 330.0, 420.0)
    found = frontier(plan(), budgets=budgets)
    for point, budget in zip(found.points, budgets, strict=True):
        alone = build_list(changed_plan(plan(), {"budget.dollars": budget}), WHERE)
        assert isinstance(alone, ProgramList)
        assert point.budget == budget
        assert point.value == pytest.approx(alone.value, abs=1e-4)
        assert point.match_probability == pytest.approx(alone.match_probability, abs=2e-3)
        assert point.spend <= budget
        low, high = known(point.match_probability_range)
        assert low <= known(point.match_probability) <= high


def test_more_money_never_buys_less() -> None:
    points = frontier(plan()).points
    assert [one.budget for one in points] == sorted({one.budget for one in points})
    assert all(later.value >= one.value for one, later in pairwise(points))
    assert all(later.bound >= one.bound - 1e-9 for one, later in pairwise(points))


def test_without_a_budget_it_runs_from_nothing_to_everything() -> None:
    found = frontier(plan())
    assert (found.points[0].budget, found.points[0].applications) == (0.0, 0)
    assert found.points[-1].applications == 40
    assert found.points[-1].spend == found.points[-1].budget == 30 * 11 + 10 * 30
    assert (found.least, found.present) == (0.0, None)


def test_with_a_budget_it_is_among_the_points_and_twice_it_ends_them() -> None:
    found = frontier(plan(budget={"dollars": 165.0}))
    assert found.present == 165.0
    assert 165.0 in {one.budget for one in found.points}
    assert found.points[-1].budget == 330.0


def test_quotas_say_the_fewest_dollars_that_keep_them() -> None:
    wanted = plan(quotas={"applications": {"minimum": 20}})
    found = frontier(wanted, budgets=(110.0, 220.0, 330.0))
    assert found.impossible == (110.0,)
    assert found.least == pytest.approx(220.0)
    assert [one.applications for one in found.points] == [20, 30]
    assert frontier(wanted).points[0].budget == pytest.approx(220.0)


def test_without_quotas_small_budgets_are_possible() -> None:
    wanted = plan(quotas={"applications": {"minimum": 20}})
    found = frontier(wanted, budgets=(110.0,), keep_quotas=False)
    assert found.points[0].applications == 10


def test_past_the_budget_that_pays_no_larger_one_gains_as_much_for_100_dollars() -> None:
    found = frontier(plan(), gain=0.02)
    assert found.worth_up_to is not None
    last = next(one for one in found.points if one.budget == found.worth_up_to)
    for later in found.points:
        if later.budget > last.budget:
            assert (later.value - last.value) / (later.budget - last.budget) < 0.02 / 100


def test_the_bend_is_farthest_above_the_straight_line() -> None:
    found = frontier(plan())
    first, last = found.points[0], found.points[-1]
    slope = (last.value - first.value) / (last.budget - first.budget)
    above = {one.budget: one.value - first.value - slope * (one.budget - first.budget) for one in found.points}
    assert found.knee is not None
    assert above[found.knee] == pytest.approx(max(above.values()))


def test_where_no_budget_will_do_the_clash_is_told() -> None:
    clash = plan(quotas={"applications": {"minimum": 50}})
    found = budget_frontier(clash, WHERE)
    assert isinstance(found, NoList)
    assert "applications" in found.conflict
    poor = budget_frontier(plan(quotas={"applications": {"minimum": 20}}), WHERE, budgets=(11.0, 22.0))
    assert isinstance(poor, NoList)
    assert "budget" in poor.conflict


def test_no_time_at_all_decides_nothing() -> None:
    assert isinstance(budget_frontier(plan(), WHERE, time_limit_s=0.0), NotDecided)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"gain": 0.0}, "is no gain"),
        ({"gain": float("nan")}, "is no gain"),
        ({"budgets": ()}, "can't be so many budgets"),
        ({"budgets": tuple(range(101))}, "can't be so many budgets"),
        ({"budgets": (-1.0,)}, "is not an amount of dollars"),
    ],
)
def test_what_can_t_be_asked_for_is_told(options: dict[str, Any], told: str) -> None:
    with pytest.raises(BadInput, match=told):
        frontier(plan(), **options)


def test_dollars_need_known_fees() -> None:
    from tests.people_and_programs import applicant, program  # noqa: PLC0415 - for this one person

    surgeon = plan(applicant=applicant(type="us-md", specialties=("obstetrics-gynecology",), visa=None))
    where = directory_of(program(specialty="obstetrics-gynecology"))
    with pytest.raises(BadInput):
        frontier(surgeon, where)


def test_budgets_between_two_have_both_where_the_step_meets_them() -> None:
    assert budgets_between(0.0, 1.0, 0.25) == (0.0, 0.25, 0.5, 0.75, 1.0)
    assert budgets_between(10.0, 35.0, 10.0) == (10.0, 20.0, 30.0)
    assert budgets_between(5.0, 5.0, 1.0) == (5.0,)


def test_a_line_that_hardly_bends_has_no_knee() -> None:
    # Some dozens among which each adds the same: what the chart of a large plan with fixed numbers looks like.
    crowded = plan(quotas={"applications": {"minimum": 36, "maximum": 40}})
    assert frontier(crowded).knee is None
    assert frontier(plan()).knee is not None


def test_from_nothing_on_the_first_steps_are_finer() -> None:
    budgets = [point.budget for point in frontier(plan(budget={"dollars": 400.0})).points]
    assert budgets[:4] == [0.0, budgets[3] / 4, budgets[3] / 2, budgets[3]]
