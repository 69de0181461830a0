"""Times, tables and memory. Times are told, never judged; a wrong answer ends its subject, and the run in an error."""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from time import perf_counter
from typing import TypeVar

import numpy as np
from rich.table import Table

from optimizer.portfolio import Outcome, Problem, Solved, violations

Result = TypeVar("Result")


class WrongAnswer(Exception):
    """What was to be timed is not what it should be."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that is compared from release to release; less is better.

    Parameters
    ----------
    name, unit : str
        The same in every release.
    value : float
    subject : str
        What was measured; filled in when the subject is done.
    """

    name: str
    unit: str
    value: float
    subject: str = ""


_noted: list[Figure] = []


def note(name: str, unit: str, value: float) -> None:
    """Have a figure compared with that of the last release."""
    _noted.append(Figure(name, unit, float(value)))


def noted(subject: str) -> tuple[Figure, ...]:
    """Figures that were noted, as those of a subject."""
    return tuple(replace(figure, subject=subject) for figure in _noted)


def timed(work: Callable[..., Result], *given: object, **settings: object) -> tuple[Result, float]:
    """What some work gives, and the wall-clock seconds it took."""
    started = perf_counter()
    result = work(*given, **settings)
    return result, perf_counter() - started


def spread(seconds: Sequence[float], name: str = "") -> str:
    """Median / 95th percentile / worst, in milliseconds; with a name the median is noted."""
    if name:
        note(f"{name}, median", "ms", 1e3 * float(np.median(seconds)))
    median, high, worst = 1e3 * np.array([np.median(seconds), np.percentile(seconds, 95), max(seconds)])
    return (
        f"{median:,.3g} / {high:,.3g} / {worst:,.3g}" if worst < 1000 else f"{median:,.0f} / {high:,.0f} / {worst:,.0f}"
    )


def table(title: str, headings: Iterable[str], rows: Iterable[Sequence[str]]) -> Table:
    """A table with its first column to the left and figures to the right."""
    made = Table(title=title, title_justify="left", title_style="bold")
    for place, heading in enumerate(headings):
        made.add_column(heading, justify="right" if place else "left")
    for row in rows:
        made.add_row(*row)
    return made


def proven(problem: Problem, outcome: Outcome, gap: float) -> Solved:
    """The outcome, if it is a list within the limits and proven to the gap.

    Raises
    ------
    WrongAnswer
        It isn't.
    """
    highest = float(problem.utility.max())
    if not isinstance(outcome, Solved) or violations(problem, outcome.mode):
        raise WrongAnswer(f"no list within the limits: {outcome}")
    require(outcome.bound - outcome.value <= gap * highest * (1 + 1e-9), f"not proven to a gap of {gap:g}: {outcome}")
    return outcome


def require(holds: object, otherwise: str) -> None:
    """Raise `WrongAnswer` where something doesn't hold."""
    if not holds:
        raise WrongAnswer(otherwise)


def in_child(module: str, *arguments: str) -> dict[str, float]:
    """Run a module in a process of its own and read the JSON object that it prints."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    require(done.returncode == 0, done.stderr)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def machine() -> str:
    """Processor, cores, Python and OR-Tools of this run."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"{platform.system()} {platform.machine()}, {cores} cores (one used); Python {platform.python_version()}, "
        f"OR-Tools {version('ortools')}, NumPy {version('numpy')}"
    )
