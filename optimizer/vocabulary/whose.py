"""Whose figure the chance of an interview at a program stands on."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

FigureOf = Literal["program", "hospital", "specialty"]
FIGURES_OF: tuple[FigureOf, ...] = get_args(FigureOf)
"""The most particular first."""
FIGURE_WORDS: Mapping[FigureOf, str] = MappingProxyType(
    {"program": "own rate", "hospital": "hospital's", "specialty": "specialty's"}
)
"""In a narrow column."""
WHOSE_FIGURE = (
    "own rate: the program's own; hospital's: the specialty's, moved by facts of the hospital, by state and kind; "
    "specialty's: moved by state and kind alone"
)
