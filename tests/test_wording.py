"""How chances and ranges are said: never one number, never certain."""

from itertools import product

import pytest

from optimizer.wording import (
    chance_and_range,
    ends_in_100,
    ends_of_interviews,
    interviews_for_you,
    points_at_most,
    range_in_100,
    range_of_100,
    span_of_100,
    tenths_of_100,
    tier_words,
)


@pytest.mark.parametrize(
    ("low", "high", "ends"),
    [
        (0.18, 0.37, ("18", "37")),
        (0.002, 0.034, ("<1", "3")),
        (0.9, 0.999, ("90", ">99")),
        (0.931, 0.934, ("93", "94")),
        (0.5, 0.5, ("49", "51")),
        (0.999, 1.0, ("99", ">99")),
        (0.0, 0.001, ("<1", "1")),
    ],
)
def test_a_range_has_two_ends(low: float, high: float, ends: tuple[str, str]) -> None:
    assert ends_in_100(low, high) == ends


def test_no_range_is_one_number_and_nothing_is_certain() -> None:
    grid = [k / 400 for k in range(401)]
    for low, high in product(grid, grid[::7]):
        if low <= high:
            first, last = ends_in_100(low, high)
            assert first != last
            assert "0" not in (first, last)
            assert "100" not in (first, last)


def test_a_range_within_a_sentence_spells_its_ends_out() -> None:
    assert range_in_100(0.97, 1.0) == "97 to more than 99 in 100"
    assert range_in_100(0.001, 0.04) == "fewer than 1 to 4 in 100"


def test_a_range_in_a_cell_has_two_ends() -> None:
    assert span_of_100(0.18, 0.37) == "18-37"
    assert span_of_100(0.9, 0.999) == "90 to >99"
    assert span_of_100(0.5, 0.5) == "49-51"


def test_a_chance_with_its_range_is_never_certain() -> None:
    assert chance_and_range(0.27, (0.18, 0.37)) == "About 27 in 100, range 18\N{EN DASH}37"
    assert chance_and_range(1.0, (1.0, 1.0)) == "More than 99 in 100, range 99\N{EN DASH}over 99"


def test_a_range_of_changes_shows_as_many_decimals_as_tell_its_ends_apart() -> None:
    assert range_of_100(0.03, 0.05) == "+3 to +5"
    assert range_of_100(0.031, 0.034) == "+3.1 to +3.4"
    assert range_of_100(0.02, 0.02) == "+2"
    assert range_of_100(0.001, 0.002, 2, signed=False) == "0.10 to 0.20"


@pytest.mark.parametrize(
    ("gap", "said"),
    [(0.0, "0.01 points in 100"), (0.0005, "0.1 points in 100"), (0.01, "1 points in 100"), (0.07, "7% of 100 points")],
)
def test_a_gap_is_rounded_up(gap: float, said: str) -> None:
    assert points_at_most(gap) == said


def test_tenths_hide_neither_end() -> None:
    assert [tenths_of_100(share) for share in (0.0001, 0.4821, 0.9999)] == ["<0.1", "48.2", ">99.9"]


def test_interviews_are_a_range_too() -> None:
    assert interviews_for_you(0, 5) == "8 of 10 people with your answers hold 0 to 5 interviews"
    assert interviews_for_you(3, 4).endswith("hold 3 or 4 interviews")
    assert interviews_for_you(0, 0).endswith("hold 0 or 1 interviews")
    assert interviews_for_you(18, 18).endswith("hold 17 or 18 interviews")


@pytest.mark.parametrize(
    ("low", "high", "ends"),
    [
        (3.6, 10.2, ("4", "10")),
        (0.2, 1.7, ("<1", "2")),
        (17.8, 17.98, ("17", "18")),
        (18.0, 18.0, ("17", "18")),
        (4.1, 4.3, ("4", "5")),
        (0.0, 0.0, ("<1", "1")),
        (0.3, 0.4, ("<1", "1")),
    ],
)
def test_a_range_of_interviews_never_has_one_number(low: float, high: float, ends: tuple[str, str]) -> None:
    assert ends_of_interviews(low, high) == ends


def test_only_a_likely_safety_is_called_one() -> None:
    assert tier_words("safety", sure=True) == "safety"
    assert tier_words("safety", sure=False) == "more likely than most for you"
    assert tier_words("reach", sure=False) == "reach"
