"""Figures of a season with where they are from, and how far they are confirmed for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from optimizer.evidence.row import Address
from optimizer.vocabulary import Grade

Dollars = Annotated[float, Field(ge=0)]
Count = Annotated[int, Field(ge=1)]

Status = Literal["confirmed", "unconfirmed", "carried over", "unknown"]
"""How far a figure is known for its season.

confirmed: read for this season in a primary or secondary source. unconfirmed: read for this season in one copy only, or
where copies disagree (grade C). carried over: read for another season, or taken from the file of one.
unknown: looked for and not found.
"""
STATUSES: tuple[Status, ...] = ("confirmed", "unconfirmed", "carried over", "unknown")

FigureUnit = Literal["dollars", "count", "share", "date", "yes or no", "service", "words"]
FigureValue = float | int | bool | date | str | None


class Sourced(BaseModel):
    """A figure or fact with where it is from.

    Parameters
    ----------
    source, address : str
        Title of the source and its URL; an empty address where none is known.
    season : int
        Season it was read for, which may be a neighbouring one: then the note says why it is carried over.
    grade : {"A", "B", "C"}
        A primary source of this season, B secondary or a neighbouring season that nothing contradicts,
        C assumption.
    note : str
        Reservations.
    inherited_from : int or None
        Season whose file gives it, where the file of this season is based on that one and doesn't say otherwise.
        Set when a file is read, never by a file.
    """

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid", allow_inf_nan=False)

    source: str = Field(min_length=1)
    address: Address
    season: int
    grade: Grade
    note: str = ""
    inherited_from: int | None = None

    def status_in(self, season: int) -> Status:
        """Say how far the figure is known for a season."""
        if self.season != season or self.inherited_from is not None:
            return "carried over"
        return "unconfirmed" if self.grade == "C" else "confirmed"


class Amount(Sourced):
    """Dollars, charged once a season."""

    usd: Dollars


@dataclass(frozen=True, slots=True)
class SeasonFigure:
    """One figure of a season, as it is listed.

    Parameters
    ----------
    part : str
        What it belongs to, in words: ``fees``, ``signals``, ``dates``.
    what : str
        What it is, in words; with `part`, `specialty` and `service` it tells figures of a season apart.
    specialty, service : str or None
        Slugs of whom it holds for; None = for all.
    value : float, int, bool, date, str or None
        None where it is not known.
    unit : str
        What the value is measured in.
    status : str
        How far it is known for the season that it is listed for.
    grade, source, address, season, note
        As in `Sourced`; None or empty where it is not known.
    inherited_from : int or None
        Season whose file gives it, where that is another one.
    """

    part: str
    what: str
    specialty: str | None
    service: str | None
    value: FigureValue
    unit: FigureUnit
    status: Status
    grade: Grade | None = None
    source: str = ""
    address: str = ""
    season: int | None = None
    note: str = ""
    inherited_from: int | None = None

    @property
    def key(self) -> tuple[str, str, str | None, str | None]:
        """What tells the figure from the others of its season, and is the same in every season."""
        return (self.part, self.what, self.specialty, self.service)


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as its part of the season tells it, before it is known for which season it is listed."""

    what: str
    value: FigureValue
    unit: FigureUnit
    sourced: Sourced
    specialty: str | None = None
    service: str | None = None

    def listed(self, part: str, season: int) -> SeasonFigure:
        """Return the figure as it is listed for a season."""
        given = self.sourced
        return SeasonFigure(
            part=part,
            what=self.what,
            specialty=self.specialty,
            service=self.service,
            value=self.value,
            unit=self.unit,
            status="unknown" if self.value is None else given.status_in(season),
            grade=given.grade,
            source=given.source,
            address=given.address,
            season=given.season,
            note=given.note,
            inherited_from=given.inherited_from,
        )


@dataclass(frozen=True, slots=True)
class Freshness:
    """How many figures of a season are confirmed, unconfirmed, carried over and unknown."""

    confirmed: int
    unconfirmed: int
    carried_over: int
    unknown: int

    @property
    def total(self) -> int:
        """All figures."""
        return self.confirmed + self.unconfirmed + self.carried_over + self.unknown

    def items(self) -> Iterator[tuple[Status, int, float]]:
        """Each status with its count and its share of all figures, 0 to 1."""
        counts = (self.confirmed, self.unconfirmed, self.carried_over, self.unknown)
        for status, count in zip(STATUSES, counts, strict=True):
            yield status, count, count / self.total if self.total else 0.0
