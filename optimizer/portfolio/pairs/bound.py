"""A bound on the best pair: a concave function above its worth, maximised over both partners' fractional lists.

The worth of a pair is a concave function (``1 - exp(-total)``) of the terms' exposures, and these are sums over places
of a function that isn't concave; in each place the least concave function above it takes its place. Both are given by
linear functions above them, found one after the other where the last solution overstates them; the linear program
over all of them is solved until it overstates nothing by more than a tolerance. Its prices make one linear function of
the applications that no pair's worth exceeds, and that is maximised by weak duality: the bound holds whatever the
linear solver's tolerances.

References
----------
Kelley (1960), The cutting-plane method for solving convex programs, Journal of the SIAM 8(4), doi 10.1137/0108053.
"""

from dataclasses import dataclass, field

import numpy as np

from optimizer.arrays import FloatArray, IntArray
from optimizer.portfolio.deadline import Deadline
from optimizer.portfolio.linear import LinearAnswer, LinearProgram, Verdict, maximise
from optimizer.portfolio.matrices import sparse
from optimizer.portfolio.pairs.boxes import most_exposure
from optimizer.portfolio.pairs.envelope import above
from optimizer.portfolio.pairs.signalled import LEAST_SIDE, Reach, Signalling, Slope, quiet_slope
from optimizer.portfolio.pairs.terms import Side, Terms
from optimizer.portfolio.region import Region, program_over
from optimizer.portfolio.relaxation import promised

_ROUNDS = 30
_MOST_OUTER = 8
_TOLERANCE = 2e-4
"""Value that the linear program may overstate."""
_FAR = 1e3
"""An exposure that none has: linear programs want bounded columns."""
_FIRST_POINTS = ((1.0, 0.999), (0.999, 1.0), (1.0, 0.01), (0.01, 1.0))
"""Where in each box, as shares of its sides, the function above it is taken first."""


@dataclass(frozen=True, slots=True, eq=False)
class PairBound:
    """What no pair exceeds.

    Attributes
    ----------
    bound : float
        In shares of the largest utility.
    applications : pair of arrays, shape (programs * modes,)
        Fractional lists at which the relaxation is highest.
    """

    bound: float
    applications: tuple[FloatArray, FloatArray]


def pair_bound(
    terms: Terms, regions: tuple[Region, Region], start: tuple[FloatArray, FloatArray], deadline: Deadline
) -> PairBound | None:
    """A bound on what any pair of lists is worth; None where the time runs out before there is one.

    Parameters
    ----------
    terms : Terms
    regions : pair of Region
        Which lists each may have.
    start : pair of arrays, shape (programs * modes,)
        (Fractions of) applications around which the worth is linearised first.
    deadline : Deadline
    """
    most = tuple(
        most_exposure(side, region, terms.place, deadline) for side, region in zip(terms.sides, regions, strict=True)
    )
    signalling = tuple(
        Signalling.of(side, region, own, deadline) for side, region, own in zip(terms.sides, regions, most, strict=True)
    )
    relaxation = _Relaxation.of(terms, side_by_side(*regions), (signalling[0], signalling[1]))
    return relaxation.solved(np.concatenate(start), deadline)


def side_by_side(first: Region, second: Region) -> Region:
    """The pairs of lists that two regions of as many modes allow.

    Columns are the applications of both, then the fees of both.
    """
    parts = (first, second)
    matrices = [region.matrix.tocsc() for region in parts]
    cuts = [region.applications for region in parts]
    heads = [matrix[:, :cut] for matrix, cut in zip(matrices, cuts, strict=True)]
    tails = [matrix[:, cut:] for matrix, cut in zip(matrices, cuts, strict=True)]
    matrix = sparse.csr_matrix(sparse.hstack([sparse.block_diag(heads), sparse.block_diag(tails)]))

    def columns(first_array: FloatArray, second_array: FloatArray) -> FloatArray:
        heads = first_array[: cuts[0]], second_array[: cuts[1]]
        return np.concatenate([*heads, first_array[cuts[0] :], second_array[cuts[1] :]])

    return Region(
        matrix=matrix,
        by_column=sparse.csr_matrix(matrix.T),
        row_lower=np.concatenate([first.row_lower, second.row_lower]),
        row_upper=np.concatenate([first.row_upper, second.row_upper]),
        scale=np.concatenate([first.scale, second.scale]),
        owner=(*first.owner, *second.owner),
        lower=columns(first.lower, second.lower),
        upper=columns(first.upper, second.upper),
        integer=np.ones(columns(first.lower, second.lower).size, dtype=np.bool_),
        programs=first.programs + second.programs,
        modes=first.modes,
        required=np.concatenate([first.required, second.required]),
        dollars=columns(first.dollars, second.dollars),
        bills=(),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    """One place.

    Attributes
    ----------
    cells : int array
    programs : pair of int arrays
        Of each side, those that count there.
    near : pair of arrays, shape (cells, programs)
        In which of the cells each of them counts.
    columns : int array
        Their application columns, side by side.
    reach : pair of Reach
        What either's exposure doesn't exceed there, by signals.
    """

    cells: IntArray
    programs: tuple[IntArray, IntArray]
    near: tuple[FloatArray, FloatArray]
    columns: IntArray
    reach: tuple[Reach, Reach]

    def gain(self, sides: tuple[Side, Side], weight: FloatArray, slope: Slope) -> FloatArray:
        """What each of the applications adds to the weighted sum of the cells, shape (columns,)."""
        parts = []
        for who, by in enumerate((slope.by_x, slope.by_y)):
            hazard, near = sides[who].hazard[self.programs[who]], self.near[who]
            own = np.einsum("pms,ps->pm", hazard, near.T @ (by * weight))
            if slope.by_signal is not None:
                own[:, 1:] += (near.T @ (slope.by_signal[who] * weight)).sum(axis=1)[:, None]
            parts.append(own.ravel())
        return np.concatenate(parts)

    def sent(self, applications: tuple[FloatArray, FloatArray]) -> tuple[FloatArray, FloatArray]:
        """(Fractions of) signals of either in each cell, of applications of shape (programs, modes)."""
        first, second = (
            near @ own[programs, 1:].sum(axis=1)
            for near, own, programs in zip(self.near, applications, self.programs, strict=True)
        )
        return np.asarray(first), np.asarray(second)


@dataclass(frozen=True, slots=True, eq=False)
class _Outer:
    """A linear function of the terms' exposures that the worth doesn't exceed.

    Attributes
    ----------
    constant : float
    by_term : array, shape (terms, scenarios)
    gain : array, shape (applications of both,)
        What applications add to it by offers that count by themselves.
    by_cell : array, shape (cells, scenarios)
    """

    constant: float
    by_term: FloatArray
    gain: FloatArray
    by_cell: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class _Relaxation:
    """The relaxation of one pair problem, and the linear functions found so far.

    Attributes
    ----------
    terms : Terms
    both : Region
    most : pair of arrays, shape (cells, scenarios)
        Sides of the boxes; above 0.
    places : tuple of _Place
    outers : list of _Outer
    slopes : list of lists of Slope
        By place, slopes of the concave function there.
    gains : dict
        What applications add, by outer function, place and slope, as it was worked out.
    """

    terms: Terms
    both: Region
    most: tuple[FloatArray, FloatArray]
    places: tuple[_Place, ...]
    outers: list[_Outer] = field(default_factory=list)
    slopes: list[list[Slope]] = field(default_factory=list)
    gains: dict[tuple[int, int, int], FloatArray] = field(default_factory=dict)

    @classmethod
    def of(cls, terms: Terms, both: Region, signalling: tuple[Signalling, Signalling]) -> "_Relaxation":
        """Places in which both can have an exposure, each with first slopes."""
        most = signalling[0].most, signalling[1].most
        counts = ((most[0] > 0) & (most[1] > 0)).any(axis=1)
        sides = np.maximum(most[0], LEAST_SIDE), np.maximum(most[1], LEAST_SIDE)
        places = tuple(
            _place(terms, both, np.flatnonzero((terms.place == one) & counts), signalling)
            for one in np.unique(terms.place[counts])
        )
        slopes = []
        for place in places:
            x, y = sides[0][place.cells], sides[1][place.cells]
            slopes.append([Slope.of(above(x * of_x, y * of_y, x, y)) for of_x, of_y in _FIRST_POINTS])
        return cls(terms, both, sides, places, slopes=slopes)

    def solved(self, start: FloatArray, deadline: Deadline) -> PairBound | None:
        """The bound, once the linear program overstates nothing, or when the rounds or the time run out."""
        both = self.both
        columns = np.flatnonzero(both.upper[: both.applications] > 0)
        base = program_over(both, columns, both.required, np.zeros(both.upper.size), integer=False)
        self.outers.append(self._outer(self._at(start)[3]))
        best, at_best = np.inf, np.zeros(both.applications)
        for _ in range(_ROUNDS):
            program, prices_of = self._program(base, columns)
            answer = maximise(program, deadline=deadline)
            if answer.verdict is not Verdict.OPTIMAL:
                break
            application = np.zeros(both.applications)
            application[columns] = np.clip(answer.x[: columns.size], 0.0, 1.0)
            found = promised(both, *self._tangent(answer.row_price[base.row_lower.size :], prices_of), deadline)
            reached = np.inf if found is None else found
            best, at_best = min((best, at_best), (reached, application), key=lambda one: one[0])
            overstated = self._sharpen(answer, application, base.column_upper.size)
            if overstated <= _TOLERANCE:
                break
        if not np.isfinite(best):
            return None
        cut = self.terms.sides[0].hazard.shape[0] * both.modes
        return PairBound(min(best, 1.0), (at_best[:cut], at_best[cut:]))

    def _at(self, application: FloatArray) -> tuple[float, list[Slope], FloatArray, FloatArray]:
        """The concave function at fractional lists.

        Its value, the lowest slope by place, what that is by cell, and the terms' exposures.
        """
        terms = self.terms
        cut = terms.sides[0].hazard.shape[0] * self.both.modes
        parts = application[:cut], application[cut:]
        exposures = [side.exposure(own) for side, own in zip(terms.sides, parts, strict=True)]
        x, y = (np.asarray(side.near @ own) for side, own in zip(terms.sides, exposures, strict=True))
        sure = [np.asarray(side.sure @ own) for side, own in zip(terms.sides, exposures, strict=True)]
        found = above(x, y, *self.most)
        left = terms.worth * np.exp(-(sure[0] + sure[1] + terms.cells @ found.value))
        weight = np.asarray(terms.cells.T @ left)
        by_mode = parts[0].reshape(-1, self.both.modes), parts[1].reshape(-1, self.both.modes)
        value, lowest = found.value.copy(), []
        for place in self.places:
            cells = place.cells
            slope = Slope.of(found, cells)
            if self.both.modes > 1:
                quiet = quiet_slope(x[cells], y[cells], place.sent(by_mode), place.reach)
                if (quiet.value * weight[cells]).sum() < (slope.value * weight[cells]).sum():
                    slope = quiet
            value[cells] = slope.value
            lowest.append(slope)
        total = sure[0] + sure[1] + terms.cells @ value
        return float(-(terms.worth * np.expm1(-total)).sum()), lowest, value, total

    def _outer(self, total: FloatArray) -> _Outer:
        """The linear function that touches the worth at the terms' exposures."""
        terms = self.terms
        left = terms.worth * np.exp(-total)
        gain = np.concatenate([side.gain(np.asarray(side.sure.T @ left)) for side in terms.sides])
        constant = float((terms.worth - left - left * total).sum())
        return _Outer(constant, left, gain, np.asarray(terms.cells.T @ left))

    def _gain(self, outer: int, place: int, slope: int) -> FloatArray:
        key = outer, place, slope
        if key not in self.gains:
            one = self.places[place]
            weight = self.outers[outer].by_cell[one.cells]
            self.gains[key] = one.gain(self.terms.sides, weight, self.slopes[place][slope])
        return self.gains[key]

    def _program(self, base: LinearProgram, columns: IntArray) -> tuple[LinearProgram, list[tuple[int, int, int]]]:
        """The linear program over the fractional lists, by outer function the places' parts, and the value.

        Rows behind those of the lists: for each outer function the value under it, (outer, -1, -1), and each place's
        part under each slope there.
        """
        width, count = base.column_upper.size, len(self.places)
        position = np.full(self.both.applications, -1)
        position[columns] = np.arange(columns.size)
        value = width + len(self.outers) * count
        rows: list[tuple[IntArray, FloatArray]] = []
        upper: list[float] = []
        keys: list[tuple[int, int, int]] = []
        for j, outer in enumerate(self.outers):
            own = np.flatnonzero(outer.gain[columns])
            parts = width + j * count + np.arange(count)
            rows.append(
                (
                    np.concatenate([own, parts, [value]]),
                    np.concatenate([-outer.gain[columns][own], -np.ones(count), [1.0]]),
                )
            )
            upper.append(outer.constant)
            keys.append((j, -1, -1))
            for k, place in enumerate(self.places):
                at = position[place.columns]
                for slope in range(len(self.slopes[k])):
                    gain = self._gain(j, k, slope)
                    used = (at >= 0) & (gain != 0)
                    rows.append((np.append(at[used], parts[k]), np.append(-gain[used], 1.0)))
                    upper.append(0.0)
                    keys.append((j, k, slope))
        lengths = np.cumsum([index.size for index, _ in rows])
        matrix = sparse.csr_matrix(
            (
                np.concatenate([base.matrix.data, *(data for _, data in rows)]),
                np.concatenate([base.matrix.indices, *(index for index, _ in rows)]),
                np.concatenate([base.matrix.indptr, base.matrix.nnz + lengths]),
            ),
            (base.row_upper.size + len(rows), value + 1),
        )
        program = LinearProgram(
            objective=np.append(np.zeros(value), 1.0),
            matrix=matrix,
            row_lower=np.concatenate([base.row_lower, np.full(len(rows), -np.inf)]),
            row_upper=np.concatenate([base.row_upper, upper]),
            column_lower=np.concatenate([base.column_lower, np.zeros(value - width + 1)]),
            column_upper=np.concatenate([base.column_upper, np.full(value - width, _FAR), [1.0]]),
            integer=np.zeros(value + 1, dtype=np.bool_),
        )
        return program, keys

    def _tangent(self, price: FloatArray, keys: list[tuple[int, int, int]]) -> tuple[float, FloatArray]:
        """One linear function of the applications that no pair's worth exceeds, mixed from all by their prices."""
        shares = _shares(np.array([p for p, (_, place, _) in zip(price, keys, strict=True) if place < 0]))
        by_place: dict[tuple[int, int], list[tuple[float, int]]] = {}
        for own, (outer, place, slope) in zip(price.tolist(), keys, strict=True):
            if place >= 0 and shares[outer] > 0:
                by_place.setdefault((outer, place), []).append((own, slope))
        constant, gain = 0.0, np.zeros(self.both.applications)
        for share, one in zip(shares, self.outers, strict=True):
            constant += share * one.constant
            gain += share * one.gain
        for (outer, place), slopes in by_place.items():
            of_slopes = _shares(np.array([own for own, _ in slopes]))
            for share, (_, slope) in zip(of_slopes, slopes, strict=True):
                if share > 0:
                    gain[self.places[place].columns] += shares[outer] * share * self._gain(outer, place, slope)
        return constant, gain

    def _sharpen(self, answer: LinearAnswer, application: FloatArray, width: int) -> float:
        """Add the linear functions that the answer overstates most; by how much its value is overstated in all."""
        value, lowest, by_cell, total = self._at(application)
        count, outers = len(self.places), len(self.outers)
        parts = answer.x[width : width + outers * count].reshape(outers, count)
        under = [one.constant + float((one.by_term * total).sum()) for one in self.outers]
        least = int(np.argmin(under))
        for k, place in enumerate(self.places):
            true = [float((one.by_cell[place.cells] * by_cell[place.cells]).sum()) for one in self.outers]
            if (parts[:, k] - true).max() > _TOLERANCE / (2 * count):
                self.slopes[k].append(lowest[k])
        if under[least] - value > _TOLERANCE / 2 and outers < _MOST_OUTER:
            self.outers.append(self._outer(total))
        return answer.bound - value


def _place(terms: Terms, both: Region, cells: IntArray, signalling: tuple[Signalling, Signalling]) -> _Place:
    near = [side.near[cells].toarray()[:, side.group] for side in terms.sides]
    first, second = (np.flatnonzero(own.any(axis=0)) for own in near)
    programs = np.concatenate([first, terms.sides[0].hazard.shape[0] + second])
    columns = (programs[:, None] * both.modes + np.arange(both.modes)).ravel()
    counted = near[0][:, first], near[1][:, second]
    reach = signalling[0].reach(cells, first, counted[0]), signalling[1].reach(cells, second, counted[1])
    return _Place(cells, (first, second), counted, columns, reach)


def _shares(price: FloatArray) -> FloatArray:
    """Prices as shares that sum to 1, none below 0; alike where all are 0."""
    counted = np.maximum(price, 0.0)
    total = float(counted.sum())
    return counted / total if total > 0 else np.full(price.size, 1.0 / price.size)
