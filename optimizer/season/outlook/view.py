"""One season as it stands on a day: plan, answers and what they leave of the luck; worked out once, asked often."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Self

import numpy as np
import numpy.typing as npt

from optimizer.arrays import FloatArray
from optimizer.estimate import RANGE_DRAWS, Chances, Scenarios, chances_at, list_chances_drawn
from optimizer.plan import Prepared, require_chances
from optimizer.season.outlook.answers import ProgramAnswers, answers_of
from optimizer.season.outlook.arrivals import Arrivals
from optimizer.season.outlook.luck import GridChances, Luck, luck_after, luck_grid
from optimizer.season.tracker import Tracked

FEWEST_DRAWS_THAT_COUNT = 16
"""Weights of the draws are flattened until they are worth so many equal ones."""
_PERCENTILES = (0.1, 0.9)


@dataclass(frozen=True, eq=False)
class SeasonView:
    """A season on a day.

    Attributes
    ----------
    prepared : Prepared
        The plan, with the ties that came about since.
    answers : ProgramAnswers
    as_of : datetime.date
    arrivals : Arrivals
    second : SeasonView or None
        The same of the plan's second list, for the first year; None where it has none.
    """

    prepared: Prepared
    answers: ProgramAnswers
    as_of: date
    arrivals: Arrivals
    second: "SeasonView | None" = None

    @classmethod
    def of(cls, prepared: Prepared, tracked: Sequence[Tracked], as_of: date) -> Self:
        """The season of a plan and a tracker's programs.

        Raises
        ------
        BadInput
            The day is after the rank order lists are due.
        """
        of_second = (cls.of(part, tracked, as_of) for part in prepared.with_second[1:])
        answers, arrivals = answers_of(prepared, tracked, as_of), Arrivals.of(prepared.estimate.evidence)
        return cls(prepared, answers, as_of, arrivals, next(of_second, None))

    def require_any_chance(self, question: str) -> None:
        """Refuse a question about chances where none of the plan's specialties has known ones.

        Raises
        ------
        BadInput
            The chance is known in no specialty of the plan.
        """
        if not self.prepared.estimate.known.any():
            require_chances(self.prepared, question)

    @cached_property
    def region(self) -> npt.NDArray[np.int64]:
        """Index into `REGIONS` of each application's program."""
        return self.prepared.estimate.situation.region[self.answers.index]

    @cached_property
    def chances(self) -> GridChances:
        """Chances of the applications over the grid of luck."""
        return GridChances.of(chances_at(self.prepared.estimate, self.answers.mode, luck_grid()), self.region)

    @cached_property
    def luck(self) -> Luck:
        """What the answers leave of the luck."""
        return luck_after(self.answers, self.chances, self.arrivals)

    @cached_property
    def luck_before(self) -> Luck:
        """What was known of the luck when the applications went out."""
        return luck_after(self.answers.unanswered(), self.chances, self.arrivals)

    @cached_property
    def drawn(self) -> tuple[tuple[Luck, ...], FloatArray]:
        """The luck at each draw of the coefficients, and the draws' weights.

        A draw weighs as much as it makes the answers likely, flattened until `FEWEST_DRAWS_THAT_COUNT` of them
        count: so few draws can't tell coefficients apart as sharply as their likelihoods seem to say.
        """
        draws = list_chances_drawn(self.prepared.estimate, self.answers.mode, luck_grid(), RANGE_DRAWS)
        lucks = tuple(
            luck_after(self.answers, GridChances.of(chances, self.region), Arrivals.of(evidence))
            for evidence, chances in draws
        )
        return lucks, flattened_weights(np.array([luck.log_evidence for luck in lucks]))

    def spread(self, of_each: npt.ArrayLike) -> tuple[float, float]:
        """10th and 90th percentile of something that was worked out at each draw, by the draws' weights."""
        return weighted_range(np.asarray(of_each, dtype=np.float64), self.drawn[1])

    @cached_property
    def scenarios(self) -> Scenarios:
        """Equally weighted scenarios of the luck that is left."""
        return self.luck.scenarios()

    @cached_property
    def scenario_chances(self) -> tuple[FloatArray, FloatArray]:
        """Chance that an invitation is there or still comes, and of an offer once interviewed, over `scenarios`.

        Each has the shape (applications, scenarios).
        """
        chances: Chances = chances_at(self.prepared.estimate, self.answers.mode, self.scenarios)
        interview = np.clip(chances.interview[:, 0], 1e-12, 1 - 1e-12)
        offer_if = np.clip(chances.offer[:, 0] / interview, 0.0, 1.0)
        answers = self.answers
        sent, now = self.arrivals.invitations_out(answers.sent_day), self.arrivals.invitations_out(answers.day)
        unsaid = 1.0 - self.arrivals.rejections_out(answers.day)
        to_come = interview * (1.0 - now)[:, None]
        silent = to_come + (1.0 - interview * (1.0 - sent)[:, None]) * unsaid[:, None]
        coming = np.where(answers.open[:, None], to_come / silent, answers.interviewed[:, None].astype(float))
        return coming * answers.can_match[:, None], offer_if


def flattened_weights(log_evidence: FloatArray) -> FloatArray:
    """Weights in proportion to likelihoods, or to a root of them where too few would count."""
    relative = log_evidence - log_evidence.max()
    power = 1.0
    while True:
        weight = np.exp(power * relative)
        weight /= weight.sum()
        if 1.0 / (weight**2).sum() >= min(FEWEST_DRAWS_THAT_COUNT, weight.size):
            return np.asarray(weight)
        power *= 0.8


def weighted_range(values: FloatArray, weight: FloatArray) -> tuple[float, float]:
    """10th and 90th percentile of weighted values, straight between the middles of their steps."""
    order = np.argsort(values)
    middle = np.cumsum(weight[order]) - weight[order] / 2
    low, high = np.interp(_PERCENTILES, middle, values[order])
    return float(low), float(high)
