"""What is claimed when the time ends, or a linear solver answers nothing, at each stage of a solve."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from time import process_time
from typing import Any

import numpy as np
import pytest
from ortools.linear_solver.python.model_builder_helper import ModelSolverHelper, SolveStatus

from optimizer.portfolio import (
    Deadline,
    Infeasible,
    Limit,
    Outcome,
    Problem,
    Solved,
    Undecided,
    candidates,
    diagnose,
    diagnosis,
    linear,
    relaxation,
    remainder,
    solve,
)
from optimizer.portfolio.linear import LinearAnswer, LinearProgram, Verdict, maximise

NOTHING = LinearAnswer(Verdict.OUT_OF_TIME, np.zeros(0), np.inf, np.zeros(0))
Maximise = Callable[..., LinearAnswer]


def forty_programs(**fields: Any) -> Problem:
    rng = np.random.default_rng(5)
    count = Limit("count", np.ones(40), maximum=9)
    west = Limit("west", (np.arange(40) < 20).astype(float), minimum=6)
    utility = rng.choice([0.4, 0.7, 2.0], 40)
    return Problem(rng.random((40, 2, 4)) * 0.2, np.full(4, 0.25), utility, limits=(count, west), **fields)


def in_turn(*answers: Callable[[LinearAnswer], LinearAnswer]) -> Maximise:
    """A stand-in for `maximise` that changes the first answers, and gives nothing after them."""
    turns: Iterator[Callable[[LinearAnswer], LinearAnswer]] = iter(answers)

    def answer(program: LinearProgram, **settings: Any) -> LinearAnswer:
        turn = next(turns, None)
        return NOTHING if turn is None else turn(maximise(program, **settings))

    return answer


def unchanged(answer: LinearAnswer) -> LinearAnswer:
    return answer


def unfinished(answer: LinearAnswer) -> LinearAnswer:
    """The answer with a bound that proves nothing, as a solver gives it that was stopped."""
    return replace(answer, verdict=Verdict.FEASIBLE, bound=np.inf)


@pytest.fixture(autouse=True)
def _lists_come_from_solvers_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remainder, "MOST_LISTS", 0)
    monkeypatch.setattr(candidates, "best_corner", lambda *given: given[-1])


@pytest.fixture(scope="module")
def best_value() -> float:
    answer = solve(forty_programs(), gap=1e-6)
    assert isinstance(answer, Solved)
    return answer.value


def test_no_time_at_all_leaves_the_largest_utility_as_bound() -> None:
    outcome = solve(forty_programs(), time_limit_s=0)
    assert isinstance(outcome, Undecided)
    assert outcome.bound == 2.0
    assert outcome.seconds >= 0


def test_a_clash_of_locks_needs_no_time() -> None:
    locked = forty_programs(required=[1], forbidden=[1])
    assert solve(locked, time_limit_s=0) == Infeasible(("required", "forbidden"))


def test_endless_time_is_allowed() -> None:
    answer = solve(forty_programs(), time_limit_s=np.inf)
    assert isinstance(answer, Solved)
    assert answer.proven


def test_time_that_ends_after_the_first_bound_gives_that_bound(
    best_value: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relaxation, "maximise", in_turn(unchanged))
    monkeypatch.setattr(candidates, "maximise", in_turn())
    outcome = solve(forty_programs())
    assert isinstance(outcome, Undecided)
    assert best_value <= outcome.bound < 2.0


def test_time_that_ends_before_the_search_leaves_a_corner_that_is_a_list(
    best_value: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "best_corner", remainder.best_corner)
    monkeypatch.setattr(relaxation, "maximise", in_turn(unchanged))
    monkeypatch.setattr(candidates, "maximise", in_turn())
    outcome = solve(forty_programs())
    assert isinstance(outcome, Solved)
    assert not outcome.proven
    assert outcome.value <= best_value + 1e-6
    assert best_value <= outcome.bound < 2.0


def test_a_bound_from_one_round_still_ends_in_a_proof(best_value: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relaxation, "_ROUNDS", 1)
    answer = solve(forty_programs())
    assert isinstance(answer, Solved)
    assert answer.proven
    assert answer.bound >= best_value - 1e-6


def test_time_that_ends_before_any_list_leaves_the_bound_of_the_relaxation(
    best_value: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "maximise", in_turn())
    outcome = solve(forty_programs())
    assert isinstance(outcome, Undecided)
    assert best_value <= outcome.bound < 2.0


@pytest.mark.parametrize("turns", [(unfinished,), (unchanged,), (unchanged, unfinished)])
def test_time_that_ends_after_a_list_gives_that_list_unproven(
    turns: tuple[Callable[[LinearAnswer], LinearAnswer], ...],
    best_value: float,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The first tangent alone promises too much, so that one list is not enough for a proof.
    monkeypatch.setattr(relaxation, "_ROUNDS", 1)
    monkeypatch.setattr(candidates, "maximise", in_turn(*turns))
    answer = solve(forty_programs(), gap=1e-6)
    assert isinstance(answer, Solved)
    assert not answer.proven
    assert answer.value <= best_value <= answer.bound


def test_time_that_ends_while_more_programs_are_let_in_keeps_a_bound_on_all(
    best_value: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "FIRST_CANDIDATES", 1)
    monkeypatch.setattr(relaxation, "_ROUNDS", 1)
    outcomes = []
    for turns in range(1, 9):
        monkeypatch.setattr(candidates, "maximise", in_turn(*[unchanged] * turns))
        outcomes.append(solve(forty_programs(), gap=1e-6))
    assert not any(isinstance(outcome, Infeasible) for outcome in outcomes)
    lists = [outcome for outcome in outcomes if isinstance(outcome, Solved)]
    assert any(not outcome.proven for outcome in lists)
    assert lists[-1].proven
    for outcome in lists:
        assert outcome.value <= best_value + 1e-6
        assert outcome.bound >= best_value - 1e-6


def test_a_gap_finer_than_the_solvers_ends_unproven_instead_of_never() -> None:
    answer = solve(forty_programs(), gap=1e-15, time_limit_s=np.inf)
    assert isinstance(answer, Solved)
    assert answer.bound - answer.value <= 1e-5


def test_a_check_that_is_not_settled_is_never_told_as_a_clash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnosis, "maximise", in_turn())
    too_many = Limit("too many", np.ones(40), minimum=41)
    harmless = Limit("harmless", np.ones(40), maximum=50)
    outcome = solve(replace(forty_programs(), limits=(too_many, harmless)))
    assert outcome == Infeasible(("too many", "harmless"), minimal=False)


def test_a_clash_that_was_looked_at_in_time_is_minimal() -> None:
    too_many = Limit("too many", np.ones(40), minimum=41)
    harmless = Limit("harmless", np.ones(40), maximum=50)
    outcome = solve(replace(forty_programs(), limits=(too_many, harmless)))
    assert isinstance(outcome, Infeasible)
    assert outcome.conflict == ("too many",)
    assert outcome.minimal


def test_no_step_of_finding_a_clash_is_given_more_time_than_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Deadline] = []

    def noted(program: LinearProgram, *, deadline: Deadline, **settings: Any) -> LinearAnswer:
        given.append(deadline)
        return maximise(program, deadline=deadline, **settings)

    monkeypatch.setattr(diagnosis, "maximise", noted)
    deadline = Deadline.after(60.0)
    too_many = Limit("too many", np.ones(40), minimum=41)
    diagnose(replace(forty_programs(budget=3.0, cost=np.ones(40)), limits=(too_many,)), deadline)
    assert len(given) > 3
    assert set(given) == {deadline}


def test_after_the_deadline_the_limits_clash_without_saying_which_of_them() -> None:
    too_many = Limit("too many", np.ones(40), minimum=41)
    problem = replace(forty_programs(budget=3.0, cost=np.ones(40)), limits=(too_many,))
    assert diagnose(problem, Deadline.after(-1.0)) == Infeasible(("too many", "budget"), minimal=False)


def test_a_deadline_that_has_passed_leaves_no_time() -> None:
    passed = Deadline.after(-1.0)
    assert passed.has_passed
    assert passed.left_s == 0.0
    assert not Deadline().has_passed


class Mute:
    """A stand-in for the solver of OR-Tools in which the named solvers answer nothing."""

    def __init__(self, *names: str, status: SolveStatus = SolveStatus.ABNORMAL) -> None:
        self.names, self.status, self.asked = names, status, list[str]()

    def __call__(self, name: str) -> Any:
        self.asked.append(name)
        return _MuteSolver(self.status) if name in self.names else ModelSolverHelper(name)


class _MuteSolver:
    def __init__(self, status: SolveStatus) -> None:
        self._status = status

    def set_solver_specific_parameters(self, settings: str) -> None:
        pass

    def set_time_limit_in_seconds(self, seconds: float) -> None:
        pass

    def solve(self, model: object) -> None:
        pass

    def status(self) -> SolveStatus:
        return self._status


def solved_with(mute: Mute, monkeypatch: pytest.MonkeyPatch) -> Outcome:
    monkeypatch.setattr(linear, "ModelSolverHelper", mute)
    return solve(forty_programs(), gap=1e-6)


@pytest.mark.parametrize("names", [("glop",), ("scip",), ("glop", "scip")])
def test_highs_takes_over_from_a_solver_that_answers_nothing(
    names: tuple[str, ...], best_value: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    mute = Mute(*names)
    answer = solved_with(mute, monkeypatch)
    assert isinstance(answer, Solved)
    assert answer.proven
    assert answer.value == pytest.approx(best_value, abs=2e-6)
    assert "highs" in mute.asked


def test_highs_has_to_agree_that_a_relaxation_is_impossible(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = solved_with(Mute("glop", status=SolveStatus.INFEASIBLE), monkeypatch)
    assert isinstance(answer, Solved)
    assert answer.proven


def test_highs_is_not_asked_where_the_first_solver_settles_it(monkeypatch: pytest.MonkeyPatch) -> None:
    mute = Mute()
    solved_with(mute, monkeypatch)
    assert set(mute.asked) == {"glop", "scip"}


def test_solvers_that_all_answer_nothing_leave_it_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = solved_with(Mute("glop", "scip", "highs"), monkeypatch)
    assert isinstance(outcome, Undecided)
    assert outcome.bound == 2.0


def test_a_search_that_finds_nothing_at_any_reach_shows_that_there_is_no_list() -> None:
    rng = np.random.default_rng(5)
    half = Limit("half", np.full((40, 1), 2.0), minimum=1, maximum=1)
    assert isinstance(
        solve(Problem(rng.random((40, 1, 2)) * 0.2, np.full(2, 0.5), np.ones(40), limits=(half,))), Infeasible
    )


@pytest.mark.parametrize("allowed_s", [0.05, 0.3])
def test_an_impossible_problem_takes_no_more_than_a_fifth_of_a_second_beyond_its_time(allowed_s: float) -> None:
    """In seconds of this process, which are those of the clock where nothing else wants the processor."""
    rng = np.random.default_rng(1)
    programs = 2000
    groups = (rng.random((25, programs)) < 0.3).astype(float)
    needed = [Limit(f"group {number}", group, minimum=9) for number, group in enumerate(groups)]
    even = Limit("an odd number of pairs", np.full(programs, 2.0), minimum=41, maximum=41)
    problem = Problem(
        rng.random((programs, 3, 16)) * 0.2,
        np.full(16, 1 / 16),
        rng.choice([0.4, 0.7, 1.0], programs),
        cost=np.full(programs, 20.0),
        budget=900.0,
        limits=(*needed, Limit("few", np.ones(programs), maximum=8), even),
    )
    began = process_time()
    outcome = solve(problem, time_limit_s=allowed_s)
    assert process_time() - began <= allowed_s + 0.2
    assert not isinstance(outcome, Solved)
