"""One published figure or assumption: its name, whom it holds for, its range, its unit and its source."""

import math
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from optimizer.vocabulary import ApplicantType, Grade

# fmt: off
STATES = frozenset({
    "AK", "AL", "AR", "AZ", "CA", "CO", "CT", "DC", "DE", "FL", "GA", "GU", "HI", "IA", "ID", "IL",
    "IN", "KS", "KY", "LA", "MA", "MD", "ME", "MI", "MN", "MO", "MS", "MT", "NC", "ND", "NE", "NH",
    "NJ", "NM", "NV", "NY", "OH", "OK", "OR", "PA", "PR", "RI", "SC", "SD", "TN", "TX", "UT", "VA",
    "VI", "VT", "WA", "WI", "WV", "WY",
})
# fmt: on
"""Postal codes of the states, the District of Columbia, Guam, Puerto Rico and the Virgin Islands."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Season = Annotated[str, StringConstraints(pattern=r"^(\d{4}(-\d{4})?)?$")]
Address = Annotated[str, StringConstraints(pattern=r"^(https?://\S+)?$")]
FigureName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9]+(-[a-z0-9]+)*)?$")]


def _is_state(code: str | None) -> str | None:
    if code is not None and code not in STATES:
        raise ValueError("not the postal code of a state")
    return code


class Unit(StrEnum):
    """What a figure is measured in: decides which values make sense and whether it is ever drawn."""

    LOG_ODDS = "log-odds"
    LOG_ODDS_SD = "log-odds sd"
    LOG_ODDS_PER_TEN_POINTS = "log-odds per 10 points"
    LOG_ODDS_PER_YEAR = "log-odds per year"
    LOG_ODDS_PER_MONTH = "log-odds per month"
    LOG_ODDS_PER_ATTEMPT = "log-odds per attempt"
    SHARE = "share"
    POINTS = "points"
    YEARS = "years"
    MONTHS = "months"
    APPLICATIONS = "applications"
    RANKS = "ranks"
    ODDS_RATIO = "odds ratio"
    STEPS = "steps"
    TARGET_SHARE = "target share"
    TARGET_COUNT = "target count"
    TARGET_GAP = "target gap"

    @property
    def is_drawn(self) -> bool:
        """False for counts, rules, and targets, which the estimate is compared with and not made from."""
        return not (self.is_target or self in {Unit.APPLICATIONS, Unit.RANKS, Unit.ODDS_RATIO, Unit.STEPS})

    @property
    def is_target(self) -> bool:
        """True for figures that the calibration reproduces and no chance is made from."""
        return self in {Unit.TARGET_SHARE, Unit.TARGET_COUNT, Unit.TARGET_GAP}

    @property
    def is_share(self) -> bool:
        """True where values lie between 0 and 1; such figures are drawn on the log-odds scale."""
        return self in {Unit.SHARE, Unit.TARGET_SHARE}

    @property
    def is_spread(self) -> bool:
        """True where values are above 0; such figures are drawn on the logarithmic scale."""
        return self in {Unit.LOG_ODDS_SD, Unit.ODDS_RATIO}

    def accepts(self, value: float) -> bool:
        """Whether a value makes sense in this unit."""
        if not math.isfinite(value):
            return False
        if self.is_share:
            return 0.0 < value <= 1.0
        if self.is_spread:
            return value > 0.0
        return self._may_be_negative or value >= 0.0

    @property
    def accepted(self) -> str:
        """The accepted values in words."""
        if self.is_share:
            return "a number above 0, at most 1"
        if self.is_spread:
            return "a number above 0"
        return "a finite number" if self._may_be_negative else "a finite number, 0 or more"

    @property
    def _may_be_negative(self) -> bool:
        return self.name.startswith("LOG_ODDS") or self in {Unit.STEPS, Unit.TARGET_GAP}


class EvidenceRow(BaseModel):
    """A figure of the evidence table.

    Parameters
    ----------
    name : str
        What the figure is: lower case with underscores, and a kind after a dot where there are several
        (``tie.family``).
    specialty, applicant_type, state : str or None
        Whom it holds for; None = for all that have no row of their own.
    low, central, high : float
        10th percentile, median and 90th percentile of what the figure may be, in `unit`.
    unit : Unit
        What the three are measured in.
    season : str
        Season it was read for (``2024`` = March 2024) or the seasons (``2021-2023``); empty only where it is
        assumed.
    source, address : str
        Where it is from, short, and its URL; an empty address where none is known.
    grade : {"A", "B", "C"}
        A primary source, B secondary or derived, C assumption.
    note : str
        Arithmetic and reservations.
    """

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid", allow_inf_nan=False)

    name: FigureName
    specialty: Slug | None = None
    applicant_type: ApplicantType | None = None
    state: Annotated[str | None, AfterValidator(_is_state)] = None
    low: float
    central: float
    high: float
    unit: Unit
    season: Season
    source: str = Field(min_length=1)
    address: Address = ""
    grade: Grade
    note: str = ""

    @model_validator(mode="after")
    def _is_coherent(self) -> Self:
        if not self.low <= self.central <= self.high:
            raise ValueError(f"low {self.low:g}, central {self.central:g}, high {self.high:g} are not in order")
        for value in (self.low, self.central, self.high):
            if not self.unit.accepts(value):
                raise ValueError(f"{value:g} is no {self.unit} ({self.unit.accepted})")
        if not self.season and self.grade != "C":
            raise ValueError(f"a figure of grade {self.grade} needs the season that it was read for")
        return self

    @property
    def key(self) -> tuple[str, str | None, str | None, str | None]:
        """Name, specialty, applicant type and state: no two rows of a table share them."""
        return (self.name, self.specialty, self.applicant_type, self.state)

    @property
    def label(self) -> str:
        """The key as a user writes it in an override: its parts with slashes between, empty ones left out."""
        return "/".join(part for part in self.key if part is not None)

    @property
    def is_drawn(self) -> bool:
        """Whether the figure moves when coefficients are drawn from their ranges."""
        return self.unit.is_drawn and self.low < self.high
