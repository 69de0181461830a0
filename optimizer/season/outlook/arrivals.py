"""When answers come: how many of a season's invitations and rejections are out so many days after review began."""

from dataclasses import dataclass
from datetime import date
from typing import Self

import numpy as np

from optimizer.arrays import FloatArray
from optimizer.evidence import Evidence, Season

_KNOTS = (15, 46, 76, 107, 137)
_REJECTIONS_FROM = 46


@dataclass(frozen=True, slots=True, eq=False)
class Arrivals:
    """Two curves, straight between their knots; both start at 0 on the day that programs may begin to review.

    After the last knot nothing more comes until the rank order lists are due.

    Attributes
    ----------
    days : array, shape (knots,)
    invited : array, shape (knots,)
        Share of all invitations that are out.
    rejected : array, shape (knots,)
        Share of the programs that won't invite the applicant who have said so.
    """

    days: FloatArray
    invited: FloatArray
    rejected: FloatArray

    @classmethod
    def of(cls, evidence: Evidence) -> Self:
        """The curves of an evidence table; of a drawn one they still never fall."""
        invited = [evidence.central(f"invitations_out.{day}-days") for day in _KNOTS]
        rejected = [
            evidence.central(f"rejections_out.{day}-days") if day >= _REJECTIONS_FROM else 0.0 for day in _KNOTS
        ]
        return cls(
            np.array([0.0, *_KNOTS]),
            np.maximum.accumulate([0.0, *invited]),
            np.maximum.accumulate([0.0, *rejected]),
        )

    def invitations_out(self, day: FloatArray | float) -> FloatArray:
        """Share of the invitations that are out by a day since review began."""
        return np.asarray(np.interp(np.asarray(day, dtype=np.float64), self.days, self.invited))

    def rejections_out(self, day: FloatArray | float) -> FloatArray:
        """Share of the programs that won't invite the applicant who have said so by a day."""
        return np.asarray(np.interp(np.asarray(day, dtype=np.float64), self.days, self.rejected))


def review_day(on: date, season: Season, specialty: str) -> float:
    """Days since programs of a specialty may begin to review; 0 before, and where the season has no such date."""
    first = season.date_of("review-from", specialty)
    return 0.0 if first is None else max(float((on - first.on).days), 0.0)
