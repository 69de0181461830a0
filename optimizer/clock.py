"""The one clock: which day it is, for everything that depends on the day."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from optimizer.errors import BadInput, Fault

DAY_VARIABLE = "MATCHLIST_AS_OF"
"""Names the day to work as of, such as an ISO date; without it the day is this computer's."""


def today() -> date:
    """Return the day that is being worked as of, else today where this computer is.

    Raises
    ------
    BadInput
        `DAY_VARIABLE` holds no day.
    """
    given = os.environ.get(DAY_VARIABLE, "").strip()
    return now().astimezone().date() if not given else day_from(given, DAY_VARIABLE)


def now() -> datetime:
    """Return this moment, in UTC.

    It is this computer's whatever day is being worked as of: a version or a change in the journal says when it was
    made, and the newest has to be the newest.
    """
    return datetime.now(tz=UTC)


def day_from(words: str, where: str) -> date:
    """Read a day as it is given to the clock.

    Parameters
    ----------
    words : str
        An ISO date: year, month and day with hyphens.
    where : str
        The option or variable that gives it.

    Raises
    ------
    BadInput
        It is no such day.
    """
    try:
        return date.fromisoformat(words.strip())
    except ValueError:
        allowed = f"a day such as {now().astimezone().date().isoformat()}"
        raise BadInput(Fault("is no day", where, words, allowed, "Correct it")) from None


@contextmanager
def working_as_of(day: date) -> Iterator[None]:
    """Work as of a day: here, and in every process that is started meanwhile."""
    before = os.environ.get(DAY_VARIABLE)
    os.environ[DAY_VARIABLE] = day.isoformat()
    try:
        yield
    finally:
        if before is None:
            del os.environ[DAY_VARIABLE]
        else:
            os.environ[DAY_VARIABLE] = before
