"""Words that have to fit a cell: a table is drawn on a canvas, which cuts what is too long within a letter."""

import re

_WIDTHS = {
    sign: pixels
    for pixels, signs in {
        2.9: " ",
        3.6: "iIjl.,'",
        4.3: "f()",
        4.9: "tr/-",
        6.0: "sz",
        6.5: "cvyx",
        7.0: "JYLFek0123456789",
        7.6: "agVXESTZAhou",
        7.9: "bndpqP",
        8.3: "CRKB&",
        9.2: "DGUHNOQ",
        10.2: "wM",
        11.7: "Wm",
    }.items()
    for sign in signs
}
_OTHER_WIDTH = 13.4
"""Of the font that tables are drawn in, at its size there, in pixels rounded up."""
_LEFT_OUT = "\N{HORIZONTAL ELLIPSIS}"
_SHARE_OF_THE_BEGINNING = 0.4
_WORD = re.compile(r"[^ /]*[ /]*")


def pixels_of(words: str) -> float:
    """How wide words are drawn in a table, in pixels; hardly ever less than they are."""
    return sum(_WIDTHS.get(sign, _OTHER_WIDTH) for sign in words)


def fitted(words: str, pixels: float) -> str:
    """Words as they fit so many pixels: whole, or without some in the middle.

    Names of programs often begin alike, with a university, and differ at their end, by the hospital.
    """
    if pixels_of(words) <= pixels:
        return words
    each = [word for word in _WORD.findall(words) if word]
    room = pixels - pixels_of(f" {_LEFT_OUT} ")
    beginning, end = each[:1], each[-1:]
    left = each[1:-1]
    while left and pixels_of("".join(beginning) + left[0]) <= room * _SHARE_OF_THE_BEGINNING:
        beginning.append(left.pop(0))
    while left and pixels_of("".join(beginning) + left[-1] + "".join(end)) <= room:
        end.insert(0, left.pop())
    while left and pixels_of("".join(beginning) + left[0] + "".join(end)) <= room:
        beginning.append(left.pop(0))
    return f"{''.join(beginning).rstrip()} {_LEFT_OUT} {''.join(end)}"
