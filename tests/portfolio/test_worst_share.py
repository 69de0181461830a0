"""The mean of the worst scenarios as what is maximised."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from optimizer.errors import BadInput
from optimizer.portfolio import Limit, Problem, Solved, evaluate, marginal_values, mixture, solve
from optimizer.portfolio.linear import LinearAnswer, Verdict
from tests.oracle import best_list
from tests.strategies import random_problem


def gamble(**fields: Any) -> Problem:
    """One of two: the first is better on average, the second in the worst half of the scenarios."""
    chance = np.array([[[0.9, 0.2]], [[0.4, 0.4]]])
    return Problem(chance, np.array([0.5, 0.5]), np.ones(2), limits=(Limit("one", np.ones(2), maximum=1),), **fields)


@pytest.mark.parametrize(
    ("share", "chosen", "value"),
    [(1.0, 0, 0.55), (0.9, 0, (0.5 * 0.2 + 0.4 * 0.9) / 0.9), (0.5, 1, 0.4), (0.6, 1, 0.4), (0.001, 1, 0.4)],
)
def test_the_smaller_the_share_the_safer_the_list(share: float, chosen: int, value: float) -> None:
    answer = solve(gamble(worst_share=share))
    assert isinstance(answer, Solved)
    assert answer.mode[chosen] == 0
    assert answer.value == pytest.approx(value)


def test_the_match_probability_is_that_of_all_scenarios() -> None:
    answer = solve(gamble(worst_share=0.2, required=[0]))
    assert isinstance(answer, Solved)
    assert answer.value == pytest.approx(0.2)
    assert answer.match_probability == pytest.approx(0.55)


def test_the_last_scenario_counts_in_part() -> None:
    chance = np.array([[[0.1, 0.2, 0.6]]])
    problem = Problem(chance, np.array([0.2, 0.3, 0.5]), np.ones(1), worst_share=0.4)
    assert evaluate(problem, [0]) == pytest.approx((0.2 * 0.1 + 0.2 * 0.2) / 0.4)


@pytest.mark.parametrize("seed", range(6000, 6040))
def test_the_value_never_falls_as_the_share_grows(seed: int) -> None:
    problem = replace(random_problem(seed), worst_share=1.0)
    values = [
        best.value if (best := best_list(replace(problem, worst_share=share))) is not None else 0.0
        for share in (0.05, 0.3, 0.6, 1.0)
    ]
    assert values == sorted(values)
    for share, value in zip((0.05, 0.3, 0.6), values, strict=False):
        answer = solve(replace(problem, worst_share=share), gap=1e-6)
        assert not isinstance(answer, Solved) or answer.value == pytest.approx(value, abs=2e-5)


def test_a_large_problem_is_proven_too() -> None:
    rng = np.random.default_rng(8)
    log_odds = (
        rng.normal(-3, 1, (120, 1, 1))
        + rng.normal(0, 0.7, 16)
        + rng.normal(0, 0.4, (4, 16))[np.arange(120) % 4][:, None]
    )
    count = Limit("count", np.ones(120), maximum=30)
    problem = Problem(
        1 / (1 + np.exp(-log_odds)), np.full(16, 1 / 16), rng.choice([0.4, 0.7, 1.0], 120), limits=(count,)
    )
    robust, expected = (solve(replace(problem, worst_share=share)) for share in (0.2, 1.0))
    assert isinstance(robust, Solved)
    assert isinstance(expected, Solved)
    assert robust.proven
    assert robust.value >= evaluate(replace(problem, worst_share=0.2), expected.mode) - 1e-9
    assert robust.value < expected.value


def test_what_an_application_adds_is_told_of_the_worst_scenarios() -> None:
    problem = replace(gamble(worst_share=0.5), limits=())
    whole, first_only, second_only = (evaluate(problem, mode) for mode in ([0, 0], [0, -1], [-1, 0]))
    assert marginal_values(problem, np.array([0, 0])) == pytest.approx([whole - second_only, whole - first_only])
    assert marginal_values(problem, np.array([-1, 0])) == pytest.approx([0.0, 0.4])


def test_without_an_answer_for_the_mixture_the_proof_still_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = LinearAnswer(Verdict.OUT_OF_TIME, np.zeros(0), np.inf, np.zeros(0))
    monkeypatch.setattr(mixture, "maximise", lambda *_, **__: nothing)
    for seed in range(6000, 6010):
        problem = replace(random_problem(seed), worst_share=0.3)
        best, answer = best_list(problem), solve(problem, gap=1e-6)
        assert isinstance(answer, Solved) == (best is not None)
        if isinstance(answer, Solved) and best is not None:
            assert answer.value == pytest.approx(best.value, abs=2e-5)


@pytest.mark.parametrize("share", [0.0, -0.1, 1.1, np.nan, None, "half"])
def test_a_share_that_is_none_is_refused(share: Any) -> None:
    with pytest.raises(BadInput, match="worst_share: is no share"):
        gamble(worst_share=share)
