"""Kinds of ties to a place or a program, what each means, and which of them make a home."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

TieKind = Literal[
    "home-program",
    "away-rotation",
    "letter",
    "research",
    "conference",
    "contact",
    "family",
    "partner",
    "grew-up",
    "school",
]
TIE_KINDS: tuple[str, ...] = get_args(TieKind)
ActionKind = Literal["away-rotation", "research", "conference", "letter", "contact", "second-look"]
ACTION_KINDS: tuple[str, ...] = get_args(ActionKind)
"""What one can still do for a tie. A second look is none: it comes after the interview."""

HOME_KINDS: tuple[str, ...] = ("school", "home-program")
"""Kinds that make the applicant in-state where they lie."""
PERSONAL_KINDS: tuple[str, ...] = ("family", "partner", "grew-up", "school")
"""Kinds that a life brings, rather than a program."""
BELONGING_KINDS: tuple[str, ...] = (*PERSONAL_KINDS, "home-program")
"""Kinds that make a place one that the applicant may return to."""
STAYED_KINDS: tuple[str, ...] = ("home-program", "away-rotation")
"""Kinds by which a program has had the applicant in its wards."""
HOME_AND_AWAY_KINDS: tuple[str, ...] = (*HOME_KINDS, "away-rotation")
"""Kinds that advice on signals to home and away-rotation programs is about."""
MEETING_KINDS: tuple[str, ...] = ("conference", "research", "away-rotation", "home-program")
"""Kinds by which people of the program have met the applicant."""
PEOPLE_BOUND_KINDS: tuple[str, ...] = ("letter", "research", "contact")
"""Kinds that lie in people of one hospital, and say nothing to another one near it."""
PLACE_BOUND_KINDS = frozenset({*PERSONAL_KINDS, "conference"})
"""Kinds whose own place is a city; the others' is a program."""

TIE_MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "family": "close family lives there",
        "partner": "your partner works or trains there",
        "grew-up": "you grew up there",
        "school": "you studied there",
        "home-program": "your school's own program",
        "away-rotation": "an away rotation or acting internship there",
        "letter": "a letter of recommendation from there",
        "research": "research with people there",
        "conference": "a conference or meeting there",
        "contact": "a resident, fellow or doctor there who knows you",
    }
)
"""As answers to the question what binds one to a place, the commonest first."""


def tie_name(kind: str) -> str:
    """A kind of tie as people read it: "grew up"."""
    return kind.replace("-", " ")
