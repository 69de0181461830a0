"""Which place a user's words mean: one place, or the fault to tell; never a guess among several."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from optimizer.directory.geography import DIVISIONS, state_named
from optimizer.directory.place import Place
from optimizer.directory.places import load_gazetteer
from optimizer.directory.zip_codes import ZipPlace
from optimizer.errors import Fault

Meant = TypeVar("Meant")

MOST_CHOICES = 8
"""How many cities a message offers at most."""
ZIP_CODE_DIGITS = 5
_DIGITS = re.compile(r"[\d -]*\d[\d -]*", re.ASCII)
_CHOOSE, _NAME = "Choose one of them", "Name one of them"
_A_CITY = 'a city, such as "Los Angeles, CA"'


def state_meant(text: str, where: str) -> str | Fault:
    """Code of the state that a text names; `where` names the text in messages."""
    state = state_named(text)
    return Fault("no such state", where, text, "a state, such as CA", "Correct it") if state is None else state.code


def division_meant(text: str, where: str) -> str | Fault:
    """The Census division of exactly this name."""
    return text if text in DIVISIONS else Fault("no such division", where, text, ", ".join(DIVISIONS), _CHOOSE)


def metro_meant(text: str, where: str) -> str | Fault:
    """Title of the one metropolitan area that a text names."""
    found = load_gazetteer().find_metros(text)
    if len(found) == 1:
        return found[0]
    what = "several metropolitan areas may be meant" if found else "no such metropolitan area"
    allowed = "; ".join(found) or 'a title or its main city, such as "Los Angeles"'
    return Fault(what, where, text, allowed, _NAME)


def city_meant(text: str, where: str) -> Place | Fault:
    """The one city that a text names."""
    return _city(text, where, _A_CITY)


def center_meant(text: str, where: str) -> Place | ZipPlace | Fault:
    """The one city, or the ZIP code, that a text names; what a distance is measured from."""
    if not _DIGITS.fullmatch(text.strip()):
        return _city(text, where, f"{_A_CITY}, or a ZIP code")
    found = load_gazetteer().zip_code(text)
    if found is not None:
        return found
    allowed = "a ZIP code of the 50 states, the District of Columbia or Puerto Rico, such as 02115, or a city"
    if len(text.strip()) < ZIP_CODE_DIGITS:
        return Fault("a ZIP code has five digits", where, text, allowed, "Put back a zero that was lost in front")
    return Fault("no such ZIP code", where, text, allowed, "Correct it, or name a city near it")


def all_meant(
    meaning: Callable[[str, str], Meant | Fault], texts: Sequence[str], where: str, faults: list[Fault]
) -> Iterator[Meant]:
    """Yield what each text means; what means nothing, or several things, is appended to the faults.

    Parameters
    ----------
    meaning : callable
        One of the functions above.
    texts : sequence of str
    where : str
        Name of the texts in messages; the position is appended to it.
    faults : list of Fault
    """
    for k, text in enumerate(texts):
        found = meaning(text, f"{where}[{k}]")
        if isinstance(found, Fault):
            faults.append(found)
        else:
            yield found


def _city(text: str, where: str, example: str) -> Place | Fault:
    gazetteer = load_gazetteer()
    found = gazetteer.named(text)
    if len(found) == 1:
        return found[0]
    choices = "; ".join(f"{place.city}, {place.state}" for place in gazetteer.search(text)[:MOST_CHOICES])
    what = "several cities have this name" if found else "no such city"
    return Fault(what, where, text, choices or example, _NAME)
