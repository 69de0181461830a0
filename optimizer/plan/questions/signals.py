"""Where a signal decides and where it is wasted: each signal of a list, where it could go instead, and the price."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict

from optimizer.directory import Directory, Program
from optimizer.estimate import Estimate
from optimizer.plan.document import Plan
from optimizer.plan.listing import NoList, NotDecided, ProgramList, modes_listed
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
    placing = _Placing.of(prepared, found)
    each = (placing.signals_in(specialty) for specialty in prepared.plan.applicant.specialties)
    return tuple(told for told in each if told is not None)


@dataclass(frozen=True, slots=True)
class _Placing:
    """A list whose signals are tried elsewhere.

    Attributes
    ----------
    mode : int array
        Of each program and decision, -1 where the list doesn't apply.
    value : float
        Of the list as it is.
    """

    prepared: Prepared
    mode: npt.NDArray[np.int64]
    value: float

    @classmethod
    def of(cls, prepared: Prepared, found: ProgramList) -> Self:
        """The list that was found."""
        mode = modes_listed(prepared, found)
        return cls(prepared, mode, evaluate(prepared.problem, mode))

    def signals_in(self, specialty: str) -> SignalsIn | None:
        """The signals in one specialty; None where the list has none there."""
        programs = self.prepared.directory.programs
        here = [index for index, program in enumerate(programs) if program.specialty == specialty]
        signalled = [index for index in here if self.mode[index] > 0]
        if not signalled:
            return None
        weakest = min(int(self.mode[index]) for index in signalled)
        placed = self._most_first((index, int(self.mode[index])) for index in signalled)
        could = self._most_first((index, weakest) for index in here if self.mode[index] == 0)[:MOST_UNSIGNALLED]
        moves = (self._best_move(index, signalled, [other for other, _ in could]) for index, _ in placed)
        return SignalsIn(
            specialty=specialty,
            placed=tuple(at for _, at in placed),
            unsignalled=tuple(at for _, at in could),
            moves=tuple(move for move in moves if move is not None),
        )

    def _most_first(self, asked: Iterable[tuple[int, int]]) -> list[tuple[int, SignalAt]]:
        """What a signal of a kind does at each program, by the program's position; those first where it brings most."""
        told = [(index, self._signal_at(index, kind)) for index, kind in asked]
        return sorted(told, key=lambda one: -one[1].value_gain)

    def _value_with(self, modes: Mapping[int, int]) -> float:
        """Value of the list with other modes at some programs."""
        changed = self.mode.copy()
        for index, kind in modes.items():
            changed[index] = kind
        return evaluate(self.prepared.problem, changed)

    def _signal_at(self, index: int, kind: int) -> SignalAt:
        program, plan, estimate = self.prepared.directory.programs[index], self.prepared.plan, self.prepared.estimate
        chance, placed = estimate.interview_probability[index], bool(self.mode[index] > 0)
        other_way = self._value_with({index: 0 if placed else kind})
        return SignalAt(
            **program.model_dump(include={"id", "name", "institution", "city", "state"}),
            signal=estimate.modes[kind],
            placed=placed,
            chosen_by_you=program.id in plan.locks.signal or program.id in plan.signals.never,
            interview_probability=float(chance[kind]),
            interview_probability_without=float(chance[0]),
            own_rates=_counts_own_rates(estimate, program, estimate.modes[kind]),
            value_gain=self.value - other_way if placed else other_way - self.value,
            signalled_share=signalled_share(program),
        )

    def _best_move(self, source: int, signalled: list[int], others: list[int]) -> SignalMove | None:
        """The best place for a signal but its own: at a program without one, or in exchange for one of another kind."""
        programs, plan, mode = self.prepared.directory.programs, self.prepared.plan, self.mode
        kept_out = {*plan.signals.never, *plan.locks.signal}
        exchanged = [other for other in signalled if mode[other] != mode[source]]
        targets = [index for index in (*others, *exchanged) if programs[index].id not in kept_out]
        if not targets:
            return None
        moved = {to: self._value_with({source: int(mode[to]), to: int(mode[source])}) for to in targets}
        to = max(targets, key=moved.__getitem__)
        return SignalMove(
            source=programs[source].id,
            source_name=programs[source].name,
            target=programs[to].id,
            target_name=programs[to].name,
            signal=self.prepared.estimate.modes[int(mode[source])],
            swapped=bool(mode[to] > 0),
            value_change=moved[to] - self.value,
        )


def _counts_own_rates(estimate: Estimate, program: Program, signal: str) -> bool:
    known = _rate_with(program, signal) is not None and program.interview_rate_no_signal is not None
    return known and estimate.evidence.has(f"interview_rate_by.{signal}", program.specialty)


# ---- how crowded with signals a program is --------------------------------------------------------------------------


def signalled_share(program: Program) -> tuple[float, float] | None:
    """What part of a program's applicants signals it, as its own interview rates tell; None where they don't.

    The rate of all applicants is the mean of the rates of those who signalled and of those who didn't, so that

        share = (rate of all - rate without a signal) / (rate with a signal - rate without a signal)

    Of programs with two kinds of signals only the two ends follow: all of the signals the stronger, or the weaker.
    """
    everybody, without = program.interview_rate_all, program.interview_rate_no_signal
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
