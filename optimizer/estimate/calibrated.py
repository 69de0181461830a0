"""What calibration finds, as it belongs in the evidence table, and which calibration the shipped table holds."""

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from pydantic import BaseModel, ConfigDict

from optimizer.data_folder import data_folder
from optimizer.estimate.calibration import Calibration
from optimizer.estimate.comparison import SCORE_OF_90TH_PERCENTILE
from optimizer.estimate.log_odds import expit, logit
from optimizer.estimate.said_beside import is_said_beside
from optimizer.estimate.unknowns import (
    BY_TYPE,
    FITTED,
    HARDLY,
    OFFER,
    SCORED,
    SHIFT,
    SIGNAL,
    SLOPE,
    SLOPE_OFFER,
    STRENGTH,
    STRENGTH_OFFER,
    Cell,
    scored_like,
)
from optimizer.evidence import Evidence, EvidenceRow
from optimizer.vocabulary import APPLICANT_TYPES

RATE = "match_rate"
_CLOSE_ENOUGH = 0.02
_YEARS_AHEAD = 1.0

_MEANING = "Chance that an interview ends ranked high enough to match there if nothing better comes. "
_REPRODUCES = (
    "Reproduces the match rate at the usual number of applications; "
    "range from what that may be, and from a season's drift."
)
_POOLED = "All published rates taken together, each weighed by its count and its age."
_WITH_SIGNALS = (
    "Fitted to interview rates with and without signals, starting from its row before the fit, which lies below the "
    "raw ratio."
)
_MOVED = "What the interviews that one applicant holds move the interview rate by, beside applying where one fits."
_TO_RANKS = (
    "Fitted to match rates by length of the rank order list, and to how many more ranks those have who matched, "
    "starting from its row before the fit."
)
_LIKE = {"us-do": "Mean of those of US MD seniors and non-US IMGs.", "us-img": "As for non-US IMGs."}


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


def found_figures(calibration: Calibration) -> tuple[Found, ...]:
    """Every figure that calibration finds, as it belongs in the evidence table."""
    families = (_rates, _of_types, _slopes, _signals, _shifts, _hardly, _offers)
    return tuple(found for family in families for found in family(calibration))


def holds(calibration: Calibration) -> bool:
    """Whether the evidence table has what is found, to two digits."""
    found = found_figures(calibration)
    expected = np.array([one.central for one in found])
    in_table = np.array([calibration.evidence.central(one.name, one.specialty, one.applicant_type) for one in found])
    return bool(np.allclose(in_table, expected, rtol=_CLOSE_ENOUGH, atol=_CLOSE_ENOUGH))


def _rates(calibration: Calibration) -> Iterator[Found]:
    for row in calibration.match_rates.values():
        yield Found(RATE, row.specialty, row.applicant_type, row.low, row.central, row.high, _POOLED)


def _of_types(calibration: Calibration) -> Iterator[Found]:
    for name in BY_TYPE:
        for kind in APPLICANT_TYPES:
            prior = calibration.evidence.row(f"{name}_prior", None, kind)
            above = name in (STRENGTH, STRENGTH_OFFER)
            span = calibration.range(calibration.layout.of_type(name, kind), prior, above_zero=above)
            yield Found(name, None, kind, *span, "Fitted, starting from its row before the fit.")


def _slopes(calibration: Calibration) -> Iterator[Found]:
    layout, values = calibration.layout, calibration.unknowns
    prior = {kind: calibration.evidence.row(f"{SLOPE}_prior", None, kind) for kind in SCORED}
    after = float(values[layout.after_interview])
    for name, share in ((SLOPE, 1.0), (SLOPE_OFFER, after)):
        for cell in layout.cells:
            spans = [calibration.range(layout.slope(cell[0], kind), prior[kind]) for kind in scored_like(cell[1])]
            low, central, high = (share * float(np.mean(each)) for each in zip(*spans, strict=True))
            note = _LIKE.get(
                cell[1], "Fitted to match rates at Step 2 CK scores, starting from its row before the fit."
            )
            yield Found(name, *cell, low, central, high, note)


def _signals(calibration: Calibration) -> Iterator[Found]:
    for specialty, kind in calibration.layout.signals:
        prior = calibration.evidence.row(f"{SIGNAL}_prior.{kind}", specialty)
        span = calibration.range(calibration.layout.signal(specialty, kind), prior)
        yield Found(f"{SIGNAL}.{kind}", specialty, None, *span, _WITH_SIGNALS)


def _shifts(calibration: Calibration) -> Iterator[Found]:
    prior = calibration.evidence.row(f"{SHIFT}_prior")
    for cell in calibration.layout.cells:
        span = calibration.range(calibration.layout.shift(cell), prior, above_zero=False)
        yield Found(SHIFT, *cell, *span, _MOVED)


def _log_odds(share: float) -> float:
    return float(logit(share))


def _hardly(calibration: Calibration) -> Iterator[Found]:
    for cell in calibration.layout.cells:
        prior = calibration.evidence.row(f"{HARDLY}_prior", None, cell[1])
        span = calibration.range(calibration.layout.hardly(cell), prior, above_zero=False, scale=_log_odds)
        low, central, high = (float(expit(each)) for each in span)
        yield Found(HARDLY, *cell, low, central, high, _TO_RANKS)


def _offers(calibration: Calibration) -> Iterator[Found]:
    for cell in calibration.layout.cells:
        central = calibration.layout.offer_chance(cell, calibration.unknowns)
        low, high = (
            calibration.offer_for(cell, calibration.unknowns, rate) for rate in _next_season(calibration, cell)
        )
        yield Found(OFFER, *cell, min(low, central), central, max(high, central), _MEANING + _REPRODUCES)


def _next_season(calibration: Calibration, cell: Cell) -> tuple[float, float]:
    """Low and high match rate of the group in the season to come: what it is now may be other, and it drifts."""
    evidence, row = calibration.evidence, calibration.match_rates[cell]
    now = (logit(row.high) - logit(row.low)) / (2 * SCORE_OF_90TH_PERCENTILE)
    of_specialty = evidence.central("rates_season_sd") * evidence.central("rates_season_share", None, cell[1])
    season = np.hypot(of_specialty, evidence.central("rates_cell_season_sd"))
    drift = season * np.sqrt(1.0 - np.exp(-2.0 * _YEARS_AHEAD / evidence.central("rates_season_years")))
    half = SCORE_OF_90TH_PERCENTILE * np.hypot(now, drift)
    low, high = expit(logit(row.central) + half * np.array([-1.0, 1.0]))
    return float(low), float(high)


class CalibrationVersion(BaseModel):
    """Which calibration the shipped evidence table holds.

    Attributes
    ----------
    version : int
        Counts up with every calibration that finds something else.
    season : int
        Season whose signals it was made with.
    inputs : str
        SHA-256 of the figures it was made from.
    """

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    version: int
    season: int
    inputs: str


def calibrated_with() -> CalibrationVersion:
    """Version of the calibration in the evidence table that comes with matchlist."""
    return CalibrationVersion.model_validate(tomllib.loads((data_folder() / "calibration.toml").read_text("utf-8")))


def is_found(row: EvidenceRow, evidence: Evidence) -> bool:
    """Whether calibration finds this row of a table."""
    if row.name.startswith(f"{SIGNAL}."):
        return evidence.has(row.name.replace(SIGNAL, f"{SIGNAL}_prior"), row.specialty)
    return row.name in (*FITTED, RATE)


def fingerprint(evidence: Evidence) -> str:
    """SHA-256 of all figures of a table but those that calibration finds, and those that no chance is made of."""
    figures = [
        f"{row.label} {row.low:g} {row.central:g} {row.high:g} {row.unit}"
        for row in evidence.rows
        if not is_found(row, evidence) and not is_said_beside(row.name)
    ]
    return hashlib.sha256("\n".join(figures).encode()).hexdigest()
