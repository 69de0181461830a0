"""Actions and list chosen together are as good as the best of all sets of actions, each with its best list."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.errors import BadInput
from optimizer.estimate import estimate
from optimizer.plan import Prepared, prepare
from optimizer.portfolio import Solved, solve
from optimizer.season.tie_plan import TieAction, TieWishes, plan_ties, read_tie_wishes, tie_wishes_of
from tests.drawn import examples
from tests.people_and_programs import applicant, directory, plan, programs_in_many_cities, solved

PROGRAMS = 12
GAP = 1e-4


def prepared(**parts: Any) -> Prepared:
    given = {"budget": {"dollars": 66.0}, "flexibility": 1.0} | parts
    return prepare(plan(applicant=applicant(step2=250), **given), directory(*programs_in_many_cities(PROGRAMS)))


MADE = prepared()


def action(name: str, kind: str = "away-rotation", **facts: Any) -> dict[str, Any]:
    place = {} if {"program", "city", "metro", "state"} & facts.keys() else {"program": "im-00"}
    return {"name": name, "kind": kind, "weeks": 4.0} | place | facts


def wishes(*actions: dict[str, Any], **limits: Any) -> TieWishes:
    return tie_wishes_of({"actions": list(actions)} | limits, "actions.toml")


def affordable(wanted: TieWishes) -> Iterator[tuple[TieAction, ...]]:
    for count in range(len(wanted.actions) + 1):
        for chosen in combinations(wanted.actions, count):
            weeks, dollars = sum(one.weeks for one in chosen), sum(one.dollars for one in chosen)
            rotations = sum(one.kind == "away-rotation" for one in chosen)
            if (
                (wanted.weeks is None or weeks <= wanted.weeks)
                and (wanted.dollars is None or dollars <= wanted.dollars)
                and (wanted.rotations is None or rotations <= wanted.rotations)
            ):
                yield chosen


def value_with(made: Prepared, wanted: TieWishes, chosen: tuple[TieAction, ...]) -> float:
    """Value of the best list with some actions done, worked out anew."""
    ties = tuple(one.tie for one in chosen if one.tie is not None)
    person = made.plan.applicant.model_copy(update={"ties": (*made.plan.applicant.ties, *ties)})
    moved = estimate(person, made.directory, made.season, made.estimate.evidence, made.plan.weights)
    interview, offer = moved.chances.interview, moved.chances.offer.copy()
    effect = made.estimate.evidence.central("second_look_effect")
    for program in {one.program for one in chosen if one.tie is None}:
        k = made.directory.index_by_id[program or ""]
        odds = offer[k] / (interview[k] - offer[k]) * np.exp(effect)
        offer[k] = interview[k] * odds / (1 + odds)
    budget = made.problem.budget
    if wanted.one_purse:
        budget = (wanted.dollars or 0.0) - sum(one.dollars for one in chosen)
    found = solve(replace(made.problem, offer_chance=offer, budget=budget), gap=1e-6)
    assert isinstance(found, Solved)
    return found.value


def best_by_hand(made: Prepared, wanted: TieWishes) -> float:
    return max(value_with(made, wanted, chosen) for chosen in affordable(wanted))


ACTIONS = (
    action("rotation one", dollars=30.0),
    action("rotation two", program="im-05", dollars=50.0),
    action("rotation three", city="Chicago, IL", weeks=3.0),
    action("project", "research", program="im-01", weeks=6.0),
    action("meeting", "conference", city="Los Angeles, CA", weeks=1.0, dollars=40.0),
    action("letter", "letter", program="im-03", weeks=0.5),
    action("friend", "contact", metro="Houston", weeks=1.0),
    action("second look", "second-look", program="im-00", weeks=1.0, dollars=20.0),
)


@pytest.mark.parametrize(
    "limits",
    [
        {"weeks": 8.0},
        {"weeks": 9.5, "dollars": 60.0},
        {"rotations": 1},
        {"dollars": 70.0, "rotations": 2, "weeks": 12.0},
        {"weeks": 0.0},
        {},
        {"dollars": 90.0, "one_purse": True},
    ],
)
def test_the_choice_is_the_best_of_all(limits: dict[str, Any]) -> None:
    wanted = wishes(*ACTIONS, **limits)
    found = plan_ties(MADE, wanted, gap=GAP)
    best = best_by_hand(MADE, wanted)
    assert found.proven
    assert found.gap <= GAP
    assert best - GAP <= found.value <= best + 1e-6
    assert found.bound >= best - 1e-6
    named = {one.name for one in found.actions}
    chosen = tuple(one for one in wanted.actions if one.name in named)
    assert chosen in set(affordable(wanted))
    assert found.value == pytest.approx(value_with(MADE, wanted, chosen), abs=GAP)
    assert (found.weeks, found.dollars) == (sum(one.weeks for one in chosen), sum(one.dollars for one in chosen))


@pytest.mark.parametrize("dollars", [22.0, 66.0])
def test_a_plan_that_bounds_the_regions_opened_gets_the_best_choice_too(dollars: float) -> None:
    regions = tuple({"name": name, "divisions": (name,), "priority": 5} for name in ("Pacific", "Mountain"))
    quotas = {"opened_regions": {"maximum": 1}, "per_opened_region": {"minimum": 2}}
    made = prepared(regions=regions, quotas=quotas, budget={"dollars": dollars})
    wanted = wishes(*ACTIONS[:5], rotations=1, weeks=8.0)
    found = plan_ties(made, wanted, gap=GAP)
    values = []
    for chosen in affordable(wanted):
        ties = tuple(one.tie for one in chosen if one.tie is not None)
        built = solved(
            made.plan.model_copy(update={"applicant": applicant(step2=250, ties=ties)}),
            directory(*programs_in_many_cities(PROGRAMS)),
        )
        values.append(built.value)
    assert found.proven
    assert max(values) - GAP <= found.value <= max(values) + GAP
    assert {one.id for one in found.programs} <= {f"im-{k:02}" for k in range(PROGRAMS)}


@given(st.data())
@examples(12)
def test_small_tie_plans_equal_brute_force(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 4))
    kinds = st.sampled_from(("away-rotation", "research", "conference", "letter", "contact", "second-look"))
    actions = [
        action(
            f"action {k}",
            data.draw(kinds),
            program=f"im-{data.draw(st.integers(0, PROGRAMS - 1)):02}",
            weeks=float(data.draw(st.integers(0, 6))),
            dollars=float(data.draw(st.integers(0, 60))),
        )
        for k in range(count)
    ]
    purse = data.draw(st.booleans())
    limits = {
        "weeks": data.draw(st.none() | st.integers(0, 12).map(float)),
        "rotations": data.draw(st.none() | st.integers(0, 2)),
        "dollars": data.draw(st.integers(20, 120).map(float))
        if purse
        else data.draw(st.none() | st.integers(0, 120).map(float)),
        "one_purse": purse,
    }
    wanted = wishes(*actions, **limits)
    found = plan_ties(MADE, wanted, gap=GAP)
    best = best_by_hand(MADE, wanted)
    assert found.proven
    assert best - GAP <= found.value <= best + 1e-6


def test_what_an_action_is_worth_is_what_is_lost_without_it() -> None:
    wanted = wishes(*ACTIONS[:4], weeks=10.0)
    found = plan_ties(MADE, wanted, gap=1e-5)
    chosen = [next(one for one in wanted.actions if one.name == told.name) for told in found.actions]
    for told in found.actions:
        without = tuple(one for one in chosen if one.name != told.name)
        assert told.worth == pytest.approx(found.value - value_with(MADE, wanted, without), abs=1e-4)
        assert told.worth > 0


def test_the_list_names_the_programs_that_gain_most_first() -> None:
    found = plan_ties(MADE, wishes(ACTIONS[0]))
    first = found.programs[0]
    assert first.id == "im-00"
    assert first.offer > first.offer_without_actions
    assert found.match_probability > found.match_probability_without
    assert found.application_dollars <= 66.0


def test_out_of_time_the_bound_still_holds() -> None:
    found = plan_ties(MADE, wishes(*ACTIONS, weeks=9.0), time_limit_s=0.06)
    assert found.bound >= best_by_hand(MADE, wishes(*ACTIONS, weeks=9.0)) - 1e-6


def test_without_any_time_there_is_no_decision() -> None:
    with pytest.raises(BadInput, match="no decision in time"):
        plan_ties(MADE, wishes(ACTIONS[0]), time_limit_s=0.0)


def test_a_plan_without_a_list_is_told() -> None:
    with pytest.raises(BadInput, match="no list keeps the plan's limits"):
        plan_ties(prepared(quotas={"applications": {"minimum": 12}}), wishes(ACTIONS[0]))


def test_places_that_do_not_exist_are_named_by_action() -> None:
    wrong = [
        action("one", "second-look", program="nowhere"),
        action("two", program="nowhere"),
        action("three", city="Atlantis, XX"),
        action("four"),
    ]
    with pytest.raises(BadInput) as caught:
        plan_ties(MADE, wishes(*wrong))
    assert sorted(fault.where for fault in caught.value.faults) == [
        "actions[0].program",
        "actions[1].program",
        "actions[2].city",
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("actions = []", "actions"),
        ('[[actions]]\nname = "a"\nkind = "letter"\nweeks = 1', "exactly one of program"),
        ('[[actions]]\nname = "a"\nkind = "second-look"\nstate = "CA"\nweeks = 1', "a second look names a program"),
        ('[[actions]]\nname = "a"\nkind = "wish"\nstate = "CA"\nweeks = 1', "kind"),
        ('[[actions]]\nname = "a"\nkind = "letter"\nstate = "CA"\nweeks = -1', "weeks"),
        (
            'one_purse = true\n[[actions]]\nname = "a"\nkind = "letter"\nstate = "CA"\nweeks = 1',
            "one purse needs dollars",
        ),
        ("weeks = 3\nweeks = 4", "is not TOML"),
    ],
)
def test_a_file_that_can_not_be_used_is_told(content: str, words: str, tmp_path: Any) -> None:
    path = tmp_path / "actions.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadInput, match=words):
        read_tie_wishes(path)


def test_an_action_twice_and_a_missing_file_are_told(tmp_path: Any) -> None:
    with pytest.raises(BadInput, match="'rotation one' stands twice"):
        wishes(ACTIONS[0], ACTIONS[0])
    with pytest.raises(BadInput, match="can't be read"):
        read_tie_wishes(tmp_path / "none.toml")
