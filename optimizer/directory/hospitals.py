"""Facts of the hospitals behind programs: of the hospital, not of the program.

Two files come with matchlist: which hospital (by its Medicare number) stands behind a program, each reviewed, and
what is published of that hospital. Sources and what was left out stand in ``data/SOURCES.md``.
"""

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from optimizer.data_folder import data_folder
from optimizer.errors import BadInput, Fault, validation_faults
from optimizer.prebuilt import prebuilt

Ownership = Literal["government", "nonprofit", "for-profit"]
OWNERSHIPS: tuple[str, ...] = get_args(Ownership)
_REMEDY = "Restore the file that came with matchlist."


def _blank_is_unknown(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


_Blank = BeforeValidator(_blank_is_unknown)
_Count = Annotated[Annotated[float, Field(ge=0, allow_inf_nan=False)] | None, _Blank]
_Year = Annotated[int | None, _Blank]


class Hospital(BaseModel):
    """A hospital; None is unknown.

    Parameters
    ----------
    ccn : str
        Medicare's number of the hospital.
    name, city, state : str
    ownership : {"government", "nonprofit", "for-profit"} or None
    star_rating : int or None
        Medicare's overall rating, 1 to 5.
    residents, residents_before : float or None
        Residents for whom the hospital is paid, in full-time equivalents of all specialties, in two years.
    residents_year, residents_before_year : int or None
        Those years.
    newly_teaching : bool or None
        Had hardly any residents in the earlier year.
    dual_eligible_share : float or None
        Share of its Medicare patients who have Medicaid too, in [0, 1].
    """

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    ccn: Annotated[str, Field(pattern=r"^[0-9A-Z]{6}$", description="six characters")]
    name: str
    city: str
    state: str
    ownership: Annotated[Ownership | None, _Blank] = None
    star_rating: Annotated[Annotated[int, Field(ge=1, le=5)] | None, _Blank] = None
    residents: _Count = None
    residents_year: _Year = None
    residents_before: _Count = None
    residents_before_year: _Year = None
    newly_teaching: Annotated[bool | None, _Blank] = None
    dual_eligible_share: Annotated[Annotated[float, Field(ge=0, le=1)] | None, _Blank] = None

    @property
    def growth(self) -> float | None:
        """Residents now beyond those of the earlier year; None where either is unknown."""
        if self.residents is None or self.residents_before is None:
            return None
        return self.residents - self.residents_before


@cache
def load_hospitals() -> Mapping[str, Hospital]:
    """The reviewed hospital of each program, by the program's id; programs without one are left out."""
    files = data_folder() / "program_hospitals.csv", data_folder() / "hospital_facts.csv"
    return prebuilt("hospitals", files, lambda: read_hospitals(*files))


def read_hospitals(links: Path, facts: Path) -> Mapping[str, Hospital]:
    """Read which hospital is behind a program (columns id, ccn), and what is known of hospitals.

    Raises
    ------
    BadInput
        With all faults of both files: a fact that can't be, a number that stands twice or nowhere.
    """
    faults: list[Fault] = []
    hospitals: dict[str, Hospital] = {}
    for where, row in _rows(facts):
        try:
            hospital = Hospital.model_validate(row)
        except ValidationError as invalid:
            faults += validation_faults(invalid, Hospital, where)
            continue
        if hospital.ccn in hospitals:
            faults.append(Fault("the hospital stands twice", where, hospital.ccn, "each once", _REMEDY))
        hospitals[hospital.ccn] = hospital
    linked: dict[str, Hospital] = {}
    for where, row in _rows(links):
        known = hospitals.get(row["ccn"])
        if known is None:
            faults.append(Fault("no such hospital", where, row["ccn"], f"a ccn of {facts.name}", _REMEDY))
        elif row["id"] in linked:
            faults.append(Fault("the program stands twice", where, row["id"], "each once", _REMEDY))
        else:
            linked[row["id"]] = known
    if faults:
        raise BadInput(faults)
    return linked


def _rows(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        for row in rows:
            yield f"{path.name} line {rows.line_num}", row
