"""Curves of mean chances, against quadrature for each program."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.estimate.averages import Kinds
from optimizer.estimate.mean_chances import base_log_odds, mean_chance
from optimizer.estimate.mean_curves import MeanCurves, log_odds_at, mean_at
from tests.drawn import examples

ROWS = 3
NO_KINDS = Kinds(np.zeros(1), np.ones(1))


@examples(60)
@given(
    seed=st.integers(0, 2**32 - 1),
    rate=st.floats(2e-6, 1 - 2e-6),
    spread=st.floats(0.0, 2.5),
    farthest=st.floats(0.0, 3.0),
)
def test_log_odds_are_those_of_quadrature_for_each_program(
    seed: int, rate: float, spread: float, farthest: float
) -> None:
    rng = np.random.default_rng(seed)
    spreads = np.array([spread, spread / 2, 0.1])
    shared = rng.uniform(-farthest, farthest, (ROWS, 4)), rng.dirichlet(np.ones(4), ROWS)
    own = rng.uniform(-farthest, farthest, (7, 2)), rng.dirichlet(np.ones(2), 7)
    rates = np.append(rng.beta(1, 12, 6).clip(1e-6), rate)
    row = rng.integers(0, ROWS, 7)
    found = log_odds_at(rates, row, spreads, Kinds(*shared), Kinds(*own))
    effects = (shared[0][row][:, :, None] + own[0][:, None, :]).reshape(7, -1)
    shares = (shared[1][row][:, :, None] * own[1][:, None, :]).reshape(7, -1)
    exactly = base_log_odds(rates, spreads[row], effects, shares)
    np.testing.assert_allclose(found, exactly, rtol=0.0, atol=2e-8)


def test_means_along_a_curve_are_those_of_quadrature() -> None:
    rng = np.random.default_rng(5)
    log_odds, row, spread = rng.normal(-3.0, 2.0, (4, 50)), rng.integers(0, ROWS, (4, 50)), np.array([0.0, 0.8, 1.6])
    found = mean_at(log_odds, row, spread, NO_KINDS.over(ROWS))
    np.testing.assert_allclose(found, mean_chance(log_odds, spread[row]), rtol=1e-8)


def test_slopes_are_those_of_the_curve_and_beyond_its_ends_it_stays() -> None:
    curves = MeanCurves.between(-4.0, 1.0, np.array([1.0]), NO_KINDS.over(1))
    row = np.array(0)
    above, below = (curves.at(np.array(-2.03 + step), row)[0] for step in (1e-5, -1e-5))
    assert curves.at(np.array(-2.03), row)[1] == pytest.approx((above - below) / 2e-5, rel=1e-6)
    assert curves.at(np.array(9.0), row)[0] == curves.at(np.array(curves.highest), row)[0]
    assert curves.at(np.array(-9.0), row)[0] == curves.at(np.array(curves.lowest), row)[0]


def test_curves_are_lengthened_where_they_do_not_reach() -> None:
    """Effects that pull to both sides put the solution far from where it is looked for first."""
    rate, row = np.array([0.02]), np.array([0])
    shared = np.array([[-14.0, 14.0]]), np.array([[0.97, 0.03]])
    (found,) = log_odds_at(rate, row, np.array([0.2]), Kinds(*shared), NO_KINDS.over(1))
    (exactly,) = base_log_odds(rate, np.array([0.2]), *shared)
    assert found == pytest.approx(exactly, abs=1e-6)
