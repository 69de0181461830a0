"""Caps of single programs from a table: a program a row, a column for each kind of cap."""

from collections.abc import Collection, Mapping
from pathlib import Path

from optimizer.cohort.batch import directories_of
from optimizer.cohort.caps import CAP_KINDS, Caps
from optimizer.cohort.class_file import Class
from optimizer.directory.importing import NoNumber, NumberStyle, given_file, is_whole, one_table
from optimizer.errors import BadInput, Fault
from optimizer.nearest import nearest

CAPS_COLUMNS = ("program", *CAP_KINDS)
_MOST_STUDENTS = 1_000_000
_SOME_CAP = "--most-applying, --most-signalling or --caps"
_NOTES = ("name", "city", "state", "notes")
"""What may stand beside for those who read the table; not read."""


def read_caps(path: Path, programs: Collection[str], everywhere: Mapping[str, int]) -> Caps:
    """Read caps of single programs.

    Parameters
    ----------
    path : Path
        A table (CSV, TSV, XLSX) with a column ``program`` that holds ids, and any of `CAP_KINDS`. An empty cell leaves
        what holds everywhere.
    programs : collection of str
        Ids that there are.
    everywhere : mapping of str to int
        Caps of all programs that the table says nothing else of.

    Raises
    ------
    BadInput
        The table can't be read; it names an unknown program, one program twice, an unknown column, or something that
        is no number of students. All at once.
    """
    given = given_file(path)
    table = one_table(given, lambda cells: "program" in map(str.casefold, cells))
    if table is None:
        allowed = f"a row of column names: {', '.join(CAPS_COLUMNS)}"
        raise BadInput(Fault("the table names no programs", given.name, None, allowed, "Add a column program"))
    grid = table.grid
    columns = [cell.casefold() for cell in table.header.cells]
    faults = list(_faults_of_columns(columns, grid.place(table.header.number)))
    style = table.style(k for k, column in enumerate(columns) if column in CAP_KINDS)
    at: dict[str, dict[str, int]] = {}
    for row in table.rows:
        where = grid.place(row.number)
        cells = dict(zip(columns, row.cells, strict=False))
        program = cells.get("program", "")
        surplus = table.surplus(row)
        if surplus is not None:
            faults.append(surplus)
        faults += _faults_of_program(program, where, programs, at)
        at[program] = {}
        for kind in CAP_KINDS:
            cell = cells.get(kind, "")
            if cell:
                try:
                    at[program][kind] = _students(cell, style)
                except NoNumber as error:
                    faults.append(Fault(str(error), f"{where}: {kind}", cell, error.allowed, "Correct the cell"))
    if faults:
        raise BadInput(faults)
    return Caps(everywhere, at, table.notices)


def _students(cell: str, style: NumberStyle) -> int:
    number = style.number(cell, whole=True) if is_whole(cell) else -1
    if not 0 <= number <= _MOST_STUDENTS:
        raise NoNumber("is no number of students", f"a whole number from 0 to {_MOST_STUDENTS:,}, or nothing")
    return int(number)


def caps_of(found: Class, everywhere: Mapping[str, int], path: Path | None) -> Caps:
    """Caps for a class: what holds everywhere, and a table of single programs where there is one.

    Raises
    ------
    BadInput
        As `read_caps` for the programs of the class; or nothing is capped at all.
    """
    if path is None:
        caps = Caps(everywhere)
    else:
        directories, _ = directories_of([student.plan for student in found.students])
        programs = [program.id for directory in directories.values() for program in directory.programs]
        caps = read_caps(path, set(programs), everywhere)
    if not caps.everywhere and not any(caps.at.values()):
        raise BadInput(Fault("nothing is capped", "--joint", None, _SOME_CAP, "Say how many may meet at one program"))
    return caps


def _faults_of_columns(columns: list[str], where: str) -> list[Fault]:
    faults = []
    for column in dict.fromkeys(columns):
        if column and column not in CAPS_COLUMNS and column not in _NOTES:
            allowed = ", ".join((*CAPS_COLUMNS, *_NOTES))
            faults.append(Fault("is no column of caps", where, column, allowed, "Rename it or take it out"))
        elif column and columns.count(column) > 1:
            faults.append(Fault("a column stands twice", where, column, "once", "Remove one"))
    return faults


def _faults_of_program(program: str, where: str, programs: Collection[str], at: Mapping[str, object]) -> list[Fault]:
    if program in at:
        return [Fault("a program stands twice", where, program, "a row each", "Remove one")]
    if program in programs:
        return []
    close = nearest(program, programs)
    remedy = f"Did you mean {close[0]}?" if close else "Look its id up with: matchlist programs"
    return [Fault("there is no such program", where, program, "the id of a program that the class knows", remedy)]
