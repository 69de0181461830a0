"""Ranges as distributions: a median with a lower and an upper half-width, on a scale that suits the unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Self

import numpy as np
from numpy.typing import NDArray

from optimizer.evidence.even import Key
from optimizer.evidence.row import EvidenceRow

SCORE_OF_90TH_PERCENTILE = NormalDist().inv_cdf(0.9)
# A share of exactly 1 has no finite log-odds: it is drawn as if it lay this far below.
_LARGEST_SHARE = 1.0 - 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """Two-piece normal distributions of the coefficients of a table.

    Parameters
    ----------
    keys : tuple of Key
        Of the coefficients.
    positions : int array (coefficients,)
        Row of the table that each coefficient is.
    median, below, above : float arrays (coefficients,)
        Median and standard deviation of the half below it and above it, on the working scale.
    is_share, is_spread : bool arrays (coefficients,)
        Working scale log-odds; logarithm; else as it is.
    """

    keys: tuple[Key, ...]
    positions: NDArray[np.intp]
    median: NDArray[np.float64]
    below: NDArray[np.float64]
    above: NDArray[np.float64]
    is_share: NDArray[np.bool_]
    is_spread: NDArray[np.bool_]

    @classmethod
    def of(cls, rows: Sequence[EvidenceRow]) -> Self:
        """Read the distributions from the ranges of rows; rows that are not drawn are left out."""
        positions = np.array([index for index, row in enumerate(rows) if row.is_drawn], dtype=np.intp)
        kept = [rows[index] for index in positions]
        is_share = np.array([row.unit.is_share for row in kept], dtype=np.bool_)
        is_spread = np.array([row.unit.is_spread for row in kept], dtype=np.bool_)
        figures = np.array([(row.low, row.central, row.high) for row in kept], dtype=np.float64).reshape(-1, 3)
        shares = np.minimum(figures[is_share], _LARGEST_SHARE)
        figures[is_share] = np.log(shares / (1.0 - shares))
        figures[is_spread] = np.log(figures[is_spread])
        low, median, high = figures.T
        return cls(
            keys=tuple(row.key for row in kept),
            positions=positions,
            median=median,
            below=(median - low) / SCORE_OF_90TH_PERCENTILE,
            above=(high - median) / SCORE_OF_90TH_PERCENTILE,
            is_share=is_share,
            is_spread=is_spread,
        )

    def at(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the coefficients' values at standard normal scores; both of shape (..., coefficients)."""
        values = self.median + np.where(scores < 0.0, self.below, self.above) * scores
        values[..., self.is_share] = 1.0 / (1.0 + np.exp(-values[..., self.is_share]))
        values[..., self.is_spread] = np.exp(values[..., self.is_spread])
        return values
