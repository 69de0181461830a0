"""Lists that were written to files, read back from JSON, CSV or XLSX; and what they have in common."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from optimizer.directory import importing
from optimizer.errors import BadInput, Fault, validation_faults
from optimizer.plan.document import Plan, parse_record, plan_in_record
from optimizer.plan.listing import ProgramList
from optimizer.vocabulary import NO_SIGNAL

if TYPE_CHECKING:
    from optimizer.directory.importing import Given, Grid

LIST_ID = "list_id"
"""Name of the column, or of the key, by which matchlist knows which of its lists a file holds."""
_ROWS_BEFORE_HEADER = 20
_READ_COLUMNS = ("id", LIST_ID, "signal", "tier", "locked")
_OTHER_COLUMNS = ("name", "city", "state", "region", "interview_chance")
_TABLE = "a list as --out LIST.csv or LIST.xlsx writes it"
_NOT_READ_AS_A_LIST = "Build the list again with --out, and edit that file"


class _Value(BaseModel):
    # Files of an older or newer matchlist may hold fewer or more facts of a program: what is needed stays readable.
    model_config = ConfigDict(defer_build=True, frozen=True, extra="ignore")


class KeptProgram(_Value):
    """One program of a list in a file; `line` says where it stands, empty in JSON.

    Texts are as the file has them, whatever the user wrote there. The chance is None where the file doesn't say it.
    """

    id: str
    name: str = ""
    city: str = ""
    state: str = ""
    region: str = ""
    tier: str = ""
    signal: str = NO_SIGNAL
    locked: bool | str = False
    interview_probability: float | None = None
    line: str = ""


class KeptList(_Value):
    """A list as a file holds it.

    Attributes
    ----------
    file : str
        Its name in messages.
    list_id : str
        That of `ProgramList` when the list was written; empty where the file lacks it.
    plan : Plan or None
        None where the file doesn't hold it: CSV and XLSX don't.
    title, season, match_probability, match_probability_range, expected_interviews, spend, value, bound
        As in `ProgramList`; None where the file doesn't hold them.
    programs : tuple of KeptProgram
    """

    file: str = ""
    list_id: str = ""
    plan: Plan | None = None
    title: str = ""
    season: int | None = None
    match_probability: float | None = None
    match_probability_range: tuple[float, float] | None = None
    expected_interviews: float | None = None
    spend: float | None = None
    value: float | None = None
    bound: float | None = None
    programs: tuple[KeptProgram, ...]


def kept_list(program_list: ProgramList, plan: Plan, file: str) -> KeptList:
    """A list that was just built, as if it had been read from a file of this name."""
    values = program_list.model_dump() | {LIST_ID: program_list.list_id, "file": file}
    return KeptList.model_validate(values).model_copy(update={"plan": plan})


def read_list(path: Path) -> KeptList:
    """Read a list from a JSON, CSV or XLSX file that matchlist wrote and a person may have edited.

    Raises
    ------
    BadInput
        The file can't be read, holds no list, or names a program twice or not at all; all at once.
    """
    given = importing.given_file(path)
    if given.content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _from_json(given.content, str(path))
    return _from_table(given, str(path))


def _from_json(content: bytes, where: str) -> KeptList:
    try:
        record = parse_record(content.decode("utf-8-sig"), where)
    except UnicodeDecodeError:
        raise BadInput(Fault("the file is not UTF-8 text", where, None, "a JSON file", "Save it as UTF-8")) from None
    plan = plan_in_record(record, where)
    try:
        found = KeptList.model_validate(record | {"plan": None, "file": where})
    except ValidationError as error:
        raise BadInput(validation_faults(error, KeptList, where)) from None
    faults = tuple(_row_faults(found.programs, where))
    if faults:
        raise BadInput(faults)
    return found.model_copy(update={"plan": plan})


def _from_table(given: "Given", where: str) -> KeptList:
    grids = importing.read_grids(given, lambda grid: _header(grid) is not None)
    grid, header = next(((grid, found) for grid in grids if (found := _header(grid)) is not None), (None, 0))
    if grid is None:
        what = "holds no list: no row has the columns id and list_id"
        raise BadInput(Fault(what, where, None, _TABLE, _NOT_READ_AS_A_LIST))
    keys = [importing.header_key(cell) for cell in grid.rows[header].cells]
    names = (name for name in (*_READ_COLUMNS, *_OTHER_COLUMNS) if importing.header_key(name) in keys)
    columns = {name: keys.index(importing.header_key(name)) for name in names}
    missing = [name for name in _READ_COLUMNS if name not in columns]
    if missing:
        what = f"a column is missing: {', '.join(missing)}"
        raise BadInput(Fault(what, grid.where, None, _TABLE, "Put it back, or build the list again with --out"))
    rows = grid.rows[header + 1 :]
    cells = [{name: row.cells[k] if k < len(row.cells) else "" for name, k in columns.items()} for row in rows]
    programs = tuple(_program(found, grid.line(row.number)) for row, found in zip(rows, cells, strict=True))
    ids = {row[LIST_ID] for row in cells if row[LIST_ID]}
    faults = [*_row_faults(programs, grid.where)]
    if len(ids) > 1:
        what, remedy = "rows of several lists stand together", "Keep the rows of one list"
        faults.append(Fault(what, f"{grid.where}: {LIST_ID}", ", ".join(sorted(ids)), "one list", remedy))
    if faults:
        raise BadInput(faults)
    return KeptList(file=where, list_id=next(iter(ids), ""), programs=programs)


def _header(grid: "Grid") -> int | None:
    """Which of the first rows names the columns."""
    for k, row in enumerate(islice(grid.rows, _ROWS_BEFORE_HEADER)):
        if {importing.header_key("id"), importing.header_key(LIST_ID)} <= {
            importing.header_key(cell) for cell in row.cells
        }:
            return k
    return None


def _program(cells: dict[str, str], line: str) -> KeptProgram:
    return KeptProgram(
        **{name: cells.get(name, "") for name in ("id", "name", "city", "state", "region")},
        line=line,
        tier=cells["tier"].casefold(),
        signal=cells["signal"].casefold() or NO_SIGNAL,
        locked=cells["locked"].casefold(),
        interview_probability=_share(cells.get("interview_chance", "")),
    )


def _share(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _row_faults(programs: Sequence[KeptProgram], where: str) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for one in programs:
        place = f"{where} {one.line}".rstrip()
        if not one.id:
            yield Fault("the row names no program", place, None, "an id", "Give the program's id, or remove the row")
        elif one.id in seen:
            first = f" (first in {seen[one.id]})" if seen[one.id] else ""
            yield Fault(f"the program stands twice{first}", place, one.id, "once", "Remove one of the rows")
        seen.setdefault(one.id, one.line)
