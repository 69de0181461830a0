"""The couples of a season: who they are, and the pairs of programs that they rank.

Two graduates of US schools from one state, of any specialty; each applies and is interviewed as anybody else. A couple
ranks both near each other (in one city or metropolitan area) first, then both anywhere, then one of the two alone; in
each of these what is worth more to the one to whom it is worth less, then what stands higher on both lists together.
"""

from collections.abc import Sequence

import numpy as np

from optimizer.arrays import BoolArray, FloatArray, IntArray
from optimizer.cohort.country.specialty_part import SpecialtyPart
from optimizer.cohort.deferred_acceptance import UNMATCHED, RankOrderLists
from optimizer.cohort.market import NOWHERE, MarketFigures, generator
from optimizer.cohort.match_with_couples import CouplesLists
from optimizer.vocabulary import APPLICANT_TYPES, US_SCHOOL_TYPES


def draw_couples(
    parts: Sequence[SpecialtyPart], lists: RankOrderLists, figures: MarketFigures, seed: int
) -> CouplesLists:
    """Draw couples and their lists.

    Parameters
    ----------
    parts : sequence of SpecialtyPart
    lists : RankOrderLists
        Everybody's, specialty after specialty.
    figures : MarketFigures
        How many couples the country has; as many here as there are graduates of US schools in proportion.
    seed : int
    """
    rng = generator(seed, "couples")
    kind = np.concatenate([part.people.type for part in parts])
    state = np.concatenate([part.people.home_state for part in parts])
    from_us = kind < len(US_SCHOOL_TYPES)
    everybody = sum(
        figure.value
        for one in figures.specialties.values()
        for name, figure in one.applicants.items()
        if APPLICANT_TYPES.index(name) < len(US_SCHOOL_TYPES)
    )
    wanted = round(figures.couples.couples.value * int(from_us.sum()) / everybody)
    may = rng.permutation(np.flatnonzero(from_us & (np.diff(lists.start) > 0)))
    by_state = may[np.argsort(state[may], kind="stable")]
    partners = _neighbours(by_state, state)
    chosen = np.sort(rng.permutation(len(partners))[:wanted])
    return _with_lines(partners[chosen], parts, lists, round(figures.couples.most_lines.value))


def _neighbours(by_state: IntArray, state: np.ndarray) -> IntArray:
    """Each two who follow one another, of one state; shape (pairs, 2)."""
    _, first, count = np.unique(state[by_state], return_index=True, return_counts=True)
    begins = [np.arange(start, start + number - 1, 2) for start, number in zip(first, count, strict=True)]
    at = np.concatenate([np.zeros(0, dtype=np.int64), *begins])
    return np.column_stack([by_state[at], by_state[at + 1]])


def _with_lines(partners: IntArray, parts: Sequence[SpecialtyPart], lists: RankOrderLists, most: int) -> CouplesLists:
    worth = np.concatenate([part.worth for part in parts])
    places = places_of(parts)
    lines = [np.zeros((0, 2), dtype=np.int64)]
    for pair in partners:
        first, second = (np.arange(lists.start[who], lists.start[who + 1]) for who in pair)
        near = near_each_other(places, lists.choice[first][:, None], lists.choice[second][None, :])
        lines.append(_lines(first, second, worth, near, most))
    return CouplesLists(partners, np.cumsum([0, *map(len, lines[1:])]), np.concatenate(lines))


def places_of(parts: Sequence[SpecialtyPart]) -> tuple[IntArray, IntArray]:
    """A number for each program's city, and one for its metropolitan area (-1 outside any); arrays (programs,)."""
    programs = [program for part in parts for program in part.programs.directory.programs]
    places = [place for part in parts for place in part.programs.directory.places]
    _, city = np.unique([f"{program.city}, {program.state}" for program in programs], return_inverse=True)
    named, metro = np.unique([(place.metro if place else None) or "" for place in places], return_inverse=True)
    return city, np.where(named[metro] == "", NOWHERE, metro)


def near_each_other(places: tuple[IntArray, IntArray], one: IntArray, other: IntArray) -> BoolArray:
    """Whether programs, by their positions, lie in one city or metropolitan area; of the shape of both together."""
    city, metro = places
    return np.asarray((city[one] == city[other]) | ((metro[one] == metro[other]) & (metro[one] != NOWHERE)))


def _lines(first: IntArray, second: IntArray, worth: FloatArray, near: BoolArray, most: int) -> IntArray:
    """A couple's lines, best first: who would be alone stays on the list, so that one of them is matched."""
    one, other = (side.ravel() for side in np.meshgrid(np.arange(first.size), np.arange(second.size), indexing="ij"))
    lesser = np.minimum(worth[first[one]], worth[second[other]])
    order = np.lexsort((one + other, -lesser, ~near.ravel()))[: max(most - first.size - second.size, 0)]
    both = np.column_stack([first[one[order]], second[other[order]]])
    single = np.concatenate(
        [
            np.column_stack([first, np.full(first.size, UNMATCHED)]),
            np.column_stack([np.full(second.size, UNMATCHED), second]),
        ]
    )
    rank = np.concatenate([np.arange(first.size), np.arange(second.size)])
    alone = np.lexsort((rank, -worth[single.max(axis=1)]))
    return np.concatenate([both, single[alone]])
