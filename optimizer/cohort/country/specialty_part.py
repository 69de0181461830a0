"""One specialty's part of the country: played up to the rank order lists, and kept as lists, not as pairs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimizer.arrays import BoolArray, FloatArray, IntArray
from optimizer.cohort.deferred_acceptance import RankOrderLists
from optimizer.cohort.market import (
    Applications,
    Drawn,
    Market,
    People,
    Programs,
    Read,
    draw_season,
    generator,
    invite,
    load_market,
    ranked,
    read,
)
from optimizer.evidence import load_evidence, load_season

_PAIRS_OF_A_SHARE = 4.5e6
"""Applicants times programs whose lists are worth a task of their own: about a second of work."""
_MOST_SHARES = 4
"""Each draws random numbers for all."""


@dataclass(frozen=True, slots=True)
class CountryStudy:
    """A season of the country.

    Attributes
    ----------
    specialties : tuple of str
    scale : float
        1 = the country; applicants, programs and positions in proportion.
    seed : int
        The same seed gives the same season to the bit, wherever it is played.
    """

    specialties: tuple[str, ...]
    scale: float = 1.0
    seed: int = 2026


@dataclass(frozen=True, slots=True, eq=False)
class SpecialtyPart:
    """What one specialty brings to the match.

    Attributes
    ----------
    people : People
    programs : Programs
    level, ranking : float arrays (applicant types,)
        As in `Truth`.
    applications, invitations, interviews : int arrays (applicants,)
        How many each applicant sent, was offered and took.
    received, asked, held : int arrays (programs,)
        How many each program received, invited and interviewed.
    most_interviews : int array (programs,)
        How many each program interviews at most.
    advanced : bool array (programs,)
        Whose positions begin in the second year.
    seeks_first_year : bool array (applicants,)
        Who applied to one of those.
    lists : RankOrderLists
        Of this specialty's applicants and programs.
    worth : float array (choices,)
        What a match at each choice is worth to the applicant.
    """

    people: People
    programs: Programs
    level: FloatArray
    ranking: FloatArray
    applications: IntArray
    invitations: IntArray
    interviews: IntArray
    received: IntArray
    asked: IntArray
    held: IntArray
    most_interviews: IntArray
    advanced: BoolArray
    seeks_first_year: BoolArray
    lists: RankOrderLists
    worth: FloatArray


@dataclass(frozen=True, slots=True)
class Share:
    """A share of one specialty's lists of applications.

    Parameters
    ----------
    specialty : str
    number, of : int
        Which share, from 0, of how many.
    """

    specialty: str
    number: int = 0
    of: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Sent:
    """Applications of a share of the lists, ordered by person, and what is seen in each of them.

    Attributes
    ----------
    applications : Applications
    seen : Read
        Nothing added yet to the log-odds of an interview.
    """

    applications: Applications
    seen: Read


def people_of(parts: Sequence[SpecialtyPart], someone: IntArray) -> People:
    """Some applicants of all specialties together; homes and families are programs of their own specialty still."""
    return People(
        *(np.concatenate([getattr(part.people, name) for part in parts])[someone] for name in People.__slots__)
    )


def shares_of(study: CountryStudy, specialty: str) -> list[Share]:
    """The shares in which a specialty's lists are best made: one, or a few where there is much to look at."""
    figures = load_market().specialties[specialty]
    pairs = figures.programs.value * sum(kind.value for kind in figures.applicants.values()) * study.scale**2
    count = min(max(round(pairs / _PAIRS_OF_A_SHARE), 1), _MOST_SHARES)
    return [Share(specialty, number, count) for number in range(count)]


def play_share(study: CountryStudy, share: Share) -> "Sent | SpecialtyPart":
    """Make a share of a specialty's lists of applications; the whole specialty's are played on, up to rank order lists.

    Parameters
    ----------
    study : CountryStudy
    share : Share
    """
    drawn = _drawn(study, share.specialty)
    applications = drawn.folklore(share.number, share.of)
    sent = Sent(applications, read(drawn.market, applications))
    return sent if share.of > 1 else play_part(study, share.specialty, [sent])


def _drawn(study: CountryStudy, specialty: str) -> Drawn:
    figures = load_market()
    season = load_season(figures.season)
    return draw_season(figures, load_evidence(), season, specialty, scale=study.scale, seed=study.seed)


def play_part(study: CountryStudy, specialty: str, shares: Sequence[Sent]) -> SpecialtyPart:
    """Play one specialty up to the rank order lists.

    Parameters
    ----------
    study : CountryStudy
    specialty : str
    shares : sequence of Sent
        All of its applications.
    """
    from optimizer.cohort.market import settle  # noqa: PLC0415 - SciPy, for which a worker with shares needn't wait

    drawn = _drawn(study, specialty)
    sent, seen = _together(shares)
    market = settle(drawn.market, sent, seen.log_odds, positions=drawn.positions, seed=study.seed)
    seen = replace(seen, log_odds=seen.log_odds + market.truth.level[market.people.type[sent.person]])
    screened = invite(market, sent, seen, drawn.luck)
    brought = ranked(market, sent, screened, drawn.luck)
    people, programs = market.people.count, market.programs.count

    def by_person(counted: np.ndarray) -> IntArray:
        return np.bincount(sent.person[counted], minlength=people)

    def by_program(counted: np.ndarray) -> IntArray:
        return np.bincount(sent.program[counted], minlength=programs)

    advanced = _advanced(market, study.seed)
    everything = np.ones(sent.person.size, dtype=np.bool_)
    return SpecialtyPart(
        people=market.people,
        programs=market.programs,
        level=market.truth.level,
        ranking=market.truth.ranking,
        applications=by_person(everything),
        invitations=by_person(screened.invited),
        interviews=by_person(screened.interviewed),
        received=by_program(everything),
        asked=by_program(screened.invited),
        held=by_program(screened.interviewed),
        most_interviews=market.interviews,
        advanced=advanced,
        seeks_first_year=by_person(advanced[sent.program]) > 0,
        lists=brought.lists,
        worth=brought.utility,
    )


def _together(shares: Sequence[Sent]) -> tuple[Applications, Read]:
    """All shares as one, ordered by person; nobody is in two of them."""
    if len(shares) == 1:
        return shares[0].applications, shares[0].seen
    order = np.argsort(np.concatenate([share.applications.person for share in shares]), kind="stable")

    def joined(values: Iterable[np.ndarray]) -> np.ndarray:
        return np.concatenate(list(values))[order]

    sent = Applications(*(joined(getattr(one.applications, k) for one in shares) for k in Applications.__slots__))
    return sent, Read(*(joined(getattr(one.seen, k) for one in shares) for k in Read.__slots__))


def _advanced(market: Market, seed: int) -> BoolArray:
    """Programs whose positions begin in the second year: any, until the specialty's share of positions is reached."""
    specialty, evidence = market.programs.specialty, load_evidence()
    if not evidence.has("advanced_share", specialty):
        return np.zeros(market.programs.count, dtype=np.bool_)
    order = generator(seed, specialty, "advanced").permutation(market.programs.count)
    before = np.cumsum(market.positions[order]) - market.positions[order] / 2
    found = np.empty(order.size, dtype=np.bool_)
    found[order] = before <= evidence.central("advanced_share", specialty) * market.positions.sum()
    return found
