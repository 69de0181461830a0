"""Tables of classes as advisers write them: other headers, short forms, and words for visas and citizenship."""

from optimizer.cohort.class_file import Class, class_from_table
from optimizer.directory.importing import Given


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
