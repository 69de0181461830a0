"""The match itself: applicant-proposing deferred acceptance over rank order lists, and the proof that it is stable.

Both sides' lists are flat arrays, so that 50,000 applicants and 6,800 programs fit into a few megabytes: the choices
of applicant `a` are ``choice[start[a]:start[a + 1]]``, best first; `rank_there` says, for each, where that program
ranks the applicant.
"""

from dataclasses import dataclass
from heapq import heappush, heappushpop

import numpy as np

from optimizer.arrays import BoolArray, IntArray

UNMATCHED = -1
UNRANKED = -1
"""Rank of an applicant whom a program does not rank."""


@dataclass(frozen=True, slots=True, eq=False)
class RankOrderLists:
    """Everybody's rank order lists.

    Attributes
    ----------
    start : int array, shape (applicants + 1,)
        Where each applicant's choices begin; the last entry is the number of all choices.
    choice : int array, shape (choices,)
        Positions of programs, each applicant's best first; no program twice on one list.
    rank_there : int array, shape (choices,)
        The place, 0 = first, that the chosen program gives this applicant on its own list; no two applicants share a
        place at one program. -1 = not ranked by the program.
    positions : int array, shape (programs,)
        How many applicants each program takes, at least 0.
    """

    start: IntArray
    choice: IntArray
    rank_there: IntArray
    positions: IntArray

    @property
    def applicants(self) -> int:
        """How many applicants there are."""
        return self.start.size - 1


def match(lists: RankOrderLists) -> IntArray:
    """Match applicants to programs.

    Each applicant proposes down the list; each program keeps the best proposals so far, up to its positions. The
    result is the same whatever the order of proposals, stable, and the best for every applicant of all stable ones.

    Parameters
    ----------
    lists : RankOrderLists

    Returns
    -------
    int array, shape (applicants,)
        Position in `choice` of what each applicant got, -1 = unmatched. ``lists.choice[result]`` is the program.

    References
    ----------
    D. Gale, L. S. Shapley (1962), College admissions and the stability of marriage, American Mathematical Monthly
    69(1), doi:10.1080/00029890.1962.11989827. A. E. Roth, E. Peranson (1999), The redesign of the matching market for
    American physicians, American Economic Review 89(4), doi:10.1257/aer.89.4.748.
    """
    # Lists of Python's own numbers: one at a time they are read several times faster than an array's.
    choice, rank_there, positions = lists.choice.tolist(), lists.rank_there.tolist(), lists.positions.tolist()
    end = lists.start[1:].tolist()
    following = lists.start[:-1].tolist()
    # What a program holds, the worst on top: (place on its list, negated; applicant).
    held: list[list[tuple[int, int]]] = [[] for _ in positions]
    got = [UNMATCHED] * lists.applicants
    proposing = list(range(lists.applicants))
    while proposing:
        applicant = proposing.pop()
        at, last = following[applicant], end[applicant]
        while at < last:
            program, place = choice[at], rank_there[at]
            at += 1
            if place == UNRANKED or not positions[program]:
                continue
            holds = held[program]
            if len(holds) < positions[program]:
                heappush(holds, (-place, applicant))
                got[applicant] = at - 1
                break
            _, turned_away = heappushpop(holds, (-place, applicant))
            if turned_away != applicant:
                got[applicant] = at - 1
                got[turned_away] = UNMATCHED
                proposing.append(turned_away)
                break
        following[applicant] = at
    return np.array(got, dtype=np.int64)


def blocking_pairs(lists: RankOrderLists, got: IntArray, alone: BoolArray | None = None) -> int:
    """Count the pairs that would rather have each other than what they got: 0 where a match is stable.

    An applicant and a program block a match if the applicant ranks the program above what the match gave, and the
    program ranks the applicant and has a free position or holds somebody whom it ranks lower. Written apart from
    `match`, over all choices at once.

    Parameters
    ----------
    lists : RankOrderLists
    got : int array, shape (applicants,)
        As `match` returns it.
    alone : bool array, shape (applicants,), or None
        Who ranks alone; pairs with one of a couple aren't counted. None: everybody.
    """
    owner = np.repeat(np.arange(lists.applicants), np.diff(lists.start))
    matched = got >= 0
    program = lists.choice[got[matched]]
    taken = np.bincount(program, minlength=lists.positions.size)
    worst = np.full(lists.positions.size, UNRANKED, dtype=np.int64)
    np.maximum.at(worst, program, lists.rank_there[got[matched]])
    wanted_more = np.arange(lists.choice.size) < np.where(matched, got, lists.choice.size)[owner]
    ranked = lists.rank_there != UNRANKED
    if alone is not None:
        ranked &= alone[owner]
    has_room = taken[lists.choice] < lists.positions[lists.choice]
    holds_lower = (lists.rank_there < worst[lists.choice]) & (lists.positions[lists.choice] > 0)
    return int((wanted_more & ranked & (has_room | holds_lower)).sum())
