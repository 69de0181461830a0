"""The estimate: 650 programs in 3 modes and 32 scenarios, with and without own rates, and 64 draws of the figures.

Processor time, as a season's other work runs beside it.
"""

from collections.abc import Callable
from functools import partial
from time import process_time

import numpy as np
from rich.table import Table

from benchmarks.measuring import spread, table
from optimizer.applicant import Applicant, Tie
from optimizer.directory import Directory, Program
from optimizer.estimate import Estimate, chances_drawn, estimate, list_range, typical_applicant
from optimizer.estimate.range_ends import RANGE_DRAWS
from optimizer.evidence import load_evidence, load_season

PROGRAMS, APPLICATIONS, RUNS = 650, 120, 9
_CITIES = (
    ("Los Angeles", "CA"),
    ("Phoenix", "AZ"),
    ("Houston", "TX"),
    ("Chicago", "IL"),
    ("New York", "NY"),
    ("Boston", "MA"),
    ("Atlanta", "GA"),
    ("Seattle", "WA"),
    ("Denver", "CO"),
    ("Memphis", "TN"),
)
_SETTINGS = ("university", "university-affiliated", "community", None)


def report() -> Table:
    """A row for each kind of directory, and for the ranges."""
    season, evidence = load_season(2026), load_evidence()
    person = Applicant(
        type="non-us-img",
        specialties=("internal-medicine",),
        step2=245,
        graduation_year=2024,
        us_clinical_months=3.0,
        failed_attempts=0,
        visa="j1",
        ties=(Tie(kind="family", city="Chicago, IL"), Tie(kind="away-rotation", city="Houston, TX")),
    )
    rows = []
    for words, known in (("no rates known", False), ("rates of every program known", True)):
        where = _directory(known=known)
        what = f"{PROGRAMS} programs, {words}"
        rows.append((what, _timed(what, partial(estimate, person, where, season, evidence))))
        made = estimate(person, where, season, evidence)
        for count in (APPLICATIONS, PROGRAMS):
            mode = _mode(made, count)
            what = f"64 draws for a list of {count}, {words}"
            rows.append((what, _timed(what, partial(list_range, made, mode))))
        what = f"64 draws at all {PROGRAMS} programs in 3 modes, {words}"
        rows.append((what, _timed(what, partial(_every_draw, made))))
    what = "a typical applicant with 64 draws"
    rows.append((what, _timed(what, partial(typical_applicant, "psychiatry", "us-md", season, evidence))))
    return table("Estimate", ("what", "processor time: median / 95th / worst, ms"), rows)


def _timed(what: str, work: Callable[[], object]) -> str:
    seconds = []
    for _ in range(RUNS):
        started = process_time()
        work()
        seconds.append(process_time() - started)
    return spread(seconds, what)


def _every_draw(made: Estimate) -> None:
    for _ in chances_drawn(made, RANGE_DRAWS):
        pass


def _mode(made: Estimate, count: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    mode = np.full(len(made.situation.programs), -1, dtype=np.int64)
    mode[:count] = 0
    return mode


def _directory(*, known: bool) -> Directory:
    rng = np.random.default_rng(3)
    programs = [
        Program(
            id=f"p{number}",
            name=f"Program {number}",
            institution=f"Hospital {number // 2}",
            specialty="internal-medicine",
            city=_CITIES[number % 10][0],
            state=_CITIES[number % 10][1],
            setting=_SETTINGS[number % 4],
            interview_rate_non_us_img=round(float(rng.beta(1, 30)), 2) if known else None,
            interview_rate_in_state=round(float(rng.beta(2, 3)), 2) if known else None,
            interview_rate_out_of_state=round(float(rng.beta(2, 20)), 2) if known else None,
        )
        for number in range(PROGRAMS)
    ]
    return Directory.of(programs)
