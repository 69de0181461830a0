"""Days as people and spreadsheets write them; where the year isn't written, the season tells it."""

import re
from calendar import month_name
from collections.abc import Iterator
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
