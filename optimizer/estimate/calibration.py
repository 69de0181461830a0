"""Calibration: figures that can't be read anywhere, found so that what is published about groups comes out.

Deterministic least squares on the targets of the evidence table, each as heavy as its range is narrow. Looked for are

- for each specialty and type: the chance that an interview ends in an offer, the share of those interviewed whom hardly
  anybody wants, and what is added to the interview rate;
- for each specialty: the slope of Step 2 CK, of US MD seniors and of international graduates, and what a signal does
  where most applicants are US seniors;
- for each type: how much luck an applicant's programs share, before and after the interview, and how far applications
  are aimed at programs that fit;
- for all: the part of the score's slope after the interview.
"""

from collections.abc import Callable, Iterator
from dataclasses import astuple, replace
from functools import cached_property
from typing import cast

import numpy as np
import scipy
from scipy.special import expit, logit

from optimizer.arrays import BoolArray, FloatArray
from optimizer.estimate.comparison import SCORE_OF_90TH_PERCENTILE, Comparison, deviation
from optimizer.estimate.population import Figures, Population, population
from optimizer.estimate.published_rates import RateModel, RateOf, published_rates
from optimizer.estimate.unknowns import BY_TYPE, HARDLY, OFFER, SCORED, SIGNAL, SLOPE, Cell, Unknowns
from optimizer.evidence import Evidence, EvidenceRow, Season, Unit
from optimizer.vocabulary import APPLICANT_TYPES, MODES, ApplicantType

_BY_SIGNAL = tuple(f"interview_rate_signalled.{kind}" for kind in ("no-signal", *MODES[1:]))
RANKS, SCORES = (1, 3, 5, 8, 12), (225, 240, 255)
_BY_RANKS = tuple(f"match_rate_by_ranks.{ranks}" for ranks in RANKS)
_AT_SCORE = tuple(f"match_rate_at_score.{score}" for score in SCORES)
_TARGETS = ("interviews_held", "ranks_ratio", *_BY_RANKS, *_AT_SCORE, *_BY_SIGNAL)
_STEP, _TOLERANCE = 1e-4, 1e-4
_LEAST_OFFER, _MOST_OFFER = 1e-4, 1 - 1e-4
_KEPT = 2000
"""Populations kept at once."""


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
        self._people: dict[tuple[Cell, float | None, str], Population] = {}

    # ---- the solution ------------------------------------------------------------------------------------------

    @cached_property
    def unknowns(self) -> FloatArray:
        """The least squares solution, with offers such that every match rate comes out."""
        found = np.array(self._solved.x)
        for cell in self.layout.cells:
            offer = self.offer_for(cell, found, self.match_rates[cell].central)
            found[self.layout.offer(cell)] = logit(offer)
        return found

    def offer_for(self, cell: Cell, unknowns: FloatArray, match_rate: float) -> float:
        """Chance of an offer at which a match rate comes out; as near to it as there is one."""
        return self.offer_of(self.population(cell, unknowns), cell, match_rate)

    def offer_of(self, people: Population, cell: Cell, match_rate: float) -> float:
        """The same of given people."""
        applications = self.applications(cell)

        def beyond(offer: float) -> float:
            return people.match_rate(offer, applications) - match_rate

        if beyond(_LEAST_OFFER) > 0.0:
            return _LEAST_OFFER
        if beyond(_MOST_OFFER) < 0.0:
            return _MOST_OFFER
        return float(scipy.optimize.brentq(beyond, _LEAST_OFFER, _MOST_OFFER, xtol=_LEAST_OFFER))

    @cached_property
    def shipped(self) -> FloatArray:
        """The unknowns as the evidence table has them."""
        return self.layout.shipped(self.evidence)

    def range(
        self,
        place: int,
        prior: EvidenceRow,
        *,
        above_zero: bool = True,
        scale: Callable[[float], float] = float,
    ) -> tuple[float, float, float]:
        """Low, central and high of an unknown: from the curvature of the squares, but at least half as wide as before.

        Parameters
        ----------
        place : int
            Its position.
        prior : EvidenceRow
            What was thought before.
        above_zero : bool
            Whether it stays above 0, as slopes, signals and standard deviations do.
        scale : callable
            From the prior's figures to the scale of the unknown.
        """
        central = float(self._solved.x[place])
        half = max(
            SCORE_OF_90TH_PERCENTILE * float(self._variance[place]) ** 0.5, (scale(prior.high) - scale(prior.low)) / 4
        )
        return max(central - half, central / 4) if above_zero else central - half, central, central + half

    @cached_property
    def _variance(self) -> FloatArray:
        """Variance of each unknown, from the curvature of the squares."""
        jacobian = self._solved.jac
        return np.asarray(np.diag(np.linalg.pinv(jacobian.T @ jacobian)))

    @cached_property
    def match_rates(self) -> dict[Cell, EvidenceRow]:
        """Match rate of each cell in the latest year of which any is published, as all published rates have it."""
        told = published_rates(self.evidence)
        year = max(one.whose.year for one in told)
        asked = [RateOf(specialty, kind, year) for specialty, kind in self.layout.cells]
        model = RateModel(self.evidence)
        rates = model.pooled(model.rates(asked, told))
        half = SCORE_OF_90TH_PERCENTILE * rates.sd
        return {
            cell: EvidenceRow(
                name="match_rate",
                specialty=cell[0],
                applicant_type=cast(ApplicantType, cell[1]),
                low=float(expit(mean - wide)),
                central=float(expit(mean)),
                high=float(expit(mean + wide)),
                unit=Unit.TARGET_SHARE,
                season=str(year),
                source="All published rates together",
                grade="C",
            )
            for cell, mean, wide in zip(self.layout.cells, rates.mean.tolist(), half.tolist(), strict=True)
        }

    @cached_property
    def _solved(self) -> "scipy.optimize.OptimizeResult":
        low, high = self.layout.bounds(self.evidence)
        # From what was found last, if there is any: the same in a few steps.
        known = all(self.evidence.has(OFFER, *cell) for cell in self.layout.cells)
        begin = self.shipped if known else self.layout.start(self.evidence)
        return scipy.optimize.least_squares(
            self._residuals,
            np.clip(begin, low + _STEP, high - _STEP),
            jac=self._slopes,
            bounds=(low, high),
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

    # ---- residuals: targets, and what was thought before -----------------------------------------------------------

    def _residuals(self, unknowns: FloatArray) -> FloatArray:
        found = [
            Comparison(row, value, fitted=True).residual
            for cell, rows in self._targets
            for row, value in self._cell(cell, rows, unknowns)
        ]
        start, before = self.layout.start(self.evidence), self.layout.with_prior
        return np.array([*found, *((unknowns - start)[:before] / self._prior_deviations)])

    @cached_property
    def _targets(self) -> tuple[tuple[Cell, tuple[EvidenceRow, ...]], ...]:
        """Published figures by cell."""
        return tuple((cell, (self.match_rates[cell], *self._rows(cell))) for cell in self.layout.cells)

    def _rows(self, cell: Cell) -> Iterator[EvidenceRow]:
        return (self.evidence.row(name, *cell) for name in _TARGETS if self.evidence.has(name, *cell))

    @cached_property
    def _prior_deviations(self) -> FloatArray:
        cells = self.layout.cells
        rows = [
            *(self.evidence.row(f"{name}_prior", None, kind) for name in BY_TYPE for kind in APPLICANT_TYPES),
            self.evidence.row("step2_after_interview_prior"),
            *[self.evidence.row(f"{SLOPE}_prior")] * len(SCORED) * len(self.layout.specialties),
            *(self.evidence.row(f"{SIGNAL}_prior.{kind}", s) for s, kind in self.layout.signals),
            *[self.evidence.row("interview_rate_shift_prior")] * len(cells),
        ]
        hardly = [self.evidence.row(f"{HARDLY}_prior", None, kind) for _, kind in cells]
        return np.array([*(deviation(row) for row in rows), *(deviation(row) for row in hardly)])

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
        name, _, kind = row.name.partition(".")
        if name == "interviews_held":
            return people.held(applications) / people.listed(applications)
        if name == "match_rate":
            return people.match_rate(offer, applications)
        if name == "ranks_ratio":
            return people.ranks_ratio(offer, applications)
        if name == "match_rate_by_ranks":
            return float(people.match_rate_by_ranks([int(kind)], offer, applications)[0])
        if name == "match_rate_at_score":
            return self.population(cell, unknowns, float(kind)).match_rate(offer, applications)
        # Rates by signal are, as interview rates, of all who apply: not of applications as aimed.
        everyone = self.people_of(
            cell, replace(self.layout.figures(cell, unknowns), aim_effect=0.0, interview_rate_shift=0.0)
        )
        kinds = ("no-signal", *self.season.signal_caps(cell[0]))
        return float(everyone.interview[kinds.index(kind)] @ everyone.share)

    @cached_property
    def _depends(self) -> BoolArray:
        """Which residual depends on which unknown, shape (residuals, unknowns)."""
        cells = [cell for cell, rows in self._targets for _ in rows]
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
        return self.people_of(cell, self.layout.figures(cell, unknowns), step2)

    def people_of(self, cell: Cell, figures: Figures, step2: float | None = None) -> Population:
        """The same of given figures."""
        # Half of what is looked for leaves the chances of interviews alone.
        before = astuple(replace(figures, strength_sd_offer=0.0, step2_slope_offer=0.0, hardly_wanted_share=0.0))
        key = (cell, step2, str(before))
        if key not in self._people:
            if len(self._people) > _KEPT:
                self._people.clear()
            self._people[key] = population(self.evidence, self.season, *cell, figures=figures, step2=step2)
        return self._people[key].with_figures(figures)

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
        """Interviews per application; those of applications that are aimed lie above the mean over programs."""
        for cell in self.layout.cells:
            applications = self.applications(cell)
            rate = self.population(cell, unknowns).interviews(applications) / applications
            yield Comparison(self.evidence.row("interview_rate", *cell), rate, fitted=False)

    def _by_signal(self, unknowns: FloatArray) -> Iterator[Comparison]:
        """Interview rates by signal, of US MD seniors: published are those of all applicants, of whom most are."""
        for specialty in self.layout.specialties:
            people = self.population((specialty, "us-md"), unknowns)
            rates = people.interview @ people.share
            for kind, rate in zip(("no-signal", *self.season.signal_caps(specialty)), rates, strict=True):
                if self.evidence.has(f"interview_rate_by.{kind}", specialty):
                    row = self.evidence.row(f"interview_rate_by.{kind}", specialty)
                    yield Comparison(row, float(rate), fitted=False)
