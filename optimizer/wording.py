"""How chances and days are said in words, on screens and in files alike; and that words are nothing but words."""

import re
from datetime import date


def in_100(share: float) -> str:
    """A chance as people say it: "7 in 100", "fewer than 1 in 100", "more than 99 in 100"."""
    if share <= 0.005:
        return "fewer than 1 in 100"
    return "more than 99 in 100" if share >= 0.995 else f"{share * 100:.0f} in 100"


def about_in_100(share: float) -> str:
    """A chance within a sentence: "about 7 in 100", "fewer than 1 in 100"."""
    said = in_100(share)
    return f"about {said}" if said[0].isdigit() else said


def signal_effect(signal: str, without: float, with_it: float) -> str:
    """What a signal does to the chance of an interview, both chances in [0, 1]."""
    return f"{signal} signal: chance of an interview {in_100(without)} becomes {in_100(with_it)}"


def day_in_words(day: date) -> str:
    """A day as people write it: "3 March 2027"."""
    return f"{day.day} {day:%B %Y}"


def days_in_words(first: date, last: date) -> str:
    """Days that follow each other: "15-19 March 2027", "30 March to 3 April 2027"."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}-{day_in_words(last)}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day} {first:%B}{year} to {day_in_words(last)}"


def days_left(day: date, until: date) -> str:
    """How far off a day is: "today", "in 1 day", "in 93 days"."""
    count = (until - day).days
    return "today" if count == 0 else f"in {count} day{'s' * (count != 1)}"


_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that steer a terminal or turn the direction of reading instead of being shown; not tabs and line ends."""


def is_shown(text: str) -> bool:
    """Whether all of a text can be shown as it stands."""
    return _HIDDEN.search(text) is None


def shown(text: str) -> str:
    """Text that a terminal or a spreadsheet only shows: what would steer it becomes a replacement character."""
    return _HIDDEN.sub("\ufffd", text)
