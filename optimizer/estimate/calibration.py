"""Calibration: figures that can't be read anywhere, found so that what is published about groups comes out.

Deterministic least squares on the targets of the evidence table, each as heavy as its range is narrow. Looked for are

- for each specialty and type with a published match rate: the chance that an interview ends in an offer;
- where interviews held are published: what is added to the interview rate, at most a fifth;
- for each specialty: the slope of Step 2 CK;
- for all: how much luck an applicant's programs share, before and after the interview, and the score's part after it.

Where no match rate is published for a type, its chance of an offer after an interview is put between the types that have
one: non-US IMG as far below US MD as on average elsewhere, US DO and US IMG so far along the way from one to the other
that their match rates over several specialties come out.
"""

import hashlib
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from pydantic import BaseModel, ConfigDict
from scipy.optimize import OptimizeResult, brentq, least_squares
from scipy.sparse import lil_matrix
from scipy.special import expit, logit

from optimizer.data_folder import data_folder
from optimizer.estimate.population import Figures, Population, population
from optimizer.estimate.scenarios import FloatArray
from optimizer.evidence import APPLICANT_TYPES, Evidence, EvidenceRow, Season, Unit

OFFER = "offer_given_interview"
SHIFT = "interview_rate_shift"
SHARED = ("strength_sd_interview", "strength_sd_offer", "step2_slope_offer")
SLOPE = "step2_slope"
FITTED = (SHIFT, *SHARED, SLOPE, OFFER)
"""Names of the figures that calibration finds."""

_SCORE_OF_90TH_PERCENTILE = 1.2815515655446004
_MOST_SHIFT = float(np.log(1.2))
_LOG_ODDS_OF_AN_OFFER = (float(logit(0.01)), float(logit(0.98)))
_STEP = 1e-4
_CLOSE_ENOUGH = 0.01

Cell = tuple[str, str]


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
        return float((_scaled(self.row, self.reproduced) - _scaled(self.row, self.row.central)) / _deviation(self.row))


@dataclass(frozen=True, slots=True)
class Found:
    """A figure that calibration found.

    Attributes
    ----------
    name, specialty, applicant_type
        Whom it holds for; None = for all.
    low, central, high : float
    note : str
        How it was found.
    """

    name: str
    specialty: str | None
    applicant_type: str | None
    low: float
    central: float
    high: float
    note: str


_MEANING = "Chance that an interview ends ranked high enough to match there if nothing better comes. "
_REPRODUCES = "Reproduces match_rate at applications_typical."
_AS_ELSEWHERE = (
    "No match rate of the specialty was found for this group: in log-odds as far below US MD as on average over the "
    "specialties where both are published."
)
_BETWEEN = (
    "No match rate of the specialty was found for this group: {:.0%} of the way from US MD to non-US IMG in log-odds, "
    "such that {} comes out over {} specialties."
)


class Calibration:
    """Least squares on the targets of an evidence table.

    Parameters
    ----------
    evidence : Evidence
        Rows of the names in `FITTED` are not read.
    season : Season
        Whose signals are used.
    """

    def __init__(self, evidence: Evidence, season: Season) -> None:
        self.evidence, self.season = evidence, season
        self.specialties = tuple(s for s in season.specialties if evidence.has("interview_rate", s, "us-md"))
        self.cells = tuple((s, k) for s in self.specialties for k in APPLICANT_TYPES)
        self.matched = tuple(cell for cell in self.cells if evidence.has("match_rate", *cell))
        self.shifted = tuple(cell for cell in self.cells if evidence.has("interviews_held", *cell))

    # ---- the unknowns, in one vector: shared, slopes, shifts, offers ------------------------------------------

    def _start(self) -> FloatArray:
        shared = [self._prior(name).central for name in SHARED]
        slopes = [self._prior(SLOPE).central] * len(self.specialties)
        return np.array([*shared, *slopes, *[0.0] * len(self.shifted), *[0.0] * len(self.matched)])

    def _bounds(self) -> tuple[FloatArray, FloatArray]:
        parts = [
            *[(0.05, 2.0)] * 2,
            (0.0, 1.0),
            *[(0.0, 2.0)] * len(self.specialties),
            *[(-_MOST_SHIFT, _MOST_SHIFT)] * len(self.shifted),
            *[_LOG_ODDS_OF_AN_OFFER] * len(self.matched),
        ]
        low, high = np.array(parts).T
        return low, high

    def _place(self, name: str, cell: Cell) -> int | None:
        """Position of a figure of a cell among the unknowns; None where it isn't one."""
        if name in SHARED:
            return SHARED.index(name)
        first = len(SHARED)
        if name == SLOPE:
            return first + self.specialties.index(cell[0])
        first += len(self.specialties)
        if name == SHIFT:
            return first + self.shifted.index(cell) if cell in self.shifted else None
        first += len(self.shifted)
        return first + self.matched.index(cell) if cell in self.matched else None

    def _prior(self, name: str) -> EvidenceRow:
        return self.evidence.row(f"{name}_prior")

    def _population(self, cell: Cell, unknowns: FloatArray, step2: float | None = None) -> Population:
        shift = self._place(SHIFT, cell)
        figures = Figures(
            strength_sd_interview=unknowns[0],
            strength_sd_offer=unknowns[1],
            step2_slope=unknowns[self._place(SLOPE, cell)],
            step2_slope_offer=unknowns[2],
            interview_rate_shift=0.0 if shift is None else unknowns[shift],
        )
        return population(self.evidence, self.season, *cell, figures=figures, step2=step2)

    # ---- the targets ------------------------------------------------------------------------------------------

    @cached_property
    def _targets(self) -> tuple[tuple[Cell, tuple[EvidenceRow, ...]], ...]:
        """Published figures by cell, for the cells of which an unknown depends on them."""
        names = ("match_rate", "interviews_held", "ranks_ratio", "step2_gap")
        return tuple(
            (cell, tuple(self.evidence.row(name, *cell) for name in names if self.evidence.has(name, *cell)))
            for cell in self.cells
            if cell in self.matched or cell in self.shifted
        )

    def _reproduced(self, row: EvidenceRow, people: Population, offer: float, applications: float) -> float:
        if row.name == "interviews_held":
            return people.interviews(applications) / people.listed(applications)
        of_offer: dict[str, Callable[[float, float], float]] = {
            "match_rate": people.match_rate,
            "ranks_ratio": people.ranks_ratio,
            "step2_gap": people.step2_gap,
        }
        return of_offer[row.name](offer, applications)

    def _residuals(self, unknowns: FloatArray) -> FloatArray:
        found = [
            Comparison(row, value, True).residual
            for cell, rows in self._targets
            for row, value in self._cell(cell, rows, unknowns)
        ]
        priors = [
            (unknowns[k] - self._prior(name).central) / _deviation(self._prior(name)) for k, name in enumerate(SHARED)
        ]
        slopes = unknowns[len(SHARED) : len(SHARED) + len(self.specialties)]
        priors += ((slopes - self._prior(SLOPE).central) / _deviation(self._prior(SLOPE))).tolist()
        rates = [self.evidence.row("interview_rate", *cell) for cell in self.shifted]
        shifts = [
            unknowns[self._place(SHIFT, cell)] / _deviation(row) for cell, row in zip(self.shifted, rates, strict=True)
        ]
        return np.array([*found, *self._typical(unknowns), *priors, *shifts])

    def _typical(self, unknowns: FloatArray) -> Iterator[float]:
        """Residuals of match rates of applicants of typical score: one of them stands for the group as well as all do."""
        for cell in self.matched:
            row = self.evidence.row("match_rate", *cell)
            people = self._population(cell, unknowns, self.evidence.central("step2_typical", *cell))
            offer = float(expit(unknowns[self._place(OFFER, cell)]))
            rate = people.match_rate(offer, self.evidence.central("applications_typical", *cell))
            yield Comparison(row, rate, True).residual

    def _cell(
        self, cell: Cell, rows: tuple[EvidenceRow, ...], unknowns: FloatArray
    ) -> Iterator[tuple[EvidenceRow, float]]:
        people, place = self._population(cell, unknowns), self._place(OFFER, cell)
        offer = 0.5 if place is None else float(expit(unknowns[place]))
        applications = self.evidence.central("applications_typical", *cell)
        for row in rows:
            yield row, self._reproduced(row, people, offer, applications)

    def _depends(self) -> lil_matrix:
        """Which residual depends on which unknown."""
        targets = [cell for cell, rows in self._targets for _ in rows] + list(self.matched)
        first_prior = len(targets)
        count = len(self._start())
        places = lil_matrix((first_prior + len(SHARED) + len(self.specialties) + len(self.shifted), count), dtype=int)
        for line, cell in enumerate(targets):
            for name in FITTED:
                place = self._place(name, cell)
                if place is not None:
                    places[line, place] = 1
        for own in range(len(SHARED) + len(self.specialties) + len(self.shifted)):
            places[first_prior + own, own] = 1
        return places

    # ---- the solution -----------------------------------------------------------------------------------------

    @cached_property
    def _solved(self) -> OptimizeResult:
        return least_squares(
            self._residuals,
            self._start(),
            bounds=self._bounds(),
            jac_sparsity=self._depends(),
            diff_step=_STEP,
            xtol=1e-9,
            ftol=1e-9,
        )

    @cached_property
    def unknowns(self) -> FloatArray:
        """The least squares solution."""
        return np.asarray(self._solved.x)

    @cached_property
    def shipped(self) -> FloatArray:
        """The unknowns as the evidence table has them."""
        central = self.evidence.central
        return np.array(
            [
                *(central(name) for name in SHARED),
                *(central(SLOPE, s) for s in self.specialties),
                *(central(SHIFT, *cell) for cell in self.shifted),
                *(logit(central(OFFER, *cell)) for cell in self.matched),
            ]
        )

    @cached_property
    def offers(self) -> dict[Cell, tuple[float, str]]:
        """Chance of an offer after an interview of every specialty and type, in log-odds, and how it was found."""
        unknowns = self.unknowns
        found = {cell: (float(unknowns[self._place(OFFER, cell)]), _REPRODUCES) for cell in self.matched}
        bottom, top = "non-us-img", "us-md"
        gaps = [found[s, bottom][0] - found[s, top][0] for s in self.specialties if (s, bottom) in found]
        for s in self.specialties:
            found.setdefault((s, bottom), (found[s, top][0] + float(np.mean(gaps)), _AS_ELSEWHERE))
        for kind in ("us-do", "us-img"):
            weights, rate, target = self._overall(kind)
            way = self._way(kind, found, weights, rate)
            for s in self.specialties:
                between = found[s, top][0] + way * (found[s, bottom][0] - found[s, top][0])
                found.setdefault((s, kind), (between, _BETWEEN.format(way, target, len(weights))))
        return {cell: found[cell] for cell in self.cells}

    def _overall(self, kind: str) -> tuple[dict[str, float], float, str]:
        """Weights of specialties, the match rate over them, and its name.

        US IMGs are weighed by the positions they fill, and their rate for any first-year position is brought down to
        the specialty they prefer as that of non-US IMGs is, of whom both are published.
        """
        central, has = self.evidence.central, self.evidence.has
        rate = central("pgy1_match_rate", None, kind)
        if kind == "us-do":
            return (
                {s: central("positions", s) for s in self.specialties if has("positions", s)},
                rate,
                "pgy1_match_rate",
            )
        preferred, any_position = (
            central(name, None, "non-us-img") for name in ("preferred_match_rate", "pgy1_match_rate")
        )
        brought_down = float(expit(logit(rate) + logit(preferred) - logit(any_position)))
        filled = {s: central("positions_filled", s, kind) for s in self.specialties if has("positions_filled", s, kind)}
        return filled, brought_down, f"pgy1_match_rate, brought down to {brought_down:.1%} for the preferred specialty,"

    def _way(self, kind: str, found: dict[Cell, tuple[float, str]], weights: dict[str, float], overall: float) -> float:
        """Share of the way from US MD to non-US IMG at which the type's match rate over specialties comes out."""
        people = {s: self._population((s, kind), self.unknowns) for s in weights}

        def beyond(way: float) -> float:
            rates = {}
            for s in weights:
                top, bottom = found[s, "us-md"][0], found[s, "non-us-img"][0]
                offer = float(expit(top + way * (bottom - top)))
                rates[s] = people[s].match_rate(offer, self.evidence.central("applications_typical", s, kind))
            if kind == "us-do":
                return sum(weights[s] * rates[s] for s in weights) / sum(weights.values()) - overall
            # Positions filled are those who matched, so there were so many more applicants.
            return sum(weights.values()) / sum(weights[s] / rates[s] for s in weights) - overall

        return round(float(brentq(beyond, -0.5, 1.5)), 2)

    # ---- what came out ----------------------------------------------------------------------------------------

    def found(self) -> tuple[Found, ...]:
        """Every figure that calibration finds, as it belongs in the evidence table."""
        return (*self._found_shared(), *self._found_shifts(), *self._found_slopes(), *self._found_offers())

    def _found_shared(self) -> Iterator[Found]:
        for name in SHARED:
            place = SHARED.index(name)
            yield Found(name, None, None, *self._range(place, name), "Fitted, starting from its prior row.")

    def _found_slopes(self) -> Iterator[Found]:
        for s in self.specialties:
            place = len(SHARED) + self.specialties.index(s)
            kinds = [k for k in APPLICANT_TYPES if self.evidence.has("step2_gap", s, k)]
            note = f"Fitted to step2_gap of {' and '.join(kinds)}, starting from its prior row."
            yield Found(SLOPE, s, None, *self._range(place, SLOPE), note)

    def _range(self, place: int, name: str) -> tuple[float, float, float]:
        """Low, central and high: from the curvature of the squares, but at least half as wide as before fitting."""
        jacobian = self._solved.jac.toarray()
        deviation = np.sqrt(np.linalg.pinv(jacobian.T @ jacobian)[place, place])
        prior = self._prior(name)
        half = max(_SCORE_OF_90TH_PERCENTILE * deviation, (prior.high - prior.low) / 4)
        central = float(self.unknowns[place])
        return max(central - half, central / 4), central, central + half

    def _found_shifts(self) -> Iterator[Found]:
        for s, k in self.shifted:
            shift = float(self.unknowns[self._place(SHIFT, (s, k))])
            note = "What interviews_held moves interview_rate by, at most a fifth; both stand for the same thing."
            yield Found(SHIFT, s, k, shift, shift, shift, note)

    def _found_offers(self) -> Iterator[Found]:
        for (s, k), (log_odds, note) in self.offers.items():
            width = self.evidence.central(f"offer_width_{'fitted' if (s, k) in self.matched else 'assumed'}")
            low, central, high = expit(log_odds + width * np.array([-1.0, 0.0, 1.0]))
            yield Found(OFFER, s, k, float(low), float(central), float(high), _MEANING + note)

    def holds(self) -> bool:
        """Whether the evidence table has what is found, to two digits."""
        pairs = [
            (found.central, self.evidence.central(found.name, found.specialty, found.applicant_type))
            for found in self.found()
        ]
        return bool(np.allclose(*zip(*pairs, strict=True), rtol=_CLOSE_ENOUGH, atol=_CLOSE_ENOUGH))

    def comparisons(self, unknowns: FloatArray) -> tuple[Comparison, ...]:
        """Every target with what is reproduced, then figures that nothing was fitted to.

        Parameters
        ----------
        unknowns : array
            `unknowns`, or `shipped`.
        """
        fitted = [
            Comparison(row, value, True)
            for cell, rows in self._targets
            for row, value in self._cell(cell, rows, unknowns)
        ]
        return (*fitted, *self._rates(unknowns), *self._by_signal(unknowns))

    def _rates(self, unknowns: FloatArray) -> Iterator[Comparison]:
        """Interviews per application."""
        for cell in self.cells:
            applications = self.evidence.central("applications_typical", *cell)
            rate = self._population(cell, unknowns).interviews(applications) / applications
            yield Comparison(self.evidence.row("interview_rate", *cell), rate, cell in self.shifted)

    def _by_signal(self, unknowns: FloatArray) -> Iterator[Comparison]:
        """Interview rates by signal, of US MD seniors: published are those of all applicants, of whom most are."""
        for s in self.specialties:
            people = self._population((s, "us-md"), unknowns)
            rates = people.interview @ people.share
            for kind, rate in zip(("no-signal", *self.season.signal_caps(s)), rates, strict=True):
                if self.evidence.has(f"interview_rate_by.{kind}", s):
                    yield Comparison(self.evidence.row(f"interview_rate_by.{kind}", s), float(rate), False)


def _scaled(row: EvidenceRow, value: float) -> float:
    """Log-odds of shares, logarithm of counts, other units as they are."""
    if row.unit.is_share:
        return float(logit(value))
    return float(np.log(value)) if row.unit is Unit.TARGET_COUNT else value


def _deviation(row: EvidenceRow) -> float:
    """Standard deviation that a row's range stands for, on the scale of `_scaled`."""
    return (_scaled(row, row.high) - _scaled(row, row.low)) / (2 * _SCORE_OF_90TH_PERCENTILE)


class CalibrationVersion(BaseModel):
    """Which calibration the shipped evidence table holds.

    Attributes
    ----------
    version : int
        Counts up with every calibration.
    season : int
        Season whose signals it was made with.
    inputs : str
        SHA-256 of the figures it was made from.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    season: int
    inputs: str


def calibrated_with() -> CalibrationVersion:
    """Version of the calibration in the evidence table that comes with matchlist."""
    return CalibrationVersion.model_validate(tomllib.loads((data_folder() / "calibration.toml").read_text("utf-8")))


def fingerprint(evidence: Evidence) -> str:
    """SHA-256 of all figures of a table but those that calibration finds."""
    figures = [
        f"{row.label} {row.low:g} {row.central:g} {row.high:g} {row.unit}"
        for row in evidence.rows
        if row.name not in FITTED or (row.name == SHIFT and row.specialty is None)
    ]
    return hashlib.sha256("\n".join(figures).encode()).hexdigest()
