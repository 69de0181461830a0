"""What takes long to work out and more than one file of tests looks at is worked out once, for all their processes."""

import pickle
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from optimizer.estimate import Calibration, Found, found_figures, holds
from optimizer.estimate.validation import validate
from optimizer.evidence import Evidence, load_evidence, load_season

Made = TypeVar("Made")
SEASON = load_season(2026)
SECONDS_TO_WAIT = 900.0
NAMES_ASKED_FOR: set[str] = set()


class Recording(Evidence):
    """An evidence table that remembers what it was asked for."""

    __slots__ = ()

    def position(self, name: str, specialty: str | None, applicant_type: str | None, state: str | None) -> int:
        NAMES_ASKED_FOR.add(name)
        return Evidence.position(self, name, specialty, applicant_type, state)


@dataclass(frozen=True, slots=True)
class Calibrated:
    """What calibration finds, whether the table holds it, and the names that it and the validation asked for."""

    found: tuple[Found, ...]
    table_holds: bool
    asked_for: frozenset[str]


def once_for_all(folder: Path, make: Callable[[], Made]) -> Made:
    """What is made, by the first process that asks; the others wait for it. A database is a lock on every system."""
    kept = folder / f"{make.__name__}.pickle"
    with closing(sqlite3.connect(folder / f"{make.__name__}.lock", SECONDS_TO_WAIT, isolation_level=None)) as lock:
        lock.execute("begin exclusive")
        if not kept.exists():
            kept.write_bytes(pickle.dumps(make()))
        made: Made = pickle.loads(kept.read_bytes())  # noqa: S301  # Written by these tests a moment ago.
    return made


def calibrated() -> Calibrated:
    NAMES_ASKED_FOR.clear()
    recording = Recording.of(load_evidence().rows)
    calibration = Calibration(recording, SEASON)
    found = found_figures(calibration)
    calibration.comparisons(calibration.shipped)
    validate(recording, SEASON)
    asked_for = frozenset(NAMES_ASKED_FOR)
    return Calibrated(found, holds(calibration), asked_for)
