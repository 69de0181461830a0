"""The joint plan of a class: caps kept, own lists kept where nobody is in the way, kept in files, told as tables."""

import csv
import io
import json
import pickle
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from rich.console import Console

from optimizer.cohort import (
    Built,
    Caps,
    Class,
    Engine,
    JointPlan,
    JointRequest,
    JointStudent,
    Student,
    build_class,
    joint_csv,
    joint_json,
    joint_text,
    places_csv,
    plan_jointly,
)
from optimizer.cohort.batch import sources_of
from optimizer.cohort.joint import planning
from optimizer.cohort.joint.search import Found, Lists, Search
from optimizer.cohort.joint.student_problems import Alone, Settled, StudentProblems, outcome_of, wishes_of
from optimizer.directory import load_directory
from optimizer.errors import BadInput, RefereeDisagreement
from optimizer.plan import Plan, ProgramList, changed_plan, parse_plan
from optimizer.portfolio import Solved, evaluate, violations
from optimizer.vocabulary import MODES
from tests.oracle import all_lists, allowed, values_of

HERE = Engine(workers=1)
PLAN = parse_plan(
    'title = "t"\n[applicant]\ntype = "us-md"\nspecialties = ["dermatology"]\nstep2 = 255\n[budget]\ndollars = 200\n',
    "plan",
)
AT_MOST_ONE = Caps({"signalling": 1})


def plan(**changes: object) -> Plan:
    return changed_plan(PLAN, {key.replace("__", "."): value for key, value in changes.items()})


def class_of(plans: Mapping[str, Plan]) -> Class:
    return Class(tuple(Student(code, code.title(), one) for code, one in plans.items()), ())


OPENING = {
    "regions": ({"name": "South", "divisions": ["South Atlantic"]}, {"name": "West", "divisions": ["Pacific"]}),
    "quotas.opened_regions": {"maximum": 1},
}
CLASS = class_of(
    {"ann": plan(), "bob": plan(applicant__step2=240), "cy": changed_plan(plan(budget__dollars=150.0), OPENING)}
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, ...]:
    return build_class(CLASS, tmp_path_factory.mktemp("alone"), HERE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("class")


@pytest.fixture(scope="module")
def joint(built: tuple[Built, ...], folder: Path) -> JointPlan:
    return plan_jointly(CLASS, built, folder, HERE, JointRequest(AT_MOST_ONE))


def lists_of(joint: JointPlan) -> dict[str, ProgramList]:
    return {one.code: one.joint for one in joint.students if isinstance(one.joint, ProgramList)}


def test_no_cap_is_exceeded_and_the_gap_is_proven(joint: JointPlan) -> None:
    signalled = Counter(
        program.id for found in lists_of(joint).values() for program in found.programs if program.signal != "none"
    )
    assert len(lists_of(joint)) == 3
    assert signalled
    assert max(signalled.values()) == 1
    assert joint.figures.proven
    assert joint.figures.gap <= joint.figures.gap_asked


def test_a_joint_list_is_called_proven_only_within_the_gap_that_its_plan_asks_for() -> None:
    problems = StudentProblems({((), None): load_directory()}, {"ann": PLAN})
    prepared, model = problems.of("ann")
    best = model.solve(gap=PLAN.gap)
    assert isinstance(best, Solved)
    nothing_closed = np.zeros(prepared.problem.shape[:2], dtype=np.bool_)
    poorer = best.mode.copy()
    poorer[np.flatnonzero(poorer >= 0)[1:]] = -1
    for mode, proven in ((best.mode, True), (poorer, False)):
        found = outcome_of(problems, Settled("ann", mode, nothing_closed))
        assert isinstance(found, ProgramList)
        assert (found.gap <= PLAN.gap, found.proven) == (proven, proven)
        assert any("best for all together" in notice for notice in found.notices) is not proven
        assert not any("time ran out" in notice for notice in found.notices)


def test_together_nothing_is_worth_more_than_alone(joint: JointPlan) -> None:
    for one in joint.students:
        assert isinstance(one.joint, ProgramList)
        assert one.joint.value <= one.alone.bound + 1e-9
        assert one.joint.value <= one.joint.bound
    alone = sum(one.alone.bound for one in joint.students)
    figures = joint.figures
    assert figures.total <= figures.total_bound <= alone + 1e-9
    assert figures.total == pytest.approx(sum(found.value for found in lists_of(joint).values()))
    assert figures.lowest == min(found.value for found in lists_of(joint).values())
    assert not figures.fair


def test_each_joint_list_keeps_the_students_own_limits(joint: JointPlan) -> None:
    problems = StudentProblems({((), None): load_directory()}, {one.code: one.plan for one in CLASS.students})
    for code, found in lists_of(joint).items():
        wishes = wishes_of(problems, Alone.of(code, found))
        assert wishes.own is not None
        assert violations(wishes.problem, wishes.own) == ()
        assert evaluate(wishes.problem, wishes.own) == pytest.approx(found.value, abs=1e-9)
    assert len({program.region for program in lists_of(joint)["cy"].programs} - {"Elsewhere"}) <= 1


@pytest.mark.parametrize(
    ("caps", "fair"),
    [
        ({"signalling": 1}, False),
        ({"signalling": 1}, True),
        ({"applying": 1}, False),
        ({"applying": 1, "gold": 0}, False),
    ],
)
def test_of_all_lists_of_a_small_class_the_best_ones_are_planned(
    tmp_path: Path, caps: dict[str, int], fair: bool
) -> None:
    some = class_of(
        {
            code: plan(programs=(str(four_programs(tmp_path)),), budget__dollars=dollars)
            for code, dollars in COSTS.items()
        }
    )
    own = build_class(some, tmp_path, HERE)
    joint = plan_jointly(some, own, tmp_path, HERE, JointRequest(Caps(caps), fair=fair, gap=1e-6))
    values, taken = zip(*(lists_and_places(one, some, caps) for one in joint.students), strict=True)
    # With room for one, two lists go together where they take no place both.
    together = (taken[0] @ taken[1].T == 0) & (taken[0].max(axis=1) <= 1)[:, None] & (taken[1].max(axis=1) <= 1)[None]
    total, lowest = values[0][:, None] + values[1][None], np.minimum(values[0][:, None], values[1][None])
    best = lowest[together].max()
    floor = best - 1e-6 if fair else -1.0
    assert joint.figures.total == pytest.approx(total[together & (lowest >= floor)].max(), abs=2e-6)
    if fair:
        assert joint.figures.lowest == pytest.approx(best, abs=1e-6)


COSTS = {"ann": 90.0, "bob": 130.0}


def four_programs(folder: Path) -> Path:
    file = folder / "four.csv"
    rows = [f"derm-{k},Hospital {k},Hospital {k},dermatology,{city}" for k, city in enumerate(CITIES)]
    file.write_text("\n".join(["id,name,institution,specialty,city,state", *rows]), encoding="utf-8")
    return file


CITIES = ("Boston,MA", "Chicago,IL", "Houston,TX", "Seattle,WA")


def lists_and_places(
    student: JointStudent, found: Class, caps: dict[str, int]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Value of every list that the student's plan allows, and the places that it takes, 9 where there is none."""
    own = next(one.plan for one in found.students if one.code == student.code)
    problems = StudentProblems({sources_of(own): load_directory([Path(own.programs[0])])}, {student.code: own})
    problem = wishes_of(problems, Alone.of(student.code, student.alone)).problem
    lists = all_lists(problem)
    lists = lists[allowed(problem, lists)]
    counted = {"applying": lists >= 0, "signalling": lists > 0, "gold": lists == MODES.index("gold")}
    taken = np.hstack([counted[kind] * (1.0 if cap else 9.0) for kind, cap in caps.items()])
    return values_of(problem, lists), taken


def test_only_places_that_are_wanted_have_a_price(joint: JointPlan) -> None:
    assert joint.places
    assert any(place.price > 0 for place in joint.places)
    for place in joint.places:
        assert place.kind == "signalling"
        assert place.cap == 1
        assert place.taken <= place.cap
        assert place.price >= 0
        assert place.wanted > place.cap or place.price > 0
    prices = [place.price for place in joint.places]
    assert prices == sorted(prices, reverse=True)


def test_places_without_a_price_are_told_in_one_sentence(joint: JointPlan) -> None:
    free = replace(joint, places=(replace(joint.places[0], price=0.0),))
    assert "1 capped place is wanted by more students than may have it" in " ".join(shown(free).split())


def test_what_each_gives_up_is_told(joint: JointPlan) -> None:
    assert joint.changed
    for one in joint.changed:
        assert one.given_up or one.taken_up or one.signals_given_up
        assert isinstance(one.joint, ProgramList)
        now = {program.id: program.signal for program in one.joint.programs}
        assert not set(one.given_up) & set(now)
        assert set(one.taken_up) <= set(now)
        assert all(now.get(program, "none") == "none" for program in one.signals_given_up)
        assert "Made together with the class" in one.joint.notices[0]
    rows = list(csv.DictReader(io.StringIO(joint_csv(joint).decode("utf-8-sig"))))
    assert [row["code"] for row in rows][: len(joint.changed)] == [one.code for one in joint.changed]
    assert sorted(row["code"] for row in rows) == ["ann", "bob", "cy"]
    assert len(places_csv(joint).decode().splitlines()) == len(joint.places) + 1


def test_a_joint_plan_of_the_same_things_is_kept(joint: JointPlan, built: tuple[Built, ...], folder: Path) -> None:
    again = plan_jointly(CLASS, built, folder, HERE, JointRequest(AT_MOST_ONE))
    assert again == replace(joint, kept=True)
    assert "from an earlier run" in shown(again)


def test_another_cap_or_a_torn_file_is_planned_anew(built: tuple[Built, ...], tmp_path: Path) -> None:
    folder = tmp_path
    plan_jointly(CLASS, built, folder, HERE, JointRequest(Caps({"applying": 4})))
    wide = JointRequest(Caps({"applying": 3}))
    assert not plan_jointly(CLASS, built, folder, HERE, wide).kept
    for file in (folder / "joint.json", folder / "joint" / "ann.json"):
        file.write_bytes(file.read_bytes()[:50])
        assert not plan_jointly(CLASS, built, folder, HERE, wide).kept
        assert plan_jointly(CLASS, built, folder, HERE, wide).kept


def test_caps_that_never_bind_leave_everyones_list(built: tuple[Built, ...], tmp_path: Path) -> None:
    wanted = {program.id for one in built if isinstance(one.outcome, ProgramList) for program in one.outcome.programs}
    programs = load_directory().of_specialties(("dermatology",)).programs
    unwanted = next(program.id for program in programs if program.id not in wanted)
    caps = Caps({"applying": 3}, {unwanted: {"applying": 0}})
    joint = plan_jointly(CLASS, built, tmp_path, HERE, JointRequest(caps, fair=True))
    assert [one.joint for one in joint.students] == [one.outcome for one in built]
    assert joint.places == ()
    assert joint.changed == ()
    assert "all 3 lists stay as they are" in shown(joint)


def test_a_class_of_one_has_its_own_list(built: tuple[Built, ...], tmp_path: Path) -> None:
    alone = Class(CLASS.students[:1], ())
    joint = plan_jointly(alone, built[:1], tmp_path, HERE, JointRequest(AT_MOST_ONE))
    assert joint.students[0].joint == built[0].outcome


def test_who_finds_no_room_is_told_why_and_the_others_have_their_lists(tmp_path: Path) -> None:
    some = class_of({"ann": plan(), "bob": plan(quotas__applications={"minimum": 3})})
    own = build_class(some, tmp_path, HERE)
    joint = plan_jointly(some, own, tmp_path, HERE, JointRequest(Caps({"applying": 0})))
    assert joint.without_list == ("bob",)
    bob = joint.students[1]
    assert bob.joint.status == "infeasible"
    assert bob.loss is None
    assert bob.taken_up == ()
    assert joint.changed[0] == bob
    told = " ".join(shown(joint).split())
    assert "bob has no list under the caps. Classmates take the places that this plan needs" in told
    assert "Raise the caps" in told
    content = json.loads(joint_json(joint))
    assert [one["value"] for one in content["students"]] == [0.0, None]
    rows = list(csv.DictReader(io.StringIO(joint_csv(joint).decode("utf-8-sig"))))
    assert rows[0]["code"] == "bob"
    assert "Raise the caps" in rows[0]["words"]


def test_where_no_student_finds_room_the_caps_are_refused(tmp_path: Path) -> None:
    some = class_of({"ann": plan(quotas__applications={"minimum": 3})})
    own = build_class(some, tmp_path, HERE)
    with pytest.raises(BadInput, match="no student can have a list under these caps"):
        plan_jointly(some, own, tmp_path, HERE, JointRequest(Caps({"applying": 0})))


def test_a_class_without_lists_and_weights_of_nobody_are_refused(tmp_path: Path) -> None:
    request = JointRequest(AT_MOST_ONE, weight={"zoe": 2.0})
    with pytest.raises(BadInput) as refused:
        plan_jointly(CLASS, (), tmp_path, HERE, request)
    assert [fault.what for fault in refused.value.faults] == [
        "there is no such student",
        "no student of the class has a list",
    ]


@pytest.mark.parametrize("wrong", [{"gap": 0.0}, {"time_limit_s": -1.0}, {"weight": {"ann": float("nan")}}])
def test_what_must_be_above_0_is_refused_otherwise(wrong: dict[str, object]) -> None:
    with pytest.raises(BadInput, match="is not above 0"):
        JointRequest(AT_MOST_ONE, **wrong)  # type: ignore[arg-type]


def test_fairness_raises_the_lowest_and_says_so(built: tuple[Built, ...], joint: JointPlan, tmp_path: Path) -> None:
    fair = plan_jointly(CLASS, built, tmp_path, HERE, JointRequest(AT_MOST_ONE, fair=True))
    figures = fair.figures
    assert figures.fair
    assert figures.lowest >= joint.figures.lowest * (1 - figures.gap_asked)
    assert figures.lowest <= figures.lowest_bound
    assert figures.lowest_gap <= figures.gap_asked
    assert "The student with least has a list worth" in shown(fair)


def test_a_task_that_fails_ends_the_joint_plan_in_words(
    built: tuple[Built, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "wishes_of", fails)
    with pytest.raises(BadInput, match="ValueError: out of memory"):
        plan_jointly(CLASS, built, tmp_path, HERE, JointRequest(AT_MOST_ONE))


def fails(*_: object) -> None:
    raise ValueError("out of memory")


def test_lists_that_break_a_cap_never_get_out(
    built: tuple[Built, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def everyones_own(search: Search, _: object, found: Found) -> Found:
        own = [one for one in search.own if one is not None]
        lists = Lists(tuple(one.mode for one in own), np.array([one.value for one in own]))
        return replace(found, lists=lists)

    monkeypatch.setattr(Search, "with_own", everyones_own)
    with pytest.raises(RefereeDisagreement, match="more students than the cap allows"):
        plan_jointly(CLASS, built, tmp_path, HERE, JointRequest(AT_MOST_ONE))


def test_a_desk_travels_without_its_models() -> None:
    problems = StudentProblems({((), None): load_directory()}, {"ann": PLAN})
    _, model = problems.of("ann")
    assert problems.of("ann")[1] is model
    landed = pickle.loads(pickle.dumps(problems))  # noqa: S301 - our own bytes
    assert landed.of("ann")[1] is not model


def shown(joint: JointPlan) -> str:
    console = Console(width=100, record=True, file=io.StringIO())
    console.print(joint_text(joint))
    return console.export_text()
