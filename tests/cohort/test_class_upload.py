"""A class that comes through a browser: a table, plan files or a ZIP; nothing of this machine's is read for it."""

import io
import zipfile
from collections.abc import Mapping

import pytest

from optimizer.cohort import class_of_files, shared_part
from optimizer.errors import BadInput
from optimizer.plan import parse_plan

PLAN = b'title = "Ann\'s"\n[applicant]\ntype = "us-md"\nspecialties = ["dermatology"]\n'
TABLE = b"code,name,type,specialty\nann,Ann,us-md,dermatology\n"


def packed(files: Mapping[str, bytes]) -> bytes:
    folder = io.BytesIO()
    with zipfile.ZipFile(folder, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return folder.getvalue()


def test_a_table_is_a_class() -> None:
    (student,) = class_of_files([("class.csv", TABLE)]).students
    assert (student.code, student.name) == ("ann", "Ann")


def test_plan_files_are_a_class_named_by_their_files() -> None:
    found = class_of_files([("bob.toml", PLAN), ("ann.toml", PLAN), ("read me.md", b"hello")])
    assert [student.code for student in found.students] == ["ann", "bob"]


def test_a_zip_is_what_is_in_it_without_what_a_computer_adds() -> None:
    files = {"class/ann.toml": PLAN, "class/bob.toml": b"type = 1", "class/hello": b"not one"}
    content = packed(files | {"__MACOSX/class/._ann.toml": b"\x00"})
    found = class_of_files([("class.zip", content)])
    assert [student.code for student in found.students] == ["ann"]
    assert [one.code for one in found.refused] == ["bob"]


def test_a_zip_may_hold_a_table() -> None:
    assert len(class_of_files([("class.zip", packed({"class.csv": TABLE}))]).students) == 1


@pytest.mark.parametrize("content", [b"PK\x03\x04 half", b"no zip at all", b""])
def test_a_zip_that_is_none_is_told(content: bytes) -> None:
    with pytest.raises(BadInput, match=r"class\.zip: can't be unpacked"):
        class_of_files([("class.zip", content)])


def test_a_zip_that_swells_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = io.BytesIO()
    with zipfile.ZipFile(folder, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("class.csv", bytes(101_000_000))
    monkeypatch.setattr(zipfile.ZipFile, "read", pytest.fail)
    with pytest.raises(BadInput, match="too large"):
        class_of_files([("class.zip", folder.getvalue())])


@pytest.mark.parametrize("other", ["ann.toml", "second.csv"])
def test_two_classes_at_once_are_refused(other: str) -> None:
    with pytest.raises(BadInput, match="more than one class"):
        class_of_files([("class.csv", TABLE), (other, PLAN)])


def test_files_without_students_are_told() -> None:
    with pytest.raises(BadInput, match=r"notes\.md: there is no student in it"):
        class_of_files([("notes.md", b"hello")])


def test_a_plan_that_names_files_of_this_machine_is_refused_and_they_are_not_read() -> None:
    naming = b'programs = ["/etc/hostname"]\nevidence_file = "/etc/passwd"\n' + PLAN
    (refused,) = class_of_files([("ann.toml", naming)]).refused
    assert [fault.where for fault in refused.faults] == ["ann.toml: evidence_file", "ann.toml: programs"]


def test_programs_that_are_there_stand_in_for_the_files_that_a_plan_names() -> None:
    naming = b'programs = ["mine.csv"]\n' + PLAN
    (student,) = class_of_files([("ann.toml", naming)], programs_known=True).students
    assert student.plan.programs == ()


def test_a_class_shares_wishes_and_money_and_nothing_personal() -> None:
    plan = parse_plan(
        """
        title = "Mine"
        [applicant]
        type = "us-do"
        specialties = ["dermatology"]
        step2 = 251
        [[applicant.ties]]
        kind = "family"
        state = "OH"
        [budget]
        dollars = 500
        [locks]
        never = ["x"]
        """,
        "plan",
    )
    (student,) = class_of_files([("class.csv", b"code,type\nann,us-md\n")], shared_part(plan)).students
    applicant = student.plan.applicant
    assert (applicant.type, applicant.specialties, applicant.step2, applicant.ties) == (
        "us-md",
        ("dermatology",),
        None,
        (),
    )
    assert (student.plan.budget.dollars, student.plan.locks.never, student.plan.title) == (500, (), "My list")
