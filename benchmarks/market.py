"""A simulated season of the whole country: drawn, screened, interviewed, matched; and the match alone."""

import json
import resource
import sys
import time
from collections.abc import Iterator

import numpy as np
from rich.table import Table

from benchmarks.measuring import in_child, note, require, table, timed
from optimizer.cohort import Engine, RankOrderLists, blocking_pairs, match
from optimizer.cohort.country import CountryStudy, country_figures, play_country
from optimizer.cohort.market import load_market

COUNTRY_APPLICANTS, COUNTRY_PROGRAMS, RANKS = 50_000, 6_800, 12
RUNS = ((0.1, 1), (0.5, 1), (1.0, 1), (1.0, 2), (2.0, 1))
"""Scale of the country, and workers."""
_COUNTED = ("applicants", "programs", "applications", "ranked_choices")


def report() -> Table:
    """A row for the match alone, and one for each run."""
    headings = (
        "all specialties, one match, offers after it",
        "applicants",
        "programs",
        "applications",
        "ranked",
        "seconds",
        "of processor",
        "on free cores",
        "memory at most, MB",
    )
    return table("Simulated season of the country", headings, _rows())


def _rows() -> Iterator[tuple[str, ...]]:
    lists = _any_lists()
    got, seconds = timed(match, lists)
    require(blocking_pairs(lists, got) == 0, "the match is not stable")
    size = f"{COUNTRY_APPLICANTS:,}", f"{COUNTRY_PROGRAMS:,}"
    yield "a match alone", *size, "", f"{lists.choice.size:,}", f"{seconds:.1f}", "", "", ""
    for scale, workers in RUNS:
        found = in_child("benchmarks.market", str(scale), str(workers))
        require(found["blocking_pairs"] == 0, "the match is not stable")
        counts = (f"{found[name]:,.0f}" for name in _COUNTED)
        label = f"scale {scale:g}, {'one worker' if workers == 1 else f'{workers} workers'}"
        note(f"{label}, processor", "s", found["processor"])
        note(f"{label}, on free cores", "s", found["path"])
        note(f"{label}, memory at most", "MB", found["megabytes"])
        took = (f"{found[name]:.1f}" for name in ("seconds", "processor", "path"))
        yield label, *counts, *took, f"{found['megabytes']:,.0f}"


def _any_lists() -> RankOrderLists:
    """Lists of the size of a country: everybody ranks a dozen programs and is ranked by each."""
    rng = np.random.default_rng(1)
    choice = np.concatenate([rng.choice(COUNTRY_PROGRAMS, RANKS, replace=False) for _ in range(COUNTRY_APPLICANTS)])
    order = np.lexsort((rng.random(choice.size), choice))
    first = np.searchsorted(choice[order], np.arange(COUNTRY_PROGRAMS))
    standing = np.empty(choice.size, dtype=np.int64)
    standing[order] = np.arange(choice.size) - first[choice[order]]
    positions = np.full(COUNTRY_PROGRAMS, 6)
    return RankOrderLists(np.arange(0, choice.size + 1, RANKS), choice, standing, positions)


def _season(scale: float, workers: int) -> dict[str, float]:
    """Figures of one run.

    Seconds on free cores are reckoned from those of processor, which another program on the machine hardly changes: the
    specialties are shared among the workers, and so is what other threads than the first one do after them.
    """
    study = CountryStudy(tuple(load_market().specialties), scale, seed=1)
    marks: list[tuple[float, float]] = []

    def mark(_: str = "") -> None:
        marks.append((time.process_time(), time.thread_time()))

    mark()
    country, seconds = timed(play_country, study, Engine(workers), mark)
    mark()
    (begun, _), (played, first_played), (ended, first_ended) = marks[0], *marks[-2:]
    beside = (ended - played) - (first_ended - first_played)
    figures = country_figures(country)
    return {
        **{name: float(str(figures[name])) for name in (*_COUNTED, "blocking_pairs", "blocking_couples")},
        "seconds": seconds,
        "processor": ended - begun,
        "path": (played - begun + beside) / workers + first_ended - first_played,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


if __name__ == "__main__":
    print(json.dumps(_season(float(sys.argv[1]), int(sys.argv[2]))))
