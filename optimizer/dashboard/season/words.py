"""What the season's answers say, in words that never promise more than the numbers."""

import re
from collections.abc import Sequence
from datetime import date

from optimizer.season.outlook import Outlook, RankOrderList, Seen, Shift
from optimizer.season.tracker import EVENT_KINDS, LAST_WORD_NAMES, Tracked
from optimizer.wording import (
    NOTICEABLE,
    about_in_100,
    chance_and_range,
    chance_range,
    day_in_short,
    in_100,
    of_100,
    percentage,
    range_of_100,
)

_LONGEST = 110
_FAIRLY_SURE = 0.75
_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_HELD = re.compile(r"\bheld(?= \d{4}-\d\d-\d\d\b)")


def day_words(day: date | None) -> str:
    """A day as people read it: "10 Nov 2025"; nothing where it isn't known."""
    return "" if day is None else day_in_short(day)


def last_word(program: Tracked) -> date | None:
    """When the program's last word came."""
    days = (getattr(program, kind) for kind in EVENT_KINDS[1:])
    return max(filter(None, days), default=None)


def counts(programs: tuple[Tracked, ...]) -> str:
    """How many programs stand how: "130 programs: 120 no answer yet, 10 invited"."""
    last_words = [program.last_word for program in programs]
    parts = [f"{last_words.count(name)} {words}" for name, words in LAST_WORD_NAMES.items() if name in last_words]
    return f"{len(programs)} programs: {', '.join(parts)}" if parts else "No program is followed yet"


def headline(found: Outlook | RankOrderList) -> str:
    """The chance to match and its range: "About 27 in 100, range 18-37"."""
    return chance_and_range(found.match_probability, found.match_probability_range)


def readable(words: str, programs: Sequence[Tracked]) -> str:
    """What a change was called, with names in place of ids and days as people read them, cut where it gets long."""
    names = {one.id: one.name for one in programs}
    named = re.sub(r"[\w-]+", lambda found: names.get(found[0], found[0]), words)
    named = _DAY.sub(_as_read, _HELD.sub(LAST_WORD_NAMES["held"], named))
    return named if len(named) <= _LONGEST else f"{named[: _LONGEST - 3].rstrip()} \N{HORIZONTAL ELLIPSIS}"


def _as_read(day: re.Match[str]) -> str:
    try:
        return day_words(date.fromisoformat(day[0]))
    except ValueError:
        return day[0]


def since_the_start(found: Outlook) -> str:
    """What the answers did to the chance, and what may still come."""
    low, high = found.interviews_to_come_range
    return (
        f"When the applications went out it was {about_in_100(found.match_probability_before)}. "
        f"By {day_words(found.as_of)} about {percentage(found.invitations_out)} of a season's invitations are out; "
        f"{found.interviews_to_come:.1f} more are to be expected (range {low:.1f} to {high:.1f})."
    )


def sureness_of_count(seen: Seen) -> str:
    """How the invitations of a part stand against what was expected, and how sure that is."""
    low, high = seen.expected_range
    if seen.seen < low:
        return "fewer than luck alone brings in 9 of 10 seasons"
    if seen.seen > high:
        return "more than luck alone brings in 9 of 10 seasons"
    return "within what luck alone brings"


def sureness_of_shift(shift: Shift) -> str:
    """How sure it is that the programs behind a shift invite more, or less, than expected."""
    above = shift.above
    if above >= 0.5:
        return _surely(above, "better than expected")
    return _surely(1.0 - above, "worse than expected")


def _surely(probability: float, what: str) -> str:
    said = in_100(probability)
    if probability < 0.6:
        return "can't be told"
    if probability < _FAIRLY_SURE:
        return f"perhaps {what} ({said})"
    return f"{'probably' if probability < 0.9 else 'quite surely'} {what} ({said})"


def regions_in_a_sentence(found: Outlook) -> str:
    """Which divisions run above or below expectation, as far as the answers can tell."""
    whole, *divisions = found.shifts
    shared = ""
    if _is_sure(whole):
        shared = (
            f"All programs together do {sureness_of_shift(whole)}: that is your application, "
            "and needs no division's year to explain it. "
        )
    sure = [one for one in divisions if _is_sure(one)]
    if not sure:
        return f"{shared}No single division can be told from the others: the differences are within luck."
    named = "; ".join(f"{one.name}: {sureness_of_shift(one)}" for one in sure)
    return f"{shared}{'Beside that, ' if shared else ''}{named}. The other divisions are within luck."


def _is_sure(shift: Shift) -> bool:
    return max(shift.above, 1.0 - shift.above) >= _FAIRLY_SURE


def gain_words(gain: float, span: tuple[float, float] | None = None) -> str:
    """What something adds to the chance to match, in points, with its range."""
    said = of_100(gain, 2) if abs(gain) >= 0.00005 else "less than 0.01"
    return said if span is None else f"{said} ({range_of_100(*span, 2, signed=False)})"


def worth_it(gain: float) -> str:
    """Whether a gain in the chance to match is worth paying for, in words."""
    if gain < NOTICEABLE:
        return "Not worth it: nobody could notice so small a gain."
    return "Small, but it can be noticed." if gain < 4 * NOTICEABLE else "Worth it, if the money is there."


def still_words(chance: float, span: tuple[float, float]) -> str:
    """The chance of an interview that is left, with its range."""
    return f"{of_100(chance, 1)} ({chance_range(span)})"
