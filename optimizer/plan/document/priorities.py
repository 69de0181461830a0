"""How much size, cost of living and distance matter to the applicant, beside region and setting."""

from typing import Literal

from pydantic import Field

from optimizer.plan.document.part import Miles, Part, Priority

SCORE_STEP = 0.05
"""Scores are rounded to this: a priority from 0 to 10 says no more, and fewer levels are quicker to prove."""


class SizePriority(Part):
    """First-year positions: which size is preferred, and how much that matters."""

    priority: Priority = Field(description="a number from 0 (no matter) to 10")
    prefer: Literal["large", "small"] = Field("large", description="large or small")


class CheapPriority(Part):
    """A low price level of the program's state, and how much that matters."""

    priority: Priority = Field(description="a number from 0 (no matter) to 10")


class NearPriority(Part):
    """Nearness to a place or to a kind of tie, and how much that matters; from `miles` on all is equally far."""

    priority: Priority = Field(description="a number from 0 (no matter) to 10")
    of: str = Field(
        min_length=1, description='a city with its state, a ZIP code in quotes, or a kind of tie such as "partner"'
    )
    miles: Miles = 500.0


class Priorities(Part):
    """What matters beside region and setting; None and 0 are "no matter".

    A program of score s, from 0 (worst) to 1 (best), is wanted by ``1 - priority / 10 * (1 - s)``; one of which the
    fact isn't known has the score one half.
    """

    size: SizePriority | None = Field(None, description="a table [priorities.size]")
    price_parity: CheapPriority | None = Field(None, description="a table [priorities.price_parity]")
    distance: NearPriority | None = Field(None, description="a table [priorities.distance]")
