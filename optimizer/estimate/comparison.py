"""A published figure beside what the estimate reproduces of it."""

from dataclasses import dataclass

import numpy as np

from optimizer.estimate.log_odds import logit
from optimizer.evidence import EvidenceRow, Unit

SCORE_OF_90TH_PERCENTILE = 1.2815515655446004
_SMALLEST_DEVIATION = 0.01
"""Of a user's own figure without a range, which is meant to come out as it is."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A published figure and what the calibrated estimate says.

    Attributes
    ----------
    row : EvidenceRow
        The published figure.
    reproduced : float
        In the row's unit.
    fitted : bool
        False where the figure was compared with only.
    """

    row: EvidenceRow
    reproduced: float
    fitted: bool

    @property
    def residual(self) -> float:
        """Reproduced less published, in standard deviations of the published figure's range."""
        return (_scaled(self.row, self.reproduced) - _scaled(self.row, self.row.central)) / deviation(self.row)


def deviation(row: EvidenceRow) -> float:
    """Standard deviation that a row's range stands for, on the scale that residuals are taken on."""
    return max((_scaled(row, row.high) - _scaled(row, row.low)) / (2 * SCORE_OF_90TH_PERCENTILE), _SMALLEST_DEVIATION)


def _scaled(row: EvidenceRow, value: float) -> float:
    """Log-odds of shares, logarithm of counts, other units as they are."""
    if row.unit.is_share:
        return float(logit(value))
    return float(np.log(value)) if row.unit is Unit.TARGET_COUNT else value
