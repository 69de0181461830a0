"""Several problems that share places: what each place is worth, from one linear program over all of them.

Each problem's value is replaced by its tangent at some (fractional) list; with the places shared, that is one linear
program, and the prices of its shared rows are prices of the places. Whatever they are, they prove a bound: each
problem solved by itself, charged these prices, and the places sold at them (Lagrangian duality). Between rounds the
point of the tangents moves to the best mixture of the lists found so far (simplicial decomposition), as for one.

References
----------
Geoffrion (1974), Lagrangean relaxation for integer programming, Mathematical Programming Study 2,
doi 10.1007/BFb0120690.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from optimizer.arrays import FloatArray, IntArray
from optimizer.portfolio.deadline import Deadline
from optimizer.portfolio.linear import LinearProgram, Verdict, maximise
from optimizer.portfolio.matrices import sparse
from optimizer.portfolio.model import Model
from optimizer.portfolio.region import program_over
from optimizer.portfolio.sharers import BESIDE_LOWEST, FAR, NEGLIGIBLE, Aim, Member, best_shares

_MOST_OVER = 1.0
"""Value that a place too many costs in the linear program: it always has a solution then."""


@dataclass(frozen=True, slots=True, eq=False)
class Priced:
    """What the linear program over all problems says; prices and weights prove a bound whatever they are.

    Attributes
    ----------
    price : array, shape (places,)
        >= 0, in value.
    weight : array, shape (problems,)
        What a unit of each problem's value counts at these prices, >= 0.
    constant : float
        What the bound has besides the problems: the places at their prices, less the floor where it counts.
    mode : tuple of int array
        A list for each problem, rounded from the linear program's.
    whole : bool
        Whether nothing had to be rounded: then the lists together take no more places than there are.
    """

    price: FloatArray
    weight: FloatArray
    constant: float
    mode: tuple[IntArray, ...]
    whole: bool

    def charge(self, index: int, member: Member) -> FloatArray:
        """What the prices make of each application of one problem, in its own value, shape (programs, modes)."""
        weight = max(float(self.weight[index]), NEGLIGIBLE)
        return member.charge(self.price / weight)

    def bound(self, own: FloatArray) -> float:
        """No lists that share the places have a higher aim.

        Parameters
        ----------
        own : array, shape (problems,)
            Bounds of the problems with these charges; any number where the weight is 0.
        """
        # Who counts for nothing brings nothing but charges, and charges only lower a bound.
        return self.constant + float(np.where(self.weight > 0, self.weight * own, 0.0).sum())


@dataclass(frozen=True, slots=True, eq=False)
class _Columns:
    """Where a member's columns stand in the linear program: its open applications, then its fees."""

    applications: IntArray
    start: int
    width: int

    @property
    def place(self) -> slice:
        return slice(self.start, self.start + self.applications.size)


@dataclass(slots=True, eq=False)
class Sharing:
    """The linear program over several problems, solved round by round.

    Its rows are written once. Each round puts in the tangents at the best mixture so far.

    Attributes
    ----------
    members : sequence of Member
    capacity : array, shape (places,)
    aim : Aim
    """

    members: Sequence[Member]
    capacity: FloatArray
    aim: Aim
    _columns: list[_Columns] = field(init=False)
    _program: LinearProgram = field(init=False)
    _at: list[FloatArray] = field(init=False)
    _corners: list[list[FloatArray]] = field(init=False)

    def __post_init__(self) -> None:
        self._columns, self._program = _joined(self.members, self.capacity)
        self._at = [_start(member.model) for member in self.members]
        self._corners = []

    def priced(self, *, time_limit_s: float) -> Priced | None:
        """The next round: prices at the present tangents, which then move on.

        None where the time ran out, or no mixture of lists reaches the floor.

        Parameters
        ----------
        time_limit_s : float
            Wall-clock seconds.
        """
        deadline = Deadline.after(time_limit_s)
        constant, gain = self._tangents()
        held = self._surely_low
        while True:
            program = self._with_values(constant, gain, held)
            answer = maximise(program, deadline=deadline)
            if answer.verdict is not Verdict.OPTIMAL:
                return None
            applications = self._applications(answer.x)
            values = constant + [float(own @ x) for own, x in zip(gain, applications, strict=True)]
            lower = np.flatnonzero(values < answer.x[-1] - NEGLIGIBLE)
            if np.isin(lower, held).all():
                break
            # Few are as low as that; a row for each problem would make the program ten times as slow.
            held = np.union1d(held, lower)
        self._move(applications)
        return self._priced(answer.row_price, held, applications)

    def _priced(self, row_price: FloatArray, held: IntArray, applications: list[FloatArray]) -> Priced:
        rows = self._program.row_lower.size
        price = np.maximum(row_price[rows - self.capacity.size : rows], 0.0)
        pressed = np.zeros(len(self.members))
        pressed[held] = np.maximum(row_price[rows:], 0.0)
        if self.aim.lowest:
            weight, taken_off = pressed / max(float(pressed.sum()), 1e-300), 0.0
        else:
            weight = self.aim.weight + pressed
            taken_off = self.aim.floor * float(pressed.sum()) if held.size else 0.0
        return Priced(
            price=price,
            weight=weight,
            constant=float(price @ self.capacity) - taken_off,
            mode=tuple(member.model.modes_as_given(x) for member, x in zip(self.members, applications, strict=True)),
            whole=all(bool((np.abs(x - np.round(x)) < 1e-6).all()) for x in applications),
        )

    def _tangents(self) -> tuple[FloatArray, list[FloatArray]]:
        """Constants and gains of all values, each in its own unit, at the best mixture so far."""
        constant, gain = np.zeros(len(self.members)), []
        for index, (member, at) in enumerate(zip(self.members, self._at, strict=True)):
            own_constant, own_gain = member.model.value.tangent(at)
            constant[index] = own_constant * member.model.highest
            gain.append(own_gain * member.model.highest)
        return constant, gain

    @property
    def _surely_low(self) -> IntArray:
        """Who can't have much by itself, so that the lowest value is bounded from the start."""
        if not self.aim.lowest:
            return np.zeros(0, dtype=np.int64)
        most = [member.most for member in self.members]
        return np.array([int(np.argmin(most))])

    @property
    def _weight_in_program(self) -> FloatArray:
        weight = self.aim.weight
        return weight * (BESIDE_LOWEST / weight.sum()) if self.aim.lowest else weight

    def _with_values(self, constant: FloatArray, gain: list[FloatArray], held: IntArray) -> LinearProgram:
        """The program with the tangents' gains; no value of those held may be below the last column, the lowest."""
        program = self._program
        objective = program.objective.copy()
        for columns, own, weight in zip(self._columns, gain, self._weight_in_program, strict=True):
            objective[columns.place] = weight * own[columns.applications]
        lowest = (-FAR, float(constant.max() + FAR)) if self.aim.lowest else (max(self.aim.floor, -FAR),) * 2
        objective[-1] = float(self.aim.lowest)
        rows, entries, places = [], [], []
        for row, index in enumerate(held.tolist()):
            columns = self._columns[index]
            rows.append(np.full(columns.applications.size + 1, row))
            entries.append(np.append(-gain[index][columns.applications], 1.0))
            places.append(np.append(np.arange(columns.place.start, columns.place.stop), objective.size - 1))
        above = sparse.csr_matrix(
            (np.concatenate([*entries, []]), (_whole(rows), _whole(places))), (held.size, objective.size)
        )
        return replace(
            program,
            objective=objective,
            matrix=sparse.csr_matrix(sparse.vstack([program.matrix, above])),
            row_lower=np.append(program.row_lower, np.full(held.size, -np.inf)),
            row_upper=np.append(program.row_upper, constant[held]),
            column_lower=np.append(program.column_lower[:-1], lowest[0]),
            column_upper=np.append(program.column_upper[:-1], lowest[1]),
        )

    def _applications(self, x: FloatArray) -> list[FloatArray]:
        """Each member's applications, shape (programs * modes,), in its model's order."""
        found = []
        for member, columns in zip(self.members, self._columns, strict=True):
            own = np.zeros(member.model.region.applications)
            own[columns.applications] = x[columns.place]
            found.append(own)
        return found

    def _move(self, applications: list[FloatArray]) -> None:
        """Take the lists in, and move to the best mixture of all lists so far, the same mixture for every problem."""
        self._corners.append(
            [member.model.value.exposure(x) for member, x in zip(self.members, applications, strict=True)]
        )
        share = best_shares(self.members, self._corners, self.aim)
        self._at = [
            np.tensordot(share, np.array([corner[k] for corner in self._corners]), axes=1)
            for k in range(len(self.members))
        ]


def _whole(parts: list[IntArray]) -> IntArray:
    return np.concatenate([*parts, np.zeros(0)]).astype(np.int64)


def _start(model: Model) -> FloatArray:
    value = model.value
    return np.ones(value.shape) if model.near is None else value.exposure(model.near.application)


def _joined(members: Sequence[Member], capacity: FloatArray) -> tuple[list[_Columns], LinearProgram]:
    """Every member's rows on the diagonal, the places below; a place too many at a price; the lowest value last."""
    columns: list[_Columns] = []
    own, shared = [], []
    start = 0
    for member in members:
        region = member.model.region
        open_ones = np.flatnonzero(region.upper[: region.applications] > 0)
        program = program_over(region, open_ones, region.required, np.zeros(region.upper.size), integer=False)
        uses = sparse.csr_matrix(member.in_model_order[open_ones].T)
        fees = program.objective.size - open_ones.size
        columns.append(_Columns(open_ones, start, program.objective.size))
        own.append(program)
        shared.append(sparse.hstack([uses, sparse.csr_matrix((capacity.size, fees))]))
        start += program.objective.size
    places = capacity.size
    over = sparse.hstack([-sparse.identity(places), sparse.csr_matrix((places, 1))])
    diagonal = sparse.block_diag([program.matrix for program in own])
    beside = sparse.csr_matrix((diagonal.shape[0], places + 1))
    matrix = sparse.vstack([sparse.hstack([diagonal, beside]), sparse.hstack([*shared, over])])
    most = np.array([abs(member.uses).sum(axis=0) for member in members]).sum(axis=0).ravel()
    return columns, LinearProgram(
        objective=np.concatenate([np.zeros(start), np.full(places, -_MOST_OVER), [0.0]]),
        matrix=sparse.csr_matrix(matrix),
        row_lower=np.concatenate([*(program.row_lower for program in own), np.full(places, -np.inf)]),
        row_upper=np.concatenate([*(program.row_upper for program in own), capacity]),
        column_lower=np.concatenate([*(program.column_lower for program in own), np.zeros(places), [-FAR]]),
        column_upper=np.concatenate([*(program.column_upper for program in own), most, [FAR]]),
        integer=np.zeros(start + places + 1, dtype=bool),
    )
