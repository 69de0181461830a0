"""The parts of a season: services, fees, transcripts, registration, signals, dates, rules, and what is unknown."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from optimizer.evidence.row import Slug
from optimizer.evidence.sourced import Amount, Count, Dollars, Sourced, Told
from optimizer.vocabulary import SIGNAL_SCHEMES, STRONGEST_FIRST, VISA_NAMES, ApplicantType, VisaKind, is_signal_scheme


class Service(Sourced):
    """An application service; `refunds` is None where its policy is not known."""

    service: Slug
    name: str
    refunds: bool | None = None

    def figures(self) -> Iterator[Told]:
        """What the season lists of it."""
        yield Told("refunds", self.refunds, "yes or no", self, service=self.service)


class Use(Sourced):
    """Specialties that apply through one service."""

    service: Slug
    specialties: tuple[Slug, ...] = Field(min_length=1)

    def figures(self) -> Iterator[Told]:
        """What the season lists of it."""
        for specialty in self.specialties:
            yield Told("applies through", self.service, "service", self, specialty=specialty)


class TierSource(Sourced):
    """Where the price of one tier is from, if not from where the others are."""

    start: Count


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
    tier_sources : tuple of TierSource
        For tiers that were read elsewhere, or for another season, than the rest.
    """

    service: Slug
    specialties: tuple[Slug, ...] = ()
    tiers: tuple[tuple[Count, Dollars], ...] = Field(min_length=1)
    flat: Dollars = 0.0
    flat_covers: int = Field(default=0, ge=0)
    tier_sources: tuple[TierSource, ...] = ()

    @property
    def shape(self) -> dict[str, Any]:
        """What a schedule of fees is made from: tiers and flat fee."""
        return {"tiers": self.tiers, "flat": self.flat, "flat_covers": self.flat_covers}

    @model_validator(mode="after")
    def _tiers_follow_on(self) -> Self:
        starts = [start for start, _ in self.tiers]
        if starts[0] != self.flat_covers + 1:
            raise ValueError(f"the first tier starts at {starts[0]}, expected {self.flat_covers + 1}")
        if starts != sorted(set(starts)):
            raise ValueError(f"tiers start at {starts}, expected rising numbers")
        if (self.flat > 0.0) != (self.flat_covers > 0):
            raise ValueError("flat and flat_covers belong together")
        if not {one.start for one in self.tier_sources} <= set(starts):
            raise ValueError("tier_sources name a start that no tier has")
        return self

    def figures(self) -> Iterator[Told]:
        """What the season lists of it."""
        for specialty in self.specialties or (None,):
            for what, dollars, source in self.charges():
                yield Told(what, dollars, "dollars", source, specialty, self.service)

    def charges(self) -> Iterator[tuple[str, float, Sourced]]:
        """What is charged for, the dollars, and where it was read."""
        own = {one.start: one for one in self.tier_sources}
        if self.flat_covers:
            yield f"together, the first {self.flat_covers} applications", self.flat, self
        for start, dollars in self.tiers:
            yield f"each application from number {start}", dollars, own.get(start, self)


class Transcripts(BaseModel):
    """Examination transcripts, each charged once a season to those who have one."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    usmle: Amount
    comlex: Amount

    def figures(self) -> Iterator[Told]:
        """What the season lists of it."""
        yield Told("USMLE, once a season", self.usmle.usd, "dollars", self.usmle)
        yield Told("COMLEX, once a season", self.comlex.usd, "dollars", self.comlex)


class DoubtfulAmount(Amount):
    """Dollars of which sources give several figures: the highest counts, the others stand in `also_read`."""

    also_read: tuple[Amount, ...] = ()

    @model_validator(mode="after")
    def _is_the_highest(self) -> Self:
        if any(other.usd > self.usd for other in self.also_read):
            raise ValueError("the highest of several figures counts: exchange usd with the higher one of also_read")
        return self


class RankedCodes(Sourced):
    """How many program codes the registration covers, what each further one costs, and how many there can be."""

    covered: Count
    further_usd: Dollars
    most: Count


class MatchRegistration(BaseModel):
    """What the NRMP charges: registration, which covers some program codes, each further one, and being late.

    `couples` is None where the fee of couples is not known.
    """

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    registration: DoubtfulAmount
    codes: RankedCodes
    late: Amount
    couples: Amount | None = None

    @property
    def registration_usd(self) -> float:
        """Dollars of the registration."""
        return self.registration.usd

    @property
    def codes_covered(self) -> int:
        """Program codes that the registration covers."""
        return self.codes.covered

    @property
    def further_code_usd(self) -> float:
        """Dollars of each further program code."""
        return self.codes.further_usd

    @property
    def late_usd(self) -> float:
        """Dollars more for registering late."""
        return self.late.usd

    @property
    def maximum_codes(self) -> int:
        """Most program codes on a list."""
        return self.codes.most

    def figures(self) -> Iterator[Told]:
        """What the season lists of it; where several figures were read, each."""
        yield Told("registration", self.registration.usd, "dollars", self.registration)
        for other in self.registration.also_read:
            yield Told("registration, as read elsewhere", other.usd, "dollars", other)
        yield Told("program codes covered", self.codes.covered, "count", self.codes)
        yield Told("each further program code", self.codes.further_usd, "dollars", self.codes)
        yield Told("most program codes", self.codes.most, "count", self.codes)
        yield Told("late registration", self.late.usd, "dollars", self.late)
        if self.couples is not None:
            yield Told("couples, each partner", self.couples.usd, "dollars", self.couples)


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

    def figures(self) -> Iterator[Told]:
        """What the season lists of it."""
        yield Told("discount", self.discount, "share", self, service=self.service)
        yield Told("applications covered", self.covers_applications, "count", self, service=self.service)


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
        counts: dict[str, int | None] = {kind: getattr(self, kind) for kind in STRONGEST_FIRST}
        return {kind: count for kind, count in counts.items() if count is not None}

    @model_validator(mode="after")
    def _is_tiered_or_single(self) -> Self:
        if not is_signal_scheme(frozenset(self.caps)):
            allowed = ", ".join(" and ".join(scheme) for scheme in SIGNAL_SCHEMES)
            raise ValueError(f"signals are {' and '.join(self.caps)}, expected {allowed}, or none")
        return self

    def figures(self) -> Iterator[Told]:
        """What the season lists of it."""
        for kind, count in (self.caps or {"any": 0}).items():
            yield Told("signals" if kind in {"single", "any"} else kind, count, "count", self, self.specialty)
        if self.home_and_away is not None:
            yield Told("to home and away programs advised", self.home_and_away, "yes or no", self, self.specialty)


class HomeAndAway(Sourced):
    """Whether a service advises signals to home and away-rotation programs, where a specialty says nothing else."""

    service: Slug
    advised: bool

    def figures(self) -> Iterator[Told]:
        """What the season lists of it."""
        yield Told("to home and away programs advised", self.advised, "yes or no", self, service=self.service)


class SignalStatement(Sourced):
    """Specialties in which each signal takes a written statement: a signal costs time as well."""

    specialties: tuple[Slug, ...] = Field(min_length=1)

    def figures(self) -> Iterator[Told]:
        """What the season lists of it."""
        for specialty in self.specialties:
            yield Told(
                "a written statement with each signal", value=True, unit="yes or no", sourced=self, specialty=specialty
            )


DateKind = Literal[
    "service-opens",
    "tokens-from",
    "scores-from",
    "submit-from",
    "submit-until",
    "review-from",
    "nrmp-registration",
    "ranking-opens",
    "rank-list-due",
    "match-week",
    "soap-applications",
    "soap-offers",
    "match-day",
    "service-closes",
]
NEEDED_DATES: tuple[DateKind, ...] = ("service-opens", "submit-from", "rank-list-due", "match-week", "match-day")
"""Without these nobody can say whose season a day belongs to: a file that lacks one has a hole."""


class SeasonDate(Sourced):
    """A date of the season.

    Parameters
    ----------
    what : str
        Which date it is; the same in every season.
    name : str
        What happens, in words.
    on : datetime.date
    at : datetime.time or None
        Hour, Eastern time; None where it is not known or the whole day is meant.
    service : str or None
        The service that it holds for; None = all.
    """

    what: DateKind
    name: str = Field(min_length=1)
    on: date
    at: time | None = None
    service: Slug | None = None

    def figures(self) -> Iterator[Told]:
        """What the season lists of it."""
        yield Told(self.what.replace("-", " "), self.on, "date", self, service=self.service)


class Release(Sourced):
    """The day on which programs of a specialty send their invitations together."""

    specialties: tuple[Slug, ...] = Field(min_length=1)
    on: date

    def figures(self) -> Iterator[Told]:
        """What the season lists of it."""
        for specialty in self.specialties:
            yield Told("invitations go out together", self.on, "date", self, specialty)


class GeographicPreference(Sourced):
    """What an application may say of where one wants to be; nothing of either kind = the service no longer asks.

    Parameters
    ----------
    specialties : tuple of str
        Specialties it holds for; empty = all that apply through the service.
    most_divisions : int or None
        Census divisions that may be preferred.
    most_connections : int or None
        Cities (with their state) that one may name as known, with a reason.
    """

    service: Slug
    specialties: tuple[Slug, ...] = ()
    most_divisions: Count | None = None
    most_connections: Count | None = None

    @model_validator(mode="after")
    def _is_of_one_kind(self) -> Self:
        if (self.most_divisions is None) == (self.most_connections is None):
            raise ValueError("give most_divisions or most_connections")
        return self

    def figures(self) -> Iterator[Told]:
        """What the season lists of it."""
        for specialty in self.specialties or (None,):
            if self.most_divisions is not None:
                yield Told("divisions preferred, at most", self.most_divisions, "count", self, specialty, self.service)
            if self.most_connections is not None:
                what = "cities named as connections, at most"
                yield Told(what, self.most_connections, "count", self, specialty, self.service)


class Letters(Sourced):
    """How many letters of recommendation a program can be sent; `own_forms` names specialties with a form of theirs."""

    service: Slug
    most_per_program: Count
    own_forms: tuple[Slug, ...] = ()

    def figures(self) -> Iterator[Told]:
        """What the season lists of it."""
        yield Told("letters for each program, at most", self.most_per_program, "count", self, service=self.service)


class FurtherCost(Sourced):
    """What some applicants pay beside applications, transcripts and registration.

    `applicant_types` names who; empty = all. `each_season` is true where whoever applies again pays again.
    """

    what: Slug
    name: str = Field(min_length=1)
    usd: Dollars
    applicant_types: tuple[ApplicantType, ...] = ()
    each_season: bool = False

    def figures(self) -> Iterator[Told]:
        """What the season lists of it."""
        yield Told(self.name, self.usd, "dollars", self)


class SoapRules(Sourced):
    """The Supplemental Offer and Acceptance Program of Match Week: what it is, and how many applications one has."""

    about: str = Field(min_length=1)
    most_applications: Count

    def figures(self) -> Iterator[Told]:
        """What the season lists of it."""
        yield Told("applications, at most", self.most_applications, "count", self)


class VisaNote(Sourced):
    """What was known on a day about visas or entry to the country: a note to read, never a rule of the estimate.

    `entry` is told to whoever needs a visa at all, `h1b` and `j1` to whoever may need that one.
    """

    about: VisaKind | Literal["entry"]
    as_of: date
    text: str = Field(min_length=1)

    def figures(self) -> Iterator[Told]:
        """What the season lists of it."""
        yield Told(VISA_NAMES.get(self.about, "entry limits"), self.text, "words", self)


class EarlyMatch(Sourced):
    """A match that is decided before the Main Residency Match: whom it concerns, its days, and what follows from it.

    Parameters
    ----------
    name : str
        "the AUA's match".
    specialties : tuple of str
        Those that match there; empty where it is for members of the armed forces.
    text : str
        When lists are due and results come out, as far as it was read, and what an early match means for the rest.
    rank_list_due, results : date or None
        Of this season; None where they weren't found.
    """

    name: str = Field(min_length=1)
    specialties: tuple[Slug, ...] = ()
    text: str = Field(min_length=1)
    rank_list_due: date | None = None
    results: date | None = None

    @property
    def is_military(self) -> bool:
        """Whether it is the match of the armed forces."""
        return not self.specialties

    def figures(self) -> Iterator[Told]:
        """What the season lists of it."""
        for specialty in self.specialties or (None,):
            yield Told(self.name, self.text, "words", self, specialty=specialty)
            for what, day in (("rank order list due", self.rank_list_due), ("results", self.results)):
                if day is not None:
                    yield Told(f"{self.name}: {what}", day.isoformat(), "date", self, specialty=specialty)


UnknownKind = Literal["fees", "signals", "dates", "registration", "releases", "geographic preferences", "letters"]


class Unknown(BaseModel):
    """Something that was looked for and not found; no specialties = it would hold for all."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    what: UnknownKind
    specialties: tuple[Slug, ...] = ()
    note: str = Field(min_length=1)
