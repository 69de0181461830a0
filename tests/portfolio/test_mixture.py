"""The best mixture of corners, also where no step is good enough for the tolerance."""

import numpy as np
import pytest

from optimizer.portfolio import Problem
from optimizer.portfolio.concave import value_function
from optimizer.portfolio.mixture import best_mixture


def test_steps_that_run_out_still_give_the_best_mixture_they_found() -> None:
    rng = np.random.default_rng(3)
    problem = Problem(rng.uniform(0, 0.5, (6, 1, 4)), np.full(4, 0.25), np.ones(6))
    value = value_function(problem, np.arange(6))
    corners = np.array([value.exposure(row) for row in np.array([[1, 1, 1, 0, 0, 0], [0, 0, 0, 1, 1, 1.0]])])
    share, _ = best_mixture(value, corners, -1.0)
    assert share.sum() == pytest.approx(1)
    assert (share >= 0).all()
    between = [value.at(np.tensordot([t, 1 - t], corners, axes=1)) for t in np.linspace(0, 1, 101)]
    assert value.at(np.tensordot(share, corners, axes=1)) >= max(between) - 1e-9
