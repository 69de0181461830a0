"""What calibration finds, as it belongs in the evidence table, and which calibration the shipped table holds.

Where no match rate is published for a type, its chance of an offer after an interview is put between the types that
have one: non-US IMG as far below US MD as on average elsewhere, US DO and US IMG so far along the way from one to the
other that their match rates over several specialties come out.
"""

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import scipy
from pydantic import BaseModel, ConfigDict
from scipy.special import expit, logit

from optimizer.data_folder import data_folder
from optimizer.estimate.calibration import Calibration
from optimizer.estimate.unknowns import FITTED, OFFER, SHARED, SHIFT, SIGNAL, SLOPE, Cell
from optimizer.evidence import Evidence, EvidenceRow

_TOP, _BOTTOM = "us-md", "non-us-img"
_LEAST_WAY, _MOST_WAY = -0.5, 1.5
_CLOSE_ENOUGH = 0.01

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


@dataclass(frozen=True, slots=True)
class _Overall:
    """A type's match rate over several specialties.

    `weight` is positions a specialty, of which `are_filled` says whether it is this type that fills them.
    """

    weight: dict[str, float]
    are_filled: bool
    match_rate: float
    name: str


def found_figures(calibration: Calibration) -> tuple[Found, ...]:
    """Every figure that calibration finds, as it belongs in the evidence table."""
    return tuple(found for family in (_shared, _shifts, _slopes, _signals, _offers) for found in family(calibration))


def holds(calibration: Calibration) -> bool:
    """Whether the evidence table has what is found, to two digits."""
    found = found_figures(calibration)
    expected = np.array([one.central for one in found])
    in_table = np.array([calibration.evidence.central(one.name, one.specialty, one.applicant_type) for one in found])
    return bool(np.allclose(in_table, expected, rtol=_CLOSE_ENOUGH, atol=_CLOSE_ENOUGH))


def _shared(calibration: Calibration) -> Iterator[Found]:
    for name in SHARED:
        span = calibration.range(calibration.layout.shared(name), calibration.evidence.row(f"{name}_prior"))
        yield Found(name, None, None, *span, "Fitted, starting from its prior row.")


def _slopes(calibration: Calibration) -> Iterator[Found]:
    for specialty in calibration.layout.specialties:
        kinds = [cell[1] for cell in calibration.layout.matched if cell[0] == specialty]
        kinds = [kind for kind in kinds if calibration.evidence.has("step2_gap", specialty, kind)]
        note = f"Fitted to step2_gap of {' and '.join(kinds)}, starting from its prior row."
        span = calibration.range(calibration.layout.slope(specialty), calibration.evidence.row(f"{SLOPE}_prior"))
        yield Found(SLOPE, specialty, None, *span, note)


def _signals(calibration: Calibration) -> Iterator[Found]:
    for specialty, kind in calibration.layout.signals:
        prior = calibration.evidence.row(f"{SIGNAL}_prior.{kind}", specialty)
        span = calibration.range(calibration.layout.signal(specialty, kind), prior)
        note = "Fitted to interview_rate_signalled, starting from its prior row, which lies below the raw ratio."
        yield Found(f"{SIGNAL}.{kind}", specialty, None, *span, note)


def _shifts(calibration: Calibration) -> Iterator[Found]:
    layout = calibration.layout
    for cell in layout.cells:
        if layout.shift(cell) is None:
            continue
        shift = layout.figures(cell, calibration.unknowns).interview_rate_shift
        note = "What interviews_held moves interview_rate by, at most a fifth; both stand for the same thing."
        if cell not in layout.shifted:
            note = "As for non-US IMGs, so that the order of both stays as published; no interviews_held found."
        yield Found(SHIFT, *cell, shift, shift, shift, note)


def _offers(calibration: Calibration) -> Iterator[Found]:
    for cell, (log_odds, note) in offers(calibration).items():
        kind = "fitted" if cell in calibration.layout.matched else "assumed"
        width = calibration.evidence.central(f"offer_width_{kind}")
        low, central, high = expit(log_odds + width * np.array([-1.0, 0.0, 1.0]))
        yield Found(OFFER, *cell, float(low), float(central), float(high), _MEANING + note)


def offers(calibration: Calibration) -> dict[Cell, tuple[float, str]]:
    """Log-odds of an offer after an interview of every specialty and type, and how they were found."""
    layout = calibration.layout
    found = {
        cell: (float(logit(layout.offer_chance(cell, calibration.unknowns))), _REPRODUCES) for cell in layout.matched
    }
    gaps = [found[s, _BOTTOM][0] - found[s, _TOP][0] for s in layout.specialties if (s, _BOTTOM) in found]
    for s in layout.specialties:
        found.setdefault((s, _BOTTOM), (found[s, _TOP][0] + float(np.mean(gaps)), _AS_ELSEWHERE))
    ends = {s: (found[s, _TOP][0], found[s, _BOTTOM][0]) for s in layout.specialties}
    for kind in ("us-do", "us-img"):
        overall = _overall(calibration.evidence, layout.specialties, kind)
        way = _way(calibration, kind, ends, overall)
        note = _BETWEEN.format(way, overall.name, len(overall.weight))
        for s, (top, bottom) in ends.items():
            found.setdefault((s, kind), (top + way * (bottom - top), note))
    return {cell: found[cell] for cell in layout.cells}


def _overall(evidence: Evidence, specialties: tuple[str, ...], kind: str) -> _Overall:
    """Match rate over specialties.

    US IMGs are weighed by the positions they fill, and their rate for any first-year position is brought down to the
    specialty they prefer as that of non-US IMGs is, of whom both are published.
    """
    rate = evidence.central("pgy1_match_rate", None, kind)
    filled = {
        s: evidence.central("positions_filled", s, kind)
        for s in specialties
        if evidence.has("positions_filled", s, kind)
    }
    if not filled:
        positions = {s: evidence.central("positions", s) for s in specialties if evidence.has("positions", s)}
        return _Overall(positions, False, rate, "pgy1_match_rate")
    preferred, any_position = (
        evidence.central(name, None, _BOTTOM) for name in ("preferred_match_rate", "pgy1_match_rate")
    )
    brought_down = float(expit(logit(rate) + logit(preferred) - logit(any_position)))
    name = f"pgy1_match_rate, brought down to {brought_down:.1%} for the preferred specialty,"
    return _Overall(filled, True, brought_down, name)


def _way(calibration: Calibration, kind: str, ends: dict[str, tuple[float, float]], overall: _Overall) -> float:
    """Share of the way from US MD to non-US IMG at which the type's match rate over specialties comes out."""
    people = {s: calibration.population((s, kind), calibration.unknowns) for s in overall.weight}
    weights = np.array(list(overall.weight.values()))

    def beyond(way: float) -> float:
        rates = np.array(
            [
                people[s].match_rate(
                    float(expit(ends[s][0] + way * (ends[s][1] - ends[s][0]))), calibration.applications((s, kind))
                )
                for s in overall.weight
            ]
        )
        # Positions filled are those who matched, so there were so many more applicants.
        mean = weights.sum() / (weights / rates).sum() if overall.are_filled else weights @ rates / weights.sum()
        return float(mean) - overall.match_rate

    return round(float(scipy.optimize.brentq(beyond, _LEAST_WAY, _MOST_WAY)), 2)


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


def is_found(row: EvidenceRow, evidence: Evidence) -> bool:
    """Whether calibration finds this row of a table; the row that says "no shift elsewhere" is no finding."""
    if row.name.startswith(f"{SIGNAL}."):
        return evidence.has(row.name.replace(SIGNAL, f"{SIGNAL}_prior"), row.specialty)
    return row.name in FITTED and not (row.name == SHIFT and row.specialty is None)


def fingerprint(evidence: Evidence) -> str:
    """SHA-256 of all figures of a table but those that calibration finds."""
    figures = [
        f"{row.label} {row.low:g} {row.central:g} {row.high:g} {row.unit}"
        for row in evidence.rows
        if not is_found(row, evidence)
    ]
    return hashlib.sha256("\n".join(figures).encode()).hexdigest()
