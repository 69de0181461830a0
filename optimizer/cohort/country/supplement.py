"""What follows the match: open positions are offered, in rounds, to those who did not match (SOAP).

Everybody who is unmatched applies to open programs that sponsor the visa needed: of the own specialty first, then of
the others and of first years, where one would like to live first, up to the number that the season allows. Who matched
to an advanced position and has no first year applies to first years alone. Programs order those who
applied as they order applications for interviews; nobody is turned down for good, as nearly all such positions are
filled in the real one. Each round every program offers its open positions to the first on its list who are without one
and had no offer from it; who has several offers takes the one liked best, and an offer that is not taken lapses.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from optimizer.arrays import BoolArray, FloatArray, IntArray, in_stable_order
from optimizer.cohort.country.first_years import FirstYears
from optimizer.cohort.country.specialty_part import SpecialtyPart, people_of
from optimizer.cohort.deferred_acceptance import UNMATCHED
from optimizer.cohort.market import (
    NOWHERE,
    MarketFigures,
    People,
    Truth,
    best_first,
    blocks,
    generator,
    logistic,
    pairs_of,
    place_within,
)
from optimizer.errors import Fault, MatchlistError
from optimizer.evidence import load_evidence, load_season

ROUNDS = 4
"""Rounds of offers, as the seasons' files say of SOAP."""
_KEYS_AT_ONCE = 2**20


@dataclass(frozen=True, slots=True, eq=False)
class Offers:
    """What the rounds brought.

    Attributes
    ----------
    program_of : int array (applicants,)
        Where each one was placed, -1 = nowhere; programs of first years are numbered after all others.
    applications : int
        That were sent.
    filled : int array (rounds,)
        Positions filled in each round.
    """

    program_of: IntArray
    applications: int
    filled: IntArray


def supplement(
    parts: Sequence[SpecialtyPart],
    first_years: FirstYears | None,
    unmatched: BoolArray,
    in_advanced: BoolArray,
    left: IntArray,
    figures: MarketFigures,
    seed: int,
    at_once: int = 1,
) -> Offers:
    """Offer open positions to those who did not match, or to an advanced position only.

    Parameters
    ----------
    parts : sequence of SpecialtyPart
    first_years : FirstYears or None
    unmatched, in_advanced : bool arrays (applicants,)
        Who has no match, and who has one to an advanced position.
    left : int array (programs,)
        Positions still open, those of first years left out.
    figures : MarketFigures
    seed : int
    at_once : int
        Threads that look at applicants.
    """
    rules = load_season(figures.season).soap
    if rules is None:
        raise MatchlistError([Fault("the season's file doesn't say how many applications SOAP allows", "soap")])
    sides: list[SpecialtyPart | FirstYears] = list(parts)
    lacks_first_year = np.zeros(unmatched.size, dtype=np.bool_)
    if first_years is not None:
        sides.append(first_years)
        left = np.concatenate([left, first_years.lists.positions - first_years.filled])
        lacks_first_year |= in_advanced
        lacks_first_year[first_years.seekers[first_years.got != UNMATCHED]] = False
    someone, open_programs = np.flatnonzero(unmatched | lacks_first_year), np.flatnonzero(left)
    if not someone.size or not open_programs.size:
        return Offers(np.full(unmatched.size, UNMATCHED), 0, np.zeros(ROUNDS, dtype=np.int64))
    people = people_of(parts, someone)
    own = np.repeat(np.arange(len(parts)), [part.people.count for part in parts])[someone]
    place = _Places.of(sides)
    elsewhere = figures.assumptions.of("elsewhere_utility")
    only_first_years = lacks_first_year[someone]

    def chosen(rows: slice) -> tuple[IntArray, IntArray, FloatArray]:
        """Applicant, program and liking of each application of some applicants."""
        rng = _after(seed, rows.start * open_programs.size)
        keys = _likings(people, own, place, rows, open_programs, elsewhere, rng)
        keys[np.ix_(only_first_years[rows], place.part[open_programs] < len(parts))] = -np.inf
        best = np.argpartition(-keys, min(rules.most_applications, keys.shape[1]) - 1, axis=1)
        best = best[:, : rules.most_applications]
        best = np.take_along_axis(best, in_stable_order(-np.take_along_axis(keys, best, axis=1)), axis=1)
        liked = np.take_along_axis(keys, best, axis=1)
        at, column = np.nonzero(np.isfinite(liked))
        return at + rows.start, open_programs[best[at, column]], liked[at, column]

    rows = blocks(someone.size, max(_KEYS_AT_ONCE // open_programs.size, 1))
    with ThreadPoolExecutor(at_once) as pool:
        found = zip(*pool.map(chosen, rows), strict=True)
        applicant, wanted, liking = (np.concatenate(arrays) for arrays in found)
    luck = _after(seed, someone.size * open_programs.size).random(applicant.size)
    score = _scores(sides, people, own, place, applicant, wanted) + logistic(luck)
    placed, filled = offer_in_rounds(applicant, wanted, score, liking, left, someone.size)
    program_of = np.full(unmatched.size, UNMATCHED)
    program_of[someone] = placed
    return Offers(program_of, applicant.size, filled)


def offer_in_rounds(
    person: IntArray, program: IntArray, score: FloatArray, liking: FloatArray, left: IntArray, people: int
) -> tuple[IntArray, IntArray]:
    """Make offers, round by round.

    Parameters
    ----------
    person, program : int arrays (applications,)
        Ordered by person.
    score, liking : float arrays (applications,)
        How much the program wants the applicant, and the applicant the program.
    left : int array (programs,)
        Open positions.
    people : int
        How many applicants there are.

    Returns
    -------
    int array (people,), int array (rounds,)
        Where each one was placed, -1 = nowhere; positions filled in each round.
    """
    left, placed, filled = left.copy(), np.full(people, UNMATCHED), np.zeros(ROUNDS, dtype=np.int64)
    order = best_first(program, score)
    in_order = program[order]
    first = np.searchsorted(in_order, np.arange(left.size))[in_order]
    waiting = np.ones(person.size, dtype=np.bool_)
    for number in range(ROUNDS):
        in_turn = waiting[order]
        offered = order[in_turn & (place_within(in_turn, first) < left[in_order])]
        by_liking = offered[np.lexsort((-liking[offered], person[offered]))]
        takers, best = np.unique(person[by_liking], return_index=True)
        placed[takers] = program[by_liking[best]]
        left -= np.bincount(placed[takers], minlength=left.size)
        filled[number] = takers.size
        waiting[offered] = False
        waiting &= placed[person] == UNMATCHED
    return placed, filled


def _after(seed: int, drawn: int) -> np.random.Generator:
    """The generator once so many numbers have been drawn."""
    rng = generator(seed, "soap")
    rng.bit_generator.advance(drawn)  # type: ignore[attr-defined] # PCG64 has it
    return rng


@dataclass(frozen=True, slots=True, eq=False)
class _Places:
    """Where all programs are, specialty after specialty; arrays (programs,), `first` (specialties + 1,)."""

    first: IntArray
    part: IntArray
    state: np.ndarray
    region: IntArray
    j1: BoolArray
    h1b: BoolArray

    @classmethod
    def of(cls, parts: Sequence[SpecialtyPart | FirstYears]) -> "_Places":
        counts = [part.programs.count for part in parts]
        return cls(
            np.cumsum([0, *counts]),
            np.repeat(np.arange(len(parts)), counts),
            np.concatenate([part.programs.state for part in parts]),
            np.concatenate([part.programs.region for part in parts]),
            *(np.concatenate([part.programs.visa[kind] for part in parts]) for kind in (0, 1)),
        )


def _likings(
    people: People,
    own: IntArray,
    place: _Places,
    rows: slice,
    programs: IntArray,
    elsewhere: float,
    rng: np.random.Generator,
) -> FloatArray:
    """In which order some applicants would apply, shape (rows, programs); -inf where the visa is not sponsored."""
    liked = people.preferred[rows][:, place.region[programs]]
    liked |= people.home_state[rows, None] == place.state[None, programs]
    visa = people.visa[rows, None]
    sponsored = (visa == 0) | np.where(visa == 1, place.j1[None, programs], place.h1b[None, programs])
    # The own specialty outweighs any place, and a place any luck.
    key = 2.0 * (own[rows, None] == place.part[None, programs]) + np.where(liked, 1.0, elsewhere)
    key += (1.0 - elsewhere) * rng.random(key.shape)
    return np.where(sponsored, key, -np.inf)


def _scores(
    parts: Sequence[SpecialtyPart | FirstYears],
    people: People,
    own: IntArray,
    place: _Places,
    person: IntArray,
    program: IntArray,
) -> FloatArray:
    """Log-odds by which programs order the applications, as for interviews."""
    score, evidence = np.empty(person.size), load_evidence()
    for number, part in enumerate(parts):
        theirs = own == number
        # Homes and families are known as programs of the own specialty; to others one comes as a stranger.
        seen = replace(
            people, home=np.where(theirs, people.home, NOWHERE), family=np.where(theirs, people.family, NOWHERE)
        )
        truth = Truth(evidence, part.level, part.ranking)
        here = np.flatnonzero(place.part[program] == number)
        for block in blocks(here.size):
            at = here[block]
            pairs = pairs_of(seen, part.programs, person[at], program[at] - place.first[number])
            score[at] = truth.interview(seen, part.programs, pairs, np.zeros(at.size, dtype=np.int64))
    return score
