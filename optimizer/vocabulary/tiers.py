"""Tiers of programs: how realistic one is for the applicant, compared with the others."""

from typing import Literal, get_args

Tier = Literal["reach", "realistic", "safety"]
TIERS: tuple[str, ...] = get_args(Tier)
"""From the least to the most realistic."""
