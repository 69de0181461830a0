"""What people call institutions: short names, former names, initials; read from institution_names.csv.

A line says which words a program's name, institution or city has to hold, all of them, to be what is called so, and in
which state. The same words are used to join files and to search.
"""

import csv
import functools
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from optimizer.data_folder import data_folder
from optimizer.directory.name_parts import IGNORED, name_parts
from optimizer.directory.place_names import place_key
from optimizer.errors import BadInput, Fault

COLUMNS = ("called", "means", "state", "city")
SHORTEST_INITIALS = 3
_LONGEST_INITIALS = 8


def counted_words(text: str) -> tuple[str, ...]:
    """The words of a name that count, in order."""
    return tuple(word for word in name_parts(text) if word not in IGNORED)


@dataclass(frozen=True, slots=True)
class CalledSo:
    """What a name that people use means.

    Parameters
    ----------
    called : tuple of str
        Its words.
    means : tuple of frozenset of str
        Words of a program's name, institution or city; one set of them has to be there whole.
    full : str
        The first of these, as it is written.
    state : str
        Postal code.
    city : str
        Key of the city; empty where it doesn't matter.
    """

    called: tuple[str, ...]
    means: tuple[frozenset[str], ...]
    full: str
    state: str
    city: str

    def fits(self, words: frozenset[str]) -> bool:
        """Whether a program with these words is meant."""
        # The University of Lakeland is not Lakeland State University.
        return any(
            words >= one and not ("university" in one and ("state" in words) != ("state" in one)) for one in self.means
        )


@dataclass(frozen=True, slots=True)
class InstitutionNames:
    """Every name in the file.

    Parameters
    ----------
    names : tuple of CalledSo
    """

    names: tuple[CalledSo, ...]

    def within(self, words: Sequence[str], state: str = "") -> Iterator[tuple[CalledSo, tuple[str, ...]]]:
        """Yield what a name of these words may mean, with the words beyond; only the longest names that it holds.

        Parameters
        ----------
        words : sequence of str
            As `counted_words` has them.
        state : str
            Only what is in this state; anywhere where empty.
        """
        by_called = _by_called(self)
        for length in range(min(len(words), max(map(len, by_called), default=0)), 0, -1):
            found = [
                (one, (*words[:start], *words[start + length :]))
                for start in range(len(words) - length + 1)
                for one in by_called.get(tuple(words[start : start + length]), ())
                if not state or one.state == state
            ]
            if found:
                yield from found
                return


@functools.lru_cache(maxsize=8)
def _by_called(names: InstitutionNames) -> Mapping[tuple[str, ...], tuple[CalledSo, ...]]:
    found: dict[tuple[str, ...], list[CalledSo]] = defaultdict(list)
    for one in names.names:
        found[one.called].append(one)
    return {called: tuple(several) for called, several in found.items()}


@functools.lru_cache(maxsize=20_000)
def initials_of(name: str, city: str) -> frozenset[str]:
    """What the initials of a name may be: with and without "of" and the like, and with the city's."""
    written = [word for word in name_parts(name) if word[0].isalpha()]
    found: set[str] = set()
    for words in (written, [word for word in written if word not in {"of", "and", "at", "the", "for", "in"}]):
        letters = "".join(word[0] for word in words)
        place = "".join(word[0] for word in name_parts(city))
        found |= {letters, letters + place}
    return frozenset(one for one in found if SHORTEST_INITIALS <= len(one) <= _LONGEST_INITIALS)


@functools.cache
def load_institution_names() -> InstitutionNames:
    """The names that come with matchlist, read once.

    Raises
    ------
    BadInput
        The file can't be read or used.
    """
    return read_institution_names(data_folder() / "institution_names.csv")


def read_institution_names(path: Path) -> InstitutionNames:
    """Read a file of names; several in a cell are parted by semicolons, several meanings by bars.

    Raises
    ------
    BadInput
        It can't be read, or lacks a column.
    """
    remedy = "Restore the file that came with matchlist"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(Fault(f"can't be read ({error})", str(path), None, "names as CSV", remedy)) from None
    rows = csv.DictReader(io.StringIO(text, newline=""))
    if tuple(rows.fieldnames or ()) != COLUMNS:
        found, allowed = ", ".join(rows.fieldnames or ()), ", ".join(COLUMNS)
        raise BadInput(Fault("has other columns", str(path), found, allowed, remedy))
    names = dict.fromkeys(
        CalledSo(
            counted_words(called),
            tuple(frozenset(counted_words(one)) for one in row["means"].split("|")),
            row["means"].split("|")[0],
            row["state"],
            place_key(row["city"]) if row["city"] else "",
        )
        for row in rows
        for called in row["called"].split(";")
    )
    return InstitutionNames(tuple(names))


class Asked:
    """Words that somebody looks for, with what they may mean beside what they say.

    Parameters
    ----------
    text : str
    """

    def __init__(self, text: str) -> None:
        self.text = text
        words = counted_words(text)
        self._meant = tuple(load_institution_names().within(words)) if words else ()
        single = len(words) == 1 and len(words[0]) >= SHORTEST_INITIALS
        self._initials = words[0] if single and not self._meant else ""

    @cached_property
    def is_empty(self) -> bool:
        """Whether there is nothing beside what the words say."""
        return not self._meant and not self._initials

    def means(self, name: str, institution: str, city: str, state: str) -> bool:
        """Whether a program is called so."""
        if self.is_empty:
            return False
        words = frozenset(counted_words(f"{name} {institution} {city} {state}"))
        if any(
            one.state == state
            and (not one.city or one.city == place_key(city))
            and one.fits(words)
            and set(rest) <= words
            for one, rest in self._meant
        ):
            return True
        return bool(self._initials) and any(self._initials in initials_of(one, city) for one in (name, institution))
