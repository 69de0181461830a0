"""The search for lists under shared caps: exactly the best on small classes, beside every choice of lists."""

import numpy as np
import pytest
from scipy import sparse

from optimizer.arrays import FloatArray
from optimizer.cohort.joint.search import Found, Lists, Own, Search
from optimizer.portfolio import Aim, Deadline, Limit, Member, Model, Problem, Solved, evaluate, violations
from tests.shared_places import best_by_enumeration, members_of, small_problem

SEEDS = range(6)
GAP = 1e-7


def search_over(members: list[Member], capacity: FloatArray, gap: float = GAP) -> Search:
    """With workers that are this process, and students who know their own lists."""

    def bounds(charges: dict[int, FloatArray]) -> dict[int, float]:
        answers = {k: members[k].model.changed(charge=charge).solve(gap=1e-9) for k, charge in charges.items()}
        return {k: answer.bound if isinstance(answer, Solved) else -np.inf for k, answer in answers.items()}

    nothing_settled = [range(0)] * len(members)
    own = [own_list(member) for member in members]
    return Search(members, nothing_settled, own, capacity, gap, bounds, Deadline.after(60.0))


def own_list(member: Member) -> Own | None:
    answer = member.model.solve(gap=1e-9)
    return Own(answer.mode, answer.value, answer.bound) if isinstance(answer, Solved) else None


def one_place_each(problems: list[Problem]) -> list[Member]:
    """Of problems with three programs and one mode."""
    models = [Model.of(problem).relaxed(gap=1e-6, time_limit_s=10.0) for problem in problems]
    return [Member(model, sparse.csr_matrix(np.eye(3))) for model in models]


def best(search: Search, aim: Aim) -> Found | None:
    return search.best(aim, search.one_by_one(None, aim))


@pytest.mark.parametrize("kind", ["applying", "signalling"])
@pytest.mark.parametrize("seed", SEEDS)
def test_no_choice_of_lists_is_better_and_the_caps_are_kept(seed: int, kind: str) -> None:
    rng = np.random.default_rng(300 + seed)
    members = members_of([small_problem(rng) for _ in range(2)], kind)
    capacity = rng.integers(0, 3, 3).astype(float)
    search = search_over(members, capacity)
    weight = rng.choice([0.5, 1.0, 3.0], 2)
    for aim in (Aim(np.ones(2)), Aim(weight), Aim(weight, lowest=True)):
        possible = best_by_enumeration(members, capacity, aim)
        found = best(search, aim)
        assert found is not None
        assert found.reached == pytest.approx(possible, abs=1e-6)
        assert possible <= found.bound + 1e-9
        assert found.bound - found.reached <= 1e-6
        kept_by_referee(members, capacity, found.lists)
        # Nobody is better off with classmates than alone.
        alone = [own.value for own in search.own if own is not None]
        assert (found.lists.value <= np.array(alone) + 1e-9).all()


def chosen(members: list[Member], lists: Lists) -> list[tuple[Member, np.ndarray]]:
    return [(member, mode) for member, mode in zip(members, lists.mode, strict=True) if mode is not None]


def kept_by_referee(members: list[Member], capacity: FloatArray, lists: Lists) -> None:
    assert lists.whole
    taken = np.zeros(capacity.size)
    for k, (member, mode) in enumerate(chosen(members, lists)):
        assert violations(member.model.problem, mode) == ()
        assert evaluate(member.model.problem, mode) == lists.value[k]
        taken += member.used(mode)
    assert (taken <= capacity).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_caps_that_bind_nobody_leave_every_list_and_are_worth_nothing(seed: int) -> None:
    rng = np.random.default_rng(400 + seed)
    members = members_of([small_problem(rng) for _ in range(2)], "applying")
    search = search_over(members, np.full(3, 2.0), gap=1e-4)
    for aim in (Aim(np.ones(2)), Aim(np.ones(2), lowest=True)):
        found = best(search, aim)
        assert found is not None
        assert found.rounds == 0
        assert not found.price.any()
        for own, mode in zip(search.own, found.lists.mode, strict=True):
            assert own is not None
            assert own.mode is mode


def test_the_own_list_comes_back_where_another_was_given_for_nothing() -> None:
    alike = Problem(np.full((3, 1, 1), 0.5), np.ones(1), np.ones(3), limits=(Limit("one", np.ones(3), maximum=1),))
    members = one_place_each([alike, alike])
    search = search_over(members, np.ones(3), gap=1e-2)
    first, second, third = np.array([0, -1, -1]), np.array([-1, 0, -1]), np.array([-1, -1, 0])
    search.own[:] = [Own(first, 0.5, 0.5), Own(first, 0.5, 0.5)]  # type: ignore[index]
    found = Found(Lists((third, second), np.array([0.5, 0.5])), 1.0, 1.0, np.zeros(3), 1)
    back = search.with_own(Aim(np.ones(2)), found).lists
    assert [mode.tolist() for mode in back.mode if mode is not None] == [first.tolist(), second.tolist()]


def test_the_student_with_least_gets_what_the_sum_would_take_away() -> None:
    limits = (Limit("one", np.ones(3), maximum=1),)
    strong = Problem(np.array([0.9, 0.5, 0.0])[:, None, None], np.ones(1), np.ones(3), limits=limits)
    weak = Problem(np.array([0.3, 0.0, 0.1])[:, None, None], np.ones(1), np.ones(3), limits=limits)
    members = one_place_each([strong, weak])
    search = search_over(members, np.ones(3))
    total, lowest = best(search, Aim(np.ones(2))), best(search, Aim(np.ones(2), lowest=True))
    assert total is not None
    assert lowest is not None
    assert total.lists.value.tolist() == pytest.approx([0.9, 0.1])
    assert lowest.lists.value.tolist() == pytest.approx([0.5, 0.3])


def test_a_class_too_large_for_its_caps_has_no_lists_together_but_one_by_one() -> None:
    needs_one = (Limit("at least one", np.ones(3), minimum=1),)
    members = members_of(
        [small_problem(np.random.default_rng(k), limits=needs_one, worst_share=1.0) for k in range(3)], "applying"
    )
    search = search_over(members, np.array([0.0, 1.0, 0.0]))
    aim = Aim(np.ones(3))
    assert best(search, aim) is None
    assert sum(mode is not None for mode in search.one_by_one(None, aim).mode) == 1


def test_when_the_time_is_over_what_there_is_comes_with_the_bound_known_by_then() -> None:
    rng = np.random.default_rng(5)
    members = members_of([small_problem(rng) for _ in range(3)], "applying")
    capacity = np.ones(3)
    aim = Aim(np.ones(3))
    late = Search(members, [range(0)] * 3, [None] * 3, capacity, GAP, lambda _: {}, deadline=Deadline(0.0))
    found = best(late, aim)
    assert found is not None
    assert found.rounds == 0
    assert found.reached <= best_by_enumeration(members, capacity, aim) + 1e-9 <= found.bound + 2e-9
    kept_by_referee(members, capacity, found.lists)


def test_a_cap_that_stands_in_nobodys_way_has_no_price_beside_one_that_does() -> None:
    problem = Problem(np.array([0.5, 0.4, 0.1])[:, None, None], np.ones(1), np.ones(3))
    search = search_over(one_place_each([problem, problem]), np.array([1.0, 2.0, 2.0]))
    found = best(search, Aim(np.ones(2)))
    assert found is not None
    assert found.price[0] > 0
    assert found.price[1:].tolist() == [0.0, 0.0]
