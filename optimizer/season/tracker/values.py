"""What the tracker hands out: frozen values, one program, contact, tie, note or change each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from optimizer.errors import BadInput, Fault, validation_faults
from optimizer.vocabulary import NO_SIGNAL

EventKind = Literal["applied", "invited", "held", "declined", "rejected"]
EVENT_KINDS: tuple[str, ...] = get_args(EventKind)
ContactKind = Literal["resident", "fellow", "faculty", "director", "coordinator", "office", "other"]
CONTACT_KINDS: tuple[str, ...] = get_args(ContactKind)
LOWEST_SCORE, HIGHEST_SCORE = 0, 10
"""Of an impression."""
Standing = Literal["followed", "silent", "invited", "held", "declined", "rejected"]


@dataclass(frozen=True, slots=True)
class Tracked:
    """A program that the store follows, with all that happened there.

    Attributes
    ----------
    id, name, institution, specialty, city, state : str
        As the directory knew the program when it came into the store.
    setting, region : str or None
        Kind of program, and its region in the plan; None where unknown.
    signal : str
        "none", "single", "silver" or "gold".
    tie : str
        What binds the applicant to it, in the applicant's words.
    applied, invited, held, declined, rejected : datetime.date or None
        When; None where it has not happened.
    slots : tuple of datetime.date
        Interview dates that the program offered, or the one that was chosen.
    dollars : float or None
        What going to the interview costs; None where not said.
    score : float or None
        Impression, from 0 to 10.
    impression : str
        The same in words.
    rank : int or None
        Place on the applicant's own rank order list, from 1.
    acceptable : bool
        False where the applicant would rather not match than match here.
    """

    id: str
    name: str
    institution: str
    specialty: str
    city: str
    state: str
    setting: str | None = None
    region: str | None = None
    signal: str = NO_SIGNAL
    tie: str = ""
    applied: date | None = None
    invited: date | None = None
    held: date | None = None
    declined: date | None = None
    rejected: date | None = None
    slots: tuple[date, ...] = ()
    dollars: float | None = None
    score: float | None = None
    impression: str = ""
    rank: int | None = None
    acceptable: bool = True

    @property
    def standing(self) -> Standing:
        """What the last word is; silence is what is left of an application that nobody answered."""
        if self.rejected is not None:
            return "rejected"
        if self.declined is not None:
            return "declined"
        if self.held is not None:
            return "held"
        if self.invited is not None:
            return "invited"
        return "followed" if self.applied is None else "silent"


class Contact(BaseModel):
    """A person or an office worth keeping in touch with.

    Parameters
    ----------
    id : int or None
        Number in the store; None before it is kept.
    name, where : str
        Who, and at which institution or in which city.
    kind : str
        resident, fellow, faculty, director, coordinator, office or other.
    last_contact : datetime.date or None
    next_step : str
    remind_on : datetime.date or None
        When to be reminded of the next step.
    programs : tuple of str
        Ids of the programs that the contact bears on.
    note : str
    """

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid", str_strip_whitespace=True)

    id: int | None = None
    name: str = Field(min_length=1, description="a name")
    where: str = ""
    kind: ContactKind = Field("other", description=", ".join(CONTACT_KINDS))
    last_contact: date | None = Field(None, description="a date, written year-month-day")
    next_step: str = ""
    remind_on: date | None = Field(None, description="a date, written year-month-day")
    programs: tuple[str, ...] = Field((), description="ids of programs")
    note: str = ""


def contact_of(given: Mapping[str, object]) -> Contact:
    """A contact from what was given of it.

    Raises
    ------
    BadInput
        With every value that can't be used.
    """
    try:
        return Contact.model_validate(given)
    except ValidationError as error:
        raise BadInput(validation_faults(error, Contact, "contact")) from None


def event_kind(given: str) -> EventKind:
    """What happened, from its name.

    Raises
    ------
    BadInput
        There is no such thing.
    """
    for kind in get_args(EventKind):
        if kind == given.casefold():
            found: EventKind = kind
            return found
    raise BadInput(Fault("no such answer", "answer", given, ", ".join(EVENT_KINDS[1:]), "Choose one of them"))


class KeptTie(BaseModel):
    """A tie that came about after the plan was made; see `optimizer.applicant.Tie`."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid", str_strip_whitespace=True)

    id: int | None = None
    kind: str
    scope: str
    place: str
    note: str = ""


class Note(BaseModel):
    """A note on a program, or on nothing in particular."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    id: int
    program: str | None
    on: date
    words: str


class KeptPlan(BaseModel):
    """A plan as it was kept: its title, its season, and its text, in which files stand with their whole paths."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    id: int
    title: str
    season: int
    content: str


class Change(BaseModel):
    """One change of the store.

    Parameters
    ----------
    id : int
        Number, rising by one.
    at : datetime.datetime
        When, in UTC.
    words : str
        What was done.
    undoes, undone_by : int or None
        The change that this one takes back, and the one that took this one back.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    id: int
    at: datetime
    words: str
    undoes: int | None = None
    undone_by: int | None = None
