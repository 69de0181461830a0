"""Names taken out of a class: codes that say nothing, and the key that only the adviser has."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from optimizer.cohort.class_file import Class, Refused
from optimizer.cohort.student import Student
from optimizer.errors import Fault
from optimizer.export import csv_bytes

KEY_COLUMNS = ("code", "name", "code_in_the_file")


@dataclass(frozen=True, slots=True)
class KeyRow:
    """Which student a code means: the name and the code as the class file has them."""

    code: str
    name: str
    given: str


@dataclass(frozen=True, slots=True)
class Coded:
    """A class without names, and the key to it.

    Attributes
    ----------
    found : Class
        Faults still say where in the class file they are, by row or new code.
    key : tuple of KeyRow
        In the order of the class file, the refused last.
    """

    found: Class
    key: tuple[KeyRow, ...]


def with_codes(found: Class) -> Coded:
    """Give every student a code that says nothing, drawn anew each time.

    Neither the name nor anything else by which the file tells students apart is left: the name of a plan's file, its
    title, and notes beside ties go too.
    """
    number = len(found.students) + len(found.refused)
    width = max(2, len(str(number)))
    codes = [f"S{position:0{width}d}" for position in range(1, number + 1)]
    # In the order of the file they would say who comes before whom in the alphabet.
    secrets.SystemRandom().shuffle(codes)
    of_students, of_refused = codes[: len(found.students)], codes[len(found.students) :]
    students = tuple(_nameless(one, code) for code, one in zip(of_students, found.students, strict=True))
    refused = tuple(
        Refused(code, tuple(_recoded(fault, one.code, code) for fault in one.faults))
        for code, one in zip(of_refused, found.refused, strict=True)
    )
    key = [KeyRow(code, one.name, one.code) for code, one in zip(of_students, found.students, strict=True)]
    key += [KeyRow(code, "", one.code) for code, one in zip(of_refused, found.refused, strict=True)]
    return Coded(replace(found, students=students, refused=refused), tuple(key))


def without_names(found: Class) -> Class:
    """The class under the codes that it has, as it may be sent to workers and written down."""
    return replace(found, students=tuple(_nameless(student, student.code) for student in found.students))


def _nameless(student: Student, code: str) -> Student:
    ties = tuple(tie.model_copy(update={"note": ""}) for tie in student.plan.applicant.ties)
    applicant = student.plan.applicant.model_copy(update={"ties": ties})
    return Student(code, "", student.plan.model_copy(update={"title": code, "applicant": applicant}))


def _recoded(fault: Fault, given: str, code: str) -> Fault:
    """The fault with the new code wherever the student's own stands as a word."""
    own = re.compile(rf"(?<![\w-]){re.escape(given)}(?![\w-])")
    value = own.sub(code, fault.value) if isinstance(fault.value, str) else fault.value
    return replace(fault, where=own.sub(code, fault.where), value=value)


def key_csv(key: Sequence[KeyRow]) -> bytes:
    """Which student each code means, for the adviser's eyes."""
    return csv_bytes(KEY_COLUMNS, ((row.code, row.name, row.given) for row in key))
