"""Every fault of what is handed over: refused with field, index and what is allowed, all faults at once."""

from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from optimizer.errors import BadInput
from optimizer.portfolio import FeeSchedule, Limit, Problem, solve

NAN, INF = float("nan"), float("inf")


def good() -> dict[str, Any]:
    return {"offer_chance": np.full((3, 2, 2), 0.5), "scenario_weight": [0.5, 0.5], "utility": [1.0, 1.0, 1.0]}


def changed(index: tuple[int, ...], value: float) -> Any:
    chance = np.full((3, 2, 2), 0.5)
    chance[index] = value
    return chance


def ones(*shape: int) -> Any:
    return np.ones(shape)


def fee_of(programs: int) -> FeeSchedule:
    return FeeSchedule("eras", np.ones(programs, dtype=bool), ((1, 11.0),))


PROBLEM_FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"offer_chance": changed((2, 0, 1), NAN)}, "offer_chance[2, 0, 1]: is outside its range (found nan)"),
    ({"offer_chance": changed((1, 1, 0), 1.01)}, "offer_chance[1, 1, 0]: is outside its range (found 1.01)"),
    ({"offer_chance": changed((0, 1, 0), -0.1)}, "offer_chance[0, 1, 0]: is outside its range (found -0.1)"),
    ({"offer_chance": changed((0,), 2.0)}, "(4 such entries) (found 2.0); allowed: 0 to 1"),
    ({"offer_chance": 0.5}, "offer_chance: has the wrong shape (found ())"),
    ({"offer_chance": ones(3, 2)}, "offer_chance: has the wrong shape (found (3, 2))"),
    ({"offer_chance": ones(0, 2, 2)}, "offer_chance: has the wrong shape (found (0, 2, 2))"),
    ({"offer_chance": ones(3, 0, 2)}, "allowed: (programs, modes, scenarios), each at least 1"),
    ({"offer_chance": None}, "offer_chance: is not a number"),
    ({"offer_chance": [[[0.5]], [[0.5, 0.4]]]}, "offer_chance: is not a rectangular array"),
    ({"scenario_weight": [1.0]}, "scenario_weight: has the wrong shape (found (1,)); allowed: (2,)"),
    ({"scenario_weight": [0.5, 0.4]}, "scenario_weight: the weights don't sum to 1 (found 0.9)"),
    ({"scenario_weight": [1.5, -0.5]}, "scenario_weight[0]: is outside its range (2 such entries) (found 1.5)"),
    ({"scenario_weight": [NAN, 1.0]}, "scenario_weight[0]: is outside its range (found nan)"),
    ({"scenario_weight": ["a", 1.0]}, "scenario_weight[0]: is not a number (found 'a')"),
    ({"utility": [1.0, 1.0]}, "utility: has the wrong shape (found (2,)); allowed: (3,)"),
    ({"utility": [1.0, -1.0, 1.0]}, "utility[1]: is outside its range (found -1.0); allowed: >= 0 and finite"),
    ({"utility": [1.0, 1.0, INF]}, "utility[2]: is outside its range (found inf)"),
    ({"utility": [1.0, None, 1.0]}, "utility[1]: is not a number"),
    ({"utility": ["1.0", "1.0", "1.0"]}, "utility[0]: is not a number (found '1.0')"),
    ({"utility": [1.0, 1j, 1.0]}, "utility[0]: is not a number (found (1+0j))"),
    ({"cost": [1.0, 2.0]}, "cost: has the wrong shape (found (2,))"),
    ({"cost": [1.0, -2.0, 1.0]}, "cost[1]: is outside its range (found -2.0)"),
    ({"cost": [1.0, 2.0, NAN]}, "cost[2]: is outside its range (found nan)"),
    ({"cost": ["free", 2.0, 1.0]}, "cost[0]: is not a number (found 'free')"),
    ({"budget": -1}, "budget: is not an amount of dollars (found -1); allowed: >= 0 and finite"),
    ({"budget": NAN}, "budget: is not an amount of dollars (found nan)"),
    ({"budget": INF}, "budget: is not an amount of dollars (found inf)"),
    ({"budget": "300"}, "budget: is not an amount of dollars (found '300')"),
    ({"fees": (fee_of(2),)}, "fee schedule 'eras': members: has the wrong shape (found (2,)); allowed: (3,)"),
    ({"limits": (Limit("west", ones(3, 3)),)}, "limit 'west': coefficient: has the wrong shape (found (3, 3))"),
    ({"limits": (Limit("west", ones(2)),)}, "limit 'west': coefficient: has the wrong shape (found (2, 2))"),
    ({"limits": (Limit("west", 1.0),)}, "limit 'west': coefficient: has the wrong shape (found ())"),  # type: ignore[arg-type]
    ({"limits": (Limit("a", ones(3)), Limit("a", ones(3)))}, "limits[1]: the name stands twice (found 'a')"),
    ({"limits": (Limit("budget", ones(3)),)}, "limits[0]: the name is taken (found 'budget')"),
    ({"limits": (Limit("required", ones(3)),)}, "any name but budget, required, forbidden"),
    ({"limits": (Limit("forbidden", ones(3)),)}, "limits[0]: the name is taken (found 'forbidden')"),
    ({"required": [3]}, "required[0]: is no program's index (found 3.0); allowed: indices 0 to 2"),
    ({"required": [0, -1]}, "required[1]: is no program's index (found -1.0)"),
    ({"required": [0.5]}, "required[0]: is no program's index (found 0.5)"),
    ({"required": [True, False, True]}, "required: is not a list of program indices (found 'bool of shape (3,)')"),
    ({"required": 1}, "required: is not a list of program indices (found 'int64 of shape ()')"),
    ({"required": ["LAC+USC"]}, "required[0]: is not a number (found 'LAC+USC')"),
    ({"forbidden": [[0, 1]]}, "forbidden: is not a list of program indices"),
    ({"forbidden": [7]}, "forbidden[0]: is no program's index (found 7.0)"),
    ({"forbidden": [[0], [1, 2]]}, "forbidden: is not a rectangular array"),
]


@pytest.mark.parametrize(("fields", "words"), PROBLEM_FAULTS, ids=lambda given: str(given)[:60])
def test_a_fault_of_a_problem_is_named_with_its_place(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(BadInput) as caught:
        Problem(**(good() | fields))
    assert len(caught.value.faults) == 1
    assert words in str(caught.value)


def test_all_faults_of_a_problem_are_told_at_once() -> None:
    faulty = good() | {
        "offer_chance": changed((0, 0, 0), NAN),
        "scenario_weight": [0.5, 0.4],
        "utility": [1.0, 1.0],
        "cost": [-1.0, 0.0, 0.0],
        "budget": -5,
        "fees": (fee_of(4),),
        "limits": (Limit("budget", ones(3)), Limit("west", ones(4))),
        "required": [9],
        "forbidden": [0.5],
    }
    with pytest.raises(BadInput) as caught:
        Problem(**faulty)
    assert sorted(fault.where for fault in caught.value.faults) == sorted(
        [
            "offer_chance[0, 0, 0]",
            "scenario_weight",
            "utility",
            "cost[0]",
            "budget",
            "fee schedule 'eras': members",
            "limits[0]",
            "limit 'west': coefficient",
            "required[0]",
            "forbidden[0]",
        ]
    )


def test_words_for_numbers_are_told_of_every_field_at_once() -> None:
    words = {"offer_chance": "a", "scenario_weight": ["b"], "utility": ["c"], "cost": ["d"], "budget": "e"}
    with pytest.raises(BadInput) as caught:
        Problem(**words)  # type: ignore[arg-type]
    assert [fault.where.split("[")[0] for fault in caught.value.faults] == list(words)


LIMIT_FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"coefficient": [1.0, NAN]}, "limit 'west': coefficient[1]: is not finite (found nan)"),
    ({"coefficient": [[1.0], [INF]]}, "limit 'west': coefficient[1, 0]: is not finite (found inf)"),
    ({"coefficient": ["x"]}, "limit 'west': coefficient[0]: is not a number (found 'x')"),
    ({"minimum": NAN}, "limit 'west': minimum: is not a limit (found nan); allowed: a number, or -inf"),
    ({"minimum": INF}, "limit 'west': minimum: is not a limit (found inf)"),
    ({"minimum": None}, "limit 'west': minimum: is not a limit"),
    ({"maximum": NAN}, "limit 'west': maximum: is not a limit (found nan); allowed: a number, or inf"),
    ({"maximum": -INF}, "limit 'west': maximum: is not a limit (found -inf)"),
    ({"maximum": "5"}, "limit 'west': maximum: is not a limit (found '5')"),
    ({"minimum": 3, "maximum": 2}, "limit 'west': the minimum is above the maximum (found (3, 2))"),
]


@pytest.mark.parametrize(("fields", "words"), LIMIT_FAULTS, ids=lambda given: str(given)[:60])
def test_a_fault_of_a_limit_is_named_with_its_place(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(BadInput) as caught:
        Limit(**({"name": "west", "coefficient": [1.0, 1.0]} | fields))
    assert len(caught.value.faults) == 1
    assert words in str(caught.value)


def test_all_faults_of_a_limit_are_told_at_once() -> None:
    with pytest.raises(BadInput) as caught:
        Limit("west", [NAN], NAN, NAN)  # type: ignore[arg-type]
    assert len(caught.value.faults) == 3


FEE_FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"tiers": ((31, 30.0), (1, 11.0))}, "fee schedule 'eras': tiers: tiers are out of order"),
    ({"tiers": ((1, 11.0), (1, 30.0))}, "allowed: increasing first application numbers from 1"),
    ({"tiers": ((0, 11.0),)}, "fee schedule 'eras': tiers: tiers are out of order"),
    ({"tiers": ((1, 11.0), (31, -30.0))}, "tiers[1]: is not an amount of dollars (found -30.0)"),
    ({"tiers": ((1, NAN),)}, "tiers[0]: is not an amount of dollars (found nan)"),
    ({"tiers": ((1.5, 11.0),)}, "tiers[0]: is not a tier (found (1.5, 11.0))"),
    ({"tiers": ((NAN, 11.0),)}, "tiers[0]: is not a tier (found (nan, 11.0))"),
    ({"tiers": (("first", 11.0),)}, "tiers[0]: is not a tier"),
    ({"tiers": ((1, 11.0, 3),)}, "tiers[0]: is not a tier (found (1, 11.0, 3))"),
    ({"tiers": 11.0}, "tiers[0]: is not a tier (found 11.0)"),
    ({"flat": -1.0}, "fee schedule 'eras': flat: is not an amount of dollars (found -1.0)"),
    ({"flat": INF}, "fee schedule 'eras': flat: is not an amount of dollars (found inf)"),
    ({"flat_covers": -1}, "fee schedule 'eras': flat_covers: is not a number of applications (found -1)"),
    ({"flat_covers": 2.5}, "flat_covers: is not a number of applications (found 2.5)"),
    ({"flat_covers": None}, "flat_covers: is not a number of applications"),
    ({"members": [True, 2, False]}, "fee schedule 'eras': members[1]: is neither true nor false (found 2.0)"),
    ({"members": [NAN, 1, 0]}, "members[0]: is neither true nor false (found nan)"),
    ({"members": ["yes", "no"]}, "members[0]: is not a number (found 'yes')"),
]


@pytest.mark.parametrize(("fields", "words"), FEE_FAULTS, ids=lambda given: str(given)[:60])
def test_a_fault_of_a_fee_schedule_is_named_with_its_place(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(BadInput) as caught:
        FeeSchedule(**({"name": "eras", "members": [True, True, False], "tiers": ((1, 11.0),)} | fields))
    assert len(caught.value.faults) == 1
    assert words in str(caught.value)


def test_all_faults_of_a_fee_schedule_are_told_at_once() -> None:
    with pytest.raises(BadInput) as caught:
        FeeSchedule("eras", [7], ((1, -11.0), (2, NAN)), flat=-1, flat_covers=-1)  # type: ignore[arg-type]
    assert len(caught.value.faults) == 5


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"gap": 0}, "gap: the gap is not positive (found 0)"),
        ({"gap": -1e-4}, "gap: the gap is not positive (found -0.0001)"),
        ({"gap": NAN}, "gap: the gap is not positive (found nan)"),
        ({"gap": INF}, "gap: the gap is not positive (found inf)"),
        ({"gap": "small"}, "gap: the gap is not positive (found 'small')"),
        ({"time_limit_s": -1}, "time_limit_s: the time limit is negative (found -1)"),
        ({"time_limit_s": NAN}, "time_limit_s: the time limit is negative (found nan)"),
        ({"time_limit_s": None}, "time_limit_s: the time limit is negative"),
    ],
)
def test_a_bad_setting_of_solve_is_named(settings: dict[str, Any], words: str) -> None:
    with pytest.raises(BadInput) as caught:
        solve(Problem(**good()), **settings)
    assert len(caught.value.faults) == 1
    assert words in str(caught.value)


def test_both_bad_settings_are_told_at_once() -> None:
    with pytest.raises(BadInput) as caught:
        solve(Problem(**good()), gap=-1, time_limit_s=-1)
    assert [fault.where for fault in caught.value.faults] == ["gap", "time_limit_s"]


def test_what_was_handed_over_can_no_longer_change() -> None:
    chance = np.full((3, 2, 2), 0.5)
    problem = Problem(**(good() | {"offer_chance": chance, "limits": (Limit("west", [1.0, 0.0, 0.0]),)}))  # type: ignore[arg-type]
    chance[:] = 0.9
    assert (problem.offer_chance == 0.5).all()
    for array in (problem.offer_chance, problem.utility, problem.limits[0].coefficient):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1.0


def test_objects_that_are_numbers_are_read_as_numbers() -> None:
    utility = np.array([1, 2.5, True], dtype=object)
    assert Problem(**(good() | {"utility": utility})).utility.tolist() == [1.0, 2.5, 1.0]
    with pytest.raises(BadInput, match=r"utility\[1\]: is not a number"):
        Problem(**(good() | {"utility": [1, Decimal("2.5"), 1]}))


def test_a_limit_of_one_entry_a_program_holds_for_every_mode() -> None:
    problem = Problem(**(good() | {"limits": (Limit("west", ones(3)),)}))
    assert problem.limits[0].coefficient.tolist() == ones(3, 2).tolist()


def test_indices_given_twice_are_one_program() -> None:
    assert Problem(**(good() | {"required": [2, 0, 2]})).required.tolist() == [0, 2]  # type: ignore[union-attr]


def test_flags_may_be_zeros_and_ones() -> None:
    fee = FeeSchedule("eras", [1, 0, 1], [[1, 11]], flat=3, flat_covers=2.0)  # type: ignore[arg-type]
    assert fee.members.tolist() == [True, False, True]
    assert fee.tiers == ((1, 11.0),)
    assert (fee.flat, fee.flat_covers) == (3.0, 2)
