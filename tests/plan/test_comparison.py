"""Two plans or lists set against each other."""

from pathlib import Path

import pytest

from optimizer.export import list_bytes
from optimizer.plan import (
    Comparison,
    KeptList,
    NoList,
    NotDecided,
    Plan,
    changed_plan,
    compare,
    kept_list,
    read_list,
)
from tests.people_and_programs import applicant, known, plan, programs_in_many_cities, solved
from tests.people_and_programs import directory as directory_of

WHERE = directory_of(*programs_in_many_cities(30))
WEST = {"name": "West", "priority": 9.0, "divisions": ("Pacific", "Mountain")}
WANTED = plan(regions=(WEST,), elsewhere_priority=4.0, budget={"dollars": 110.0})
LISTED = solved(WANTED, WHERE)
FIRST = LISTED.programs[0].id
OFF = next(one.id for one in WHERE.programs if one.id not in {listed.id for listed in LISTED.programs})


def compared(before: Plan | KeptList, after: Plan | KeptList, **options: object) -> Comparison:
    found = compare(before, after, WHERE, **options)  # type: ignore[arg-type]
    assert isinstance(found, Comparison)
    return found


def why(changes: object, program: str) -> str:
    assert isinstance(changes, tuple)
    return next(str(one.why) for one in changes if one.id == program)


def changed(**keys: object) -> Plan:
    return changed_plan(WANTED, {key.replace("__", "."): value for key, value in keys.items()})


def test_a_plan_against_itself_has_nothing_to_tell() -> None:
    found = compared(WANTED, WANTED)
    assert (found.keys, found.came, found.went, found.signals, found.notices) == ((), (), (), (), ())
    assert (found.match_probability_change, found.spend_change) == (0.0, 0.0)


def test_what_the_second_costs_is_the_difference_of_the_lists() -> None:
    other = changed(budget__dollars=220.0)
    found, more = compared(WANTED, other), solved(other, WHERE)
    assert found.spend_change == pytest.approx(more.spend - LISTED.spend)
    assert found.match_probability_change == pytest.approx(
        known(more.match_probability) - known(LISTED.match_probability)
    )
    assert (found.before.applications, found.after.applications) == (len(LISTED.programs), len(more.programs))
    assert len(found.came) - len(found.went) == len(more.programs) - len(LISTED.programs)
    assert {one.why for one in found.came} == {"the list is longer now"}


def test_a_key_alone_does_what_the_plan_with_that_key_does() -> None:
    other = changed(budget__dollars=220.0, flexibility=0.1)
    by_key = {one.key: one for one in compared(WANTED, other).keys}
    assert by_key.keys() == {"budget.dollars", "flexibility"}
    assert (by_key["budget.dollars"].before, by_key["budget.dollars"].after) == (110.0, 220.0)
    alone = by_key["budget.dollars"].alone
    richer = solved(changed(budget__dollars=220.0), WHERE)
    assert alone is not None
    assert alone.match_probability_change == pytest.approx(
        known(richer.match_probability) - known(LISTED.match_probability), abs=1e-6
    )
    assert alone.spend_change == pytest.approx(richer.spend - LISTED.spend)
    assert alone.applications_change == len(richer.programs) - len(LISTED.programs)


def test_a_key_that_goes_with_others_only_or_has_no_list_says_so() -> None:
    other = changed(
        regions=(WEST, {"name": "East", "states": ("NY",)}),
        quotas={"region": {"East": {"minimum": 1}}, "applications": {"minimum": 11}},
        budget__dollars=330.0,
    )
    status = {one.key: one.alone.status for one in compared(WANTED, other).keys if one.alone is not None}
    assert status["quotas.region.East"] == "not alone"
    assert status["quotas.applications.minimum"] == "infeasible"
    assert status["regions.East"] == "solved"


def test_effects_are_left_out_where_nobody_asks_for_them_or_the_title_alone_changed() -> None:
    assert compared(WANTED, changed(flexibility=0.1), effects=False).keys[0].alone is None
    assert compared(WANTED, changed(title="Other")).keys[0].alone is None


def test_a_lock_is_why_a_program_came_or_went() -> None:
    locked = compared(WANTED, changed(locks__apply=(OFF,)))
    assert why(locked.came, OFF) == "locked in"
    assert why(compared(WANTED, changed(locks__never=(FIRST,))).went, FIRST) == "locked out"
    back = compared(changed(locks__apply=(OFF,)), WANTED)
    assert why(back.went, OFF) == "no longer locked in"
    assert why(compared(changed(locks__never=(FIRST,)), WANTED).came, FIRST) == "before: locked out"


def test_a_priority_is_why_programs_came_and_went() -> None:
    found = compared(WANTED, changed(regions=(WEST | {"priority": 0.1},), elsewhere_priority=10.0, flexibility=0.0))
    assert found.came
    assert any("wanted more" in one.why for one in found.came)
    assert any("wanted less" in one.why for one in found.went)


def test_a_priority_of_0_is_why_programs_went() -> None:
    found = compared(WANTED, changed(regions=(WEST | {"priority": 0.0},)))
    assert any("has priority 0" in one.why for one in found.went)


def test_a_tie_is_why_a_program_came_and_what_moves_all_alike_is_not() -> None:
    person = {"ties": ({"kind": "family", "city": "Boston, MA"},), "step2": 230}
    found = compared(WANTED, plan(**(WANTED.model_dump(by_alias=True) | {"applicant": applicant(**person)})))
    boston = [one for one in found.came if one.city == "Boston"]
    assert boston
    assert all("chance of an interview" in one.why for one in boston)
    assert not any("chance of an interview" in one.why for one in found.went)


def test_a_program_without_a_cause_of_its_own_gave_way_to_others() -> None:
    found = compared(changed(budget__dollars=220.0), WANTED)
    assert {one.why for one in found.went} == {"the list is shorter now, and others add more"}
    swapped = compared(WANTED, changed(locks__apply=(OFF,)))
    assert {one.why for one in swapped.went} <= {"within the limits now, others add more"}
    back = compared(changed(locks__apply=(OFF,)), WANTED)
    assert {one.why for one in back.came} <= {"within the limits now, it adds more than others"}


def test_other_regions_and_tiers_of_a_program_are_told() -> None:
    west = {one.id: "safety" if one.tier != "safety" else "reach" for one in LISTED.programs}
    found = compared(WANTED, changed(tiers=west, quotas={"tier": {t: {"maximum": 1} for t in ("safety", "reach")}}))
    assert any("in another tier" in one.why for one in found.went)
    renamed = changed(regions=(WEST | {"name": "Far West"},), quotas={"region": {"Far West": {"maximum": 1}}})
    assert any(
        "in another region of the plan (West before, Far West now)" in one.why for one in compared(WANTED, renamed).went
    )


def test_a_military_program_is_closed_to_those_who_don_t_serve() -> None:
    where = directory_of(*programs_in_many_cities(3), *programs_in_many_cities(1, prefix="mil", setting="military"))
    serving = plan(applicant=applicant(military_service=True))
    found = compare(serving, plan(), where)
    assert isinstance(found, Comparison)
    assert [one.why for one in found.went] == ["ruled out by the plan's limits, or closed to this applicant"]


def test_a_specialty_left_out_takes_its_programs_along() -> None:
    where = directory_of(*programs_in_many_cities(2), *programs_in_many_cities(2, prefix="ps", specialty="psychiatry"))
    both = plan(applicant=applicant(specialties=("internal-medicine", "psychiatry")))
    found = compare(both, plan(), where)
    assert isinstance(found, Comparison)
    assert {one.why for one in found.went} == {"not among the programs of the plan's specialties and files"}


def test_signals_that_moved_are_told() -> None:
    gold = next(one.id for one in LISTED.programs if one.signal == "gold")
    other = changed(signals__never=(gold,))
    was, now = ({one.id: one.signal for one in each.programs} for each in (LISTED, solved(other, WHERE)))
    moved = {(one, was[one], now[one]) for one in was.keys() & now.keys() if was[one] != now[one]}
    assert moved
    assert {(one.id, one.before, one.after) for one in compared(WANTED, other).signals} == moved


def test_a_list_with_its_plan_is_taken_as_it_is() -> None:
    kept = kept_list(LISTED, WANTED, "kept")
    found = compared(kept, changed(locks__never=(FIRST,)), names=("kept", "new"))
    assert (found.before.name, found.after.name) == ("kept", "new")
    assert why(found.went, FIRST) == "locked out"
    assert found.notices == ()


def table(folder: Path) -> KeptList:
    path = folder / "list.csv"
    path.write_bytes(list_bytes(LISTED, WANTED, ".csv"))
    return read_list(path)


def test_a_table_has_its_chance_by_the_plan_of_the_other(tmp_path: Path) -> None:
    found = compared(table(tmp_path), changed(locks__never=(FIRST,)))
    assert found.before.match_probability == pytest.approx(LISTED.match_probability)
    assert found.before.spend == pytest.approx(LISTED.spend)
    assert "by the plan of the other" in found.notices[0]
    assert found.keys == ()
    assert why(found.went, FIRST) == "locked out"
    assert {one.why for one in found.came} == {"the other list's plan isn't known"}


def test_two_tables_have_no_chance_and_no_reasons(tmp_path: Path) -> None:
    kept = table(tmp_path)
    fewer = kept.model_copy(update={"programs": kept.programs[1:]})
    found = compared(kept, fewer)
    assert found.match_probability_change is None
    assert [one.why for one in found.went] == ["the list's plan isn't known"]
    assert [one.why for one in compared(fewer, kept).came] == ["the other list's plan isn't known"]


def test_a_table_with_programs_that_the_plan_doesn_t_know_has_no_chance(tmp_path: Path) -> None:
    kept = table(tmp_path)
    strange = kept.model_copy(update={"programs": (*kept.programs, kept.programs[0].model_copy(update={"id": "x"}))})
    found = compared(strange, WANTED)
    assert found.before.match_probability is None
    assert "aren't in the other's: x" in found.notices[0]


def test_an_old_list_whose_plan_can_t_be_used_any_more_stays_comparable() -> None:
    gone = changed(locks__apply=("closed-since",))
    found = compared(kept_list(LISTED, gone, "old"), WANTED)
    assert "its plan can't be used any more" in found.notices[0]
    assert found.before.match_probability == LISTED.match_probability
    assert [one.key for one in found.keys] == ["locks.apply"]


def test_where_one_of_the_plans_has_no_list_that_is_told() -> None:
    impossible = changed(quotas={"applications": {"minimum": 99}})
    assert isinstance(compare(WANTED, impossible, WHERE), NoList)
    assert isinstance(compare(impossible, WANTED, WHERE), NoList)
    assert isinstance(compare(WANTED, WANTED, WHERE, time_limit_s=0.0), NotDecided)
