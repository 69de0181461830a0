"""The match: stable, best for applicants, and the same in whatever order they propose."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.cohort import RankOrderLists, blocking_pairs, match


def lists_of(choices: list[list[int]], ranked_by: list[list[int]], positions: list[int]) -> RankOrderLists:
    """From each applicant's programs and each program's applicants, best first."""
    start = np.cumsum([0, *(len(one) for one in choices)])
    choice = np.array([program for one in choices for program in one], dtype=np.int64)
    standing = [
        ranked_by[program].index(applicant) if applicant in ranked_by[program] else -1
        for applicant, one in enumerate(choices)
        for program in one
    ]
    return RankOrderLists(start, choice, np.array(standing, dtype=np.int64), np.array(positions, dtype=np.int64))


def programs_got(lists: RankOrderLists) -> list[int | None]:
    return [None if at < 0 else int(lists.choice[at]) for at in match(lists)]


@st.composite
def markets(draw: st.DrawFn) -> RankOrderLists:
    applicants, programs = draw(st.integers(1, 5)), draw(st.integers(1, 4))

    def some_of(number: int) -> st.SearchStrategy[list[int]]:
        return st.permutations(range(number)).flatmap(
            lambda order: st.integers(0, number).map(lambda kept: list(order)[:kept])
        )

    choices = [draw(some_of(programs)) for _ in range(applicants)]
    ranked_by = [draw(some_of(applicants)) for _ in range(programs)]
    return lists_of(choices, ranked_by, [draw(st.integers(0, 2)) for _ in range(programs)])


def test_an_applicant_gives_way_to_one_whom_the_program_ranks_higher() -> None:
    lists = lists_of([[0, 1], [0]], [[1, 0], [0]], [1, 1])
    assert programs_got(lists) == [1, 0]


def test_a_chain_of_rejections_runs_to_its_end() -> None:
    lists = lists_of([[0, 1, 2], [0, 1], [1, 0]], [[2, 1, 0], [1, 2, 0], [0]], [1, 1, 1])
    assert programs_got(lists) == [2, 0, 1]


def test_who_is_ranked_by_nobody_stays_unmatched() -> None:
    assert programs_got(lists_of([[0]], [[]], [3])) == [None]


def test_a_program_without_positions_takes_nobody() -> None:
    assert programs_got(lists_of([[0, 1]], [[0], [0]], [0, 1])) == [1]


def test_nobody_in_the_market_is_no_match() -> None:
    assert match(lists_of([], [], [])).size == 0


def test_a_pair_that_would_rather_have_each_other_is_counted() -> None:
    lists = lists_of([[0, 1], [0, 1]], [[0, 1], [0, 1]], [1, 1])
    crossed = np.array([1, 2])
    assert blocking_pairs(lists, crossed) == 1
    assert blocking_pairs(lists, np.array([-1, -1])) == 4
    assert blocking_pairs(lists, match(lists)) == 0


@given(markets())
def test_no_pair_would_rather_have_each_other(lists: RankOrderLists) -> None:
    assert blocking_pairs(lists, match(lists)) == 0


@given(markets())
def test_no_stable_match_is_better_for_any_applicant(lists: RankOrderLists) -> None:
    best = match(lists)
    own = [[-1, *range(lists.start[a], lists.start[a + 1])] for a in range(lists.applicants)]
    for assigned in product(*own):
        got = np.array(assigned, dtype=np.int64)
        held = got[got >= 0]
        counts = np.bincount(lists.choice[held], minlength=lists.positions.size)
        if (counts > lists.positions).any() or (lists.rank_there[held] < 0).any() or blocking_pairs(lists, got):
            continue
        for applicant, at in enumerate(got):
            assert best[applicant] >= 0 or at < 0
            assert at < 0 or best[applicant] <= at


@pytest.mark.parametrize("seed", range(3))
def test_a_large_market_is_stable_and_fills_what_it_can(seed: int) -> None:
    rng = np.random.default_rng(seed)
    applicants, programs, listed = 2000, 300, 10
    choice = np.array([rng.choice(programs, listed, replace=False) for _ in range(applicants)]).ravel()
    standing = np.empty(choice.size, dtype=np.int64)
    for program in range(programs):
        at = np.flatnonzero(choice == program)
        standing[at] = rng.permutation(at.size)
    lists = RankOrderLists(
        np.arange(0, choice.size + 1, listed), choice, standing, rng.integers(1, 9, programs, dtype=np.int64)
    )
    got = match(lists)
    assert blocking_pairs(lists, got) == 0
    assert np.bincount(lists.choice[got[got >= 0]], minlength=programs).max() <= 8
