"""A class of internal medicine: time and memory by size; the same lists from a cluster that loses a worker half-way."""

import io
import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np
from distributed import LocalCluster
from rich.table import Table

from benchmarks.measuring import in_child, note, require, table
from optimizer.cohort import Built, Class, Engine, build_class, class_of_files
from optimizer.export import csv_bytes

SIZES = (75, 150, 300)
ON_CLUSTER = 75
WORKERS = 2
_TYPES = {"us-md": 0.5, "us-do": 0.2, "us-img": 0.1, "non-us-img": 0.2}
_STATES = ("OH", "PA", "NY", "CA", "TX", "IL", "FL", "MI", "GA", "MA")
_DIVISIONS = ("East North Central", "Middle Atlantic", "Pacific", "South Atlantic", "no preference", "")
_DOLLARS = {"us-md": 450, "us-do": 700, "us-img": 1500, "non-us-img": 2500}


def report() -> Table:
    """A row for each size, and one for the cluster."""
    headings = ("students", "where", "seconds", "processor s", "processor ms a student", "peak memory, MB")
    return table(f"A class of internal medicine, {WORKERS} workers", headings, _rows())


def _rows() -> Iterator[tuple[str, ...]]:
    for size in SIZES:
        yield _row(size, "processes", in_child("benchmarks.cohort", "processes", str(size)))
    yield _row(ON_CLUSTER, "cluster, a worker killed", in_child("benchmarks.cohort", "cluster", str(ON_CLUSTER)))


def _row(size: int, where: str, found: dict[str, float]) -> tuple[str, ...]:
    each = 1e3 * found["processor"] / size
    note(f"{size} students, {where}, processor a student", "ms", each)
    note(f"{size} students, {where}, peak memory", "MB", found["megabytes"])
    return (
        str(size),
        where,
        f"{found['seconds']:.1f}",
        f"{found['processor']:.1f}",
        f"{each:.0f}",
        f"{found['megabytes']:.0f}",
    )


def invented_class(size: int) -> Class:
    """Students of internal medicine, drawn from the kinds of applicants; the same for the same size."""
    return class_of_files([("class.csv", invented_table(size))])


def invented_table(size: int) -> bytes:
    """The same students as an adviser's table."""
    rng = np.random.default_rng(size)
    columns = ("code", "type", "specialty", "step2", "failed_attempts", "home_state", "preferred_divisions", "budget")
    rows = []
    for number in range(size):
        kind = str(rng.choice(list(_TYPES), p=list(_TYPES.values())))
        score = "" if rng.random() < 0.1 else str(int(np.clip(rng.normal(245, 12), 210, 280)))
        failed = str(int(rng.random() < 0.05))
        dollars = int(_DOLLARS[kind] * rng.uniform(0.6, 1.6))
        place = (str(rng.choice(_STATES)), str(rng.choice(_DIVISIONS)))
        rows.append((f"s{number:04d}", kind, "internal-medicine", score, failed, *place, dollars))
    return csv_bytes(columns, rows)


def _measured(where: str, size: int) -> dict[str, float]:
    with TemporaryDirectory() as folder:
        before, started = _processor(), perf_counter()
        found = invented_class(size)
        built = build_class(found, Path(folder) / "processes", Engine(WORKERS))
        seconds = perf_counter() - started
        require(len(built) == size and all(one.outcome is not None for one in built), "a student has no outcome")
        if where == "cluster":
            here = "127.0.0.1"
            before, started = _processor(), perf_counter()
            with LocalCluster(n_workers=WORKERS, threads_per_worker=1, host=here, dashboard_address=None) as cluster:
                engine = Engine(scheduler=cluster.scheduler_address)
                other = build_class(found, Path(folder) / "cluster", engine, _killer(cluster, at=size // 2))
            seconds = perf_counter() - started
            require(_lists(built) == _lists(other), "a cluster gives other lists")
    own, others = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    # At the most: as if all workers had been as large as the largest at once.
    return {"seconds": seconds, "processor": _processor() - before, "megabytes": (own + WORKERS * others) / 1024}


def _processor() -> float:
    """Seconds of processor time of this process and of all that it started and that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _killer(cluster: LocalCluster, at: int) -> Callable[[Built], None]:
    """Kills one of the cluster's workers when so many students are done."""
    done = count(1)

    def told(_: Built) -> None:
        if next(done) == at:
            os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)

    return told


def _lists(built: tuple[Built, ...]) -> list[object]:
    return [one.outcome and one.outcome.model_dump(exclude={"seconds"}) for one in built]


if __name__ == "__main__":
    # What is logged of a cluster's start and end must not get between the figures.
    print_to, sys.stdout = sys.stdout, io.StringIO()
    measured = _measured(sys.argv[1], int(sys.argv[2]))
    print(json.dumps(measured), file=print_to)
