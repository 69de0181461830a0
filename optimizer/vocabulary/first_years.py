"""First years: where the year before an advanced position is spent, and how a track of a program says what it is."""

from dataclasses import dataclass
from typing import Literal, get_args

FirstYearKind = Literal["transitional-year", "preliminary-medicine", "preliminary-surgery"]
FIRST_YEAR_KINDS: tuple[FirstYearKind, ...] = get_args(FirstYearKind)
CATEGORICAL, ADVANCED, PRELIMINARY = "C", "A", "P"
"""Eighth character of an NRMP code, which names one track of a program."""


@dataclass(frozen=True, slots=True)
class FirstYear:
    """One kind of first year.

    Attributes
    ----------
    name : str
        As people read it.
    specialty : str
        Under which its programs apply, pay and signal.
    is_track : bool
        Whether it is the preliminary track of that specialty's programs, and not the whole program.
    """

    name: str
    specialty: str
    is_track: bool


FIRST_YEARS: dict[FirstYearKind, FirstYear] = {
    "transitional-year": FirstYear("transitional year", "transitional-year", is_track=False),
    "preliminary-medicine": FirstYear("preliminary medicine", "internal-medicine", is_track=True),
    "preliminary-surgery": FirstYear("preliminary surgery", "general-surgery", is_track=True),
}


def track_letters(nrmp_code: str | None) -> frozenset[str]:
    """Letters of the tracks that a program's NRMP codes name; empty where no code is known."""
    return frozenset(code[7] for code in (nrmp_code or "").split())
