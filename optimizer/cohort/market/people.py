"""The applicants of a season: invented, as their specialty and type are said to be."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimizer.arrays import BoolArray, FloatArray, IntArray
from optimizer.cohort.market.figures import MarketFigures
from optimizer.cohort.market.programs import NOWHERE, Programs
from optimizer.estimate import REGIONS, average_step2
from optimizer.evidence import Evidence
from optimizer.vocabulary import APPLICANT_TYPES, NO_VISA, US_SCHOOL_TYPES, VISA_KINDS, Visa

VISA_NEEDS: tuple[Visa, ...] = (NO_VISA, *VISA_KINDS)
_LOWEST_SCORE, _HIGHEST_SCORE = 214, 300
"""Step 2 CK passes from 214 (since July 2022) and ends at 300."""
_TAIL = 5
"""Degrees of freedom of the t distribution that hidden strength is drawn from: few people are far off, but some are."""


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
        What programs see and no figure shows; mean 0 and standard deviation 1, with heavier tails than the estimate's.
    reception : float array
        How those who interview one take to one, even in (0, 1): the lowest are hardly wanted by anybody.
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
    reception: FloatArray
    region_luck: FloatArray

    @property
    def count(self) -> int:
        """How many there are."""
        return self.type.size

    def of_type(self, kind: str) -> IntArray:
        """Positions of those of an applicant type."""
        return np.flatnonzero(self.type == APPLICANT_TYPES.index(kind))


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
    is_us = np.isin(type_index, [APPLICANT_TYPES.index(kind) for kind in US_SCHOOL_TYPES])

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
        strength=rng.standard_t(_TAIL, size=total) * np.sqrt((_TAIL - 2) / _TAIL),
        reception=rng.random(total),
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
    is_us = type_index < len(US_SCHOOL_TYPES)
    # The program whose city one lives in stands for the nearest school.
    return np.where(has_one, np.where(is_us, lives, rng.integers(programs.count, size=lives.size)), NOWHERE)
