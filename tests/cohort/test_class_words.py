"""Tables of classes as advisers write them: other headers, short forms, and words for visas and citizenship."""

import pytest

from optimizer.cohort.class_file import Class, class_from_table
from optimizer.directory.importing import Given
from optimizer.errors import BadInput


def class_of(text: str) -> Class:
    return class_from_table(Given("class.csv", text.encode()), None)


def test_other_headers_and_words_are_read() -> None:
    found = class_of(
        "Student ID,Student Name,Applicant Type,Specialty,Step 2 CK,YOG,Visa Status,State,Max Budget\n"
        "A1,Ann,US MD senior,OB/GYN,245,2027,,OH,1500\n"
        "A2,Ben,FMG,IM (Categorical),240,2022,J1 visa,,1500\n"
        "A3,Cem,Non-US IMG,Psych; Peds,238,2021,green card,NJ,900\n"
        "A4,Dia,US-citizen IMG,Gen Surg,252,2024,USA citizen,NY,900\n"
    )
    assert not found.refused, found.refused
    ann, ben, cem, dia = (student.plan.applicant for student in found.students)
    assert (ann.type, ann.specialties, ann.step2) == ("us-md", ("obstetrics-gynecology",), 245)
    assert (ben.type, ben.visa, ben.specialties) == ("non-us-img", "j1", ("internal-medicine",))
    assert (cem.citizenship, cem.visa_need) == ("permanent-resident", "none")
    assert cem.specialties == ("psychiatry", "pediatrics")
    assert (dia.type, dia.citizenship, dia.visa_need) == ("us-img", "us-citizen", "none")
    assert found.students[0].plan.budget.dollars == 1500


def test_a_column_that_asks_for_citizens_is_answered_by_yes_and_no() -> None:
    found = class_of("code,type,specialty,US citizen\nA,us-img,IM,yes\nB,non-us-img,IM,no\nC,non-us-img,IM,LPR\n")
    assert [one.plan.applicant.citizenship for one in found.students] == ["us-citizen", "other", "permanent-resident"]


def test_comlex_scores_and_examinations_have_columns() -> None:
    found = class_of("code,type,specialty,COMLEX Level 2 CE,Step 3\nA,DO,FM,560,\nB,FMG,IM,,yes\n")
    first, second = (one.plan.applicant for one in found.students)
    assert (first.comlex2, first.step2) == (560, None)
    assert second.step3_passed is True


def test_a_comlex_score_under_step_2_is_asked_about_and_not_taken() -> None:
    found = class_of("code,type,specialty,step2\nA,DO,FM,560\nB,DO,FM,240\n")
    assert [one.code for one in found.students] == ["B"]
    (refused,) = found.refused
    assert "COMLEX-USA Level 2 CE" in str(refused.faults[0])


def test_a_word_that_is_no_visa_is_refused_with_what_is_allowed() -> None:
    (refused,) = class_of("code,type,specialty,visa\nA,FMG,IM,TN\n").refused
    assert "none, j1, h1b, either" in str(refused.faults[0])


@pytest.mark.parametrize(
    "naming", ["Student", "student", "Students", "ID", "Initials", "Advisee", "Candidate Name", "Applicant", "Code"]
)
@pytest.mark.parametrize("kind", ["Degree", "MD/DO", "Type of applicant", "Applicant Type", "School type"])
def test_whoever_the_table_calls_its_students_they_are_read(naming: str, kind: str) -> None:
    found = class_of(f"{naming},{kind},Specialty Choice,Step 2 CK (3 digits)\nA1,DO,Psych,241\n")
    assert not found.refused
    assert not found.notices
    (student,) = found.students
    person = student.plan.applicant
    assert (person.type, person.specialties, person.step2) == ("us-do", ("psychiatry",), 241)
    assert "A1" in {student.code, student.name}


def test_a_first_and_a_last_name_are_one_name() -> None:
    found = class_of("Last Name,First Name,Degree,Field\nLee,Ann,MD,FM\n,Bo,MD,FM\n")
    assert [(one.code, one.name) for one in found.students] == [("student-001", "Ann Lee"), ("student-002", "Bo")]


def test_several_columns_of_specialties_count_together_in_their_order() -> None:
    found = class_of("ID,Degree,1st choice,Backup specialty,Specialty 3\nA,MD,Derm,IM,\nB,MD,Ortho,n/a,Gen Surg; FM\n")
    assert [one.plan.applicant.specialties for one in found.students] == [
        ("dermatology", "internal-medicine"),
        ("orthopaedic-surgery", "general-surgery", "family-medicine"),
    ]


def test_a_header_of_specialties_that_stands_twice_is_refused() -> None:
    with pytest.raises(BadInput, match="stands twice"):
        class_of("ID,Degree,Specialty,Specialty\nA,MD,Derm,IM\n")


def test_a_table_without_names_is_a_class_where_it_says_who_applies_in_what() -> None:
    found = class_of("Degree,Specialty,Step 2\nMD,Peds,240\nDO,FM,235\n")
    assert [one.code for one in found.students] == ["student-001", "student-002"]
    with pytest.raises(BadInput, match="names no students"):
        class_of("Program,City,State\nLakes,Fresno,CA\n")
