"""A class that comes through a browser: files by name and content, read without writing them anywhere."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath

from optimizer.applicant import Applicant
from optimizer.cohort.class_file import Class, class_from_plans, class_from_table
from optimizer.directory.importing import BROKEN, Archive, Given
from optimizer.errors import BadInput, Fault
from optimizer.plan import Locks, Plan, plan_of_upload

_TABLE_ENDS = (".csv", ".tsv", ".txt", ".xlsx")


def class_of_files(
    files: Sequence[tuple[str, bytes]], base: Plan | None = None, *, programs_known: bool = False
) -> Class:
    """Read a class from files that are nowhere on a disk.

    Parameters
    ----------
    files : sequence of (str, bytes)
        Name and content: one table, or plan files, or a ZIP of either.
    base : Plan or None
        What the students of a table share, as for `read_class`.
    programs_known : bool
        Whether whoever asks has the programs that plans name files of; such plans are refused otherwise. A plan with a
        file of own figures always is: a browser sends no other file along, and none of this machine's may be read.

    Raises
    ------
    BadInput
        As `read_class`; or these are tables and plans at once, several tables, or a ZIP that can't be unpacked.
    """
    unpacked = [one for name, content in files for one in _unpacked(name, content)]
    plans = sorted((name, content) for name, content in unpacked if name.casefold().endswith(".toml"))
    tables = [Given(name, content) for name, content in unpacked if name.casefold().endswith(_TABLE_ENDS)]
    where = ", ".join(name for name, _ in files) or "the class"
    if len(tables) > 1 or (tables and plans):
        allowed = "one table, or plan files (*.toml), or a ZIP of either"
        raise BadInput(Fault("this is more than one class", where, None, allowed, "Choose one"))
    if tables:
        return class_from_table(tables[0], base)

    def read(name: str, content: bytes) -> Plan:
        return plan_of_upload(content, name, needs_programs=not programs_known).plan

    return class_from_plans(
        [(PurePosixPath(name).stem, name, partial(read, name, content)) for name, content in plans], where
    )


def shared_part(plan: Plan) -> Plan:
    """What a class may share with a person's plan: where, how much, what kind; no answer and no decision of theirs."""
    applicant = Applicant(type=plan.applicant.type, specialties=plan.applicant.specialties)
    own = {"applicant": applicant, "locks": Locks(), "tiers": {}, "programs": (), "title": "My list"}
    return plan.model_copy(update=own)


def with_program_file(found: Class, file: Path) -> Class:
    """The class with all plans resting on one file of programs."""
    students = tuple(
        replace(student, plan=student.plan.model_copy(update={"programs": (str(file),)})) for student in found.students
    )
    return replace(found, students=students)


def _unpacked(name: str, content: bytes) -> Iterable[tuple[str, bytes]]:
    """The file itself, or what is in it where it is a ZIP."""
    if not name.casefold().endswith(".zip"):
        return [(name, content)]
    try:
        packed = Archive(content, name)
        inner = [one for one in packed.names if not _is_no_file_of_the_class(one)]
        packed.check_declared(inner, "is too large")
        return [(f"{name}/{one}", packed.read(one)) for one in inner]
    except BROKEN as error:
        remedy = "Pack it again as a plain ZIP, without a password"
        raise BadInput(Fault(f"can't be unpacked ({error})", name, None, "a ZIP of plan files", remedy)) from None


def _is_no_file_of_the_class(name: str) -> bool:
    """Whether a computer put it there by itself, such as ``__MACOSX/._ann.toml``."""
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)
