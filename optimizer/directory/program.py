"""One residency program: its facts, each of them possibly unknown."""

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from optimizer.directory.geography import division_of, state_named

Setting = Literal["university", "university-affiliated", "community", "military"]
ResearchIntensity = Literal["top-25", "26-60", "other"]
SETTINGS: tuple[str, ...] = get_args(Setting)
RESEARCH_INTENSITIES: tuple[str, ...] = get_args(ResearchIntensity)


def _blank_is_unknown(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _known_state(value: object) -> object:
    found = state_named(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError("no such state")
    return found.code


Rate = Annotated[
    Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] | None,
    BeforeValidator(_blank_is_unknown),
    Field(description="a share from 0 to 1, or nothing where unknown"),
]
Policy = Annotated[
    bool | None, BeforeValidator(_blank_is_unknown), Field(description="yes or no, or nothing where unknown")
]
Text = Annotated[str, Field(min_length=1, description="text")]


class Program(BaseModel):
    """A residency program as the directory knows it; None is unknown, never no and never zero.

    Parameters
    ----------
    id : str
        Stable key, unique in a directory.
    name, institution : str
        The program's usual name, and the institution behind it.
    specialty : str
        Slug, such as internal-medicine.
    city, state : str
        City, and two-letter postal code.
    setting : {"university", "university-affiliated", "community", "military"} or None
    research_intensity : {"top-25", "26-60", "other"} or None
        By research funding of its medical school.
    sponsors_j1, sponsors_h1b : bool or None
        Whether the program sponsors that visa.
    interview_rate_us_md, interview_rate_us_do, interview_rate_us_img, interview_rate_non_us_img : float or None
        Share of that group's applications that the program interviews, in [0, 1].
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    id: Text
    name: Text
    institution: Text
    specialty: Annotated[str, Field(min_length=1, description="a specialty, such as internal-medicine")]
    city: Text
    state: Annotated[str, BeforeValidator(_known_state), Field(description="a two-letter state code")]
    setting: Annotated[
        Setting | None,
        BeforeValidator(_blank_is_unknown),
        Field(description=f"{', '.join(SETTINGS)}, or nothing where unknown"),
    ] = None
    research_intensity: Annotated[
        ResearchIntensity | None,
        BeforeValidator(_blank_is_unknown),
        Field(description=f"{', '.join(RESEARCH_INTENSITIES)}, or nothing where unknown"),
    ] = None
    sponsors_j1: Policy = None
    sponsors_h1b: Policy = None
    interview_rate_us_md: Rate = None
    interview_rate_us_do: Rate = None
    interview_rate_us_img: Rate = None
    interview_rate_non_us_img: Rate = None

    @property
    def division(self) -> str:
        """Census division, or "Puerto Rico"."""
        return division_of(self.state)

    def interview_rate(self, applicant_type: str) -> float | None:
        """The program's own interview rate for a group of applicants; None where unknown."""
        rate: float | None = getattr(self, f"interview_rate_{applicant_type.replace('-', '_')}")
        return rate


REQUIRED_COLUMNS = ("id", "name", "institution", "specialty", "city", "state")
COLUMNS = tuple(Program.model_fields)
