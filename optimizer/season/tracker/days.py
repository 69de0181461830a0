"""Days as people and spreadsheets write them; where the year isn't written, the season tells it."""

import re
from calendar import month_name
from collections.abc import Iterable, Iterator
from datetime import date

from optimizer.season.tracker.story import SeasonDays

_MONTHS = {name[:3].casefold(): number for number, name in enumerate(month_name) if name}
_MONTH = "|".join((*(name for name in month_name if name), "Sept", *_MONTHS))
_YEAR = r"(\d{4}|\d{2})"
_FORMS = (
    (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})"), "ymd"),
    (re.compile(rf"(\d{{1,2}})/(\d{{1,2}})(?:/{_YEAR})?"), "mdy"),
    (re.compile(rf"(\d{{1,2}})[- ]({_MONTH})\.?(?:[-, ]+{_YEAR})?", re.IGNORECASE), "dmy"),
    (re.compile(rf"({_MONTH})\.?[- ](\d{{1,2}})(?:st|nd|rd|th)?(?:,? +(\d{{4}}))?", re.IGNORECASE), "mdy"),
)
DAY = "|".join(re.sub(r"\((?!\?)", "(?:", form.pattern) for form, _ in _FORMS)
"""Pattern of a day, without groups, for patterns of which it is a part."""


def days_look(today: date) -> str:
    """How days may be written, with today as the example."""
    return f"a day such as {today.isoformat()}, {today.month}/{today.day}/{today:%y} or {today:%b} {today.day}"


def day_in(text: str, days: SeasonDays, today: date) -> date | None:
    """A day as people write it; None where it is none.

    Parameters
    ----------
    text : str
        ISO, American (month first), or with the month as a word; the year may have two digits, or be left out.
    days : SeasonDays
        A day without a year is the one that lies in it.
    today : datetime.date
        A day without a year that doesn't lie in the season, or where that is open, is the last one that has been.
    """
    for form, order in _FORMS:
        found = form.fullmatch(text.strip())
        if found is not None:
            parts = dict(zip(order, found.groups(), strict=True))
            month = _MONTHS.get(parts["m"][:3].casefold()) or int(parts["m"])
            return _dated(parts["y"], month, int(parts["d"]), days, today)
    return None


_SLASHED = re.compile(r"(?<![0-9/])([0-9]{1,2})/([0-9]{1,2})/([0-9]{4}|[0-9]{2})(?![0-9/])")
_MONTHS_OF_A_YEAR = 12


def order_of_days(texts: Iterable[str]) -> bool | None:
    """Whether days such as 24/9/2025 have the day first (True) or the month (False); None where no text says it.

    One number above 12 is enough; texts that say both say nothing.
    """
    pairs = [(int(found[1]), int(found[2])) for text in texts for found in _SLASHED.finditer(text)]
    day_first = any(first > _MONTHS_OF_A_YEAR for first, _ in pairs)
    month_first = any(second > _MONTHS_OF_A_YEAR for _, second in pairs)
    return None if day_first == month_first else day_first


def days_in(text: str, days: SeasonDays, today: date, day_first: bool | None) -> tuple[date, ...]:
    """The days that a text may mean: one, or two where nothing tells day and month apart; empty where it is none.

    Parameters
    ----------
    text, days, today
        As for `day_in`.
    day_first : bool or None
        What `order_of_days` says of all days of the file. Where it says nothing, the season does, if one reading alone
        lies in it; where the season is open as well, the month stands first.
    """
    found = _SLASHED.fullmatch(text.strip())
    usual = day_in(text, days, today)
    if found is None or day_first is False:
        return () if usual is None else (usual,)
    other = day_in(f"{found[2]}/{found[1]}/{found[3]}", days, today)
    if day_first:
        return () if other is None else (other,)
    possible = list(dict.fromkeys(day for day in (usual, other) if day is not None))
    if len(possible) < 2 or days.first is None or days.last is None:
        return tuple(possible[:1])
    inside = [day for day in possible if days.first <= day <= days.last]
    return tuple(inside if len(inside) == 1 else sorted(possible))


def _dated(year: str | None, month: int, day: int, days: SeasonDays, today: date) -> date | None:
    if year is not None:
        century = today.year // 100 * 100 if len(year) == 2 else 0
        return _day(century + int(year), month, day)
    possible = list(_possible(month, day, days, today))
    inside = [one for one in possible if days.first and days.last and days.first <= one <= days.last]
    return max(inside or [one for one in possible if one <= today], default=None)


def _possible(month: int, day: int, days: SeasonDays, today: date) -> Iterator[date]:
    years = {today.year - 1, today.year, *(end.year for end in (days.first, days.last) if end is not None)}
    for year in sorted(years):
        found = _day(year, month, day)
        if found is not None:
            yield found


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
