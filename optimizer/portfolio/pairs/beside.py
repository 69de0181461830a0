"""The value of one partner's lists beside a given list of the other: concave, as the value of a single list is.

Whatever offers the partner has, one's own list brings an offer that counts beside them with a chance
``1 - exp(-exposure)``; the mean over the partner's offers of such functions is concave. It is written here in one
product over places in place of a sum over the partner's outcomes.
"""

from dataclasses import dataclass

import numpy as np

from optimizer.arrays import BoolArray, FloatArray, IntArray
from optimizer.portfolio.exposures import a_part_at_a_time, applications_of, of_modes
from optimizer.portfolio.matrices import sparse
from optimizer.portfolio.pairs.terms import Side, Terms


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """The value of one's lists beside the partner's, as `optimizer.portfolio.concave.ListValue`.

    Attributes
    ----------
    side : Side
        One's own.
    near : csr_matrix, shape (cells, groups)
        One's own rows of those cells in which the partner has an exposure.
    cells : csr_matrix, shape (terms, cells)
    partner : array, shape (cells, scenarios)
        Chance that the partner has an offer that counts in the cell.
    worth : array, shape (terms, scenarios)
        Drop times weight of the scenario.
    sure : array, shape (terms, scenarios)
        The partner's exposure to offers that are worth the term by themselves.
    weight : array, shape (scenarios,)
    """

    side: Side
    near: sparse.csr_matrix
    cells: sparse.csr_matrix
    partner: FloatArray
    worth: FloatArray
    sure: FloatArray
    weight: FloatArray

    worst_share = 1.0

    @property
    def shape(self) -> tuple[int, int]:
        """Groups by scenarios."""
        return self.side.groups, self.weight.size

    @property
    def lowest(self) -> float:
        """No list has a lower value."""
        return 0.0

    def exposure(self, application: FloatArray) -> FloatArray:
        """Exposures by group of (fractions of) applications."""
        return self.side.exposure(application)

    def emphasis(self, exposure: FloatArray) -> FloatArray:  # noqa: ARG002 - all scenarios always count
        """The scenario weights, wherever."""
        return self.weight

    def at(self, exposure: FloatArray) -> float:
        """Value at one exposure."""
        return float(-(self.worth * np.expm1(-self._total(exposure)[0])).sum())

    def tangent(self, exposure: FloatArray, emphasis: FloatArray | None = None) -> tuple[float, FloatArray]:  # noqa: ARG002
        """A linear function of the applications that no list's value exceeds, exact at this exposure."""
        total, rise = self._total(exposure)
        left = self.worth * np.exp(-total)
        slope = self.side.sure.T @ left + self.near.T @ (rise * (self.cells.T @ left))
        constant = float((self.worth - left).sum() - (slope * exposure).sum())
        return constant, self.side.gain(slope)

    def along(self, corners: FloatArray) -> "_Mixtures":
        """The value along mixtures of lists."""
        flat = corners.transpose(1, 0, 2).reshape(self.side.groups, -1)
        shape = (len(corners), self.weight.size)
        sure = np.asarray(self.side.sure @ flat).reshape(self.sure.shape[0], *shape).transpose(1, 0, 2)
        near = np.asarray(self.near @ flat).reshape(self.partner.shape[0], *shape).transpose(1, 0, 2)
        return _Mixtures(self, sure, near)

    def of_choices(self, settled: IntArray, programs: IntArray, chosen: IntArray) -> FloatArray:
        """Values of lists that differ in some programs."""
        side = self.side
        base = self.exposure(applications_of(settled, side.hazard.shape[1]))

        def values(part: IntArray) -> FloatArray:
            own = np.repeat(base[:, None], len(part), axis=1)
            for group, hazard in zip(side.group[programs], of_modes(side.hazard[programs], part), strict=True):
                own[group] += hazard
            flat = own.reshape(side.groups, -1)
            times = (1, len(part))
            near = np.asarray(self.near @ flat)
            total = side.sure @ flat + np.tile(self.sure, times)
            partner = np.tile(self.partner, times)
            total -= self.cells @ np.log(1.0 - partner + partner * np.exp(-near))
            value = -(np.tile(self.worth, times) * np.expm1(-total)).sum(axis=0)
            return np.asarray(value.reshape(len(part), -1).sum(axis=1))

        return a_part_at_a_time(values, chosen, max(base.size, self.partner.size))

    def _total(self, exposure: FloatArray) -> tuple[FloatArray, FloatArray]:
        return self.total(np.asarray(self.side.sure @ exposure), np.asarray(self.near @ exposure))

    def total(self, sure: FloatArray, near: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Exposure to all that is worth each term, and by how much it rises with each cell's own exposure."""
        missed = self.partner * np.exp(-near)
        none = 1.0 - self.partner + missed
        return sure + self.sure - self.cells @ np.log(none), missed / none


@dataclass(frozen=True, slots=True, eq=False)
class _Mixtures:
    """The value along mixtures: exposures of shape (lists, terms, scenarios) and (lists, cells, scenarios)."""

    value: Beside
    sure: FloatArray
    near: FloatArray

    def at(self, share: FloatArray) -> "_Mixture":
        """Around one mixture."""
        value = self.value
        sure, near = np.tensordot(share, self.sure, axes=1), np.tensordot(share, self.near, axes=1)
        total, rise = value.total(sure, near)
        left = value.worth * np.exp(-total)
        by_cell = np.asarray(value.cells.T @ left)
        gradient = np.tensordot(self.sure, left, axes=2) + np.tensordot(self.near, rise * by_cell, axes=2)
        return _Mixture(self, sure, near, left, rise, by_cell, gradient)


@dataclass(frozen=True, slots=True, eq=False)
class _Mixture:
    """The value around one mixture."""

    mixtures: _Mixtures
    sure: FloatArray
    near: FloatArray
    left: FloatArray
    rise: FloatArray
    by_cell: FloatArray
    gradient: FloatArray

    def curvature(self, used: BoolArray) -> FloatArray:
        """Second derivatives, with the sign turned."""
        value, near = self.mixtures.value, self.mixtures.near[used]
        count, cells, scenarios = near.shape
        risen = (near * self.rise).transpose(1, 0, 2).reshape(cells, count * scenarios)
        by_term = np.asarray(value.cells @ risen).reshape(-1, count, scenarios).transpose(1, 0, 2)
        total = (self.mixtures.sure[used] + by_term).reshape(count, -1)
        bent = near.reshape(count, cells * scenarios)
        bend = (self.rise * (1.0 - self.rise) * self.by_cell).ravel()
        return np.asarray((total * self.left.ravel()) @ total.T + (bent * bend) @ bent.T)

    def gain(self, used: BoolArray, step: FloatArray) -> float:
        """What the value gains by a change of the shares in use."""
        value = self.mixtures.value
        sure = self.sure + np.tensordot(step, self.mixtures.sure[used], axes=1)
        near = self.near + np.tensordot(step, self.mixtures.near[used], axes=1)
        return float((self.left - value.worth * np.exp(-value.total(sure, near)[0])).sum())


def beside(terms: Terms, who: int, partner: FloatArray) -> Beside:
    """The value of one's lists beside the partner's exposures.

    Parameters
    ----------
    terms : Terms
    who : {0, 1}
        Whose lists.
    partner : array, shape (the partner's groups, scenarios)
        The other's exposures.
    """
    own, other = terms.sides[who], terms.sides[1 - who]
    near = np.asarray(other.near @ partner)
    used = np.flatnonzero(near.any(axis=1))
    return Beside(
        side=own,
        near=own.near[used],
        cells=sparse.csr_matrix(terms.cells[:, used]),
        partner=-np.expm1(-near[used]),
        worth=terms.worth,
        sure=np.asarray(other.sure @ partner),
        weight=terms.weight,
    )
