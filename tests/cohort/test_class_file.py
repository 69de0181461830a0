"""A class from a folder or a table: each student a plan, each fault the student's own."""

from pathlib import Path

import pytest

from optimizer.applicant import Tie
from optimizer.cohort import Class, read_class
from optimizer.errors import BadInput
from optimizer.plan import Plan, parse_plan, plan_text

BASE = parse_plan(
    """
flexibility = 0.25
[applicant]
type = "us-md"
specialties = ["psychiatry"]
[[regions]]
name = "West"
priority = 9
divisions = ["Pacific"]
[budget]
dollars = 700
""",
    "base",
)


def table(tmp_path: Path, text: str, base: Plan | None = None) -> Class:
    file = tmp_path / "class.csv"
    file.write_text(text, encoding="utf-8")
    return read_class(file, base)


def only_fault(found: Class) -> str:
    (refused,) = found.refused
    return " ".join(str(fault) for fault in refused.faults)


def test_a_row_says_who_the_student_is(tmp_path: Path) -> None:
    found = table(
        tmp_path,
        "Code,Name,Type,Specialties,Step2,Graduation year,Failed attempts,US clinical months,Visa,Home state,"
        "Preferred divisions,Ties,Budget,Military service,Flexibility\n"
        's1,Ann,US IMG,internal medicine; psychiatry,231,2024,1,2.5,J1,CA,Pacific; Mountain,"family city Fresno, CA; '
        'school state CA","$1,500",no,0.5\n',
    )
    (student,) = found.students
    assert (student.code, student.name) == ("s1", "Ann")
    applicant = student.plan.applicant
    assert applicant.model_dump(exclude={"citizenship", "step3_passed", "applied_before", "canadian_school"}) == {
        "type": "us-img",
        "specialties": ("internal-medicine", "psychiatry"),
        "step2": 231,
        "step2_taken": None,
        "comlex2": None,
        "graduation_year": 2024,
        "us_clinical_months": 2.5,
        "failed_attempts": 1,
        "visa": "j1",
        "military_service": False,
        "home_state": "CA",
        "preferred_divisions": ("Pacific", "Mountain"),
        "ties": (
            Tie(kind="family", city="Fresno, CA").model_dump(),
            Tie(kind="school", state="CA").model_dump(),
        ),
    }
    assert student.plan.budget.dollars == 1500
    assert student.plan.flexibility == 0.5


def test_what_a_row_leaves_open_is_the_base_plans(tmp_path: Path) -> None:
    found = table(tmp_path, "code,step2,budget\na,240,\nb,,900\n", BASE)
    first, second = (student.plan for student in found.students)
    assert first.regions == second.regions == BASE.regions
    assert (first.applicant.step2, first.budget.dollars) == (240, 700)
    assert (second.applicant.step2, second.budget.dollars) == (None, 900)


def test_a_student_without_a_score_is_a_student_all_the_same(tmp_path: Path) -> None:
    (student,) = table(tmp_path, "code,type,specialty,step2\na,us-do,psychiatry,N/A\n").students
    assert student.plan.applicant.unknowns == ("step2", "graduation_year", "failed_attempts", "home_state", "school")


def test_no_preference_is_said_in_words(tmp_path: Path) -> None:
    (student,) = table(tmp_path, "code,preferred divisions\na,no preference\n", BASE).students
    assert student.plan.applicant.preferred_divisions == ()


def test_names_alone_get_codes_in_their_order(tmp_path: Path) -> None:
    found = table(tmp_path, "name,step2\nAnn,240\nBob,250\n", BASE)
    assert [(student.code, student.name) for student in found.students] == [
        ("student-001", "Ann"),
        ("student-002", "Bob"),
    ]


def test_columns_that_mean_nothing_here_are_told(tmp_path: Path) -> None:
    found = table(tmp_path, "code,Email,Grade\na,x@y,A\n", BASE)
    assert found.notices == ("Columns that were not used: Email, Grade.",)


@pytest.mark.parametrize(
    ("header", "row", "words"),
    [
        ("code,type", "a,us-xx", "us-md, us-do, us-img, non-us-img"),
        ("code,step2", "a,24O", "a whole number"),
        ("code,step2", "a,301", "a whole number from 100 to 300"),
        ("code,step2", "a,240.5", "a whole number"),
        ("code,us clinical months", "a,two", "a number"),
        ("code,military service", "a,perhaps", "yes or no"),
        ("code,ties", "a,family Fresno", "kind, scope and place"),
        ("code,ties", "a,friendship state CA", "home-program"),
        ("code,step2", "../a,240", "letters, digits, dots"),
        ("code,step2", "a,240,250", "more cells than columns"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, header: str, row: str, words: str) -> None:
    found = table(tmp_path, f"{header}\n{row}\nb{',' * header.count(',')}\n", BASE)
    assert words in only_fault(found)
    assert "line 2" in only_fault(found)
    assert [student.code for student in found.students] == ["b"]


def test_all_faults_of_a_row_are_told_at_once(tmp_path: Path) -> None:
    words = only_fault(table(tmp_path, "code,step2,military service\na,x,perhaps\n", BASE))
    assert "step2" in words
    assert "military_service" in words


def test_two_students_with_one_code_are_both_refused(tmp_path: Path) -> None:
    found = table(tmp_path, "code,step2\nAnn,240\nann,250\nbob,230\n", BASE)
    assert [student.code for student in found.students] == ["bob"]
    assert [refused.code for refused in found.refused] == ["Ann", "ann"]
    assert "two students have one code" in str(found.refused[0].faults[0])


@pytest.mark.parametrize(
    ("text", "words"),
    [("step2\n240\n", "names no students"), ("code,step2,step2\na,1,2\n", "stands twice"), ("code\n", "no student")],
)
def test_a_table_that_is_no_class_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        table(tmp_path, text, BASE)


def test_a_folder_holds_a_plan_a_student_and_one_bad_file_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "ann.toml").write_text(plan_text(BASE), encoding="utf-8")
    (tmp_path / "bob.toml").write_text("flexibility = 7", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not a plan", encoding="utf-8")
    found = read_class(tmp_path)
    assert [(student.code, student.plan) for student in found.students] == [("ann", BASE)]
    assert [refused.code for refused in found.refused] == ["bob"]


def test_an_empty_folder_is_no_class(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no student"):
        read_class(tmp_path)


@pytest.mark.parametrize(
    ("header", "row", "dollars"),
    [
        ("code,type,specialty,budget", 'a,us-md,psychiatry,"220,50"', 220.5),
        ("code;type;specialty;budget", "a;us-md;psychiatry;1.500", 1500.0),
        ("code;type;specialty;budget", "a;us-md;psychiatry;220,50", 220.5),
        ("code,type,specialty,budget,flexibility", 'a,us-md,psychiatry,1.500,"0,5"', 1500.0),
    ],
)
def test_dollars_are_read_as_the_file_writes_numbers(tmp_path: Path, header: str, row: str, dollars: float) -> None:
    (student,) = table(tmp_path, f"{header}\n{row}\n").students
    assert student.plan.budget.dollars == dollars


def test_dollars_that_may_be_two_amounts_are_refused_with_both(tmp_path: Path) -> None:
    found = table(tmp_path, "code,type,specialty,budget\na,us-md,psychiatry,1.500\n")
    assert "budget: may be 1.5 or 1500 (found '1.500')" in only_fault(found)


def test_a_header_that_stands_again_is_left_out_and_said(tmp_path: Path) -> None:
    rows = "code,type,specialty\na,us-md,psychiatry\ncode,type,specialty\nb,us-md,psychiatry\n"
    found = table(tmp_path, rows)
    assert [student.code for student in found.students] == ["a", "b"]
    assert found.notices == ("class.csv line 3 repeats the header and was left out.",)
