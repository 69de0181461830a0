"""What an applicant could do before the season to make ties, what it takes, and how much there is of it."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from optimizer.applicant import Tie
from optimizer.errors import BadInput, Fault, validation_faults
from optimizer.given_files import MOST_ACTIONS_BYTES, given_text
from optimizer.vocabulary import ACTION_KINDS, ActionKind

SECOND_LOOK: ActionKind = "second-look"
_PLACES = ("program", "institution", "city", "metro", "state", "division")
_WEEKS = "weeks from 0"
_DOLLARS = "dollars from 0"


class _Part(BaseModel):
    model_config = ConfigDict(
        defer_build=True, frozen=True, extra="forbid", str_strip_whitespace=True, allow_inf_nan=False
    )


class TieAction(_Part):
    """One thing that could be done; exactly one of the place fields is given.

    Parameters
    ----------
    name : str
        Unique in the file.
    kind : str
        Away rotation, research, conference, letter, contact: the tie that comes of it. Second look: a second visit
        after the interview, which needs a program.
    program, institution, city, metro, state, division : str or None
        Where; as for `optimizer.applicant.Tie`.
    weeks, dollars : float
        What it takes.
    starts : datetime.date or None
        For the timeline; None where it is still open.
    """

    name: str = Field(min_length=1, description="a name, unique in the file")
    kind: ActionKind = Field(description=", ".join(ACTION_KINDS))
    program: str | None = Field(None, min_length=1, description="id of a program of the directory")
    institution: str | None = Field(None, min_length=1, description="an institution as the directory names it")
    city: str | None = Field(None, min_length=1, description='a city with its state, such as "Los Angeles, CA"')
    metro: str | None = Field(None, min_length=1, description='a metropolitan area, such as "Los Angeles"')
    state: str | None = Field(None, min_length=2, description='a state, such as "CA"')
    division: str | None = Field(None, min_length=1, description="a Census division, such as Pacific")
    weeks: float = Field(ge=0, le=520, strict=True, description=_WEEKS)
    dollars: float = Field(0.0, ge=0, strict=True, description=_DOLLARS)
    starts: date | None = Field(None, description="a date, written year-month-day")

    @model_validator(mode="after")
    def _names_one_place(self) -> Self:
        given = [field for field in _PLACES if getattr(self, field) is not None]
        if len(given) != 1:
            found = " and ".join(given) or "none"
            raise ValueError(f"an action names exactly one of {', '.join(_PLACES)}; it names {found}")
        if self.kind == SECOND_LOOK and self.program is None:
            raise ValueError("a second look names a program")
        return self

    @property
    def tie(self) -> Tie | None:
        """The tie that comes of it; None for a second look, which moves only how the program ranks the applicant."""
        if self.kind == SECOND_LOOK:
            return None
        place = {field: getattr(self, field) for field in _PLACES}
        return Tie.model_validate({"kind": self.kind, "note": self.name, **place})


class TieWishes(_Part):
    """Actions to choose from, and how much there is to spend on them; None is no bound.

    Parameters
    ----------
    weeks : float or None
    dollars : float or None
        For the actions; with `one_purse` for actions and applications together, whatever the plan's own budget.
    one_purse : bool
    rotations : int or None
        Away rotations allowed.
    from_day : datetime.date or None
        First day that counts, for the timeline.
    actions : tuple of TieAction
    """

    weeks: float | None = Field(None, ge=0, strict=True, description=_WEEKS)
    dollars: float | None = Field(None, ge=0, strict=True, description=_DOLLARS)
    one_purse: bool = Field(False, strict=True, description="true or false")
    rotations: int | None = Field(None, ge=0, strict=True, description="a whole number from 0")
    from_day: date | None = Field(None, description="a date, written year-month-day")
    actions: tuple[TieAction, ...] = Field(min_length=1, description="a list of [[actions]]")

    @model_validator(mode="after")
    def _agree(self) -> Self:
        names = [action.name for action in self.actions]
        twice = [f"the action {name!r} stands twice" for name in dict.fromkeys(names) if names.count(name) > 1]
        if self.one_purse and self.dollars is None:
            twice.append("one purse needs dollars")
        if twice:
            raise ValueError("; ".join(twice))
        return self


def read_tie_wishes(path: Path) -> TieWishes:
    """Read a file of actions (TOML).

    Raises
    ------
    BadInput
        The file can't be read, isn't TOML, or holds unknown keys or values that can't be used; all at once.
    """
    try:
        content = tomllib.loads(given_text(path, "a TOML file", MOST_ACTIONS_BYTES))
    except (ValueError, RecursionError) as error:
        raise BadInput(Fault(f"is not TOML: {error}", str(path), None, "TOML", "Correct this place")) from None
    return tie_wishes_of(content, str(path))


def tie_wishes_of(content: Mapping[str, object], where: str) -> TieWishes:
    """Actions from keys and values as TOML has them; `where` names them in messages. Raises as `read_tie_wishes`."""
    try:
        return TieWishes.model_validate(content)
    except ValidationError as error:
        raise BadInput(validation_faults(error, TieWishes, where)) from None
