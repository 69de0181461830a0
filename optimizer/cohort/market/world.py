"""The programs and people of a season: drawn, not looked up; only where programs may stand comes from the directory."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from optimizer.cohort.market.chance import generator
from optimizer.cohort.market.figures import MarketFigures
from optimizer.directory import Directory, Place, Program, load_directory
from optimizer.estimate.scenarios import REGIONS, BoolArray, FloatArray
from optimizer.estimate.terms import average_step2
from optimizer.evidence import APPLICANT_TYPES, Evidence

IntArray = npt.NDArray[np.int64]

NOWHERE = -1
"""In place of a position: no home state, no such tie."""
VISA_NEEDS = ("none", "j1", "h1b")
US_TYPES = ("us-md", "us-do")
_REPUTATION_NOISE = 0.5
_LOWEST_SCORE, _HIGHEST_SCORE = 214, 300
"""Step 2 CK passes from 214 (since July 2022) and ends at 300."""
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


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Applicants of one specialty; arrays have one entry an applicant.

    Attributes
    ----------
    type : int array
        Position in `APPLICANT_TYPES`.
    step2, years_since_graduation, us_clinical_months, failed_attempts : float arrays
    visa : int array
        Position in `VISA_NEEDS`.
    home_state : str array
        "" for none.
    preferred : bool array (applicants, regions)
        Divisions stated as preferred.
    stated : bool array
        Whether any division was stated; the others said "no preference".
    home : int array
        Program that one comes from (US) or has rotated at (international); -1 for none.
    family : int array
        Program in whose city one has family; -1 for none.
    latitude, longitude : float arrays
        Where one lives.
    strength : float array
        What programs see and no figure shows; standard normal.
    region_luck : float array (applicants, regions)
        How programs of a division happen to like the application; standard normal.
    """

    type: IntArray
    step2: FloatArray
    years_since_graduation: FloatArray
    us_clinical_months: FloatArray
    failed_attempts: FloatArray
    visa: IntArray
    home_state: npt.NDArray[np.str_]
    preferred: BoolArray
    stated: BoolArray
    home: IntArray
    family: IntArray
    latitude: FloatArray
    longitude: FloatArray
    strength: FloatArray
    region_luck: FloatArray

    @property
    def count(self) -> int:
        """How many there are."""
        return self.type.size

    def of_type(self, kind: str) -> IntArray:
        """Positions of those of an applicant type."""
        return np.flatnonzero(self.type == APPLICANT_TYPES.index(kind))


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


def draw_people(
    figures: MarketFigures, evidence: Evidence, programs: Programs, counts: Mapping[str, int], rng: np.random.Generator
) -> People:
    """Invent applicants.

    Parameters
    ----------
    figures : MarketFigures
    evidence : Evidence
        Typical scores, years and months, and their spread.
    programs : Programs
        Those whom they may know.
    counts : mapping of applicant type to int
        How many of each.
    rng : numpy.random.Generator
    """
    kinds = [kind for kind in APPLICANT_TYPES for _ in range(counts.get(kind, 0))]
    total, assumed = len(kinds), figures.assumptions.of
    type_index = np.array([APPLICANT_TYPES.index(kind) for kind in kinds], dtype=np.int64)
    is_us = np.isin(type_index, [APPLICANT_TYPES.index(kind) for kind in US_TYPES])

    def by_type(name: str, specialty: str | None, default: float = 0.0) -> FloatArray:
        each = [
            evidence.central(name, specialty, kind) if evidence.has(name, specialty, kind) else default
            for kind in APPLICANT_TYPES
        ]
        return np.array(each)[type_index]

    specialty = programs.specialty
    average = np.array([average_step2(evidence, specialty, kind) for kind in APPLICANT_TYPES])[type_index]
    step2 = average + evidence.central("step2_sd") * rng.normal(size=total)
    years = by_type("years_since_graduation_typical", specialty)
    months = by_type("us_clinical_months_typical", specialty)
    needs = (type_index == APPLICANT_TYPES.index("non-us-img")) & (rng.random(total) < assumed("visa_needed_share"))
    visa = np.where(needs, np.where(rng.random(total) < assumed("h1b_only_share"), 2, 1), 0)
    lives = _lives_at(figures, programs, is_us, rng)
    has_state = (type_index != APPLICANT_TYPES.index("non-us-img")) | (
        rng.random(total) < assumed("non_us_home_state_share")
    )
    stated = rng.random(total) < assumed("preference_stated_share")
    latitude, longitude = programs.directory.coordinates
    return People(
        type=type_index,
        step2=np.clip(np.round(step2), _LOWEST_SCORE, _HIGHEST_SCORE),
        years_since_graduation=_spread(years, evidence.central("years_since_graduation_spread"), rng),
        us_clinical_months=_spread(months, evidence.central("us_clinical_months_spread"), rng),
        failed_attempts=(rng.random(total) < by_type("failed_attempt_share", None)).astype(np.float64),
        visa=visa.astype(np.int64),
        home_state=np.where(has_state, programs.state[lives], ""),
        preferred=_preferred(programs.region[lives], stated, rng),
        stated=stated,
        home=_home_programs(figures, programs, lives, type_index, rng),
        family=np.where(rng.random(total) < assumed("family_share"), rng.integers(programs.count, size=total), NOWHERE),
        latitude=latitude[lives],
        longitude=longitude[lives],
        strength=rng.normal(size=total),
        region_luck=rng.normal(size=(total, len(REGIONS))),
    )


def _spread(typical: FloatArray, share: float, rng: np.random.Generator) -> FloatArray:
    """Whole years or months around the typical, never below 0; spread by a share of it."""
    drawn = typical * (1 + share * rng.normal(size=typical.size))
    return np.asarray(np.round(np.maximum(drawn, 0.0)), dtype=np.float64)


def _lives_at(figures: MarketFigures, programs: Programs, is_us: BoolArray, rng: np.random.Generator) -> IntArray:
    """A program in whose city each one lives: US graduates where programs are, others where such graduates are."""
    anywhere = rng.integers(programs.count, size=is_us.size)
    weights = np.array(
        [figures.img_home[state].value if state in figures.img_home else 0.0 for state in programs.state.tolist()]
    )
    in_state = {state: int((programs.state == state).sum()) for state in figures.img_home}
    weights = weights / np.array([max(in_state.get(state, 1), 1) for state in programs.state.tolist()])
    if not weights.sum():
        return anywhere
    return np.where(is_us, anywhere, rng.choice(programs.count, size=is_us.size, p=weights / weights.sum()))


def _preferred(home: IntArray, stated: BoolArray, rng: np.random.Generator) -> BoolArray:
    """The home division and two more."""
    divisions = len(REGIONS) - 1  # Puerto Rico can't be stated
    keys = rng.random((home.size, divisions))
    inside = home < divisions
    keys[np.flatnonzero(inside), home[inside]] = -1.0
    first = np.argsort(keys, axis=1)[:, :3]
    preferred = np.zeros((home.size, len(REGIONS)), dtype=np.bool_)
    np.put_along_axis(preferred, first, values=True, axis=1)
    return preferred & stated[:, None]


def _home_programs(
    figures: MarketFigures, programs: Programs, lives: IntArray, type_index: IntArray, rng: np.random.Generator
) -> IntArray:
    """A home program in the state one lives in (US), or a program that one has rotated at (international)."""
    assumed = figures.assumptions.of
    shares = [
        assumed("home_program_share_us_md"),
        assumed("home_program_share_us_do"),
        *[assumed("rotation_share_img")] * 2,
    ]
    has_one = rng.random(lives.size) < np.array(shares)[type_index]
    is_us = type_index < len(US_TYPES)
    # The program whose city one lives in stands for the nearest school.
    return np.where(has_one, np.where(is_us, lives, rng.integers(programs.count, size=lives.size)), NOWHERE)


def _numbered(names: list[object]) -> list[int]:
    numbers: dict[object, int] = {}
    return [numbers.setdefault(name, len(numbers)) for name in names]
