"""The directory: all programs that can be applied to, with their places, read from one or more files."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
from pydantic import ValidationError

from optimizer.data_folder import data_folder
from optimizer.directory.institution_names import Asked
from optimizer.directory.place import Place
from optimizer.directory.places import load_gazetteer, place_files
from optimizer.directory.program import COLUMNS, REQUIRED_COLUMNS, Program
from optimizer.errors import BadInput, Fault, validation_faults
from optimizer.given_files import MOST_TABLE_BYTES, given_text
from optimizer.nearest import nearest
from optimizer.prebuilt import prebuilt
from optimizer.wording import is_shown

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Directory:
    """Programs and where they are.

    Attributes
    ----------
    programs : tuple of Program
    places : tuple of Place or None, one per program
        None where the gazetteer doesn't know the city.
    """

    programs: tuple[Program, ...]
    places: tuple[Place | None, ...]

    @classmethod
    def of(cls, programs: Sequence[Program]) -> "Directory":
        """The directory of some programs, with their places looked up."""
        gazetteer = load_gazetteer()
        cities = [(program.city, program.state) for program in programs]
        # Thousands of programs share a few hundred cities.
        places = {city: gazetteer.find(*city) for city in dict.fromkeys(cities)}
        return cls(tuple(programs), tuple(places[city] for city in cities))

    @cached_property
    def coordinates(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Latitude and longitude of each program's city in degrees, NaN where unknown; each of shape (programs,)."""
        degrees = np.array(
            [(np.nan, np.nan) if place is None else (place.latitude, place.longitude) for place in self.places]
        ).reshape(-1, 2)
        return degrees[:, 0], degrees[:, 1]

    def table(self) -> "pd.DataFrame":
        """The directory as a pandas table, see `optimizer.directory.table.directory_table`."""
        from optimizer.directory.table import directory_table  # noqa: PLC0415 - pandas is slow to load, and few need it

        return directory_table(self.programs, self.places)

    @cached_property
    def index_by_id(self) -> dict[str, int]:
        """Position of each program by its id."""
        return {program.id: index for index, program in enumerate(self.programs)}

    def with_id(self, program: str) -> Program | None:
        """The program that has an id; None where none has."""
        index = self.index_by_id.get(program)
        return None if index is None else self.programs[index]

    @property
    def specialties(self) -> tuple[str, ...]:
        """Specialties that have a program, sorted."""
        return tuple(sorted({program.specialty for program in self.programs}))

    def similar_to(self, text: str, count: int = 5) -> tuple[Program, ...]:
        """Programs that a mistyped id, or a name in place of an id, may mean; the likeliest first, perhaps none.

        Parameters
        ----------
        text : str
            What was given.
        count : int
            How many to return at most.
        """
        given = _words(text)
        holding = [
            program
            for program in self.programs
            if given and given <= _words(f"{program.id} {program.name} {program.institution} {program.city}")
        ]
        asked = Asked(text)
        called = [program for program in self.programs if asked_for(program, asked)]
        close = nearest(text, self.index_by_id, count)
        named = [*called, *holding, *(self.programs[self.index_by_id[program]] for program in close)]
        return tuple({program.id: program for program in named}.values())[:count]

    def called(self, text: str) -> Program | None:
        """The one program that a text names by its id, its whole name, or what people call it; None of several."""
        known = self.with_id(text)
        if known is not None:
            return known
        asked, name = Asked(text), _words(text)
        tests: tuple[Callable[[Program], bool], ...] = (
            lambda program: bool(name) and name == _words(program.name),
            lambda program: asked_for(program, asked),
        )
        for fits in tests:
            found = [program for program in self.programs if fits(program)]
            if found:
                return found[0] if len(found) == 1 else None
        return None

    def of_specialties(self, specialties: Sequence[str]) -> "Directory":
        """The part of the directory that trains in some specialties, in the same order; one-year positions don't."""
        asked, known = tuple(specialties), _PARTS.get(self)
        if known is None or known[0] != asked:
            kept = [
                index
                for index, program in enumerate(self.programs)
                if program.specialty in asked and not program.is_first_year_only
            ]
            part = Directory(tuple(self.programs[k] for k in kept), tuple(self.places[k] for k in kept))
            known = _PARTS[self] = (asked, part)
        return known[1]


_PARTS: "WeakKeyDictionary[Directory, tuple[tuple[str, ...], Directory]]" = WeakKeyDictionary()
"""The part of each directory that was asked for last: a plan's, with every question about it."""


def asked_for(program: Program, asked: Asked) -> bool:
    """Whether people call a program what somebody looks for."""
    return asked.means(program.name, program.institution, program.city, program.state)


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z0-9]+", text.casefold()))


def load_directory(files: Sequence[Path] = ()) -> Directory:
    """The directory in some CSV files, or the shipped one where no file is named.

    Parameters
    ----------
    files : sequence of pathlib.Path
        CSV files in UTF-8 with a header line; the columns of `Program`, of which id, name, institution, specialty,
        city and state are needed.

    Raises
    ------
    BadInput
        A file can't be read, lacks a column, has an unknown one, a value that can't be used, a program twice, or
        no program at all; all faults of all files at once.
    """
    if files:
        return _read_directory(files)
    shipped = data_folder() / "programs.csv"
    return prebuilt("programs", (shipped, *place_files()), lambda: _read_directory((shipped,)))


def _read_directory(chosen: Sequence[Path]) -> Directory:
    faults: list[Fault] = []
    read: list[tuple[str, Program]] = []
    for file in chosen:
        for found in _read(Path(file)):
            if isinstance(found, Fault):
                faults.append(found)
            else:
                read.append(found)
    faults += _twice(read)
    if faults:
        raise BadInput(faults)
    if not read:
        where = ", ".join(str(file) for file in chosen)
        raise BadInput(Fault("the directory has no program", where, None, "at least one row", "Add programs"))
    return Directory.of([program for _, program in read])


def _read(file: Path) -> Iterator[Fault | tuple[str, Program]]:
    try:
        text = given_text(file, "a CSV file", MOST_TABLE_BYTES)
    except BadInput as error:
        yield from error.faults
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, ())]
        yield from _header_faults(header, str(file))
        if set(REQUIRED_COLUMNS) <= set(header):
            for cells in reader:
                # Spreadsheets leave such lines behind.
                if any(cell.strip() for cell in cells):
                    yield from _row(header, cells, f"{file} line {reader.line_num}")
    except csv.Error as error:
        yield Fault(f"is not CSV: {error}", f"{file} line {reader.line_num}", None, "CSV", "Check the quotes")


def _header_faults(header: Sequence[str], file: str) -> Iterator[Fault]:
    for column in REQUIRED_COLUMNS:
        if column not in header:
            what = f"the needed column {column!r} is missing"
            yield Fault(what, f"{file} line 1", None, ", ".join(COLUMNS), "Add the column")
    for position, column in enumerate(header):
        if column not in COLUMNS:
            yield Fault("no such column", f"{file} line 1", column, ", ".join(COLUMNS), "Rename or remove it")
        elif column in header[:position]:
            yield Fault("a column stands twice", f"{file} line 1", column, "each column once", "Remove one")


def _row(header: Sequence[str], cells: Sequence[str], where: str) -> Iterator[Fault | tuple[str, Program]]:
    if len(cells) > len(header):
        what, allowed = "has more cells than the header", f"{len(header)} cells or fewer"
        yield Fault(what, where, len(cells), allowed, "Put quotes around text with commas")
        return
    # Spreadsheets cut off blank cells at the end of a line, so a short line is one with blanks.
    known = {name: unguarded(cell) for name, cell in zip(header, cells, strict=False) if name in COLUMNS}
    hidden = [name for name, cell in known.items() if not is_shown(cell)]
    if hidden:
        what, allowed = "holds characters that can't be shown", "text without control characters"
        yield from (Fault(what, f"{where}: {name}", known[name], allowed, "Write it anew") for name in hidden)
        return
    try:
        yield where, Program.model_validate(known)
    except ValidationError as error:
        yield from validation_faults(error, Program, where)


def unguarded(cell: str) -> str:
    """A cell without the apostrophe that exports put before what a spreadsheet would take for a formula."""
    return cell[1:] if cell.startswith(("'=", "'+", "'-", "'@")) else cell


def _twice(read: Sequence[tuple[str, Program]]) -> Iterator[Fault]:
    """Lines with an id that stands already, or with a name that stands already in that city and specialty."""
    first_of_id: dict[str, str] = {}
    first_of_name: dict[str, str] = {}
    for where, program in read:
        # Two programs of one name in one city do occur; their official ids tell them apart.
        told_apart = program.acgme_id or program.nrmp_code or ""
        same = f"{program.name}\n{program.city}\n{program.state}\n{program.specialty}\n{told_apart}".casefold()
        allowed, remedy = "each program once", "Remove one of the two"
        if program.id in first_of_id:
            what = f"the program stands already at {first_of_id[program.id]}"
            yield Fault(what, f"{where}: id", program.id, allowed, remedy)
        elif same in first_of_name:
            what = f"the program stands already at {first_of_name[same]}"
            yield Fault(what, f"{where}: name", program.name, allowed, remedy)
        first_of_id.setdefault(program.id, where)
        first_of_name.setdefault(same, where)
