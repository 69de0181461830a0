"""The geographic preference in an application, seen from one program."""

from typing import Literal, get_args

Preference = Literal["aligned", "none", "elsewhere", "open", "not asked"]
"""The program's division is among those stated; no preference is stated; others are stated; it is still open what to
state; the service asks for none."""
PREFERENCES: tuple[str, ...] = get_args(Preference)
