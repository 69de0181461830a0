"""A class built: every student's own list, the same however it is built, gone on with where it stopped."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from optimizer.cohort import (
    AT_RISK_BELOW,
    Built,
    Class,
    Engine,
    Student,
    Summary,
    build_class,
    outcome_files,
    overlaps_csv,
    read_class,
    summarised,
    summary_csv,
    summary_json,
)
from optimizer.errors import BadInput, Fault
from optimizer.export import write_whole
from optimizer.plan import Plan, ProgramList, build_list, changed_plan, parse_plan
from optimizer.plan.document import mark as mark_room
from tests.people_and_programs import known

HERE = Engine(workers=1)
PLAN = parse_plan(
    'title = "t"\n[applicant]\ntype = "us-md"\nspecialties = ["dermatology"]\nstep2 = 255\n[budget]\ndollars = 200\n',
    "plan",
)


def plan(**changes: object) -> Plan:
    return changed_plan(PLAN, {key.replace("__", "."): value for key, value in changes.items()})


@pytest.fixture
def students() -> Class:
    plans = {
        "ann": plan(),
        "bob": plan(applicant__step2=None),
        "cy": plan(quotas__applications={"minimum": 50}),
        "di": plan(locks__apply=("no-such-program",)),
    }
    return Class(tuple(Student(code, code.title(), one) for code, one in plans.items()), ())


def by_code(built: tuple[Built, ...]) -> dict[str, Built]:
    return {one.code: one for one in built}


def comparable(built: tuple[Built, ...]) -> list[object]:
    """What must be the same in every run; how long it took needn't."""
    return [(one.code, one.words, one.outcome and one.outcome.model_dump(exclude={"seconds"})) for one in built]


def test_each_student_gets_the_list_that_the_plan_alone_gets(students: Class, tmp_path: Path) -> None:
    built = by_code(build_class(students, tmp_path, HERE))
    alone, of_class = build_list(PLAN), built["ann"].outcome
    assert isinstance(alone, ProgramList)
    assert isinstance(of_class, ProgramList)
    assert of_class.model_dump(exclude={"seconds"}) == alone.model_dump(exclude={"seconds"})
    assert (tmp_path / "students" / "ann.csv").is_file()


def test_who_has_no_list_is_told_why_and_stops_nobody(students: Class, tmp_path: Path) -> None:
    built = by_code(build_class(students, tmp_path, HERE))
    assert built["cy"].outcome is not None
    assert built["cy"].outcome.status == "infeasible"
    assert "budget" in built["cy"].words
    assert not (tmp_path / "students" / "cy.csv").exists()
    assert built["di"].outcome is None
    assert "no-such-program" in built["di"].words
    assert built["bob"].unknown == ("step2", "graduation_year", "failed_attempts", "home_state", "school")


def test_two_processes_give_the_same_lists(students: Class, tmp_path: Path) -> None:
    one = build_class(students, tmp_path / "one", HERE)
    two = build_class(students, tmp_path / "two", Engine(workers=2))
    assert comparable(one) == comparable(two)


def test_a_cluster_gives_the_same_lists(students: Class, tmp_path: Path, scheduler: str) -> None:
    here = build_class(students, tmp_path / "here", HERE)
    there = build_class(students, tmp_path / "there", Engine(scheduler=scheduler))
    assert comparable(here) == comparable(there)


def test_started_again_it_keeps_what_was_done(students: Class, tmp_path: Path) -> None:
    first = build_class(students, tmp_path, HERE)
    (tmp_path / "students" / "bob.json").unlink()
    again = build_class(students, tmp_path, HERE)
    assert comparable(first) == comparable(again)
    assert [one.code for one in again if one.kept] == ["ann", "cy"]


def test_another_plan_or_a_torn_file_is_built_anew(students: Class, tmp_path: Path) -> None:
    build_class(students, tmp_path, HERE)
    torn = tmp_path / "students" / "bob.json"
    torn.write_bytes(torn.read_bytes()[:100])
    ann, *others = students.students
    richer = Student(ann.code, ann.name, plan(budget__dollars=300.0))
    again = by_code(build_class(Class((richer, *others), ()), tmp_path, HERE))
    assert [one.code for one in again.values() if one.kept] == ["cy"]
    outcome = again["ann"].outcome
    assert isinstance(outcome, ProgramList)
    assert 200 < outcome.spend <= 300


def test_other_figures_make_every_earlier_list_an_old_one(
    students: Class, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_class(students, tmp_path, HERE)
    monkeypatch.setattr(mark_room, "shipped_mark", lambda _: "other figures")
    assert not any(one.kept for one in build_class(students, tmp_path, HERE))


def test_every_student_is_told_of_once(students: Class, tmp_path: Path) -> None:
    told: list[str] = []
    refused = read_refused(tmp_path)
    build_class(Class(students.students, refused.refused), tmp_path / "out", HERE, lambda one: told.append(one.code))
    assert sorted(told) == ["ann", "bob", "cy", "di", "eve"]


def read_refused(tmp_path: Path) -> Class:
    file = tmp_path / "class.csv"
    file.write_text("code,type\neve,us-xx\n", encoding="utf-8")
    return read_class(file, PLAN)


def test_program_files_that_are_missing_are_those_students_fault(tmp_path: Path) -> None:
    lost = Student("ann", "", plan(programs=(str(tmp_path / "lost.csv"),)))
    built = by_code(build_class(Class((lost, Student("bob", "", PLAN)), ()), tmp_path / "out", HERE))
    assert "lost.csv" in built["ann"].words
    assert isinstance(built["bob"].outcome, ProgramList)


def test_a_folder_that_cannot_be_made_is_told(students: Class, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadInput, match="--out: the folder can't be made"):
        build_class(students, tmp_path / "file" / "out", HERE)


def test_a_full_disk_keeps_what_was_written_and_the_next_run_goes_on(
    students: Class, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    def full_after_ann(path: Path, content: bytes, where: str) -> None:
        if path.name.startswith("bob"):
            raise BadInput(Fault("the file can't be written (No space left on device)", where, str(path)))
        write_whole(path, content, where)

    with monkeypatch.context() as patched:
        patched.setattr(outcome_files, "write_whole", full_after_ann)
        with pytest.raises(BadInput, match="No space left"):
            build_class(students, tmp_path, HERE)
    again = build_class(students, tmp_path, HERE)
    assert [one.code for one in again if one.kept] == ["ann"]


@pytest.fixture
def summary(students: Class, tmp_path: Path) -> Summary:
    return summarised(build_class(students, tmp_path, HERE))


def test_those_at_risk_come_first(summary: Summary) -> None:
    codes = [built.code for built in summary.students]
    assert codes[:2] == ["cy", "di"]
    assert all(summary.at_risk(built) for built in summary.students[:2])
    chances = [known(found.match_probability) for found in summary.solved]
    assert chances == sorted(chances)
    assert summary.expected_matches == pytest.approx(sum(chances))
    assert summary.at_risk_below == AT_RISK_BELOW


def test_overlaps_count_classmates_at_one_program(summary: Summary) -> None:
    lists = summary.solved
    wanted: Iterator[tuple[str, str]] = ((program.id, program.signal) for found in lists for program in found.programs)
    counted: dict[str, list[str]] = {}
    for one, signalled in wanted:
        counted.setdefault(one, []).append(signalled)
    expected = {one: kinds for one, kinds in counted.items() if len(kinds) > 1}
    assert {one.program: len(one.applying) for one in summary.overlaps} == {
        one: len(kinds) for one, kinds in expected.items()
    }
    for overlap in summary.overlaps:
        assert len(overlap.signalling) == sum(kind != "none" for kind in expected[overlap.program])
        assert set(overlap.signalling) <= set(overlap.applying)


def test_the_files_hold_codes_and_no_names(summary: Summary) -> None:
    text = (summary_csv(summary) + overlaps_csv(summary)).decode("utf-8-sig")
    assert "Ann" not in text
    assert text.count("ann") >= 1
    assert len(summary_csv(summary).decode().splitlines()) == 5


def test_the_json_has_a_number_or_null_everywhere(summary: Summary) -> None:
    content = json.loads(summary_json(summary))
    chances = {one["code"]: one["match_probability"] for one in content["students"]}
    assert chances["di"] is None
    assert 0 < chances["ann"] < 1


def test_kept_facts_that_one_student_asks_for_are_no_others_matter(tmp_path: Path) -> None:
    asked = {"ann": plan(), "eve": plan(facts=("rates-that-nobody-kept",)), "flo": plan(facts=())}
    found = Class(tuple(Student(code, code.title(), one) for code, one in asked.items()), ())
    built = by_code(build_class(found, tmp_path, HERE))
    assert isinstance(built["ann"].outcome, ProgramList)
    assert isinstance(built["flo"].outcome, ProgramList)
    assert built["eve"].outcome is None
    assert "rates-that-nobody-kept" in built["eve"].words
