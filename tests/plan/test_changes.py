import pytest

from optimizer.errors import BadInput
from optimizer.plan import Locks, changed_plan, parse_plan, plan_text
from optimizer.plan.document.changes import with_program_in, with_program_out
from tests.people_and_programs import plan


def test_a_changed_plan_has_the_new_values_and_all_others_as_before() -> None:
    before = plan(regions=({"name": "West", "states": ("CA",)},), quotas={"region": {"West": {"minimum": 1}}})
    after = changed_plan(before, {"budget.dollars": 250.0, "flexibility": 1.0})
    assert (after.budget.dollars, after.flexibility) == (250.0, 1.0)
    assert changed_plan(after, {"budget.dollars": None, "flexibility": 0.5}) == before


def test_no_changes_leave_the_plan_as_it_was() -> None:
    before = plan(settings={"university-affiliated": 3.0}, evidence={"region_sd": (0.1, 0.2, 0.3)})
    assert changed_plan(before, {}) == before


def test_a_changed_plan_is_checked_as_a_file_is() -> None:
    with pytest.raises(BadInput) as caught:
        changed_plan(plan(), {"budget.dollars": -5.0, "season": 1066})
    assert {fault.where for fault in caught.value.faults} == {"plan: budget.dollars", "plan: season"}


def test_quotas_are_checked_against_each_other_again() -> None:
    before = plan(quotas={"applications": {"maximum": 3}})
    with pytest.raises(BadInput, match="the minimum, 4, is above the maximum, 3"):
        changed_plan(before, {"quotas.applications.minimum": 4})


def test_locking_in_takes_the_lock_out_away_and_keeps_other_locks() -> None:
    before = plan(locks=Locks(apply=("a",), never=("b", "c")))
    assert with_program_in(before, "b").locks == Locks(apply=("a", "b"), never=("c",))


def test_locking_out_takes_locks_in_and_signal_locks_away_and_keeps_others() -> None:
    before = plan(locks=Locks(apply=("a", "b"), never=("c",), signal={"a": "gold", "d": "silver"}))
    assert with_program_out(before, "a").locks == Locks(apply=("b",), never=("c", "a"), signal={"d": "silver"})


def test_locking_in_twice_is_locking_in_once() -> None:
    once = with_program_in(plan(), "a")
    assert with_program_in(once, "a") == once


def test_a_changed_plan_still_writes_to_a_file_that_reads_back() -> None:
    after = changed_plan(plan(), {"budget.dollars": 99.5})
    assert parse_plan(plan_text(after), "plan.toml") == after
