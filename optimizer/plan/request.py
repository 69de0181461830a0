"""The plan: everything that a list is made from, in one frozen value that reads from and writes to a TOML file."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from optimizer.applicant import Applicant
from optimizer.directory import SETTINGS
from optimizer.estimate import TIERS, Weights

# strict: a plan's `true` is no number, and text isn't one either.
Priority = Annotated[float, Field(ge=0, le=10, strict=True, allow_inf_nan=False, description="a number from 0 to 10")]
ProgramId = Annotated[str, Field(min_length=1, description="the id of a program of the directory")]
SettingName = Literal["university", "university-affiliated", "community", "military", "unknown"]
TierName = Literal["reach", "realistic", "safety"]
SignalName = Literal["single", "silver", "gold"]


def _is_figure(value: object) -> object:
    numbers = value if isinstance(value, tuple | list) and len(value) == 3 else (value,)
    if any(isinstance(number, bool) or not isinstance(number, int | float) for number in numbers):
        raise ValueError("is no figure")
    return value


Figure = Annotated[float | tuple[float, float, float], BeforeValidator(_is_figure)]

ELSEWHERE = "Elsewhere"
"""Name of the region of all programs that lie in none of the plan's."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Circle(_Part):
    """All programs within a distance of a city or a ZIP code, as the crow flies."""

    city: str = Field(
        min_length=1, description='a city with its state, such as "Los Angeles, CA", or a ZIP code in quotes'
    )
    miles: float = Field(gt=0, le=3000, strict=True, allow_inf_nan=False, description="miles above 0, at most 3000")


class Region(_Part):
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
    """

    name: str = Field(min_length=1, description="a name, unique in the plan")
    priority: Priority = 5.0
    nation: bool = Field(False, strict=True, description="true or false")
    divisions: tuple[str, ...] = Field((), description="a list of Census divisions")
    states: tuple[str, ...] = Field((), description="a list of states")
    metros: tuple[str, ...] = Field((), description="a list of metropolitan areas")
    cities: tuple[str, ...] = Field((), description="a list of cities with their states")
    within: tuple[Circle, ...] = Field((), description="a list of { city, miles }")

    @model_validator(mode="after")
    def _names_a_place(self) -> Self:
        if not (self.nation or self.divisions or self.states or self.metros or self.cities or self.within):
            raise ValueError("the region names no place: give divisions, states, metros, cities, within or nation")
        if self.name == ELSEWHERE:
            raise ValueError(f"{ELSEWHERE!r} is the name of what lies in no region")
        return self


MOST_PROGRAMS = 100_000
"""More than any directory holds; larger numbers lose their meaning in the solver."""
_COUNT = f"a whole number from 0 to {MOST_PROGRAMS}"


class Quota(_Part):
    """How many programs at least and at most; None where that side is free."""

    minimum: int | None = Field(None, ge=0, le=MOST_PROGRAMS, strict=True, description=_COUNT)
    maximum: int | None = Field(None, ge=0, le=MOST_PROGRAMS, strict=True, description=_COUNT)

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise ValueError(f"the minimum, {self.minimum}, is above the maximum, {self.maximum}")
        return self


_QUOTA_TABLE = "{ minimum = N, maximum = M } by name"


class Quotas(_Part):
    """Quotas on the number of applications, in all and by tier, region, setting and specialty."""

    applications: Quota = Field(Quota(), description="{ minimum = N, maximum = M }")
    tier: dict[TierName, Quota] = Field({}, description=f"{_QUOTA_TABLE}: {', '.join(TIERS)}")
    region: dict[str, Quota] = Field({}, description=f"{_QUOTA_TABLE} of a region of the plan, or {ELSEWHERE}")
    setting: dict[SettingName, Quota] = Field({}, description=f"{_QUOTA_TABLE}: {', '.join(SETTINGS)}, unknown")
    specialty: dict[str, Quota] = Field({}, description=f"{_QUOTA_TABLE} of a specialty of the applicant")


class Budget(_Part):
    """Money for application fees; transcripts and registration come on top and are told beside the list."""

    dollars: float | None = Field(None, ge=0, strict=True, allow_inf_nan=False, description="dollars from 0")
    fee_assistance: bool = Field(False, strict=True, description="true or false")


class SignalUse(_Part):
    """How many signals to use at most in each specialty; None is as many as the season has, 0 is none of that kind."""

    gold: int | None = Field(None, ge=0, strict=True, description="a whole number from 0")
    silver: int | None = Field(None, ge=0, strict=True, description="a whole number from 0")
    single: int | None = Field(None, ge=0, strict=True, description="a whole number from 0")
    never: tuple[ProgramId, ...] = Field((), description="a list of program ids")

    @property
    def wanted(self) -> dict[str, int | None]:
        """How many signals to use at most in each specialty, by kind."""
        return {"single": self.single, "silver": self.silver, "gold": self.gold}


class Locks(_Part):
    """What the applicant has decided: programs in, programs out, and where a signal goes."""

    apply: tuple[ProgramId, ...] = Field((), description="a list of program ids")
    never: tuple[ProgramId, ...] = Field((), description="a list of program ids")
    signal: dict[ProgramId, SignalName] = Field({}, description="id = gold, silver or single")

    @model_validator(mode="after")
    def _agree(self) -> Self:
        both = sorted({*self.apply, *self.signal} & {*self.never})
        twice = sorted({program for program in self.apply if self.apply.count(program) > 1})
        faults = [f"{program} is locked in and locked out" for program in both]
        faults += [f"{program} is locked in twice" for program in twice]
        if faults:
            raise ValueError("; ".join(faults))
        return self


class SettingPriorities(_Part):
    """Priorities of kinds of programs, 0 to 10; a program of unknown setting counts as their mean."""

    university: Priority = 10.0
    university_affiliated: Priority = Field(10.0, alias="university-affiliated")
    community: Priority = 10.0
    military: Priority = 10.0

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Plan(_Part):
    """Everything that a list is made from.

    Parameters
    ----------
    title : str
    season : int
        Year of the match.
    flexibility : float
        0 = only where I want, 1 = anywhere: utility = (1 - flexibility) * preference + flexibility.
    elsewhere_priority : float
        Priority of programs in none of the regions.
    gap : float
        How close to the best possible list the answer has to be proven.
    """

    title: str = Field("My list", description="text")
    season: int = Field(2026, ge=2000, le=2100, strict=True, description="the year of the match, such as 2026")
    flexibility: float = Field(0.5, ge=0, le=1, strict=True, allow_inf_nan=False, description="a number from 0 to 1")
    elsewhere_priority: Priority = 5.0
    gap: float = Field(
        1e-4, gt=0, le=0.1, strict=True, allow_inf_nan=False, description="a number above 0, at most 0.1"
    )
    applicant: Applicant = Field(description="a table [applicant]")
    regions: tuple[Region, ...] = Field((), description="a list of [[regions]]")
    settings: SettingPriorities = Field(SettingPriorities(), description="priorities by setting")
    budget: Budget = Field(Budget(), description="a table [budget]")
    quotas: Quotas = Field(Quotas(), description="a table [quotas]")
    signals: SignalUse = Field(SignalUse(), description="a table [signals]")
    locks: Locks = Field(Locks(), description="a table [locks]")
    tiers: dict[ProgramId, TierName] = Field({}, description=f"id = {', '.join(TIERS)}")
    weights: Weights = Field(Weights(), description="a table [weights]")
    evidence: dict[str, Figure] = Field({}, description="own figures: name = number, or name = [low, central, high]")
    evidence_file: str | None = Field(None, min_length=1, description="a CSV file with own figures")
    programs: tuple[str, ...] = Field((), description="a list of files with programs")

    @model_validator(mode="after")
    def _names_agree(self) -> Self:
        names = [region.name for region in self.regions]
        allowed = ", ".join((*dict.fromkeys(names), ELSEWHERE))
        twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
        regions = [name for name in self.quotas.region if name not in (*names, ELSEWHERE)]
        specialties = [name for name in self.quotas.specialty if name not in self.applicant.specialties]
        faults = [
            *(f"the region {name!r} stands twice" for name in twice),
            *(f"a quota names the region {name!r}, which isn't one of the plan's: {allowed}" for name in regions),
            *(f"a quota names the specialty {name!r}, which the applicant doesn't apply in" for name in specialties),
        ]
        if faults:
            raise ValueError("; ".join(faults))
        return self
