"""Log-odds and quantiles are SciPy's."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from optimizer.estimate.log_odds import expit, log_gamma, logit
from optimizer.evidence import normal_scores, normal_shares

NEAR = 1e-14


@given(st.lists(st.floats(-700.0, 700.0), min_size=1))
def test_chances_of_log_odds(log_odds: list[float]) -> None:
    np.testing.assert_allclose(expit(log_odds), special.expit(log_odds), rtol=NEAR)


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_whatever_the_log_odds_nothing_overflows(log_odds: float) -> None:
    np.testing.assert_allclose(expit(log_odds), special.expit(log_odds), rtol=NEAR)


@given(st.lists(st.floats(0.0, 1.0), min_size=1))
def test_log_odds_of_chances(chances: list[float]) -> None:
    # Around a half the difference of two near numbers loses digits, here and there alike.
    np.testing.assert_allclose(logit(chances), special.logit(chances), rtol=1e-13, atol=1e-15)


def test_what_is_no_chance_has_no_log_odds() -> None:
    assert np.isnan(logit([1.5, -0.5, np.nan])).all()


@given(st.lists(st.floats(1e-12, 1 - 1e-12), min_size=1))
def test_quantiles_of_the_normal_distribution(shares: list[float]) -> None:
    np.testing.assert_allclose(normal_scores(shares), special.ndtri(shares), rtol=1e-12, atol=1e-14)


@given(st.lists(st.floats(-8.0, 8.0), min_size=1))
def test_shares_of_the_normal_distribution(scores: list[float]) -> None:
    np.testing.assert_allclose(normal_shares(scores), special.ndtr(scores), rtol=1e-9, atol=1e-15)


@given(st.lists(st.floats(0.01, 1e6), min_size=1))
def test_logarithms_of_the_gamma_function(numbers: list[float]) -> None:
    np.testing.assert_allclose(log_gamma(numbers), special.gammaln(numbers), rtol=1e-12, atol=1e-12)


def test_shapes_are_kept() -> None:
    assert expit(0.0).shape == logit(0.5).shape == ()
    assert normal_scores(np.full((2, 3), 0.5)).shape == log_gamma(np.ones((2, 3))).shape == (2, 3)
