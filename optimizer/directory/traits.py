"""What is known of every program without asking it: its kind, its hospital, its surroundings, words of its name.

These are what programs' interview rates differ by where the rates themselves aren't known; how much, the evidence table
says (`program_prior.*`), and `optimizer.estimate.priors` adds it up.
"""

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from optimizer.arrays import FloatArray
from optimizer.data_folder import data_folder
from optimizer.directory.catalog import Directory
from optimizer.directory.hospitals import Hospital, load_hospitals
from optimizer.directory.program import Program
from optimizer.vocabulary import SETTINGS

Number = float | None

SURROUNDINGS = ("programs_in_city", "programs_in_metro", "miles_to_university")
"""What surroundings.csv says of a city: shipped programs in it and in its metropolitan area, and how far it is to the
nearest main program of a university."""

_WORDS = {
    "kaiser": r"kaiser",
    "hca": r"\bhca\b|tristar|medical city|healthone",
    "county": r"county|los angeles general|olive view|harbor-ucla|nyc health|parkland|jps |\bgrady\b|hennepin"
    r"|denver health|alameda health|contra costa|natividad|riverside university health|arrowhead|kern medical"
    r"|jackson memorial|broward health|harris health",
    "consortium": r"consortium|foundation|education|ahec|partnership",
    "osteopathic": r"osteopathic|\bdo\b|pcom|lecom|still university|mclaren|garden city|larkin|midwestern|touro",
    "school-in-name": r"universit|school of medicine|college of medicine|medical college",
    "community-health-center": r"community health|family health|health ?center|healthnet|community care|\bclinic",
}


@dataclass(frozen=True, slots=True)
class _Known:
    """All that a trait may look at."""

    program: Program
    hospital: Hospital | None
    programs_in_city: float
    programs_in_metro: float
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
    return lambda known: _flag(_names(pattern, known.program.name, known.program.institution))


@lru_cache(maxsize=50_000)
def _names(pattern: str, name: str, institution: str) -> bool:
    """Whether a program's name has a word; asked for again with every list."""
    return bool(re.search(pattern, f"{name} | {institution}".casefold()))


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
    **{setting: _setting(setting) for setting in SETTINGS},
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


@cache
def _surroundings() -> Mapping[tuple[str, str], tuple[float, ...]]:
    """Surroundings of each city that has a shipped program, by city and state."""
    with (data_folder() / "surroundings.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["city"], row["state"]): tuple(float(row[name]) for name in SURROUNDINGS)
            for row in csv.DictReader(file)
        }


@cache
def average_traits() -> Mapping[str, FloatArray]:
    """Mean traits of the shipped programs of each specialty, shape (traits,); under "" those of all."""
    with (data_folder() / "trait_averages.csv").open(encoding="utf-8", newline="") as file:
        return {row["specialty"]: np.array([float(row[name]) for name in TRAITS]) for row in csv.DictReader(file)}


def program_traits(directory: Directory) -> FloatArray:
    """Traits of each program, shape (programs, traits); NaN where unknown."""
    return traits_among(directory, _surroundings())


def traits_among(directory: Directory, around: Mapping[tuple[str, str], tuple[float, ...]]) -> FloatArray:
    """Traits of each program among given surroundings of cities."""
    hospitals, nowhere = load_hospitals(), (np.nan,) * len(SURROUNDINGS)
    known = (
        _Known(program, hospitals.get(program.id), *around.get((program.city, program.state), nowhere))
        for program in directory.programs
    )
    rows = [[np.nan if (value := of(one)) is None else value for of in _OF.values()] for one in known]
    return np.array(rows, dtype=np.float64).reshape(-1, len(TRAITS))


def trait_deviations(directory: Directory) -> FloatArray:
    """Traits beyond those of the specialty's average program, shape (programs, traits); 0 where unknown."""
    averages = average_traits()
    average = np.array([averages.get(program.specialty, averages[""]) for program in directory.programs])
    beyond = program_traits(directory) - average.reshape(-1, len(TRAITS))
    return np.where(np.isnan(beyond), 0.0, beyond)
