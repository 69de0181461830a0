"""A tracker of 10,000 programs and 50,000 events: what each command takes, beyond starting up."""

import gc
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from time import process_time

import numpy as np
from rich.table import Table

from benchmarks.measuring import note, require, table
from optimizer.applicant import Applicant
from optimizer.directory import Directory, Program
from optimizer.directory.importing import Given
from optimizer.errors import Fault
from optimizer.plan import Plan, prepare
from optimizer.season.outlook import SeasonView, further_applications, letters_of_interest, outlook, rank_order_list
from optimizer.season.tracker import Contact, Entry, EventKind, Tracked, Tracker, read_sheet, sheet_csv, tracked_of

PROGRAMS = 10_000
SENT = date(2025, 9, 24)
CITIES = (
    ("Fresno", "CA"),
    ("Phoenix", "AZ"),
    ("Houston", "TX"),
    ("Chicago", "IL"),
    ("Boston", "MA"),
    ("Atlanta", "GA"),
)


def report() -> Table:
    """A row for each command."""
    directory = _directory()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "season.sqlite"
        with Tracker.at(path) as tracker:
            events = _filled(tracker, directory)
            taken = list(_measured(tracker, path, directory))
    for name, seconds in taken:
        note(f"{name}, processor", "ms", 1e3 * seconds)
    title = f"Tracker: {PROGRAMS:,} programs, {events:,} events; processor time"
    return table(title, ("command", "ms"), ((name, f"{1e3 * seconds:,.0f}") for name, seconds in taken))


def _directory() -> Directory:
    rates = np.random.default_rng(1).uniform(0.01, 0.3, PROGRAMS)
    return Directory.of(
        [
            Program(
                id=f"im-{k:05}",
                name=f"Program {k}",
                institution=f"Hospital {k}",
                specialty="internal-medicine",
                city=CITIES[k % len(CITIES)][0],
                state=CITIES[k % len(CITIES)][1],
                interview_rate_us_md=round(float(rates[k]), 3) if k % 2 else None,
            )
            for k in range(PROGRAMS)
        ]
    )


def _filled(tracker: Tracker, directory: Directory) -> int:
    """Four events and an impression for each program: an application, an invitation, an interview, a rejection."""
    programs = [tracked_of(program, "Region", "none") for program in directory.programs]
    tracker.follow(programs, SENT)
    days: dict[EventKind, int] = {"invited": 20, "held": 50, "rejected": 80}
    for kind, later in days.items():
        on = SENT + timedelta(days=later)
        tracker.record([Entry(one.id, kind, on, (on,) if kind == "invited" else ()) for one in programs])
    told = [replace(one, score=4.0, impression="Kind people") for one in tracker.programs()]
    tracker.take(told, "impressions")
    return 5 * len(programs)


def _measured(tracker: Tracker, path: Path, directory: Directory) -> list[tuple[str, float]]:
    sheet = sheet_csv(tracker.programs())
    known = {one.id: one for one in tracker.programs()}
    some, newest = directory.programs[7].id, "im-new"
    place = ("New", "New Hospital", "internal-medicine", "Fresno", "CA")
    steps: list[tuple[str, Callable[[], object]]] = [
        ("open and check", lambda: Tracker.at(path)),
        ("track show", tracker.programs),
        ("track show PROGRAM", lambda: (tracker.program(some), tracker.notes(some), tracker.history(program=some))),
        ("track apply", lambda: tracker.follow([Tracked(newest, *place)], SENT)),
        ("track answer", lambda: tracker.record([Entry(newest, "invited", SENT + timedelta(days=9))])),
        ("track answer PART-OF-A-NAME", lambda: tracker.meant("new hospital")),
        ("track impression", lambda: tracker.impress(some, 5.0, "Kind")),
        ("track order, 30 programs", lambda: tracker.rank([f"im-{k:05}" for k in range(30)])),
        ("track note", lambda: tracker.note("A note", some)),
        ("track contact", lambda: tracker.keep_contact(Contact(name="Dr A", programs=(some,)))),
        ("track history", lambda: tracker.history(20)),
        ("track undo", tracker.undo),
        ("track export", lambda: sheet_csv(tracker.programs())),
        ("track import, nothing new", lambda: tracker.take(_read(sheet, known), "sheet")),
    ]
    found = []
    for name, step in steps:
        gc.collect()
        gc.disable()
        started = process_time()
        step()
        found.append((name, process_time() - started))
        gc.enable()
    require(tracker.programs(), "nothing is tracked")
    return found + _outlook(tracker, directory)


def _read(sheet: bytes, known: dict[str, Tracked]) -> list[Tracked]:
    def unknown(program: str, where: str) -> Fault:
        return Fault("unknown", where, program)

    return list(read_sheet(Given("sheet.csv", sheet), known, unknown, SENT).programs)


def _outlook(tracker: Tracker, directory: Directory) -> list[tuple[str, float]]:
    """What chances, next and rank take with a usual number of applications sent, and with the most anybody sends."""
    applicant = Applicant(type="us-md", specialties=("internal-medicine",), step2=250)
    prepared = prepare(Plan(applicant=applicant), directory)
    found = []
    everything = tracker.programs()
    for name, programs in (("150 sent", everything[:150]), ("600 sent", everything[:600])):
        day = SENT + timedelta(days=60)
        for command, work in (
            ("track chances", outlook),
            ("rank", rank_order_list),
            ("next", lambda view: (further_applications(view, dollars=300.0), letters_of_interest(view))),
        ):
            gc.collect()
            started = process_time()
            view = SeasonView.of(prepared, programs, day)
            work(view)
            found.append((f"{command}, {name}", process_time() - started))
    return found
