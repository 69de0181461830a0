"""What can be said against a class before any list is built: every fault of every student at once."""

from dataclasses import replace

from optimizer.cohort.class_file import Class, Refused
from optimizer.directory import Directory
from optimizer.errors import BadInput, Fault
from optimizer.plan import faults_of

MOST_STUDENTS_HERE = 1000
"""Largest class that a page builds on one machine: some minutes of its cores. More go to a cluster."""
_CORE_SECONDS_A_STUDENT, _GIGABYTES_A_STUDENT = 0.2, 0.0003
"""Measured (`python -m benchmarks cohort`), rounded up: 300 students of internal medicine took 45 seconds."""


def checked_class(found: Class, directory: Directory | None = None) -> Class:
    """The class with those students refused whose plans can't be used, a few milliseconds each.

    Parameters
    ----------
    found : Class
    directory : Directory or None
        The programs of all students; None for those that each plan names.
    """
    students, refused = [], []
    for student in found.students:
        faults = faults_of(student.plan, directory)
        if faults:
            refused.append(Refused(student.code, faults))
        else:
            students.append(student)
    return replace(found, students=tuple(students), refused=(*found.refused, *refused))


def check_size(found: Class, where: str) -> None:
    """Refuse a class that is too large for one machine beside other work.

    Raises
    ------
    BadInput
        It has more than `MOST_STUDENTS_HERE` students.
    """
    number = len(found.students) + len(found.refused)
    if number > MOST_STUDENTS_HERE:
        allowed = f"{MOST_STUDENTS_HERE:,} students or fewer on one machine"
        remedy = "Split the class, or let `matchlist cohort` build it on a cluster"
        raise BadInput(Fault("is too large a class for a page", where, number, allowed, remedy))


def reckoning(students: int, workers: int) -> str | None:
    """What a class takes on this machine, said before it begins; None where nobody need think of that.

    Parameters
    ----------
    students, workers : int
        Lists to build, and processes that build them, one a core.
    """
    if students <= MOST_STUDENTS_HERE:
        return None
    minutes = students * _CORE_SECONDS_A_STUDENT / workers / 60
    cores = "one core" if workers == 1 else f"{workers} cores"
    gigabytes = 1 + students * _GIGABYTES_A_STUDENT
    return (
        f"{students:,} students on this machine: reckon with about {minutes:,.0f} minutes of {cores} and "
        f"{gigabytes:,.1f} GB of memory. Every list is kept once it is built, so you can stop and go on later; "
        "--scheduler ADDRESS shares the work among several computers."
    )
