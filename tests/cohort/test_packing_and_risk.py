"""What an adviser takes home of a class, and why a student is at risk."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from optimizer.cohort import Built, Engine, Summary, build_class, class_of_files, lists_zip, risk_words, summarised
from optimizer.cohort.class_file import Class
from optimizer.plan import ProgramList

TABLE = (
    b"code,name,type,specialty,step2,budget\nann,Ann Aldrich,us-md,dermatology,255,90\n"
    b"bob,Bob Birch,non-us-img,dermatology,,90\nold,Cy Cedar,us-xx,dermatology,240,90\n"
)


@pytest.fixture(scope="module")
def found() -> Class:
    return class_of_files([("class.csv", TABLE)])


@pytest.fixture(scope="module")
def summary(found: Class, tmp_path_factory: pytest.TempPathFactory) -> Summary:
    return summarised(build_class(found, tmp_path_factory.mktemp("class"), Engine(1)))


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_the_zip_holds_each_list_and_the_class_at_a_glance_without_a_name(summary: Summary) -> None:
    files = unpacked(lists_zip(summary))
    assert list(files) == ["summary.csv", "overlaps.csv", "students/bob.csv", "students/ann.csv"]
    assert not any(name in content for content in files.values() for name in (b"Aldrich", b"Birch", b"Cedar"))
    assert lists_zip(summary) == lists_zip(summary)


def test_lists_come_as_workbooks_too(found: Class, summary: Summary) -> None:
    plans = {student.code: student.plan for student in found.students}
    files = unpacked(lists_zip(summary, plans))
    workbook = openpyxl.load_workbook(io.BytesIO(files["students/ann.xlsx"]))
    assert len(workbook.sheetnames) > 1
    assert "students/old.xlsx" not in files


def of(summary: Summary, code: str) -> Built:
    return next(one for one in summary.students if one.code == code)


def test_a_student_at_risk_is_told_the_chance_the_interviews_the_money_and_what_is_not_said(summary: Summary) -> None:
    words = " ".join(risk_words(of(summary, "bob"), 0.75))
    outcome = of(summary, "bob").outcome
    assert isinstance(outcome, ProgramList)
    assert f"Only {outcome.expected_interviews:.1f} interviews" in words
    assert "The budget of $90 is used up" in words
    assert "Not said: Step 2 CK" in words


def test_a_quota_at_its_maximum_is_named(tmp_path: Path) -> None:
    plan = b"[applicant]\ntype = 'us-md'\nspecialties = ['dermatology']\n[quotas]\napplications = { maximum = 3 }\n"
    (built,) = build_class(class_of_files([("ann.toml", plan)]), tmp_path, Engine(1))
    words = " ".join(risk_words(built, 1.0))
    assert "At their maximum: applications (3)." in words
    assert "budget" not in words


def test_who_is_above_the_line_has_no_reason_and_who_has_no_list_the_fault(summary: Summary) -> None:
    assert risk_words(of(summary, "ann"), 0.0) == ()
    (words,) = risk_words(of(summary, "old"), 0.0)
    assert words.startswith("No list: ")
    assert "us-xx" in words
