"""How well a figure is known."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

Grade = Literal["A", "B", "C"]
GRADES: tuple[str, ...] = get_args(Grade)
"""A: read in the primary source. B: read in a secondary source, or derived from such figures. C: assumed."""
GRADE_MEANINGS: Mapping[str, str] = MappingProxyType(
    {"A": "primary source", "B": "secondary or derived", "C": "assumption"}
)
GRADE_LEGEND = ", ".join(f"{grade} {meaning}" for grade, meaning in GRADE_MEANINGS.items())
