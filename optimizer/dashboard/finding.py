"""Places and programs that a few typed words may mean, for a person to choose from."""

from collections.abc import Iterator
from dataclasses import dataclass

from optimizer.directory import DIVISIONS, Asked, Directory, asked_for, load_gazetteer, load_states, state_named
from optimizer.vocabulary import specialty_name

MOST_OF_A_KIND = 6
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


def places_meant(text: str, directory: Directory) -> tuple[PlaceChoice, ...]:
    """All that a text may mean, places before institutions and programs; empty where nothing is called so."""
    text = text.strip()
    return tuple(dict.fromkeys(_choices(text, directory))) if text else ()


def _choices(text: str, directory: Directory) -> Iterator[PlaceChoice]:
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
    words, asked = key.split(), Asked(text)
    institutions = dict.fromkeys(
        program.institution
        for program in directory.programs
        if all(w in program.institution.casefold() for w in words) or asked_for(program, asked)
    )
    for name in list(institutions)[:MOST_OF_A_KIND]:
        yield PlaceChoice("institution", name, f"{name} (institution)")
    programs = [
        p
        for p in directory.programs
        if all(w in f"{p.name} {p.city} {p.state}".casefold() for w in words) or asked_for(p, asked)
    ]
    for program in programs[:MOST_OF_A_KIND]:
        where = f"{program.name}, {program.city}, {program.state}"
        yield PlaceChoice("program", program.id, f"{where} (program, {specialty_name(program.specialty)})")


def state_choices() -> dict[str, str]:
    """Names of the states by code, in alphabetical order of the names."""
    return {state.code: state.name for state in sorted(load_states(), key=lambda state: state.name)}
