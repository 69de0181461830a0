"""What can have happened at one program, and in which order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from optimizer.errors import Fault
from optimizer.season.tracker.values import EVENT_KINDS

_NEEDS: Mapping[str, str] = {
    "waitlisted": "applied",
    "paused": "applied",
    "invited": "applied",
    "accepted": "invited",
    "held": "invited",
    "declined": "invited",
    "rejected": "applied",
    "cancelled": "invited",
    "withdrawn": "applied",
}
_WORDS: Mapping[str, str] = {
    "applied": "an application",
    "invited": "an invitation",
    "held": "an interview that was held",
    "declined": "an invitation declined",
    "rejected": "a rejection",
    "waitlisted": "a place on a waitlist",
    "paused": "a hold",
    "accepted": "an invitation accepted",
    "cancelled": "an interview that the program cancelled",
    "withdrawn": "an application withdrawn",
    "closed": "the end of the program",
}


@dataclass(frozen=True, slots=True)
class SeasonDays:
    """The days in which things can happen: the first and the last one, or None where that isn't known."""

    first: date | None
    last: date | None


def story_faults(
    program: str, events: Sequence[tuple[str, date]], today: date, days: SeasonDays, where: str | None = None
) -> Iterator[Fault]:
    """Everything that can't be about what happened at one program.

    Parameters
    ----------
    program : str
        Its id.
    events : sequence of (kind, date)
        In any order.
    today : datetime.date
        Nothing has happened after it.
    days : SeasonDays
        Of the season of the plan.
    where : str or None
        Place in messages; None is the program's id.
    """
    place = where or program
    kinds = [kind for kind, _ in events]
    for twice in (kind for kind in EVENT_KINDS if kinds.count(kind) > 1):
        dates = ", ".join(on.isoformat() for found, on in events if found == twice)
        remedy = f"Undo the other one first, with matchlist track undo; matchlist track history {program} names it"
        yield Fault(f"{_WORDS[twice]} stands there already ({dates})", place, None, "each once", remedy)
    on_of = dict(events)
    for kind, on in on_of.items():
        yield from _date_faults(place, kind, on, today, days)
        needed = _NEEDS.get(kind)
        if needed is None:
            continue
        if needed not in on_of:
            what = f"{_WORDS[kind]} without {_WORDS[needed]}"
            if kind in ("invited", "held") and "applied" not in on_of:
                what = f"{_WORDS[kind]} at a program that was never applied to"
            yield Fault(
                what, place, on, f"{_WORDS[needed]} first", f"Enter {_WORDS[needed]}, or choose another program"
            )
        elif on < on_of[needed]:
            allowed = f"{on_of[needed].isoformat()} or later"
            yield Fault(f"{_WORDS[kind]} lies before {_WORDS[needed]}", place, on, allowed, "Correct one of the dates")
    yield from _clashes(place, on_of)


def _date_faults(place: str, kind: str, on: date, today: date, days: SeasonDays) -> Iterator[Fault]:
    if on > today:
        allowed = f"{today.isoformat()} or earlier"
        yield Fault(f"{_WORDS[kind]} lies in the future", place, on, allowed, "Enter it on the day")
    elif (days.first is not None and on < days.first) or (days.last is not None and on > days.last):
        allowed = f"{days.first or 'any day'} to {days.last or 'any day'}"
        yield Fault(f"{_WORDS[kind]} lies outside the season", place, on, allowed, "Correct the date")


def _clashes(place: str, on_of: Mapping[str, date]) -> Iterator[Fault]:
    if "held" in on_of and "declined" in on_of:
        what = "an interview can't be both held and declined"
        yield Fault(what, place, None, "one of the two", "Undo one of them")
    for ending in ("cancelled", "withdrawn", "closed"):
        for kind in ("invited", "accepted", "held"):
            if ending in on_of and kind in on_of and on_of[kind] > on_of[ending]:
                what = f"{_WORDS[kind]} lies after {_WORDS[ending]}"
                allowed = f"{on_of[ending].isoformat()} or earlier"
                remedy = f"Correct one of the dates, or undo {_WORDS[ending]}"
                yield Fault(what, place, on_of[kind], allowed, remedy)
    if "accepted" in on_of and "declined" in on_of and on_of["declined"] < on_of["accepted"]:
        what = "an invitation is given back before it was accepted"
        yield Fault(
            what, place, on_of["declined"], f"{on_of['accepted'].isoformat()} or later", "Correct one of the dates"
        )
    rejected = on_of.get("rejected")
    for kind in ("invited", "accepted", "held", "declined"):
        if rejected is not None and kind in on_of and on_of[kind] > rejected:
            allowed = f"{rejected.isoformat()} or earlier, or no rejection"
            remedy = "If the program changed its mind, undo the rejection"
            yield Fault(f"{_WORDS[kind]} lies after the rejection", place, on_of[kind], allowed, remedy)
