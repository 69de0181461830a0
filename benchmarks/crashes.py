"""A tracker killed at random moments: it opens again, whole, with everything that had been confirmed."""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from threading import Timer
from time import perf_counter

from rich.table import Table

from benchmarks.measuring import require, table
from optimizer.errors import BadInput
from optimizer.season.tracker import Contact, Entry, Tracked, Tracker

KILLS = 200
PROGRAMS = 12
FIRST = date(2025, 9, 24)


@dataclass(frozen=True, slots=True)
class Killed:
    """One killed session: changes that it had confirmed, and those that the store holds."""

    confirmed: int
    held: int


def report() -> Table:
    """One row: how many kills, and what they left."""
    started = perf_counter()
    found = [killed_session(seed) for seed in range(KILLS)]
    under_way = sum(one.held - one.confirmed for one in found)
    confirmed = sorted(one.confirmed for one in found)
    headings = ("kill -9", "confirmed changes: fewest / median / most", "unconfirmed but kept", "lost", "s")
    row = (
        f"{KILLS}",
        f"{confirmed[0]} / {confirmed[len(confirmed) // 2]} / {confirmed[-1]}",
        f"{under_way}",
        "0",
        f"{perf_counter() - started:.0f}",
    )
    return table("A scripted session killed at random moments", headings, [row])


def killed_session(seed: int, *, longest_s: float = 0.6) -> Killed:
    """Run the scripted session in a process of its own, kill it, open the store and compare.

    Raises
    ------
    SystemExit
        The store doesn't open, isn't whole, or lacks a change that had been confirmed.
    """
    with _folder() as folder:
        path = folder / "season.sqlite"
        moment = random.Random(seed).uniform(0.0, longest_s)  # noqa: S311 - a moment, no secret
        confirmed = _run_until_killed(path, moment, while_writing=seed % 4 > 0)
        try:
            with Tracker.at(path) as tracker:
                held = tracker.last_change()
                _require_whole(tracker, held)
                # The next person to write finds nothing in the way.
                tracker.note("after the crash")
        except BadInput as error:
            raise SystemExit(f"after a kill the store doesn't open: {error}") from None
    require(confirmed <= held <= confirmed + 1, f"{confirmed} changes were confirmed, {held} are held")
    return Killed(confirmed, held)


def _run_until_killed(path: Path, seconds: float, *, while_writing: bool) -> int:
    """Changes that the session confirmed before it was killed."""
    command = [sys.executable, "-m", "benchmarks.crashes", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as session:
        if session.stdout is None:
            raise SystemExit("the session has no output")
        # Loading takes longer than all the rest: the moment is counted from when it is done. One session in four is
        # killed while it makes the store, the others while they write to it.
        session.stdout.readline()
        if while_writing:
            session.stdout.readline()
        timer = Timer(seconds, os.kill, (session.pid, signal.SIGKILL))
        timer.start()
        lines = [line for line in session.stdout if line.endswith("\n")]
        timer.cancel()
    return int(lines[-1]) if lines else 0


def _require_whole(tracker: Tracker, changes: int) -> None:
    """The store holds what the first so many steps of the script make, no more and no less."""
    with tempfile.TemporaryDirectory() as other, Tracker.at(Path(other) / "expected.sqlite") as expected:
        for number, step in enumerate(_steps()):
            if number == changes:
                break
            step(expected)
        require(tracker.programs() == expected.programs(), "the programs aren't those of the confirmed changes")
        require(tracker.contacts() == expected.contacts(), "the contacts aren't those of the confirmed changes")
        require(
            [change.words for change in tracker.history()] == [change.words for change in expected.history()],
            "the journal isn't that of the confirmed changes",
        )


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp())
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


class _Step:
    """One change of the scripted session."""

    def __init__(self, number: int) -> None:
        self._number = number

    def __call__(self, tracker: Tracker) -> None:
        number = self._number
        program, turn = f"im-{number // 6 % PROGRAMS:02}", number % 6
        day = FIRST + timedelta(days=7)
        again = number // 6 >= PROGRAMS
        if again or turn == 5:
            tracker.impress(program, float(number % 11), f"change {number}")
        elif turn == 0:
            place = ("Program", "Hospital", "internal-medicine", "Fresno", "CA")
            tracker.follow([Tracked(program, *place, signal="gold")], FIRST)
        elif turn == 1:
            tracker.record([Entry(program, "invited", day, (day + timedelta(days=30),), 100.0)])
        elif turn == 2:
            tracker.record([Entry(program, "held", day + timedelta(days=30))])
        elif turn == 3:
            tracker.undo()
        else:
            tracker.keep_contact(Contact(name=f"Contact {number}", programs=(program,)))


def _steps() -> Iterator[_Step]:
    return (_Step(number) for number in range(2000))


def main() -> None:
    """The session: a line before the store is opened and one after, then the number of each change once it is made."""
    print("ready", flush=True)
    with Tracker.at(Path(sys.argv[1])) as tracker:
        print(0, flush=True)
        for number, step in enumerate(_steps(), start=1):
            step(tracker)
            print(number, flush=True)


if __name__ == "__main__":
    main()
