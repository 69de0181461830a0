"""What holds for one application season: services, fees, transcripts, registration, signals, dates, rules."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Protocol, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from optimizer.errors import BadInput, Fault
from optimizer.evidence.season_parts import (
    NEEDED_DATES,
    DateKind,
    EarlyMatch,
    FeeAssistance,
    FurtherCost,
    GeographicPreference,
    HomeAndAway,
    Letters,
    MatchRegistration,
    Release,
    SeasonDate,
    Service,
    ServiceFees,
    Signals,
    SignalStatement,
    SoapRules,
    Transcripts,
    Unknown,
    Use,
    VisaNote,
)
from optimizer.evidence.sourced import Freshness, SeasonFigure, Told
from optimizer.evidence.unknown import unknown_name


class _Tells(Protocol):
    """A part of a season: it tells its figures."""

    def figures(self) -> Iterator[Told]: ...


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
    home_and_away, geographic_preference, letters
        By service: advice on signals to home and away-rotation programs; how many divisions or connections may be
        stated; letters for each program.
    signal_statements, releases, further_costs, soap, visa_notes, early_matches
        Statements that signals take, days on which invitations go out together, costs of some applicants, the
        offers of Match Week, dated notes for those who need a visa, and matches that are decided before the main one.
    based_on : int or None
        Season from whose file everything is taken that this one's file doesn't give.
    """

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid", ignored_types=(cached_property,))

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
    letters: tuple[Letters, ...] = ()
    signal_statements: tuple[SignalStatement, ...] = ()
    releases: tuple[Release, ...] = ()
    further_costs: tuple[FurtherCost, ...] = ()
    soap: SoapRules | None = None
    visa_notes: tuple[VisaNote, ...] = ()
    early_matches: tuple[EarlyMatch, ...] = ()
    based_on: int | None = None

    @cached_property
    def text(self) -> str:
        """All of it as one text: what answers rest on, and what they have to be worked out anew for."""
        return self.model_dump_json()

    @model_validator(mode="after")
    def _names_agree(self) -> Self:
        disagreements = list(self._disagreements())
        if disagreements:
            raise ValueError("; ".join(disagreements))
        return self

    def _disagreements(self) -> Iterator[str]:
        yield from self._holes_in_dates()
        yield from self._unknown_services()
        named = [specialty for use in self.uses for specialty in use.specialties]
        for specialty in sorted({specialty for specialty in named if named.count(specialty) > 1}):
            yield f"{specialty} applies through two services"
        for part_name, specialties in self._named_by_part().items():
            for specialty in sorted(specialties - set(named)):
                yield f"{specialty} stands under {part_name} but under no service in uses"
        known = {"signals": {signals.specialty for signals in self.specialty_signals}}
        known["fees"] = {specialty for specialty in set(named) if self.fees(specialty) is not None}
        for part_name, having in known.items():
            unknown = {name for one in self.unknown if one.what == part_name for name in one.specialties}
            for specialty in sorted(set(named) - having - unknown):
                yield f"{specialty} stands neither under {part_name} nor under unknown {part_name}"
            for specialty in sorted(having & unknown):
                yield f"{specialty} stands both under {part_name} and under unknown {part_name}"
        counted = Counter(figure.key for figure in self._told() if figure.part not in {"dates", "registration"})
        for part, what, *whom in (key for key, count in counted.items() if count > 1):
            # Who applies through two services was told above.
            if what != "applies through":
                yield f"{part} of {next(filter(None, whom), 'all')} stand twice ({what})"

    def _holes_in_dates(self) -> Iterator[str]:
        kinds = [(part.what, part.service) for part in self.dates]
        for what, service in dict.fromkeys(kind for kind in kinds if kinds.count(kind) > 1):
            yield f"the date {what} stands twice for {service or 'all services'}"
        known = {what: part for what in NEEDED_DATES if (part := self.date_of(what)) is not None}
        lacking = [what for what in NEEDED_DATES if what not in known]
        if lacking:
            yield f"the season lacks the date {' and '.join(lacking)}"
            return
        days = [(what, known[what].on) for what in NEEDED_DATES]
        for (before, first), (after, second) in pairwise(days):
            if first > second:
                yield f"the date {before} ({first}) is after {after} ({second})"
        if known["match-day"].on.year != self.season:
            yield f"Match Day of season {self.season} is on {known['match-day'].on}, in another year"

    def _unknown_services(self) -> Iterator[str]:
        named = {part.service for part in self.uses} | {part.service for part in self.service_fees}
        named |= {part.service for part in self.home_and_away} | {part.service for part in self.letters}
        named |= {part.service for part in self.geographic_preference}
        named |= {part.service for part in self.dates if part.service is not None}
        for service in sorted({*named, self.fee_assistance.service} - {service.service for service in self.services}):
            yield f"service {service} is not among services"

    def _named_by_part(self) -> dict[str, set[str]]:
        """Specialties that each part names."""
        return {
            "fees": {specialty for fees in self.service_fees for specialty in fees.specialties},
            "signals": {s for signals in self.specialty_signals for s in (signals.specialty, *signals.shared_with)},
            "unknown": {specialty for unknown in self.unknown for specialty in unknown.specialties},
            "geographic_preference": {name for part in self.geographic_preference for name in part.specialties},
            "signal_statements": {name for part in self.signal_statements for name in part.specialties},
            "releases": {name for part in self.releases for name in part.specialties},
            "early_matches": {name for part in self.early_matches for name in part.specialties},
            "letters": {name for part in self.letters for name in part.own_forms},
        }

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
        found = self._geographic(specialty)
        return None if found is None else found.most_divisions

    def most_connections(self, specialty: str) -> int | None:
        """Return how many cities an application in a specialty may name as connections; None where it takes none."""
        found = self._geographic(specialty)
        return None if found is None else found.most_connections

    def connections(self, specialty: str) -> GeographicPreference | None:
        """Return the rule of a specialty that asks for cities in place of divisions; None for all others."""
        found = self._geographic(specialty)
        return found if found is not None and found.most_connections is not None else None

    def _geographic(self, specialty: str) -> GeographicPreference | None:
        service = self.service_of(specialty)
        candidates = [part for part in self.geographic_preference if part.service == service]
        particular = [part for part in candidates if specialty in part.specialties]
        general = [part for part in candidates if not part.specialties]
        return next(iter([*particular, *general]), None)

    def signal_statement(self, specialty: str) -> SignalStatement | None:
        """Return the rule that each signal in a specialty takes a written statement; None where there is none known."""
        self._refuse_unknown(specialty)
        return next((rule for rule in self.signal_statements if specialty in rule.specialties), None)

    def letters_for(self, specialty: str) -> Letters | None:
        """Return how many letters a program of a specialty can be sent; None where that is not known."""
        service = self.service_of(specialty)
        return next((letters for letters in self.letters if letters.service == service), None)

    def release(self, specialty: str) -> Release | None:
        """Return the day on which invitations of a specialty go out together; None where there is none known."""
        self._refuse_unknown(specialty)
        return next((release for release in self.releases if specialty in release.specialties), None)

    def early_match(self, specialty: str) -> EarlyMatch | None:
        """The early match in which a specialty takes part; None where it is in the main one."""
        return next((part for part in self.early_matches if specialty in part.specialties), None)

    @property
    def military_match(self) -> EarlyMatch | None:
        """The match of the armed forces, where the season tells of it."""
        return next((part for part in self.early_matches if part.is_military), None)

    def costs_of(self, applicant_type: str) -> tuple[FurtherCost, ...]:
        """Return what applicants of a type pay beside applications, transcripts and registration."""
        return tuple(
            cost for cost in self.further_costs if not cost.applicant_types or applicant_type in cost.applicant_types
        )

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

    # ---- how fresh it is -----------------------------------------------------------------------------------

    def figures(self) -> tuple[SeasonFigure, ...]:
        """Return every figure with its value, grade, source, year and status; what was not found comes last."""
        return (*self._told(), *self._not_found())

    def freshness(self) -> Freshness:
        """Count the figures that are confirmed, unconfirmed, carried over and unknown."""
        return self.counted_figures

    @cached_property
    def counted_figures(self) -> Freshness:
        """What `freshness` says: a season stays as it is, and every page tells of it."""
        counted = Counter(figure.status for figure in self.figures())
        return Freshness(
            confirmed=counted["confirmed"],
            unconfirmed=counted["unconfirmed"],
            carried_over=counted["carried over"],
            unknown=counted["unknown"],
        )

    def _told(self) -> Iterator[SeasonFigure]:
        parts: dict[str, Iterable[_Tells]] = {
            "services": (*self.services, *self.uses),
            "fees": self.service_fees,
            "transcripts": (self.transcripts,),
            "registration": (self.nrmp,),
            "fee assistance": (self.fee_assistance,),
            "further costs": self.further_costs,
            "signals": (*self.specialty_signals, *self.home_and_away, *self.signal_statements),
            "geographic preferences": self.geographic_preference,
            "letters": self.letters,
            "dates": self.dates,
            "releases": self.releases,
            "SOAP": () if self.soap is None else (self.soap,),
            "visas": self.visa_notes,
            "early matches": self.early_matches,
        }
        for part, entries in parts.items():
            for entry in entries:
                yield from (told.listed(part, self.season) for told in entry.figures())

    def _not_found(self) -> Iterator[SeasonFigure]:
        for unknown in self.unknown:
            for specialty in unknown.specialties or (None,):
                yield SeasonFigure(
                    part=unknown.what,
                    what="not found",
                    specialty=specialty,
                    service=None if specialty is None else self.service_of(specialty),
                    value=None,
                    unit="words",
                    status="unknown",
                    note=unknown.note,
                )

    @property
    def transcript_usd(self) -> dict[str, float]:
        """Dollars once a season for the transcript of each examination, ``usmle`` and ``comlex``."""
        return {"usmle": self.transcripts.usmle.usd, "comlex": self.transcripts.comlex.usd}

    def _refuse_unknown(self, specialty: str) -> None:
        if not any(specialty in use.specialties for use in self.uses):
            raise BadInput(unknown_name("specialty", specialty, self.specialties, f"season {self.season}"))
