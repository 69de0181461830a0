"""What each application of a list adds to it, by hand."""

import numpy as np
import pytest

from optimizer.portfolio import Problem, marginal_values


def two_scenarios() -> Problem:
    chance = np.array([[[0.5, 0.1]], [[0.4, 0.4]], [[0.3, 0.9]]])
    return Problem(chance, np.array([0.25, 0.75]), np.array([3.0, 1.0, 2.0]))


def test_an_application_adds_its_chance_times_what_it_is_better_than_the_rest() -> None:
    best = 0.25 * 0.5 * (3 - 0.4 * 1) + 0.75 * 0.1 * (3 - 0.4 * 1)
    fallback = 0.25 * 0.5 * 0.4 * 1 + 0.75 * 0.9 * 0.4 * 1
    assert marginal_values(two_scenarios(), np.array([0, 0, -1])) == pytest.approx([best, fallback, 0.0])


def test_an_only_application_adds_all_there_is() -> None:
    assert marginal_values(two_scenarios(), np.array([-1, -1, 0])) == pytest.approx([0, 0, 2 * 0.75])


def test_an_empty_list_has_nothing_to_lose() -> None:
    assert marginal_values(two_scenarios(), np.array([-1, -1, -1])).tolist() == [0.0, 0.0, 0.0]
