"""`python -m benchmarks [SUBJECT ...] [--release]`: every subject, or those named, then one table of all figures.

Each subject has a process of its own, so that its memory is its own. `--release` keeps the figures as this version's,
in benchmarks/history; the next runs are compared with them.
"""

import json
import os
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

from rich.console import Console

from benchmarks.comparing import HISTORY, LATEST, Record, compared, last_release, noise, pulse, remarks
from benchmarks.measuring import Figure, machine
from benchmarks.priors import FOLDER
from benchmarks.subject import WRONG
from optimizer.clock import DAY_VARIABLE, today
from optimizer.estimate import calibrated_with
from optimizer.evidence import load_season

SUBJECTS = (
    "season",
    "slider",
    "slider_move",
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


RELEASE = "--release"


def main() -> None:
    """Print the tables."""
    console = Console(width=None if os.isatty(1) else 160)
    asked, on = [one for one in sys.argv[1:] if one != RELEASE], today().isoformat()
    is_release = RELEASE in sys.argv
    asked = asked or [subject for subject in SUBJECTS if subject != "priors" or FOLDER in os.environ]
    if asked[0] == "priors" and len(asked) == 2:
        # The one subject that needs something of the user's: a folder of rates.
        os.environ[FOLDER] = asked.pop()
    if unknown := set(asked) - set(SUBJECTS):
        raise SystemExit(f"no such subject: {', '.join(sorted(unknown))}; there are {', '.join(SUBJECTS)}")
    # The same season whenever they are run: the one whose published figures the estimate was calibrated with.
    os.environ.setdefault(DAY_VARIABLE, load_season(calibrated_with().season).rank_list_due.isoformat())
    started = perf_counter()
    figures: list[Figure] = []
    failed, steadiness = [], pulse()
    for subject in asked:
        found = _measured(subject)
        failed += [] if found else [subject]
        figures += found
        steadiness += pulse()
    now = Record(version("matchlist"), on, machine(), noise(steadiness), tuple(figures))
    last = last_release()
    console.print(compared(now, last))
    for remark in remarks(now, last):
        console.print(remark, highlight=False)
    console.print(f"{machine()}; {perf_counter() - started:.0f} s", highlight=False)
    LATEST.write_text(now.written(), encoding="utf-8")
    console.print(f"The same as JSON: {LATEST}", highlight=False)
    if failed:
        raise SystemExit(f"wrong answers in: {', '.join(failed)}")
    if is_release:
        _keep(now, asked)


def _measured(subject: str) -> list[Figure]:
    """Figures of one subject, the peak memory of its largest process among them; empty where an answer was wrong."""
    sys.stdout.flush()
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "figures.json"
        child = subprocess.Popen([sys.executable, "-m", "benchmarks.subject", subject, str(told)])
        _, status, used = os.wait4(child.pid, 0)
        # It was waited for here, which `child` can't know.
        child.returncode = ended = os.waitstatus_to_exitcode(status)
        if ended == WRONG:
            return []
        if ended:
            raise SystemExit(f"{subject} ended with status {ended}")
        found = [Figure(**figure) for figure in json.loads(told.read_text(encoding="utf-8"))]
    # macOS counts bytes where Linux counts kilobytes.
    peak = used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return [*found, Figure("peak memory of its largest process", "MB", peak, subject)]


def _keep(now: Record, asked: list[str]) -> None:
    """Keep a whole run as that of this version; its record says how noisy the machine was, as every comparison will."""
    left_out = sorted(set(SUBJECTS) - set(asked) - {"priors"})
    if left_out:
        raise SystemExit(f"a release is measured as a whole: {', '.join(left_out)} left out")
    HISTORY.mkdir(exist_ok=True)
    (HISTORY / f"{now.version}.json").write_text(now.written(), encoding="utf-8")


if __name__ == "__main__":
    main()
