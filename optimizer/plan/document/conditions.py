"""What a program has to be like, or should be: each condition a hard limit, or a preference with a weight."""

from typing import Annotated

from pydantic import AfterValidator, Field

from optimizer.plan.document.part import UNKNOWN_DESCRIPTION, Miles, Part, Unknown, Weight
from optimizer.vocabulary import SETTINGS, SPONSORED_VISAS, Setting, SponsoredVisa

_WEIGHT = "a number above 0, at most 10, for a preference; left out for a hard limit"


class Condition(Part):
    """A condition on programs.

    Parameters
    ----------
    weight : float or None
        None: a hard limit, programs that fail it are left out. Else a preference: a program that fails it is wanted by
        weight tenths less (10: not at all, as far as flexibility lets preferences count), one of which the fact isn't
        known by half of that.
    unknown : {"keep", "exclude"} or int
        What becomes of programs of which the fact isn't known; a number is how many of them the list has at most.
    """

    weight: Weight | None = Field(None, description=_WEIGHT)
    unknown: Unknown = Field("keep", description=UNKNOWN_DESCRIPTION)

    @property
    def is_hard(self) -> bool:
        """Whether programs that fail it are left out."""
        return self.weight is None


class VisaCondition(Condition):
    """The program sponsors a visa; `need` None is the one that the applicant needs."""

    need: SponsoredVisa | None = Field(None, description=f"one of {', '.join(SPONSORED_VISAS)}")


class DistanceCondition(Condition):
    """The program lies within a distance of a place, or of the nearest place that ties of one kind name.

    Parameters
    ----------
    of : str
        A city ("Los Angeles, CA"), a ZIP code in quotes, or a kind of tie ("partner", "family").
    miles : float
        As the crow flies.
    """

    of: str = Field(
        min_length=1, description='a city with its state, a ZIP code in quotes, or a kind of tie such as "partner"'
    )
    miles: Miles


class PriceParityCondition(Condition):
    """The price level of the program's state (United States = 100) is at most `maximum`."""

    maximum: Annotated[float, Field(ge=50, le=200, strict=True, allow_inf_nan=False)] = Field(
        description="a price level from 50 to 200; the United States are 100"
    )


def _names_one(settings: tuple[Setting, ...]) -> tuple[Setting, ...]:
    if not settings:
        raise ValueError("names no setting")
    return settings


class SettingCondition(Condition):
    """The program is of one of these kinds."""

    any_of: Annotated[tuple[Setting, ...], AfterValidator(_names_one)] = Field(
        description=f"a list of {', '.join(SETTINGS)}"
    )


class Conditions(Part):
    """All conditions of a plan.

    Parameters
    ----------
    visa : VisaCondition or None
    step2, graduation, attempts, us_experience : Condition or None
        The applicant meets what the program asks: its lowest Step 2 CK, its window of graduation years, the failed
        attempts that it accepts, the months of US clinical experience that it wants (of international graduates).
    distance : tuple of DistanceCondition
    price_parity : PriceParityCondition or None
    setting : SettingCondition or None
    """

    visa: VisaCondition | None = Field(None, description="a table [conditions.visa]")
    step2: Condition | None = Field(None, description="a table [conditions.step2]")
    graduation: Condition | None = Field(None, description="a table [conditions.graduation]")
    attempts: Condition | None = Field(None, description="a table [conditions.attempts]")
    us_experience: Condition | None = Field(None, description="a table [conditions.us_experience]")
    distance: tuple[DistanceCondition, ...] = Field((), description="a list of [[conditions.distance]]")
    price_parity: PriceParityCondition | None = Field(None, description="a table [conditions.price_parity]")
    setting: SettingCondition | None = Field(None, description="a table [conditions.setting]")
