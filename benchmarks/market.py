"""A simulated season of the whole country: drawn, screened, interviewed, matched; and the match alone."""

import json
import resource
import sys
from collections.abc import Iterator

import numpy as np
from rich.table import Table

from benchmarks.measuring import in_child, note, require, table, timed
from optimizer.cohort import Engine, RankOrderLists, blocking_pairs, match
from optimizer.cohort.country import CountryStudy, country_figures, play_country
from optimizer.cohort.market import load_market

COUNTRY_APPLICANTS, COUNTRY_PROGRAMS, RANKS = 50_000, 6_800, 12
RUNS = ((0.1, 1), (0.5, 1), (1.0, 1), (1.0, 2), (2.0, 1))
"""Scale of the country, and processes."""
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
        "memory at most, MB",
    )
    return table("Simulated season of the country", headings, _rows())


def _rows() -> Iterator[tuple[str, ...]]:
    lists = _any_lists()
    got, seconds = timed(match, lists)
    require(blocking_pairs(lists, got) == 0, "the match is not stable")
    size = f"{COUNTRY_APPLICANTS:,}", f"{COUNTRY_PROGRAMS:,}"
    yield "a match alone", *size, "", f"{lists.choice.size:,}", f"{seconds:.1f}", "", ""
    for scale, workers in RUNS:
        found = in_child("benchmarks.market", str(scale), str(workers))
        require(found["blocking_pairs"] == 0, "the match is not stable")
        counts = (f"{found[name]:,.0f}" for name in _COUNTED)
        label = f"scale {scale:g}, {'one process' if workers == 1 else f'{workers} workers'}"
        note(f"{label}, processor", "s", found["processor"])
        note(f"{label}, memory at most", "MB", found["megabytes"])
        yield label, *counts, f"{found['seconds']:.1f}", f"{found['processor']:.1f}", f"{found['megabytes']:,.0f}"


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
    """Figures of one run; memory is that of this process and of each worker as if all were at their most together."""
    study = CountryStudy(tuple(load_market().specialties), scale, seed=1)
    country, seconds = timed(play_country, study, Engine(workers))
    figures = country_figures(country)
    own, workers_own = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    beside = workers * workers_own.ru_maxrss if workers > 1 else 0
    return {
        **{name: float(str(figures[name])) for name in (*_COUNTED, "blocking_pairs")},
        "seconds": seconds,
        "processor": sum(used.ru_utime + used.ru_stime for used in (own, workers_own)),
        "megabytes": (own.ru_maxrss + beside) / 1024,
    }


if __name__ == "__main__":
    print(json.dumps(_season(float(sys.argv[1]), int(sys.argv[2]))))
