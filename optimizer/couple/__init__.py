"""Two people who want to match near each other: two plans, two lists with one aim, and their pairs to rank."""

from optimizer.couple.answer import (
    Chance,
    CoupleFigures,
    CoupleLists,
    CoupleNotDecided,
    CoupleOutcome,
    CouplePlace,
    NoCouple,
    RankedPair,
)
from optimizer.couple.building import (
    COUPLE_TIME_LIMIT_S,
    CoupleDraws,
    PreparedCouple,
    build_couple,
    check_pairs,
    couple_draws,
    near_words,
    prepare_couple,
)
from optimizer.couple.pairs import NO_MATCH
from optimizer.couple.partners import Partners, partners_of, together

__all__ = [
    "COUPLE_TIME_LIMIT_S",
    "NO_MATCH",
    "Chance",
    "CoupleDraws",
    "CoupleFigures",
    "CoupleLists",
    "CoupleNotDecided",
    "CoupleOutcome",
    "CouplePlace",
    "NoCouple",
    "Partners",
    "PreparedCouple",
    "RankedPair",
    "build_couple",
    "check_pairs",
    "couple_draws",
    "near_words",
    "partners_of",
    "prepare_couple",
    "together",
]
