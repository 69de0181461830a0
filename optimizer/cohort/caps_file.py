"""Caps of single programs from a table: a program a row, a column for each kind of cap."""

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from pathlib import Path

from optimizer.cohort.batch import directories_of
from optimizer.cohort.caps import CAP_KINDS, Caps
from optimizer.cohort.class_file import Class
from optimizer.directory.importing import given_file, read_grids
from optimizer.errors import BadInput, Fault

CAPS_COLUMNS = ("program", *CAP_KINDS)
_MOST_DIGITS = 9
"""A billion students are more than there are."""
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
    grid = next(grid for grid in read_grids(given_file(path)) if grid.rows)
    header = next((row for row in grid.rows if "program" in map(str.casefold, row.cells)), None)
    if header is None:
        allowed = f"a row of column names: {', '.join(CAPS_COLUMNS)}"
        raise BadInput(Fault("the table names no programs", grid.where, None, allowed, "Add a column program"))
    columns = [cell.casefold() for cell in header.cells]
    faults = list(_faults_of_columns(columns, grid.place(header.number)))
    at: dict[str, dict[str, int]] = {}
    for row in grid.rows:
        if row.number <= header.number or not any(row.cells):
            continue
        where = grid.place(row.number)
        cells = dict(zip(columns, row.cells, strict=False))
        program = cells.get("program", "")
        faults += _faults_of_program(program, where, programs, at)
        at[program] = {}
        for kind in CAP_KINDS:
            cell = cells.get(kind, "")
            if cell.isascii() and cell.isdigit() and len(cell) <= _MOST_DIGITS:
                at[program][kind] = int(cell)
            elif cell:
                what, allowed = "is no number of students", "a whole number from 0, or nothing"
                faults.append(Fault(what, f"{where}: {kind}", cell, allowed, "Correct the cell"))
    if faults:
        raise BadInput(faults)
    return Caps(everywhere, at)


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
    close = get_close_matches(program, programs, 1)
    remedy = f"Did you mean {close[0]}?" if close else "Look its id up with: matchlist programs"
    return [Fault("there is no such program", where, program, "the id of a program that the class knows", remedy)]
