"""How the coefficients of `optimizer.estimate.priors` are found, and how well they predict.

From program rates of one season: distances of programs' log-odds from their specialty's mean, on traits and states
together, by ridge regression, for each applicant type. Surgical specialties have coefficients of their own but for
states, university hospital and research. The penalty is the one that predicts best when all programs of a tenth of the
cities are left out; so is every R2, and every list of the best programs. Cities are split into tenths four times, since
one split favours one penalty or another by chance.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from optimizer.arrays import BoolArray, FloatArray
from optimizer.directory import TRAITS, Directory, Program, trait_deviations
from optimizer.directory.importing import Wishes, given_file, import_programs
from optimizer.estimate.priors import OWN_ROWS
from optimizer.vocabulary import APPLICANT_TYPES, load_vocabulary

FOLDS, ROUNDS = 10, 4
TRAIT_PENALTIES = (100.0, 300.0, 1000.0)
STATE_PENALTIES = (10.0, 30.0, 100.0)
_ROUNDING = 0.02
_LEAST_VARIANCE = 0.03


@dataclass(frozen=True, eq=False)
class Fitted:
    """Coefficients of one applicant type.

    Attributes
    ----------
    coefficient, error : dict of (group, name) to float
        By ("", state), ("", trait), ("surgical", trait) or ("other", trait): coefficient and standard error.
    r2, r2_before : float
        Share of the spread that is predicted, cities left out in turn: by all, and by state and university alone.
    penalties : pair of float
        Of traits and of states.
    """

    coefficient: dict[tuple[str, str], float]
    error: dict[tuple[str, str], float]
    r2: float
    r2_before: float
    penalties: tuple[float, float]


@dataclass(frozen=True, eq=False)
class RateTable:
    """Programs with rates of their own."""

    directory: Directory

    @classmethod
    def read(cls, folder: Path, shipped: Directory) -> "RateTable":
        """Every CSV file of a folder, one a specialty (its name says which), joined with a directory.

        Rows that don't join with one program alone are left out, as in an import.
        """
        vocabulary, found = load_vocabulary(), list[Program]()
        for file in sorted(folder.glob("*.csv")):
            specialty = vocabulary.specialty(file.stem.replace("-", " "))
            if specialty is None:
                continue
            part = shipped.of_specialties([specialty])
            imported = import_programs(part, [given_file(file)], Wishes(specialty=specialty))
            found += [program for program in imported.directory.programs if _has_rates(program)]
        return cls(Directory.of(found))

    @cached_property
    def specialty(self) -> npt.NDArray[np.str_]:
        """Specialty of each program."""
        return np.array([program.specialty for program in self.directory.programs])

    @cached_property
    def state(self) -> npt.NDArray[np.str_]:
        """State of each program."""
        return np.array([program.state for program in self.directory.programs])

    @cached_property
    def city(self) -> npt.NDArray[np.int64]:
        """Number of each program's city."""
        cities = [f"{program.city}, {program.state}" for program in self.directory.programs]
        return np.unique(cities, return_inverse=True)[1].astype(np.int64)

    @cached_property
    def folds(self) -> tuple[npt.NDArray[np.int64], ...]:
        """Which tenth of the cities each program's belongs to, in each round."""
        cities = int(self.city.max(initial=-1)) + 1
        return tuple((np.random.default_rng(k).permutation(cities) % FOLDS)[self.city] for k in range(ROUNDS))

    def rate(self, applicant_type: str) -> FloatArray:
        """Interview rates for a group, NaN where unknown."""
        rates = [program.interview_rate(applicant_type) for program in self.directory.programs]
        return np.array([np.nan if rate is None else rate for rate in rates])

    @cached_property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """Group and name of each column of `design`: states last."""
        apart = [(group, trait) for group in ("surgical", "other") for trait in TRAITS if trait not in OWN_ROWS]
        return (*(("", trait) for trait in OWN_ROWS), *apart, *(("", state) for state in np.unique(self.state)))

    @cached_property
    def design(self) -> FloatArray:
        """Traits and states less their specialty's mean, shape (programs, columns)."""
        traits = self.centred(trait_deviations(self.directory))
        surgical = np.isin(self.specialty, sorted(load_vocabulary().surgical))
        parts = [traits[:, TRAITS.index(trait)] for trait in OWN_ROWS]
        for mine in (surgical, ~surgical):
            parts += [traits[:, k] * mine for k, trait in enumerate(TRAITS) if trait not in OWN_ROWS]
        states = self.centred((self.state[:, None] == np.unique(self.state)).astype(np.float64))
        return np.column_stack([*parts, states])

    def centred(self, values: FloatArray, among: BoolArray | None = None) -> FloatArray:
        """Values less their specialty's mean among some programs (all, unless said)."""
        some = np.ones(len(values), dtype=np.bool_) if among is None else among
        centred = values.copy()
        for specialty in np.unique(self.specialty):
            here = self.specialty == specialty
            if (here & some).any():
                centred[here] -= values[here & some].mean(axis=0)
        return centred

    def distance(self, applicant_type: str) -> tuple[FloatArray, BoolArray]:
        """Distance of each program's log-odds from its specialty's mean, and where it is known.

        Rates are printed in whole percents, so two percent are added on both sides.
        """
        rate = self.rate(applicant_type)
        known = np.isfinite(rate)
        log_odds = np.log((np.where(known, rate, 0.0) + _ROUNDING) / (1 - np.where(known, rate, 0.0) + _ROUNDING))
        return np.where(known, self.centred(log_odds, known), 0.0), known

    def predicted(self, applicant_type: str, columns: BoolArray, penalties: tuple[float, float]) -> FloatArray:
        """Distances predicted from programs of other cities, shape (rounds, programs)."""
        y, known = self.distance(applicant_type)
        predicted = np.zeros((ROUNDS, y.size))
        design, penalty = self.design[:, columns], self._penalty(penalties)[columns]
        for one, folds in zip(predicted, self.folds, strict=True):
            for fold in range(FOLDS):
                learned, asked = known & (folds != fold), folds == fold
                one[asked] = design[asked] @ _ridge(design[learned], y[learned], penalty)
        return predicted

    def best_penalties(self, applicant_type: str, columns: BoolArray) -> tuple[tuple[float, float], float]:
        """The penalties that predict best, and the share of the spread that they predict."""
        y, known = self.distance(applicant_type)
        total = ROUNDS * float((y[known] ** 2).sum())

        def r2(penalties: tuple[float, float]) -> float:
            left = (y - self.predicted(applicant_type, columns, penalties))[:, known]
            return 1.0 - float((left**2).sum()) / total

        tried = {(trait, state): r2((trait, state)) for trait in TRAIT_PENALTIES for state in STATE_PENALTIES}
        best = max(tried, key=lambda penalties: tried[penalties])
        return best, tried[best]

    @cached_property
    def all_columns(self) -> BoolArray:
        """Every column."""
        return np.ones(len(self.columns), dtype=np.bool_)

    @cached_property
    def state_and_university(self) -> BoolArray:
        """The columns of states and of university hospitals."""
        states = set(np.unique(self.state).tolist())
        return np.array([name in states or name == "university" for _, name in self.columns])

    def fitted(self, applicant_type: str) -> Fitted:
        """Coefficients on all programs, with the penalties that predict best."""
        penalties, r2 = self.best_penalties(applicant_type, self.all_columns)
        _, before = self.best_penalties(applicant_type, self.state_and_university)
        y, known = self.distance(applicant_type)
        design, penalty = self.design[known], self._penalty(penalties)
        coefficient = _ridge(design, y[known], penalty)
        left = y[known] - design @ coefficient
        # Programs of a city are alike, so each city is one observation.
        inverse = np.linalg.inv(design.T @ design + np.diag(penalty))
        cities = self.city[known]
        scores = np.array([design[cities == city].T @ left[cities == city] for city in np.unique(cities)])
        error = np.sqrt(np.diag(inverse @ (scores.T @ scores) @ inverse))
        named = dict(zip(self.columns, coefficient.tolist(), strict=True))
        return Fitted(named, dict(zip(self.columns, error.tolist(), strict=True)), r2, before, penalties)

    def _penalty(self, penalties: tuple[float, float]) -> FloatArray:
        """Penalty of each column: of a trait, against its spread, so that units don't matter."""
        states = set(np.unique(self.state).tolist())
        # A rare trait counts as less rare: of few programs little can be said.
        variance = np.maximum(self.design.var(axis=0), _LEAST_VARIANCE)
        named = zip(self.columns, variance, strict=True)
        return np.array([penalties[1] if name in states else penalties[0] * own for (_, name), own in named])


def best_interviews(table: RateTable, specialty: str, applicant_type: str, count: int, score: FloatArray) -> float:
    """Interviews to expect of the programs of a specialty that a score puts first, by their own rates.

    Parameters
    ----------
    score : array, shape (programs,) or (rounds, programs)
        The mean over rounds is returned.
    """
    rate = table.rate(applicant_type)
    here = np.flatnonzero((table.specialty == specialty) & np.isfinite(rate))
    rounds = np.atleast_2d(score)
    return float(np.mean([rate[here[np.argsort(-one[here], kind="stable")[:count]]].sum() for one in rounds]))


def _has_rates(program: Program) -> bool:
    return any(program.interview_rate(kind) is not None for kind in APPLICANT_TYPES)


def _ridge(design: FloatArray, y: FloatArray, penalty: FloatArray) -> FloatArray:
    return np.asarray(np.linalg.solve(design.T @ design + np.diag(penalty), design.T @ y))
