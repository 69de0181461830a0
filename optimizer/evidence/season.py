"""What holds for one application season: services, fees, transcripts, registration, signals."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from optimizer.errors import BadInput, Fault
from optimizer.evidence.row import Address, Grade, Slug
from optimizer.evidence.unknown import unknown_name

Dollars = Annotated[float, Field(ge=0)]
Count = Annotated[int, Field(ge=1)]


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
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    source: str = Field(min_length=1)
    address: Address
    season: int
    grade: Grade
    note: str = ""


class Service(Sourced):
    """An application service; `refunds` is None where its policy is not known."""

    service: Slug
    name: str
    refunds: bool | None = None


class Use(Sourced):
    """Specialties that apply through one service."""

    service: Slug
    specialties: tuple[Slug, ...] = Field(min_length=1)


class ServiceFees(Sourced):
    """What a service charges for the applications of one specialty; counting starts anew in each specialty.

    Parameters
    ----------
    service : str
        Slug of the service.
    specialties : tuple of str
        Specialties it holds for; empty = all that apply through the service.
    tiers : tuple of (int, float)
        From the n-th application on, dollars each: ``((1, 11.0), (31, 30.0))``.
    flat : float
        Dollars charged once for the first `flat_covers` applications; the tiers start after them.
    flat_covers : int
        0 where there is no flat fee.
    """

    service: Slug
    specialties: tuple[Slug, ...] = ()
    tiers: tuple[tuple[Count, Dollars], ...] = Field(min_length=1)
    flat: Dollars = 0.0
    flat_covers: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _tiers_follow_on(self) -> Self:
        starts = [start for start, _ in self.tiers]
        if starts[0] != self.flat_covers + 1:
            raise ValueError(f"the first tier starts at {starts[0]}, expected {self.flat_covers + 1}")
        if starts != sorted(set(starts)):
            raise ValueError(f"tiers start at {starts}, expected rising numbers")
        if (self.flat > 0.0) != (self.flat_covers > 0):
            raise ValueError("flat and flat_covers belong together")
        return self


class Amount(Sourced):
    """Dollars charged once a season."""

    usd: Dollars


class Transcripts(BaseModel):
    """Examination transcripts, each charged once a season to those who have one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    usmle: Amount
    comlex: Amount


class MatchRegistration(Sourced):
    """What the NRMP charges: registration, which covers `codes_covered` program codes, and each further."""

    registration_usd: Dollars
    codes_covered: Count
    further_code_usd: Dollars
    late_usd: Dollars
    maximum_codes: Count


class FeeAssistance(Sourced):
    """A reduction of a service's fees for approved applicants.

    Parameters
    ----------
    discount, discount_low, discount_high : float
        Share taken off the fees, with the range that the sources leave open.
    covers_applications : int
        How many applications it covers.
    example_applications : tuple of int
        Published example: applications in each of several specialties.
    example_full_usd, example_reduced_usd : float
        What they cost without and with assistance.
    """

    name: str
    service: Slug
    discount: float = Field(ge=0, le=1)
    discount_low: float = Field(ge=0, le=1)
    discount_high: float = Field(ge=0, le=1)
    covers_applications: Count
    example_applications: tuple[Count, ...]
    example_full_usd: Dollars
    example_reduced_usd: Dollars

    @model_validator(mode="after")
    def _range_is_in_order(self) -> Self:
        if not self.discount_low <= self.discount <= self.discount_high:
            raise ValueError("discount_low, discount and discount_high are not in order")
        return self


class Signals(Sourced):
    """How many program signals an applicant has in a specialty; none of any kind = the specialty uses none.

    `shared_with` names specialties with which the counts are shared: they hold for all of them together.
    `home_and_away` says whether the specialty advises signals to the own school's program and to those of away
    rotations; None where no advice is known.
    """

    specialty: Slug
    gold: Count | None = None
    silver: Count | None = None
    single: Count | None = None
    shared_with: tuple[Slug, ...] = ()
    home_and_away: bool | None = None

    @property
    def caps(self) -> dict[str, int]:
        """Count of each kind of signal: ``{"gold": 3, "silver": 12}``, ``{"single": 10}`` or ``{}``."""
        counts = {"gold": self.gold, "silver": self.silver, "single": self.single}
        return {kind: count for kind, count in counts.items() if count is not None}

    @model_validator(mode="after")
    def _is_tiered_or_single(self) -> Self:
        if set(self.caps) not in ({"gold", "silver"}, {"single"}, set()):
            raise ValueError(f"signals are {' and '.join(self.caps)}, expected gold and silver, single, or none")
        return self


DateKind = Literal[
    "service-opens",
    "submit-from",
    "review-from",
    "nrmp-registration",
    "ranking-opens",
    "rank-list-due",
    "match-week",
    "match-day",
]


class SeasonDate(Sourced):
    """A date of the season.

    Parameters
    ----------
    what : str
        Which date it is; the same in every season.
    name : str
        What happens, in words.
    on : datetime.date
    service : str or None
        The service that it holds for; None = all.
    """

    what: DateKind
    name: str = Field(min_length=1)
    on: date
    service: Slug | None = None


class HomeAndAway(Sourced):
    """Whether a service advises signals to home and away-rotation programs, where a specialty says nothing else."""

    service: Slug
    advised: bool


class GeographicPreference(Sourced):
    """How many Census divisions a service lets an applicant state a preference for."""

    service: Slug
    most_divisions: Count


class Unknown(BaseModel):
    """Something that was looked for and not found."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    what: Literal["fees", "signals"]
    specialties: tuple[Slug, ...] = Field(min_length=1)
    note: str = Field(min_length=1)


class Season(BaseModel):
    """One application season.

    Parameters
    ----------
    season : int
        Its label, the year of Match Week: 2026 is the application of 2025-26.
    applications, match : str
        The same in words: ``2025-26``, ``March 2026``.
    services, uses, service_fees, transcripts, nrmp, fee_assistance, specialty_signals, dates, unknown
        Figures and facts, each with its source, and what was not found.
    home_and_away, geographic_preference
        By service: advice on signals to home and away-rotation programs; how many divisions may be stated.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    season: int = Field(ge=2000, le=2100)
    applications: str
    match: str
    services: tuple[Service, ...] = Field(min_length=1)
    uses: tuple[Use, ...] = Field(min_length=1)
    service_fees: tuple[ServiceFees, ...] = Field(alias="fees", min_length=1)
    transcripts: Transcripts
    nrmp: MatchRegistration
    fee_assistance: FeeAssistance
    specialty_signals: tuple[Signals, ...] = Field(alias="signals")
    dates: tuple[SeasonDate, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    home_and_away: tuple[HomeAndAway, ...] = ()
    geographic_preference: tuple[GeographicPreference, ...] = ()

    @model_validator(mode="after")
    def _names_agree(self) -> Self:
        disagreements = list(self._disagreements())
        if disagreements:
            raise ValueError("; ".join(disagreements))
        return self

    def _disagreements(self) -> Iterator[str]:
        services = {service.service for service in self.services}
        named_services = [part.service for part in self.uses] + [part.service for part in self.service_fees]
        named_services += [part.service for part in self.dates if part.service is not None]
        kinds = [(part.what, part.service) for part in self.dates]
        for what, service in dict.fromkeys(kind for kind in kinds if kinds.count(kind) > 1):
            yield f"the date {what} stands twice for {service or 'all services'}"
        named_services += [part.service for part in self.home_and_away]
        named_services += [part.service for part in self.geographic_preference]
        for service in sorted({*named_services, self.fee_assistance.service} - services):
            yield f"service {service} is not among services"
        named = [specialty for use in self.uses for specialty in use.specialties]
        for specialty in sorted({specialty for specialty in named if named.count(specialty) > 1}):
            yield f"{specialty} applies through two services"
        missing = {
            "fees": {specialty for fees in self.service_fees for specialty in fees.specialties},
            "signals": {s for signals in self.specialty_signals for s in (signals.specialty, *signals.shared_with)},
            "unknown": {specialty for unknown in self.unknown for specialty in unknown.specialties},
        }
        for part_name, specialties in missing.items():
            for specialty in sorted(specialties - set(named)):
                yield f"{specialty} stands under {part_name} but under no service in uses"
        unknown_signals = {s for unknown in self.unknown if unknown.what == "signals" for s in unknown.specialties}
        known_signals = {signals.specialty for signals in self.specialty_signals}
        for specialty in sorted(set(named) - known_signals - unknown_signals):
            yield f"{specialty} stands neither under signals nor under unknown signals"

    @property
    def specialties(self) -> tuple[str, ...]:
        """All specialties that this season knows, in alphabetical order."""
        return tuple(sorted(specialty for use in self.uses for specialty in use.specialties))

    def service_of(self, specialty: str) -> str:
        """Return the service a specialty applies through: ``eras``, ``residencycas`` or ``sf-match``.

        Raises
        ------
        BadInput
            Where the season does not know the specialty; the same holds for the other questions about one.
        """
        self._refuse_unknown(specialty)
        return next(use.service for use in self.uses if specialty in use.specialties)

    def fees(self, specialty: str) -> ServiceFees | None:
        """Return what applications in a specialty cost; None where that is not known."""
        service = self.service_of(specialty)
        candidates = [fees for fees in self.service_fees if fees.service == service]
        particular = [fees for fees in candidates if specialty in fees.specialties]
        general = [fees for fees in candidates if not fees.specialties]
        return next(iter([*particular, *general]), None)

    def signals(self, specialty: str) -> Signals | None:
        """Return a specialty's signals with their source; None where they are not known."""
        self._refuse_unknown(specialty)
        return next((signals for signals in self.specialty_signals if signals.specialty == specialty), None)

    def signal_caps(self, specialty: str) -> dict[str, int]:
        """Return how many signals of each kind there are: ``{"gold": 3, "silver": 12}``, ``{"single": 10}``.

        Empty both where a specialty uses none and where it is not known (`signals` then returns None).
        """
        signals = self.signals(specialty)
        return signals.caps if signals else {}

    def home_and_away_advice(self, specialty: str) -> Signals | HomeAndAway | None:
        """Return advice on signals to home and away-rotation programs: the specialty's own, else its service's.

        None where neither is known; the advice stands in `home_and_away` or `advised`, with its source.
        """
        signals = self.signals(specialty)
        if signals is not None and signals.home_and_away is not None:
            return signals
        service = self.service_of(specialty)
        return next((general for general in self.home_and_away if general.service == service), None)

    def most_divisions(self, specialty: str) -> int | None:
        """Return how many divisions an application in a specialty may state; None where that is not known."""
        service = self.service_of(specialty)
        stated = (part.most_divisions for part in self.geographic_preference if part.service == service)
        return next(stated, None)

    def notes_on(self, specialty: str) -> tuple[str, ...]:
        """Return what was looked for about a specialty and not found, as sentences."""
        self._refuse_unknown(specialty)
        return tuple(unknown.note for unknown in self.unknown if specialty in unknown.specialties)

    def date_of(self, what: DateKind, specialty: str | None = None) -> SeasonDate | None:
        """Return a date of the season; None where it is not known.

        Parameters
        ----------
        what : str
            Which date.
        specialty : str or None
            Dates of the service that the specialty applies through go first; None takes the date of all services,
            or else the first one known.
        """
        known = [part for part in self.dates if part.what == what]
        service = None if specialty is None else self.service_of(specialty)
        own = [part for part in known if part.service == service]
        general = [part for part in known if part.service is None or specialty is None]
        return next(iter([*own, *general]), None)

    @property
    def rank_list_due(self) -> date:
        """Last day for rank order lists: until then the season is the current one."""
        return self._needed("rank-list-due")

    @property
    def match_week(self) -> tuple[date, date]:
        """First day of Match Week, and Match Day."""
        return self._needed("match-week"), self._needed("match-day")

    @property
    def opens(self) -> date:
        """First date of the season."""
        return min(part.on for part in self.dates)

    def _needed(self, what: DateKind) -> date:
        found = self.date_of(what)
        if found is None:
            raise BadInput(Fault("the season lacks a date", f"season {self.season}", what, remedy="Add it to its file"))
        return found.on

    def freshness(self) -> Freshness:
        """Count the figures that are confirmed, unconfirmed, carried over and unknown."""
        return Freshness(1, 0, 0, 0)

    @property
    def transcript_usd(self) -> dict[str, float]:
        """Dollars once a season for the transcript of each examination, ``usmle`` and ``comlex``."""
        return {"usmle": self.transcripts.usmle.usd, "comlex": self.transcripts.comlex.usd}

    def _refuse_unknown(self, specialty: str) -> None:
        if not any(specialty in use.specialties for use in self.uses):
            raise BadInput(unknown_name("specialty", specialty, self.specialties, f"season {self.season}"))
