"""Visas: which a program may sponsor, which an applicant may need, and how each is said."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, get_args

VisaKind = Literal["j1", "h1b"]
VISA_KINDS: tuple[VisaKind, ...] = get_args(VisaKind)
"""Visas that a program sponsors or not."""
SponsoredVisa = Literal["j1", "h1b", "either"]
SPONSORED_VISAS: tuple[SponsoredVisa, ...] = get_args(SponsoredVisa)
"""What may be asked of a program: one of them, or any."""
Visa = Literal["none", "j1", "h1b", "either"]
VISAS: tuple[Visa, ...] = get_args(Visa)
"""What an applicant needs."""
NO_VISA: Final = "none"

VISA_NAMES: Mapping[str, str] = MappingProxyType({"j1": "J-1", "h1b": "H-1B", "either": "J-1 or H-1B"})
VISAS_NEEDED: Mapping[str, str] = MappingProxyType(
    {"none": "needs no visa", "j1": "needs a J-1", "h1b": "needs an H-1B", "either": "needs a J-1 or an H-1B"}
)
"""Of an applicant, in a row of facts."""
VISA_CHOICES: Mapping[str, str] = MappingProxyType(
    {"none": "I need none", "j1": "J-1", "h1b": "H-1B", "either": "J-1 or H-1B, either will do"}
)
"""Answers to the question which visa one needs."""


def visa_policy(asked: str) -> str:
    """What has to be known of a program that is to sponsor a visa, in words: "J-1 visa policy"."""
    return f"{VISA_NAMES[asked]} visa policy"


def visas_meant(asked: str) -> tuple[VisaKind, ...]:
    """The visas of which one is asked for: both where either will do, none for any other word."""
    return VISA_KINDS if asked == "either" else tuple(kind for kind in VISA_KINDS if kind == asked)
