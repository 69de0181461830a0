"""The programs of a season: invented; only where such programs stand and of which kind comes from the directory."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from optimizer.arrays import BoolArray, FloatArray, IntArray
from optimizer.cohort.market.chance import generator
from optimizer.cohort.market.figures import MarketFigures
from optimizer.directory import Directory, Place, Program, load_directory
from optimizer.estimate import REGIONS
from optimizer.evidence import Evidence
from optimizer.vocabulary import APPLICANT_TYPES

NOWHERE = -1
"""In place of a program's position, or of a metropolitan area: none."""
_REPUTATION_NOISE = 0.5
_FEWEST_PROGRAMS = 12


@dataclass(frozen=True, eq=False)
class Programs:
    """Invented programs of one specialty.

    Attributes
    ----------
    specialty : str
    directory : Directory
        What can be seen of them: place, setting, research intensity, visa policy; no name that anybody has.
    reputation : float array (programs,)
        What everybody thinks of them, in steps of research intensity and setting.
    effect : float array (programs, applicant types)
        Log-odds that a program adds for applicants of a type, in the order of `APPLICANT_TYPES`: what its state,
        setting and research add, and what can't be seen.
    """

    specialty: str
    directory: Directory
    reputation: FloatArray
    effect: FloatArray

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.directory.programs)

    @cached_property
    def region(self) -> IntArray:
        """Position of each one's division in `REGIONS`."""
        return np.array([REGIONS.index(program.division) for program in self.directory.programs], dtype=np.int64)

    @cached_property
    def state(self) -> npt.NDArray[np.str_]:
        """State of each."""
        return np.array([program.state for program in self.directory.programs])

    @cached_property
    def where(self) -> tuple[IntArray, IntArray]:
        """A number for each one's city, and one for its metropolitan area (-1 outside any)."""
        cities = _numbered([(program.city, program.state) for program in self.directory.programs])
        metros = [None if place is None else place.metro for place in self.directory.places]
        numbers = _numbered([metro for metro in metros if metro is not None])
        found = iter(numbers)
        return np.array(cities), np.array([NOWHERE if metro is None else next(found) for metro in metros])

    @cached_property
    def metro_slugs(self) -> tuple[str, ...]:
        """The city that each one's metropolitan area is named after, as a slug; "" outside any."""
        titles = ["" if place is None else place.metro or "" for place in self.directory.places]
        return tuple(title.partition(", ")[0].partition("-")[0].casefold().replace(" ", "-") for title in titles)

    @cached_property
    def visa(self) -> tuple[BoolArray, BoolArray]:
        """Which sponsor a J-1, and which an H-1B."""
        programs = self.directory.programs
        return np.array([p.sponsors_j1 is True for p in programs]), np.array([p.sponsors_h1b is True for p in programs])


@dataclass(frozen=True, slots=True)
class _Site:
    """Where a program may stand, and of which kind it may be."""

    place: Place
    setting: str | None
    research: str | None


@cache
def _sites() -> Mapping[str, tuple[_Site, ...]]:
    """Places and kinds of the directory's programs by specialty, without names; military ones take nobody else."""
    directory = load_directory()
    found: dict[str, list[_Site]] = {}
    for program, place in zip(directory.programs, directory.places, strict=True):
        if place is not None and program.setting != "military":
            found.setdefault(program.specialty, []).append(_Site(place, program.setting, program.research_intensity))
    return {specialty: tuple(sites) for specialty, sites in found.items()}


def draw_programs(figures: MarketFigures, evidence: Evidence, specialty: str, *, scale: float, seed: int) -> Programs:
    """Invent the programs of a specialty.

    Parameters
    ----------
    figures : MarketFigures
    evidence : Evidence
        What holds in this world: effects of state and setting, spread of hidden effects, shares that sponsor visas.
    specialty : str
    scale : float
        1 = as many as in the country; there are never fewer than a dozen.
    seed : int
    """
    rng = generator(seed, specialty, "programs")
    count = max(round(figures.specialties[specialty].programs.value * scale), _FEWEST_PROGRAMS)
    sites = _sites()[specialty]
    # Every site once before any is taken again.
    order = np.concatenate([rng.permutation(len(sites)) for _ in range(-(-count // len(sites)))])[:count]
    chosen = [sites[k] for k in order]
    j1 = rng.random(count) < evidence.central("visa_j1_share", specialty)
    h1b_of_j1 = evidence.central("visa_h1b_share", specialty) / evidence.central("visa_j1_share", specialty)
    h1b = j1 & (rng.random(count) < min(h1b_of_j1, 1.0))
    directory = Directory(
        tuple(
            Program(
                id=f"{specialty}-{number:04}",
                name=f"Invented program {number}",
                institution=f"Invented institution {number}",
                specialty=specialty,
                city=site.place.city,
                state=site.place.state,
                setting=site.setting,
                research_intensity=site.research,
                sponsors_j1=bool(j1[number]),
                sponsors_h1b=bool(h1b[number]),
            )
            for number, site in enumerate(chosen)
        ),
        tuple(site.place for site in chosen),
    )
    reputation = np.array([_steps(evidence, site) for site in chosen])
    effect = _visible_effect(evidence, chosen) + _hidden_effect(figures, evidence, specialty, rng, count)
    return Programs(specialty, directory, reputation + _REPUTATION_NOISE * rng.normal(size=count), effect)


def _steps(evidence: Evidence, site: _Site) -> float:
    """Steps of research intensity, else of setting, as tiers are made; 0 where neither is known."""
    for kind in (site.research, site.setting):
        if kind is not None and evidence.has(f"tier_selectivity.{kind}"):
            return evidence.central(f"tier_selectivity.{kind}")
    return 0.0


def _visible_effect(evidence: Evidence, chosen: list[_Site]) -> FloatArray:
    effect = np.zeros((len(chosen), len(APPLICANT_TYPES)))
    for column, kind in enumerate(APPLICANT_TYPES):
        states = {
            site.place.state: evidence.central("state_effect", None, kind, site.place.state)
            for site in chosen
            if evidence.has("state_effect", None, kind, site.place.state)
        }
        university = evidence.central("university_effect", None, kind)
        research = evidence.central("research_intensive_effect", None, kind)
        effect[:, column] = [
            states.get(site.place.state, 0.0)
            + university * (site.setting == "university")
            + research * (site.research == "top-25")
            for site in chosen
        ]
    return effect


def _hidden_effect(
    figures: MarketFigures, evidence: Evidence, specialty: str, rng: np.random.Generator, count: int
) -> FloatArray:
    """What can't be seen of each program: partly the same for all types, spread as published for each."""
    shared = figures.assumptions.of("program_correlation")
    common, own = rng.normal(size=(count, 1)), rng.normal(size=(count, len(APPLICANT_TYPES)))
    spread = [evidence.central("program_spread_sd", specialty, kind) for kind in APPLICANT_TYPES]
    return np.asarray((np.sqrt(shared) * common + np.sqrt(1 - shared) * own) * np.array(spread))


def _numbered(names: list[object]) -> list[int]:
    numbers: dict[object, int] = {}
    return [numbers.setdefault(name, len(numbers)) for name in names]
