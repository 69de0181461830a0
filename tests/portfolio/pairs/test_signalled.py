"""What signals carry exposures to in a place, and slopes of the bound that know it and lie above the value."""

import time

import numpy as np
import pytest

from optimizer.portfolio import PairSolved, solve_pair
from optimizer.portfolio.deadline import Deadline
from optimizer.portfolio.pairs.boxes import most_exposure
from optimizer.portfolio.pairs.envelope import together
from optimizer.portfolio.pairs.signalled import Reach, Signalling, quiet_slope
from optimizer.portfolio.pairs.terms import terms_of
from optimizer.portfolio.region import allowed_region
from tests.portfolio.pairs.small_pairs import allowed_lists, random_pair


def soon() -> Deadline:
    return Deadline(time.perf_counter() + 10.0)


def random_reach(rng: np.random.Generator, signals: int) -> Reach:
    """Boxes of two cells in three scenarios that grow with each signal, ever less."""
    quiet = rng.uniform(0.01, 1.5, (1, 2, 3))
    steps = -np.sort(-rng.exponential(0.5, (signals, 2, 3)), axis=0)
    return Reach(np.concatenate([quiet, quiet + np.cumsum(steps, axis=0)]))


@pytest.mark.parametrize("seed", range(40))
def test_a_slope_taken_without_signals_lies_above_the_value_in_every_box(seed: int) -> None:
    rng = np.random.default_rng(seed)
    reach = random_reach(rng, int(rng.integers(0, 5))), random_reach(rng, int(rng.integers(0, 5)))
    x, y = (one.quiet * rng.uniform(0.0, 1.3, one.quiet.shape) for one in reach)
    sent = rng.uniform(0, 2, 2), rng.uniform(0, 2, 2)
    slope = quiet_slope(x, y, sent, reach)
    assert slope.by_signal is not None
    told = slope.by_x * x + slope.by_y * y
    told += slope.by_signal[0] * sent[0][:, None] + slope.by_signal[1] * sent[1][:, None]
    assert slope.value == pytest.approx(told)
    for first, most_x in enumerate(reach[0].most):
        for second, most_y in enumerate(reach[1].most):
            signals = first * slope.by_signal[0] + second * slope.by_signal[1]
            for _ in range(20):
                at_x, at_y = rng.uniform(0, 1, (2, 2, 3)) ** rng.choice([0.2, 1.0, 3.0])
                inside_x, inside_y = at_x * most_x, at_y * most_y
                above = slope.by_x * inside_x + slope.by_y * inside_y + signals
                assert (above >= together(inside_x, inside_y) - 1e-9).all()


def test_without_a_signal_the_slope_is_exact_where_all_of_a_place_is_applied_to() -> None:
    reach = random_reach(np.random.default_rng(1), 3), random_reach(np.random.default_rng(2), 3)
    x, y = reach[0].quiet, reach[1].quiet
    found = quiet_slope(x, y, (np.zeros(2), np.zeros(2)), reach)
    assert found.value == pytest.approx(together(x, y))


@pytest.mark.parametrize("seed", range(25))
def test_no_list_reaches_further_in_a_place_than_its_signals_carry_it(seed: int) -> None:
    problem = random_pair(seed)
    terms = terms_of(problem)
    for side, one, lists in zip(terms.sides, problem.problems, allowed_lists(problem), strict=True):
        region = allowed_region(one)
        most = most_exposure(side, region, terms.place, soon())
        signalling = Signalling.of(side, region, most, soon())
        assert signalling.signals >= (lists >= 1).sum(axis=1).max(initial=0)
        for cell in range(terms.place.size):
            counted = side.near[[cell]].toarray()[:, side.group]
            programs = np.flatnonzero(counted.any(axis=0))
            reach = signalling.reach(np.array([cell]), programs, counted[:, programs])
            for mode in lists[:60]:
                there = [k for k in programs if mode[k] >= 0]
                exposure = sum((side.hazard[k, mode[k]] for k in there), np.zeros(side.hazard.shape[2]))
                signals = min(sum(int(mode[k]) >= 1 for k in there), len(reach.most) - 1)
                assert (exposure <= reach.most[signals, 0] + 1e-9).all()


def test_without_time_any_number_of_signals_may_be_sent() -> None:
    problem = random_pair(3)
    terms = terms_of(problem)
    region = allowed_region(problem.problems[0])
    most = np.ones((terms.place.size, problem.weight.size))
    signalling = Signalling.of(terms.sides[0], region, most, Deadline(time.perf_counter()))
    assert signalling.signals == region.programs


def test_a_pair_s_bound_is_none_the_worse_for_signals() -> None:
    """On the random cases the bound lies, on the whole, within a hundredth of the best pair."""
    missing = []
    for seed in range(20):
        solved = solve_pair(random_pair(seed), gap=1e-6)
        if isinstance(solved, PairSolved):
            missing.append((solved.bound - solved.value) / random_pair(seed).unit_of_value)
    assert np.mean(missing) < 0.02
