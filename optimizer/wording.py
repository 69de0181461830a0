"""How chances are said in words, in reasons, on screens and in files alike."""

import math


def in_100(share: float) -> str:
    """A chance as people say it: "7 in 100", "fewer than 1 in 100", "more than 99 in 100"."""
    if share <= 0.005:
        return "fewer than 1 in 100"
    return "more than 99 in 100" if share >= 0.995 else f"{share * 100:.0f} in 100"


def about_in_100(share: float) -> str:
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


def tier_words(tier: str, *, sure: bool) -> str:
    """A tier in words: only what is likely enough for the applicant is called a safety."""
    return "more likely than most for you" if tier == "safety" and not sure else tier
