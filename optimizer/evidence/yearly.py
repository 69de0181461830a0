"""Totals of the match as published year by year, and how much such a figure drifts from one year to the next."""

import csv
import math
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from optimizer.data_folder import data_folder
from optimizer.errors import BadInput, Fault
from optimizer.evidence.row import Address, FigureName
from optimizer.evidence.spread import SCORE_OF_90TH_PERCENTILE
from optimizer.vocabulary import ApplicantType, Grade

MATCH_RATE = "pgy1_match_rate"


class YearlyFigure(BaseModel):
    """A figure of one match.

    Parameters
    ----------
    name : str
        What it is, the same in every year.
    applicant_type : str or None
        Whom it holds for; None = everybody.
    season : int
        Year of the match.
    value : float
        A count, or a share between 0 and 1.
    unit : {"count", "share"}
    of : int or None
        For a share: of how many; None where that is not known.
    source, address, grade, note
        As in `EvidenceRow`.
    """

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid", allow_inf_nan=False)

    name: FigureName
    applicant_type: ApplicantType | None = None
    season: int = Field(ge=1950, le=2100)
    value: float = Field(gt=0)
    unit: Literal["count", "share"]
    of: int | None = Field(default=None, ge=1)
    source: str = Field(min_length=1)
    address: Address = ""
    grade: Grade
    note: str = ""

    @model_validator(mode="after")
    def _is_coherent(self) -> Self:
        if self.unit == "share" and self.value >= 1.0:
            raise ValueError(f"{self.value:g} is no share below 1")
        return self


@cache
def load_match_totals() -> tuple[YearlyFigure, ...]:
    """Return the totals that come with matchlist; read once, then remembered."""
    return read_match_totals(data_folder() / "match_totals.csv")


def read_match_totals(path: Path) -> tuple[YearlyFigure, ...]:
    """Read totals of the match from a CSV file with the columns of `YearlyFigure`.

    Raises
    ------
    BadInput
        With every fault of the file, each with its line.
    """
    figures: list[YearlyFigure] = []
    faults: list[Fault] = []
    first_line: dict[object, int] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream, strict=True)
        for cells in reader:
            where = f"{path.name}, line {reader.line_num}"
            given = {column: cell or None for column, cell in cells.items() if column not in {"address", "note"}}
            try:
                figure = YearlyFigure.model_validate(
                    given | {column: cells[column] or "" for column in ("address", "note")}
                )
            except ValidationError as error:
                faults.extend(
                    Fault(found["msg"], f"{where}, {'.'.join(map(str, found['loc']))}", found["input"])
                    for found in error.errors(include_url=False)
                )
                continue
            key = (figure.name, figure.applicant_type, figure.season)
            if first_line.setdefault(key, reader.line_num) != reader.line_num:
                faults.append(Fault("the same figure stands twice", where, figure.name, remedy="Remove one"))
            figures.append(figure)
    if faults:
        raise BadInput(faults)
    return tuple(figures)


def yearly_changes(figures: Iterable[YearlyFigure], name: str = MATCH_RATE) -> tuple[float, ...]:
    """Return by how much a share changed from one published year to the next, in log-odds, for each applicant type.

    Where years lie between, the change is spread over them as independent yearly steps would be: divided by the square
    root of their number.
    """
    by_type: dict[str | None, dict[int, float]] = {}
    for figure in figures:
        if figure.name == name and figure.unit == "share" and figure.applicant_type is not None:
            by_type.setdefault(figure.applicant_type, {})[figure.season] = _log_odds(figure.value)
    return tuple(
        (years[after] - years[before]) / math.sqrt(after - before)
        for years in by_type.values()
        for before, after in pairwise(sorted(years))
    )


def drift_sd(figures: Iterable[YearlyFigure], name: str = MATCH_RATE) -> float:
    """Return the standard deviation of a year's drift, in log-odds: the root mean square of the yearly changes.

    One change of one type says little, so those of all types are taken together. 0 where no figure was published twice.
    """
    changes = yearly_changes(figures, name)
    return math.sqrt(fmean(change**2 for change in changes)) if changes else 0.0


def with_drift(share: float, counted: int | None, seasons: int, sd: float) -> tuple[float, float]:
    """Return the range, 10th to 90th percentile, of a share some seasons after it was published.

    Parameters
    ----------
    share : float
        As published, above 0 and below 1.
    counted : int or None
        Of how many people it is the share, for the counting error; None leaves that out.
    seasons : int
        How many seasons later.
    sd : float
        Standard deviation of a year's drift in log-odds; years drift independently of each other.
    """
    counting = 1.0 / (counted * share * (1.0 - share)) if counted else 0.0
    half = SCORE_OF_90TH_PERCENTILE * math.sqrt(counting + seasons * sd**2)
    low, high = (1.0 / (1.0 + math.exp(-(_log_odds(share) + side * half))) for side in (-1.0, 1.0))
    return low, high


def _log_odds(share: float) -> float:
    return math.log(share / (1.0 - share))
