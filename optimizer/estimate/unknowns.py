"""The figures that calibration looks for, laid out in one vector: by type, slopes, signals, and those of each cell."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from optimizer.arrays import FloatArray
from optimizer.estimate.log_odds import expit, logit
from optimizer.estimate.population import Figures
from optimizer.evidence import Evidence, Season
from optimizer.vocabulary import APPLICANT_TYPES

OFFER = "offer_given_interview"
SHIFT = "interview_rate_shift"
SLOPE = "step2_slope"
SLOPE_OFFER = "step2_slope_offer"
HARDLY = "hardly_wanted_share"
SIGNAL = "signal_effect"
STRENGTH, STRENGTH_OFFER, AIM = "strength_sd_interview", "strength_sd_offer", "aim_effect"
BY_TYPE = (STRENGTH, STRENGTH_OFFER, AIM)
FITTED = (SHIFT, *BY_TYPE, SLOPE, SLOPE_OFFER, HARDLY, OFFER)
"""Names of the figures that calibration finds for everyone; effects of signals it finds for some specialties."""
SCORED = ("us-md", "non-us-img")
"""Types of whom scores of those matched and not matched are published; the others' slopes are made from theirs."""

_SMALLEST_SD, _LARGEST_SD = 0.05, 2.5
_LARGEST_SLOPE = 2.5
_SMALLEST_OFFER, _LARGEST_OFFER = float(logit(0.01)), float(logit(0.98))
_SMALLEST_HARDLY, _LARGEST_HARDLY = float(logit(0.005)), float(logit(0.8))
_FURTHEST_SHIFT = 1.5

Cell = tuple[str, str]
"""Specialty and applicant type."""


def scored_like(kind: str) -> tuple[str, ...]:
    """Types of `SCORED` whose slopes a type's is the mean of."""
    return {"us-md": SCORED[:1], "us-do": SCORED}.get(kind, SCORED[1:])


@dataclass(frozen=True, slots=True)
class Unknowns:
    """Which figures are unknown, and where each stands in the vector.

    Attributes
    ----------
    specialties : tuple of str
    cells : tuple of (specialty, type)
        All.
    signals : tuple of (specialty, kind of signal)
        Those of which a prior row stands in the table.
    """

    specialties: tuple[str, ...]
    cells: tuple[Cell, ...]
    signals: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, evidence: Evidence, season: Season) -> "Unknowns":
        """Those that an evidence table asks for."""
        specialties = tuple(s for s in season.specialties if evidence.has("interview_rate", s, "us-md"))
        return cls(
            specialties,
            tuple((s, kind) for s in specialties for kind in APPLICANT_TYPES),
            tuple(
                (s, kind)
                for s in specialties
                for kind in season.signal_caps(s)
                if evidence.has(f"{SIGNAL}_prior.{kind}", s)
            ),
        )

    @property
    def size(self) -> int:
        """How many unknowns there are."""
        return self._first_offer + len(self.cells)

    @property
    def with_prior(self) -> int:
        """How many of them, the first ones, have a row of what was thought of them before, or 0 as such."""
        return self._first_offer

    @property
    def _first_slope(self) -> int:
        return len(BY_TYPE) * len(APPLICANT_TYPES) + 1

    @property
    def _first_signal(self) -> int:
        return self._first_slope + len(SCORED) * len(self.specialties)

    @property
    def _first_shift(self) -> int:
        return self._first_signal + len(self.signals)

    @property
    def _first_hardly(self) -> int:
        return self._first_shift + len(self.cells)

    @property
    def _first_offer(self) -> int:
        return self._first_hardly + len(self.cells)

    def of_type(self, name: str, kind: str) -> int:
        """Position of a figure that all of a type share."""
        return BY_TYPE.index(name) * len(APPLICANT_TYPES) + APPLICANT_TYPES.index(kind)

    @property
    def after_interview(self) -> int:
        """Position of the share of the score's slope that it has again after the interview."""
        return self._first_slope - 1

    def slope(self, specialty: str, kind: str) -> int:
        """Position of a specialty's slope of Step 2 CK for a type of `SCORED`."""
        return self._first_slope + SCORED.index(kind) * len(self.specialties) + self.specialties.index(specialty)

    def signal(self, specialty: str, kind: str) -> int:
        """Position of the effect of a specialty's signal."""
        return self._first_signal + self.signals.index((specialty, kind))

    def shift(self, cell: Cell) -> int:
        """Position of what is added to an interview rate."""
        return self._first_shift + self.cells.index(cell)

    def hardly(self, cell: Cell) -> int:
        """Position of the log-odds of being hardly wanted after an interview."""
        return self._first_hardly + self.cells.index(cell)

    def offer(self, cell: Cell) -> int:
        """Position of the log-odds of an offer after an interview."""
        return self._first_offer + self.cells.index(cell)

    def slopes(self, cell: Cell) -> tuple[int, ...]:
        """Positions of the slopes that a cell's is the mean of: international graduates share one."""
        specialty, kind = cell
        return tuple(self.slope(specialty, one) for one in scored_like(kind))

    def bearing_on(self, cell: Cell) -> Iterator[int]:
        """Positions of all unknowns that bear on a cell."""
        yield from (self.of_type(name, cell[1]) for name in BY_TYPE)
        yield self.after_interview
        yield from self.slopes(cell)
        yield from (self.signal(*pair) for pair in self.signals if pair[0] == cell[0])
        yield from (self.shift(cell), self.hardly(cell), self.offer(cell))

    def start(self, evidence: Evidence) -> FloatArray:
        """Where the search starts: what was thought before, no shift, even chances."""
        by_type = [evidence.central(f"{name}_prior", None, kind) for name in BY_TYPE for kind in APPLICANT_TYPES]
        slopes = [evidence.central(f"{SLOPE}_prior", None, kind) for kind in SCORED for _ in self.specialties]
        signals = [evidence.central(f"{SIGNAL}_prior.{kind}", s) for s, kind in self.signals]
        hardly = [logit(evidence.central(f"{HARDLY}_prior", None, cell[1])) for cell in self.cells]
        shifts, offers = np.zeros(len(self.cells)), np.zeros(len(self.cells))
        after = evidence.central("step2_after_interview_prior")
        return np.array([*by_type, after, *slopes, *signals, *shifts, *hardly, *offers])

    def shipped(self, evidence: Evidence) -> FloatArray:
        """The unknowns as an evidence table has them."""
        slopes = [evidence.central(SLOPE, s, kind) for kind in SCORED for s in self.specialties]
        after = [evidence.central(SLOPE_OFFER, s, kind) for kind in SCORED for s in self.specialties]
        return np.array(
            [
                *(evidence.central(name, None, kind) for name in BY_TYPE for kind in APPLICANT_TYPES),
                float(np.mean(after) / np.mean(slopes)),
                *slopes,
                *(evidence.central(f"{SIGNAL}.{kind}", s) for s, kind in self.signals),
                *(evidence.central(SHIFT, *cell) for cell in self.cells),
                *(logit(evidence.central(HARDLY, *cell)) for cell in self.cells),
                *(logit(evidence.central(OFFER, *cell)) for cell in self.cells),
            ]
        )

    def bounds(self, evidence: Evidence) -> tuple[FloatArray, FloatArray]:
        """Lowest and highest values; those of signals are their prior range, which stays below raw odds ratios."""
        kinds, cells = len(APPLICANT_TYPES), len(self.cells)
        parts = [
            *[(_SMALLEST_SD, _LARGEST_SD)] * (len(BY_TYPE) - 1) * kinds,
            *[(-_FURTHEST_SHIFT, _FURTHEST_SHIFT)] * kinds,
            (0.0, _LARGEST_SLOPE),
            *[(0.0, _LARGEST_SLOPE)] * len(SCORED) * len(self.specialties),
            *((row.low, row.high) for row in (evidence.row(f"{SIGNAL}_prior.{kind}", s) for s, kind in self.signals)),
            *[(-_FURTHEST_SHIFT, _FURTHEST_SHIFT)] * cells,
            *[(_SMALLEST_HARDLY, _LARGEST_HARDLY)] * cells,
            *[(_SMALLEST_OFFER, _LARGEST_OFFER)] * cells,
        ]
        low, high = np.array(parts).T
        return low, high

    def figures(self, cell: Cell, values: FloatArray) -> Figures:
        """The unknowns of a cell but its chance of an offer."""
        slope = float(np.mean([values[place] for place in self.slopes(cell)]))
        by_type = {name: float(values[self.of_type(name, cell[1])]) for name in BY_TYPE}
        return Figures(
            **by_type,
            step2_slope=slope,
            step2_slope_offer=slope * float(values[self.after_interview]),
            interview_rate_shift=float(values[self.shift(cell)]),
            hardly_wanted_share=float(expit(values[self.hardly(cell)])),
            signal_effect={kind: float(values[self.signal(s, kind)]) for s, kind in self.signals if s == cell[0]},
        )

    def offer_chance(self, cell: Cell, values: FloatArray) -> float:
        """Chance of an offer after an interview of a cell."""
        return float(expit(values[self.offer(cell)]))
