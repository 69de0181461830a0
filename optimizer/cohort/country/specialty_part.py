"""One specialty's part of the country: played up to the rank order lists, and kept as lists, not as pairs."""

from dataclasses import dataclass

import numpy as np

from optimizer.arrays import BoolArray, FloatArray, IntArray
from optimizer.cohort.deferred_acceptance import RankOrderLists
from optimizer.cohort.market import Market, People, Programs, generator, load_market, open_season, ranked, screen
from optimizer.evidence import load_evidence, load_season


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


def play_part(study: CountryStudy, specialty: str) -> SpecialtyPart:
    """Play one specialty up to the rank order lists.

    Parameters
    ----------
    study : CountryStudy
    specialty : str
    """
    figures = load_market()
    season = load_season(figures.season)
    opened = open_season(figures, load_evidence(), season, specialty, scale=study.scale, seed=study.seed)
    market, sent = opened.market, opened.folklore
    screened = screen(market, sent, opened.luck)
    brought = ranked(market, sent, screened, opened.luck)
    people, programs = market.people.count, market.programs.count

    def by_person(counted: np.ndarray) -> IntArray:
        return np.bincount(sent.person[counted], minlength=people)

    def by_program(counted: np.ndarray) -> IntArray:
        return np.bincount(sent.program[counted], minlength=programs)

    advanced = _advanced(opened.market, study.seed)
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
