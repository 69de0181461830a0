"""The figures that calibration looks for, laid out in one vector: shared ones, slopes, signals, shifts, offers."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from optimizer.estimate.population import Figures
from optimizer.estimate.scenarios import FloatArray
from optimizer.evidence import APPLICANT_TYPES, Evidence, Season

OFFER = "offer_given_interview"
SHIFT = "interview_rate_shift"
SLOPE = "step2_slope"
SHARED = ("strength_sd_interview", "strength_sd_offer", "step2_slope_offer")
SIGNAL = "signal_effect"
FITTED = (SHIFT, *SHARED, SLOPE, OFFER)
"""Names of the figures that calibration finds for everyone; effects of signals it finds for some specialties."""

_SMALLEST_SD, _LARGEST_SD = 0.05, 2.0
_LARGEST_SLOPE = 2.0
MOST_MOVED = 1.18
"""Factor by which an interview rate is moved at most: a fifth, with room for rounding."""
_SMALLEST_OFFER, _LARGEST_OFFER = float(logit(0.01)), float(logit(0.98))

Cell = tuple[str, str]
"""Specialty and applicant type."""


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
    shifted, matched : tuples of (specialty, type)
        Those of which interviews held are published, or a match rate.
    """

    specialties: tuple[str, ...]
    cells: tuple[Cell, ...]
    signals: tuple[tuple[str, str], ...]
    shifted: tuple[Cell, ...]
    matched: tuple[Cell, ...]

    @classmethod
    def of(cls, evidence: Evidence, season: Season) -> "Unknowns":
        """Those that an evidence table asks for."""
        specialties = tuple(s for s in season.specialties if evidence.has("interview_rate", s, "us-md"))
        cells = tuple((s, kind) for s in specialties for kind in APPLICANT_TYPES)
        return cls(
            specialties,
            cells,
            tuple(
                (s, kind)
                for s in specialties
                for kind in season.signal_caps(s)
                if evidence.has(f"{SIGNAL}_prior.{kind}", s)
            ),
            tuple(cell for cell in cells if evidence.has("interviews_held", *cell)),
            tuple(cell for cell in cells if evidence.has("match_rate", *cell)),
        )

    @property
    def size(self) -> int:
        """How many unknowns there are."""
        return self._first_offer + len(self.matched)

    @property
    def with_prior(self) -> int:
        """How many of them, the first ones, have a row of what was thought of them before, or 0 as such."""
        return self._first_offer

    @property
    def _first_signal(self) -> int:
        return len(SHARED) + len(self.specialties)

    @property
    def _first_shift(self) -> int:
        return self._first_signal + len(self.signals)

    @property
    def _first_offer(self) -> int:
        return self._first_shift + len(self.shifted)

    def shared(self, name: str) -> int:
        """Position of a figure that all share."""
        return SHARED.index(name)

    def slope(self, specialty: str) -> int:
        """Position of a specialty's slope of Step 2 CK."""
        return len(SHARED) + self.specialties.index(specialty)

    def signal(self, specialty: str, kind: str) -> int:
        """Position of the effect of a specialty's signal."""
        return self._first_signal + self.signals.index((specialty, kind))

    def shift(self, cell: Cell) -> int | None:
        """Position of what is added to an interview rate; None where nothing is.

        US IMGs, of whom no interviews held are published, share that of non-US IMGs, so that the order of both stays.
        """
        like = (cell[0], "non-us-img") if cell[1] == "us-img" and cell not in self.shifted else cell
        return self._first_shift + self.shifted.index(like) if like in self.shifted else None

    def offer(self, cell: Cell) -> int | None:
        """Position of the log-odds of an offer after an interview; None where no match rate says it."""
        return self._first_offer + self.matched.index(cell) if cell in self.matched else None

    def bearing_on(self, cell: Cell) -> Iterator[int]:
        """Positions of all unknowns that bear on a cell."""
        yield from range(len(SHARED))
        yield self.slope(cell[0])
        yield from (self.signal(*pair) for pair in self.signals if pair[0] == cell[0])
        yield from (place for place in (self.shift(cell), self.offer(cell)) if place is not None)

    def start(self, evidence: Evidence) -> FloatArray:
        """Where the search starts: what was thought before, no shift, even chances."""
        shared = [evidence.central(f"{name}_prior") for name in SHARED]
        slopes = [evidence.central(f"{SLOPE}_prior")] * len(self.specialties)
        signals = [evidence.central(f"{SIGNAL}_prior.{kind}", s) for s, kind in self.signals]
        return np.array([*shared, *slopes, *signals, *np.zeros(len(self.shifted) + len(self.matched))])

    def shipped(self, evidence: Evidence) -> FloatArray:
        """The unknowns as an evidence table has them."""
        return np.array(
            [
                *(evidence.central(name) for name in SHARED),
                *(evidence.central(SLOPE, specialty) for specialty in self.specialties),
                *(evidence.central(f"{SIGNAL}.{kind}", s) for s, kind in self.signals),
                *(evidence.central(SHIFT, *cell) for cell in self.shifted),
                *(logit(evidence.central(OFFER, *cell)) for cell in self.matched),
            ]
        )

    def bounds(self, evidence: Evidence) -> tuple[FloatArray, FloatArray]:
        """Lowest and highest values; those of signals are their prior range, which stays below raw odds ratios."""
        sds = sum(name.startswith("strength_sd") for name in SHARED)
        parts = [
            *[(_SMALLEST_SD, _LARGEST_SD)] * sds,
            *[(0.0, _LARGEST_SLOPE)] * (len(SHARED) - sds + len(self.specialties)),
            *((row.low, row.high) for row in (evidence.row(f"{SIGNAL}_prior.{kind}", s) for s, kind in self.signals)),
            *(_furthest(evidence.central("interview_rate", *cell)) for cell in self.shifted),
            *[(_SMALLEST_OFFER, _LARGEST_OFFER)] * len(self.matched),
        ]
        low, high = np.array(parts).T
        return low, high

    def figures(self, cell: Cell, values: FloatArray) -> Figures:
        """The unknowns of a cell but its chance of an offer."""
        shift = self.shift(cell)
        return Figures(
            **{name: float(values[self.shared(name)]) for name in SHARED},
            step2_slope=float(values[self.slope(cell[0])]),
            interview_rate_shift=0.0 if shift is None else float(values[shift]),
            signal_effect={kind: float(values[self.signal(s, kind)]) for s, kind in self.signals if s == cell[0]},
        )

    def offer_chance(self, cell: Cell, values: FloatArray) -> float:
        """Chance of an offer after an interview of a cell with a match rate; even chances elsewhere."""
        place = self.offer(cell)
        return float(expit(0.0 if place is None else values[place]))


def _furthest(rate: float) -> tuple[float, float]:
    """Lowest and highest that may be added to the log-odds of an interview rate."""
    return float(logit(rate / MOST_MOVED) - logit(rate)), float(logit(rate * MOST_MOVED) - logit(rate))
