"""Figures of a run beside those of the last release: one table, a file beside it, and how noisy the machine was.

A record is one JSON object: `version`, `on`, `machine`, `noise` (how many times as long as at its quickest the same
work took) and `figures`, each with `subject`, `name`, `unit` and `value`. Less is better in every unit.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

import numpy as np
from packaging.version import InvalidVersion, Version
from rich.table import Table

from benchmarks.measuring import Figure, table

HISTORY = Path(__file__).with_name("history")
"""A record a release, named after its version."""
LATEST = Path(__file__).with_name("latest.json")
"""The last run's record."""
NOISY = 1.15
"""Above this the machine had other things to do."""
_PULSES, _PULSE_SIZE = 6, 2_000_000


@dataclass(frozen=True, slots=True)
class Record:
    """Figures of one run.

    Parameters
    ----------
    version : str
        Of matchlist.
    on : str
        The day, as ISO text.
    machine : str
    noise : float
        90th percentile of what the same small work took, before and after every subject, over its quickest.
    figures : tuple of Figure
    """

    version: str
    on: str
    machine: str
    noise: float
    figures: tuple[Figure, ...]

    @property
    def is_noisy(self) -> bool:
        """Whether the machine had other things to do."""
        return self.noise > NOISY

    def written(self) -> str:
        """As JSON."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n"


def read_record(path: Path) -> Record:
    """A record as it was written."""
    said = json.loads(path.read_text(encoding="utf-8"))
    figures = tuple(Figure(**figure) for figure in said.pop("figures"))
    return Record(**said, figures=figures)


def last_release(folder: Path = HISTORY) -> Record | None:
    """The record of the highest version; None where no release was measured."""
    found: list[tuple[Version, Path]] = []
    for path in folder.glob("*.json"):
        try:
            found.append((Version(path.stem), path))
        except InvalidVersion:
            continue
    return read_record(max(found)[1]) if found else None


def pulse() -> list[float]:
    """Seconds that the same small work takes, time after time: how steady the machine is just now."""
    work = np.random.default_rng(1).random(_PULSE_SIZE)
    taken = []
    for _ in range(_PULSES):
        began = perf_counter()
        np.sort(work)
        taken.append(perf_counter() - began)
    return taken


def noise(seconds: Sequence[float]) -> float:
    """How many times as long as at its quickest the same work took, at the 90th percentile; from 1 on."""
    return float(np.percentile(seconds, 90) / min(seconds))


def compared(now: Record, last: Record | None) -> Table:
    """A row for each figure: now, at the last release, and how many times that it is."""
    before = {(one.subject, one.name): one for one in last.figures} if last else {}
    headings = ("figure", "unit", "now", last.version if last else "last release", "ratio")
    rows = (
        (f"{one.subject}: {one.name}", one.unit, _short(one.value), *_beside(one, before.get((one.subject, one.name))))
        for one in now.figures
    )
    return table(f"matchlist {now.version} beside the last release: less is better", headings, rows)


def _beside(now: Figure, last: Figure | None) -> tuple[str, str]:
    if last is None or last.unit != now.unit:
        return "-", "-"
    return _short(last.value), f"{now.value / last.value:.2f}" if last.value else "-"


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def remarks(now: Record, last: Record | None) -> Iterator[str]:
    """What has to be known to read the table."""
    if last is None:
        yield "No release was measured yet: there is nothing to compare with."
    for whose, one in (("This run's", now), ("The last release's", last)):
        if one is not None and one.is_noisy:
            yield (
                f"{whose} machine was noisy: the same work took {one.noise:.1f} times as long as at its quickest. "
                "Times say little where the ratio is less than that; memory and processor time say more."
            )
    if last is not None and last.machine != now.machine:
        yield f"The last release was measured on another machine, or with other libraries: {last.machine}."
