"""Limits of a list in words: what each is called, its amounts, and whether it is reached."""

from typing import TYPE_CHECKING

from optimizer.vocabulary import specialty_name
from optimizer.wording import capitalised, dollars

if TYPE_CHECKING:
    from optimizer.plan import LimitUse, Wish

_MONEY_TOLERANCE_USD = 0.005


def limit_label(about: "Wish") -> str:
    """A limit as a heading: "Reach programs", "Budget for fees"."""
    whom = about.of[0] if about.of else ""
    match about.kind:
        case "tier":
            label = f"{whom.capitalize()} programs"
        case "region" | "setting":
            label = whom
        case "specialty":
            label = specialty_name(whom)
        case "signals":
            kind = "Signals" if about.signal == "single" else f"{str(about.signal).capitalize()} signals"
            label = f"{kind}, {' and '.join(map(specialty_name, about.of))}"
        case "applications":
            label = "All applications"
        case "budget":
            label = "Budget for fees"
        case _:
            label = capitalised(about.name)
    return label


def amount_words(limit: "LimitUse", amount: float | None) -> str:
    """An amount of a limit in its unit; nothing where that side is free."""
    if amount is None:
        return ""
    return dollars(amount) if limit.about.kind == "budget" else f"{amount:g}"


def how_full(limit: "LimitUse") -> str:
    """Whether a limit is reached, in words."""
    if not limit.binding:
        return "room left"
    if limit.about.kind == "budget":
        spent = limit.maximum is not None and limit.used >= limit.maximum - _MONEY_TOLERANCE_USD
        return "spent in full" if spent else "no money for one more"
    if limit.minimum == limit.maximum:
        return "exactly this many"
    at_maximum = limit.maximum is not None and limit.used >= limit.maximum
    return "at its maximum" if at_maximum else "at its minimum"
