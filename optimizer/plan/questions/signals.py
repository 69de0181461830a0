"""Where a signal decides and where it is wasted: each signal of a list, where it could go instead, and the price."""

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict

from optimizer.directory import Directory, Program
from optimizer.plan.document import Plan
from optimizer.plan.listing import NoList, NotDecided, ProgramList
from optimizer.plan.planner import DEFAULT_TIME_LIMIT_S, prepare, solve_prepared
from optimizer.plan.problem import Prepared
from optimizer.portfolio import evaluate
from optimizer.vocabulary import SIGNAL_KINDS

MOST_UNSIGNALLED = 10
"""Programs without a signal that are told, those first where one would bring most."""


class _Value(BaseModel):
    model_config = ConfigDict(defer_build=True, frozen=True)


class SignalAt(_Value):
    """What a signal does at one program of a list, the rest of the list as it is.

    Attributes
    ----------
    signal : str
        The kind that stands there; where `placed` is False the kind it is asked for.
    placed : bool
        Whether the list signals the program.
    chosen_by_you : bool
        Whether the plan itself says so; then the list had no choice.
    interview_probability, interview_probability_without : float
        With the signal and without it, in [0, 1].
    own_rates : bool
        Whether the program's own rates by signal are known and count, which takes published ones of the specialty to
        hold them against; else the effect of a signal is the specialty's.
    value_gain : float
        Value of the list with the signal there less the value without it.
    signalled_share : (float, float) or None
        What part of its applicants signals the program, as its own rates tell: with one kind of signal both ends are
        the same, with two the truth lies between them. None where the rates don't tell.
    """

    id: str
    name: str
    institution: str
    city: str
    state: str
    signal: str
    placed: bool
    chosen_by_you: bool
    interview_probability: float
    interview_probability_without: float
    own_rates: bool
    value_gain: float
    signalled_share: tuple[float, float] | None


class SignalMove(_Value):
    """A signal taken from one program of a list and given to another, nothing else changed.

    Attributes
    ----------
    source, target : str
        Ids of the programs.
    source_name, target_name : str
    signal : str
        The kind that is moved. Where `swapped`, the other program's signal comes back in its place.
    swapped : bool
    value_change : float
        Of the list; at most the gap above 0 unless the plan itself put the signal where it is.
    """

    source: str
    source_name: str
    target: str
    target_name: str
    signal: str
    swapped: bool
    value_change: float


class SignalsIn(_Value):
    """The signals of a list in one specialty.

    Attributes
    ----------
    placed : tuple of SignalAt
        The list's signals, those first that bring most.
    unsignalled : tuple of SignalAt
        Programs of the list without a signal where one would bring most, with the weakest kind that the list uses.
    moves : tuple of SignalMove
        For each signal of `placed`, in the same order, the best other place for it.
    """

    specialty: str
    placed: tuple[SignalAt, ...]
    unsignalled: tuple[SignalAt, ...]
    moves: tuple[SignalMove, ...]


def list_signals(
    plan: Plan, directory: Directory | None = None, *, time_limit_s: float = DEFAULT_TIME_LIMIT_S
) -> tuple[SignalsIn, ...] | NoList | NotDecided:
    """What each signal of a plan's list does, and where it could go instead.

    Parameters
    ----------
    plan : Plan
    directory : Directory or None
        None reads the plan's program files, or the shipped directory where it names none.
    time_limit_s : float
        Wall-clock seconds for the solve.

    Returns
    -------
    tuple of SignalsIn, one for each specialty of the plan in which the list signals, or NoList or NotDecided

    Raises
    ------
    BadInput
        As `build_list`.
    """
    prepared = prepare(plan, directory)
    found = solve_prepared(prepared, time_limit_s=time_limit_s)
    return signals_on(prepared, found) if isinstance(found, ProgramList) else found


def signals_on(prepared: Prepared, found: ProgramList) -> tuple[SignalsIn, ...]:
    """What each signal of a list does, as `list_signals`, of a plan that has been solved."""
    mode = _modes(prepared, found)
    specialty = np.array([program.specialty for program in prepared.directory.programs])
    asked = prepared.plan.applicant.specialties
    each = (_in_specialty(prepared, mode, name, np.flatnonzero(specialty == name)) for name in asked)
    return tuple(told for told in each if told is not None)


def _modes(prepared: Prepared, found: ProgramList) -> npt.NDArray[np.int64]:
    mode = np.full(prepared.problem.shape[0], -1)
    for program in found.programs:
        mode[prepared.directory.index_by_id[program.id]] = prepared.made.modes.index(program.signal)
    return mode


def _in_specialty(
    prepared: Prepared, mode: npt.NDArray[np.int64], specialty: str, here: npt.NDArray[np.int64]
) -> SignalsIn | None:
    signalled = [int(index) for index in here if mode[index] > 0]
    if not signalled:
        return None
    placed = sorted((_signal_at(prepared, mode, index, int(mode[index])) for index in signalled), key=_gain)
    weakest = min(int(mode[index]) for index in signalled)
    others = [int(index) for index in here if mode[index] == 0]
    could = sorted((_signal_at(prepared, mode, index, weakest) for index in others), key=_gain)[:MOST_UNSIGNALLED]
    index_of = prepared.directory.index_by_id
    moves = (
        _best_move(prepared, mode, index_of[one.id], signalled, [index_of[to.id] for to in could]) for one in placed
    )
    return SignalsIn(
        specialty=specialty,
        placed=tuple(placed),
        unsignalled=tuple(could),
        moves=tuple(move for move in moves if move is not None),
    )


def _gain(at: SignalAt) -> float:
    return -at.value_gain


def _signal_at(prepared: Prepared, mode: npt.NDArray[np.int64], index: int, kind: int) -> SignalAt:
    program, plan = prepared.directory.programs[index], prepared.plan
    chance = prepared.made.interview_probability[index]
    with_it, without = (evaluate(prepared.problem, _changed(mode, {index: there})) for there in (kind, 0))
    return SignalAt(
        **program.model_dump(include={"id", "name", "institution", "city", "state"}),
        signal=prepared.made.modes[kind],
        placed=bool(mode[index] > 0),
        chosen_by_you=program.id in plan.locks.signal or program.id in plan.signals.never,
        interview_probability=float(chance[kind]),
        interview_probability_without=float(chance[0]),
        own_rates=_counts_own_rates(prepared, program, prepared.made.modes[kind]),
        value_gain=with_it - without,
        signalled_share=signalled_share(program),
    )


def _counts_own_rates(prepared: Prepared, program: Program, signal: str) -> bool:
    known = _rate_with(program, signal) is not None and _rate_without(program) is not None
    return known and prepared.made.evidence.has(f"interview_rate_by.{signal}", program.specialty)


def _changed(mode: npt.NDArray[np.int64], to: dict[int, int]) -> npt.NDArray[np.int64]:
    changed = mode.copy()
    for index, kind in to.items():
        changed[index] = kind
    return changed


def _best_move(
    prepared: Prepared, mode: npt.NDArray[np.int64], source: int, signalled: list[int], others: list[int]
) -> SignalMove | None:
    """The best place for a signal but its own: at a program without one, or in exchange for one of another kind."""
    programs, plan = prepared.directory.programs, prepared.plan
    kept_out = {*plan.signals.never, *plan.locks.signal}
    exchanged = [other for other in signalled if mode[other] != mode[source]]
    targets = [index for index in (*others, *exchanged) if programs[index].id not in kept_out]
    present = evaluate(prepared.problem, mode)
    moved = [
        (evaluate(prepared.problem, _changed(mode, {source: int(mode[to]), to: int(mode[source])})) - present, to)
        for to in targets
    ]
    if not moved:
        return None
    change, to = max(moved, key=lambda one: one[0])
    return SignalMove(
        source=programs[source].id,
        source_name=programs[source].name,
        target=programs[to].id,
        target_name=programs[to].name,
        signal=prepared.made.modes[int(mode[source])],
        swapped=bool(mode[to] > 0),
        value_change=change,
    )


# ---- how crowded with signals a program is --------------------------------------------------------------------------


def signalled_share(program: Program) -> tuple[float, float] | None:
    """What part of a program's applicants signals it, as its own interview rates tell; None where they don't.

    The rate of all applicants is the mean of the rates of those who signalled and of those who didn't, so that

        share = (rate of all - rate without a signal) / (rate with a signal - rate without a signal)

    Of programs with two kinds of signals only the two ends follow: all of the signals the stronger, or the weaker.
    """
    everybody, without = program.interview_rate_all, _rate_without(program)
    if everybody is None or without is None or everybody < without:
        return None
    shares = [
        (everybody - without) / (rate - without)
        for rate in (_rate_with(program, kind) for kind in SIGNAL_KINDS)
        if rate is not None and rate > max(everybody, without)
    ]
    return (min(shares), max(shares)) if shares else None


def _rate_with(program: Program, signal: str) -> float | None:
    rate: float | None = getattr(program, f"interview_rate_{signal}")
    return rate


def _rate_without(program: Program) -> float | None:
    return program.interview_rate_no_signal
