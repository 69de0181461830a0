"""Wishes that change leave the chances as they are: what was estimated for one plan serves the next."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.errors import BadInput
from optimizer.plan import Ground, Plan, chances_mark, changed_plan, ground_of, parse_plan, plan_text, prepare
from optimizer.portfolio import solve
from tests.drawn import examples
from tests.people_and_programs import directory, plan, programs_in_many_cities

PLACES = directory(*programs_in_many_cities(12))
REGIONS = {"regions": ({"name": "West", "priority": 9.0, "divisions": ("Pacific", "Mountain")},)}
wishes = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["one", "another"]),
        "flexibility": st.sampled_from([0.0, 0.5, 1.0]),
        "elsewhere_priority": st.sampled_from([0.0, 5.0, 10.0]),
        "budget.dollars": st.sampled_from([100.0, 900.0]),
        "quotas.applications.maximum": st.integers(1, 9),
        "locks.apply": st.just(("im-01",)),
        "settings.university": st.sampled_from([0.0, 10.0]),
        "signals.gold": st.integers(0, 3),
        "priorities.known_visa": st.just(3.0),
    },
)
facts_about_people = st.fixed_dictionaries(
    {},
    optional={
        "applicant.step2": st.sampled_from([215, 262]),
        "weights.score": st.sampled_from([0.5, 2.0]),
        "season": st.just(2026),
        "applicant.home_state": st.just("CA"),
    },
).filter(bool)


def with_changes(start: Plan, changes: dict[str, object]) -> Plan:
    changed = start
    for key, value in changes.items():
        try:
            changed = changed_plan(changed, {key: value})
        except BadInput:
            continue
    return changed


@examples(40)
@given(first=wishes, then=wishes)
def test_a_list_on_chances_that_were_kept_is_the_one_on_chances_estimated_anew(
    first: dict[str, object], then: dict[str, object]
) -> None:
    before, after = (with_changes(plan(**REGIONS), changes) for changes in (first, then))
    assert chances_mark(before) == chances_mark(after)
    kept = ground_of(before, PLACES)
    anew, reused = prepare(after, PLACES), prepare(after, PLACES, ground=kept)
    assert reused.estimate is kept.estimate
    np.testing.assert_array_equal(reused.problem.offer_chance, anew.problem.offer_chance)
    np.testing.assert_array_equal(reused.problem.utility, anew.problem.utility)
    assert getattr(solve(reused.problem), "mode", np.array(())).tolist() == (
        getattr(solve(anew.problem), "mode", np.array(())).tolist()
    )


@given(facts=facts_about_people)
def test_what_is_said_of_the_person_changes_the_mark_of_the_chances(facts: dict[str, object]) -> None:
    start = plan(season=2027, **REGIONS)
    assert chances_mark(with_changes(start, facts)) != chances_mark(start)


def test_a_plan_that_cannot_be_is_refused_whatever_was_estimated_before() -> None:
    ground = ground_of(plan(**REGIONS), PLACES)
    assert isinstance(ground, Ground)
    with pytest.raises(BadInput, match="Atlantis"):
        prepare(plan(regions=({"name": "West", "priority": 9.0, "states": ("Atlantis",)},)), PLACES, ground=ground)


def test_a_plan_is_written_down_as_it_is_however_often_it_was_asked_for_and_copied() -> None:
    one = plan(title="one", flexibility=0.25)
    assert plan_text(one) == plan_text(one)
    other = one.model_copy(update={"title": "other"})
    assert parse_plan(plan_text(other), "it").title == "other"
    assert parse_plan(plan_text(one), "it") == one
