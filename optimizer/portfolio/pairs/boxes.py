"""What exposures a list can have in each place: the boxes that the bound on the best pair stands on.

The most that a list's applications add up to in a place is a linear program; the prices of its rows give, by weak
duality, a limit in every scenario, whatever the linear solver's tolerances.
"""

from dataclasses import dataclass, replace

import numpy as np

from optimizer.arrays import FloatArray, IntArray
from optimizer.portfolio.deadline import Deadline
from optimizer.portfolio.linear import Verdict, maximise
from optimizer.portfolio.pairs.terms import Side
from optimizer.portfolio.region import STRUCTURE, Region, program_over


def most_exposure(side: Side, region: Region, place: IntArray, deadline: Deadline) -> FloatArray:
    """What no list's exposure exceeds in each cell and scenario, shape (cells, scenarios).

    Parameters
    ----------
    side : Side
    region : Region
        Which lists; what it asks at least is left out of account.
    place : int array, shape (cells,)
    deadline : Deadline
        Places that are reached later are bounded by all their programs together.
    """
    hazard = side.hazard * (region.upper[: region.applications] > 0).reshape(region.programs, region.modes, 1)
    best = np.zeros((side.groups, hazard.shape[2]))
    np.add.at(best, side.group, hazard.max(axis=1))
    most = np.asarray(side.near @ best)
    for one in np.unique(place):
        if deadline.has_passed:
            break
        cells = np.flatnonzero(place == one)
        counted = side.near[cells].toarray()[:, side.group].astype(np.bool_)
        prices = _prices(region, np.where(np.asarray(counted.any(axis=0))[:, None, None], hazard, 0.0), deadline)
        if prices is not None:
            for cell, programs in zip(cells, counted, strict=True):
                most[cell] = np.minimum(most[cell], prices.bound(np.where(programs[:, None, None], hazard, 0.0)))
    return most


@dataclass(frozen=True, slots=True, eq=False)
class _Prices:
    """Prices of a region's rows for the mean scenario: what they come to, and how they scale by scenario.

    Attributes
    ----------
    region : Region
    used : array, shape (columns,)
        What each column's use of the rows costs.
    rows : float
        What the rows' sides come to.
    scale : array, shape (scenarios,)
    """

    region: Region
    used: FloatArray
    rows: float
    scale: FloatArray

    def bound(self, hazard: FloatArray) -> FloatArray:
        """What no list's exposure of these hazards, shape (programs, modes, scenarios), exceeds; shape (scenarios,)."""
        region, cut = self.region, self.region.applications
        is_open = (region.upper[:cut] > 0).reshape(hazard.shape[:2])
        profit = hazard - self.used[:cut].reshape(hazard.shape[:2])[:, :, None] * self.scale
        programs = np.maximum(np.where(is_open[:, :, None], profit, 0.0).max(axis=1), 0.0).sum(axis=0)
        fees = float(np.maximum(-self.used[cut:] * region.upper[cut:], 0.0).sum())
        return np.asarray(self.scale * (self.rows + fees) + programs)


def _prices(region: Region, hazard: FloatArray, deadline: Deadline) -> _Prices | None:
    """Prices where a region's lists have most of a hazard, in the mean over scenarios; None where the time runs out."""
    mean = hazard.mean(axis=2)
    columns = np.flatnonzero((mean.ravel() > 0) & (region.upper[: region.applications] > 0))
    structure = np.array([owner == STRUCTURE for owner in region.owner], dtype=np.bool_)
    loose = replace(region, row_lower=np.where(structure, region.row_lower, -np.inf))
    objective = np.concatenate([mean.ravel(), np.zeros(region.upper.size - region.applications)])
    nobody = np.zeros(region.programs, dtype=np.bool_)
    answer = maximise(program_over(loose, columns, nobody, objective, integer=False), deadline=deadline)
    if answer.verdict is not Verdict.OPTIMAL:
        return None
    price = answer.row_price[: loose.row_lower.size].copy()
    price[(price > 0) & ~np.isfinite(loose.row_upper)] = 0.0
    price[(price < 0) & ~np.isfinite(loose.row_lower)] = 0.0
    sides = np.where(price > 0, loose.row_upper, loose.row_lower)
    rows = float((price * np.where(price != 0, sides, 0.0)).sum())
    application = np.zeros(region.applications)
    application[columns] = answer.x[: columns.size]
    by_scenario = application @ hazard.reshape(region.applications, -1)
    middle = float(by_scenario.mean())
    scale = by_scenario / middle if middle > 0 else np.ones(hazard.shape[2])
    return _Prices(loose, loose.by_column @ price, rows, scale)
