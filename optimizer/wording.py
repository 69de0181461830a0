"""How chances and days are said in words, on screens and in files alike; and that words are nothing but words."""

import math
import re
from datetime import date

NOT_KNOWN = "not known"


def in_100(share: float | None) -> str:
    """A chance as people say it: "7 in 100", "fewer than 1 in 100", "more than 99 in 100", "not known"."""
    if share is None:
        return NOT_KNOWN
    if share <= 0.005:
        return "fewer than 1 in 100"
    return "more than 99 in 100" if share >= 0.995 else f"{share * 100:.0f} in 100"


def tenths_of_100(share: float | None) -> str:
    """A chance among others in a table, out of 100: "74.2", "not known"."""
    return NOT_KNOWN if share is None else f"{share * 100:.1f}"


def about_in_100(share: float | None) -> str:
    """A chance within a sentence: "about 7 in 100", "fewer than 1 in 100"."""
    said = in_100(share)
    return f"about {said}" if said[0].isdigit() else said


def ends_in_100(low: float, high: float) -> tuple[str, str]:
    """Both ends of a range of chances, out of 100: ("18", "37"), ("<1", "3"), ("97", ">99"); never one and the same.

    No range is so narrow that it has one number: what rounds alike is rounded outwards.
    """
    ends = tuple(in_100(share).removesuffix(" in 100") for share in (low, high))
    first, last = (end.replace("fewer than ", "<").replace("more than ", ">") for end in ends)
    if first != last:
        return first, last
    if first == ">99":
        return "99", ">99"
    if first == "<1":
        return "<1", "1"
    below, above = math.floor(low * 100), math.ceil(high * 100)
    if below == above:
        below, above = below - 1, above + 1
    return (str(below) if below >= 1 else "<1"), (str(above) if above <= 99 else ">99")


def range_in_100(low: float, high: float) -> str:
    """A range of chances within a sentence: "18 to 37 in 100", "97 to more than 99 in 100"."""
    first, last = (end.replace("<", "fewer than ").replace(">", "more than ") for end in ends_in_100(low, high))
    return f"{first} to {last} in 100"


def interviews_for_you(low: float, high: float) -> str:
    """Where the number of interviews may be: "8 of 10 people with your answers hold 0 to 5 interviews"."""
    held = f"{low:.0f} or {high:.0f}" if high - low == 1 else f"{low:.0f} to {high:.0f}"
    if low == high:
        held = f"{max(low - 1, 0):.0f} to {high + 1:.0f}"
    return f"8 of 10 people with your answers hold {held} interviews"


def chance_for_you(low: float, high: float) -> str:
    """Where one's own chance may be, beside that of the average of people alike."""
    return f"if programs find you stronger or weaker than your figures: {range_in_100(low, high)}"


def tier_words(tier: str, *, sure: bool, known: bool = True) -> str:
    """A tier in words: only what is likely enough is called a safety; where no chance is known, the setting says it."""
    if tier == "safety" and not sure and not known:
        return "less selective by its setting"
    return "more likely than most for you" if tier == "safety" and not sure else tier


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
