"""Text that others wrote, shown as it stands: names are neither Markdown nor HTML to us."""

import re

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_JOINT = re.compile(r"([.:@])(?=\S)")
_WORD_JOINER = "\N{WORD JOINER}"


def literal(text: str) -> str:
    r"""Markdown that reads as `text`, character for character.

    Every mark of ASCII punctuation is escaped, so that emphasis, links, images, HTML, formulas (``$``) and Streamlit's
    own directives (``:red[...]``) stay text. Addresses and emoji codes are recognised by Streamlit after escapes
    are gone, so an invisible word joiner parts their marks from what follows; "St. Louis" is left as it is.
    Line breaks become spaces.
    """
    joined = _JOINT.sub(rf"\1{_WORD_JOINER}", " ".join(text.split()))
    return _PUNCTUATION.sub(r"\\\1", joined)
