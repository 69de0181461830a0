"""The joint plan of a class of internal medicine: its proof, time, processor time and memory under several caps."""

import json
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from rich.table import Table

from benchmarks.cohort import invented_class
from benchmarks.measuring import in_child, note, require, table
from optimizer.cohort import Caps, Engine, JointRequest, build_class, plan_jointly

CASES = (
    (60, "signalling", 3, ""),
    (60, "signalling", 1, ""),
    (60, "signalling", 1, "fair"),
    (60, "applying", 10, ""),
    (150, "signalling", 6, ""),
)


def report() -> Table:
    """A row for each case; one process, so that processor time is that of the whole search."""
    headings = (
        "students",
        "caps",
        "wanted beyond",
        "lists change",
        "gap",
        "lowest's gap",
        "seconds",
        "processor s",
        "MB",
    )
    return table("A joint plan of internal medicine, one process", headings, _rows())


def _rows() -> Iterator[tuple[str, ...]]:
    for size, kind, cap, fair in CASES:
        found = in_child("benchmarks.joint_plan", str(size), kind, str(cap), fair)
        what = f"{cap} {kind}{', lowest first' if fair else ''}"
        note(f"{size} students, {what}, processor", "s", found["processor"])
        yield (
            str(size),
            what,
            f"{found['wanted']:.0f}",
            f"{found['changed']:.0f}",
            f"{found['gap']:.3%}",
            f"{found['lowest_gap']:.3%}" if fair else "-",
            f"{found['seconds']:.1f}",
            f"{found['processor']:.1f}",
            f"{found['megabytes']:.0f}",
        )


def _measured(size: int, kind: str, cap: int, *, fair: bool) -> dict[str, float]:
    with TemporaryDirectory() as folder:
        found, engine = invented_class(size), Engine(1)
        built = build_class(found, Path(folder), engine)
        started, worked = perf_counter(), process_time()
        request = JointRequest(Caps({kind: cap}), fair=fair)
        joint = plan_jointly(found, built, Path(folder), engine, request, lambda words: print(words, file=sys.stderr))
        seconds, processor = perf_counter() - started, process_time() - worked
    require(joint.figures.proven, "the gap is not proven")
    require(not joint.without_list, "a student has no list")
    return {
        "wanted": sum(place.wanted > place.cap for place in joint.places),
        "changed": len(joint.changed),
        "gap": joint.figures.gap,
        "lowest_gap": joint.figures.lowest_gap,
        "seconds": seconds,
        "processor": processor,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


if __name__ == "__main__":
    print(json.dumps(_measured(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), fair=sys.argv[4] == "fair")))
