"""Tiers of programs: how realistic one is for the applicant, compared with the others; and how each is drawn."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

Tier = Literal["reach", "realistic", "safety"]
TIERS: tuple[str, ...] = get_args(Tier)
"""From the least to the most realistic."""
TIER_COLORS: Mapping[str, str] = MappingProxyType({"reach": "#c55a11", "realistic": "#2f7fb8", "safety": "#8a94a0"})
"""The same on pages, in charts, PDF and workbook; apart for every kind of colour blindness, on white and on black."""
