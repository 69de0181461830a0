"""A program's tier in words: only what is likely enough is called a safety."""

from optimizer.plan.problem import Prepared
from optimizer.wording import tier_words


def said_tier(prepared: Prepared, index: int, chance: float, low: float) -> str:
    """What a program's tier is called.

    Parameters
    ----------
    prepared : Prepared
    index : int
        The program's place in the directory.
    chance, low : float
        Chance of an interview, in [0, 1], and the low end of its range.
    """
    estimate, plan = prepared.estimate, prepared.plan
    known = bool(estimate.known[index])
    likely, likely_at_least = (
        estimate.evidence.central(name) for name in ("tier_safety_chance", "tier_safety_chance_low")
    )
    chosen = prepared.directory.programs[index].id in plan.tiers
    sure = chosen or (known and chance >= likely and low >= likely_at_least)
    return tier_words(str(prepared.tier[index]), sure=sure, known=known)
