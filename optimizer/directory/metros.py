"""Metropolitan areas by the names that people have for them."""

import re
from collections.abc import Mapping, Sequence

from optimizer.directory.place import place_of, state_of
from optimizer.directory.place_names import place_keys

METRO_COLUMNS = ("metro", "state", "county", "county_fips")


def states_of(title: str) -> list[str]:
    """States that a title ends in: ["OR", "WA"] for "Portland-Vancouver-Hillsboro, OR-WA"."""
    return title.rpartition(", ")[2].split("-")


def leading_keys(title: str) -> tuple[str, ...]:
    """Keys of the title itself, of its cities together, and of the city it begins with."""
    cities = title.rpartition(", ")[0]
    return tuple(place_keys([title, cities, re.split(r"[-/]", cities)[0]]))


def metros_by_key(
    titles: Sequence[str], lines: Sequence[str], lines_by_key: Mapping[str, tuple[int, ...]]
) -> dict[str, tuple[str, ...]]:
    """Index the metropolitan areas by title and by each city that the title names."""
    named: list[tuple[str, int, str]] = []
    for title in titles:
        cities = title.rpartition(", ")[0]
        # Some titles hold a merged city and county: "Louisville/Jefferson County",
        # "Nashville-Davidson--Murfreesboro". "Winston-Salem" is one city, so the cities unsplit are a name
        # as well.
        parts = [part for part in re.split(r"-+|/", cities) if part]
        named += [(title, 0, title), (cities, 0, title)]
        named += [(part, rank, title) for rank, part in enumerate(parts)]
    found: dict[str, dict[str, tuple[bool, int]]] = {}
    for key, (_, rank, title) in zip(place_keys([name for name, _, _ in named]), named, strict=True):
        people = max(
            (
                place.population
                for number in lines_by_key.get(key, ())
                if state_of(lines[number]) in states_of(title) and (place := place_of(lines[number])).metro == title
            ),
            default=0,
        )
        found.setdefault(key, {}).setdefault(title, (rank > 0, -people))
    return {key: tuple(sorted(ranks, key=lambda title: (ranks[title], title))) for key, ranks in found.items()}
