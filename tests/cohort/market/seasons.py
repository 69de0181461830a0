"""Small seasons that several tests look at; opened once."""

from functools import cache

from optimizer.cohort.market import Opened, Played, load_market, open_season, play
from optimizer.evidence import Evidence, load_evidence, load_season

SPECIALTY = "dermatology"


def evidence() -> Evidence:
    return load_evidence()


@cache
def opened(specialty: str = SPECIALTY, scale: float = 0.3, seed: int = 7) -> Opened:
    return open_season(load_market(), load_evidence(), load_season(2026), specialty, scale=scale, seed=seed)


@cache
def played(specialty: str = SPECIALTY, scale: float = 0.3, seed: int = 7) -> Played:
    found = opened(specialty, scale, seed)
    return play(found.market, found.folklore, found.luck)
