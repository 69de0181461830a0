"""What the estimate says to people of a simulated season: the same functions as everybody's list, fed in bulk.

The estimate sees what an applicant sees: figures, ties, places, settings, and of programs what is known. It doesn't see
strength, luck, hidden effects, or which coefficients are true.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit

from optimizer.applicant import NO_STATE, Applicant
from optimizer.arrays import FloatArray
from optimizer.cohort.market.chance import generator
from optimizer.cohort.market.pairs import STATED, Pairs, blocks, pairs_of
from optimizer.cohort.market.people import VISA_NEEDS, People
from optimizer.cohort.market.programs import Programs
from optimizer.cohort.market.season import Applications, Market
from optimizer.estimate import (
    OUT_OF_REACH,
    ExplainedChances,
    Scenarios,
    Situation,
    TieReach,
    Weights,
    answers_of,
    chances_of,
    situation_of,
    terms_of,
    tiers_of,
)
from optimizer.evidence import Evidence, Season
from optimizer.vocabulary import APPLICANT_TYPES, MODES, NO_SIGNAL, US_SCHOOL_TYPES

_FEWEST_FOR_A_RATE = 5
"""Applications of a type that a program needs for its rate to be told."""


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What applicants know of programs beyond place and kind.

    Attributes
    ----------
    rate : float array (programs, applicant types)
        The program's own interview rate for each type, NaN where unknown.
    visa_known : bool
        Whether visa policies are known.
    """

    rate: FloatArray
    visa_known: bool

    @classmethod
    def none(cls, programs: Programs) -> "Facts":
        """Nothing, as in the directory that comes with matchlist."""
        return cls(np.full((programs.count, len(APPLICANT_TYPES)), np.nan), visa_known=False)

    @classmethod
    def last_season(cls, market: Market, folklore: Applications, evidence: Evidence, seed: int) -> "Facts":
        """Visa policies, and each program's rate of a season before: this season's expected one, a little off."""
        people, programs = market.people, market.programs
        chance = np.empty(folklore.person.size)
        for block in blocks(chance.size):
            pairs = pairs_of(people, programs, folklore.person[block], folklore.program[block])
            chance[block] = expit(market.truth.interview(people, programs, pairs, folklore.mode[block]))
        rate = np.full((programs.count, len(APPLICANT_TYPES)), np.nan)
        drift = evidence.central("own_rate_spread_sd")
        noise = generator(seed, programs.specialty, "last season").normal(size=rate.shape)
        for column in range(rate.shape[1]):
            of_type = people.type[folklore.person] == column
            count = np.bincount(folklore.program[of_type], minlength=programs.count)
            total = np.bincount(folklore.program[of_type], chance[of_type], programs.count)
            told = count >= _FEWEST_FOR_A_RATE
            mean = np.clip(total[told] / count[told], 1e-6, 1 - 1e-6)
            rate[told, column] = expit(logit(mean) + drift * noise[told, column])
        return cls(rate, visa_known=True)


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What the estimate says to one applicant.

    Attributes
    ----------
    chances : ExplainedChances
    tier : str array (programs,)
    scenarios : Scenarios
    """

    chances: ExplainedChances
    tier: npt.NDArray[np.str_]
    scenarios: Scenarios

    @property
    def plain_chance(self) -> FloatArray:
        """Chance of an offer without a signal, shape (programs,)."""
        return np.asarray(self.chances.offer[:, MODES.index(NO_SIGNAL), :] @ self.scenarios.weight)

    def interviews(self, mode: npt.NDArray[np.int64]) -> float:
        """Expected number of interviews of a list."""
        applied = np.flatnonzero(mode >= 0)
        return float((self.chances.interview[applied, mode[applied], :] @ self.scenarios.weight).sum())


class Adviser:
    """The estimate for one specialty's programs; everything that doesn't depend on the applicant is found once.

    Parameters
    ----------
    programs : Programs
    evidence : Evidence
        What the estimate believes.
    season : Season
    facts : Facts
    scenarios : Scenarios
    """

    def __init__(
        self, programs: Programs, evidence: Evidence, season: Season, facts: Facts, scenarios: Scenarios
    ) -> None:
        self.programs, self.evidence, self.season = programs, evidence, season
        self.facts, self.scenarios = facts, scenarios
        someone = Applicant(type="us-md", specialties=(programs.specialty,))
        self._plain = situation_of(someone, programs.directory, season)

    def tell(self, people: People, person: int) -> Told:
        """Estimate one applicant's chances at every program."""
        situation = self.situation(people, person)
        terms = terms_of(situation, answers_of(situation), self.evidence, Weights())
        chances = chances_of(situation, terms, self.evidence, self.scenarios)
        chance = chances.interview[:, MODES.index(NO_SIGNAL), :] @ self.scenarios.weight
        return Told(chances, tiers_of(situation, terms, chance, self.evidence), self.scenarios)

    def situation(self, people: People, person: int) -> Situation:
        """The facts between one applicant and all programs, as the estimate has them."""
        everywhere = np.arange(self.programs.count)
        pairs = pairs_of(people, self.programs, np.full(self.programs.count, person), everywhere)
        kind = int(people.type[person])
        return replace(
            self._plain,
            applicant=applicant_of(people, person, self.programs.specialty, self.season),
            own_rate=self.facts.rate[:, kind],
            in_state=pairs.in_state,
            preference=np.array(STATED)[pairs.preference],
            visa=self._visa(pairs, needed=bool(people.visa[person])),
            ties=tuple(_ties(pairs, is_us=kind < len(US_SCHOOL_TYPES))),
        )

    def _visa(self, pairs: Pairs, *, needed: bool) -> npt.NDArray[np.str_]:
        if not needed:
            return np.full(pairs.program.size, "not needed")
        known = np.where(pairs.sponsored, "sponsored", "refused")
        return known if self.facts.visa_known else np.full(pairs.program.size, "unknown")


def applicant_of(people: People, person: int, specialty: str, season: Season) -> Applicant:
    """One of the people as an applicant fills in the form; ties and preferences go in as facts, not here."""
    kind = APPLICANT_TYPES[people.type[person]]
    return Applicant.model_validate(
        {
            "type": kind,
            "specialties": (specialty,),
            "step2": int(people.step2[person]),
            "graduation_year": season.season - int(people.years_since_graduation[person]),
            "us_clinical_months": None if kind in US_SCHOOL_TYPES else float(people.us_clinical_months[person]),
            "failed_attempts": int(people.failed_attempts[person]),
            "visa": VISA_NEEDS[people.visa[person]],
            "home_state": str(people.home_state[person]) or NO_STATE,
        }
    )


def _ties(pairs: Pairs, *, is_us: bool) -> list[TieReach]:
    found = []
    if (pairs.home_nearest != OUT_OF_REACH).any():
        found.append(TieReach("home-program" if is_us else "away-rotation", "own program", pairs.home_nearest))
    if (pairs.family_nearest != OUT_OF_REACH).any():
        found.append(TieReach("family", "family", pairs.family_nearest))
    return found
