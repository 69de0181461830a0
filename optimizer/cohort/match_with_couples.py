"""The match with couples: two people who rank pairs of programs, placed among all others, after Roth and Peranson.

Those who rank alone are matched first. Couples then come in one after the other, each to the first line of its list on
which both programs would take their partners. Whoever loses a place by it looks for another, from the top of the list;
a position that is left is offered to whoever likes it better, and couples whose list names the program look again. A
stable match need not exist where there are couples: one that has moved very often only goes down its list from then on,
so that an end comes, and whether it blocks the match is counted and told.
"""

from bisect import bisect_left, insort
from collections import deque
from dataclasses import dataclass

import numpy as np

from optimizer.arrays import BoolArray, IntArray
from optimizer.cohort.deferred_acceptance import UNMATCHED, UNRANKED, RankOrderLists, match

MOST_MOVES = 40
"""A couple that has taken so many places, one after the other, is going round in circles."""
NO_LINE = -1


@dataclass(frozen=True, slots=True, eq=False)
class CouplesLists:
    """Rank order lists of pairs.

    Attributes
    ----------
    partners : int array, shape (couples, 2)
        Applicants; nobody in two couples.
    start : int array, shape (couples + 1,)
        Where each couple's lines begin; the last entry is the number of all lines.
    lines : int array, shape (lines, 2)
        For each partner the position in `RankOrderLists.choice` of a choice of one's own, -1 = without a place.
    """

    partners: IntArray
    start: IntArray
    lines: IntArray

    @property
    def count(self) -> int:
        """How many couples there are."""
        return len(self.partners)

    def ranks_alone(self, applicants: int) -> BoolArray:
        """Who is in no couple, shape (applicants,)."""
        alone = np.ones(applicants, dtype=np.bool_)
        alone[self.partners.ravel()] = False
        return alone


@dataclass(frozen=True, slots=True, eq=False)
class CouplesMatch:
    """A match with couples.

    Attributes
    ----------
    got : int array, shape (applicants,)
        Position in `RankOrderLists.choice` of what each applicant got, -1 = unmatched.
    line : int array, shape (couples,)
        Position in `CouplesLists.lines` of what each couple got, -1 = none of its lines.
    in_circles : bool array, shape (couples,)
        Couples that moved too often, and only went down their lists from then on.
    """

    got: IntArray
    line: IntArray
    in_circles: BoolArray


def match_with_couples(lists: RankOrderLists, couples: CouplesLists) -> CouplesMatch:
    """Match applicants, some of them in couples, to programs.

    Parameters
    ----------
    lists : RankOrderLists
        Of everybody; what somebody in a couple gets is decided by the couple's lines alone.
    couples : CouplesLists

    Returns
    -------
    CouplesMatch
        Nobody who ranks alone blocks it with a program. Couples may: see `blocking_couples`.

    References
    ----------
    A. E. Roth, E. Peranson (1999), The redesign of the matching market for American physicians, American Economic
    Review 89(4), doi:10.1257/aer.89.4.748. A. E. Roth, J. H. Vande Vate (1990), Random paths to stability in two-sided
    matching, Econometrica 58(6), doi:10.2307/2938326 (one after the other, singles come to a stable match).
    """
    alone = couples.ranks_alone(lists.applicants)
    owner = np.repeat(np.arange(lists.applicants), np.diff(lists.start))
    of_singles = np.where(alone[owner], lists.rank_there, UNRANKED)
    got = match(RankOrderLists(lists.start, lists.choice, of_singles, lists.positions))
    floor = _Floor(lists, couples, owner, of_singles, got)
    floor.place_all()
    return CouplesMatch(
        np.array(floor.got, dtype=np.int64),
        np.array(floor.line, dtype=np.int64),
        np.array(floor.moves, dtype=np.int64) >= MOST_MOVES,
    )


class _Floor:
    """The market while couples come in: who holds what, who is waiting for a place, what has become free."""

    def __init__(
        self, lists: RankOrderLists, couples: CouplesLists, owner: IntArray, of_singles: IntArray, got: IntArray
    ) -> None:
        self.choice, self.rank_there = lists.choice.tolist(), lists.rank_there.tolist()
        self.start, self.positions = lists.start.tolist(), lists.positions.tolist()
        self.got = got.tolist()
        self.partners, self.lines = couples.partners.tolist(), couples.lines.tolist()
        self.first_line = couples.start.tolist()
        self.couple_of = {who: number for number, pair in enumerate(self.partners) for who in pair}
        self.line = [NO_LINE] * couples.count
        self.moves = [0] * couples.count
        self.lowest = couples.start[:-1].tolist()
        # What a program holds, best first: (place on its list, applicant).
        self.held: list[list[tuple[int, int]]] = [[] for _ in self.positions]
        for applicant, at in enumerate(self.got):
            if at != UNMATCHED:
                insort(self.held[self.choice[at]], (self.rank_there[at], applicant))
        self.wanted_by = _WantedBy(lists, owner, of_singles)
        self.couples_at = _couples_at(lists, couples)
        self.waiting = deque(range(couples.count))
        self.is_waiting = [True] * couples.count
        self.displaced: list[int] = []
        self.out = set[int]()
        self.freed: list[int] = []

    def place_all(self) -> None:
        """Let couples in until none has a line to look at."""
        while self.waiting:
            couple = self.waiting.popleft()
            self.is_waiting[couple] = False
            self._look(couple)
            while self.freed or self.displaced:
                if self.freed:
                    self._offer(self.freed.pop())
                else:
                    self._settle(self.displaced.pop())

    def _look(self, couple: int) -> None:
        """Take the first line that both programs grant, if it is better than what the couple has."""
        end = self.first_line[couple + 1] if self.line[couple] == NO_LINE else self.line[couple]
        begin = self.lowest[couple] if self.moves[couple] >= MOST_MOVES else self.first_line[couple]
        found = next((line for line in range(begin, end) if self._granted(couple, line)), NO_LINE)
        if found == NO_LINE:
            return
        self._withdraw(couple)
        self.moves[couple] += 1
        self.lowest[couple] = found + 1
        self.line[couple] = found
        for who, at in zip(self.partners[couple], self.lines[found], strict=True):
            self.got[who] = at
            if at != UNMATCHED:
                insort(self.held[self.choice[at]], (self.rank_there[at], who))
        for at in self.lines[found]:
            if at != UNMATCHED:
                self._turn_away_beyond(self.choice[at])

    def _granted(self, couple: int, line: int) -> bool:
        asked: dict[int, list[tuple[int, int]]] = {}
        for who, at in zip(self.partners[couple], self.lines[line], strict=True):
            if at != UNMATCHED:
                if self.rank_there[at] == UNRANKED:
                    return False
                asked.setdefault(self.choice[at], []).append((self.rank_there[at], who))
        return all(
            self._better(program, those) + len(those) <= self.positions[program] for program, those in asked.items()
        )

    def _better(self, program: int, asking: list[tuple[int, int]]) -> int:
        """How many others than those who ask a program holds above the lower of them."""
        lowest = max(asking)
        above = bisect_left(self.held[program], lowest)
        for place, who in asking:
            at = self.got[who]
            if (place, who) < lowest and at != UNMATCHED and self.choice[at] == program:
                above -= 1
        return above

    def _withdraw(self, couple: int) -> None:
        for who in self.partners[couple]:
            at, self.got[who] = self.got[who], UNMATCHED
            if at != UNMATCHED:
                self._free(self.choice[at], (self.rank_there[at], who))
        self.line[couple] = NO_LINE

    def _free(self, program: int, holder: tuple[int, int]) -> None:
        # Whom the program has just turned away, it doesn't hold any more.
        at = bisect_left(self.held[program], holder)
        if self.held[program][at : at + 1] == [holder]:
            del self.held[program][at]
            self.freed.append(program)

    def _turn_away_beyond(self, program: int) -> None:
        while len(self.held[program]) > self.positions[program]:
            _, who = self.held[program].pop()
            couple = self.couple_of.get(who)
            if couple is None:
                self.got[who] = UNMATCHED
                self.out.add(who)
                self.displaced.append(who)
            else:
                self._withdraw(couple)
                self._let_look(couple)

    def _let_look(self, couple: int) -> None:
        if not self.is_waiting[couple]:
            self.is_waiting[couple] = True
            self.waiting.append(couple)

    def _settle(self, who: int) -> None:
        """Somebody without a place looks for another, from the top."""
        self.out.discard(who)
        for at in range(self.start[who], self.start[who + 1]):
            program, place = self.choice[at], self.rank_there[at]
            if place != UNRANKED and bisect_left(self.held[program], (place,)) < self.positions[program]:
                self.got[who] = at
                insort(self.held[program], (place, who))
                self._turn_away_beyond(program)
                return

    def _offer(self, program: int) -> None:
        """Offer what became free to those who like it better than what they have; couples look again."""
        for place, who, at in self.wanted_by[program]:
            if len(self.held[program]) >= self.positions[program]:
                break
            if who not in self.out and (self.got[who] == UNMATCHED or at < self.got[who]):
                before = self.got[who]
                if before != UNMATCHED:
                    self._free(self.choice[before], (self.rank_there[before], who))
                self.got[who] = at
                insort(self.held[program], (place, who))
        for couple in self.couples_at[program]:
            # One that goes round in circles keeps what it has, or goes down.
            if self.moves[couple] < MOST_MOVES:
                self._let_look(couple)


class _WantedBy:
    """Those who rank alone, by program and its own order; a program is looked up when it first has a place free."""

    def __init__(self, lists: RankOrderLists, owner: IntArray, of_singles: IntArray) -> None:
        ranked = np.flatnonzero(of_singles != UNRANKED)
        self.at = ranked[np.lexsort((of_singles[ranked], lists.choice[ranked]))]
        self.start = np.searchsorted(lists.choice[self.at], np.arange(lists.positions.size + 1))
        self.place, self.owner = of_singles, owner
        self.found: dict[int, list[tuple[int, int, int]]] = {}

    def __getitem__(self, program: int) -> list[tuple[int, int, int]]:
        """Place, applicant, position in the choices."""
        if program not in self.found:
            at = self.at[self.start[program] : self.start[program + 1]]
            theirs = self.place[at].tolist(), self.owner[at].tolist(), at.tolist()
            self.found[program] = list(zip(*theirs, strict=True))
        return self.found[program]


def _couples_at(lists: RankOrderLists, couples: CouplesLists) -> list[list[int]]:
    """Couples by the programs that their lines name."""
    couple, names = np.repeat(np.arange(couples.count), np.diff(couples.start)), couples.lines != UNMATCHED
    named = [
        lists.choice[couples.lines[theirs, k]] * couples.count + couple[theirs] for k, theirs in enumerate(names.T)
    ]
    found: list[list[int]] = [[] for _ in range(lists.positions.size)]
    for both in np.unique(np.concatenate(named)).tolist():
        found[both // couples.count].append(both % couples.count)
    return found


def blocking_couples(lists: RankOrderLists, couples: CouplesLists, matched: CouplesMatch) -> BoolArray:
    """Which couples would rather have a line above what they got, that both programs would grant.

    A program grants a place if it prefers whom it gets by it to whom it holds: if it has room for those of the couple
    whom the line brings, or holds people whom it ranks lower. A partner who would leave is one of those whom it holds,
    so no couple blocks a match by letting one partner give way to the other. Written apart from the match.

    Parameters
    ----------
    lists : RankOrderLists
    couples : CouplesLists
    matched : CouplesMatch

    Returns
    -------
    bool array, shape (couples,)
    """
    couple = np.repeat(np.arange(couples.count), np.diff(couples.start))
    better = np.arange(couple.size) < np.where(matched.line == NO_LINE, couple.size, matched.line)[couple]
    line = couples.lines
    asks = line != UNMATCHED
    # What nobody asks for is granted: a choice of its own behind all others.
    program = np.append(lists.choice, lists.positions.size)[line]
    place = np.append(lists.rank_there, 0)[line]
    above = np.append(_held_above(lists, matched.got), -1)[line]
    positions = np.append(lists.positions, 1)[program]
    granted = (place != UNRANKED) & (above < positions)
    # Of two who ask the same program, the one whom it ranks lower needs room beside the other.
    lower = np.argmax(place, axis=1)
    every = np.arange(couple.size)
    other = line[every, 1 - lower]
    there = matched.got[couples.partners[couple, 1 - lower]] == other
    beside = above[every, lower] + ~there < positions[every, lower]
    same = asks.all(axis=1) & (program[:, 0] == program[:, 1])
    blocks = np.zeros(couples.count, dtype=np.bool_)
    blocks[couple[better & granted.all(axis=1) & (beside | ~same)]] = True
    return blocks


def _held_above(lists: RankOrderLists, got: IntArray) -> IntArray:
    """How many each choice's program holds above the applicant, shape (choices,)."""
    widest = int(lists.rank_there.max(initial=0)) + 1
    key = lists.choice * widest + np.maximum(lists.rank_there, 0)
    held = np.sort(key[got[got != UNMATCHED]])
    return np.searchsorted(held, key) - np.searchsorted(held, lists.choice * widest)
