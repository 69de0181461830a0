"""The plan: everything that a list is made from, in one frozen value that reads from and writes to a TOML file."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from optimizer.applicant import Applicant
from optimizer.clock import today
from optimizer.estimate import Weights
from optimizer.evidence import season_for, season_years
from optimizer.plan.document.conditions import Conditions
from optimizer.plan.document.part import COUNT, MOST_PROGRAMS, Miles, Part, Priority, ProgramId
from optimizer.plan.document.priorities import Priorities
from optimizer.vocabulary import (
    FIRST_YEAR_KINDS,
    SETTINGS,
    SIGNAL_KINDS,
    STRONGEST_FIRST,
    TIERS,
    FirstYearKind,
    SettingOrUnknown,
    SignalKind,
    Tier,
)


def _is_figure(value: object) -> object:
    numbers = value if isinstance(value, tuple | list) and len(value) == 3 else (value,)
    if any(isinstance(number, bool) or not isinstance(number, int | float) for number in numbers):
        raise ValueError("is no figure")
    return value


Figure = Annotated[float | tuple[float, float, float], BeforeValidator(_is_figure)]

ELSEWHERE = "Elsewhere"
"""Name of the region of all programs that lie in none of the plan's."""


class Circle(Part):
    """All programs within a distance of a city or a ZIP code, as the crow flies."""

    city: str = Field(
        min_length=1, description='a city with its state, such as "Los Angeles, CA", or a ZIP code in quotes'
    )
    miles: Miles


class Region(Part):
    """A region of the plan: the union of the places it names. A program belongs to the first region that has it.

    Parameters
    ----------
    name : str
        Unique in the plan.
    priority : float
        0 to 10: how much the applicant wants to live there.
    nation : bool
        Everywhere.
    divisions, states, metros, cities : tuple of str
        Census divisions, states, metropolitan areas ("Los Angeles"), cities ("Fresno, CA").
    within : tuple of Circle
    story : str
        Why there, in the applicant's own words and for their own eyes; empty where there is no story yet.
    """

    name: str = Field(min_length=1, description="a name, unique in the plan")
    priority: Priority = 5.0
    nation: bool = Field(False, strict=True, description="true or false")
    divisions: tuple[str, ...] = Field((), description="a list of Census divisions")
    states: tuple[str, ...] = Field((), description="a list of states")
    metros: tuple[str, ...] = Field((), description="a list of metropolitan areas")
    cities: tuple[str, ...] = Field((), description="a list of cities with their states")
    within: tuple[Circle, ...] = Field((), description="a list of { city, miles }")
    story: str = Field("", description="text, for your own eyes")

    @model_validator(mode="after")
    def _names_a_place(self) -> Self:
        if not (self.nation or self.divisions or self.states or self.metros or self.cities or self.within):
            raise ValueError("the region names no place: give divisions, states, metros, cities, within or nation")
        if self.name == ELSEWHERE:
            raise ValueError(f"{ELSEWHERE!r} is the name of what lies in no region")
        return self


class Quota(Part):
    """How many programs at least and at most; None where that side is free."""

    minimum: int | None = Field(None, ge=0, le=MOST_PROGRAMS, strict=True, description=COUNT)
    maximum: int | None = Field(None, ge=0, le=MOST_PROGRAMS, strict=True, description=COUNT)

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise ValueError(f"the minimum, {self.minimum}, is above the maximum, {self.maximum}")
        return self


_QUOTA_TABLE = "{ minimum = N, maximum = M } by name"


class Quotas(Part):
    """Quotas on the number of applications, in all and by tier, region, setting and specialty.

    Parameters
    ----------
    applications : Quota
    tier, region, setting, specialty : mapping of name to Quota
    opened_regions : Quota
        How many of the plan's regions have programs on the list; "Elsewhere" is none of them.
    per_opened_region : Quota
        Of each region that has programs on the list, how many.
    specialties_per_institution : int or None
        In how many specialties to apply at one institution, at most.
    reach_floor : int
        At least so many reaches that are wanted no less than the middle program, as far as there are any: a low chance
        alone hides no program.
    """

    applications: Quota = Field(Quota(), description="{ minimum = N, maximum = M }")
    tier: dict[Tier, Quota] = Field({}, description=f"{_QUOTA_TABLE}: {', '.join(TIERS)}")
    region: dict[str, Quota] = Field({}, description=f"{_QUOTA_TABLE} of a region of the plan, or {ELSEWHERE}")
    setting: dict[SettingOrUnknown, Quota] = Field({}, description=f"{_QUOTA_TABLE}: {', '.join(SETTINGS)}, unknown")
    specialty: dict[str, Quota] = Field({}, description=f"{_QUOTA_TABLE} of a specialty of the applicant")
    opened_regions: Quota = Field(Quota(), description="{ minimum = N, maximum = M }")
    per_opened_region: Quota = Field(Quota(), description="{ minimum = N, maximum = M }")
    specialties_per_institution: int | None = Field(
        None, ge=1, le=MOST_PROGRAMS, strict=True, description="a whole number from 1"
    )
    reach_floor: int = Field(0, ge=0, le=MOST_PROGRAMS, strict=True, description=COUNT)


class Budget(Part):
    """Money for application fees; transcripts and registration come on top and are told beside the list."""

    dollars: float | None = Field(None, ge=0, strict=True, allow_inf_nan=False, description="dollars from 0")
    fee_assistance: bool = Field(False, strict=True, description="true or false")


class SignalCounts(Part):
    """How many signals to use at most; None is as many as the season has, 0 is none of that kind."""

    gold: int | None = Field(None, ge=0, strict=True, description="a whole number from 0")
    silver: int | None = Field(None, ge=0, strict=True, description="a whole number from 0")
    single: int | None = Field(None, ge=0, strict=True, description="a whole number from 0")

    @property
    def wanted(self) -> dict[str, int | None]:
        """How many signals to use at most, by kind."""
        return {kind: getattr(self, kind) for kind in SIGNAL_KINDS}


class SignalUse(SignalCounts):
    """How signals are used.

    Parameters
    ----------
    gold, silver, single : int or None
        How many to use at most in each specialty.
    specialty : mapping of specialty to SignalCounts
        The same for one specialty, in place of the numbers for each.
    never : tuple of str
        Programs that are not to be signalled, such as those that don't take part.
    only_in : mapping of kind to tuple of str
        Regions of the plan, or "Elsewhere", to which signals of that kind are confined.
    home_and_away : {"season", "free", "never"}
        Whether programs of the own school and of away rotations may be signalled: by the advice of the specialty in
        that season, always, or never.
    """

    specialty: dict[str, SignalCounts] = Field({}, description=f"{{ {', '.join(STRONGEST_FIRST)} }} by specialty")
    never: tuple[ProgramId, ...] = Field((), description="a list of program ids")
    only_in: dict[SignalKind, tuple[str, ...]] = Field(
        {}, description=f"a list of regions by kind: {', '.join(STRONGEST_FIRST)}"
    )
    home_and_away: Literal["season", "free", "never"] = Field("season", description="season, free or never")

    def at_most(self, kind: str, specialty: str) -> int | None:
        """How many signals of a kind to use at most in a specialty; None is as many as the season has."""
        own = self.specialty.get(specialty, SignalCounts()).wanted[kind]
        return self.wanted[kind] if own is None else own


class Locks(Part):
    """What the applicant has decided: programs in, programs out, and where a signal goes."""

    apply: tuple[ProgramId, ...] = Field((), description="a list of program ids")
    never: tuple[ProgramId, ...] = Field((), description="a list of program ids")
    signal: dict[ProgramId, SignalKind] = Field({}, description=f"id = one of {', '.join(STRONGEST_FIRST)}")

    @property
    def applied(self) -> frozenset[str]:
        """Programs that are applied to in any case."""
        return frozenset((*self.apply, *self.signal))

    @model_validator(mode="after")
    def _agree(self) -> Self:
        both = sorted(self.applied & {*self.never})
        twice = sorted({program for program in self.apply if self.apply.count(program) > 1})
        faults = [f"{program} is locked in and locked out" for program in both]
        faults += [f"{program} is locked in twice" for program in twice]
        if faults:
            raise ValueError("; ".join(faults))
        return self


class SettingPriorities(Part):
    """Priorities of kinds of programs, 0 to 10; a program of unknown setting counts as their mean."""

    university: Priority = 10.0
    university_affiliated: Priority = Field(10.0, alias="university-affiliated")
    community: Priority = 10.0
    military: Priority = 10.0

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid", populate_by_name=True)


class Dual(Part):
    """What it means to apply in several specialties.

    Parameters
    ----------
    intent : {"parallel", "backup"}
        "parallel": a match counts alike in each specialty. "backup": the applicant's first specialty is what is wanted,
        and the others are there in case it fails.
    backup_priority : float
        With the intent "backup": what a match in another specialty is worth, 0 to 10, where the same place in the first
        is worth 10.
    """

    intent: Literal["parallel", "backup"] = Field("parallel", description="parallel or backup")
    backup_priority: Priority = 5.0


class FirstYearWish(Part):
    """What is wanted for the year before an advanced position; it counts where a specialty has such positions.

    Parameters
    ----------
    apply : bool
        Whether a second list is made for it.
    kinds : tuple of {"transitional-year", "preliminary-medicine", "preliminary-surgery"}
        Where it may be spent.
    maximum : int or None
        Programs of it at most.
    reserve : float
        Dollars of the budget that are kept for applications to programs that aren't known here.
    """

    apply: bool = Field(True, strict=True, description="true or false")
    kinds: tuple[FirstYearKind, ...] = Field(
        FIRST_YEAR_KINDS, min_length=1, description=f"a list of {', '.join(FIRST_YEAR_KINDS)}"
    )
    maximum: int | None = Field(None, ge=0, le=MOST_PROGRAMS, strict=True, description=COUNT)
    reserve: float = Field(0.0, ge=0, strict=True, allow_inf_nan=False, description="dollars from 0")


NEARNESS: tuple[str, ...] = ("city", "metro")
MILES_AN_HOUR = 45.0
"""How fast the straight line is travelled where a couple says hours: roads are a fifth longer than the straight line in
the United States (Ballou, Rahardja and Sakai 2002, Transportation Research A 36(9)), driven at 54 miles an hour."""


def _is_partner(value: object) -> object:
    if isinstance(value, Mapping | Plan):
        return Plan.model_validate(value)
    if not isinstance(value, str) or not value.strip():
        raise ValueError("names no plan")
    return value.strip()


class Couple(Part):
    """Two people who want to match near each other, each with a plan.

    Parameters
    ----------
    partner : str or Plan
        The partner's plan: a file, relative to the folder of this plan, or the plan itself.
    near : {"city", "metro"} or None
        What counts as near: programs in one city, or in one metropolitan area.
    miles, hours : float or None
        Or: within so many miles, or hours on the road, by the straight line. With neither, nor `near`, one
        metropolitan area counts as near.
    alone : float
        What a match of one of the two alone, or of both too far apart, is worth, 0 to 10, where the same place is worth
        10 when both match near each other.
    """

    partner: Annotated["str | Plan", BeforeValidator(_is_partner)] = Field(
        description="the file of the partner's plan, or a table [couple.partner] with that plan"
    )
    near: Literal["city", "metro"] | None = Field(None, description="city or metro")
    miles: Miles | None = Field(None, description="miles above 0, at most 3000")
    hours: float | None = Field(
        None, gt=0, le=60, strict=True, allow_inf_nan=False, description="hours above 0, at most 60"
    )
    alone: Priority = 5.0

    @model_validator(mode="after")
    def _is_one_distance(self) -> Self:
        given = [name for name in ("near", "miles", "hours") if getattr(self, name) is not None]
        if len(given) > 1:
            raise ValueError(f"gives {' and '.join(given)}: give one of near, miles and hours")
        return self

    @property
    def within_miles(self) -> float | None:
        """The distance in miles; None where a city or a metropolitan area counts as near."""
        return self.hours * MILES_AN_HOUR if self.hours is not None else self.miles


def season_of_today() -> int:
    """The season that a person is in today, or is preparing for."""
    return season_for(today())


_PRESETS_FILL = (("elsewhere_priority",), ("dual", "intent"))
"""Keys with a usual value that a preset replaces where the plan doesn't give them."""


class Plan(Part):
    """Everything that a list is made from.

    Parameters
    ----------
    title : str
    season : int
        Year of the match. Without it, the season that a person is in today or prepares for; and where the applicant
        graduates in a later season that has a file, that one.
    flexibility : float
        0 = only where I want, 1 = anywhere: utility = (1 - flexibility) * preference + flexibility.
    elsewhere_priority : float
        Priority of programs in none of the regions.
    gap : float
        How close to the best possible list the answer has to be proven.
    preset : str or None
        A published rule of thumb that fills in what the plan leaves open, see `optimizer.plan.document.rules_of_thumb`.
    first_year : FirstYearWish
    couple : Couple or None
        Whom this person matches with; None for one who matches alone.
    facts : tuple of str or None
        Kept facts that count where no files of programs are named, as ``name`` or ``name@mark``; all where None.
    """

    title: str = Field("My list", description="text")
    season: int = Field(
        default_factory=season_of_today, ge=2000, le=2100, strict=True, description="the year of the match"
    )
    flexibility: float = Field(0.5, ge=0, le=1, strict=True, allow_inf_nan=False, description="a number from 0 to 1")
    elsewhere_priority: Priority = 5.0
    gap: float = Field(
        1e-4, gt=0, le=0.1, strict=True, allow_inf_nan=False, description="a number above 0, at most 0.1"
    )
    preset: str | None = Field(None, min_length=1, description="the name of a preset, see matchlist presets")
    applicant: Applicant = Field(description="a table [applicant]")
    regions: tuple[Region, ...] = Field((), description="a list of [[regions]]")
    settings: SettingPriorities = Field(SettingPriorities(), description="priorities by setting")
    priorities: Priorities = Field(Priorities(), description="a table [priorities]")
    conditions: Conditions = Field(Conditions(), description="a table [conditions]")
    dual: Dual = Field(Dual(), description="a table [dual]")
    budget: Budget = Field(Budget(), description="a table [budget]")
    quotas: Quotas = Field(Quotas(), description="a table [quotas]")
    signals: SignalUse = Field(SignalUse(), description="a table [signals]")
    locks: Locks = Field(Locks(), description="a table [locks]")
    tiers: dict[ProgramId, Tier] = Field({}, description=f"id = {', '.join(TIERS)}")
    weights: Weights = Field(Weights(), description="a table [weights]")
    first_year: FirstYearWish = Field(FirstYearWish(), description="a table [first_year]")
    couple: Couple | None = Field(None, description="a table [couple]")
    evidence: dict[str, Figure] = Field({}, description="own figures: name = number, or name = [low, central, high]")
    evidence_file: str | None = Field(None, min_length=1, description="a CSV file with own figures")
    programs: tuple[str, ...] = Field((), description="a list of files with programs")
    facts: tuple[Annotated[str, Field(min_length=1)], ...] | None = Field(
        None, description="a list of kept facts, [] for none"
    )

    def says(self, *path: str) -> bool:
        """Whether the plan itself gives a key, be it with the usual value; `path` has its tables and its name."""
        *tables, last = path
        part: BaseModel = self
        for table in tables:
            part = getattr(part, table)
        return last in part.model_fields_set

    def left_open(self, values: dict[str, Any]) -> dict[str, Any]:
        """Values of the plan by key, without those that it doesn't give and that a preset may fill in."""
        for *tables, last in _PRESETS_FILL:
            if not self.says(*tables, last):
                inner = values
                for table in tables:
                    inner = inner.get(table, {})
                inner.pop(last, None)
        if self.couple is not None and isinstance(self.couple.partner, Plan):
            values["couple"]["partner"] = self.couple.partner.left_open(values["couple"]["partner"])
        return values

    def values_by_key(self) -> dict[str, object]:
        """The plan as plain values by key, without what is left at its default; the season is always there.

        A plan that names no season is of the one that its day belongs to: once it is written down it has to stay that.
        The usual value is there where the plan gives it itself and a preset would put another in its place.
        """
        values = self.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
        values["season"] = self.season
        whole = self.model_dump(mode="json", by_alias=True)
        for *tables, last in _PRESETS_FILL:
            if self.says(*tables, last):
                inner, given = values, whole
                for table in tables:
                    inner, given = inner.setdefault(table, {}), given[table]
                inner[last] = given[last]
        if self.couple is not None and isinstance(self.couple.partner, Plan):
            values["couple"]["partner"] = self.couple.partner.values_by_key()
        return {key: values[key] for key in type(self).model_fields if key in values}

    @model_validator(mode="before")
    @classmethod
    def _is_of_a_season_that_fits(cls, content: object) -> object:
        """Take the season in which the applicant graduates, where that is a later one; the list says so."""
        if not isinstance(content, dict):
            return content
        applicant, season = content.get("applicant"), content.get("season")
        year = applicant.get("graduation_year") if isinstance(applicant, dict) else None
        if isinstance(applicant, Applicant):
            year = applicant.graduation_year
        if type(year) is not int or year not in season_years():
            return content
        if season is None:
            season = season_of_today()
        return content | {"season": year} if type(season) is int and season < year else content

    @model_validator(mode="after")
    def _names_agree(self) -> Self:
        names = [region.name for region in self.regions]
        allowed = ", ".join((*dict.fromkeys(names), ELSEWHERE))
        twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
        regions = [name for name in self.quotas.region if name not in (*names, ELSEWHERE)]
        specialties = [name for name in self.quotas.specialty if name not in self.applicant.specialties]
        signalled = [name for name in self.signals.specialty if name not in self.applicant.specialties]
        confined = dict.fromkeys(name for places in self.signals.only_in.values() for name in places)
        faults = [
            *(f"the region {name!r} stands twice" for name in twice),
            *(f"a quota names the region {name!r}, which isn't one of the plan's: {allowed}" for name in regions),
            *(f"a quota names the specialty {name!r}, which the applicant doesn't apply in" for name in specialties),
            *(f"signals name the specialty {name!r}, which the applicant doesn't apply in" for name in signalled),
            *(
                f"signals.only_in names the region {name!r}, which isn't one of the plan's: {allowed}"
                for name in confined
                if name not in (*names, ELSEWHERE)
            ),
        ]
        if faults:
            raise ValueError("; ".join(faults))
        return self


Couple.model_rebuild()
