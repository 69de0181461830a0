"""A class checked before anything is built."""

import pytest

from optimizer.cohort import MOST_STUDENTS_HERE, Class, Refused, check_size, checked_class, class_of_files, reckoning
from optimizer.directory import load_directory
from optimizer.errors import BadInput

TABLE = b"""code,type,specialty,ties,home_state
good,us-md,dermatology,family state OH,OH
lost,us-md,dermatology,family city Cleveland; school state ZZ,QQ
early,us-xx,dermatology,,
"""


def test_every_fault_of_every_student_is_found_without_a_list() -> None:
    found = checked_class(class_of_files([("class.csv", TABLE)]), load_directory())
    assert [student.code for student in found.students] == ["good"]
    faults = {one.code: " ".join(str(fault) for fault in one.faults) for one in found.refused}
    assert "several cities" in faults["lost"]
    assert "ZZ" in faults["lost"]
    assert "QQ" in faults["lost"]
    assert "us-xx" in faults["early"]


def test_a_season_that_is_not_there_is_that_students_fault() -> None:
    table = b"code,type,specialty,season\nann,us-md,dermatology,1999\n"
    (refused,) = checked_class(class_of_files([("class.csv", table)])).refused
    assert "1999" in str(refused.faults[0]) or "2000" in str(refused.faults[0])


def test_a_class_of_a_thousand_is_taken_and_one_more_is_told_where_to_go() -> None:
    most = Class((), (Refused("x", ()),) * MOST_STUDENTS_HERE)
    check_size(most, "class.csv")
    with pytest.raises(BadInput, match=r"1001.*1,000 students or fewer.*cluster"):
        check_size(Class((), (*most.refused, Refused("y", ()))), "class.csv")


def test_only_a_class_beyond_the_usual_is_reckoned_before_it_begins_and_more_cores_take_less_time() -> None:
    assert reckoning(MOST_STUDENTS_HERE, 2) is None
    said = reckoning(10_000, 2)
    assert said is not None
    assert said.startswith(
        "10,000 students on this machine: reckon with about 17 minutes of 2 cores and 4.0 GB of memory."
    )
    assert "33 minutes of one core" in str(reckoning(10_000, 1))
