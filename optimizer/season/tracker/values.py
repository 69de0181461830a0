"""What the tracker hands out: frozen values, one program, contact, tie, note or change each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from optimizer.errors import BadInput, Fault, validation_faults
from optimizer.vocabulary import NO_SIGNAL

EventKind = Literal[
    "applied",
    "waitlisted",
    "paused",
    "invited",
    "accepted",
    "held",
    "declined",
    "rejected",
    "cancelled",
    "withdrawn",
    "closed",
]
EVENT_KINDS: tuple[EventKind, ...] = get_args(EventKind)
"""In the order in which they come about."""
EVENT_NAMES: Mapping[EventKind, str] = MappingProxyType(
    {
        "applied": "applied",
        "waitlisted": "waitlisted",
        "paused": "on hold",
        "invited": "invited",
        "accepted": "accepted",
        "held": "interviewed",
        "declined": "declined",
        "rejected": "rejected",
        "cancelled": "cancelled by the program",
        "withdrawn": "withdrawn",
        "closed": "closed or merged",
    }
)
"""How each is said: "accepted" of an invitation that one takes, "declined" of one not taken, or given back later."""
ContactKind = Literal["resident", "fellow", "faculty", "director", "coordinator", "office", "other"]
CONTACT_KINDS: tuple[str, ...] = get_args(ContactKind)
LOWEST_SCORE, HIGHEST_SCORE = 0, 10
"""Of an impression."""
LastWord = Literal[
    "followed",
    "silent",
    "waitlisted",
    "paused",
    "invited",
    "accepted",
    "held",
    "declined",
    "rejected",
    "cancelled",
    "withdrawn",
    "closed",
]


LAST_WORD_NAMES: Mapping[LastWord, str] = MappingProxyType(
    {
        "silent": "no answer yet",
        "waitlisted": "on the waitlist",
        "paused": "on hold",
        "invited": "invited",
        "accepted": "invitation accepted",
        "held": "interviewed",
        "declined": "declined or given back by me",
        "rejected": "rejected",
        "cancelled": "cancelled by the program",
        "withdrawn": "withdrawn by me",
        "closed": "closed or merged",
        "followed": "not applied to",
    }
)
"""What the last word is at a program, as people read it; in the order of the filter."""
_LAST_WORDS: tuple[LastWord, ...] = (
    "closed",
    "withdrawn",
    "rejected",
    "cancelled",
    "declined",
    "held",
    "accepted",
    "invited",
    "paused",
    "waitlisted",
)
"""What outweighs what, where several things happened."""
_WRITTEN: Mapping[str, EventKind] = MappingProxyType(
    {
        "on hold": "paused",
        "hold": "paused",
        "on-hold": "paused",
        "waitlist": "waitlisted",
        "wait list": "waitlisted",
        "wait-listed": "waitlisted",
        "canceled": "cancelled",
        "cancelled by the program": "cancelled",
        "canceled by the program": "cancelled",
        "withdrew": "withdrawn",
        "given back": "declined",
        "gave back": "declined",
        "merged": "closed",
        "closed or merged": "closed",
        "interviewed": "held",
        "scheduled": "accepted",
    }
)
"""What people write beside the words themselves."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened, to be recorded.

    Attributes
    ----------
    program : str
        Id of a program that the store follows.
    kind : str
        One of `EVENT_KINDS`.
    on : datetime.date
    slots : tuple of datetime.date
        Interview dates that the program offers; with an invitation.
    dollars : float or None
        What going there costs; with an invitation.
    """

    program: str
    kind: EventKind
    on: date
    slots: tuple[date, ...] = ()
    dollars: float | None = None


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
        When; None where it has not happened. An invitation that was accepted first and given back is declined.
    waitlisted, paused, accepted, cancelled, withdrawn, closed : datetime.date or None
        The same of a waitlist, of a program that answers later, of an invitation accepted, of an interview that the
        program took back, of an application that the applicant took back, and of a program that closed or merged.
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
    waitlisted: date | None = None
    paused: date | None = None
    accepted: date | None = None
    cancelled: date | None = None
    withdrawn: date | None = None
    closed: date | None = None

    @property
    def over(self) -> date | None:
        """The day from which nothing comes of it any more without a rejection: closed, withdrawn or cancelled."""
        return min(filter(None, (self.closed, self.withdrawn, self.cancelled)), default=None)

    @property
    def last_word(self) -> LastWord:
        """What the last word is; silence is what is left of an application that nobody answered."""
        said = next((kind for kind in _LAST_WORDS if getattr(self, kind) is not None), None)
        if said is not None:
            return said
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


def event_written(text: str) -> EventKind | None:
    """What happened, as people write it: "on hold", "canceled"; None where it is no such word."""
    words = " ".join(text.casefold().split())
    return next((kind for kind in EVENT_KINDS if kind == words), _WRITTEN.get(words))


def event_kind(given: str) -> EventKind:
    """What happened, from its name.

    Raises
    ------
    BadInput
        There is no such thing.
    """
    found = event_written(given)
    if found is not None:
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
