"""Text that others wrote, shown as it stands: names are neither Markdown nor HTML to us."""

import re

_MARKS = re.compile(r"([\\`*_\[\]<>$~])")
_LINE_START = re.compile(r"^([-+=#]|\d+(?=[.)]))")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_JOINT = re.compile(r"([.:@])(?=\S)")
_WORD_JOINER = "\N{WORD JOINER}"


def literal(text: str) -> str:
    r"""Markdown that reads as `text`, character for character, in a line of its own or within one.

    Escaped are the marks that can start emphasis, code, a link, an image, HTML, a formula (``$``) or an entity, and at
    the beginning those of a heading or a list. Only these: Streamlit reads a widget's label to screen readers as it
    gets it, backslashes included. Addresses, emoji codes and Streamlit's own directives (``:red[...]``) are recognised
    after escapes are gone, so an invisible word joiner parts their marks from what follows; "St. Louis" stays as it is.
    Line breaks become spaces.
    """
    joined = _JOINT.sub(rf"\1{_WORD_JOINER}", " ".join(text.split()))
    escaped = _ENTITY.sub(r"\&", _MARKS.sub(r"\\\1", joined))
    return _LINE_START.sub(lambda mark: _at_line_start(mark[1]), escaped)


def _at_line_start(mark: str) -> str:
    """A list's number gets a word joiner behind it, since a digit can't be escaped; any other mark a backslash."""
    return f"{mark}{_WORD_JOINER}" if mark.isdigit() else f"\\{mark}"
