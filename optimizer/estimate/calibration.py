"""Calibration: figures that can't be read anywhere, found so that what is published about groups comes out.

Deterministic least squares on the targets of the evidence table, each as heavy as its range is narrow. Looked for are

- for each specialty and type with a published match rate: the chance that an interview ends in an offer;
- where interviews held are published: what is added to the interview rate, at most a fifth;
- for each specialty: the slope of Step 2 CK, and what a signal does where most applicants are US seniors;
- for all: how much luck an applicant's programs share, before and after the interview, and the score's part after it.
"""

from collections.abc import Iterator
from functools import cached_property

import numpy as np
import scipy

from optimizer.estimate.comparison import SCORE_OF_90TH_PERCENTILE, Comparison, deviation
from optimizer.estimate.population import Population, population
from optimizer.estimate.scenarios import BoolArray, FloatArray
from optimizer.estimate.situation import MODES
from optimizer.estimate.unknowns import SHARED, SIGNAL, SLOPE, Cell, Unknowns
from optimizer.evidence import Evidence, EvidenceRow, Season

_BY_SIGNAL = tuple(f"interview_rate_signalled.{kind}" for kind in ("no-signal", *MODES[1:]))
_TARGETS = ("match_rate", "interviews_held", "ranks_ratio", "step2_gap", *_BY_SIGNAL)
_STEP, _TOLERANCE = 1e-4, 1e-8


class Calibration:
    """Least squares on the targets of an evidence table.

    Parameters
    ----------
    evidence : Evidence
        Rows of the names in `FITTED` are not read, but by `shipped`.
    season : Season
        Whose signals are used.
    """

    def __init__(self, evidence: Evidence, season: Season) -> None:
        self.evidence, self.season = evidence, season
        self.layout = Unknowns.of(evidence, season)

    # ---- the solution ------------------------------------------------------------------------------------------

    @cached_property
    def unknowns(self) -> FloatArray:
        """The least squares solution."""
        return np.asarray(self._solved.x)

    @cached_property
    def shipped(self) -> FloatArray:
        """The unknowns as the evidence table has them."""
        return self.layout.shipped(self.evidence)

    def range(self, place: int, prior: EvidenceRow) -> tuple[float, float, float]:
        """Low, central and high of an unknown: from the curvature of the squares, but at least half as wide as before.

        Parameters
        ----------
        place : int
            Its position.
        prior : EvidenceRow
            What was thought before.
        """
        jacobian = self._solved.jac
        variance = float(np.linalg.pinv(jacobian.T @ jacobian)[place, place])
        central = float(self.unknowns[place])
        half = max(SCORE_OF_90TH_PERCENTILE * variance**0.5, (prior.high - prior.low) / 4)
        # Slopes, signals and standard deviations stay above 0.
        return max(central - half, central / 4), central, central + half

    @cached_property
    def _solved(self) -> "scipy.optimize.OptimizeResult":
        return scipy.optimize.least_squares(
            self._residuals,
            self.layout.start(self.evidence),
            jac=self._slopes,
            bounds=self.layout.bounds(self.evidence),
            xtol=_TOLERANCE,
            ftol=_TOLERANCE,
        )

    def _slopes(self, unknowns: FloatArray) -> FloatArray:
        """Derivatives of the residuals, shape (residuals, unknowns); unknowns with none in common move together."""
        highest = self.layout.bounds(self.evidence)[1]
        step = np.where(unknowns + _STEP > highest, -_STEP, _STEP)
        here = self._residuals(unknowns)
        slopes = np.zeros(self._depends.shape)
        for together in self._moving_together:
            moved = unknowns.copy()
            moved[together] += step[together]
            change = self._residuals(moved) - here
            for place in together:
                slopes[:, place] = np.where(self._depends[:, place], change / step[place], 0.0)
        return slopes

    # ---- residuals: targets, some of them at the typical score too, and what was thought before ------------------

    def _residuals(self, unknowns: FloatArray) -> FloatArray:
        found = [
            Comparison(row, value, fitted=True).residual
            for cell, rows in self._targets
            for row, value in self._cell(cell, rows, unknowns)
        ]
        typical = [residual for cell, rows in self._of_typical for residual in self._typical(cell, rows, unknowns)]
        start, before = self.layout.start(self.evidence), self.layout.with_prior
        return np.array([*found, *typical, *((unknowns - start)[:before] / self._prior_deviations)])

    @cached_property
    def _targets(self) -> tuple[tuple[Cell, tuple[EvidenceRow, ...]], ...]:
        """Published figures by cell, for the cells of which an unknown depends on them."""
        return tuple(
            (cell, tuple(self.evidence.row(name, *cell) for name in _TARGETS if self.evidence.has(name, *cell)))
            for cell in self.layout.cells
            if cell in self.layout.matched or cell in self.layout.shifted
        )

    @cached_property
    def _of_typical(self) -> tuple[tuple[Cell, tuple[EvidenceRow, ...]], ...]:
        """Those of them that one applicant of the typical score has."""
        return tuple(
            (cell, tuple(row for row in rows if row.name in ("match_rate", "interviews_held")))
            for cell, rows in self._targets
        )

    @cached_property
    def _prior_deviations(self) -> FloatArray:
        names = (*SHARED, *[SLOPE] * len(self.layout.specialties))
        rates = [self.evidence.row("interview_rate", *cell) for cell in self.layout.shifted]
        signals = [self.evidence.row(f"{SIGNAL}_prior.{kind}", s) for s, kind in self.layout.signals]
        rows = [*(self.evidence.row(f"{name}_prior") for name in names), *signals, *rates]
        return np.array([deviation(row) for row in rows])

    def _cell(
        self, cell: Cell, rows: tuple[EvidenceRow, ...], unknowns: FloatArray
    ) -> Iterator[tuple[EvidenceRow, float]]:
        """Targets of a cell with what is reproduced."""
        people = self.population(cell, unknowns)
        for row in rows:
            yield row, self._reproduced(row, cell, people, unknowns)

    def _reproduced(self, row: EvidenceRow, cell: Cell, people: Population, unknowns: FloatArray) -> float:
        """What comes out for a target."""
        applications, offer = self.applications(cell), self.layout.offer_chance(cell, unknowns)
        if row.name == "interviews_held":
            return people.interviews(applications) / people.listed(applications)
        if row.name == "match_rate":
            return people.match_rate(offer, applications)
        if row.name == "ranks_ratio":
            return people.ranks_ratio(offer, applications)
        if row.name in _BY_SIGNAL:
            kinds = ("no-signal", *self.season.signal_caps(cell[0]))
            return float(people.interview[kinds.index(row.name.partition(".")[2])] @ people.share)
        return people.step2_gap(offer, applications)

    def _typical(self, cell: Cell, rows: tuple[EvidenceRow, ...], unknowns: FloatArray) -> Iterator[float]:
        """Residuals at the typical score: such an applicant stands for a group as well as all of it do."""
        people = self.population(cell, unknowns, self.evidence.central("step2_typical", *cell))
        for row in rows:
            yield Comparison(row, self._reproduced(row, cell, people, unknowns), fitted=True).residual

    @cached_property
    def _depends(self) -> BoolArray:
        """Which residual depends on which unknown, shape (residuals, unknowns)."""
        cells = [cell for targets in (self._targets, self._of_typical) for cell, rows in targets for _ in rows]
        targets = np.zeros((len(cells), self.layout.size), dtype=np.bool_)
        for line, cell in enumerate(cells):
            targets[line, list(self.layout.bearing_on(cell))] = True
        return np.concatenate([targets, np.eye(self.layout.with_prior, self.layout.size, dtype=np.bool_)])

    @cached_property
    def _moving_together(self) -> tuple[list[int], ...]:
        """Unknowns in groups of which no residual depends on two."""
        groups: list[list[int]] = []
        for place in range(self.layout.size):
            free = (
                group for group in groups if not (self._depends[:, group].any(axis=1) & self._depends[:, place]).any()
            )
            group = next(free, None)
            if group is None:
                groups.append([place])
            else:
                group.append(place)
        return tuple(groups)

    def population(self, cell: Cell, unknowns: FloatArray, step2: float | None = None) -> Population:
        """The model population of a cell, of one score where one is given."""
        return population(self.evidence, self.season, *cell, figures=self.layout.figures(cell, unknowns), step2=step2)

    def applications(self, cell: Cell) -> float:
        """Usual number of applications of a cell."""
        return self.evidence.central("applications_typical", *cell)

    # ---- fitted against published ---------------------------------------------------------------------------------

    def comparisons(self, unknowns: FloatArray) -> tuple[Comparison, ...]:
        """Every target with what is reproduced, then figures that nothing was fitted to.

        Parameters
        ----------
        unknowns : array
            `unknowns`, or `shipped`.
        """
        fitted = [
            Comparison(row, value, fitted=True)
            for cell, rows in self._targets
            for row, value in self._cell(cell, rows, unknowns)
        ]
        return (*fitted, *self._rates(unknowns), *self._by_signal(unknowns))

    def _rates(self, unknowns: FloatArray) -> Iterator[Comparison]:
        """Interviews per application."""
        for cell in self.layout.cells:
            applications = self.applications(cell)
            rate = self.population(cell, unknowns).interviews(applications) / applications
            yield Comparison(self.evidence.row("interview_rate", *cell), rate, cell in self.layout.shifted)

    def _by_signal(self, unknowns: FloatArray) -> Iterator[Comparison]:
        """Interview rates by signal, of US MD seniors: published are those of all applicants, of whom most are."""
        for specialty in self.layout.specialties:
            people = self.population((specialty, "us-md"), unknowns)
            rates = people.interview @ people.share
            for kind, rate in zip(("no-signal", *self.season.signal_caps(specialty)), rates, strict=True):
                if self.evidence.has(f"interview_rate_by.{kind}", specialty):
                    row = self.evidence.row(f"interview_rate_by.{kind}", specialty)
                    yield Comparison(row, float(rate), fitted=False)
