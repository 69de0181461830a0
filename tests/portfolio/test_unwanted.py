"""Work that nobody waits for any more ends at its next look at a deadline."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from optimizer.portfolio import Solved, Unwanted, solve, unless_unwanted
from tests.strategies import random_problem

PROBLEM = random_problem(0)
PATIENCE_S = 60.0


def test_an_answer_that_is_wanted_is_given() -> None:
    assert isinstance(unless_unwanted(lambda: solve(PROBLEM), threading.Event()), Solved)


def test_a_solve_that_nobody_waits_for_is_not_begun_and_the_next_one_is() -> None:
    unwanted = threading.Event()
    unwanted.set()
    with pytest.raises(Unwanted):
        unless_unwanted(lambda: solve(PROBLEM), unwanted)
    assert isinstance(solve(PROBLEM), Solved)


def test_work_without_an_end_ends_and_takes_no_other_work_with_it() -> None:
    def endless() -> None:
        while True:
            solve(PROBLEM)
            solved.set()

    unwanted, solved, other = (threading.Event() for _ in range(3))
    with ThreadPoolExecutor(2) as threads:
        stopped = threads.submit(unless_unwanted, endless, unwanted)
        assert solved.wait(PATIENCE_S)
        unwanted.set()
        assert isinstance(stopped.exception(PATIENCE_S), Unwanted)
        assert isinstance(threads.submit(unless_unwanted, lambda: solve(PROBLEM), other).result(PATIENCE_S), Solved)
