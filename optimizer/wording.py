"""How chances are said in words, in reasons, on screens and in files alike; and that words are nothing but words."""

import re


def in_100(share: float) -> str:
    """A chance as people say it: "7 in 100", "fewer than 1 in 100", "more than 99 in 100"."""
    if share <= 0.005:
        return "fewer than 1 in 100"
    return "more than 99 in 100" if share >= 0.995 else f"{share * 100:.0f} in 100"


def about_in_100(share: float) -> str:
    """A chance within a sentence: "about 7 in 100", "fewer than 1 in 100"."""
    said = in_100(share)
    return f"about {said}" if said[0].isdigit() else said


_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that steer a terminal or turn the direction of reading instead of being shown; not tabs and line ends."""


def is_shown(text: str) -> bool:
    """Whether all of a text can be shown as it stands."""
    return _HIDDEN.search(text) is None


def shown(text: str) -> str:
    """Text that a terminal or a spreadsheet only shows: what would steer it becomes a replacement character."""
    return _HIDDEN.sub("\ufffd", text)
