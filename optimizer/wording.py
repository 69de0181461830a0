"""How chances, ranges, points, money and days are said, in pages and files alike; and that words are only words."""

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


def span_cell(span: tuple[float, float] | None) -> str:
    """`span_of_100` of a range that may not be known: then an empty cell, beside the chance that says so."""
    return "" if span is None else span_of_100(*span)


def chance_cell(share: float | None, span: tuple[float, float] | None) -> str:
    """A chance with its range in a table cell: "7 (4-11)", "not known"."""
    return NOT_KNOWN if share is None or span is None else f"{whole_of_100(share)} ({span_of_100(*span)})"


def count_cell(count: float | None) -> str:
    """An expected number, with a decimal: "7.2", "not known"."""
    return NOT_KNOWN if count is None else f"{count:.1f}"


def span_of_100(low: float, high: float) -> str:
    """A range of chances in a table cell: "18-37", "<1-3", "90 to >99", out of 100; never one number alone."""
    first, last = ends_in_100(low, high)
    return f"{first} to {last}" if ">" in last else f"{first}-{last}"


def chance_range(span: tuple[float, float] | None) -> str:
    """A range of chances out of 100, as people say it: "under 1 to 4", "not known"."""
    if span is None:
        return NOT_KNOWN
    return range_in_100(*span).removesuffix(" in 100").replace("fewer than", "under").replace("more than", "over")


def chance_range_in_100(span: tuple[float, float] | None) -> str:
    """As `chance_range`, with what it is out of: "under 1 to 4 in 100"."""
    return NOT_KNOWN if span is None else f"{chance_range(span)} in 100"


def capitalised(words: str) -> str:
    """Words as a sentence or a heading begins: the first letter large, all others as they are."""
    return f"{words[:1].upper()}{words[1:]}"


def within_sentence(words: str) -> str:
    """Words of a heading as they stand within a sentence: the first letter small, all others as they are."""
    return f"{words[:1].lower()}{words[1:]}"


def chance_and_range(share: float | None, span: tuple[float, float] | None) -> str:
    """A chance with its range as a heading: "About 27 in 100, range 18\N{EN DASH}37"."""
    if share is None or span is None:
        return "Chance to match: not known"
    low, high = (end.replace("<", "under ").replace(">", "over ") for end in ends_in_100(*span))
    said = about_in_100(share)
    return f"{capitalised(said)}, range {low}\N{EN DASH}{high}"


def chance_words(share: float | None) -> str:
    """A chance of one program, where small differences matter: "2.7 in 100", "not known"."""
    if share is None:
        return NOT_KNOWN
    if share < 0.0005:
        return "under 0.1 in 100"
    return f"{share * 100:.1f} in 100" if share < 0.095 else in_100(share)


def whole_of_100(share: float | None) -> str:
    """A chance in a table cell: "7", "<1", ">99", out of 100."""
    return in_100(share).removesuffix(" in 100").replace("fewer than ", "<").replace("more than ", ">")


def tenths_of_100(share: float | None) -> str:
    """A chance among others that lie close: "48.2", "<0.1", ">99.9", out of 100; nobody is told that it is certain."""
    if share is None:
        return NOT_KNOWN
    if share >= 0.9995:
        return ">99.9"
    return "<0.1" if 0 < share < 0.0005 else of_100(share, 1)


def tenths_in_100(share: float | None) -> str:
    """As `tenths_of_100`, with what it is out of: "48.2 in 100"."""
    return NOT_KNOWN if share is None else f"{tenths_of_100(share)} in 100"


def of_100(share: float, decimals: int = 0) -> str:
    """A share or a value out of 100, with so many decimals: "27.3"."""
    return f"{share * 100:.{decimals}f}"


def signed_of_100(change: float, decimals: int = 0) -> str:
    """A change of a share or a value out of 100, with its sign: "+2.5"."""
    return f"{change * 100:+.{decimals}f}"


def more_or_fewer(change: float, decimals: int = 0) -> str:
    """A change of a chance among 100 such seasons: "25 in 100 more", "3.1 in 100 fewer"."""
    return f"{of_100(abs(change), decimals)} in 100 {'more' if change >= 0 else 'fewer'}"


def as_many_of_100(share: float) -> str:
    """A share that somebody chose, out of 100 and with no more decimals than it has: "0.5"."""
    return f"{share * 100:g}"


def hundredths_in_100(share: float) -> str:
    """A small share with what it is out of: "0.25 in 100"."""
    return f"{of_100(share, 2)} in 100"


def range_of_100(low: float, high: float, decimals: int = 0, *, signed: bool = True) -> str:
    """A range of changes in points out of 100: "+3 to +5".

    It has more decimals where both ends would be one number; a range without width is that number.
    """
    said = signed_of_100 if signed else of_100
    for more in range(3):
        first, last = said(low, decimals + more), said(high, decimals + more)
        if first != last:
            return f"{first} to {last}"
    return said(low, decimals)


def points_rounded_up(share: float) -> str:
    """A small difference of shares in points out of 100, never rounded down to nothing: "0.12", "0.01"."""
    return f"{max(math.ceil(share * 1e4 - 1e-9), 1) / 100:.2f}"


def points_at_most(gap: float) -> str:
    """What a difference of shares is at most: "0.01 points in 100", "1 points in 100", "7% of 100 points"."""
    return next(
        (f"{step:g} points in 100" for step in (0.01, 0.1, 1.0) if gap * 100 <= step),
        f"{percentage(gap)} of 100 points",
    )


NOTICEABLE = 0.005
"""Half a point in 100: a change of the chance to match below this nobody would ever notice."""


def points_words(change: float | None) -> str:
    """A change of a chance or a value in points; small ones aren't rounded to nothing."""
    if change is None:
        return "not worked out"
    points = change * 100
    if abs(points) < 0.005:
        return "less than 0.01 points in 100"
    return f"{points:+.2f} points in 100" if abs(points) < 1 else f"{points:+.1f} points in 100"


def percentage(share: float, decimals: int = 0) -> str:
    """A part of a whole that is no chance, such as a discount: "60%"."""
    return f"{share:.{decimals}%}"


def dollars(amount: float) -> str:
    """An amount of money, cents only where there are some: "$1,240", "$11.50"."""
    return whole_dollars(amount) if amount == round(amount) else f"${amount:,.2f}"


def whole_dollars(amount: float) -> str:
    """An amount of money to the nearest dollar: "$1,240"."""
    return f"${amount:,.0f}"


def ends_of_interviews(low: float, high: float) -> tuple[str, str]:
    """Both ends of a range of expected interviews: ("4", "10"), ("<1", "2"), ("17", "18"); never one and the same.

    What rounds alike is rounded outwards; nobody can hold more than the upper end says.
    """
    first, last = (math.floor(end + 0.5) for end in (low, high))
    if first == last:
        first, last = math.floor(low), math.ceil(high)
    if first == last:
        first, last = (first - 1, last) if first else (0, 1)
    return ("<1" if first == 0 else str(first)), str(last)


def interviews_for_you(low: float, high: float) -> str:
    """Where the number of interviews may be: "8 of 10 people with your answers hold 0 to 5 interviews"."""
    if low == high:
        low, high = (low - 1, high) if low else (0, 1)
    held = f"{low:.0f} or {high:.0f}" if high - low == 1 else f"{low:.0f} to {high:.0f}"
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


def with_and_without(with_it: float | None, without: float | None, it: str = "it") -> str:
    """Chances of an interview with a signal and without it, both in [0, 1]: "31 in 100 with it, 9 in 100 without"."""
    return f"{in_100(with_it)} with {it}, {in_100(without)} without"


def day_in_words(day: date) -> str:
    """A day as people write it: "3 March 2027"."""
    return f"{day.day} {day:%B %Y}"


def day_in_short(day: date) -> str:
    """The same where there is little room: "3 Mar 2027"."""
    return f"{day.day} {day:%b %Y}"


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
