"""A simulated season of the whole country: drawn, screened, interviewed, matched; and the match alone."""

import json
import resource
import sys
from collections.abc import Iterator

import numpy as np
from rich.table import Table

from benchmarks.measuring import in_child, require, table, timed
from optimizer.cohort import RankOrderLists, blocking_pairs, match
from optimizer.cohort.market import load_market, open_season, play
from optimizer.evidence import load_evidence, load_season

COUNTRY_APPLICANTS, COUNTRY_PROGRAMS, RANKS = 50_000, 6_800, 12
SCALES = (0.1, 1.0)


def report() -> Table:
    """A row for the match alone, and one for each scale."""
    headings = ("", "applicants", "programs", "applications", "seconds", "match alone, s", "peak memory, MB")
    return table("Simulated season, one process", headings, _rows())


def _rows() -> Iterator[tuple[str, ...]]:
    lists = _any_lists()
    got, seconds = timed(match, lists)
    require(blocking_pairs(lists, got) == 0, "the match is not stable")
    yield (
        "the match",
        f"{COUNTRY_APPLICANTS:,}",
        f"{COUNTRY_PROGRAMS:,}",
        f"{lists.choice.size:,}",
        "",
        f"{seconds:.2f}",
        "",
    )
    for scale in SCALES:
        found = in_child("benchmarks.market", str(scale))
        counts = (f"{found[name]:,.0f}" for name in ("applicants", "programs", "applications"))
        yield (f"scale {scale:g}", *counts, f"{found['seconds']:.1f}", "", f"{found['megabytes']:.0f}")


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


def _season(scale: float) -> dict[str, float]:
    """All specialties, one after the other."""
    found = {"applicants": 0.0, "programs": 0.0, "applications": 0.0, "seconds": 0.0}
    for specialty in load_market().specialties:
        season = load_season(load_market().season)
        opened, opening = timed(open_season, load_market(), load_evidence(), season, specialty, scale=scale, seed=1)
        _, playing = timed(play, opened.market, opened.folklore, opened.luck)
        found["applicants"] += opened.market.people.count
        found["programs"] += opened.market.programs.count
        found["applications"] += opened.folklore.person.size
        found["seconds"] += opening + playing
    found["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found


if __name__ == "__main__":
    print(json.dumps(_season(float(sys.argv[1]))))
