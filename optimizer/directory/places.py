"""Cities of the United States offline: where they are, in which county, metropolitan area and division."""

import csv
import functools
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from optimizer.data_folder import data_folder
from optimizer.directory.geography import state_named
from optimizer.directory.metros import METRO_COLUMNS, leading_keys, metros_by_key, states_of
from optimizer.directory.place import COLUMNS, Place, place_of, state_and_city_of, state_of
from optimizer.directory.place_names import city_and_state, place_key, place_keys
from optimizer.directory.zip_codes import ZipCodes, ZipPlace, read_zip_codes
from optimizer.errors import BadInput, Fault
from optimizer.nearest import nearest
from optimizer.prebuilt import prebuilt

_MOST_ALIKE, _ALIKE = 3, 0.8


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """All places that matchlist knows, found by name; made by `load_gazetteer` or `read_gazetteer`.

    Parameters
    ----------
    lines : tuple of str
        Lines of places.csv without the header, sorted by state and city; one is parsed only when its place is
        asked for, because parsing all of them would take longer than everything else at the start of a program.
    aliases : tuple of (str, str, str)
        Alternate name, city and state of each line of place_aliases.csv.
    titles : tuple of str
        Titles of the metropolitan areas, in alphabetical order.
    folder : pathlib.Path
        Where the files are; zip_codes.csv among them is read when the first ZIP code is asked for.
    """

    lines: tuple[str, ...] = field(repr=False)
    aliases: tuple[tuple[str, str, str], ...] = field(repr=False)
    titles: tuple[str, ...] = field(repr=False)
    folder: Path
    numbers_by_state: dict[str, tuple[Mapping[str, int], Mapping[str, int]]] = field(
        default_factory=dict, init=False, repr=False
    )
    """What `find` has indexed so far, state by state: a directory asks for some hundred of 23,000 places."""

    def __len__(self) -> int:
        return len(self.lines)

    @cached_property
    def lines_by_key(self) -> Mapping[str, tuple[int, ...]]:
        """Numbers of the lines with a name of each key; made when a name is asked for without its state."""
        return MappingProxyType(
            _numbers_by_key([line.partition(",")[0] for line in self.lines], range(len(self.lines)))
        )

    @cached_property
    def lines_by_other_key(self) -> Mapping[str, tuple[int, ...]]:
        """The same for alternate names."""
        owners = [
            (also, number)
            for (also, _, state), key in zip(
                self.aliases, place_keys([city for _, city, _ in self.aliases]), strict=True
            )
            for number in self.lines_by_key.get(key, ())
            if state_of(self.lines[number]) == state
        ]
        return MappingProxyType(_numbers_by_key([also for also, _ in owners], [number for _, number in owners]))

    @cached_property
    def metros_by_key(self) -> Mapping[str, tuple[str, ...]]:
        """Metropolitan areas by their full title and by each city in it.

        The areas that a city leads come first, and among them the one with the most populous city. Made when first
        asked for, since most uses never ask.
        """
        found = prebuilt(
            "metros", place_files(self.folder), lambda: metros_by_key(self.titles, self.lines, self.lines_by_key)
        )
        return MappingProxyType(found)

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
        exact = self._spelled_so(city, found_state.code)
        if exact is not None:
            return exact
        key = place_key(city)
        for number_by_key in self._numbers_in(found_state.code):
            # A city may leave out that it is a township; a township must not stand for the town of its
            # name, which may lie elsewhere in the state.
            for spelling in (key, key + "township"):
                if spelling in number_by_key:
                    return place_of(self.lines[number_by_key[spelling]])
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

    def spelled_like(self, text: str) -> tuple[Place, ...]:
        """Find places whose names are spelled like a text: to offer a choice where nothing is called so.

        Parameters
        ----------
        text : str
            A city, with or without its state.

        Returns
        -------
        tuple of Place
            The likest name first, and of one name the most populous; of the state where the text says it.
        """
        city, state = city_and_state(text)
        alike = nearest(place_key(city), self.lines_by_key, _MOST_ALIKE, alike=_ALIKE)
        found = (place for name in alike for place in self.named(f"{name}, {state}" if state else name))
        return tuple(dict.fromkeys(found))

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
            titled = tuple(title for title in self.metros_by_key.get(place_key(city), ()) if state in states_of(title))
        leading = tuple(title for title in titled if place_key(city) in leading_keys(title))
        if leading:
            return leading
        places = self._named(text) if state is None else self.search(text)
        return tuple(dict.fromkeys([*titled, *(place.metro for place in places if place.metro is not None)]))

    def _spelled_so(self, city: str, state: str) -> Place | None:
        """The place of exactly this spelling: most cities of a directory are, and need no index of all others."""
        number = bisect_left(self.lines, (state, city), key=state_and_city_of)
        here = number < len(self.lines) and state_and_city_of(self.lines[number]) == (state, city)
        return place_of(self.lines[number]) if here else None

    def _numbers_in(self, state: str) -> tuple[Mapping[str, int], Mapping[str, int]]:
        """Numbers of a state's lines by the keys of their names, and by those of their alternate names."""
        if state not in self.numbers_by_state:
            first, last = (bisect_left(self.lines, (state, end), key=state_and_city_of) for end in ("", "\U0010ffff"))
            names = place_keys([line.partition(",")[0] for line in self.lines[first:last]])
            numbers = dict(zip(names, range(first, last), strict=True))
            here = [(also, city) for also, city, alias_state in self.aliases if alias_state == state]
            cities = place_keys([city for _, city in here])
            owners = zip(place_keys([also for also, _ in here]), cities, strict=True)
            others = {also: numbers[city] for also, city in owners if city in numbers}
            self.numbers_by_state[state] = (MappingProxyType(numbers), MappingProxyType(others))
        return self.numbers_by_state[state]

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
        return _most_populous_first(line for line in lines if state is None or state_of(line) == state)


def _most_populous_first(lines: Iterable[str]) -> tuple[Place, ...]:
    places = (place_of(line) for line in lines)
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


def place_files(folder: Path | None = None) -> tuple[Path, ...]:
    """The files that a gazetteer is read from at once; of the shipped one where no folder is named."""
    where = folder or data_folder()
    return tuple(where / name for name in ("places.csv", "place_aliases.csv", "metros.csv"))


def read_gazetteer(folder: Path) -> Gazetteer:
    """Read the places from a folder.

    Parameters
    ----------
    folder : pathlib.Path
        Holds places.csv, place_aliases.csv and metros.csv in UTF-8, and zip_codes.csv for whoever asks for one. No
        city's name in places.csv may have a comma or a quotation mark; its lines are sorted by state and city.

    Raises
    ------
    BadInput
        When a file can't be read or its columns are others.
    """
    lines = tuple(_lines(folder / "places.csv", COLUMNS))
    aliases = csv.reader(_lines(folder / "place_aliases.csv", ("also", "city", "state")))
    titles = {line[0] for line in csv.reader(_lines(folder / "metros.csv", METRO_COLUMNS))}
    return Gazetteer(
        lines,
        tuple((also, city, state) for also, city, state in aliases),
        tuple(sorted(titles)),
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
