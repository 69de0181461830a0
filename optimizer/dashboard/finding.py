"""Places and programs that a few typed words may mean, for a person to choose from."""

from collections.abc import Iterator
from dataclasses import dataclass

from optimizer.directory import (
    DIVISIONS,
    Asked,
    Directory,
    Program,
    asked_for,
    load_gazetteer,
    load_states,
    state_named,
)
from optimizer.nearest import nearest
from optimizer.vocabulary import specialty_name

MOST_OF_A_KIND = 6
_ALIKE = 0.85
MOST_PROGRAMS = 30
SCOPE_WORDS = {
    "city": "city",
    "metro": "metropolitan area",
    "state": "state",
    "division": "Census division",
    "institution": "institution",
    "program": "program",
}


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """Something that a tie can name.

    Parameters
    ----------
    scope : str
        Field of `optimizer.applicant.Tie`: "city", "metro", "state", "division", "institution" or "program".
    value : str
        What stands in that field.
    words : str
        What a person reads.
    """

    scope: str
    value: str
    words: str


def places_meant(text: str, directory: Directory, everything: Directory | None = None) -> tuple[PlaceChoice, ...]:
    """All that a text may mean, places before institutions and programs; else places that are spelled like it.

    Parameters
    ----------
    text : str
    directory : Directory
        Programs and institutions that can be named.
    everything : Directory, optional
        All that are known: an institution without a program in `directory` stands for its city.
    """
    text = text.strip()
    return _each_once(text, _choices(text, directory, everything or directory))


def regions_meant(text: str) -> tuple[PlaceChoice, ...]:
    """All places that a text may mean, without institutions and programs."""
    text = text.strip()
    return _each_once(text, _places(text))


def _each_once(text: str, called_so: Iterator[PlaceChoice]) -> tuple[PlaceChoice, ...]:
    if not text:
        return ()
    return tuple(dict.fromkeys(called_so)) or _spelled_like(text)


def _spelled_like(text: str) -> tuple[PlaceChoice, ...]:
    """States and cities that may have been meant where nothing is called so."""
    states = {state.name: state for state in load_states()}
    alike = (states[name] for name in nearest(text.title(), states, alike=_ALIKE))
    cities = [f"{place.city}, {place.state}" for place in load_gazetteer().spelled_like(text)[:MOST_OF_A_KIND]]
    return (
        *(PlaceChoice("state", state.code, f"{state.name} (state, spelled alike)") for state in alike),
        *(PlaceChoice("city", name, f"{name} (city, spelled alike)") for name in cities),
    )


def _places(text: str) -> Iterator[PlaceChoice]:
    gazetteer, key = load_gazetteer(), text.casefold()
    state = state_named(text)
    if state is not None:
        yield PlaceChoice("state", state.code, f"{state.name} (state)")
    for place in gazetteer.search(text)[:MOST_OF_A_KIND]:
        name = f"{place.city}, {place.state}"
        yield PlaceChoice("city", name, f"{name} (city)")
    for title in gazetteer.find_metros(text)[:MOST_OF_A_KIND]:
        yield PlaceChoice("metro", title, f"{title} (metropolitan area)")
    for division in DIVISIONS:
        if key in division.casefold():
            yield PlaceChoice("division", division, f"{division} (Census division)")


def _choices(text: str, directory: Directory, everything: Directory) -> Iterator[PlaceChoice]:
    words, asked = text.casefold().split(), Asked(text)

    def is_meant(name: str, program: Program) -> bool:
        return all(word in name.casefold() for word in words) or asked_for(program, asked)

    yield from _places(text)
    own = list(dict.fromkeys(p.institution for p in directory.programs if is_meant(p.institution, p)))
    for name in own[:MOST_PROGRAMS]:
        yield PlaceChoice("institution", name, f"{name} (institution)")
    programs = [p for p in directory.programs if is_meant(f"{p.name} {p.city} {p.state}", p)]
    for program in programs[:MOST_PROGRAMS]:
        where = f"{program.name}, {program.city}, {program.state}"
        yield PlaceChoice("program", program.id, f"{where} (program, {specialty_name(program.specialty)})")
    others = [p for p in everything.programs if p.institution not in own and is_meant(p.institution, p)]
    for institution, program in list({p.institution: p for p in others}.items())[:MOST_OF_A_KIND]:
        city = f"{program.city}, {program.state}"
        if len(load_gazetteer().named(city)) == 1:
            words_for_it = f"{institution}: no program in your specialty, so it counts as {city} (city)"
            yield PlaceChoice("city", city, words_for_it)


def state_choices() -> dict[str, str]:
    """Names of the states by code, in alphabetical order of the names."""
    return {state.code: state.name for state in sorted(load_states(), key=lambda state: state.name)}
