"""What priors are worth where programs' own rates aren't known: interviews of the best programs, chosen by them.

`python -m benchmarks priors FOLDER`, or with MATCHLIST_RATES=FOLDER: a folder of files of program interview rates, one
a specialty. Programs are chosen by what is predicted from programs of other cities: no rate chooses its own program.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from rich.table import Table

from benchmarks.measuring import WrongAnswer, table
from optimizer.directory import load_directory
from optimizer.estimate.prior_fit import RateTable, best_interviews

FOLDER = "MATCHLIST_RATES"
TYPES = ("us-md", "us-do", "us-img", "non-us-img")
COUNTS = {
    "internal-medicine": 120,
    "family-medicine": 100,
    "psychiatry": 60,
    "pediatrics": 40,
    "neurology": 40,
    "general-surgery": 60,
}


def report() -> Table:
    """A row for each specialty and applicant type."""
    folder = os.environ.get(FOLDER)
    if folder is None or not Path(folder).is_dir():
        raise WrongAnswer(f"name a folder of files of interview rates: python -m benchmarks priors FOLDER, or {FOLDER}")
    headings = (
        "programs",
        "at random",
        "state and university",
        "all that is known",
        "gain",
        "own rates",
        "R2 before",
        "R2",
    )
    rates = RateTable.read(Path(folder), load_directory())
    return table("Interviews of the best programs, by the priors", ("", *headings), _rows(rates))


def _rows(rates: RateTable) -> Iterator[tuple[str, ...]]:
    for kind in TYPES:
        penalties, r2 = rates.best_penalties(kind, rates.all_columns)
        fewer, before = rates.best_penalties(kind, rates.state_and_university)
        known = rates.predicted(kind, rates.all_columns, penalties)
        place = rates.predicted(kind, rates.state_and_university, fewer)
        rate = rates.rate(kind)
        for specialty, count in COUNTS.items():
            here = rate[(rates.specialty == specialty) & np.isfinite(rate)]
            by_place, by_known = (best_interviews(rates, specialty, kind, count, score) for score in (place, known))
            yield (
                f"{specialty}, {kind}",
                f"{count} of {here.size}",
                f"{count * here.mean():.1f}",
                f"{by_place:.1f}",
                f"{by_known:.1f}",
                f"{by_known / by_place - 1:+.0%}",
                f"{best_interviews(rates, specialty, kind, count, rate):.1f}",
                f"{before:.3f}",
                f"{r2:.3f}",
            )
