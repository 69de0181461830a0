"""A user's own figures in a file: a CSV whose rows stand in place of rows of the evidence table."""

import csv
import io
from pathlib import Path

from optimizer.errors import BadInput, Fault
from optimizer.evidence.row import EvidenceRow
from optimizer.evidence.unknown import unknown_name
from optimizer.given_files import MOST_TABLE_BYTES, given_text

_WHOM = ("specialty", "applicant_type", "state")
_NUMBERS = ("low", "central", "high")
NEEDED = ("name", "central")


def read_own_figures(path: Path) -> dict[str, tuple[float, float, float]]:
    """Read own figures as `Evidence.override` takes them.

    Parameters
    ----------
    path : Path
        CSV file in UTF-8. Columns name and central are needed; specialty, applicant_type and state say whom a figure
        holds for, an empty cell is for all; low and high are its range, empty cells mean none. Other columns of the
        evidence table may be there and are not read.

    Returns
    -------
    mapping from a label such as ``interview_rate/psychiatry/us-md`` to (low, central, high)

    Raises
    ------
    BadInput
        With every fault of the file, each with its line.
    """
    text = given_text(path, "a CSV file with figures", MOST_TABLE_BYTES)
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        header = [(column or "").strip() for column in reader.fieldnames or ()]
        lines = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        what = "the file is no CSV in UTF-8"
        raise BadInput(Fault(what, path.name, str(error), remedy="Save it as CSV UTF-8")) from None
    where = f"{path.name}, line 1"
    faults = [Fault("a column is missing", where, name, remedy="Add it") for name in NEEDED if name not in header]
    faults += [
        unknown_name("column", name, EvidenceRow.model_fields, where)
        for name in header
        if name not in EvidenceRow.model_fields
    ]
    if faults:
        raise BadInput(faults)
    found: dict[str, tuple[float, float, float]] = {}
    for line, row in lines:
        cells = {
            (column or "").strip(): (cell or "").strip() for column, cell in row.items() if not isinstance(cell, list)
        }
        if not any(cells.values()):
            continue
        label = "/".join(part for part in (cells["name"], *(cells.get(column, "") for column in _WHOM)) if part)
        place = f"{path.name}, line {line}"
        try:
            central = float(cells["central"])
            low, high = (float(cells.get(column) or central) for column in ("low", "high"))
        except ValueError:
            given = ", ".join(cells.get(column, "") for column in _NUMBERS)
            faults.append(Fault("no number", place, given, "numbers in low, central and high", "Correct it"))
            continue
        if label in found:
            faults.append(Fault("the same figure stands twice", place, label, remedy="Remove one"))
        found[label] = (low, central, high)
    if faults:
        raise BadInput(faults)
    return found
