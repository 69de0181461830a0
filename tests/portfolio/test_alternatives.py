"""Equally good lists: beside every list of small problems, and by hand."""

from itertools import combinations

import numpy as np
import pytest

from optimizer.errors import BadInput
from optimizer.portfolio import Limit, Problem, Solved, alternatives, evaluate, solve, violations
from tests.oracle import all_lists, allowed, is_possible, values_of
from tests.strategies import random_problem

GAP = 1e-6
POSSIBLE = [seed for seed in range(5000, 5070) if is_possible(random_problem(seed))]


@pytest.mark.parametrize("share", [0.0, 0.05, 0.5])
@pytest.mark.parametrize("seed", POSSIBLE)
def test_no_list_within_the_loss_does_without_more_programs(seed: int, share: float) -> None:
    problem = random_problem(seed)
    highest = max(float(problem.utility.max()), 1e-9)
    solved = solve(problem, gap=GAP)
    assert isinstance(solved, Solved)
    loss, slack = share * highest, 1.01 * GAP * highest
    found = alternatives(problem, solved, loss=loss, count=3, gap=GAP)
    lists = all_lists(problem)
    lists = lists[allowed(problem, lists)]
    leaves = ((lists < 0) & (solved.mode >= 0)).sum(axis=1)
    values = values_of(problem, lists)
    surely = leaves[values >= solved.value - loss].max(initial=0)
    perhaps = leaves[values >= solved.value - loss - slack].max(initial=0)
    if not found:
        assert surely == 0
        return
    assert found[0].most_leaves == found[0].leaves
    assert surely <= found[0].leaves <= perhaps
    for alternative in found:
        assert violations(problem, alternative.mode) == ()
        assert alternative.value == evaluate(problem, alternative.mode) >= solved.value - loss - slack
        assert alternative.leaves == ((alternative.mode < 0) & (solved.mode >= 0)).sum() >= 1
    assert all(alternative.most_leaves is None for alternative in found[1:])
    for one, other in combinations([solved.mode, *(alternative.mode for alternative in found)], 2):
        assert ((one >= 0) & (other < 0)).any()


def ten_alike(chosen: int) -> tuple[Problem, Solved]:
    count = Limit("count", np.ones(10), maximum=chosen)
    problem = Problem(np.full((10, 1, 1), 0.3), np.ones(1), np.ones(10), limits=(count,))
    solved = solve(problem)
    assert isinstance(solved, Solved)
    return problem, solved


def test_a_list_of_programs_alike_can_change_altogether() -> None:
    first, second = alternatives(*ten_alike(5), loss=0.0, count=2)
    assert (first.leaves, first.most_leaves) == (5, 5)
    # The third list has something in common with one of the two before it: there are ten programs only.
    assert second.leaves >= 2


def test_a_list_of_all_programs_has_no_equal() -> None:
    assert alternatives(*ten_alike(10), loss=0.0) == ()


def test_a_loss_lets_some_of_all_programs_go() -> None:
    problem, solved = ten_alike(10)
    loss = solved.value - (1 - 0.7**8) + 1e-9
    (one,) = alternatives(problem, solved, loss=loss)
    assert (one.leaves, one.most_leaves) == (2, 2)
    assert one.value == pytest.approx(1 - 0.7**8)


def test_fewer_lists_come_where_there_are_no_more() -> None:
    count = Limit("count", np.ones(3), maximum=1)
    problem = Problem(np.array([0.3, 0.3, 0.1])[:, None, None], np.ones(1), np.ones(3), limits=(count,))
    solved = solve(problem)
    assert isinstance(solved, Solved)
    assert len(alternatives(problem, solved, loss=0.0, count=5)) == 1
    assert len(alternatives(problem, solved, loss=0.2, count=5)) == 2
    assert alternatives(problem, solved, loss=0.2, count=0) == ()


def test_an_empty_list_can_leave_nothing_out() -> None:
    problem = Problem(np.full((2, 1, 1), 0.3), np.ones(1), np.ones(2), forbidden=[0, 1])
    solved = solve(problem)
    assert isinstance(solved, Solved)
    assert alternatives(problem, solved, loss=1.0) == ()


def test_without_time_there_is_no_other_list() -> None:
    assert alternatives(*ten_alike(5), loss=0.0, time_limit_s=0) == ()


@pytest.mark.parametrize("loss", [-0.1, np.nan, np.inf])
def test_a_loss_that_is_none_is_refused(loss: float) -> None:
    with pytest.raises(BadInput, match="loss"):
        alternatives(*ten_alike(5), loss=loss)
