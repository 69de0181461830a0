"""Program signals: their kinds, how strong they are, and what people call them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, get_args

SignalKind = Literal["single", "silver", "gold"]
SIGNAL_KINDS: tuple[str, ...] = get_args(SignalKind)
NO_SIGNAL: Final = "none"
MODES: tuple[str, ...] = (NO_SIGNAL, *SIGNAL_KINDS)
"""Ways to apply: without a signal, then with each kind. Arrays over modes are in this order."""

SIGNAL_SCHEMES: tuple[tuple[SignalKind, ...], ...] = (("gold", "silver"), ("single",))
"""The kinds that a specialty may have side by side, the strongest first; a specialty without signals has none."""
STRONGEST_FIRST: tuple[SignalKind, ...] = tuple(kind for scheme in SIGNAL_SCHEMES for kind in scheme)
STRONGEST_OF_EACH: tuple[SignalKind, ...] = tuple(scheme[0] for scheme in SIGNAL_SCHEMES)

SIGNAL_NAMES: Mapping[str, str] = MappingProxyType(
    {NO_SIGNAL: "no signal", "single": "signal", "silver": "silver", "gold": "gold"}
)
"""For a choice or a cell of its own."""
SIGNALS_SENT: Mapping[str, str] = MappingProxyType(
    {
        NO_SIGNAL: "without a signal",
        "single": "with a signal",
        "silver": "with a silver signal",
        "gold": "with a gold signal",
    }
)
"""Within a sentence, for an application."""


def is_signal_scheme(kinds: frozenset[str]) -> bool:
    """Whether a specialty may have just these kinds of signals; none at all is one way to have them."""
    return not kinds or kinds in {frozenset(scheme) for scheme in SIGNAL_SCHEMES}
