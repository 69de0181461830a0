"""Rows of the store as the values that matchlist uses, and back."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Row

from optimizer.directory.importing import clean_cell
from optimizer.season.tracker.values import EVENT_KINDS, Contact, Entry, Tracked
from optimizer.vocabulary import MODES

NOTHING_YET = (*(None for _ in EVENT_KINDS), "", None)
"""Days, offered days and dollars of a program at which nothing has happened."""


def event_values(entry: Entry) -> dict[str, Any]:
    """The row of something that happened."""
    return {
        "program": entry.program,
        "kind": entry.kind,
        "happened_on": entry.on.isoformat(),
        "slots": " ".join(slot.isoformat() for slot in sorted(entry.slots)),
        "dollars": entry.dollars,
    }


def entries_of(program: Tracked) -> Iterator[Entry]:
    """What happened at a program, as entries."""
    for kind in EVENT_KINDS:
        on: date | None = getattr(program, kind)
        if on is not None:
            slots, dollars = (program.slots, program.dollars) if kind == "invited" else ((), None)
            yield Entry(program.id, kind, on, slots, dollars)


def program_values(program: Tracked) -> dict[str, Any]:
    """The row of a program, without what happened and what was thought there."""
    fields = ("id", "name", "institution", "specialty", "city", "state", "setting", "region", "signal", "rank")
    values = {name: getattr(program, name) for name in fields}
    return values | {"tie": clean_cell(program.tie), "acceptable": program.acceptable}


def impression_values(program: str, score: float | None, words: str, on: date) -> dict[str, Any]:
    """The row of an impression."""
    return {"program": program, "given_on": on.isoformat(), "score": score, "words": clean_cell(words)}


def contact_values(contact: Contact) -> dict[str, Any]:
    """The row of a contact, without its number."""
    values = contact.model_dump(mode="json", exclude={"id", "where"})
    return values | {"place": contact.where, "programs": json.dumps(contact.programs)}


def tracked_of_row(row: Row[Any], happened: tuple[Any, ...], thought: tuple[float | None, str]) -> Tracked:
    """A program from its row, the days of `EVENT_KINDS` with offered days and dollars, and the last impression.

    Raises
    ------
    ValueError
        No program has such values: something other than matchlist wrote them.
    """
    *days, offered, dollars = happened
    score, words = thought
    texts = (row.id, row.name, row.institution, row.specialty, row.city, row.state, row.tie, words, offered)
    if row.signal not in MODES or not all(isinstance(text, str) for text in texts):
        raise ValueError(f"no program has such values: {row.id!r}")
    return Tracked(
        id=row.id,
        name=row.name,
        institution=row.institution,
        specialty=row.specialty,
        city=row.city,
        state=row.state,
        setting=row.setting,
        region=row.region,
        signal=row.signal,
        tie=row.tie,
        **{kind: _day(on) for kind, on in zip(EVENT_KINDS, days, strict=True)},
        slots=tuple(map(date.fromisoformat, offered.split())),
        dollars=dollars,
        score=score,
        impression=words,
        rank=row.rank,
        acceptable=row.acceptable,
    )


def contact_of_row(row: Row[Any]) -> Contact:
    """A contact from its row."""
    return Contact(
        id=row.id,
        name=row.name,
        where=row.place,
        kind=row.kind,
        last_contact=_day(row.last_contact),
        next_step=row.next_step,
        remind_on=_day(row.remind_on),
        programs=tuple(json.loads(row.programs)),
        note=row.note,
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
