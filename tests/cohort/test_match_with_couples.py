"""The match with couples against every match that there could be, in markets small enough to look at them all."""

from collections.abc import Iterator
from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from optimizer.cohort import (
    CouplesLists,
    CouplesMatch,
    RankOrderLists,
    blocking_couples,
    blocking_pairs,
    match,
    match_with_couples,
)

NOTHING = -1


def lists_of(choices: list[list[int]], order: list[list[int]], positions: list[int]) -> RankOrderLists:
    """Lists from each applicant's programs and each program's applicants, both best first."""
    place = [
        order[program].index(who) if who in order[program] else -1
        for who, ranks in enumerate(choices)
        for program in ranks
    ]
    start = np.cumsum([0, *(len(ranks) for ranks in choices)])
    return RankOrderLists(
        start,
        np.array([program for ranks in choices for program in ranks], dtype=np.int64),
        np.array(place, dtype=np.int64),
        np.array(positions),
    )


def couple_of(lists: RankOrderLists, partners: tuple[int, int], pairs: list[tuple[int, int]]) -> CouplesLists:
    """One couple by pairs of programs, -1 = without a place."""
    at = [[_position(lists, who, program) for who, program in zip(partners, pair, strict=True)] for pair in pairs]
    return CouplesLists(np.array([partners]), np.array([0, len(pairs)]), np.array(at, dtype=np.int64).reshape(-1, 2))


def _position(lists: RankOrderLists, who: int, program: int) -> int:
    if program == NOTHING:
        return NOTHING
    here = lists.choice[lists.start[who] : lists.start[who + 1]].tolist()
    return int(lists.start[who]) + list(map(int, here)).index(program)


def any_market(seed: int) -> tuple[RankOrderLists, CouplesLists]:
    rng = np.random.default_rng(seed)
    people, programs = int(rng.integers(2, 6)), int(rng.integers(1, 4))
    choices = [rng.permutation(programs)[: rng.integers(1, programs + 1)].tolist() for _ in range(people)]
    order = [rng.permutation(people)[: rng.integers(1, people + 1)].tolist() for _ in range(programs)]
    lists = lists_of(choices, order, rng.integers(0, 3, programs).tolist())
    partners = rng.permutation(people)[: 2 * rng.integers(1, people // 2 + 1)].reshape(-1, 2)
    start, lines = [0], []
    for first, second in partners:
        all_lines = [line for line in product(*(_choices(lists, who) for who in (first, second))) if line != (-1, -1)]
        lines += rng.permutation(np.array(all_lines))[: rng.integers(1, len(all_lines) + 1)].tolist()
        start.append(len(lines))
    return lists, CouplesLists(partners, np.array(start), np.array(lines, dtype=np.int64))


def _choices(lists: RankOrderLists, who: int) -> list[int]:
    return [*range(lists.start[who], lists.start[who + 1]), NOTHING]


def every_match(lists: RankOrderLists, couples: CouplesLists) -> Iterator[CouplesMatch]:
    """All that respect the lists and the positions."""
    alone = np.flatnonzero(couples.ranks_alone(lists.applicants)).tolist()
    lines = [[*range(couples.start[k], couples.start[k + 1]), NOTHING] for k in range(couples.count)]
    for combined in product(*(_choices(lists, who) for who in alone), *lines):
        got = np.full(lists.applicants, NOTHING)
        got[alone] = combined[: len(alone)]
        line = np.array(combined[len(alone) :])
        for pair, taken in zip(couples.partners, line, strict=True):
            got[pair] = couples.lines[taken] if taken != NOTHING else NOTHING
        has = got[got != NOTHING]
        within = (np.bincount(lists.choice[has], minlength=lists.positions.size) <= lists.positions).all()
        if within and (lists.rank_there[has] >= 0).all():
            yield CouplesMatch(got, line, np.zeros(couples.count, dtype=np.bool_))


def is_stable(lists: RankOrderLists, couples: CouplesLists, found: CouplesMatch) -> bool:
    """By the definition, told in sets: nobody alone and no couple could go where they would rather be."""

    def keeps(program: int, newcomers: list[int]) -> bool:
        """Of those whom it holds and those who would come, it keeps the newcomers."""
        holders = [at for at in found.got.tolist() if at != NOTHING and lists.choice[at] == program]
        place = {owner(lists, at): int(lists.rank_there[at]) for at in (*holders, *newcomers)}
        best = sorted(place, key=place.__getitem__)[: lists.positions[program]]
        return all(lists.rank_there[at] >= 0 and owner(lists, at) in best for at in newcomers)

    for who in np.flatnonzero(couples.ranks_alone(lists.applicants)).tolist():
        end = found.got[who] if found.got[who] != NOTHING else lists.start[who + 1]
        if any(keeps(lists.choice[at], [at]) for at in range(lists.start[who], end)):
            return False
    for number in range(couples.count):
        end = found.line[number] if found.line[number] != NOTHING else couples.start[number + 1]
        for line in couples.lines[couples.start[number] : end].tolist():
            wanted: dict[int, list[int]] = {}
            for at in line:
                if at != NOTHING:
                    wanted.setdefault(int(lists.choice[at]), []).append(at)
            if all(keeps(program, newcomers) for program, newcomers in wanted.items()):
                return False
    return True


def owner(lists: RankOrderLists, at: int) -> int:
    return int(np.searchsorted(lists.start, at, side="right")) - 1


@given(st.integers(0, 10**6).map(any_market))
def test_a_match_is_called_stable_only_if_it_is(drawn: tuple[RankOrderLists, CouplesLists]) -> None:
    lists, couples = drawn
    found = match_with_couples(lists, couples)
    alone = couples.ranks_alone(lists.applicants)
    assert blocking_pairs(lists, found.got, alone) == 0
    blocking = blocking_couples(lists, couples, found)
    assert is_stable(lists, couples, found) == (not blocking.any())
    assert not (blocking & ~found.in_circles).any()
    has = found.got[found.got != NOTHING]
    assert (np.bincount(lists.choice[has], minlength=lists.positions.size) <= lists.positions).all()
    for pair, line in zip(couples.partners, found.line, strict=True):
        assert found.got[pair].tolist() == ([NOTHING, NOTHING] if line == NOTHING else couples.lines[line].tolist())


def test_a_stable_match_is_found_where_there_is_one() -> None:
    """In a few of these markets there is none; in all others one is found, though nothing promises it."""
    for market in map(any_market, range(600)):
        found = match_with_couples(*market)
        if blocking_couples(*market, found).any():
            assert not any(is_stable(*market, one) for one in every_match(*market))


def test_where_no_match_is_stable_the_couple_that_blocks_is_told() -> None:
    """The couple wants both positions, a single either, and the programs disagree on the single."""
    lists = lists_of([[0], [1], [0, 1]], [[0, 2], [2, 1]], [1, 1])
    couples = couple_of(lists, (0, 1), [(0, 1)])
    assert not any(is_stable(lists, couples, one) for one in every_match(lists, couples))
    found = match_with_couples(lists, couples)
    assert found.in_circles.tolist() == [True]
    assert blocking_pairs(lists, found.got, couples.ranks_alone(3)) == 0
    assert blocking_couples(lists, couples, found).tolist() == [True]


def test_a_couple_that_leaves_lets_others_move_up() -> None:
    """The couple takes its first line only once the place is free; who follows gets what it left."""
    lists = lists_of([[0, 1], [0, 1], [1, 0]], [[0, 1, 2], [2, 0, 1]], [2, 1])
    couples = couple_of(lists, (0, 1), [(0, 0), (0, -1)])
    found = match_with_couples(lists, couples)
    assert lists.choice[found.got].tolist() == [0, 0, 1]


def test_one_position_never_takes_both_of_a_couple() -> None:
    lists = lists_of([[0], [0]], [[0, 1]], [1])
    couples = couple_of(lists, (0, 1), [(0, 0), (-1, 0)])
    found = match_with_couples(lists, couples)
    assert found.got.tolist() == [NOTHING, 1]


def test_without_couples_it_is_the_match_of_those_who_rank_alone() -> None:
    lists = lists_of([[0, 1], [0], [1, 0]], [[1, 0, 2], [0, 2]], [1, 1])
    none = CouplesLists(np.zeros((0, 2), dtype=np.int64), np.array([0]), np.zeros((0, 2), dtype=np.int64))
    np.testing.assert_array_equal(match_with_couples(lists, none).got, match(lists))
