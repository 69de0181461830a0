"""What a pair of lists is worth, as sums of exposures by group.

The best that comes of two lists is worth at least t when one of the two has an offer with ``alone * utility >= t``,
or when both have, in one place, an offer with ``utility >= t``. Offers are independent given the scenario, and places
hold different programs, so the chance that nothing is worth t is

    exp(-sure_1 - sure_2) * product over places of (1 - (1 - exp(-near_1)) (1 - exp(-near_2)))

with `sure` the exposure to offers of the first kind, and `near`, in each place, the exposure to offers of the second
kind that aren't of the first. Summed over the distinct worths with the drops between them this is, exactly, the
expected worth of the best outcome.
"""

from dataclasses import dataclass

import numpy as np

from optimizer.arrays import BoolArray, FloatArray, IntArray
from optimizer.portfolio.concave import CHANCE_CAP
from optimizer.portfolio.exposures import by_group
from optimizer.portfolio.matrices import sparse
from optimizer.portfolio.pairs.problem import NOWHERE, PairProblem


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One partner's part: a group is the programs of one place and one utility.

    Attributes
    ----------
    hazard : array, shape (programs, modes, scenarios)
        ``-log(1 - chance)``.
    group : int array, shape (programs,)
    groups : int
    sure : csr_matrix, shape (terms, groups)
        Which groups' offers are worth the term by themselves.
    near : csr_matrix, shape (cells, groups)
        Which groups' offers are worth the cell's term beside an offer to the partner in the cell's place.
    """

    hazard: FloatArray
    group: IntArray
    groups: int
    sure: sparse.csr_matrix
    near: sparse.csr_matrix

    def exposure(self, application: FloatArray) -> FloatArray:
        """Exposures by group, shape (groups, scenarios), of (fractions of) applications, shape (programs * modes,)."""
        return by_group(self.hazard, self.group, self.groups, application)

    def gain(self, slope: FloatArray) -> FloatArray:
        """Value of each application, shape (programs * modes,), at slopes by group, shape (groups, scenarios)."""
        return np.asarray(np.einsum("pms,ps->pm", self.hazard, slope[self.group]).ravel())


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """The terms of a pair's worth.

    Attributes
    ----------
    drop : array, shape (terms,)
        Drop from each worth to the next lower one, as shares of the largest utility, highest worth first.
    weight : array, shape (scenarios,)
    cells : csr_matrix, shape (terms, cells)
        Which cells, each a place within a term, belong to which term.
    place : int array, shape (cells,)
        Of each cell.
    sides : pair of Side
    """

    drop: FloatArray
    weight: FloatArray
    cells: sparse.csr_matrix
    place: IntArray
    sides: tuple[Side, Side]

    @property
    def worth(self) -> FloatArray:
        """What reaching each term in each scenario adds to the expected worth, shape (terms, scenarios)."""
        return self.drop[:, None] * self.weight


def terms_of(problem: PairProblem) -> Terms:
    """The terms of a pair's worth, in shares of its largest utility."""
    unit = problem.unit_of_value
    utility = [one.utility / unit for one in problem.problems]
    groups = [_groups(place, own) for place, own in zip(problem.place, utility, strict=True)]
    worths = np.unique(np.concatenate([*utility, *(problem.alone * own for own in utility)]))
    worths = worths[worths > 0][::-1]
    counts = [
        (own[None] >= worths[:, None], problem.alone * own[None] >= worths[:, None])
        for own in (worth for _, _, worth in groups)
    ]
    nearby = [beside & ~sure & (place != NOWHERE) for (_, place, _), (beside, sure) in zip(groups, counts, strict=True)]
    term, place = _cells(nearby, [place for _, place, _ in groups])
    sides = [
        Side(
            hazard=-np.log1p(-np.minimum(one.offer_chance, CHANCE_CAP)),
            group=group,
            groups=own_place.size,
            sure=sparse.csr_matrix(sure.astype(np.float64)),
            near=sparse.csr_matrix((beside[term] & (own_place == place[:, None])).astype(np.float64)),
        )
        for one, (group, own_place, _), (_, sure), beside in zip(problem.problems, groups, counts, nearby, strict=True)
    ]
    cells = sparse.csr_matrix((np.ones(term.size), (term, np.arange(term.size))), (worths.size, term.size))
    drop = worths - np.append(worths[1:], 0.0)
    return Terms(drop, problem.weight, cells, place, (sides[0], sides[1]))


def _groups(place: IntArray, utility: FloatArray) -> tuple[IntArray, IntArray, FloatArray]:
    """Group of each program; place and utility of each group."""
    distinct, group = np.unique(np.column_stack([place, utility]), axis=0, return_inverse=True)
    return group.reshape(-1).astype(np.int64), distinct[:, 0].astype(np.int64), distinct[:, 1]


def _cells(nearby: list[BoolArray], place: list[IntArray]) -> tuple[IntArray, IntArray]:
    """Term and place of each cell: where both have groups that count beside each other."""
    places = np.unique(np.concatenate(place))
    places = places[places != NOWHERE]
    both = np.ones((nearby[0].shape[0], places.size), dtype=np.bool_)
    for counts, own in zip(nearby, place, strict=True):
        both &= (counts.astype(np.int64) @ (own[:, None] == places).astype(np.int64)) > 0
    term, column = np.nonzero(both)
    return term.astype(np.int64), places[column]
