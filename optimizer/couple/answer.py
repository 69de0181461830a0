"""What a couple is told: two lists, by place, what they bring together, and what two lists built apart would."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from optimizer.plan import NoList, ProgramList


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class Chance(_Value):
    """A chance in [0, 1] with the range of what isn't known: 10th to 90th percentile."""

    value: float
    low: float
    high: float


class CoupleFigures(_Value):
    """What comes of two lists.

    Attributes
    ----------
    together : Chance
        Both match, near each other.
    both : Chance
        Both match, wherever.
    either : Chance
        At least one of them matches.
    each : pair of Chance
        By each of the two, wherever.
    value : float
        Expected worth, 0 to 1: both near each other count as the less wanted of the two programs does, a match of one
        alone as the share that the couple gave it.
    spend : pair of float
        Dollars of application fees.
    """

    together: Chance
    both: Chance
    either: Chance
    each: tuple[Chance, Chance]
    value: float
    spend: tuple[float, float]


class CouplePlace(_Value):
    """One place of the two lists.

    Attributes
    ----------
    name : str
    together : float
        Chance that both have an offer there.
    each : pair of float
        Chance of an offer there, by each of the two.
    programs : pair of tuple of str
        Ids of each one's programs there.
    """

    name: str
    together: float
    each: tuple[float, float]
    programs: tuple[tuple[str, ...], tuple[str, ...]]


class RankedPair(_Value):
    """One line of the couple's rank order list.

    Attributes
    ----------
    rank : int
        From 1.
    programs : pair of (str or None)
        Ids; None is "no match" for that one.
    names : pair of str
    place : str or None
        Where both are, if they are near each other.
    worth : float
        0 to 1.
    offer_probability : float
        Chance that every program of the line makes an offer.
    """

    rank: int
    programs: tuple[str | None, str | None]
    names: tuple[str, str]
    place: str | None
    worth: float
    offer_probability: float


class CoupleLists(_Value):
    """Two lists with one aim.

    Attributes
    ----------
    season : int
    near : str
        What counts as near, in words.
    alone : float
        What a match of one alone is worth, 0 to 10.
    lists : pair of ProgramList
        Of the one whose plan names the other, then of the other.
    joint, apart : CoupleFigures
        What these two lists bring, and what two lists bring that each builds alone, by the same luck.
    bound : float
        No pair of lists has a higher value than this.
    gap : float
        How much of the value may be missing, 0 to 1.
    settled : bool
        Whether neither list can be improved while the other stays.
    places : tuple of CouplePlace
        Where both have programs on their lists, likeliest first.
    elsewhere : pair of int
        How many programs each has in places where the other has none.
    pairs : tuple of RankedPair
        The couple's rank order list, as far as it was asked for.
    notices : tuple of str
    seconds : float
    """

    status: Literal["solved"] = "solved"
    season: int
    near: str
    alone: float
    lists: tuple[ProgramList, ProgramList]
    joint: CoupleFigures
    apart: CoupleFigures
    bound: float
    gap: float
    settled: bool
    places: tuple[CouplePlace, ...]
    elsewhere: tuple[int, int]
    pairs: tuple[RankedPair, ...] = ()
    notices: tuple[str, ...] = ()
    seconds: float


class NoCouple(_Value):
    """One of the two has no list that keeps all limits: who, and why."""

    status: Literal["infeasible"] = "infeasible"
    who: Literal[0, 1]
    why: NoList


class CoupleNotDecided(_Value):
    """The time ran out before both had a list."""

    status: Literal["undecided"] = "undecided"
    seconds: float


CoupleOutcome = CoupleLists | NoCouple | CoupleNotDecided
