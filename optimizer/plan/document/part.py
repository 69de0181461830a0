"""What every part of a plan is made of: strict frozen values, and the names that several parts share."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

MOST_PROGRAMS = 100_000
"""More than any directory holds; larger numbers lose their meaning in the solver."""
COUNT = f"a whole number from 0 to {MOST_PROGRAMS}"

# strict: a plan's `true` is no number, and text isn't one either.
Priority = Annotated[float, Field(ge=0, le=10, strict=True, allow_inf_nan=False, description="a number from 0 to 10")]
Weight = Annotated[
    float, Field(gt=0, le=10, strict=True, allow_inf_nan=False, description="a number above 0, at most 10")
]
Miles = Annotated[
    float, Field(gt=0, le=3000, strict=True, allow_inf_nan=False, description="miles above 0, at most 3000")
]
ProgramId = Annotated[str, Field(min_length=1, description="the id of a program of the directory")]

UNKNOWN_DESCRIPTION = '"keep", "exclude", or at most how many programs of which it isn\'t known'


def _is_handling(value: object) -> object:
    is_count = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_PROGRAMS
    if value not in ("keep", "exclude") and not is_count:
        raise ValueError("says not what to do with what isn't known")
    return value


Unknown = Annotated[Literal["keep", "exclude"] | int, BeforeValidator(_is_handling)]
"""What becomes of programs of which a fact isn't known: kept, excluded, or at most so many of them listed."""


class Part(BaseModel):
    """A table of a plan: no key beside those named, blanks around text don't count."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid", str_strip_whitespace=True)
