"""The couple's rank order list: pairs of programs, and one program with "no match" for the other.

The match takes a couple's list from the top and keeps the first line on which each program would take its partner; a
line may name "no match" for one of the two. Partners' lists have the same number of lines, at most 300 (NRMP, Couples
in the Match, https://www.nrmp.org/couples-in-the-match/).
"""

import heapq
from collections.abc import Iterator

import numpy as np

from optimizer.arrays import IntArray
from optimizer.couple.answer import RankedPair
from optimizer.couple.places import Places
from optimizer.plan import Prepared
from optimizer.portfolio import NOWHERE, PairProblem

NO_MATCH = "No match"
_TOGETHER, _APART, _ALONE = 0, 1, 2
_Line = tuple[float, int, float, int, int]


def ranked_pairs(
    prepared: tuple[Prepared, Prepared],
    problem: PairProblem,
    places: Places,
    lists: tuple[IntArray, IntArray],
    most: int,
) -> tuple[RankedPair, ...]:
    """The couple's rank order list over the programs of two lists, by what each line is worth to both.

    Where that is more than `most` lines, every program keeps a line with "no match" for the other, if a match of one
    alone is worth anything, and the least wanted pairs are left out.

    Parameters
    ----------
    prepared, problem, places, lists
        Of the couple.
    most : int
        Lines at most.
    """
    listed = [np.flatnonzero(one.of_programs(mode) >= 0) for one, mode in zip(prepared, lists, strict=True)]
    alone = sorted(_alone(problem, lists, listed))[:most]
    pairs = heapq.nsmallest(most - len(alone), _pairs(problem, lists, listed))
    lines = sorted([*alone, *pairs])
    return tuple(_ranked(prepared, places, rank, line) for rank, line in enumerate(lines, start=1))


def _pairs(problem: PairProblem, lists: tuple[IntArray, IntArray], listed: list[IntArray]) -> Iterator[_Line]:
    """Lines of two programs: worth (highest first), near each other or not, chance (likeliest first), the two."""
    first, second = listed
    one, other = problem.problems
    offers = (one.offer_chance[first, lists[0][first]] * problem.weight) @ other.offer_chance[
        second, lists[1][second]
    ].T
    for k, i in enumerate(first.tolist()):
        for n, j in enumerate(second.tolist()):
            near = problem.place[0][i] == problem.place[1][j] != NOWHERE
            wanted = float(one.utility[i]), float(other.utility[j])
            worth = min(wanted) if near else problem.alone * max(wanted)
            if worth > 0:
                yield -worth, _TOGETHER if near else _APART, -float(offers[k, n]), i, j


def _alone(problem: PairProblem, lists: tuple[IntArray, IntArray], listed: list[IntArray]) -> Iterator[_Line]:
    """Lines of one program with "no match" for the other."""
    for who, (one, mode, own) in enumerate(zip(problem.problems, lists, listed, strict=True)):
        offers = one.offer_chance[own, mode[own]] @ problem.weight
        for k, offer in zip(own.tolist(), offers.tolist(), strict=True):
            worth = problem.alone * float(one.utility[k])
            if worth > 0:
                yield (-worth, _ALONE, -offer, k, -1) if who == 0 else (-worth, _ALONE, -offer, -1, k)


def _ranked(prepared: tuple[Prepared, Prepared], places: Places, rank: int, line: _Line) -> RankedPair:
    worth, kind, offer, first, second = line
    ids: list[str | None] = []
    names: list[str] = []
    for one, k in zip(prepared, (first, second), strict=True):
        program = None if k < 0 else one.directory.programs[k]
        ids.append(None if program is None else program.id)
        names.append(NO_MATCH if program is None else f"{program.name}, {program.city}, {program.state}")
    return RankedPair(
        rank=rank,
        programs=(ids[0], ids[1]),
        names=(names[0], names[1]),
        place=places.names[int(places.of[0][first])] if kind == _TOGETHER else None,
        worth=-worth,
        offer_probability=-offer,
    )
