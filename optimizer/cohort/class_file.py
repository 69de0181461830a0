"""A class as an adviser has it: a folder of plan files, or one table with a student a row."""

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType

from optimizer.applicant import Applicant
from optimizer.cohort.student import CODE, CODE_WORDS, Student
from optimizer.directory.importing import Given, NoNumber, NumberStyle, given_file, one_table
from optimizer.errors import BadInput, Fault
from optimizer.plan import Plan, changed_plan, plan_from_content, read_plan
from optimizer.vocabulary import PersonKind, person_word, specialties_meant

_KEYS: Mapping[str, str] = MappingProxyType(
    {name: f"applicant.{name}" for name in Applicant.model_fields}
    | {"specialty": "applicant.specialties", "budget": "budget.dollars", "fee_assistance": "budget.fee_assistance"}
    | {"flexibility": "flexibility", "season": "season", "title": "title"}
)
"""What a column of the table sets in the student's plan."""

COLUMNS: tuple[str, ...] = ("code", "name", "first_name", "last_name", *_KEYS)
"""Columns that a table of a class may have."""

_NAMING = frozenset({"code", "name", "first_name", "last_name"})
_OF_SPECIALTIES = frozenset({"specialty", "specialties"})
_TELLING = frozenset({"type", *_OF_SPECIALTIES})
"""Where no column names the students, one of these and another make a table one of a class."""
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")

_WHOLE = ("step2", "comlex2", "graduation_year", "failed_attempts", "season")
_AMOUNTS = ("us_clinical_months", "budget", "flexibility")
_TRUE, _FALSE = ("yes", "true", "1", "y"), ("no", "false", "0", "n")
_UNKNOWN = ("", "-", "--", "n/a", "unknown", "not said")


@dataclass(frozen=True, slots=True)
class Refused:
    """A student whose file or row can't be used; the code is where it stands, if it has none."""

    code: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Class:
    """The students of a class, those who were refused, and what the adviser should know of the file."""

    students: tuple[Student, ...]
    refused: tuple[Refused, ...]
    notices: tuple[str, ...] = ()


def read_class(path: Path, base: Plan | None = None) -> Class:
    """Read a class.

    Parameters
    ----------
    path : Path
        A folder of plan files (``*.toml``; the file's name is the student's code), or a table (CSV, TSV, XLSX) with a
        student a row and any of `COLUMNS`, under their own names or others that people use. An empty cell is "not
        said", or the base plan's value. Several values in a cell are parted by semicolons, and several columns of
        specialties count together; a tie is ``kind scope place``, such as ``family city Los Angeles, CA``.
    base : Plan or None
        What all students share (regions, quotas, budget); only for tables.

    Raises
    ------
    BadInput
        There is no such class, it is empty, or the table is none of students: neither a code nor a name, nor a type
        or specialty beside another column. What is wrong with one student is in `Class.refused`.
    """
    if path.is_dir():
        files = sorted(path.glob("*.toml"))
        return class_from_plans([(file.stem, str(file), partial(read_plan, file)) for file in files], str(path))
    return class_from_table(given_file(path), base)


def class_from_plans(plans: Iterable[tuple[str, str, Callable[[], Plan]]], where: str) -> Class:
    """The class of these plans: of each its student's code, its place, and a way to read it. Raises as `read_class`."""
    students, refused = [], []
    for code, place, plan in plans:
        try:
            students.append(Student(_checked_code(code, place), "", plan()))
        except BadInput as error:
            refused.append(Refused(code, error.faults))
    return _whole_class(Class(tuple(students), tuple(refused)), where)


def class_from_table(given: Given, base: Plan | None) -> Class:
    """The class of a table. Raises as `read_class`."""
    table = one_table(given, lambda cells: _names_students({_column(cell) for cell in cells}))
    if table is None:
        allowed = f"a row of column names with code or name, and any of {', '.join(_KEYS)}"
        raise BadInput(Fault("the table names no students", given.name, None, allowed, "Add a column code"))
    grid, header = table.grid, table.header
    columns = [_column(cell) for cell in header.cells]
    # "Specialty 1" and "Specialty 2" are two columns of one kind; a header that stands twice is a mistake.
    told = [header.cells[k].casefold() if column in _OF_SPECIALTIES else column for k, column in enumerate(columns)]
    twice = sorted({column for k, column in enumerate(columns) if column in COLUMNS and told.count(told[k]) > 1})
    if twice:
        raise BadInput(
            Fault("a column stands twice", grid.place(header.number), column, "once", "Remove one") for column in twice
        )
    style = table.style(k for k, column in enumerate(columns) if column in (*_WHOLE, *_AMOUNTS))
    students: list[Student] = []
    refused: list[Refused] = []
    for number, row in enumerate(table.rows, start=1):
        cells = _cells(columns, row.cells)
        code = cells.get("code") or f"student-{number:03d}"
        where = f"{grid.place(row.number)} ({code})"
        surplus = table.surplus(row)
        if surplus is not None:
            refused.append(Refused(code, (surplus,)))
            continue
        try:
            plan = _plan(cells, base, where, style)
            students.append(Student(_checked_code(code, where), cells.get("name", ""), plan))
        except BadInput as error:
            refused.append(Refused(code, error.faults))
    unused = [cell for cell, column in zip(header.cells, columns, strict=True) if column not in COLUMNS and cell]
    notices = (f"Columns that were not used: {', '.join(unused)}.",) if unused else ()
    return _whole_class(Class(tuple(students), tuple(refused), table.notices + notices), given.name)


def _names_students(columns: Container[str]) -> bool:
    """Whether columns are those of a table of students."""
    known = [column for column in COLUMNS if column in columns]
    return bool(_NAMING.intersection(known)) or (len(known) > 1 and bool(_TELLING.intersection(known)))


def _cells(columns: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    """A student's cells by column: all of specialties as one, a first and a last name as one."""
    cells: dict[str, str] = {}
    for column, cell in zip(columns, row, strict=False):
        if column in _OF_SPECIALTIES:
            told = [one for one in (cells.get("specialties", ""), cell) if one.casefold() not in _UNKNOWN]
            cells["specialties"] = "; ".join(told)
        elif column in COLUMNS:
            cells[column] = cell
    whole = f"{cells.pop('first_name', '')} {cells.pop('last_name', '')}".strip()
    return {**cells, **({"name": whole} if whole and not cells.get("name") else {})}


def _column(cell: str) -> str:
    """The column that a header means, by its own name or another that people use; what stands in brackets explains."""
    for text in (cell, _IN_BRACKETS.sub(" ", cell)):
        plain = "_".join(text.casefold().replace("-", " ").replace("_", " ").split())
        found = plain if plain in COLUMNS else person_word("column", text)
        if found is not None:
            return found
    return cell


def _checked_code(code: str, where: str) -> str:
    if not CODE.fullmatch(code):
        raise BadInput(Fault("the code can't name a file", where, code, CODE_WORDS, "Change the code"))
    return code


def _plan(cells: Mapping[str, str], base: Plan | None, where: str, style: NumberStyle) -> Plan:
    """The base plan with what the row says in its place."""
    changes: dict[str, object] = {}
    faults: list[Fault] = []
    for column, cell in cells.items():
        if column not in _KEYS or cell.casefold() in _UNKNOWN:
            continue
        citizenship = person_word("citizenship", cell) if column == "visa" else None
        if citizenship is not None and person_word("visa", cell) is None:
            # "Green card" under visa says who one is, and that none is needed.
            changes["applicant.citizenship"] = citizenship
            continue
        try:
            changes[_KEYS[column]] = _value(column, cell, style)
        except NoNumber as error:
            faults.append(Fault(str(error), f"{where}: {column}", cell, error.allowed, "Correct the cell"))
        except ValueError as error:
            faults.append(Fault("can't be read", f"{where}: {column}", cell, str(error), "Correct the cell"))
    if faults:
        raise BadInput(faults)
    if base is not None:
        return changed_plan(base, changes, where)
    return plan_from_content(_nested(changes), where)


def _nested(changes: Mapping[str, object]) -> dict[str, object]:
    content: dict[str, object] = {}
    for key, value in changes.items():
        table, _, last = key.rpartition(".")
        inner = content.setdefault(table, {}) if table else content
        if isinstance(inner, dict):
            inner[last] = value
    return content


def _value(column: str, cell: str, style: NumberStyle) -> object:
    if column in _WHOLE:
        return int(style.number(cell, whole=True))
    return float(style.number(cell)) if column in _AMOUNTS else _READERS.get(column, str)(cell)


def _truth(cell: str) -> bool:
    if cell.casefold() not in _TRUE + _FALSE:
        raise ValueError("yes or no")
    return cell.casefold() in _TRUE


def _slug(cell: str) -> str:
    return "-".join(cell.casefold().replace("_", " ").replace("-", " ").split())


def _word(kind: PersonKind, cell: str) -> str:
    return person_word(kind, cell) or _slug(cell)


def _citizenship(cell: str) -> str:
    """A citizenship; a column that asks whether one is a citizen is answered by yes or no."""
    if cell.casefold() in _TRUE:
        return "us-citizen"
    return "other" if cell.casefold() in _FALSE else _word("citizenship", cell)


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part for one in cell.split(";") if (part := one.strip()))


def _ties(cell: str) -> tuple[dict[str, str], ...]:
    ties = []
    for one in _several(cell):
        kind, scope, place = (*one.split(maxsplit=2), "", "")[:3]
        if not place:
            raise ValueError("kind, scope and place, such as: family city Los Angeles, CA")
        ties.append({"kind": _slug(kind), scope.casefold(): place})
    return tuple(ties)


_READERS: Mapping[str, Callable[[str], object]] = MappingProxyType(
    {
        "type": partial(_word, "type"),
        "specialty": specialties_meant,
        "specialties": specialties_meant,
        "preferred_divisions": lambda cell: () if cell.casefold() == "no preference" else _several(cell),
        "ties": _ties,
        "visa": partial(_word, "visa"),
        "citizenship": _citizenship,
        "military_service": _truth,
        "step2_taken": _truth,
        "step3_passed": _truth,
        "applied_before": _truth,
        "canadian_school": _truth,
        "fee_assistance": _truth,
    }
)


def _whole_class(found: Class, where: str) -> Class:
    """The class, if it isn't empty; who has another's code is refused, since their files would be one."""
    if not found.students and not found.refused:
        allowed = "a folder of plan files (*.toml), or a table with a student a row"
        raise BadInput(Fault("there is no student in it", where, None, allowed, "Check that it is the right one"))
    codes = Counter(student.code.casefold() for student in found.students)
    again = {code for code, number in codes.items() if number > 1}
    refused = [
        Refused(
            student.code,
            (Fault("two students have one code", "code", student.code, "a code of their own each", "Change one"),),
        )
        for student in found.students
        if student.code.casefold() in again
    ]
    kept = tuple(student for student in found.students if student.code.casefold() not in again)
    return Class(kept, (*found.refused, *refused), found.notices)
