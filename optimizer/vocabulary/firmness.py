"""How firmly a program stands on the list when published figures are varied."""

from typing import Literal, get_args

Firmness = Literal["core", "swing", "fringe"]
FIRMNESSES: tuple[str, ...] = get_args(Firmness)
"""The firmest first."""
