"""Match rates of every specialty and type, from all that is published: this year's, older ones, and the others'.

Published rates are few: of many specialties and types there is none of this year, or none at all, and what there is
counts different people in different years. So all are taken together. The log-odds of a rate are the sum of

- what is usual for the type, moved by how many people there are for a position, and by how far its interview rate
  lies below that of US MD seniors;
- what is peculiar to the specialty, in part alike for all types; to the specialty and type;
- a season's deviation of the specialty, alike for all types, and of the specialty and type, which fade within years;
- how all of the type fared in that year, which is published;
- for a rate of everyone who ranked the specialty at all: the published gap to those who preferred it.

All of these are normal with standard deviations of the evidence table, so the rates of any specialty, type and year
given any others are a matter of linear algebra. A rate of many people stands for itself; one of few is drawn to
what the others say, and its range is as wide as that leaves it.

References
----------
Rasmussen and Williams (2006), Gaussian Processes for Machine Learning, chapter 2.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit

from optimizer.arrays import BoolArray, FloatArray
from optimizer.estimate.comparison import SCORE_OF_90TH_PERCENTILE
from optimizer.evidence import Evidence, EvidenceRow
from optimizer.vocabulary import APPLICANT_TYPES

PUBLISHED = "match_rate_published"
OF_TYPE_IN = "match_rate_any_position"
PREFERRED, RANKED_AT_ALL = "preferred", "ranked-at-all"
_POOLED_TYPE = "us-img"
_POOLED_LIKE = "non-us-img"
_POOLED_ROUNDS = 4
_POOLED_SD = 0.1


@dataclass(frozen=True, slots=True)
class RateOf:
    """Whose match rate is asked for.

    Attributes
    ----------
    specialty, applicant_type : str
    year : int
    of : {"preferred", "ranked-at-all"}
        Those who ranked the specialty first, or at all.
    """

    specialty: str
    applicant_type: str
    year: int
    of: str = PREFERRED


@dataclass(frozen=True, slots=True)
class Published:
    """A published match rate.

    Attributes
    ----------
    row : EvidenceRow
    whose : RateOf
    """

    row: EvidenceRow
    whose: RateOf

    @property
    def people(self) -> float:
        """How many it counts, as its range says."""
        width = (logit(self.row.high) - logit(self.row.low)) / (2 * SCORE_OF_90TH_PERCENTILE)
        return float(1.0 / (width**2 * self.row.central * (1.0 - self.row.central)))


def published_rates(evidence: Evidence) -> tuple[Published, ...]:
    """Every published match rate of a table."""
    found = []
    for row in evidence.rows:
        name, _, kind = row.name.partition(".")
        if name == PUBLISHED and row.specialty and row.applicant_type:
            of, _, year = kind.rpartition("-")
            found.append(Published(row, RateOf(row.specialty, row.applicant_type, int(year), of)))
    return tuple(found)


@dataclass(frozen=True, slots=True, eq=False)
class Rates:
    """Match rates as log-odds: normal, with their covariance.

    Attributes
    ----------
    whose : tuple of RateOf
    mean : array, shape (rates,)
    covariance : array, shape (rates, rates)
    """

    whose: tuple[RateOf, ...]
    mean: FloatArray
    covariance: FloatArray

    @property
    def sd(self) -> FloatArray:
        """Standard deviations, shape (rates,)."""
        # Of a figure that is told without a range nothing is left to vary; rounding may leave less than that.
        return np.sqrt(np.maximum(np.diag(self.covariance), 0.0))

    def given(self, weight: FloatArray, value: float, sd: float) -> Self:
        """The same once a weighted sum of the log-odds is known."""
        with_sum = self.covariance @ weight
        gain = with_sum / (weight @ with_sum + sd**2)
        mean = self.mean + gain * (value - weight @ self.mean)
        return type(self)(self.whose, mean, self.covariance - np.outer(gain, with_sum))


class RateModel:
    """What match rates have in common.

    Parameters
    ----------
    evidence : Evidence
    """

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence

    def rates(self, asked: Sequence[RateOf], told: Sequence[Published]) -> Rates:
        """Match rates given published ones; without any, what is thought of them beforehand."""
        prior = Rates(tuple(asked), self._mean(asked), self._covariance(asked, asked))
        if not told:
            return prior
        known = [one.whose for one in told]
        error = np.array([self._error(one) for one in told])
        seen = np.array([logit(one.row.central) for one in told])
        between = self._covariance(known, known) + np.diag(error)
        across = self._covariance(asked, known)
        gain = np.linalg.solve(between, across.T).T
        mean = prior.mean + gain @ (seen - self._mean(known))
        return Rates(prior.whose, mean, prior.covariance - gain @ across.T)

    def pooled(self, rates: Rates) -> Rates:
        """Rates of which those of US IMGs make what is published of them over all specialties.

        What is published is their rate for any position. It is brought down to the preferred specialty as that of
        non-US IMGs is, of whom both are published; specialties are weighed by the positions that US IMGs filled.
        """
        central = self.evidence.central
        any_position, preferred = (
            central(name, None, _POOLED_LIKE) for name in ("pgy1_match_rate", "preferred_match_rate")
        )
        down = logit(preferred) - logit(any_position)
        target = float(expit(logit(central("pgy1_match_rate", None, _POOLED_TYPE)) + down))
        filled = np.array(
            [
                self.evidence.central_or(0.0, "positions_filled", one.specialty, one.applicant_type)
                if one.applicant_type == _POOLED_TYPE and one.of == PREFERRED
                else 0.0
                for one in rates.whose
            ]
        )
        if not filled.any():
            return rates
        found = rates
        for _ in range(_POOLED_ROUNDS):
            # Positions filled are those who matched, so there were so many more applicants; as a sum of log-odds.
            rate = expit(found.mean)
            people = filled / rate
            weight = people * rate * (1.0 - rate)
            weight = weight / weight.sum()
            reached = filled.sum() / people.sum()
            wanted = weight @ found.mean + (logit(target) - logit(reached))
            found = rates.given(weight, float(wanted), _POOLED_SD)
        return found

    def gap_to_preferred(self, whose: RateOf) -> float:
        """How far a rate lies below that of those who preferred the specialty, in log-odds."""
        return self.evidence.central("ranked_at_all_gap", whose.specialty) if whose.of == RANKED_AT_ALL else 0.0

    def _error(self, one: Published) -> float:
        """Variance of a published rate's log-odds: counts, and what the gap to the preferred may be."""
        sd = (logit(one.row.high) - logit(one.row.low)) / (2 * SCORE_OF_90TH_PERCENTILE)
        if one.whose.of == RANKED_AT_ALL:
            gap = self.evidence.row("ranked_at_all_gap", one.whose.specialty)
            sd = np.hypot(sd, (gap.high - gap.low) / (2 * SCORE_OF_90TH_PERCENTILE))
        return float(sd**2)

    def _mean(self, asked: Sequence[RateOf]) -> FloatArray:
        return np.array(
            [
                logit(self.evidence.central("rates_usual", None, one.applicant_type))
                + self._of_year(one.applicant_type, one.year)
                - self.gap_to_preferred(one)
                for one in asked
            ]
        )

    def _of_year(self, kind: str, year: int) -> float:
        """How all of a type fared in a year against the latest published, in log-odds."""
        found = sorted(
            (int(row.name.rpartition(".")[2]), float(logit(row.central)))
            for row in self.evidence.rows
            if row.name.startswith(f"{OF_TYPE_IN}.") and row.applicant_type == kind
        )
        years, log_odds = zip(*found, strict=True)
        return float(np.interp(year, years, log_odds) - log_odds[-1])

    def _covariance(self, some: Sequence[RateOf], others: Sequence[RateOf]) -> FloatArray:
        sd = self.evidence.central
        one, other = _Facts.of(some, self.evidence), _Facts.of(others, self.evidence)
        same_type, same_specialty = one.same(other, "kind"), one.same(other, "specialty")
        demand = np.outer(one.demand, other.demand)
        interviews = np.outer(one.interviews, other.interviews)
        years = np.abs(one.year[:, None] - other.year[None, :])
        fading = np.exp(-years / sd("rates_season_years"))
        of_type = (
            sd("rates_type_sd") ** 2
            + sd("rates_type_demand_sd") ** 2 * demand
            + sd("rates_interview_sd") ** 2 * interviews
            + sd("rates_type_season_sd") ** 2 * (years == 0)
        )
        of_specialty = (
            sd("rates_specialty_sd") ** 2 * np.outer(one.alike, other.alike) + sd("rates_season_sd") ** 2 * fading
        )
        of_cell = sd("rates_cell_sd") ** 2 + sd("rates_cell_season_sd") ** 2 * fading
        return np.asarray(
            sd("rates_demand_sd") ** 2 * demand
            + same_type * of_type
            + same_specialty * of_specialty
            + (same_type & same_specialty) * of_cell
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Facts:
    """What rates are compared by, shape (rates,) each."""

    specialty: npt.NDArray[np.str_]
    kind: npt.NDArray[np.str_]
    year: FloatArray
    demand: FloatArray
    interviews: FloatArray
    alike: FloatArray

    @classmethod
    def of(cls, asked: Sequence[RateOf], evidence: Evidence) -> Self:
        """Those of some rates."""
        demand = evidence.central("applicants_per_position")
        below = {
            one: logit(evidence.central("interview_rate", one.specialty, one.applicant_type))
            - logit(evidence.central("interview_rate", one.specialty, APPLICANT_TYPES[0]))
            for one in asked
        }
        usual = evidence.central("rates_interview_usual")
        return cls(
            np.array([one.specialty for one in asked]),
            np.array([one.applicant_type for one in asked]),
            np.array([float(one.year) for one in asked]),
            np.array([np.log(evidence.central("applicants_per_position", one.specialty) / demand) for one in asked]),
            np.array([below[one] - usual for one in asked]),
            np.array([evidence.central("rates_alike_share", None, one.applicant_type) for one in asked]),
        )

    def same(self, other: "_Facts", name: str) -> BoolArray:
        """Which pairs share a fact."""
        return np.asarray(getattr(self, name)[:, None] == getattr(other, name)[None, :])
