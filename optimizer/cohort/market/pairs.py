"""How applicants stand to programs, pair by pair in flat arrays: facts first, then what programs make of them.

The terms are those of `optimizer.estimate`, written apart from it and for millions of pairs; what differs is that here
hidden things count as well: an applicant's strength, a division's liking, a program's own taste.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimizer.arrays import BoolArray, FloatArray, IntArray
from optimizer.cohort.market.people import People
from optimizer.cohort.market.programs import NOWHERE, Programs
from optimizer.estimate import OUT_OF_REACH, SCOPES, average_step2, flattened
from optimizer.evidence import Evidence
from optimizer.vocabulary import APPLICANT_TYPES, MODES, US_SCHOOL_TYPES, Preference

STATED: tuple[Preference, ...] = ("elsewhere", "aligned", "none")
"""The program's division was not among those stated as preferred; was; none were stated."""
ALIGNED, _NONE_STATED = STATED.index("aligned"), STATED.index("none")


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Facts about pairs of an applicant and a program; arrays have one entry a pair.

    Attributes
    ----------
    person, program : int arrays
        Positions.
    in_state : bool array
        The program lies in the applicant's home state, or in that of a home program.
    preference : int array
        Position in `STATED`.
    sponsored : bool array
        The program sponsors the visa that the applicant needs, or none is needed.
    home_nearest, family_nearest : int arrays
        Nearest scope that the tie and the program share, as in `TieReach`.
    """

    person: IntArray
    program: IntArray
    in_state: BoolArray
    preference: npt.NDArray[np.int8]
    sponsored: BoolArray
    home_nearest: IntArray
    family_nearest: IntArray


_PAIRS_AT_ONCE = 2**18
"""Pairs whose facts, some hundred bytes each, are held at a time."""


def blocks(count: int, at_once: int = _PAIRS_AT_ONCE) -> Iterator[slice]:
    """Parts of so many pairs, or others, one after the other: few enough for their facts to take little memory."""
    for first in range(0, count, at_once):
        yield slice(first, first + at_once)


def pairs_of(people: People, programs: Programs, person: IntArray, program: IntArray) -> Pairs:
    """Facts about some pairs."""
    state = programs.state[program]
    is_us = people.type[person] < len(US_SCHOOL_TYPES)
    home, family = people.home[person], people.family[person]
    at_home_program = is_us & (home != NOWHERE) & (programs.state[home] == state)
    aligned = people.preferred[person, programs.region[program]]
    j1, h1b = programs.visa
    visa = people.visa[person]
    return Pairs(
        person=person,
        program=program,
        in_state=(people.home_state[person] == state) | at_home_program,
        preference=np.where(people.stated[person], aligned, _NONE_STATED).astype(np.int8),
        sponsored=(visa == 0) | np.where(visa == 1, j1[program], h1b[program]),
        home_nearest=_nearest(programs, home, program, own_program=True),
        family_nearest=_nearest(programs, family, program, own_program=False),
    )


def _nearest(programs: Programs, tied: IntArray, program: IntArray, *, own_program: bool) -> IntArray:
    """Nearest scope of a tie to a program (or only to its city) and each program of a pair."""
    city, metro = programs.where
    exists = tied != NOWHERE
    shared = [
        (tied == program) & own_program,
        city[tied] == city[program],
        (metro[tied] == metro[program]) & (metro[program] != NOWHERE),
        programs.state[tied] == programs.state[program],
        programs.region[tied] == programs.region[program],
    ]
    scopes = [SCOPES.index(name) for name in ("program", "city", "metro", "state", "division")]
    return np.select([exists & one for one in shared], scopes, OUT_OF_REACH).astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """What holds in a world: coefficients of the log-odds of an interview and of being ranked after it.

    Attributes
    ----------
    evidence : Evidence
        The view of the evidence table that is true in this world; the estimate may use another.
    level : float array (applicant types,)
        Added to the log-odds of an interview so that the published rates come out.
    ranking : float array (applicant types,)
        Log-odds that a program ranks an interviewed applicant of average figures.
    """

    evidence: Evidence
    level: FloatArray
    ranking: FloatArray

    def interview(self, people: People, programs: Programs, pairs: Pairs, mode: IntArray) -> FloatArray:
        """Log-odds of an interview of each pair with the mode of each application."""
        kind = people.type[pairs.person]
        central = self.evidence.central
        signal = np.array(
            [
                [
                    central(f"signal_effect.{name}", programs.specialty, kind_name)
                    if self.evidence.has(f"signal_effect.{name}", programs.specialty, kind_name)
                    else 0.0
                    for name in MODES
                ]
                for kind_name in APPLICANT_TYPES
            ]
        )
        own = self._own(people, programs.specialty)[pairs.person]
        luck = central("region_sd") * people.region_luck[pairs.person, programs.region[pairs.program]]
        return np.asarray(
            programs.effect[pairs.program, kind]
            + own
            + luck
            + self._geography(programs, pairs)
            + self._visa(kind, people, pairs)
            + self.ties(people, pairs)
            + signal[kind, mode]
            + self.level[kind]
        )

    def offer(self, people: People, programs: Programs, pairs: Pairs) -> FloatArray:
        """Log-odds that the program ranks the applicant after an interview."""
        central = self.evidence.central
        slope = self._by_type("step2_slope_offer", programs.specialty)[people.type]
        strength = self._by_type("strength_sd_offer", programs.specialty)[people.type] * people.strength
        share = self._by_type("hardly_wanted_share", programs.specialty)[people.type]
        hardly = central("hardly_wanted_effect") * (people.reception < share)
        own = slope * self._tens_of_points(people, programs.specialty) + strength + hardly
        ties = central("tie_offer_share") * self.ties(people, pairs)
        return np.asarray(self.ranking[people.type[pairs.person]] + own[pairs.person] + ties)

    def _own(self, people: People, specialty: str) -> FloatArray:
        """What an applicant's figures and hidden strength add everywhere alike, shape (applicants,)."""
        kind = people.type
        cap = self._by_type("us_clinical_months_cap", specialty)[kind]
        years = people.years_since_graduation - self._by_type("years_since_graduation_typical", specialty)[kind]
        months = (
            np.minimum(people.us_clinical_months, cap) - self._by_type("us_clinical_months_typical", specialty)[kind]
        )
        return np.asarray(
            self._by_type("step2_slope", specialty)[kind] * self._tens_of_points(people, specialty)
            + self._by_type("years_since_graduation_slope", specialty)[kind] * years
            + self._by_type("us_clinical_months_slope", specialty)[kind] * months
            + self._by_type("attempt_effect", specialty)[kind] * people.failed_attempts
            + self._by_type("strength_sd_interview", specialty)[kind] * people.strength
        )

    def _tens_of_points(self, people: People, specialty: str) -> FloatArray:
        average = np.array([average_step2(self.evidence, specialty, kind) for kind in APPLICANT_TYPES])
        tens = (people.step2 - average[people.type]) / 10.0
        return flattened(tens, self.evidence.central("step2_reach") / 10.0)

    def _by_type(self, name: str, specialty: str) -> FloatArray:
        """A figure for each applicant type; 0 where the table has none."""
        found = self.evidence
        return np.array(
            [found.central(name, specialty, k) if found.has(name, specialty, k) else 0.0 for k in APPLICANT_TYPES]
        )

    def _geography(self, programs: Programs, pairs: Pairs) -> FloatArray:
        central = self.evidence.central
        stated = np.array([0.0, central("preference_aligned_effect"), central("preference_none_effect")])
        # Outsiders to a metropolitan area that everybody wants fare worse, where positions are scarce above all.
        crowded = min(central("desired_metro_effect"), 0.0) * central("competitiveness", programs.specialty)
        names = [f"metro_desirability.{slug}" for slug in programs.metro_slugs]
        wanted = np.array([central(name) if self.evidence.has(name) else 0.0 for name in names])
        outside = crowded * wanted[pairs.program] * ~pairs.in_state
        return np.asarray(central("in_state_effect") * pairs.in_state + stated[pairs.preference] + outside)

    def _visa(self, kind: IntArray, people: People, pairs: Pairs) -> FloatArray:
        central = self.evidence.central
        refused = np.log(central("visa_refused_share"))
        free = (kind == APPLICANT_TYPES.index("non-us-img")) & (people.visa[pairs.person] == 0)
        bonus = central("visa_not_needed_effect", None, "non-us-img")
        return np.asarray(np.where(pairs.sponsored, bonus * free, refused))

    def ties(self, people: People, pairs: Pairs) -> FloatArray:
        """What home program or rotation, and family, add together."""
        central = self.evidence.central
        reach = np.array([*(central(f"tie_reach.{scope}") for scope in SCOPES), 0.0])
        is_us = people.type[pairs.person] < len(US_SCHOOL_TYPES)
        near = reach[pairs.home_nearest]
        # Geography counts the state of a home program already.
        beyond = np.maximum(near - pairs.in_state * reach[SCOPES.index("state")], 0.0)
        home = np.where(is_us, central("tie.home-program") * beyond, central("tie.away-rotation") * near)
        at_place = np.minimum(reach[pairs.family_nearest] / reach[SCOPES.index("city")], 1.0)
        family = central("tie.family") * at_place
        together = np.maximum(home, family) + central("tie_further_share") * np.minimum(home, family)
        return np.asarray(np.minimum(together, central("tie_cap")))
