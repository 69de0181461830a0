"""Problems that share places: every bound holds and the best lists are chosen, beside all lists of all of them."""

import numpy as np
import pytest
from scipy import sparse

from optimizer.arrays import FloatArray
from optimizer.portfolio import Aim, Limit, Member, Model, Problem, Sharing, Solved, evaluate, pick
from tests.drawn import drawn
from tests.shared_places import best_by_enumeration, members_of, possible_lists, small_problem

SEEDS = range(15)


def aims(problems: int, rng: np.random.Generator) -> list[Aim]:
    weight = rng.choice([0.5, 1.0, 3.0], problems)
    return [Aim(np.ones(problems)), Aim(weight), Aim(weight, lowest=True), Aim(weight, floor=0.1)]


@pytest.mark.parametrize("kind", ["applying", "signalling"])
@pytest.mark.parametrize("seed", drawn(SEEDS))
def test_no_lists_exceed_the_bound_of_any_round(seed: int, kind: str) -> None:
    rng = np.random.default_rng(seed)
    members = members_of([small_problem(rng) for _ in range(2)], kind)
    capacity = rng.integers(0, 3, 3).astype(float)
    for aim in aims(2, rng):
        best = best_by_enumeration(members, capacity, aim)
        sharing = Sharing(members, capacity, aim)
        bounds = []
        for _ in range(4):
            priced = sharing.priced(time_limit_s=10.0)
            if priced is None:
                # No mixture of lists reaches the floor.
                assert best == -np.inf
                break
            own = np.array([bound_at(member, priced.charge(k, member)) for k, member in enumerate(members)])
            bounds.append(priced.bound(own))
            assert (priced.price >= 0).all()
        assert min(bounds, default=np.inf) >= best - 1e-9
        if np.isfinite(best):
            # Prices that prove nothing would prove this too.
            free = sum(float(weight) * member.most for weight, member in zip(aim.weight, members, strict=True))
            assert aim.lowest or min(bounds) <= free + 1e-6


def bound_at(member: Member, charge: FloatArray) -> float:
    answer = member.model.changed(charge=charge).solve(gap=1e-7)
    assert isinstance(answer, Solved)
    return answer.bound


@pytest.mark.parametrize("kind", ["applying", "signalling"])
@pytest.mark.parametrize("seed", SEEDS)
def test_of_all_lists_the_best_ones_are_picked(seed: int, kind: str) -> None:
    rng = np.random.default_rng(100 + seed)
    problems = [small_problem(rng) for _ in range(2)]
    members = members_of(problems, kind)
    capacity = rng.integers(0, 3, 3).astype(float)
    each = [possible_lists(problem) for problem in problems]
    used = [np.array([member.used(mode) for mode in lists]) for member, (lists, _) in zip(members, each, strict=True)]
    for aim in aims(2, rng):
        best = best_by_enumeration(members, capacity, aim)
        picked = pick([values for _, values in each], used, capacity, aim, time_limit_s=10.0)
        if picked is None:
            assert best == -np.inf
            continue
        values = np.array([own[k] for (_, own), k in zip(each, picked.choice, strict=True)])
        assert aim.of(values) == pytest.approx(best, abs=1e-9)
        assert best <= picked.bound <= best + 1e-7
        assert (sum(own[k] for own, k in zip(used, picked.choice, strict=True)) <= capacity).all()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("reach", [0.0, 0.05, np.inf])
def test_every_list_within_reach_is_found(seed: int, reach: float) -> None:
    rng = np.random.default_rng(200 + seed)
    problem = small_problem(rng, charge=rng.random((3, 2)) * 0.1)
    model = Model.of(problem).relaxed(gap=1e-6, time_limit_s=10.0)
    assert model.near is not None
    found = model.lists_within(reach)
    assert found is not None
    lists, values = possible_lists(problem)
    floor = model.near.bound * model.highest - reach
    wanted = {tuple(mode) for mode, value in zip(lists.tolist(), values, strict=True) if value >= floor + 1e-12}
    assert wanted <= {tuple(mode) for mode in found[0].tolist()}
    for mode, value in zip(*found, strict=True):
        assert value == pytest.approx(evaluate(problem, mode), abs=1e-9)
    if np.isinf(reach):
        assert len(found[0]) == len(lists)


def test_too_many_lists_are_not_looked_at() -> None:
    problem = Problem(np.full((60, 1, 1), 0.1), np.ones(1), np.ones(60))
    assert Model.of(problem).lists_within(1.0) is None
    assert Model.of(problem).relaxed(gap=1e-4, time_limit_s=10.0).lists_within(10.0) is None


def test_a_problem_without_any_list_has_none_within_reach() -> None:
    half_an_application = Limit("half", np.full(2, 2.0), minimum=1, maximum=1)
    problem = Problem(np.full((2, 1, 1), 0.1), np.ones(1), np.ones(2), limits=(half_an_application,))
    found = Model.of(problem).relaxed(gap=1e-4, time_limit_s=10.0).lists_within(10.0)
    assert found is not None
    assert len(found[0]) == 0


def test_prices_move_with_what_is_scarce() -> None:
    problem = Problem(np.array([0.5, 0.4, 0.1])[:, None, None], np.ones(1), np.ones(3))
    uses = sparse.csr_matrix(np.eye(3))
    members = [Member(Model.of(problem).relaxed(gap=1e-6, time_limit_s=10.0), uses)] * 2
    priced = Sharing(members, np.array([1.0, 2.0, 2.0]), Aim(np.ones(2))).priced(time_limit_s=10.0)
    assert priced is not None
    assert priced.price[0] > 0
    assert priced.price[1:].tolist() == [0.0, 0.0]


def test_without_time_there_are_no_prices_and_nothing_is_picked() -> None:
    rng = np.random.default_rng(0)
    members = members_of([small_problem(rng)], "applying")
    assert Sharing(members, np.ones(3), Aim(np.ones(1))).priced(time_limit_s=0.0) is None
    assert pick([np.ones(1)], [np.ones((1, 3))], np.ones(3), Aim(np.ones(1)), time_limit_s=0.0) is None
