"""The lists that a problem allows, as rows over application and fee columns.

Application column ``program * modes + mode`` says whether that application is sent. Fee columns follow: for
each schedule whether its flat fee is due, and how many applications fall into each of its price segments.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from optimizer.arrays import BoolArray, FloatArray, IntArray
from optimizer.portfolio.linear import LinearProgram
from optimizer.portfolio.matrices import sparse
from optimizer.portfolio.problem import BUDGET, FeeSchedule, Problem

STRUCTURE = ""
"""Owner of the rows that define fees; every other row is owned by a limit or by the budget."""

MONEY_TOLERANCE = 1e-6
"""Dollars below which a sum counts as within the budget."""


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """Rows other than "one mode a program", and bounds, over all columns.

    Attributes
    ----------
    matrix : csr_matrix, shape (rows, applications + fee columns)
        Each row is scaled so that its largest coefficient is 1.
    by_column : csr_matrix, shape (columns, rows)
        The same, transposed.
    row_lower, row_upper : array, shape (rows,)
    scale : array, shape (rows,)
        What each row was divided by.
    owner : tuple of str, one per row
        Limit name, "budget", or `STRUCTURE`.
    lower, upper : array, shape (columns,)
    integer : bool array, shape (columns,)
    programs, modes : int
    required : bool array, shape (programs,)
    dollars : array, shape (columns,)
        What each column costs; without a budget only the applications' own costs.
    bills : tuple of (bool array, array)
        For each schedule its members, shape (programs,), and the dollars for 0, 1, 2, ... applications.
    """

    matrix: sparse.csr_matrix
    by_column: sparse.csr_matrix
    row_lower: FloatArray
    row_upper: FloatArray
    scale: FloatArray
    owner: tuple[str, ...]
    lower: FloatArray
    upper: FloatArray
    integer: BoolArray
    programs: int
    modes: int
    required: BoolArray
    dollars: FloatArray
    bills: tuple[tuple[BoolArray, FloatArray], ...]

    @property
    def applications(self) -> int:
        """Number of application columns; fee columns come after them."""
        return self.programs * self.modes

    def spend(self, application: FloatArray) -> float:
        """Dollars for 0/1 applications, shape (programs * modes,), fees and costs together."""
        applied = application.reshape(self.programs, self.modes).any(axis=1)
        fees = sum(float(bill[int((members & applied).sum())]) for members, bill in self.bills)
        return float(self.dollars[: self.applications] @ application) + fees


@dataclass(frozen=True, slots=True)
class _FeeColumns:
    """One schedule's columns and rows: see `_fee_columns`."""

    dollars: FloatArray
    upper: FloatArray
    integer: BoolArray
    counted: FloatArray
    rows: tuple[tuple[FloatArray, float, float], ...]


def allowed_region(problem: Problem, order: IntArray | None = None) -> Region:
    """Write a problem's limits, budget and locks as rows and bounds.

    Parameters
    ----------
    problem : Problem
    order : int array, shape (programs,), or None
        Which program stands at each place; None keeps the problem's order.
    """
    programs, modes, _ = problem.shape
    order = np.arange(programs) if order is None else order
    applications = programs * modes
    fees = [] if problem.budget is None else [_fee_columns(fee, problem.budget) for fee in problem.fees]
    columns = applications + sum(len(fee.upper) for fee in fees)
    upper = np.ones(columns)
    integer = np.ones(columns, dtype=bool)
    dollars = np.zeros(columns)
    if problem.cost is not None:
        dollars[:applications] = np.repeat(problem.cost[order], modes)
    rows = [
        _row(limit.coefficient[order].ravel(), limit.minimum, limit.maximum, limit.name) for limit in problem.limits
    ]
    start = applications
    for schedule, fee in zip(problem.fees, fees, strict=False):
        place = slice(start, start + len(fee.upper))
        upper[place], integer[place], dollars[place] = fee.upper, fee.integer, fee.dollars
        rows.append(
            _row(_over_fees(-fee.counted, place, np.repeat(schedule.members[order], modes)), 0.0, 0.0, STRUCTURE)
        )
        rows += [
            _row(_over_fees(row, place, np.zeros(applications)), low, high, STRUCTURE) for row, low, high in fee.rows
        ]
        start = place.stop
    if problem.budget is not None:
        rows.append(_row(dollars, -np.inf, problem.budget, BUDGET))
    upper[:applications][np.repeat(np.isin(order, problem.forbidden), modes)] = 0.0
    scale = np.array([row.scale for row in rows])
    matrix = _scaled(rows, columns)
    return Region(
        matrix=matrix,
        by_column=sparse.csr_matrix(matrix.T),
        row_lower=np.array([row.low for row in rows]) / scale,
        row_upper=np.array([row.high for row in rows]) / scale,
        scale=scale,
        owner=tuple(row.owner for row in rows),
        lower=np.zeros(columns),
        upper=upper,
        integer=integer,
        programs=programs,
        modes=modes,
        required=np.isin(order, problem.required),
        dollars=dollars,
        bills=tuple((fee.members[order], _bill(fee)) for fee in problem.fees),
    )


def program_over(
    region: Region, columns: IntArray, must_apply: BoolArray, objective: FloatArray, *, integer: bool
) -> LinearProgram:
    """The region over some application columns and all fee columns, as a linear program.

    Parameters
    ----------
    region : Region
    columns : int array
        Application columns, ascending.
    must_apply : bool array, shape (programs,)
        Programs that have to be applied to.
    objective : array, shape (all columns,)
    integer : bool
        Whether applications are whole; else the linear relaxation.
    """
    kept = np.concatenate([columns, np.arange(region.applications, region.upper.size)])
    rows, row_of_column, column, only = _one_mode_rows(region, columns, must_apply)
    position = np.full(region.upper.size, -1)
    position[kept] = np.arange(kept.size)
    limits = region.matrix
    moved = position[limits.indices]
    entry = np.flatnonzero(moved >= 0)
    entries_before = np.concatenate([[0], np.cumsum(moved >= 0)])[limits.indptr]
    pointer = np.concatenate(
        [entries_before, entries_before[-1] + np.cumsum(np.bincount(row_of_column, minlength=rows.size))]
    )
    data = np.concatenate([limits.data[entry], np.ones(column.size)])
    index = np.concatenate([moved[entry], column])
    return LinearProgram(
        objective=objective[kept],
        matrix=sparse.csr_matrix((data, index, pointer), (limits.shape[0] + rows.size, kept.size)),
        row_lower=np.concatenate([region.row_lower, must_apply[rows].astype(float)]),
        row_upper=np.concatenate([region.row_upper, np.ones(rows.size)]),
        column_lower=np.concatenate([must_apply[columns // region.modes] & only, region.lower[region.applications :]]),
        column_upper=region.upper[kept],
        integer=region.integer[kept] & integer,
    )


def _one_mode_rows(
    region: Region, columns: IntArray, must_apply: BoolArray
) -> tuple[IntArray, IntArray, IntArray, BoolArray]:
    """Programs that need a row "one mode"; by row and column the entries of these rows; columns that need none."""
    program = columns // region.modes
    count = np.bincount(program, minlength=region.programs)
    # A program with one open mode has its bounds already.
    rows = np.flatnonzero((count > 1) | (must_apply & (count == 0)))
    row_of_program = np.full(region.programs, -1)
    row_of_program[rows] = np.arange(rows.size)
    only = row_of_program[program] < 0
    column = np.flatnonzero(~only)
    return rows, row_of_program[program[column]], column, only


def modes_of(application: FloatArray, region: Region) -> IntArray:
    """Mode of each program, -1 = do not apply, from 0/1 applications, shape (programs * modes,)."""
    applied = np.round(application).reshape(region.programs, region.modes)
    return np.where(applied.any(axis=1), applied.argmax(axis=1), -1).astype(np.int64)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row by its columns that aren't 0: a plan may have thousands of rows over thousands of programs."""

    columns: IntArray
    coefficient: FloatArray
    low: float
    high: float
    owner: str

    @property
    def scale(self) -> float:
        return float(np.abs(self.coefficient).max(initial=0.0)) or 1.0


def _row(coefficient: FloatArray, low: float, high: float, owner: str) -> _Row:
    columns = np.flatnonzero(coefficient)
    return _Row(columns, coefficient[columns], low, high, owner)


def _over_fees(own: FloatArray, place: slice, applications: npt.NDArray[np.generic]) -> FloatArray:
    """A row over the applications and one schedule's fee columns."""
    return np.concatenate([applications.astype(np.float64), np.zeros(place.start - applications.size), own])


def _scaled(rows: list[_Row], columns: int) -> sparse.csr_matrix:
    """Rows, each divided by its scale, as a sparse matrix."""
    pointer = np.concatenate([[0], np.cumsum([row.columns.size for row in rows])])
    index = np.concatenate([*(row.columns for row in rows), np.zeros(0, dtype=np.int64)])
    data = np.concatenate([*(row.coefficient / row.scale for row in rows), np.zeros(0)])
    return sparse.csr_matrix((data, index, pointer), (len(rows), columns))


def _bill(fee: FeeSchedule) -> FloatArray:
    """Dollars for 0, 1, 2, ... applications, to all members."""
    number = np.arange(1, int(fee.members.sum()) + 1)
    rate = np.zeros(number.size)
    for start, dollars in fee.tiers:
        rate[number >= start] = dollars
    rate[number <= fee.flat_covers] = 0.0
    rate[:1] += fee.flat
    return np.concatenate([[0.0], np.cumsum(rate)])


def _fee_columns(fee: FeeSchedule, budget: float) -> _FeeColumns:
    """Columns of one schedule: [flat fee due] + applications per price segment (+ segment-full switches).

    Where each segment is dearer than the one before, the cheapest filling is the true one. Elsewhere a switch per step
    says "the segment before is full". Segments are whole, which follows from whole applications and is said all the
    same: with several schedules under one budget the integer solvers need numbers to branch on.
    """
    segments = list(_segments(fee, budget))
    length = np.array([float(count) for count, _ in segments])
    rate = np.array([dollars for _, dollars in segments])
    count = length.size
    steps = np.flatnonzero(np.diff(rate) < 0)
    flat = int(fee.flat > 0)
    total = flat + count + steps.size
    upper = np.concatenate([np.ones(flat), length, np.ones(steps.size)])
    dollars = np.concatenate([np.full(flat, fee.flat), rate, np.zeros(steps.size)])
    counted = np.concatenate([np.zeros(flat), np.ones(count), np.zeros(steps.size)])
    integer = np.ones(total, dtype=bool)
    rows: list[tuple[FloatArray, float, float]] = []
    if flat:
        due = counted.copy()
        due[0] = -float(length.sum())
        rows.append((due, -np.inf, 0.0))
    for switch, before in enumerate(steps, start=flat + count):
        # Everything up to the step is full before anything behind it fills, so the order of prices holds.
        full, behind = np.zeros(total), np.zeros(total)
        full[flat : flat + before + 1] = 1.0
        full[switch] = -float(length[: before + 1].sum())
        behind[flat + before + 1 : flat + count] = 1.0
        behind[switch] = -float(length[before + 1 :].sum())
        rows += [(full, 0.0, np.inf), (behind, -np.inf, 0.0)]
    return _FeeColumns(dollars, upper, integer, counted, tuple(rows))


def _segments(fee: FeeSchedule, budget: float) -> Iterator[tuple[int, float]]:
    """Numbers of applications at one rate, and the rate, from the first to the last affordable one."""
    left = budget - fee.flat
    last = int(fee.members.sum()) if left >= -MONEY_TOLERANCE else 0
    cuts = {1, fee.flat_covers + 1, last + 1, *(start for start, _ in fee.tiers)}
    edges = sorted(cut for cut in cuts if cut <= last + 1)
    for start, end in pairwise(edges):
        rates = [dollars for first, dollars in fee.tiers if first <= start]
        rate = rates[-1] if rates and start > fee.flat_covers else 0.0
        affordable = end - start if rate == 0 else min(end - start, int((left + MONEY_TOLERANCE) / rate))
        if affordable:
            yield affordable, rate
        if affordable < end - start:
            return
        left -= rate * affordable
