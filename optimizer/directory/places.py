"""Cities of the United States offline: where they are, in which county, metropolitan area and division."""

import csv
import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from optimizer.data_folder import data_folder
from optimizer.directory.distance import distances_miles
from optimizer.directory.geography import division_of, state_named
from optimizer.directory.place_names import city_and_state, place_key, place_keys
from optimizer.directory.zip_codes import ZipCodes, ZipPlace, read_zip_codes
from optimizer.errors import BadInput, Fault

COLUMNS = (
    "city",
    "state",
    "latitude",
    "longitude",
    "county_fips",
    "metro",
    "population",
    "source",
)

METRO_COLUMNS = ("metro", "state", "county", "county_fips")


@dataclass(frozen=True, slots=True)
class Place:
    """A populated place.

    Parameters
    ----------
    city, state : str
        Name, and two-letter postal code of the state.
    latitude, longitude : float
        Degrees north and east (so west of Greenwich is negative), WGS 84.
    county_fips : str
        Five-digit code of the county or county equivalent, 2023 edition.
    metro : str or None
        Title of the metropolitan statistical area as of July 2023; None outside metropolitan areas, which
        includes micropolitan ones.
    division : str
        Census division, or "Puerto Rico".
    population : int
        As given by the source, of no one year; parts of cities (Brooklyn) stand beside the city, so don't
        add them up.
    """

    city: str
    state: str
    latitude: float
    longitude: float
    county_fips: str
    metro: str | None
    division: str
    population: int


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """All places that matchlist knows, found by name; made by `load_gazetteer` or `read_gazetteer`.

    Parameters
    ----------
    lines : tuple of str
        Lines of places.csv without the header; one is parsed only when its place is asked for, because
        parsing all of them would take longer than everything else at the start of a program.
    lines_by_key : mapping of str to tuple of int
        Numbers of the lines with a name of that key.
    lines_by_other_key : mapping of str to tuple of int
        The same for alternate names.
    titles : tuple of str
        Titles of the metropolitan areas, in alphabetical order.
    folder : pathlib.Path
        Where the files are; zip_codes.csv among them is read when the first ZIP code is asked for.
    """

    lines: tuple[str, ...] = field(repr=False)
    lines_by_key: Mapping[str, tuple[int, ...]] = field(repr=False)
    lines_by_other_key: Mapping[str, tuple[int, ...]] = field(repr=False)
    titles: tuple[str, ...] = field(repr=False)
    folder: Path

    def __len__(self) -> int:
        return len(self.lines)

    @cached_property
    def metros_by_key(self) -> Mapping[str, tuple[str, ...]]:
        """Metropolitan areas by their full title and by each city in it.

        The areas that a city leads come first, and among them the one with the most populous city. Made when first
        asked for, since most uses never ask.
        """
        return MappingProxyType(_metros_by_key(self.titles, self.lines, self.lines_by_key))

    @cached_property
    def zip_codes(self) -> ZipCodes:
        """All ZIP codes, read when first asked for."""
        return read_zip_codes(self.folder / "zip_codes.csv")

    def zip_code(self, text: str) -> ZipPlace | None:
        """Find a ZIP code, "90210" or "90210-1234"; None where it isn't one of a state, DC or Puerto Rico.

        Raises
        ------
        BadInput
            When the file of ZIP codes is missing or is not the one that came with matchlist.
        """
        return self.zip_codes.find(text)

    def find(self, city: str, state: str) -> Place | None:
        """Find the one place of a name in a state.

        Parameters
        ----------
        city : str
            In any usual spelling: "St. Louis", "SAINT LOUIS", "New York City", "Clinton Twp".
        state : str
            Postal code or full name.

        Returns
        -------
        Place or None
            None when the state has no such place: nothing near it is offered instead.
        """
        found_state = state_named(state)
        if found_state is None:
            return None
        key = place_key(city)
        for lines_by_key in (self.lines_by_key, self.lines_by_other_key):
            # A city may leave out that it is a township; a township must not stand for the town of its
            # name, which may lie elsewhere in the state.
            for spelling in (key, key + "township"):
                for number in lines_by_key.get(spelling, ()):
                    if _state_of(self.lines[number]) == found_state.code:
                        return _place(self.lines[number])
        return None

    def named(self, text: str) -> tuple[Place, ...]:
        """Find all places of a name, most populous first.

        Parameters
        ----------
        text : str
            "Springfield" for those of every state; "Springfield, MA" or "Springfield Massachusetts" for one
            state.

        Returns
        -------
        tuple of Place
            Places of that very name or alternate name; empty when there is none.
        """
        city, state = city_and_state(text)
        # A text may end like a state and be a city all the same: "Port Washington" is no "Port" in
        # Washington.
        named = self._named(text) if state is None or "," not in text else ()
        exact = self.find(city, state) if state is not None else None
        return tuple(dict.fromkeys([*named, *((exact,) if exact is not None else ())]))

    def search(self, text: str) -> tuple[Place, ...]:
        """Find all places that a text may mean, most populous first: to offer a choice, never to choose.

        Parameters
        ----------
        text : str
            As for `named`.

        Returns
        -------
        tuple of Place
            Places of that very name or alternate name; when there is none, those whose name begins so.
            Empty when neither exists or the text is blank.
        """
        return self.named(text) or self._beginning(*city_and_state(text))

    def metros(self) -> tuple[str, ...]:
        """Titles of all metropolitan areas, in alphabetical order."""
        return self.titles

    def find_metros(self, text: str) -> tuple[str, ...]:
        """Find the metropolitan areas that a text may mean.

        Parameters
        ----------
        text : str
            A full title; or a city, with or without its state: "Los Angeles", "Portland", "Pasadena, CA".

        Returns
        -------
        tuple of str
            One title for a full title. For a city, the areas whose title it leads; when it leads none,
            those whose title names it, then those in which a city of that name lies. More populous cities
            come before smaller ones. More than one title means that the text alone doesn't settle it; empty
            means that there is none.
        """
        titled = self.metros_by_key.get(place_key(text), ())
        city, state = (text, None) if titled else city_and_state(text)
        if state is not None:
            titled = tuple(title for title in self.metros_by_key.get(place_key(city), ()) if state in _states_of(title))
        leading = tuple(title for title in titled if place_key(city) in _leading_keys(title))
        if leading:
            return leading
        places = self._named(text) if state is None else self.search(text)
        return tuple(dict.fromkeys([*titled, *(place.metro for place in places if place.metro is not None)]))

    def _named(self, name: str) -> tuple[Place, ...]:
        key = place_key(name)
        numbers = {*self.lines_by_key.get(key, ()), *self.lines_by_other_key.get(key, ())}
        return _most_populous_first(self.lines[number] for number in numbers)

    def _beginning(self, name: str, state: str | None) -> tuple[Place, ...]:
        key = place_key(name)
        if not key:
            return ()
        lines = (
            self.lines[number]
            for other, numbers in self.lines_by_key.items()
            if other.startswith(key)
            for number in numbers
        )
        return _most_populous_first(line for line in lines if state is None or _state_of(line) == state)


def _place(line: str) -> Place:
    city, state, latitude, longitude, county_fips, metro, population, _ = next(csv.reader((line,)))
    return Place(
        city=city,
        state=state,
        latitude=float(latitude),
        longitude=float(longitude),
        county_fips=county_fips,
        metro=metro or None,
        division=division_of(state),
        population=int(population),
    )


def _state_of(line: str) -> str:
    return line.split(",", 2)[1]


def _states_of(title: str) -> list[str]:
    return title.rpartition(", ")[2].split("-")


def _leading_keys(title: str) -> tuple[str, ...]:
    """Keys of the title itself, of its cities together, and of the city it begins with."""
    cities = title.rpartition(", ")[0]
    return tuple(place_keys([title, cities, re.split(r"[-/]", cities)[0]]))


def _most_populous_first(lines: Iterable[str]) -> tuple[Place, ...]:
    places = (_place(line) for line in lines)
    return tuple(sorted(places, key=lambda place: (-place.population, place.city, place.state)))


@functools.cache
def load_gazetteer() -> Gazetteer:
    """Read the places that come with matchlist, once.

    Raises
    ------
    BadInput
        When one of the files of places is missing or is not the one that came with matchlist.
    """
    return read_gazetteer(data_folder())


def read_gazetteer(folder: Path) -> Gazetteer:
    """Read the places from a folder.

    Parameters
    ----------
    folder : pathlib.Path
        Holds places.csv, place_aliases.csv and metros.csv in UTF-8. No city's name in places.csv may have a
        comma or a quotation mark.

    Raises
    ------
    BadInput
        When a file can't be read or its columns are others.
    """
    lines = tuple(_lines(folder / "places.csv", COLUMNS))
    lines_by_key = _numbers_by_key([line.partition(",")[0] for line in lines], range(len(lines)))
    aliases = list(csv.reader(_lines(folder / "place_aliases.csv", ("also", "city", "state"))))
    owners = [
        (also, number)
        for (also, _, state), key in zip(aliases, place_keys([city for _, city, _ in aliases]), strict=True)
        for number in lines_by_key.get(key, ())
        if _state_of(lines[number]) == state
    ]
    titles = sorted({line[0] for line in csv.reader(_lines(folder / "metros.csv", METRO_COLUMNS))})
    return Gazetteer(
        lines,
        MappingProxyType(lines_by_key),
        MappingProxyType(_numbers_by_key([also for also, _ in owners], [number for _, number in owners])),
        tuple(titles),
        folder,
    )


def _lines(path: Path, columns: tuple[str, ...]) -> list[str]:
    """Read the lines below the header."""
    try:
        header, *lines = path.read_text(encoding="utf-8").splitlines() or [""]
    except (OSError, UnicodeDecodeError) as error:
        raise _unusable(path, columns, f"can't be read: {error}", None) from error
    if header != ",".join(columns):
        raise _unusable(path, columns, "has other columns than it should", header)
    return lines


def _unusable(path: Path, columns: tuple[str, ...], why: str, value: str | None) -> BadInput:
    return BadInput(
        Fault(
            what=f"this file of places {why}",
            where=str(path),
            value=value,
            allowed=f"a header of {','.join(columns)}",
            remedy="Install matchlist again, or restore the file that came with it.",
        )
    )


def _numbers_by_key(names: Sequence[str], numbers: Iterable[int]) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for key, number in zip(place_keys(names), numbers, strict=True):
        found[key] = (*found[key], number) if key in found else (number,)
    return found


def _metros_by_key(
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
                if _state_of(lines[number]) in _states_of(title) and (place := _place(lines[number])).metro == title
            ),
            default=0,
        )
        found.setdefault(key, {}).setdefault(title, (rank > 0, -people))
    return {key: tuple(sorted(ranks, key=lambda title: (ranks[title], title))) for key, ranks in found.items()}


def distance_miles(a: Place, b: Place) -> float:
    """Great-circle distance between two places in statute miles, at least 0."""
    return float(distances_miles(a.latitude, a.longitude, b.latitude, b.longitude))
