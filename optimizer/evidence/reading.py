"""Reading the evidence table from its CSV file: everything is checked, and all faults are told at once."""

import csv
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from optimizer.data_folder import data_folder
from optimizer.errors import BadInput, Fault
from optimizer.evidence.row import EvidenceRow, Unit
from optimizer.evidence.season_folder import load_season, season_years
from optimizer.evidence.table import Evidence
from optimizer.evidence.unknown import unknown_name
from optimizer.prebuilt import prebuilt
from optimizer.vocabulary import APPLICANT_TYPES

COLUMNS = tuple(EvidenceRow.model_fields)
_MAY_BE_EMPTY_FOR_ALL = ("specialty", "applicant_type", "state")

_ALLOWED = {
    "name": "lower case words joined by underscores, a kind after a dot where there are several",
    "specialty": "a slug such as internal-medicine, or nothing for all",
    "applicant_type": f"{', '.join(APPLICANT_TYPES)}, or nothing for all",
    "state": "the two-letter postal code of a state, or nothing for all",
    "low": "a finite number",
    "central": "a finite number",
    "high": "a finite number",
    "unit": ", ".join(Unit),
    "season": "a year, two years joined by a hyphen, or nothing for an assumption",
    "source": "where the figure is from, in a few words",
    "address": "a URL that starts with https:// or http://, or nothing",
    "grade": "A (primary source), B (secondary or derived), C (assumption)",
}


@cache
def load_evidence() -> Evidence:
    """Return the evidence table that comes with matchlist; read once, then remembered."""
    known = {specialty for year in season_years() for specialty in load_season(year).specialties}
    file = data_folder() / "evidence.csv"
    return prebuilt("evidence", (file,), lambda: read_evidence(file, known), " ".join(sorted(known)))


def read_evidence(path: Path, specialties: Collection[str]) -> Evidence:
    """Read an evidence table.

    Parameters
    ----------
    path : Path
        CSV file in UTF-8 with the columns of `EvidenceRow` in any order.
    specialties : collection of str
        Specialties that rows may name.

    Raises
    ------
    BadInput
        With every fault of the file, each with its line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadInput(Fault("the evidence table can't be read", str(path), error.strerror)) from error
    except UnicodeDecodeError as error:
        raise BadInput(Fault("the file is not in UTF-8", path.name, remedy="Save it as CSV UTF-8")) from error
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    try:
        lines = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        where = f"{path.name}, line {reader.line_num}"
        raise BadInput(Fault("not a line of CSV", where, str(error), remedy="Check its quotes")) from error
    header = [cell.strip() for cell in lines[0][1]] if lines else []
    faults = list(_faults_of_header(header, path.name))
    if faults:
        raise BadInput(faults)
    rows: list[tuple[int, EvidenceRow]] = []
    for line, cells in lines[1:]:
        row = _row(header, cells, f"{path.name}, line {line}")
        if isinstance(row, EvidenceRow):
            rows.append((line, row))
        else:
            faults.extend(row)
    faults.extend(_faults_between(rows, specialties, path.name))
    if faults or not rows:
        raise BadInput(faults or Fault("the table has no rows", path.name, remedy="Add at least one figure"))
    return Evidence.of(row for _, row in rows)


def _faults_of_header(header: list[str], file_name: str) -> Iterator[Fault]:
    where = f"{file_name}, line 1"
    for column in COLUMNS:
        if column not in header:
            yield Fault("a column is missing", where, column, remedy=f"Add it: {_ALLOWED.get(column, 'free text')}")
    for place, column in enumerate(header):
        if column not in COLUMNS:
            yield unknown_name("column", column, COLUMNS, where)
        elif column in header[:place]:
            yield Fault("a column stands twice", where, column, remedy="Remove one")


def _row(header: list[str], cells: list[str], where: str) -> EvidenceRow | list[Fault]:
    if len(cells) != len(header):
        allowed = f"{len(header)} cells, as in line 1"
        return [Fault("wrong number of cells", where, len(cells), allowed, "Put quotes around text with commas")]
    given = dict(zip(header, (cell.strip() for cell in cells), strict=True))
    blank = {column: None for column in _MAY_BE_EMPTY_FOR_ALL if not given[column]}
    try:
        return EvidenceRow.model_validate({**given, **blank})
    except ValidationError as error:
        return [
            Fault(
                f"{fault['loc'][0]} can't be read",
                f"{where}, {fault['loc'][0]}",
                fault["input"],
                _ALLOWED[str(fault["loc"][0])],
            )
            if fault["loc"]
            else Fault(str(fault["ctx"]["error"]), where)
            for fault in error.errors(include_url=False)
        ]


def _faults_between(
    rows: list[tuple[int, EvidenceRow]], specialties: Collection[str], file_name: str
) -> Iterator[Fault]:
    first_line: dict[object, int] = {}
    first_unit: dict[str, tuple[int, Unit]] = {}
    for line, row in rows:
        where = f"{file_name}, line {line}"
        if row.specialty is not None and row.specialty not in specialties:
            yield unknown_name("specialty", row.specialty, specialties, where)
        if first_line.setdefault(row.key, line) != line:
            remedy = f"Remove it, or the one in line {first_line[row.key]}"
            yield Fault("the same figure stands twice", where, row.label, remedy=remedy)
        line_of_unit, unit = first_unit.setdefault(row.name, (line, row.unit))
        if unit is not row.unit:
            yield Fault(f"{row.name} has another unit in line {line_of_unit}", where, str(row.unit), str(unit))
