"""Orders of arrays: what is quicker is the same."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from optimizer.arrays import in_stable_order


@given(st.lists(st.lists(st.sampled_from([0.0, 0.5, 1.0, np.inf, -np.inf]), min_size=4, max_size=4), max_size=5))
def test_equal_ones_stay_as_they_stand_in_every_row(rows: list[list[float]]) -> None:
    keys = np.array(rows, dtype=np.float64).reshape(-1, 4)
    np.testing.assert_array_equal(in_stable_order(keys), np.argsort(keys, axis=-1, kind="stable"))
    for row in keys:
        np.testing.assert_array_equal(in_stable_order(row), np.argsort(row, kind="stable"))


def test_numbers_none_of_which_are_equal_are_sorted() -> None:
    keys = np.random.default_rng(3).random((20, 30))
    np.testing.assert_array_equal(in_stable_order(keys), np.argsort(keys, axis=-1))
    assert in_stable_order(np.zeros(0)).size == 0
