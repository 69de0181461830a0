"""The size of a national season: applicants, programs and positions of each specialty, each figure with its source."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from optimizer.data_folder import data_folder
from optimizer.directory import state_named
from optimizer.errors import BadInput, Fault, validation_faults
from optimizer.vocabulary import APPLICANT_TYPES, ApplicantType, FirstYearKind, Grade


class _Frozen(BaseModel):
    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")


class Source(_Frozen):
    """Where figures come from: title, and address where there is one."""

    title: str = Field(min_length=1)
    address: str


class Figure(_Frozen):
    """A figure with its source (a key of the file's sources), grade and what it means."""

    value: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    source: str
    grade: Grade
    note: str = Field(min_length=1)


class Assumptions(_Frozen):
    """What is needed to draw a season and stands in no table; each field is explained by its note in the file."""

    program_correlation: Figure
    interviews_accepted: Figure
    positions_spread: Figure
    fewest_interviews: Figure
    preference_stated_share: Figure
    home_program_share_us_md: Figure
    home_program_share_us_do: Figure
    rotation_share_img: Figure
    family_share: Figure
    visa_needed_share: Figure
    h1b_only_share: Figure
    non_us_home_state_share: Figure
    elsewhere_utility: Figure
    reputation_weight: Figure
    taste_sd: Figure

    def of(self, name: str) -> float:
        """Value of an assumption."""
        figure: Figure = getattr(self, name)
        return figure.value


class Background(_Frozen):
    """Shares of the folklore rules among applicants who aren't looked at; they sum to 1."""

    regions: Figure
    nearest: Figure
    reputed: Figure
    random: Figure

    @property
    def shares(self) -> dict[str, float]:
        """Share of each rule."""
        return {name: getattr(self, name).value for name in type(self).model_fields}

    @model_validator(mode="after")
    def _sums_to_one(self) -> Self:
        if abs(sum(self.shares.values()) - 1.0) > 1e-9:
            raise ValueError("the shares of the background's rules don't sum to 1")
        return self


class CouplesFigures(_Frozen):
    """Couples of the country, and how many lines their lists have at most."""

    couples: Figure
    most_lines: Figure


class FirstYearFigures(_Frozen):
    """First years of the country: positions of each kind, positions of a program, interviews for a position."""

    interviews_for_position: Figure
    positions_each: Figure
    positions: dict[FirstYearKind, Figure] = Field(min_length=1)


class SpecialtyFigures(_Frozen):
    """One specialty of the country.

    Parameters
    ----------
    programs, positions : Figure
    applicants : mapping of applicant type to Figure
        Those with at least one application, counted in the specialty that they prefer.
    """

    programs: Figure
    positions: Figure
    applicants: dict[ApplicantType, Figure]

    @model_validator(mode="after")
    def _names_every_type(self) -> Self:
        if set(self.applicants) != set(APPLICANT_TYPES):
            raise ValueError(f"applicants has to name {', '.join(APPLICANT_TYPES)}")
        return self


class MarketFigures(_Frozen):
    """A national season in figures.

    Parameters
    ----------
    season : int
        Year of the match.
    sources : mapping of key to Source
    assumptions, background, couples, first_years
    img_home : mapping of state to Figure
        How many international graduates without a state of their own live in it, or have somebody there.
    ranking : mapping of specialty to {applicant type: log-odds}
        That a program ranks somebody of the type after the interview; fitted.
    specialties : mapping of slug to SpecialtyFigures
    """

    season: int
    sources: dict[str, Source]
    assumptions: Assumptions
    background: Background
    couples: CouplesFigures
    first_years: FirstYearFigures
    img_home: dict[str, Figure] = Field(min_length=1)
    ranking: dict[str, dict[ApplicantType, float]]
    specialties: dict[str, SpecialtyFigures] = Field(min_length=1)

    def ranking_of(self, specialty: str, kind: str) -> float:
        """Log-odds that a program ranks an interviewed applicant of a type."""
        return {str(name): log_odds for name, log_odds in self.ranking[specialty].items()}[kind]

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        lacking = [name for name in self.specialties if set(self.ranking.get(name, ())) != set(APPLICANT_TYPES)]
        unknown_states = [state for state in self.img_home if state_named(state) is None]
        figures = [
            *(getattr(self.assumptions, name) for name in Assumptions.model_fields),
            *(getattr(self.background, name) for name in Background.model_fields),
            *(getattr(self.couples, name) for name in CouplesFigures.model_fields),
            self.first_years.interviews_for_position,
            self.first_years.positions_each,
            *self.first_years.positions.values(),
            *self.img_home.values(),
            *(
                figure
                for one in self.specialties.values()
                for figure in (one.programs, one.positions, *one.applicants.values())
            ),
        ]
        unsourced = sorted({figure.source for figure in figures} - self.sources.keys())
        wrong = [f"no full ranking of {name}" for name in lacking]
        wrong += [f"no such state: {state}" for state in unknown_states]
        wrong += [f"no such source: {key}" for key in unsourced]
        if wrong:
            raise ValueError("; ".join(wrong))
        return self


def market_years() -> tuple[int, ...]:
    """Seasons whose market comes with matchlist, the latest last: every file of its folder is one."""
    return tuple(sorted(int(path.stem) for path in (data_folder() / "market").glob("*.toml") if path.stem.isdecimal()))


def load_market(year: int | None = None) -> MarketFigures:
    """The figures that come with matchlist, of a season or the latest one; read once, then remembered."""
    return _market_of(market_years()[-1] if year is None else year)


@cache
def _market_of(year: int) -> MarketFigures:
    return read_market(data_folder() / "market" / f"{year}.toml")


def read_market(path: Path) -> MarketFigures:
    """Read a file of market figures.

    Raises
    ------
    BadInput
        With every fault of the file.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput(Fault(f"the file can't be read ({error.strerror})", str(path), None, "a TOML file")) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(Fault("not a TOML file", path.name, str(error), "a TOML file")) from error
    try:
        return MarketFigures.model_validate(content)
    except ValidationError as error:
        raise BadInput(list(validation_faults(error, MarketFigures, path.name))) from error
