"""What a worker does for the joint plan: each student's problem at the prices and with the places that it is told."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from threading import Lock

import numpy as np

from optimizer.arrays import BoolArray, FloatArray, IntArray
from optimizer.cohort.batch import Sources, sources_of
from optimizer.directory import Directory
from optimizer.plan import (
    Plan,
    PlanOutcome,
    Prepared,
    ProgramList,
    Wish,
    prepare,
    program_list,
    solve_deciding,
    solve_prepared,
)
from optimizer.portfolio import (
    Infeasible,
    Limit,
    Model,
    Outcome,
    Problem,
    Solved,
    evaluate,
    match_probability,
    spend,
    violations,
)
from optimizer.vocabulary import MODES

_TAKEN = Wish("places that classmates have")
TAKEN = _TAKEN.name
"""Name of the limit that keeps a student out of full places."""
_AS_IT_WAS = "the list as it was"
_UNPROVEN = (
    "The list is the class's best for all together, not proven the best for this student beside the classmates' lists."
)
SOLVE_LIMIT_S = 60.0
"""Wall-clock seconds for one student's solve; they take hundredths of one."""
_KEPT = 100
"""Students whose models a worker keeps: a megabyte and a half each."""


class StudentProblems:
    """Plans and directories, and the models made from them, which stay with the worker and never travel."""

    def __init__(self, directories: Mapping[Sources, Directory], plans: Mapping[str, Plan]) -> None:
        self._directories, self._plans = dict(directories), dict(plans)
        self._models: OrderedDict[str, tuple[Prepared, Model]] = OrderedDict()
        # A worker of a cluster may have several threads at them.
        self._lock = Lock()

    def __reduce__(self) -> tuple[type["StudentProblems"], tuple[object, object]]:
        """Travel without the models."""
        return StudentProblems, (self._directories, self._plans)

    def of(self, code: str) -> tuple[Prepared, Model]:
        """A student's plan and model. Its solves start alike on every worker, so that all give one answer."""
        with self._lock:
            kept = self._models.pop(code, None)
        if kept is None:
            plan = self._plans[code]
            prepared = prepare(plan, self._directories[sources_of(plan)])
            kept = prepared, started(prepared.problem)
        with self._lock:
            self._models[code] = kept
            if len(self._models) > _KEPT:
                self._models.popitem(last=False)
        return kept


def started(problem: Problem) -> Model:
    """The model of a student's problem with its relaxation, from which all its solves start."""
    return Model.of(problem).relaxed(gap=1e-3, time_limit_s=SOLVE_LIMIT_S)


@dataclass(frozen=True, slots=True, eq=False)
class Ask:
    """A student's problem to solve at some charges, shape (programs, modes)."""

    code: str
    charge: FloatArray
    gap: float


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """A student's list to write out, with what classmates keep closed; `mode` is None where no list was found."""

    code: str
    mode: IntArray | None
    closed: BoolArray


@dataclass(frozen=True, slots=True, eq=False)
class Alone:
    """A student and the list without classmates: the kind of signal ("none" is one) by program."""

    code: str
    signal: Mapping[str, str]

    @classmethod
    def of(cls, code: str, found: ProgramList) -> "Alone":
        """Of a list."""
        return cls(code, {program.id: program.signal for program in found.programs})


@dataclass(frozen=True, slots=True, eq=False)
class Wishes:
    """A student's problem.

    Attributes
    ----------
    problem : Problem
    programs : tuple of str
        Ids of the programs in its first rows.
    settled_first : range
        Rows that are settled before others.
    own : int array, shape (rows,), or None
        The list without classmates; None where the problem doesn't allow it.
    """

    problem: Problem
    programs: tuple[str, ...]
    settled_first: range
    own: IntArray | None


def wishes_of(problems: StudentProblems, alone: Alone) -> Wishes:
    """What a student's plan comes down to."""
    prepared, model = problems.of(alone.code)
    programs = tuple(program.id for program in prepared.directory.programs)
    own = _own_list(prepared, model, programs, alone.signal)
    return Wishes(prepared.problem, programs, prepared.settled_first, own)


def _own_list(
    prepared: Prepared, model: Model, programs: tuple[str, ...], signal: Mapping[str, str]
) -> IntArray | None:
    """A list of programs as one of the problem, with the decisions that go with it."""
    rows = prepared.problem.shape[0]
    mode = np.full(rows, -1, dtype=np.int64)
    listed = [MODES.index(signal[program]) if program in signal else -1 for program in programs]
    mode[: len(programs)] = listed
    if rows == len(programs):
        return None if violations(prepared.problem, mode) else mode
    applied = np.flatnonzero(mode >= 0)
    chosen = np.zeros(prepared.problem.shape[:2])
    chosen[applied, mode[applied]] = 1.0
    others = np.setdiff1d(np.arange(len(programs)), applied)
    pinned = model.changed(
        limits=(*prepared.problem.limits, Limit(_AS_IT_WAS, chosen, minimum=float(applied.size))),
        forbidden=np.union1d(prepared.problem.forbidden, others),
    )
    outcome = solved(pinned, prepared.settled_first, prepared.plan.gap)
    return outcome.mode if isinstance(outcome, Solved) else None


def solved(model: Model, settled_first: range, gap: float) -> Outcome:
    """One solve of a student's problem; `Infeasible` need not say why."""
    return solve_deciding(model.problem, settled_first, gap=gap, time_limit_s=SOLVE_LIMIT_S, model=model)


def bound_at(problems: StudentProblems, ask: Ask) -> float:
    """What no list of a student exceeds, less charges."""
    prepared, model = problems.of(ask.code)
    outcome = solved(model.changed(charge=ask.charge), prepared.settled_first, ask.gap)
    return -np.inf if isinstance(outcome, Infeasible) else outcome.bound


def without_places(problem: Problem, closed: BoolArray) -> tuple[Limit, ...]:
    """The problem's limits, and one that keeps the student out of applications, shape (programs, modes)."""
    return (*problem.limits, Limit(TAKEN, closed.astype(np.float64), maximum=0.0)) if closed.any() else problem.limits


def outcome_of(problems: StudentProblems, settled: Settled) -> PlanOutcome:
    """A student's joint list as the plan alone would tell it, or why there is none beside the classmates'."""
    prepared, model = problems.of(settled.code)
    limits = without_places(prepared.problem, settled.closed)
    wished = replace(prepared.wished, by_name={**prepared.wished.by_name, TAKEN: _TAKEN})
    if settled.mode is None:
        return solve_prepared(replace(prepared, problem=replace(prepared.problem, limits=limits), wished=wished))
    alone = solved(model.changed(limits=limits), prepared.settled_first, prepared.plan.gap)
    value = evaluate(prepared.problem, settled.mode)
    bound = max(value, alone.bound) if isinstance(alone, Solved) else float(prepared.problem.utility.max())
    joint = Solved(
        mode=settled.mode,
        value=value,
        bound=bound,
        match_probability=match_probability(prepared.problem, settled.mode),
        spend=spend(prepared.problem, settled.mode),
        proven=_is_proven(prepared, value, bound),
        seconds=0.0,
    )
    full = int(settled.closed.any(axis=1).sum())
    adjusted = () if prepared.preset is None else prepared.preset.notices
    notices = (*_notices(full), *(f"Adjusted to the preset: {words}" for words in adjusted))
    return program_list(prepared, joint, notices, _UNPROVEN)


def _is_proven(prepared: Prepared, value: float, bound: float) -> bool:
    """Whether a list lies within the gap that its plan asks for, of the best one beside the classmates' places."""
    return bound - value <= prepared.plan.gap * float(prepared.problem.utility.max())


def _notices(full: int) -> tuple[str, ...]:
    if not full:
        return ()
    programs = "1 program is" if full == 1 else f"{full} programs are"
    return (f"Made together with the class: {programs} wholly or in part taken by classmates under the class's caps.",)
