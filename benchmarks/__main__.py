"""`python -m benchmarks [SUBJECT ...]`: every subject, or those named, one table each."""

import os
import sys
from importlib import import_module
from time import perf_counter

from rich.console import Console

from benchmarks.instances import instance
from benchmarks.measuring import WrongAnswer, machine
from benchmarks.priors import FOLDER
from optimizer.clock import DAY_VARIABLE
from optimizer.estimate import calibrated_with
from optimizer.evidence import load_season
from optimizer.portfolio import solve

SUBJECTS = (
    "season",
    "slider",
    "country",
    "literature",
    "questions",
    "impossible",
    "rivals",
    "sizes",
    "referee_share",
    "calibration",
    "crashes",
    "hostile",
    "tracker",
    "importing",
    "estimate",
    "priors",
    "market",
    "cohort",
    "joint_plan",
    "couples",
    "first_years",
    "dashboard",
    "visitors",
    "hosted",
)


def main() -> None:
    """Print the tables."""
    console = Console(width=None if os.isatty(1) else 160)
    asked = sys.argv[1:] or [subject for subject in SUBJECTS if subject != "priors" or FOLDER in os.environ]
    if asked[0] == "priors" and len(asked) == 2:
        # The one subject that needs something of the user's: a folder of rates.
        os.environ[FOLDER] = asked.pop()
    if unknown := set(asked) - set(SUBJECTS):
        raise SystemExit(f"no such subject: {', '.join(sorted(unknown))}; there are {', '.join(SUBJECTS)}")
    # The same season whenever they are run: the one whose published figures the estimate was calibrated with.
    os.environ.setdefault(DAY_VARIABLE, load_season(calibrated_with().season).rank_list_due.isoformat())
    solve(instance(0))  # the first solve also loads libraries
    started = perf_counter()
    failed = []
    for subject in asked:
        try:
            console.print(import_module(f"benchmarks.{subject}").report())
        except WrongAnswer as wrong:
            failed.append(subject)
            console.print(f"{subject}: {wrong}", highlight=False, markup=False)
    console.print(f"{machine()}; {perf_counter() - started:.0f} s", highlight=False)
    if failed:
        raise SystemExit(f"wrong answers in: {', '.join(failed)}")


if __name__ == "__main__":
    main()
