"""Lists by rules of thumb, many applicants at once: how programs are put in order, quotas of published guides, signals.

All rules spend the same: as many applications as the budget buys. Signals go, strongest first, to the favourites on the
list (home state and preferred divisions first, then in the rule's own order), as guides tell applicants to.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from optimizer.arrays import BoolArray, FloatArray, IntArray, in_stable_order
from optimizer.cohort.market.people import People
from optimizer.cohort.market.programs import Programs
from optimizer.directory import distances_miles
from optimizer.evidence import Season
from optimizer.portfolio import FeeSchedule
from optimizer.vocabulary import MODES, NO_SIGNAL, STRONGEST_FIRST, TIERS

NOT_APPLIED = -1
TIER_PARTS = {"reach": 7.5, "realistic": 20.0, "safety": 15.0}
"""Middle of the published splits: 5-10 reach, 15-25 realistic, 10-20 safety."""
REGION_PARTS = (27.5, 37.5, 50.0)
"""Primary region 25-30, rest of the wider region 35-40, national 50 of about 120."""
_NO_SPREAD = 1e-12
_MOST_HEARD, _HALVINGS = 4.0, 12
"""Weight of what is heard against places in a rule's order beyond which it alone counts; steps of the search for it."""
_MOST_OF_ALL = 2 / 3
"""In a small world nobody applies to more than this share of all programs, or rules would not differ."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What some applicants know when they choose; arrays have shape (applicants, programs).

    Attributes
    ----------
    length : int
        Applications of each applicant.
    utility : float array
        What a match there is worth to the applicant.
    near_first : float array
        Minus miles from home.
    reputation : float array
        The same for everybody.
    own_state, preferred : bool arrays
    luck : float array
        Uniform random numbers, to choose between what a rule treats alike.
    tier : str array or None
        Reach, realistic or safety by the estimate; None where it wasn't made.
    chance : float array or None
        Estimated chance of an offer without a signal.
    """

    length: int
    utility: FloatArray
    near_first: FloatArray
    reputation: FloatArray
    own_state: BoolArray
    preferred: BoolArray
    luck: FloatArray
    tier: np.ndarray | None = None
    chance: FloatArray | None = None


Order = Callable[[Seen], FloatArray]
"""What a rule is: keys of shape (applicants, programs), of which the highest are applied to."""


def seen_by(
    people: People, programs: Programs, chosen: IntArray, length: int, elsewhere: float, rng: np.random.Generator
) -> Seen:
    """What some applicants know without an estimate.

    Parameters
    ----------
    people, programs
    chosen : int array
        Positions of the applicants.
    length : int
        Applications of each.
    elsewhere : float
        Utility of a match outside the home state and preferred divisions.
    rng : numpy.random.Generator
    """
    latitude, longitude = programs.directory.coordinates
    miles = distances_miles(
        latitude[None, :], longitude[None, :], people.latitude[chosen, None], people.longitude[chosen, None]
    )
    own_state = people.home_state[chosen, None] == programs.state[None, :]
    preferred = people.preferred[chosen][:, programs.region]
    return Seen(
        length=length,
        utility=np.where(own_state | preferred, 1.0, elsewhere),
        near_first=-miles,
        reputation=np.broadcast_to(programs.reputation, miles.shape),
        own_state=own_state,
        preferred=preferred,
        luck=rng.random(miles.shape, dtype=np.float32).astype(np.float64),
    )


def by_nearness(seen: Seen) -> FloatArray:
    """Nearest first."""
    return seen.near_first + seen.luck * 1e-6


def by_reputation(seen: Seen) -> FloatArray:
    """Most reputed first."""
    return seen.reputation + seen.luck * 1e-9


def by_luck(seen: Seen) -> FloatArray:
    """At random."""
    return seen.luck


def by_chance(seen: Seen) -> FloatArray:
    """Highest estimated chance first."""
    if seen.chance is None:
        raise ValueError("no estimate was made")
    return seen.chance + seen.luck * 1e-12


def by_tiers(seen: Seen) -> FloatArray:
    """The published split into reach, realistic and safety; within a tier the favourites first."""
    if seen.tier is None:
        raise ValueError("no estimate was made")
    return _by_quota([seen.tier == name for name in TIERS], [TIER_PARTS[name] for name in TIERS], seen)


def by_regions(seen: Seen) -> FloatArray:
    """The published split into home state, preferred divisions and the nation; within a part at random."""
    groups = [seen.own_state, seen.preferred & ~seen.own_state, ~seen.preferred & ~seen.own_state]
    return _by_quota(groups, list(REGION_PARTS), seen, liked=0.0)


def _by_quota(groups: list[BoolArray], parts: list[float], seen: Seen, liked: float = 1.0) -> FloatArray:
    """Each group's best up to its part of the list on top, then all others as they come."""
    key = liked * seen.utility + seen.luck
    chosen = np.zeros(key.shape, dtype=np.bool_)
    ends = np.round(np.cumsum(parts) / sum(parts) * seen.length).astype(np.int64)
    for group, count in zip(groups, np.diff(ends, prepend=0), strict=True):
        place = np.argsort(np.argsort(np.where(group, -key, np.inf), axis=1), axis=1)
        chosen |= group & (place < count)
    return np.asarray(key + 10.0 * chosen)


def heard_of(welcome: FloatArray, people: int, rng: np.random.Generator) -> FloatArray:
    """What each of some people has heard of how programs take people like them, half of it true.

    Parameters
    ----------
    welcome : array, shape (programs,)
        What each program adds for their type, in log-odds.
    people : int
    rng : numpy.random.Generator

    Returns
    -------
    array, shape (people, programs)
    """
    noise = rng.standard_normal((people, welcome.size), dtype=np.float32).astype(np.float64)
    return np.asarray((welcome - welcome.mean()) / max(float(welcome.std()), _NO_SPREAD) + noise)


def aimed(rule: Order, heard: FloatArray, welcome: FloatArray, aim: float) -> Order:
    """A rule of people who go by what they have heard as well, as far as their applications are known to be aimed.

    Parameters
    ----------
    rule : Order
    heard : array, shape (applicants, programs)
        Of `heard_of`.
    welcome : array, shape (programs,)
    aim : float
        By how much their applications lie above the mean over programs, in log-odds.
    """

    def order(seen: Seen) -> FloatArray:
        place = np.empty(heard.shape)
        np.put_along_axis(place, in_stable_order(rule(seen)), np.arange(welcome.size) / welcome.size, axis=1)
        wanted = float(welcome.mean()) + aim

        def beyond(weight: float) -> float:
            key = place + weight * heard
            least = np.partition(key, welcome.size - seen.length, axis=1)[:, welcome.size - seen.length, None]
            chosen = key >= least
            return float(np.where(chosen, welcome, 0.0).sum() / chosen.sum()) - wanted

        if seen.length >= welcome.size:
            return np.asarray(place)
        low, high = -_MOST_HEARD, _MOST_HEARD
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            low, high = (middle, high) if beyond(middle) < 0 else (low, middle)
        return np.asarray(place + (low + high) / 2 * heard)

    return order


FOLKLORE: Mapping[str, Order] = {
    "tiers": by_tiers,
    "regions": by_regions,
    "reputed": by_reputation,
    "nearest": by_nearness,
    "random": by_luck,
    "greedy": by_chance,
}


def follow(rule: Order, seen: Seen, caps: Mapping[str, int]) -> IntArray:
    """Lists by a rule.

    Parameters
    ----------
    rule : Order
    seen : Seen
    caps : mapping of signal to int

    Returns
    -------
    int array, shape (applicants, programs)
        Mode of each application as a position in `MODES`, -1 = not applied to.
    """
    keys = rule(seen)
    order = in_stable_order(-keys)[:, : seen.length]
    mode = np.full(keys.shape, NOT_APPLIED, dtype=np.int64)
    np.put_along_axis(mode, order, MODES.index(NO_SIGNAL), axis=1)
    favourite = np.argsort(-np.take_along_axis(seen.utility, order, axis=1), axis=1, kind="stable")
    by_favour, start = np.take_along_axis(order, favourite, axis=1), 0
    for kind in STRONGEST_FIRST:
        given = by_favour[:, start : start + caps.get(kind, 0)]
        np.put_along_axis(mode, given, MODES.index(kind), axis=1)
        start += caps.get(kind, 0)
    return mode


@dataclass(frozen=True, slots=True)
class Purse:
    """What applicants of one type may spend in a specialty.

    Attributes
    ----------
    applications : int
        As many as the budget buys.
    dollars : float or None
        The budget; None where fees aren't known, and the number of applications is the budget.
    fees : FeeSchedule or None
        Over every program; None where they aren't known.
    """

    applications: int
    dollars: float | None
    fees: FeeSchedule | None = None

    @classmethod
    def of(cls, season: Season, specialty: str, typical: float, programs: int) -> "Purse":
        """The purse that pays the typical number of applications."""
        count = max(min(round(typical), int(programs * _MOST_OF_ALL)), 1)
        known = season.fees(specialty)
        if known is None:
            return cls(count, None)
        fees = FeeSchedule(f"fees in {specialty}", np.ones(programs, dtype=np.bool_), **known.shape)
        return cls(count, sum(fees.prices(count)), fees)

    def cost(self, applications: int) -> float:
        """Dollars for a number of applications."""
        return 0.0 if self.fees is None else sum(self.fees.prices(applications))
