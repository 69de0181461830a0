"""What is known of every program without asking it: its kind, its hospital, its surroundings, words of its name.

These are what programs' interview rates differ by where the rates themselves aren't known; how much, the evidence table says
(`program_prior.*`), and `optimizer.estimate.priors` adds it up.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from optimizer.directory.catalog import Directory, load_directory
from optimizer.directory.distance import distances_miles
from optimizer.directory.hospitals import Hospital, load_hospitals
from optimizer.directory.place import Place
from optimizer.directory.program import Program

FloatArray = npt.NDArray[np.float64]
Number = float | None

_WORDS = {
    "kaiser": r"kaiser",
    "hca": r"\bhca\b|tristar|medical city|healthone",
    "county": r"county|los angeles general|olive view|harbor-ucla|cook county|nyc health|parkland|jps |\bgrady\b|hennepin|denver health|alameda health"
    r"|contra costa|natividad|riverside university health|arrowhead|kern medical|jackson memorial|broward health|harris health",
    "consortium": r"consortium|foundation|education|ahec|partnership",
    "osteopathic": r"osteopathic|\bdo\b|pcom|lecom|still university|mclaren|garden city|larkin|midwestern|touro",
    "school-in-name": r"universit|school of medicine|college of medicine|medical college",
    "community-health-center": r"community health|family health|health ?center|healthnet|community care|\bclinic",
}


@dataclass(frozen=True, slots=True)
class _Known:
    """All that a trait may look at."""

    program: Program
    place: Place | None
    hospital: Hospital | None
    programs_in_city: int
    programs_in_metro: int
    miles_to_university: float


def _flag(true: bool) -> float:
    return float(true)


def _setting(wanted: str) -> Callable[[_Known], Number]:
    return lambda known: None if known.program.setting is None else _flag(known.program.setting == wanted)


def _research(wanted: str) -> Callable[[_Known], Number]:
    def of(known: _Known) -> Number:
        intensity = known.program.research_intensity
        return None if intensity is None else _flag(intensity == wanted)

    return of


def _word(pattern: str) -> Callable[[_Known], Number]:
    found = re.compile(pattern)
    return lambda known: _flag(bool(found.search(f"{known.program.name} | {known.program.institution}".casefold())))


def _hospital(of: Callable[[Hospital], Number]) -> Callable[[_Known], Number]:
    return lambda known: None if known.hospital is None else of(known.hospital)


def _ownership(wanted: str) -> Callable[[Hospital], Number]:
    return lambda hospital: None if hospital.ownership is None else _flag(hospital.ownership == wanted)


def _log_residents(hospital: Hospital) -> Number:
    return None if hospital.residents is None else float(np.log1p(hospital.residents))


def _growth(hospital: Hospital) -> Number:
    if hospital.residents is None or hospital.residents_before is None:
        return None
    # Twenty residents more in both years: a hospital that goes from none to ten hasn't grown without end.
    return float(np.log((hospital.residents + 20) / (hospital.residents_before + 20)))


def _newly(hospital: Hospital) -> Number:
    return None if hospital.newly_teaching is None else _flag(hospital.newly_teaching)


_OF: dict[str, Callable[[_Known], Number]] = {
    "university": _setting("university"),
    "university-affiliated": _setting("university-affiliated"),
    "community": _setting("community"),
    "military": _setting("military"),
    "top-research": _research("top-25"),
    "some-research": _research("26-60"),
    "programs-in-city": lambda known: float(np.log1p(known.programs_in_city)),
    "programs-in-metro": lambda known: float(np.log1p(known.programs_in_metro)),
    "miles-to-university": lambda known: float(np.log1p(known.miles_to_university)),
    **{f"name-{word}": _word(pattern) for word, pattern in _WORDS.items()},
    "hospital-residents": _hospital(_log_residents),
    "hospital-growth": _hospital(_growth),
    "hospital-newly-teaching": _hospital(_newly),
    "hospital-government": _hospital(_ownership("government")),
    "hospital-for-profit": _hospital(_ownership("for-profit")),
    "hospital-stars": _hospital(lambda hospital: hospital.star_rating),
    "hospital-dual-eligible": _hospital(lambda hospital: hospital.dual_eligible_share),
}
TRAITS: tuple[str, ...] = tuple(_OF)
"""Names of the traits, in the order of the columns of `program_traits`."""


@dataclass(frozen=True, slots=True)
class _Landscape:
    """The shipped directory as surroundings of any program."""

    in_city: Counter[tuple[str, str]]
    in_metro: Counter[str]
    universities: tuple[FloatArray, FloatArray]


@cache
def _landscape() -> _Landscape:
    shipped = load_directory()
    main = {
        (place.latitude, place.longitude)
        for program, place in zip(shipped.programs, shipped.places, strict=True)
        if program.setting == "university" and place is not None
    }
    latitude, longitude = np.array(sorted(main)).T
    return _Landscape(
        Counter((program.city, program.state) for program in shipped.programs),
        Counter(place.metro for place in shipped.places if place is not None and place.metro is not None),
        (latitude, longitude),
    )


def program_traits(directory: Directory) -> FloatArray:
    """Traits of each program, shape (programs, traits); NaN where unknown."""
    landscape, hospitals = _landscape(), load_hospitals()
    miles: dict[Place, float] = {}
    for place in directory.places:
        if place is not None and place not in miles:
            miles[place] = float(
                np.min(distances_miles(place.latitude, place.longitude, *landscape.universities), initial=np.inf)
            )
    known = (
        _Known(
            program,
            place,
            hospitals.get(program.id),
            landscape.in_city[program.city, program.state],
            1 if place is None or place.metro is None else landscape.in_metro[place.metro],
            np.nan if place is None else miles[place],
        )
        for program, place in zip(directory.programs, directory.places, strict=True)
    )
    rows = [[np.nan if (value := of(one)) is None else value for of in _OF.values()] for one in known]
    return np.array(rows, dtype=np.float64).reshape(-1, len(TRAITS))


@cache
def shipped_traits() -> tuple[Directory, FloatArray]:
    """The shipped directory and the traits of its programs."""
    shipped = load_directory()
    return shipped, program_traits(shipped)


@cache
def average_traits() -> Mapping[str, FloatArray]:
    """Mean traits of the shipped programs of each specialty, shape (traits,); under "" those of all."""
    shipped, traits = shipped_traits()
    specialty = np.array([program.specialty for program in shipped.programs])
    means = {name: _mean(traits[specialty == name]) for name in shipped.specialties}
    return {**means, "": _mean(traits)}


def _mean(traits: FloatArray) -> FloatArray:
    known = np.isfinite(traits)
    return np.asarray(np.where(known, traits, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1), dtype=np.float64)
