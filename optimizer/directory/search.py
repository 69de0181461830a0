"""Searching the directory: programs that fit, what is unknown kept apart from what is not so."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from optimizer.directory.catalog import Directory, asked_for
from optimizer.directory.distance import distances_miles
from optimizer.directory.geography import DIVISIONS, PUERTO_RICO
from optimizer.directory.institution_names import Asked
from optimizer.directory.meant import all_meant, center_meant, metro_meant, state_meant
from optimizer.directory.place import Place
from optimizer.directory.program import Program
from optimizer.errors import BadInput, Fault, validation_faults
from optimizer.vocabulary import (
    SETTINGS_AND_UNKNOWN,
    SPONSORED_VISAS,
    UNKNOWN,
    SettingOrUnknown,
    SponsoredVisa,
    load_vocabulary,
    specialty_meant,
)

Sponsorship = Literal["yes", "no", "unknown"]


class ProgramQuery(BaseModel):
    """What to look for; what is left empty doesn't narrow the search, and a program has to fit everything given.

    Parameters
    ----------
    specialties, states : tuple of str
        Any of them: slugs; postal codes or full names.
    regions : tuple of str
        Any of them: Census divisions, "Puerto Rico", or metropolitan areas by title or main city ("Los Angeles").
    within_miles, of : float and str, or None
        Programs at most so many miles, as the crow flies, from a city or ZIP code; given together.
    settings : tuple of {"university", "university-affiliated", "community", "military", "unknown"}
        Any of them.
    visa : {"j1", "h1b", "either"} or None
        Programs that sponsor it; "either": at least one of the two.
    keep_unknown_visa : bool
        Whether programs whose policy on that visa is unknown stay in. They do unless told otherwise: unknown isn't no.
    text : str
        Words that all have to occur in id, name, institution, city or state, or a name that people use for the
        institution ("UTSW"), or name a specialty ("med-peds", "ENT Boston"); case and accents don't count.
    """

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid", str_strip_whitespace=True)

    specialties: tuple[Annotated[str, AfterValidator(specialty_meant)], ...] = Field(
        (), description="specialties, such as internal-medicine"
    )
    states: tuple[str, ...] = Field((), description="states, such as CA")
    regions: tuple[str, ...] = Field((), description="Census divisions or metropolitan areas")
    within_miles: Annotated[float, Field(gt=0, le=3000, allow_inf_nan=False)] | None = Field(
        None, description="miles above 0, at most 3000"
    )
    of: Annotated[str, Field(min_length=1)] | None = Field(None, description="a city with its state, or a ZIP code")
    settings: tuple[SettingOrUnknown, ...] = Field((), description=", ".join(SETTINGS_AND_UNKNOWN))
    visa: SponsoredVisa | None = Field(None, description=", ".join(SPONSORED_VISAS))
    keep_unknown_visa: bool = Field(True, description="true or false")
    text: str = Field("", description="words")

    @model_validator(mode="after")
    def _distance_is_whole(self) -> Self:
        if (self.within_miles is None) != (self.of is None):
            raise ValueError("a distance needs both the miles and the city or ZIP code that they are measured from")
        return self


def program_query(given: Mapping[str, object]) -> ProgramQuery:
    """A query of answers by field name, as a command line or a form has them.

    Raises
    ------
    BadInput
        Values that can't be used, under "query: field[position]"; all at once.
    """
    try:
        return ProgramQuery.model_validate(given)
    except ValidationError as error:
        raise BadInput(validation_faults(error, ProgramQuery, "query")) from None


@dataclass(frozen=True, slots=True)
class FoundProgram:
    """A program that fits.

    Parameters
    ----------
    program : Program
    place : Place or None
        None where the city isn't known.
    miles : float or None
        From the city or ZIP code asked for; None where none was.
    visa : {"yes", "no", "unknown"} or None
        Whether it sponsors the visa asked for; None where none was.
    """

    program: Program
    place: Place | None
    miles: float | None
    visa: Sponsorship | None


@dataclass(frozen=True, slots=True)
class ProgramsFound:
    """What a search found.

    Parameters
    ----------
    programs : tuple of FoundProgram
        Nearest first where a distance was asked for, otherwise in the directory's order.
    left_out : mapping of str to int
        How many programs are missing for want of a fact alone, by fact ("place", "setting", "visa policy"): everything
        known of them fits. A program that lacks several counts under each.
    """

    programs: tuple[FoundProgram, ...]
    left_out: Mapping[str, int]

    def known(self, *facts: str) -> int:
        """Of how many programs found at least one of these fields of `Program` is known."""
        return sum(any(getattr(found.program, fact) is not None for fact in facts) for found in self.programs)


_SHORT_FORM = 5
"""Letters of a specialty's short form, which is looked for as that alone."""

Test = Callable[[int], bool | None]
"""Whether the program at a position of the directory fits; None where the fact that decides is unknown."""


def search_programs(directory: Directory, query: ProgramQuery) -> ProgramsFound:
    """Find the programs that fit a query.

    Raises
    ------
    BadInput
        A specialty that the directory doesn't have, or a place that doesn't exist or could be several; all at once.
    """
    faults: list[Fault] = []
    miles = _miles(directory, query, faults)
    tests = tuple(_tests(directory, query, miles, faults))
    if faults:
        raise BadInput(faults)
    tolerated = {"visa policy"} if query.keep_unknown_visa else set()
    fitting: list[int] = []
    left_out: Counter[str] = Counter()
    for index in range(len(directory.programs)):
        answers = [(fact, fits(index)) for fact, fits in tests]
        if any(answer is False for _, answer in answers):
            continue
        lacking = {fact for fact, answer in answers if answer is None} - tolerated
        left_out.update(lacking)
        if not lacking:
            fitting.append(index)
    if miles is not None:
        fitting.sort(key=lambda index: miles[index])
    programs = tuple(
        FoundProgram(
            directory.programs[index],
            directory.places[index],
            None if miles is None else miles[index],
            None if query.visa is None else sponsorship(directory.programs[index], query.visa),
        )
        for index in fitting
    )
    return ProgramsFound(programs, MappingProxyType(dict(sorted(left_out.items()))))


def sponsorship(program: Program, visa: SponsoredVisa) -> Sponsorship:
    """Whether a program sponsors a visa; for "either", "no" only where both are known to be refused."""
    asked = program.visa_policies(visa)
    if True in asked:
        return "yes"
    return "unknown" if None in asked else "no"


def _tests(
    directory: Directory, query: ProgramQuery, miles: list[float] | None, faults: list[Fault]
) -> Iterator[tuple[str, Test]]:
    """One test for each part of the query that was given, under the fact that it asks about."""
    programs = directory.programs
    if query.specialties:
        faults += _specialty_faults(directory, query)
        training = {one.id for one in directory.of_specialties(query.specialties).programs}
        yield "specialty", lambda k: programs[k].id in training
    if query.states:
        states = set(all_meant(state_meant, query.states, "states", faults))
        yield "state", lambda k: programs[k].state in states
    if query.regions:
        regions = set(all_meant(_region_meant, query.regions, "regions", faults))
        yield "place", lambda k: _in_region(programs[k], directory.places[k], regions)
    if miles is not None and query.within_miles is not None:
        limit = query.within_miles
        yield "place", lambda k: None if np.isnan(miles[k]) else miles[k] <= limit
    if query.settings:
        yield "setting", lambda k: _has_setting(programs[k], query.settings)
    if query.visa is not None:
        answers = {"yes": True, "no": False, "unknown": None}
        visa = query.visa
        yield "visa policy", lambda k: answers[sponsorship(programs[k], visa)]
    if words := _plain(query.text).split():
        asked, specialties = Asked(query.text), tuple(_specialties_asked(words))
        short = any(not rest and len("".join(words)) <= _SHORT_FORM for _, rest in specialties)

        def fits(k: int) -> bool:
            if any(programs[k].specialty == one and _holds(programs[k], rest) for one, rest in specialties):
                return True
            # "EM" stands inside of hundreds of names: nobody who writes it means those.
            return not short and (_holds(programs[k], words) or asked_for(programs[k], asked))

        yield "text", fits


def _miles(directory: Directory, query: ProgramQuery, faults: list[Fault]) -> list[float] | None:
    """Distance of each program from the city or ZIP code asked for, NaN where its city isn't known."""
    if query.of is None:
        return None
    center = center_meant(query.of, "of")
    if isinstance(center, Fault):
        faults.append(center)
        return None
    miles = distances_miles(*directory.coordinates, center.latitude, center.longitude)
    return [float(distance) for distance in miles]


def _specialty_faults(directory: Directory, query: ProgramQuery) -> Iterator[Fault]:
    for k, specialty in enumerate(query.specialties):
        if specialty not in directory.specialties:
            allowed = ", ".join(directory.specialties)
            known = specialty in load_vocabulary().specialties
            what = "the directory has no program of it; your own file can bring them" if known else "no such specialty"
            remedy = "Import a file with its programs, or choose another" if known else "Correct it"
            yield Fault(what, f"specialties[{k}]", specialty, allowed, remedy)


def _specialties_asked(words: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Specialties that the words begin or end with, by any name or short form, and the words that are left."""
    for count in range(len(words), 0, -1):
        for named, rest in ((words[:count], words[count:]), (words[-count:], words[:-count])):
            specialty = load_vocabulary().specialty(" ".join(named))
            if specialty is not None:
                yield specialty, rest


def specialty_asked(text: str) -> str | None:
    """The specialty that a text to search for names by itself, by any name or short form; None where it is none."""
    return next((one for one, rest in _specialties_asked(_plain(text).split()) if not rest), None)


def _region_meant(text: str, where: str) -> str | Fault:
    """A Census division, Puerto Rico, or the title of a metropolitan area."""
    named = {region.casefold(): region for region in (*DIVISIONS, PUERTO_RICO)}
    found = named.get(" ".join(text.split()).casefold()) or metro_meant(text, where)
    if isinstance(found, Fault) and found.what.startswith("no such"):
        allowed = f'a metropolitan area, such as "Los Angeles", or one of {", ".join(named.values())}'
        return Fault("no such region", where, text, allowed, "Correct it")
    return found


def _in_region(program: Program, place: Place | None, regions: set[str]) -> bool | None:
    if program.division in regions:
        return True
    metros = regions - {*DIVISIONS, PUERTO_RICO}
    if place is None and metros:
        return None
    return place is not None and place.metro in metros


def _has_setting(program: Program, settings: tuple[str, ...]) -> bool | None:
    if program.setting is None:
        return True if UNKNOWN in settings else None
    return program.setting in settings


def _holds(program: Program, words: list[str]) -> bool:
    text = _plain(f"{program.id} {program.name} {program.institution} {program.city} {program.state}")
    return all(word in text for word in words)


def _plain(text: str) -> str:
    """Text in lower case without accents."""
    text = text.casefold()
    if text.isascii():
        return text
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
