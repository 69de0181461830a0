"""A model solved again after a change, and lists that don't depend on where programs stand."""

from typing import Any

import numpy as np
import pytest

from optimizer.arrays import IntArray
from optimizer.errors import BadInput
from optimizer.portfolio import (
    FeeSchedule,
    Infeasible,
    Limit,
    Model,
    Problem,
    Solved,
    Undecided,
    mixture,
    relaxation,
    solve,
    violations,
)
from tests.oracle import best_list, is_possible
from tests.portfolio.test_properties import with_programs
from tests.strategies import random_problem

GAP = 1e-6
SEEDS = range(2000, 2060)


def another(problem: Problem, field: str, seed: int) -> Any:
    """A value for a field of a random problem, from another random problem of the same shape."""
    rng = np.random.default_rng(seed)
    programs, modes, _ = problem.shape
    some = {
        "utility": rng.choice([0.0, 0.3, 1.0, 4.0], programs),
        "cost": rng.integers(0, 9, programs).astype(float),
        "budget": float(rng.integers(0, 60)),
        "fees": (FeeSchedule("new", rng.random(programs) < 0.7, ((1, 11.0), (3, 30.0))),),
        "limits": (Limit("new", rng.integers(0, 2, (programs, modes)).astype(float), maximum=2.0), *problem.limits),
        "required": rng.choice(programs, 1),
        "forbidden": rng.choice(programs, 1),
        "worst_share": 0.4,
        "charge": rng.choice([0.0, 0.01, 0.3, 2.0], (programs, modes)) * problem.utility.max(),
    }
    return some[field]


FIELDS = ("utility", "cost", "budget", "fees", "limits", "required", "forbidden", "worst_share", "charge")


def same_answer(problem: Problem, changed: Model) -> None:
    from_scratch, again = solve(problem, gap=GAP), changed.solve(gap=GAP)
    assert type(again) is type(from_scratch)
    if isinstance(again, Solved) and isinstance(from_scratch, Solved):
        tolerance = 1.01 * GAP * max(float(problem.utility.max()), 1e-9)
        assert again.proven
        assert again.value == pytest.approx(from_scratch.value, abs=tolerance)
        assert again.bound == pytest.approx(from_scratch.bound, abs=tolerance)
        assert violations(problem, again.mode) == ()
    else:
        assert again == from_scratch


@pytest.mark.parametrize("seed", SEEDS)
def test_a_changed_model_has_the_answer_of_the_changed_problem(seed: int) -> None:
    field = FIELDS[seed % len(FIELDS)]
    _, solved = Model.of(random_problem(seed)).solve_and_keep(gap=GAP)
    changed = solved.changed(**{field: another(solved.problem, field, seed)})
    assert is_possible(changed.problem) == (not isinstance(changed.solve(gap=GAP), Infeasible))
    same_answer(changed.problem, changed)


@pytest.mark.parametrize("seed", SEEDS[:12])
def test_changes_one_after_the_other_add_up(seed: int) -> None:
    model = Model.of(random_problem(seed))
    for step, field in enumerate(FIELDS):
        model = model.changed(**{field: another(model.problem, field, seed + step)})
        _, model = model.solve_and_keep(gap=GAP)
        same_answer(model.problem, model)


def test_a_model_without_a_budget_can_be_given_one_and_lose_it_again() -> None:
    fee = FeeSchedule("service", np.ones(3, dtype=bool), ((1, 10.0),))
    model = Model.of(Problem(np.full((3, 1, 1), 0.5), np.ones(1), np.ones(3), fees=(fee,)))
    for budget, count in ((None, 3), (19.0, 1), (0.0, 0), (None, 3)):
        model = model.changed(budget=budget)
        outcome, model = model.solve_and_keep()
        assert isinstance(outcome, Solved)
        assert (outcome.mode >= 0).sum() == count


def test_a_change_is_checked_as_a_problem_is() -> None:
    model = Model.of(Problem(np.full((3, 1, 1), 0.5), np.ones(1), np.ones(3)))
    with pytest.raises(BadInput, match="utility"):
        model.changed(utility=np.ones(2))
    with pytest.raises(BadInput, match="gap"):
        model.relaxed(gap=0.0, time_limit_s=1.0)


def test_a_model_that_had_no_time_can_be_solved_later() -> None:
    undecided, model = Model.of(random_problem(0)).solve_and_keep(time_limit_s=0)
    assert isinstance(undecided, Undecided)
    assert model.near is None
    assert isinstance(model.solve(), Solved)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_list_is_lost_by_leaving_applications_out_of_linear_programs(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relaxation, "KEPT_APPLICATIONS", 1)
    problem = random_problem(seed)
    _, model = Model.of(problem).solve_and_keep(gap=GAP)
    best, answer = best_list(problem), model.solve(gap=GAP)
    assert isinstance(answer, Infeasible) == (best is None)
    if isinstance(answer, Solved) and best is not None:
        tolerance = 1.01 * GAP * max(float(problem.utility.max()), 1e-9)
        assert answer.value >= best.value - tolerance
        assert answer.bound >= best.value - 1e-9


def test_a_new_quota_beyond_the_applications_kept_is_still_met(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relaxation, "KEPT_APPLICATIONS", 1)
    one, four = Limit("count", np.ones(6), maximum=1), Limit("count", np.ones(6), 4, 4)
    chance = np.linspace(0.1, 0.2, 6)[:, None, None]
    _, model = Model.of(Problem(chance, np.ones(1), np.ones(6), limits=(one,))).solve_and_keep()
    answer = model.changed(limits=(four,)).solve()
    assert isinstance(answer, Solved)
    assert answer.mode.tolist() == [-1, -1, 0, 0, 0, 0]


def test_a_mixture_that_is_not_finished_costs_rounds_and_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    straight = solve(forty_programs())
    monkeypatch.setattr(mixture, "_STEPS", 1)
    hurried = solve(forty_programs())
    assert isinstance(straight, Solved)
    assert isinstance(hurried, Solved)
    assert hurried.proven
    assert hurried.value == pytest.approx(straight.value, abs=1e-4)


def shuffled(problem: Problem, seed: int) -> tuple[Problem, IntArray]:
    order = np.random.default_rng(seed).permutation(problem.shape[0])
    return with_programs(problem, order), order


def forty_programs() -> Problem:
    rng = np.random.default_rng(3)
    chance = rng.random((40, 2, 3)) * 0.2
    west = Limit("west", (np.arange(40) % 3 == 0).astype(float), minimum=5)
    gold = Limit("gold", np.tile([0.0, 1.0], (40, 1)), maximum=3)
    fee = FeeSchedule("service", np.arange(40) % 2 == 0, ((1, 11.0), (5, 30.0)))
    limits = (west, gold, Limit("count", np.ones(40), maximum=11))
    utility = rng.choice([0.5, 1.0, 0.8], 40)
    return Problem(chance, np.full(3, 1 / 3), utility, limits=limits, fees=(fee,), budget=140.0)


@pytest.mark.parametrize("seed", range(8))
def test_shuffled_programs_give_the_same_list(seed: int) -> None:
    problem = forty_programs()
    straight, (turned_problem, order) = solve(problem), shuffled(problem, seed)
    turned = solve(turned_problem)
    assert isinstance(straight, Solved)
    assert isinstance(turned, Solved)
    assert turned.mode.tolist() == straight.mode[order].tolist()
    assert turned.bound == pytest.approx(straight.bound, abs=1e-12)


@pytest.mark.parametrize("seed", range(2100, 2160))
def test_shuffled_small_problems_give_the_same_list(seed: int) -> None:
    problem = random_problem(seed)
    straight, (turned_problem, order) = solve(problem), shuffled(problem, seed)
    turned = solve(turned_problem)
    assert type(turned) is type(straight)
    if isinstance(straight, Solved) and isinstance(turned, Solved):
        assert turned.mode.tolist() == straight.mode[order].tolist()


@pytest.mark.parametrize("kinds", [1, 3])
def test_of_programs_alike_the_earliest_are_chosen_and_signalled_first(kinds: int) -> None:
    kind = np.arange(12) % kinds
    chance = np.stack([0.1 + 0.02 * kind, 0.2 + 0.02 * kind], axis=1)[:, :, None]
    count, gold = Limit("count", np.ones(12), maximum=7), Limit("gold", np.tile([0.0, 1.0], (12, 1)), maximum=4)
    answer = solve(Problem(chance, np.ones(1), np.ones(12), limits=(count, gold)))
    assert isinstance(answer, Solved)
    assert (answer.mode >= 0).sum() == 7
    for one in range(kinds):
        own = answer.mode[kind == one].tolist()
        assert own == sorted(own, reverse=True)


def test_programs_that_differ_only_in_a_limit_are_not_alike() -> None:
    # Alike in chance: the later ones have to stay where they are.
    east = Limit("east", (np.arange(8) >= 4).astype(float), minimum=3)
    count = Limit("count", np.ones(8), maximum=3)
    answer = solve(Problem(np.full((8, 1, 2), 0.3), np.full(2, 0.5), np.ones(8), limits=(east, count)))
    assert isinstance(answer, Solved)
    assert answer.mode.tolist() == [-1, -1, -1, -1, 0, 0, 0, -1]


@pytest.mark.parametrize("seed", range(12))
def test_a_model_at_other_chances_has_the_answer_of_that_problem(seed: int) -> None:
    model = Model.of(random_problem(seed))
    chances = np.random.default_rng(seed).uniform(0, 1, model.problem.offer_chance.shape)
    drawn = model.at_chances(chances)
    assert np.array_equal(drawn.problem.offer_chance, chances)
    same_answer(drawn.problem, drawn)
